"""Erasing a body: the name is nowhere, the standing and every signature stay, and it never comes back."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import chores, drafts, erase, held
from mithaq.node.ledger import find as finder
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import NotSettled
from mithaq.node.ledger.models import BodyKey, BodyRow, Draft, EntryRow, Matter, ReadingKey
from mithaq.node.ledger.page import ERASED, page
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.ledger.step import state
from mithaq.node.safeguards import erased, house
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.models import HouseEvent, HouseReason
from mithaq.pact.exchange.envelope import to_wire, verify_signed
from tests.node.inquiries import ANSWERED, ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.ledger.rows import readings
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db

ASK = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": "FR-INQ-2026-00001"}


@pytest.fixture
def asked(paris):
    sealed = paris.state("ask", **ASK)
    assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
    return sealed


def test_the_body_is_gone_and_everything_else_stands(paris, salma, asked):
    entry = asked.signed.entry
    before = Matter.objects.get(pk=entry.id)
    assert finder.matter("FR-INQ-2026-00001", salma).title == BODY["title"]
    assert erase.erase([entry.id], officer=salma, ground="end-of-retention", now=NOW) == 1
    after = Matter.objects.get(pk=entry.id)
    assert (after.stage, after.due_at, after.our_turn) == (before.stage, before.due_at, before.our_turn)
    assert finder.matter("FR-INQ-2026-00001", salma).title == ""
    assert page("FR-INQ-2026-00001", salma).lines[0].body.state == ERASED
    verify_signed(held.signed(EntryRow.objects.get(entry=entry.id)), paris.keys.public())
    assert HouseEvent.objects.filter(action="ledger.erased", matter=entry.id).exists()


def test_keys_ciphertexts_readings_and_drafts_go_together(paris, salma, asked):
    entry = asked.signed.entry
    answer = Act("inquiry", "answer", ANSWERED, matter=entry.id, **CONFIDENTIAL)
    draft = drafts.begin(answer, officer=salma, now=NOW)
    erase.erase([entry.id], officer=None, now=NOW)
    for model in (BodyKey, BodyRow):
        assert not model.objects.filter(entry=entry.id).exists()
    assert not ReadingKey.objects.filter(matter=entry.id).exists()
    draft.refresh_from_db()
    assert (draft.state, bytes(draft.content)) == (Draft.DROPPED, b"")


def test_rows_after_an_erasure_equal_rows_rebuilt_after_it(paris, asked):
    erase.erase([asked.signed.entry.id], officer=None, now=NOW)
    before = readings()
    rebuild()
    assert readings() == before


def test_what_comes_again_is_receipted_as_before_and_stays_erased(paris, asked):
    entry = asked.signed.entry
    erase.erase([entry.id], officer=None, now=NOW)
    assert receive(to_wire(asked, "MA"), now=NOW).state == "kept"
    assert not BodyKey.objects.filter(entry=entry.id).exists()


def test_a_restored_backup_does_not_bring_it_back(paris, asked):
    entry = asked.signed.entry
    key, body = BodyKey.objects.get(entry=entry.id), BodyRow.objects.get(entry=entry.id)
    erase.erase([entry.id], officer=None, now=NOW)
    key.save(force_insert=True)
    body.save(force_insert=True)
    assert erase.replay(NOW) == 1
    assert not BodyKey.objects.filter(entry=entry.id).exists()
    assert erase.replay(NOW) == 0


def test_an_entry_that_a_restored_node_lost_comes_back_without_its_body(paris):
    sealed = paris.state("ask", **ASK)
    erased.remember([sealed.signed.entry.id])
    assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
    assert not BodyKey.objects.exists() or not BodyKey.objects.filter(entry=sealed.signed.entry.id).exists()


def test_what_has_not_reached_every_addressee_waits(paris, salma):
    ours = state(Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=salma, now=NOW)
    with pytest.raises(NotSettled):
        erase.erase([ours.id], officer=salma, now=NOW)
    assert ours.id not in erased.listed()
    assert BodyKey.objects.filter(entry=ours.id).exists()


def test_a_reason_has_a_term_of_three_years_whatever_it_was_given_for(salma):
    chore = chores.chores()["reasons"]
    searched = note("persons.searched", officer=salma, reason="CANARI, vol, suspect, identifier")
    leaf = searched.leaf_bytes()
    chore.do(searched.at + timedelta(days=3 * 365))
    assert HouseReason.objects.get(pk=searched.pk).text.startswith("CANARI")
    chore.do(searched.at + timedelta(days=3 * 366))
    assert not HouseReason.objects.exists()
    event = HouseEvent.objects.get(pk=searched.pk)
    assert (event.reason, event.leaf_bytes()) == ("", leaf)
    assert HouseEvent.objects.get(action="reasons.erased").facts == {"rows": 1}
    chore.do(searched.at + timedelta(days=3 * 366))
    assert HouseEvent.objects.filter(action="reasons.erased").count() == 1


@pytest.mark.law("L30")
def test_more_reasons_than_go_at_once_go_all(salma, monkeypatch):
    monkeypatch.setattr(house, "_AT_ONCE", 2)
    events = [note("persons.searched", officer=salma, reason="vol") for _ in range(5)]
    assert house.erase_reasons_before(events[-1].at + timedelta(seconds=1)) == 5


def test_what_was_erased_here_is_not_offered_to_be_corrected(paris, salma):
    ours = state(Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=salma, now=NOW)
    paris.learn(ours)
    assert receive(paris.receipt_wire(ours.id, ours.matter), now=NOW).state == "kept"
    reference = Matter.objects.get(pk=ours.matter).reference
    offered = lambda: {each.step.name for each in page(reference, salma).options}  # noqa: E731
    before = offered()
    assert "correct" in before
    assert erase.erase_matter(ours.matter, officer=None, now=NOW) == 1
    assert offered() == before - {"correct"}

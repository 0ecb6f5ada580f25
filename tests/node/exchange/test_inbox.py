"""What partners send: kept and receipted if it stands, answered always, the same receipt for ever."""

import contextlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from mithaq.node.exchange import inbox
from mithaq.node.exchange.framing import KEPT, REFUSED
from mithaq.node.exchange.inbox import receive, receive_all
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import held, record
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import BodyKey, EntryRow, Matter, PendingLeaf, ReceiptRow
from mithaq.node.ledger.step import state
from mithaq.node.partners.errors import NoKeyNow
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.statements import select
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.exchange.keys import KeyPair
from mithaq.pact.exchange.receipt import receipt_from_wire, verify_receipt
from tests.node.agreements import agreed
from tests.node.inquiries import ANSWERED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer
from tests.node.simulated import NOW, pair_of

pytestmark = pytest.mark.django_db

THIRD = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": "FR-INQ-2026-00003"}
OTHER = {**THIRD, "reference": "FR-INQ-2026-00002"}
ASK = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": "FR-INQ-2026-00001"}


def test_a_request_is_kept_and_the_receipt_verifies(paris):
    asked = paris.wire("ask", **ASK)
    answer = receive(asked, now=NOW)
    assert answer.state == KEPT
    receipt = receipt_from_wire(answer.receipt)
    verify_receipt(receipt, pair_of("MA").public())
    entry = paris.entries[0]
    assert (receipt.entry, receipt.by, receipt.at, receipt.heads) == (entry.id, "MA", NOW, (entry.id,))
    matter = Matter.objects.get(pk=entry.matter)
    assert (matter.stage, matter.our_turn, matter.reference) == ("awaiting", True, "FR-INQ-2026-00001")
    assert EntryRow.objects.get().entry == entry.id
    assert BodyKey.objects.count() == 1
    assert PendingLeaf.objects.count() == 2


def test_the_same_entry_gets_the_same_receipt_however_it_was_sealed(paris):
    sealed = paris.state("ask", **ASK)
    first = receive(to_wire(sealed, "MA"), now=NOW)
    again = receive(to_wire(sealed, "MA"), now=NOW.replace(year=2027))
    header_only = receive(to_wire(sealed, "ES"), now=NOW)
    assert first.receipt == again.receipt == header_only.receipt
    assert (EntryRow.objects.count(), ReceiptRow.objects.count()) == (1, 1)


def test_our_receipt_goes_to_the_third_party_too(paris, madrid):
    receive(paris.wire("ask", **ASK, parties=("ES", "FR", "MA")), now=NOW)
    assert list(Outbox.objects.values_list("what", "recipient")) == [("receipt", "ES")]


def test_what_counted_and_is_displaced_by_what_arrives_late_is_noted(paris, salma):
    """Paris withdrew before it saw our answer: the answer counts no longer, and somebody is told."""
    agreed(paris)
    receive(paris.wire("ask", **ASK), now=NOW)
    asked = paris.entries[-1]
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    answered = state(answer, officer=salma, now=NOW)
    assert receive(paris.wire("withdraw", kind="inquiry", matter=asked.id), now=NOW).state == KEPT
    assert Matter.objects.get(pk=asked.id).stage == "withdrawn"
    event = HouseEvent.objects.get(action="matter.set-aside-later")
    assert (event.facts["entry"], event.facts["by"]) == (answered.id, paris.entries[-1].id)


def test_a_node_without_a_valid_key_asks_for_it_again_later(paris):
    answer = receive(paris.wire("ask", **ASK, at=NOW), now=NOW + timedelta(days=800))
    assert (answer.state, answer.code, answer.later) == ("refused", "partners.no-key-now", True)
    assert not EntryRow.objects.exists()


def test_of_a_post_each_item_is_kept_or_refused_by_itself(paris):
    asked, cut, again = paris.wire("ask", **ASK), paris.wire("ask", **OTHER)[:-9], paris.wire("ask", **THIRD)
    follows = paris.wire("withdraw", kind="inquiry", matter=paris.entries[0].id)
    answers = receive_all([asked, cut, b"", follows, again, asked], now=NOW)
    assert [each.state for each in answers] == [KEPT, REFUSED, REFUSED, KEPT, KEPT, KEPT]
    assert answers[-1] == answers[0]
    kept = EntryRow.objects.order_by("seq").values_list("entry", flat=True)
    assert list(kept) == [paris.entries[place].id for place in (0, 3, 2)]
    for answer, place in ((answers[0], 0), (answers[3], 3), (answers[4], 2)):
        receipt = receipt_from_wire(answer.receipt)
        verify_receipt(receipt, pair_of("MA").public())
        assert receipt.entry == paris.entries[place].id


def test_what_fails_while_it_is_kept_goes_back_alone(paris, monkeypatch):
    asked, other = paris.wire("ask", **ASK), paris.wire("ask", **OTHER)
    monkeypatch.setattr(record, "tell_kept", fails_for(paris.entries[0].id))
    answers = receive_all([asked, other], now=NOW)
    assert [(each.state, each.code, each.later) for each in answers] == [
        (REFUSED, "exchange.broken-here", True),
        (KEPT, "", False),
    ]
    assert [row.entry for row in EntryRow.objects.all()] == [paris.entries[1].id]


def test_what_stands_together_costs_no_savepoint_each(paris, monkeypatch):
    wires = [paris.wire("ask", **ASK), paris.wire("ask", **OTHER)]
    database = transaction.get_connection()
    really, made = database.savepoint, []
    monkeypatch.setattr(database, "savepoint", lambda: made.append(really()) or made[-1])
    assert [each.state for each in receive_all(wires, now=NOW)] == [KEPT, KEPT]
    assert len(made) == 1  # of the whole, within the transaction of the test


def test_what_comes_in_one_post_is_receipted_by_one_signature(paris, monkeypatch):
    wires = [paris.wire("ask", **each) for each in (ASK, OTHER)]
    really, signed = KeyPair.sign, []
    monkeypatch.setattr(KeyPair, "sign", lambda *said: signed.append(said) or really(*said))
    answers = receive_all([wires[0], b"", wires[1]], now=NOW)
    assert len(signed) == 1
    for answer, entry in zip(answers[::2], paris.entries, strict=True):
        receipt = receipt_from_wire(answer.receipt)
        verify_receipt(receipt, pair_of("MA").public())
        assert receipt.entry == entry.id


@pytest.mark.parametrize(
    ("fails", "code"),
    [
        (NoKeyNow(authority="MA", at=NOW.isoformat()), "partners.no-key-now"),
        (OperationalError("disk I/O error"), "exchange.broken-here"),
    ],
)
def test_where_nothing_can_be_signed_nothing_is_kept_and_it_may_come_again(paris, monkeypatch, fails, code):
    wires = [paris.wire("ask", **each) for each in (ASK, OTHER)]
    monkeypatch.setattr(inbox, "receipts_ahead", raises(fails))
    answers = receive_all(wires, now=NOW)
    assert {(each.state, each.code, each.later) for each in answers} == {(REFUSED, code, True)}
    assert not EntryRow.objects.exists()
    monkeypatch.undo()
    assert [each.state for each in receive_all(wires, now=NOW)] == [KEPT, KEPT]


def raises(error):
    def fail(*_, **__):
        raise error

    return fail


def test_if_one_cannot_be_taken_back_alone_none_is_kept(paris, monkeypatch):
    """Nothing that was rolled back is ever answered by a receipt."""
    asked, other = paris.wire("ask", **ASK), paris.wire("ask", **OTHER)
    monkeypatch.setattr(record, "tell_kept", fails_for(paris.entries[1].id))
    database = transaction.get_connection()
    really, asked_for = database.savepoint_rollback, []

    def lost(name):
        asked_for.append(name)
        if len(asked_for) == 1:  # all of them together; the next is the one that does not stand
            return really(name)
        monkeypatch.undo()
        raise OperationalError("no such savepoint")

    monkeypatch.setattr(database, "savepoint_rollback", lost)
    answers = receive_all([asked, other], now=NOW)
    assert {(each.state, each.code, each.later) for each in answers} == {
        (REFUSED, "exchange.broken-here", True)
    }
    assert not EntryRow.objects.exists()
    assert all(held.entry(each.id) is None for each in paris.entries)
    assert [each.state for each in receive_all([asked, other], now=NOW)] == [KEPT, KEPT]


def fails_for(entry):
    """The database fails when this entry is kept."""

    def tell(kept):
        if kept.entry.id == entry:
            raise OperationalError("disk I/O error")

    return tell


@pytest.fixture
def salma(db):
    return officer("duty-officer")


@pytest.mark.django_db(transaction=True)
def test_no_receipt_leaves_for_what_the_database_did_not_keep(paris, monkeypatch):
    """A question that fails in the middle of a post, as one that took too long: it goes back alone."""
    assert receive(paris.wire("ask", **ASK), now=NOW).state == KEPT
    first = paris.entries[0]
    good, withdrawn = paris.wire("ask", **OTHER), paris.wire("withdraw", kind="inquiry", matter=first.id)
    other = paris.entries[-2]

    def asks(entry, _):
        if entry.matter == first.id:
            select("SELECT nothing FROM of_this_name")

    monkeypatch.setattr(inbox, "_check_not_early", asks)
    kept, refused = receive_all([good, withdrawn], now=NOW)
    assert (kept.state, refused.state, refused.later) == (KEPT, REFUSED, True)
    assert EntryRow.objects.filter(entry=other.id).exists()
    assert ReceiptRow.objects.filter(entry=other.id, by="MA").exists()


@pytest.mark.django_db(transaction=True)
def test_none_of_a_post_is_receipted_if_its_transaction_has_failed_unseen(paris, monkeypatch):
    def told(kept):
        with contextlib.suppress(DatabaseError):
            connection.cursor().execute("SELECT nothing FROM of_this_name")

    monkeypatch.setattr(record, "tell_kept", told)
    answer = receive(paris.wire("ask", **ASK), now=NOW)
    assert (answer.state == KEPT) == EntryRow.objects.filter(entry=paris.entries[0].id).exists()


def test_a_matter_of_many_parties_is_kept_on_every_database(paris):
    parties = (*(f"{first}{second}-LONGNAME" for first in "ABCDE" for second in "ABCDEFGH"), "FR", "MA")
    answer = receive(paris.wire("ask", **ASK, parties=tuple(sorted(parties))), now=NOW)
    assert (answer.state, answer.code) == (KEPT, "")
    assert set(Matter.objects.get().waiting_for) >= {"AA-LONGNAME", "MA"}


def test_a_thousand_stories_of_one_author_are_a_thousand_rows_of_memory(paris):
    receive(paris.wire("ask", **ASK), now=NOW)
    opening = paris.entries[0]
    told = [
        paris.state("whatever", kind="inquiry", matter=opening.id, after=(opening.id,), prev="",
                    at=NOW + timedelta(seconds=number), remember=False).signed.entry
        for number in range(200)
    ]  # fmt: skip
    stands = held.standing_of(held.Held((opening, *told)))
    assert len(stands.told_twice) == 1 + len(told)  # the opening continues nothing either

"""What partners send: kept and receipted if it stands, answered always, the same receipt for ever."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction

from mithaq.node.exchange.framing import KEPT, REFUSED
from mithaq.node.exchange.inbox import receive, receive_all
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import held, record
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import BodyKey, EntryRow, Matter, PendingLeaf, ReceiptRow
from mithaq.node.ledger.step import state
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire
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


def test_if_one_cannot_be_taken_back_alone_none_is_kept(paris, monkeypatch):
    """Nothing that was rolled back is ever answered by a receipt."""
    asked, other = paris.wire("ask", **ASK), paris.wire("ask", **OTHER)
    monkeypatch.setattr(record, "tell_kept", fails_for(paris.entries[1].id))
    database = transaction.get_connection()

    def lost(_name):
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

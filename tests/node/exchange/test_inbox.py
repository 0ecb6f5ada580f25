"""What partners send: kept and receipted if it stands, answered always, the same receipt for ever."""

import pytest

from mithaq.node.exchange.framing import KEPT
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger.models import BodyKey, EntryRow, Matter, PendingLeaf, ReceiptRow
from mithaq.pact.exchange.receipt import receipt_from_wire, verify_receipt
from tests.node.inquiries import BODY, SAYS
from tests.node.simulated import NOW, pair_of

pytestmark = pytest.mark.django_db

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
    from mithaq.pact.exchange.envelope import to_wire

    first = receive(to_wire(sealed, "MA"), now=NOW)
    again = receive(to_wire(sealed, "MA"), now=NOW.replace(year=2027))
    header_only = receive(to_wire(sealed, "ES"), now=NOW)
    assert first.receipt == again.receipt == header_only.receipt
    assert (EntryRow.objects.count(), ReceiptRow.objects.count()) == (1, 1)


def test_our_receipt_goes_to_the_third_party_too(paris, madrid):
    receive(paris.wire("ask", **ASK, parties=("ES", "FR", "MA")), now=NOW)
    assert list(Outbox.objects.values_list("what", "recipient")) == [("receipt", "ES")]

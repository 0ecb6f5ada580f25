"""What leaves this node: made from the ledger, sealed for each partner, marked by the receipt that came
back.
"""

import pytest

from mithaq.node.exchange.deliver import deliver
from mithaq.node.exchange.framing import KEPT, Answer, read_post, write_answers
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter, ReceiptRow
from mithaq.node.ledger.step import state
from mithaq.node.partners.models import Partner
from mithaq.pact.exchange.receipt import receipt_to_wire
from tests.node.agreements import agreed
from tests.node.inquiries import ASKED, CONFIDENTIAL
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


def answering(*partners):
    """A line to partners that keep what they get."""

    def send(address, body):
        partner = partners[0]
        receipts = [receipt_to_wire(partner.keep(item)) for item in read_post(body)]
        return write_answers([Answer(KEPT, receipt=receipt) for receipt in receipts])

    return send


def test_our_request_reaches_the_partner_and_its_receipt_starts_the_clock(paris):
    agreed(paris)
    asked = state(
        Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL),
        officer=officer("duty-officer"),
        now=NOW,
    )
    partner = Partner.objects.get(code="FR")
    while deliver(partner, now=NOW, send=answering(paris)) is not None:
        pass
    assert asked in paris.entries
    assert not Outbox.objects.filter(accepted_at=None).exists()
    assert ReceiptRow.objects.filter(entry=asked.id, by="FR").exists()
    matter = Matter.objects.get(pk=asked.id)
    assert matter.late_from is not None
    assert matter.settled
    assert matter.reference == "MA-INQ-2026-00001"

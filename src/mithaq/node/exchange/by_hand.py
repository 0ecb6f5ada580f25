"""By hand: an entry of ours that reached a partner without a node by another channel (D22).

The clocks run from the instant an officer recorded, and the page says: recorded by us, not signed by them.
A signed receipt, should one ever come, takes its place.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from mithaq.node.exchange.errors import NotPossibleByHand
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import readings
from mithaq.node.ledger.errors import EntryNotHere
from mithaq.node.ledger.models import EntryRow, ReceiptRow
from mithaq.node.ledger.on_behalf import receipt_by_hand, speaks_for_itself
from mithaq.node.ledger.terms import hold_with_terms
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.safeguards.house import note
from mithaq.pact.codes import code_list

HANDED_OVER = "exchange.handed-over"


def check_may_hand_over(entry: str, recipient: str, *, officer: Officer, matter: str = "") -> EntryRow:
    """The entry of ours, which this officer may record as handed over to a partner.

    Raises: EntryNotHere, NotPossibleByHand, NotYours, NotYourMatter.
    """
    row = EntryRow.objects.filter(entry=entry, own=True).first()
    owed = Outbox.objects.filter(what=Outbox.ENTRY, entry=entry, recipient=recipient)
    if row is None or (matter and row.matter != matter) or not owed.exists():
        raise EntryNotHere(entry=entry[:64])
    check_may_take(officer, row.kind, row.step, matter=row.matter)
    if recipient == settings.AUTHORITY or speaks_for_itself(recipient):
        raise NotPossibleByHand(recipient=recipient)
    return row


def hand_over(
    entry: str, recipient: str, *, officer: Officer, channel: str, at: datetime, now: datetime
) -> ReceiptRow:
    """Record that an entry of ours was handed to a partner at an instant; recorded once, it stays so.

    Raises: EntryNotHere, NotPossibleByHand, NotYours, NotYourMatter.
    """
    row = check_may_hand_over(entry, recipient, officer=officer)
    if channel not in code_list("channels").values or at > now:
        raise NotPossibleByHand(recipient=recipient)
    with transaction.atomic():
        hold_with_terms(row.matter)
        if earlier := ReceiptRow.objects.filter(entry=entry, by=recipient).first():
            return earlier
        receipt = receipt_by_hand(entry, recipient, officer=officer, channel=channel, at=at)
        Outbox.objects.filter(what=Outbox.ENTRY, entry=entry, recipient=recipient).update(
            state=Outbox.ACCEPTED, accepted_at=now, reason=HANDED_OVER, lease="", lease_until=None
        )
        readings.project(row.matter)
        note(
            HANDED_OVER,
            officer=officer,
            matter=row.matter,
            entry=entry,
            recipient=recipient,
            channel=channel,
        )
    return receipt

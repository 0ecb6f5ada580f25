"""Receipts that came from partners: one for each entry and authority, the first one for ever."""

from __future__ import annotations

from django.db import transaction

from mithaq.node.ledger import held, readings
from mithaq.node.ledger.errors import EntryNotHere, NotAParty, ReceiptChanged
from mithaq.node.ledger.lock import hold
from mithaq.node.ledger.models import ReceiptRow
from mithaq.node.ledger.record import keep_receipt_row
from mithaq.node.statements import select
from mithaq.pact.exchange.receipt import Receipt


def keep_receipt(receipt: Receipt) -> bool:
    """Keep a receipt whose signature was verified; whether it was new. Clocks and settling are read anew.

    Raises: EntryNotHere, NotAParty, ReceiptChanged.
    """
    rows = select("SELECT matter, author FROM ledger_entryrow WHERE entry = %s", receipt.entry)
    if not rows:
        raise EntryNotHere(entry=receipt.entry)
    matter, author = rows[0]
    with transaction.atomic():
        hold(matter)
        if (earlier := _earlier(receipt)) is not None and not earlier.by_hand:
            if bytes(earlier.statement) != receipt.statement:
                raise ReceiptChanged(entry=receipt.entry, by=receipt.by)
            return False
        opening = held.entry(matter)
        if receipt.by == author or (opening is not None and receipt.by not in opening.parties):
            raise NotAParty(matter=matter, author=receipt.by)
        if earlier is not None:  # what an officer recorded gives way to the signed one
            earlier.delete()
        keep_receipt_row(receipt)
        readings.read_clocks(matter)
    return True


def _earlier(receipt: Receipt) -> ReceiptRow | None:
    """The receipt that is there already: usually none, which is asked for without making a row of it."""
    found = select(
        'SELECT 1 FROM ledger_receiptrow WHERE entry = %s AND "by" = %s', receipt.entry, receipt.by
    )
    return ReceiptRow.objects.get(entry=receipt.entry, by=receipt.by) if found else None

"""Receipts that came from partners: one for each entry and authority, the first one for ever."""

from __future__ import annotations

from django.db import transaction

from mithaq.node.ledger import held, readings
from mithaq.node.ledger.errors import EntryNotHere, NotAParty, ReceiptChanged
from mithaq.node.ledger.lock import hold
from mithaq.node.ledger.models import EntryRow, ReceiptRow
from mithaq.node.ledger.record import keep_receipt_row
from mithaq.pact.exchange.receipt import Receipt


def keep_receipt(receipt: Receipt) -> bool:
    """Keep a receipt whose signature was verified; whether it was new. Clocks and settling are read anew.

    Raises: EntryNotHere, NotAParty, ReceiptChanged.
    """
    row = EntryRow.objects.filter(entry=receipt.entry).only("matter", "author").first()
    if row is None:
        raise EntryNotHere(entry=receipt.entry)
    with transaction.atomic():
        hold(row.matter)
        earlier = ReceiptRow.objects.filter(entry=receipt.entry, by=receipt.by).first()
        if earlier is not None and not earlier.by_hand:
            if bytes(earlier.statement) != receipt.statement:
                raise ReceiptChanged(entry=receipt.entry, by=receipt.by)
            return False
        opening = held.entry(row.matter)
        if receipt.by == row.author or (opening is not None and receipt.by not in opening.parties):
            raise NotAParty(matter=row.matter, author=receipt.by)
        if earlier is not None:  # what an officer recorded gives way to the signed one
            earlier.delete()
        keep_receipt_row(receipt)
        readings.read_clocks(row.matter)
    return True

"""Receipts that came from partners: one for each entry and authority, the first one for ever."""

from __future__ import annotations

from mithaq.node.ledger import held, readings
from mithaq.node.ledger.errors import EntryNotHere, NotAParty, ReceiptChanged
from mithaq.node.ledger.models import ReceiptRow
from mithaq.node.ledger.record import keep_receipt_row
from mithaq.node.ledger.terms import hold_with_terms
from mithaq.node.statements import select
from mithaq.pact.exchange.receipt import Receipt


def keep_receipt(receipt: Receipt) -> bool:
    """Keep a receipt whose signature was verified; whether it was new. Clocks and settling are read anew.

    Within the caller's transaction; what is refused is refused before anything is written.

    Raises: EntryNotHere, NotAParty, ReceiptChanged.
    """
    if (found := _entry_of(receipt)) is None:
        raise EntryNotHere(entry=receipt.entry)
    matter, author = found
    hold_with_terms(matter)
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


def matter_of(receipt: Receipt) -> str:
    """The matter of the entry that a receipt is for; "" if it is not here (yet)."""
    found = _entry_of(receipt)
    return found[0] if found else ""


def _entry_of(receipt: Receipt) -> tuple[str, str] | None:
    """The matter and the author of the entry that a receipt is for."""
    rows = select("SELECT matter, author FROM ledger_entryrow WHERE entry = %s", receipt.entry)
    return rows[0] if rows else None


def _earlier(receipt: Receipt) -> ReceiptRow | None:
    """The receipt that is there already: usually none, which is asked for without making a row of it."""
    found = select(
        'SELECT 1 FROM ledger_receiptrow WHERE entry = %s AND "by" = %s', receipt.entry, receipt.by
    )
    return ReceiptRow.objects.get(entry=receipt.entry, by=receipt.by) if found else None

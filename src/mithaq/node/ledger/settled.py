"""Settled: every other party holds it, and we hold all they held when they said so (D6).

Until then something may still arrive that was said without knowing of it. What cannot be undone waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mithaq.node.ledger import held
from mithaq.node.ledger.models import ReceiptRow
from mithaq.pact.ledger.entry import Entry

STATED, RECEIVED, SETTLED = "stated", "received", "settled"


def states(
    entries: Sequence[Entry], receipts: Iterable[ReceiptRow], parties: Iterable[str]
) -> dict[str, str]:
    """How far each entry has come: stated, received by some other party, or settled."""
    here = {entry.id for entry in entries}
    by: dict[str, dict[str, ReceiptRow]] = {}
    for row in receipts:
        by.setdefault(row.entry, {})[row.by] = row
    return {entry.id: _state(entry, by.get(entry.id, {}), set(parties), here) for entry in entries}


def lacking(
    entries: Sequence[Entry], receipts: Iterable[ReceiptRow], parties: Iterable[str]
) -> dict[str, tuple[str, ...]]:
    """What is not settled yet: by entry, the other parties whose receipt has not come.

    Nobody is named where all have answered, and one of them held something that is not here.
    """
    rows = list(receipts)
    by: dict[str, set[str]] = {}
    for row in rows:
        by.setdefault(row.entry, set()).add(row.by)
    named = tuple(parties)
    how_far = states(entries, rows, named)
    return {
        entry.id: tuple(sorted({*named} - {entry.author} - by.get(entry.id, set())))
        for entry in entries
        if how_far[entry.id] != SETTLED
    }


def is_settled(entries: Sequence[Entry], receipts: Iterable[ReceiptRow], parties: Iterable[str]) -> bool:
    """Whether every entry of a matter is settled."""
    return set(states(entries, receipts, parties).values()) <= {SETTLED}


def _state(entry: Entry, receipts: dict[str, ReceiptRow], parties: set[str], here: set[str]) -> str:
    others = parties - {entry.author}
    if not receipts.keys() & others:
        return STATED
    if others <= receipts.keys() and all(here.issuperset(held.heads_in(row)) for row in receipts.values()):
        return SETTLED
    return RECEIVED

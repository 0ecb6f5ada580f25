"""What this node holds of a matter: its entries, bodies and receipts, read back from their rows.

Everything here was checked when it was kept. Nobody's permission is asked here: that is `find`'s work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from django.db import connection, transaction

from mithaq.node.lazy import Lazy
from mithaq.node.ledger import at_rest
from mithaq.node.ledger.models import EntryRow, ReceiptRow
from mithaq.node.statements import instant, marks, select
from mithaq.pact.exchange.envelope import opened_at_rest
from mithaq.pact.exchange.receipt import Receipt, read_receipt
from mithaq.pact.ledger.body import read_body
from mithaq.pact.ledger.entry import Entry, SignedEntry, read_entry
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.fold import Standing, followed_by, standing
from mithaq.pact.rules.kind import Kind


@dataclass(frozen=True, slots=True)
class Held:
    """The entries of one matter as they lie here, oldest kept first, and when each was kept (our clock)."""

    entries: tuple[Entry, ...]
    kept_at: Mapping[str, datetime] = field(default_factory=dict)

    def with_one_more(self, entry: Entry, kept_at: datetime) -> Held:
        """The same, and an entry that has just been kept."""
        return Held((*self.entries, entry), {**self.kept_at, entry.id: kept_at})

    @property
    def opening(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.opens), None)


def entries_of(matter: str) -> Held:
    """What is held of a matter; nothing if none of it has arrived."""
    return entries_of_each([matter])[matter]


def entries_of_each(matters: Iterable[str]) -> dict[str, Held]:
    """What is held of several matters, asked at once; those of which nothing has arrived hold nothing."""
    wanted, found = list(dict.fromkeys(matters)), dict[str, Held]()
    for begin in range(0, len(wanted), AT_ONCE_FROM):
        known = {matter: _kept.get(matter, (0, Held(()))) for matter in wanted[begin : begin + AT_ONCE_FROM]}
        asked = [part for matter, (seq, _) in known.items() for part in (matter, seq)]
        came: dict[str, list[tuple[int, Entry, datetime]]] = {matter: [] for matter in known}
        for matter, seq, header, kept_at in select(_from(len(known)), *asked):
            came[matter].append((seq, read(bytes(header)), instant(kept_at)))
        for matter, (_, before) in known.items():
            found[matter] = _joined(matter, before, came[matter])
    return found


def _joined(matter: str, before: Held, came: list[tuple[int, Entry, datetime]]) -> Held:
    """What was held, and what came since: that begins with the last that was held, if it is still here."""
    if before.entries:
        last = before.entries[-1]
        if [each[1:] for each in came[:1]] != [(last, before.kept_at[last.id])]:
            _kept.pop(matter, None)  # what was here is no longer
            return entries_of(matter)
        if not came[1:]:
            return before
    there = {**before.kept_at, **{entry.id: kept_at for _, entry, kept_at in came}}
    held = Held((*before.entries[:-1], *(entry for _, entry, _ in came)), there)
    # A rebuild reads every matter in one transaction: what waits for its commit is bounded too.
    if came and len(connection.run_on_commit) < MOST_KEPT:
        transaction.on_commit(lambda: _remember(matter, came[-1][0], held))
    return held


def _remember(matter: str, seq: int, held: Held) -> None:
    """What is committed is never taken back."""
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[matter] = seq, held


# Of matters asked for lately: the number of the last row, and what was held. Entries only come behind it.
_kept: dict[str, tuple[int, Held]] = {}
MOST_KEPT = 256
AT_ONCE_FROM = 200  # matters in one question, each with the row it goes on from


@cache
def _from(matters: int) -> str:
    """The question after what came since in so many matters."""
    each = " OR ".join(["(matter = %s AND seq >= %s)"] * matters)
    return f"SELECT matter, seq, header, kept_at FROM ledger_entryrow WHERE {each} ORDER BY seq"  # noqa: S608


def entry(entry_id: str) -> Entry | None:
    """One entry, or None if it is not here."""
    if known := _named.get(entry_id):
        return known
    rows = select("SELECT header FROM ledger_entryrow WHERE entry = %s", entry_id)
    if not rows:
        return None
    if len(_named) >= MOST_NAMED:
        _named.clear()
    return _named.setdefault(entry_id, read(bytes(rows[0][0])))


def forget(entries: Iterable[str]) -> None:
    """Entries that were rolled back may have been asked for before: they are not here."""
    for entry_id in entries:
        _named.pop(entry_id, None)


# Openings and terms are asked for at every step. An id is the header's hash: what it names never changes.
_named: dict[str, Entry] = {}
MOST_NAMED = 4096
AT_ONCE = 500  # matters in one question


def signed_entry(entry_id: str) -> SignedEntry | None:
    """An entry with its signature, or None if it is not here."""
    for header, signature in select(
        "SELECT header, signature FROM ledger_entryrow WHERE entry = %s", entry_id
    ):
        return SignedEntry(read(bytes(header)), bytes(signature))
    return None


def signed(row: EntryRow) -> SignedEntry:
    """An entry with its signature, as it arrived or left."""
    return SignedEntry(read(bytes(row.header)), bytes(row.signature))


def kind_of(opening: Entry) -> Kind | None:
    """The rules a matter runs under for ever; None if this node does not know them (yet)."""
    try:
        return register.kind(opening.kind, opening.edition)
    except UnknownKind:
        return None


def standing_of(held: Held) -> Standing | None:
    """Where a matter stands; None if its opening or its kind is not known here."""
    kind = kind_of(held.opening) if held.opening else None
    return _folded(kind, held.entries) if kind else None


def _folded(kind: Kind, entries: tuple[Entry, ...]) -> Standing:
    """The fold is pure: the same entries give the same standing, and one more follows what was folded before.

    Agreements are asked at every step, and what is judged has been read into its rows before.
    """
    with _folding:
        found = _folds.pop((kind.name, kind.edition, entries), None)
        before = None if found else _folds.get((kind.name, kind.edition, entries[:-1]))
    if found is None and before is not None:
        found = followed_by(before, entries[-1])
    found = found or standing(kind, entries)
    with _folding:
        _folds[kind.name, kind.edition, entries] = found  # the last asked for stands last
        if len(_folds) > MOST_FOLDS:
            del _folds[next(iter(_folds))]
    return found


_folding = Lock()
_folds: dict[tuple[str, int, tuple[Entry, ...]], Standing] = {}
MOST_FOLDS = 128  # a plan of 2,000 entries takes a megabyte


def receipts_of(entries: Iterable[str]) -> tuple[ReceiptRow, ...]:
    """Every receipt held for these entries, ours included, oldest kept first."""
    named = list(entries)
    if not named:
        return ()
    found = [
        ReceiptRow(pk, entry, by, instant(at), by_hand, bytes(statement), bytes(signature))
        for pk, entry, by, at, by_hand, statement, signature in select(
            _RECEIPTS.format(marks=marks(named)), *named
        )
    ]
    return tuple(found)


_RECEIPTS = (
    'SELECT id, entry, "by", at, by_hand, statement, signature FROM ledger_receiptrow '
    "WHERE entry IN ({marks}) ORDER BY id"
)


def receipt(row: ReceiptRow) -> Receipt:
    """A receipt as it was signed. Not for those recorded by hand."""
    statement, signature = bytes(row.statement), bytes(row.signature)
    return _receipts.get((statement, signature)) or remember(read_receipt(statement, signature))


def remember(receipt: Receipt) -> Receipt:
    """Its bytes need not be read again while this process lasts: they say the same for ever."""
    if len(_receipts) >= MOST_RECEIPTS:
        _receipts.clear()
    return _receipts.setdefault((receipt.statement, receipt.signature), receipt)


_receipts: dict[tuple[bytes, bytes], Receipt] = {}
MOST_RECEIPTS = 4096


def heads_in(row: ReceiptRow) -> tuple[str, ...]:
    """The heads a receipt states; none if it was recorded by hand."""
    return () if row.by_hand else receipt(row).heads


def bodies_of(entries: Iterable[Entry]) -> Mapping[str, dict[str, Any]]:
    """The bodies that can be opened here, by entry; each is opened when it is asked for. Personal."""
    said = {each.id: each for each in entries if each.body}
    wanted, resting = list(said), dict[str, _Resting]()
    for begin in range(0, len(wanted), AT_ONCE):
        resting |= _at_rest(wanted[begin : begin + AT_ONCE])
    return Lazy(
        (name for name in said if name in resting),
        lambda name: read_body(opened_at_rest(*_unlocked(name, resting[name]), said[name])[1]),
    )


def handling_in(matters: Iterable[str]) -> frozenset[str]:
    """Every handling code that stands in an entry of these matters."""
    wanted, found = list(matters), set[str]()
    for begin in range(0, len(wanted), AT_ONCE):
        rows = EntryRow.objects.filter(matter__in=wanted[begin : begin + AT_ONCE])
        for header in rows.values_list("header", flat=True).order_by().iterator():
            found.update(read(bytes(header)).handling)
    return frozenset(found)


def body_at_rest(entry_id: str) -> tuple[bytes, bytes] | None:
    """The ciphertext of a body and its content key; None if there is none here, or it was erased."""
    resting = _at_rest([entry_id]).get(entry_id)
    return _unlocked(entry_id, resting) if resting else None


_Resting = tuple[bytes, bytes]
"""The ciphertext of a body, and its content key as that rests."""


def _at_rest(entries: list[str]) -> dict[str, _Resting]:
    rows = select(_BODIES.format(marks=marks(entries)), *entries)
    return {name: (bytes(text), bytes(wrapped)) for name, text, wrapped in rows}


def _unlocked(entry_id: str, resting: _Resting) -> tuple[bytes, bytes]:
    text, wrapped = resting
    return text, at_rest.unwrap(wrapped, of=entry_id)


_BODIES = (
    "SELECT body.entry, body.ciphertext, locked.wrapped FROM ledger_bodyrow body "
    "JOIN ledger_bodykey locked ON locked.entry = body.entry WHERE body.entry IN ({marks})"
)


@lru_cache(maxsize=8192)
def read(header: bytes) -> Entry:
    """The entry of header bytes that were checked when they were kept; parsed once a process."""
    return read_entry(header)

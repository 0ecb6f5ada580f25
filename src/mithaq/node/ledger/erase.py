"""Erase: destroy what entries say in confidence, for good, here and in every backup (D10).

The ids go onto the list outside the database first, then in one transaction: the keys and ciphertexts of the
bodies, the files that no other entry has, the matter's personal reading, its open drafts, the reasons
officers wrote, and whatever other storeys keep of the persons it names; the house log says that it was done.
Entries, signatures, receipts, proofs and the standing stay. Envelopes are never stored, so there are none to
hunt down.

Why is said as a code: a reason in words might name the person again, in a log that is never erased.

What has not reached every addressee waits: erasing it would leave a gap in the partner's ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from mithaq.node.ledger import at_rest, attached, held, readings
from mithaq.node.ledger.drafts import destroy_drafts
from mithaq.node.ledger.errors import EntryNotHere, NotSettled
from mithaq.node.ledger.models import BodyKey, BodyRow, ChunkUse, EntryRow
from mithaq.node.ledger.settled import SETTLED, states
from mithaq.node.ledger.terms import hold_with_terms
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards import erased
from mithaq.node.safeguards.house import REASONS_KEPT_FOR, erase_reasons, erase_reasons_before, note

WhenErased = Callable[[str, Sequence[str]], None]
_when_erased: list[WhenErased] = []

REASONS_EVERY = timedelta(hours=6)


def when_erased(act: WhenErased) -> WhenErased:
    """Have `act(matter, entries)` called in the transaction of every erasure: whoever keeps copies enters
    here.
    """
    if act not in _when_erased:
        _when_erased.append(act)
    return act


def erase(entries: Iterable[str], *, officer: Officer | None, ground: str = "", now: datetime) -> int:
    """Erase the bodies of entries of one matter; how many there still were. Whether the officer may is
    asked before.

    Raises: EntryNotHere, NotSettled.
    """
    named = sorted(set(entries))
    rows = dict(EntryRow.objects.filter(entry__in=named).values_list("entry", "matter"))
    if len(rows) < len(named) or len(set(rows.values())) != 1:
        raise EntryNotHere(entry=next((each for each in named if each not in rows), ""))
    matter = rows[named[0]]
    _check_settled(matter, named)
    erased.remember(named)
    return _destroy(matter, named, officer=officer, ground=ground, now=now)


def erase_matter(matter: str, *, officer: Officer | None, ground: str = "", now: datetime) -> int:
    """Erase every body of a matter. Raises: EntryNotHere, NotSettled."""
    entries = EntryRow.objects.filter(matter=matter).values_list("entry", flat=True)
    return erase(list(entries) or [matter], officer=officer, ground=ground, now=now)


def replay(now: datetime) -> int:
    """Erase again whatever a restored backup brought back; how many bodies that were. Before the node
    opens.
    """
    listed = sorted(erased.listed())
    back = BodyKey.objects.filter(entry__in=listed).values_list("entry", flat=True)
    matters: dict[str, list[str]] = {}
    for entry, matter in EntryRow.objects.filter(entry__in=list(back)).values_list("entry", "matter"):
        matters.setdefault(matter, []).append(entry)
    return sum(
        _destroy(matter, sorted(entries), officer=None, ground="", now=now)
        for matter, entries in sorted(matters.items())
    )


def forget_reasons(now: datetime) -> None:
    """Destroy the reasons officers gave so long ago that their term of keeping is over: a chore."""
    with transaction.atomic():
        if destroyed := erase_reasons_before(now - REASONS_KEPT_FOR):
            note("reasons.erased", officer=None, rows=destroyed)
            transaction.on_commit(_forget_journal)


def _destroy(
    matter: str, entries: Sequence[str], *, officer: Officer | None, ground: str, now: datetime
) -> int:
    with transaction.atomic():
        hold_with_terms(matter)
        destroyed = at_rest.destroy(entries, matter=matter)
        BodyRow.objects.filter(entry__in=entries).delete()
        attached.let_go(ChunkUse.ENTRY, entries)
        destroy_drafts(matter)
        erase_reasons(matter)
        readings.project(matter)
        for act in _when_erased:
            act(matter, entries)
        note(
            "ledger.erased",
            officer=officer,
            matter=matter,
            ground=ground,
            bodies=destroyed,
            at=now.isoformat(),
        )
        transaction.on_commit(_forget_journal)  # of whoever called us too
    return destroyed


def _check_settled(matter: str, entries: Sequence[str]) -> None:
    everything = held.entries_of(matter)
    parties = everything.opening.parties if everything.opening else ()
    receipts = held.receipts_of(entry.id for entry in everything.entries)
    how_far = states(everything.entries, receipts, parties)
    if any(how_far[entry] != SETTLED for entry in entries):
        raise NotSettled(matter=matter)


def _forget_journal() -> None:
    """The write-ahead file still holds the pages as they were."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

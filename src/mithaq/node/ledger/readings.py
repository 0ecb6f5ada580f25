"""Readings: a matter's entries folded into the rows that lists and pages show.

Only what is held goes in, so the rows can be emptied and made again at any time, equal. The caller
holds the matter (`lock`). Reading never refuses: what a partner stated in a form our readers do not expect
leaves a blank, is logged by code, and the entry stays kept.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db.models import Q

from mithaq.node.lazy import Lazy
from mithaq.node.ledger import at_rest, held, namings, references, seen
from mithaq.node.ledger.conforming import conforming
from mithaq.node.ledger.held import Held
from mithaq.node.ledger.kept import Projected, tell_projected
from mithaq.node.ledger.lock import hold_all
from mithaq.node.ledger.models import Duty, Facet, Matter, ReceiptRow
from mithaq.node.ledger.models.sizes import WORD
from mithaq.node.ledger.settled import is_settled
from mithaq.node.ledger.terms import AGREED, TERMS_TRACK, terms_of
from mithaq.node.statements import execute, insert, insert_all, instant, select, update
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import agreement, fold
from mithaq.pact.rules.clocks import Owed, duties
from mithaq.pact.rules.fold import Standing
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.reading import Reading
from mithaq.pact.rules.serving import served_by
from mithaq.pact.rules.terms import Terms

log = logging.getLogger(__name__)

NOTHING_OPEN: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
PARTY = "party"  # the facet that every matter has


def project(
    matter: str,
    everything: Held | None = None,
    *,
    is_new: bool = False,
    receipts: Sequence[ReceiptRow] | None = None,
    stated: Mapping[str, Mapping[str, Any]] = NOTHING_OPEN,
) -> Standing | None:
    """Read a matter anew into its rows; where it stands, or None while it cannot be read.

    It cannot while its opening has not arrived, or if its kind is unknown to this node. `everything` is
    what is held of it, if the caller has just read that; `is_new` that its opening has just been kept, so
    no row can be there; `stated` are bodies that the caller has open, by entry.
    """
    everything = everything or held.entries_of(matter)
    opening = everything.opening
    if opening is None:
        return None
    kind = held.kind_of(opening)
    if kind is None:
        _write_matter(opening, _not_understood(opening, everything), is_new=is_new)
        return None
    standing = held.standing_of(everything)
    assert standing is not None  # its opening is here and its kind is known
    if receipts is None:
        receipts = held.receipts_of(entry.id for entry in everything.entries)
    terms = terms_of(opening)
    owed = _duties(standing, receipts, terms)
    reading = _reading(kind, standing, everything.entries, stated)
    fields = _columns(opening, kind, standing, everything) | _clocks(owed) | _shown(reading)
    fields["settled"] = is_settled(everything.entries, receipts, opening.parties)
    fields["terms_stand"] = bool(terms.entry)
    personal = {"title": reading.title, "names": reading.names}
    fields["personal"] = at_rest.lock_reading(matter, personal, is_new=is_new)
    is_new = _write_matter(opening, fields, mark=kind.mark, is_new=is_new)
    facets = (*reading.facets, *((PARTY, party) for party in opening.parties))
    _write_facets(matter, facets, is_new=is_new)
    _write_duties(matter, kind.name, owed, is_new=is_new)
    seen.write(matter, standing, owed, is_new=is_new)
    namings.write(matter, standing, is_new=is_new)
    tell_projected(Projected(matter, standing, reading))
    if kind.name == agreement.KIND.name:
        _read_what_stood_on(standing)
    return standing


def read(matter: str) -> Reading:
    """What the kind's own reader makes of a matter as held now; nothing if it cannot be read. Personal."""
    everything = held.entries_of(matter)
    standing = held.standing_of(everything)
    if standing is None or standing.state is None:
        return Reading()
    return _reading(standing.state.kind, standing, everything.entries)


def read_clocks(matter: str) -> None:
    """Read anew what a receipt changes of a matter: its clocks, and whether it is settled."""
    everything = held.entries_of(matter)
    opening, standing = everything.opening, held.standing_of(everything)
    if opening is None or standing is None:
        return
    receipts = held.receipts_of(entry.id for entry in everything.entries)
    terms = terms_of(opening)
    owed = _duties(standing, receipts, terms)
    settled = is_settled(everything.entries, receipts, opening.parties)
    update(Matter, matter, **_clocks(owed), settled=settled, terms_stand=bool(terms.entry))
    _write_duties(matter, opening.kind, owed, is_new=False)
    seen.write(matter, standing, owed, is_new=False)


def _columns(opening: Entry, kind: Kind, standing: Standing, everything: Held) -> dict[str, Any]:
    """What the standing alone says."""
    turn = sorted(fold.turn(standing))
    counted = [everything.kept_at[entry.id] for entry in standing.counted]
    return {
        "kind": kind.name,
        "edition": kind.edition,
        "opener": opening.author,
        "parties": list(opening.parties),
        "stage": standing.stage,
        "final": bool(standing.state) and kind.place(standing.stage).final,
        "waits_for": f" {' '.join(turn)} " if turn else "",
        "our_turn": settings.AUTHORITY in turn,
        "opened_at": opening.at,
        "moved_at": max(counted, default=everything.kept_at[opening.id]),
        "terms": opening.terms,
        "plan_action": served_by(opening),
        "aside": [entry.id for entry, _ in standing.set_aside],
        "told_twice": bool(standing.told_twice),
        "incomplete": bool(standing.missing),
    }


def _not_understood(opening: Entry, everything: Held) -> dict[str, Any]:
    """A matter of a kind this node does not know: kept, listed, and shown as not understood."""
    return {
        "kind": opening.kind,
        "edition": opening.edition,
        "opener": opening.author,
        "parties": list(opening.parties),
        "opened_at": opening.at,
        "moved_at": everything.kept_at[opening.id],
        "terms": opening.terms,
        "incomplete": True,
    }


def _clocks(owed: Iterable[Owed]) -> dict[str, datetime | None]:
    running = [each for each in owed if each.running and each.due_at is not None]
    ours = [each.due_at for each in running if each.by == settings.AUTHORITY]
    return {
        "due_at": min((at for at in ours if at), default=None),
        "late_from": min((each.due_at for each in running if each.due_at), default=None),
    }


def _shown(reading: Reading) -> dict[str, Any]:
    return {
        "urgency": reading.urgency[:WORD],
        "axis": reading.axis[:WORD],
        "sensitivity": reading.sensitivity[:WORD],
        "extra": dict(reading.columns),
    }


def _reading(
    kind: Kind,
    standing: Standing,
    entries: Sequence[Entry],
    stated: Mapping[str, Mapping[str, Any]] = NOTHING_OPEN,
) -> Reading:
    """What the kind's own reader makes of the matter; a blank if it stumbles."""
    if standing.state is None:
        return Reading()
    opened: Mapping[str, Mapping[str, Any]] = stated
    if any(entry.body and entry.id not in stated for entry in entries):
        opened = held.bodies_of(entries)
    steps = {entry.id: kind.step(entry.step) for entry in entries}
    bodies = Lazy(opened, lambda name: conforming(steps[name], opened[name]))
    try:
        return kind.read(standing.state, bodies)
    except InvalidTag:
        raise  # a key or a body is not what it was: not the reader's doing
    except Exception:
        # A reader's bug must not stop an authentic entry from being kept (law 1).
        log.exception("a reader stumbled: %s", kind.name)
        return Reading()


def _duties(standing: Standing, receipts: Iterable[ReceiptRow], terms: Terms) -> tuple[Owed, ...]:
    try:
        return duties(standing, {(row.entry, row.by): row.at for row in receipts}, terms)
    except Exception:
        # Kinds read what a partner stated, also to say what is owed: a bug there keeps no entry out (law 1).
        log.exception("what is owed could not be read")
        return ()


def _write_matter(opening: Entry, fields: Mapping[str, Any], *, mark: str = "", is_new: bool) -> bool:
    """Write the row; whether it is a new one, of which nothing else can be there yet."""
    if not is_new and update(Matter, opening.id, **fields):
        return False
    reference, other = references.shown(opening, mark or "UNK")
    if not insert(Matter, id=opening.id, reference=reference, or_nothing=True, **fields):
        insert(Matter, id=opening.id, reference=other, **fields)
    return True


def _write_facets(matter: str, facets: Iterable[tuple[str, str]], *, is_new: bool) -> None:
    wanted = {(name[:WORD], value[:WORD]) for name, value in facets if value}
    there = set() if is_new else set(select(_FACETS, matter))
    for name, value in there - wanted:
        execute(
            "DELETE FROM ledger_facet WHERE matter = %s AND name = %s AND value = %s", matter, name, value
        )
    new = sorted(wanted - there)
    insert_all(Facet, ({"matter": matter, "name": name, "value": value} for name, value in new))


_FACETS = "SELECT name, value FROM ledger_facet WHERE matter = %s"


_DUTY = (
    "name", "item", "about", "owed_by", "term", "day", "from_at", "due_at", "done_at",
    "paused_at", "paused_for", "extended", "moot",
)  # fmt: skip


def _write_duties(matter: str, kind: str, owed: Iterable[Owed], *, is_new: bool) -> None:
    wanted = {
        (
            each.duty, each.item, each.about, each.by, each.term, each.day, each.from_at, each.due_at,
            each.done_at, each.paused_at, each.paused_for, each.extended, each.moot,
        )
        for each in owed
    }  # fmt: skip
    there = {} if is_new else _duties_there(matter)
    if there.keys() == wanted:
        return
    for gone in [pk for row, pk in there.items() if row not in wanted]:
        execute("DELETE FROM ledger_duty WHERE id = %s", gone)
    new = sorted(wanted - there.keys(), key=lambda row: row[:4])
    insert_all(Duty, ({"matter": matter, "kind": kind, **dict(zip(_DUTY, row, strict=True))} for row in new))


def _duties_there(matter: str) -> dict[tuple[Any, ...], int]:
    """The rows there are, as `_write_duties` wants them, with their numbers."""
    found = select(f"SELECT {', '.join(_DUTY)}, id FROM ledger_duty WHERE matter = %s", matter)  # noqa: S608
    return {tuple(_as_owed(value) for value in row[:-1]): row[-1] for row in found}


def _as_owed(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    # SQLite keeps a duration as microseconds; no other column of a duty is a plain number.
    return timedelta(microseconds=value) if type(value) is int else value


def _read_what_stood_on(standing: Standing) -> None:
    """Read anew the matters that pinned terms of this agreement before all had accepted them, and the clocks
    that a suspension has stopped or set going again, or that a calendar sets.
    """
    state = standing.state
    if state is None:
        return
    agreed = [key for key, item in state.items(TERMS_TRACK).items() if item.stage in AGREED]
    pinned = Matter.objects.filter(terms__in=agreed).order_by("pk")
    waiting = list(pinned.filter(terms_stand=False).values_list("pk", flat=True))
    moved = Q(pk__in=[])
    if suspended := agreement.suspensions(state):
        begun_at = min(begun_at for begun_at, _ in suspended)
        moved |= Q(done_at=None, moot=False) | Q(done_at__gt=begun_at)
    if agreement.calendars(state):
        moved |= ~Q(day="")
    touched = Duty.objects.filter(moved).values("matter")
    running = list(pinned.filter(pk__in=touched).values_list("pk", flat=True))
    hold_all({*waiting, *running})  # what somebody states in them at this moment is read too
    for matter in waiting:
        project(matter)
    for matter in running:
        read_clocks(matter)

"""Opened: the matters of technical assistance that one officer sees, as the room reads them.

What an officer may see is a condition of the database (`find.visible`), asked before anything is opened. A
page opens so many matters and no more, those that moved last; it says so when there are others. What a step
said stands in its body, and is not here where it was erased or was addressed to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import Officer
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item, State

KIND = "assistance"
MOST = 200  # matters that one page opens
SPOKEN = ("mission", "equipment")  # tracks whose first entry the room shows the words of


@dataclass(frozen=True, slots=True)
class Case:
    """One matter, its title opened, and where it stands."""

    matter: Matter
    state: State = field(repr=False)

    @property
    def stage(self) -> Stage:
        return self.state.kind.place(self.state.stage)

    @property
    def way(self) -> str:
        return str(self.state.opening.says.get("way", ""))

    def items(self, track: str) -> Iterable[Item]:
        return self.state.items(track).values()


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened, the last moved first. `seen` counts every matter the officer sees, opened or not;
    `unread` are those whose rules this node does not know.
    """

    cases: tuple[Case, ...]
    unread: tuple[Matter, ...]
    seen: int
    now: datetime
    bodies: Mapping[str, Mapping[str, Any]] = field(repr=False)
    duties: Mapping[tuple[str, str], tuple[Duty, ...]] = field(repr=False)

    @property
    def is_cut(self) -> bool:
        """Whether there are more matters than a page opens."""
        return self.seen > MOST

    def items(self, track: str) -> Iterator[tuple[Case, Item]]:
        """Every item of a track, with the matter it belongs to."""
        return ((case, item) for case in self.cases for item in case.items(track))

    def told(self, item: Item) -> Mapping[str, Any] | None:
        """What the entry that created an item said; None where its body is not here."""
        return self.bodies.get(item.entries[0].id)

    def owed(self, case: Case, item: Item, *names: str) -> list[Duty]:
        """What was owed on an item under these names, done or not."""
        return [each for each in self.duties.get((case.matter.id, item.key), ()) if each.name in names]


def open_matters(officer: Officer, *, now: datetime) -> Opened:
    """The matters of technical assistance that this officer sees, as many as a page opens."""
    visible = find.visible(officer).filter(kind=KIND)
    rows = find.with_titles(visible.order_by("-moved_at", "id")[:MOST])
    states = {row.id: _state(row) for row in rows}
    cases = tuple(Case(row, state) for row in rows if (state := states[row.id]) is not None)
    return Opened(
        cases,
        tuple(row for row in rows if states[row.id] is None),
        visible.count() if len(rows) == MOST else len(rows),
        now,
        held.bodies_of(_spoken(cases)),
        _duties(row.id for row in rows),
    )


def _state(matter: Matter) -> State | None:
    standing = held.standing_of(held.entries_of(matter.id))
    return standing.state if standing else None


def _spoken(cases: Iterable[Case]) -> list[Entry]:
    return [item.entries[0] for case in cases for track in SPOKEN for item in case.items(track)]


def _duties(matters: Iterable[str]) -> dict[tuple[str, str], tuple[Duty, ...]]:
    found: dict[tuple[str, str], tuple[Duty, ...]] = {}
    for row in Duty.objects.filter(matter__in=list(matters)).order_by("matter", "item", "owed_by", "pk"):
        found[row.matter, row.item] = (*found.get((row.matter, row.item), ()), row)
    return found

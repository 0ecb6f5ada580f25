"""Shown: a warning as one officer sees it in a crisis: the checklist hour by hour, each side in a column.

A cell says what a side did about a line, when, and in which function; of our own officers also who. What is
not seen to shows its clock. Our own lines are ticked from here. Nothing of the warning's text stands on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from mithaq.node.ledger import find
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web.authorities import Known, known, names_of
from mithaq.node.web.clocks import Clock, clock
from mithaq.node.web.idents import language
from mithaq.node.web.items import stage_in
from mithaq.node.web.seen import Seen
from mithaq.pact.exchange.card import words_for
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import crisis
from mithaq.pact.rules.kind import Stage

KIND = "threat"
WORDS = 4  # of the phrase: enough to tell one warning of a night from the others
BEGUN_HERE = (crisis.DECLARE, "begin-support", crisis.END)
WAYS = (crisis.TICK, crisis.WAIVE)

Way = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side has done about a line. `entry` None: nothing yet; `clock` says how long is left, or how
    late it was done.
    """

    side: str  # what it is called
    entry: Entry | None
    officer: str = ""
    clock: Clock | None = None
    ways: tuple[Way, ...] = ()

    @property
    def waived(self) -> bool:
        return self.entry is not None and self.entry.step == crisis.WAIVE

    @property
    def late(self) -> bool:
        """Whether it was seen to, after its time."""
        return self.entry is not None and self.clock is not None and self.clock.tone == "bad"

    @property
    def at(self) -> object:
        """When it was done: as it was said, else when that was stated."""
        return (self.entry.says.get("done_at") or self.entry.at) if self.entry else ""


@dataclass(frozen=True, slots=True)
class Hour:
    """The lines of one hour, each with a cell for every side; when they are due, if the agreement says."""

    number: int
    due_at: datetime | None
    lines: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Shown(Seen):
    """A warning as one officer sees it in a crisis."""

    @property
    def phrase(self) -> tuple[str, ...]:
        """The words that both sides read to each other: the same on every node, for this warning alone."""
        return words_for(bytes.fromhex(self.state.opening.id)[:WORDS], language())

    @cached_property
    def call(self) -> str:
        """Where it stands whom to call: the one directory in use, or the list of them."""
        directories = find.visible(self.officer).filter(kind="contacts", stage="in-use")
        found = list(directories.values_list("reference", flat=True)[:2])
        if len(found) == 1:
            return reverse("contacts:matrix", args=found)
        return f"{reverse('web:matters')}?{urlencode({'kind': 'contacts'})}"

    @property
    def since(self) -> str:
        return crisis.hour_zero(self.state)

    @property
    def crisis(self) -> Stage | None:
        """Where the crisis stands; None while none was declared."""
        item = self.state.item("crisis")
        return stage_in(self.state.kind.track("crisis"), item.stage) if item else None

    @property
    def ways(self) -> list[Way]:
        return self.begin(BEGUN_HERE)

    @property
    def done(self) -> list[tuple[str, int, int]]:
        """Of each side, how many lines it has seen to of how many there are."""
        every = self.state.items("checklist")
        total = len(crisis.EVERY_LINE)
        return [(party, total - len(crisis.unsettled(every[party])), total) for party in self.sides]

    @property
    def sides(self) -> list[str]:
        """The sides that have a list, ours first."""
        return [party for party in self.parties if party in self.state.items("checklist")]

    @property
    def columns(self) -> int:
        """How wide the table is: the line, and a column for every side."""
        return 1 + len(self.sides)

    @property
    def hours(self) -> list[Hour]:
        return [self._hour(number, lines) for number, lines in crisis.LINES.items()] if self.since else []

    @property
    def supports(self) -> Iterator[tuple[str, str, Stage]]:
        """What help was asked for or offered: of which sort, by whom, and where it stands."""
        track = self.state.kind.track("support")
        for item in self.state.items("support").values():
            says = item.entries[0].says
            yield str(says.get("support", "")), item.creator, stage_in(track, item.stage)

    def _hour(self, number: int, lines: tuple[str, ...]) -> Hour:
        rows = [self._owed.get((line, party)) for line in lines for party in self.sides]
        due_at = next((row.due_at for row in rows if row and row.due_at), None)
        return Hour(number, due_at, tuple((line, tuple(map(self._cell(line), self.sides))) for line in lines))

    def _cell(self, line: str) -> Callable[[str], Cell]:
        def cell(party: str) -> Cell:
            item = self.state.items("checklist")[party]
            entry = crisis.settled(item).get(line)
            side = self._sides[party].name if party in self._sides else party
            row = self._owed.get((line, party))
            left = clock(row, self.now) if row else None
            if entry is None:
                return Cell(side, None, clock=left, ways=self._ways(party, line, *WAYS))
            ways = self._ways(party, line, crisis.REOPEN)
            return Cell(side, entry, self._names.get(entry.officer, ""), left, ways)

        return cell

    def _ways(self, party: str, line: str, *steps: str) -> tuple[Way, ...]:
        """What this officer may begin about a line of ours: the form already names it."""
        if party != settings.AUTHORITY:
            return ()
        about = urlencode({"about": line})
        return tuple(
            (f"{address}&{about}", words)
            for address, words in (self._steps[step] for step in steps if step in self._steps)
        )

    @cached_property
    def _steps(self) -> dict[str, Way]:
        return self.steps(settings.AUTHORITY)

    @cached_property
    def _owed(self) -> dict[tuple[str, str], Duty]:
        """By line and side: what is owed of it."""
        rows = Duty.objects.filter(matter=self.matter.id, name__startswith="crisis-").order_by("pk")
        return {(row.name.removeprefix("crisis-"), row.owed_by): row for row in rows}

    @cached_property
    def _sides(self) -> Mapping[str, Known]:
        return known()

    @cached_property
    def _names(self) -> dict[str, str]:
        return names_of(
            entry.officer for item in self.state.items("checklist").values() for entry in item.entries
        )


def read(matter: Matter, officer: Officer, now: datetime) -> Shown | None:
    """A warning that `find` gave; None if this node does not understand it."""
    return Shown.read(matter, officer, lambda _: (), now=now)

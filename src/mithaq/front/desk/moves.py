"""Moves: what comes next in the matters on a desk, each as one verb.

Where the step is for this officer, its form is one click away; where it is for others of ours, the row says
for which functions it waits. The matters are read together: their entries, what they owe and what this node
says of functions are one question each, however many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings

from mithaq.node.ledger import held
from mithaq.node.ledger.apart import took_another
from mithaq.node.ledger.models import Duty, Matter, Standstill
from mithaq.node.ledger.page import offered
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import reads_content, takers_of
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.needs import Needs, step_url
from mithaq.pact.codes import code_list
from mithaq.pact.rules.fold import Option, waiting_for


@dataclass(frozen=True, slots=True)
class Move:
    """A step that comes next: its verb, its form; where it is not this officer's, which functions take it."""

    button: str
    url: str = ""
    by: tuple[str, ...] = ()


class Moves:
    """What comes next in several matters for one officer. The matters must be the officer's to see."""

    def __init__(self, officer: Officer, matters: Iterable[Matter], now: datetime) -> None:
        self._officer, self._now = officer, now
        # Behind, a node may state nothing, and does not say where some matters stand.
        self._matters = {} if Standstill.objects.exists() else {each.id: each for each in matters}
        self._standings = {
            matter: standing
            for matter, kept in held.entries_of_each(self._matters).items()
            if (standing := held.standing_of(kept)) and standing.state
        }
        self._open = {each: offered(where, settings.AUTHORITY) for each, where in self._standings.items()}
        self._needs = {each: self._needed(each, rows) for each, rows in self._owed().items()}
        self._takers = takers_of(
            {
                (self._matters[matter].kind, option.step.name)
                for matter, options in self._open.items()
                for option in options
            }
        )

    def next(self, matter: str) -> Move | None:
        """What comes next in a matter that waits for us: what is this officer's before what is for others."""
        if matter not in self._standings:
            return None
        # What waits may be moved by what stands elsewhere in the matter: any ordinary step, then.
        ways = list(self._expected(matter)) or self._ordinary(matter)
        mine = next((each for each in ways if self._is_mine(matter, each)), None)
        return self._move(matter, mine or ways[0]) if ways else None

    def ending(self, row: Duty) -> Move | None:
        """What comes first on the way to doing what we owe; None if no step of ours leads there now."""
        needs = self._needs.get(row.matter)
        option = needs.for_duty(row, self._open[row.matter]) if needs else None
        return self._move(row.matter, option) if option else None

    def _expected(self, matter: str) -> Iterator[Option]:
        """One step for everything we owe, what is due first before; then one for each item that waits."""
        options, needs = self._ordinary(matter), self._needs[matter]
        waiting = set(waiting_for(self._standings[matter], settings.AUTHORITY))
        for row in needs.running:
            if option := needs.for_duty(row, options):
                waiting -= {(option.step.track, option.item), needs.about(row)}
                yield option
        for track, item in sorted(waiting):
            about = (each for each in options if (each.step.track, each.item) == (track, item))
            yield from islice(about, 1)

    def _ordinary(self, matter: str) -> list[Option]:
        return [each for each in self._open[matter] if not self._needs[matter].is_rare(each)]

    def _is_mine(self, matter: str, option: Option) -> bool:
        step = option.step
        if not reads_content(self._officer):
            return False
        return self._officer.holds(*self._takers[self._matters[matter].kind, step.name]) and not took_another(
            self._officer, step, option.item, self._standings[matter].counted
        )

    def _move(self, matter: str, option: Option) -> Move:
        button, found = label_of(option.step.button), self._matters[matter]
        if self._is_mine(matter, option):
            return Move(button, step_url(found, option))
        called = code_list("functions")
        by = sorted(self._takers[found.kind, option.step.name])
        return Move(button, by=tuple(called.label(each, language()) for each in by))

    def _needed(self, matter: str, rows: list[Duty]) -> Needs:
        standing = self._standings[matter]
        kind = standing.state.kind if standing.state else None
        return Needs(kind, standing, standing.stage, rows, self._now)

    def _owed(self) -> dict[str, list[Duty]]:
        """What our side owes in these matters and has not done, what is due first before."""
        rows: dict[str, list[Duty]] = {each: [] for each in self._standings}
        running = Duty.objects.filter(
            matter__in=list(rows), owed_by=settings.AUTHORITY, done_at=None, moot=False
        )
        for row in running.order_by("due_at", "pk"):
            rows[row.matter].append(row)
        return rows

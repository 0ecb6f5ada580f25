"""Reminders: what our side owes and an officer is reminded of, as the kinds declare: before the day, and
after it whoever coordinates.

Nothing is sent and nothing is stored: a reminder stands on the pages of whoever it is for until what is owed
is done. What is owed many times over by one day, as the reports of a plan, is one reminder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q

from mithaq.node.ledger import find
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.web.clocks import Clock, remaining
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Reminder
from mithaq.pact.rules.words import NOTHING, Words

MOST_READ, MOST = 500, 12


@dataclass(frozen=True, slots=True)
class Reminded:
    """Something we owe: in which matter, what and about what, when it is due, and how often it is owed."""

    matter: Matter
    words: Words
    about: str
    due_at: datetime
    clock: Clock
    count: int

    @property
    def which(self) -> str:
        """What it is about, and how often where it is owed more than once."""
        about = left_to_right(self.about) if self.about else ""
        return f"{about} ({self.count})" if self.count > 1 else about

    @property
    def is_late(self) -> bool:
        return self.clock.tone == "bad"


def reminders(officer: Officer, *, now: datetime) -> list[Reminded]:
    """What this officer is reminded of now, the first due first; asked of all kinds at once."""
    firsts = _firsts(officer)
    if not firsts:
        return []
    begun = [Q(name=name, due_at__lte=now - after) for (_, name), after in firsts.items()]
    seen = find.visible(officer).filter(kind__in={kind for kind, _ in firsts})
    running = Duty.objects.filter(
        reduce(or_, begun), done_at=None, paused_at=None, moot=False, matter__in=seen.values("id")
    )
    rows = list(running.filter(owed_by=settings.AUTHORITY).order_by("due_at", "pk")[:MOST_READ])
    matters = {each.id: each for each in find.with_titles(seen.filter(pk__in={row.matter for row in rows}))}
    found = _together([(matters[row.matter], row) for row in rows], firsts, now)
    return sorted(found, key=lambda each: (each.due_at, each.matter.reference))[:MOST]


def _firsts(officer: Officer) -> dict[tuple[str, str], timedelta]:
    """By kind and duty: when this officer is first reminded; nothing where never."""
    return {
        (kind.name, name): after
        for kind in register.kinds()
        for name, owed in kind.owed.items()
        if (after := _first_for(owed.reminders, officer)) is not None
    }


def _together(
    rows: list[tuple[Matter, Duty]], firsts: dict[tuple[str, str], timedelta], now: datetime
) -> Iterator[Reminded]:
    """One reminder for what is owed many times over. Duties of two kinds may share a name, and not a time."""
    counts: dict[tuple[str, str, str, datetime], int] = {}
    matters = {matter.id: matter for matter, _ in rows}
    for matter, row in rows:
        after = firsts.get((matter.kind, row.name))
        if after is not None and row.due_at is not None and row.due_at <= now - after:
            key = (row.matter, row.name, row.about, row.due_at)
            counts[key] = counts.get(key, 0) + 1
    for (named, name, about, due_at), count in counts.items():
        owed = register.kind(matters[named].kind).owed
        words = owed[name].words if name in owed else NOTHING
        yield Reminded(matters[named], words, about, due_at, remaining(due_at, now), count)


def _first_for(declared: tuple[Reminder, ...], officer: Officer) -> timedelta | None:
    """When this officer is first reminded; None if never."""
    return min((each.after for each in declared if officer.holds(*each.functions)), default=None)

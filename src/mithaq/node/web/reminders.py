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
from django.db.models import Q, QuerySet

from mithaq.node.ledger import find
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.web.clocks import Clock, remaining
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Kind, Reminder
from mithaq.pact.rules.words import NOTHING, Words

MOST_READ, MOST = 1000, 12


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
    """What this officer is reminded of now, the first due first; asked at once, however many kinds remind."""
    seen = find.visible(officer)
    begun = [asked for kind in register.kinds() for asked in _begun(kind, officer, seen, now)]
    if not begun:
        return []
    running = Duty.objects.filter(
        reduce(or_, begun), done_at=None, paused_at=None, moot=False, owed_by=settings.AUTHORITY
    )
    together: dict[tuple[str, str, str, datetime], int] = {}
    for row in running.order_by("due_at", "pk")[:MOST_READ]:
        if row.due_at is not None:
            key = (row.matter, row.name, row.about, row.due_at)
            together[key] = together.get(key, 0) + 1
    matters = {each.id: each for each in find.with_titles(seen.filter(pk__in={key[0] for key in together}))}
    found = [
        Reminded(matters[matter], _words(matters[matter], name), about, due_at, remaining(due_at, now), count)
        for (matter, name, about, due_at), count in together.items()
    ]
    return sorted(found, key=lambda each: (each.due_at, each.matter.reference))[:MOST]


def _begun(kind: Kind, officer: Officer, seen: QuerySet[Matter], now: datetime) -> Iterator[Q]:
    """What of a kind this officer is reminded of by now: for each thing owed, in the matters they see."""
    firsts = {name: _first_for(owed.reminders, officer) for name, owed in kind.owed.items()}
    begun = [Q(name=name, due_at__lte=now - after) for name, after in firsts.items() if after is not None]
    if begun:
        yield reduce(or_, begun) & Q(matter__in=seen.filter(kind=kind.name).values("id"))


def _words(matter: Matter, name: str) -> Words:
    owed = register.kind(matter.kind).owed
    return owed[name].words if name in owed else NOTHING


def _first_for(declared: tuple[Reminder, ...], officer: Officer) -> timedelta | None:
    """When this officer is first reminded; None if never."""
    return min((each.after for each in declared if officer.holds(*each.functions)), default=None)

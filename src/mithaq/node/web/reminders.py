"""Reminders: what our side owes and an officer is reminded of, as the kinds declare: before the day, and
after it whoever coordinates.

Nothing is sent and nothing is stored: a reminder stands on the pages of whoever it is for until what is owed
is done. What is owed many times over by one day, as the reports of a plan, is one reminder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q

from mithaq.node.ledger import find
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.papers.isolate import apart
from mithaq.node.web import dates
from mithaq.node.web.clocks import Clock, remaining
from mithaq.node.web.idents import language
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Kind, Reminder
from mithaq.pact.rules.words import Words

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
        said = dates.about(self.about, language())
        about = apart(f"({said})") if said else ""
        return f"{about} ({self.count})" if self.count > 1 else about

    @property
    def is_late(self) -> bool:
        return self.clock.tone == "bad"


@dataclass(frozen=True, slots=True)
class Together:
    """Reminders that are one notice: all of what is late, or all of what will be; the first due first."""

    is_late: bool
    each: tuple[Reminded, ...]

    @property
    def tone(self) -> str:
        return "bad" if self.is_late else "waiting"


def together(found: Iterable[Reminded]) -> list[Together]:
    """The same reminders as at most two notices, what is late before what will be."""
    listed = list(found)
    sorts = ((late, tuple(each for each in listed if each.is_late is late)) for late in (True, False))
    return [Together(late, each) for late, each in sorts if each]


def reminders(officer: Officer, *, now: datetime) -> list[Reminded]:
    """What this officer is reminded of now, the first due first; asked once, however many kinds there are."""
    kinds = {kind.name: kind for kind in register.kinds()}
    begun = [(kind.name, *each) for kind in kinds.values() for each in _begun(kind, officer, now)]
    if not begun:
        return []
    each_kind = (Q(kind=kind, name=name, due_at__lte=day) for kind, name, day in begun)
    running = find.owed(officer).filter(
        reduce(or_, each_kind), owed_by=settings.AUTHORITY, done_at=None, paused_at=None, moot=False
    )
    due = running.order_by("due_at", "pk").values_list("matter", "name", "about", "due_at")[:MOST_READ]
    counted = list(Counter(due).items())[:MOST]
    seen = find.visible(officer).filter(pk__in={matter for (matter, *_), _ in counted})
    matters = {each.id: each for each in find.with_titles(seen)}
    found = []
    for (matter, name, about, due_at), count in counted:
        if due_at is not None:
            words = kinds[matters[matter].kind].owed[name].words
            found.append(Reminded(matters[matter], words, about, due_at, remaining(due_at, now), count))
    return sorted(found, key=lambda each: (each.due_at, each.matter.reference))


def _begun(kind: Kind, officer: Officer, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The duties of a kind of which this officer is reminded, and by when they are due then."""
    for name, owed in kind.owed.items():
        after = _first_for(owed.reminders, officer)
        if after is not None:
            yield name, now - after


def _first_for(declared: tuple[Reminder, ...], officer: Officer) -> timedelta | None:
    """When this officer is first reminded; None if never."""
    return min((each.after for each in declared if officer.holds(*each.functions)), default=None)

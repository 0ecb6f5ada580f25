"""Missions: the calendar of missions by month, and the cities they were in.

A city is counted as it was written, whatever its case and its spaces, and nothing finer than a city is shown.
Where a piece of equipment stands is said nowhere: it is counted in the city of its matter's missions where
they were all in one, else where no city is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.assistance.drawn import Bar, Row, bars
from mithaq.matters.assistance.opened import Case, Opened
from mithaq.node.ledger.models import Matter
from mithaq.node.web.clocks import Clock, clock
from mithaq.node.web.items import stage_in
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item

OWED = ("mission-report", "mission-evaluation")
CANCELLED = "cancelled"
MOST_DRAWN = 30  # cities in the picture; the table has them all


@dataclass(frozen=True, slots=True)
class Owing:
    """What is still owed on a mission: its duty, by whom, how its clock stands."""

    duty: str
    by: str
    clock: Clock


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission of the calendar. `city` "": it is not here. `experts`, `people` None: no number was said."""

    matter: Matter
    starts_on: str
    ends_on: str
    city: str
    by: str
    experts: int | None
    people: int | None
    stage: Stage
    owing: tuple[Owing, ...]

    @property
    def month(self) -> str:
        """The month it begins in, 2026-03; "" where no day is stated."""
        return self.starts_on[:7] if is_day(self.starts_on) else ""


@dataclass(frozen=True, slots=True)
class Month:
    """The missions that begin in a month. `name` is "" for those without a day."""

    name: str
    missions: tuple[Mission, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A city with how many missions and pieces of equipment. `city` "": none is known."""

    city: str
    missions: int
    pieces: int


def months(opened: Opened) -> list[Month]:
    """The calendar, the latest month first; within a month by day."""
    by_month: dict[str, list[Mission]] = defaultdict(list)
    for case, item in opened.items("mission"):
        made = _mission(opened, case, item)
        by_month[made.month].append(made)
    return [
        Month(name, tuple(sorted(by_month[name], key=lambda each: (each.starts_on, each.matter.reference))))
        for name in sorted(by_month, reverse=True)
    ]


def sites(opened: Opened) -> list[Site]:
    """Every city, where most was done first; what has no city last. What was cancelled counts nowhere."""
    missions: dict[str, int] = defaultdict(int)
    pieces: dict[str, int] = defaultdict(int)
    written: dict[str, str] = {"": ""}
    for case in opened.cases:
        there = [_city(opened, item) for item in case.items("mission") if item.stage != CANCELLED]
        for city in there:
            written.setdefault(_key(city), city)
            missions[_key(city)] += 1
        alone = {_key(city) for city in there}
        place = next(iter(alone)) if len(alone) == 1 else ""
        pieces[place] += len(list(case.items("equipment")))
    found = (Site(city, missions[key], pieces[key]) for key, city in written.items())
    counted = (each for each in found if each.missions or each.pieces)
    return sorted(counted, key=lambda each: (not each.city, -each.missions - each.pieces, each.city))


def site_map(found: Iterable[Site]) -> SafeString:
    """The cities as bars: missions, and pieces of equipment under them; empty where there are none."""
    words = gettext("missions"), gettext("pieces of equipment")
    rows = [
        Row(
            each.city or gettext("no city known"),
            "",
            (Bar("missions", each.missions, words[0]), Bar("pieces", each.pieces, words[1])),
        )
        for each in list(found)[:MOST_DRAWN]
    ]
    return bars(gettext("Missions and equipment by city; the table says the same"), rows)


def _mission(opened: Opened, case: Case, item: Item) -> Mission:
    says = item.entries[0].says
    return Mission(
        case.matter, str(says.get("starts_on", "")), str(says.get("ends_on", "")), _city(opened, item),
        item.creator, _number(says.get("experts")), _number(says.get("people")),
        stage_in(case.state.kind.track("mission"), item.stage), _owing(opened, case, item),
    )  # fmt: skip


def _owing(opened: Opened, case: Case, item: Item) -> tuple[Owing, ...]:
    owed = (each for each in opened.owed(case, item, *OWED) if each.done_at is None and not each.moot)
    return tuple(Owing(each.name, each.owed_by, clock(each, opened.now)) for each in owed)


def _city(opened: Opened, item: Item) -> str:
    return " ".join(str((opened.told(item) or {}).get("city") or "").split())


def _key(city: str) -> str:
    return normalize("NFKC", city).casefold()


def _number(said: object) -> int | None:
    return said if isinstance(said, int) and not isinstance(said, bool) else None

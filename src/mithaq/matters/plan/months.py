"""Months: the milestones of a plan as a calendar: weeks from Monday, every side's holidays, what is more
than a day has room for.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mithaq.matters.plan.milestones import Milestone
from mithaq.matters.plan.timeline import Holidays
from mithaq.node.web.hijri import RAMADAN, Hijri, hijri

SATURDAY = 5
ROOM = 5  # milestones a day shows
FIRST, LAST = date(1990, 1, 1), date(2100, 12, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """A day in a calendar: whose holiday it is, and what falls on it."""

    day: date
    inside: bool  # of the month shown
    holidays: tuple[Holidays, ...]
    all: tuple[Milestone, ...]
    is_today: bool = False

    @property
    def hijri(self) -> Hijri:
        return hijri(self.day)

    @property
    def is_ramadan(self) -> bool:
        return self.hijri.month == RAMADAN

    @property
    def is_weekend(self) -> bool:
        return self.day.weekday() >= SATURDAY

    @property
    def shown(self) -> tuple[Milestone, ...]:
        return self.all[:ROOM]

    @property
    def more(self) -> int:
        return max(0, len(self.all) - ROOM)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks, each of seven days from Monday, some of them of the months beside it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def before(self) -> date:
        return max((self.first - timedelta(days=1)).replace(day=1), FIRST)

    @property
    def after(self) -> date:
        return min((self.first + timedelta(days=32)).replace(day=1), LAST)

    @property
    def last(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)

    @property
    def eventful(self) -> list[Day]:
        """The days of the month on which something falls: for a telephone."""
        days = (day for week in self.weeks for day in week if day.inside)
        return [day for day in days if day.all or day.holidays]


def month(first: date, found: Iterable[Milestone], sides: Iterable[Holidays], *, today: date) -> Month:
    """The month that begins on a day."""
    by_day: dict[date, list[Milestone]] = {}
    for each in found:
        by_day.setdefault(each.day, []).append(each)
    weeks = calendar.Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    listed = tuple(sides)
    return Month(
        first, tuple(tuple(_day(day, first, by_day, listed, today) for day in week) for week in weeks)
    )


def month_of(text: str, today: date) -> date:
    """The first day of the month an address names, as `2026-11`; this month for what is none."""
    try:
        named = date.fromisoformat(f"{text}-01") if len(text) == len("2026-11") else today
    except ValueError:
        named = today
    return min(max(named.replace(day=1), FIRST), LAST)


def year(number: int, found: Iterable[Milestone], sides: Iterable[Holidays], *, today: date) -> list[Month]:
    """The twelve months of a year."""
    held, listed = list(found), tuple(sides)
    return [month(date(number, place, 1), held, listed, today=today) for place in range(1, 13)]


def year_of(text: str, today: date) -> int:
    """The year an address names; this year for what is none."""
    named = int(text) if len(text) == 4 and text.isascii() and text.isdecimal() else today.year
    return min(max(named, FIRST.year), LAST.year)


def _day(
    day: date,
    first: date,
    by_day: Mapping[date, list[Milestone]],
    sides: tuple[Holidays, ...],
    today: date,
) -> Day:
    off = tuple(side for side in sides if day in side.days)
    return Day(day, day.month == first.month, off, tuple(by_day.get(day, ())), day == today)

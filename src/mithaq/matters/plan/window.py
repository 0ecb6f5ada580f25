"""Window: which days a drawing of time shows, in which units, and where a day stands in it.

Three scales: twelve quarters, twelve months, thirteen weeks. A window begins with a whole unit; weeks begin
on Monday. What begins before it or ends after it is clipped, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date
from django.utils.translation import gettext

from mithaq.node.locales import locale_of
from mithaq.node.web.pen import width_of

QUARTER, MONTH, WEEK = "quarter", "month", "week"
SCALES = (QUARTER, MONTH, WEEK)
UNITS = {QUARTER: 12, MONTH: 12, WEEK: 13}
FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)  # what a window may begin with
LABEL = 11  # the size of a unit's label


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a unit begins and the words at its head; `major` units hold several others."""

    day: date
    words: str
    until: date


@dataclass(frozen=True, slots=True)
class Window:
    """The days from `first` to `last`, both shown, in the units of a scale."""

    scale: str
    first: date

    @classmethod
    def at(cls, scale: str, day: date) -> Window:
        """The window of a scale whose first unit holds that day."""
        scale = scale if scale in SCALES else QUARTER
        return cls(scale, _begin(scale, min(max(day, FIRST), LAST)))

    @property
    def end(self) -> date:
        """The day after the last."""
        return _ahead(self.scale, self.first, UNITS[self.scale])

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def before(self) -> date:
        """Where the window before this begins: some units are in both."""
        return max(_ahead(self.scale, self.first, -UNITS[self.scale] * 2 // 3), FIRST)

    @property
    def after(self) -> date:
        return min(_ahead(self.scale, self.first, UNITS[self.scale] * 2 // 3), LAST)

    def place(self, day: date) -> float:
        """Where a day begins, as a part of the window; what lies outside stands at its edge.

        Units: 0 is the start, 1 the end.
        """
        days = (self.end - self.first).days
        return min(max((day - self.first).days / days, 0.0), 1.0)

    def holds(self, day: date) -> bool:
        return self.first <= day < self.end

    def units(self, language: str, width: float) -> Iterator[Tick]:
        """The units of the scale, with words short enough for that width."""
        room = width / UNITS[self.scale] - 6
        begins = [_ahead(self.scale, self.first, number) for number in range(UNITS[self.scale] + 1)]
        # All are called the same way: the longest in which every one of them has room.
        ways = zip(*(_called(self.scale, day, language) for day in begins[:-1]), strict=True)
        fitting = (way for way in ways if max(width_of(words, LABEL) for words in way) <= room)
        words = next(fitting, ("",) * len(begins))
        yield from (
            Tick(day, said, until) for day, said, until in zip(begins, words, begins[1:], strict=False)
        )

    def majors(self, language: str) -> Iterator[Tick]:
        """The years; in weeks the months."""
        at = self.first
        while at < self.end:
            pattern = "MMMM y" if self.scale == WEEK else "y"
            following = date(at.year + 1, 1, 1) if self.scale != WEEK else _ahead(MONTH, at.replace(day=1), 1)
            until = min(following, self.end)
            yield Tick(at, format_date(at, pattern, locale=locale_of(language)), until)
            at = until


def _begin(scale: str, day: date) -> date:
    if scale == WEEK:
        return day - timedelta(days=day.weekday())
    month = day.month if scale == MONTH else (day.month - 1) // 3 * 3 + 1
    return day.replace(month=month, day=1)


def _ahead(scale: str, day: date, units: int) -> date:
    if scale == WEEK:
        return day + timedelta(weeks=units)
    months = day.year * 12 + day.month - 1 + units * (3 if scale == QUARTER else 1)
    return date(months // 12, months % 12 + 1, 1)


def _called(scale: str, day: date, language: str) -> list[str]:
    """What a unit is called, the longest first."""
    locale = locale_of(language)
    if scale == QUARTER:
        number = (day.month + 2) // 3
        return [gettext("Q%(number)d") % {"number": number}, str(number)]
    if scale == MONTH:
        return [format_date(day, pattern, locale=locale) for pattern in ("LLL", "LLLLL")]
    return [format_date(day, pattern, locale=locale) for pattern in ("d MMM", "d")]

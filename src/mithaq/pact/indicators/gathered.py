"""Gathered: formulas that look at one matter at a time and gather what they see in each.

What is seen is small and public: whose it is, when it counts, how much. So a node can keep it as rows, made
anew whenever the matter is, and add up a year without folding a single matter; `figure` makes the same of such rows
as `__call__` makes of matters.

Values of one authority that are alike are one row with a number, so what is measured is rounded before it is seen.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from mithaq.pact.indicators.indicator import Case, Figure, Part, Period

ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)
MOST = 0.95


class How(StrEnum):
    """What is made of what was seen. A share sees 1 or 0."""

    SHARE = "share"
    MEAN = "mean"
    MEDIAN = "median"
    MOST = "most"  # what 95 of a hundred do not exceed (nearest rank)
    SUM = "sum"
    EVEN = "even"  # the fewest of any authority ÷ the most; 100 is even


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing seen in a matter. `value` None: it is left out. `toward` is whom it concerned, `about` a code.

    What has not come yet (a time that is still running) is seen `at` a later instant, and counts from then.
    """

    by: str
    at: datetime
    value: float | None = 1.0
    toward: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """How often one value was seen of an authority."""

    by: str
    value: float | None
    number: int = 1


@dataclass(frozen=True, slots=True)
class Gathered:
    """A formula that gathers what `see` finds in each matter."""

    see: Callable[[Case], Iterable[Seen]]
    how: How = How.SHARE

    def __call__(self, cases: Sequence[Case], period: Period) -> Figure:
        seen = (each for case in cases for each in self.see(case))
        return self.figure(Row(each.by, each.value) for each in seen if period.holds(each.at))

    def figure(self, rows: Iterable[Row]) -> Figure:
        """The figure of what was seen, whole and by authority."""
        told = list(rows)
        counted = [each for each in told if each.value is not None]
        parties = sorted({each.by for each in counted} - {""})
        own = {party: [each for each in counted if each.by == party] for party in parties}
        by = {party: Part(self._of(each), _number(each)) for party, each in own.items()}
        left_out = _number(told) - _number(counted)
        if self.how is How.EVEN:
            return Figure(_evenness([part.counted for part in by.values()]), _number(counted), left_out, by)
        return Figure(self._of(counted), _number(counted), left_out, by)

    def _of(self, rows: Sequence[Row]) -> float | None:
        total = sum((each.value or 0.0) * each.number for each in rows)
        if self.how in (How.SUM, How.EVEN):
            return total
        if not rows:
            return None
        if self.how is How.MEDIAN:
            return _median(rows)
        if self.how is How.MOST:
            return _most(rows)
        return total / _number(rows) * (100 if self.how is How.SHARE else 1)


def days(duration: timedelta) -> float:
    """Units: days, to a tenth."""
    return round(duration / ONE_DAY, 1)


def hours(duration: timedelta) -> float:
    """Units: hours, to a tenth."""
    return round(duration / ONE_HOUR, 1)


def _number(rows: Iterable[Row]) -> int:
    return sum(each.number for each in rows)


def _median(rows: Sequence[Row]) -> float:
    ordered = sorted(rows, key=lambda each: each.value or 0.0)
    half = _number(ordered) / 2
    passed, middle = 0, list[float]()
    for each in ordered:
        if passed <= half <= passed + each.number:  # at its edge, the next counts as well
            middle.append(each.value or 0.0)
        passed += each.number
    return (middle[0] + middle[-1]) / 2


def _most(rows: Sequence[Row]) -> float:
    rank, passed = ceil(MOST * _number(rows)), 0
    for each in sorted(rows, key=lambda each: each.value or 0.0):
        passed += each.number
        if passed >= rank:
            break
    return each.value or 0.0


def _evenness(counts: Sequence[int]) -> float | None:
    """Nothing from one side is not even at all; of nothing from anybody there is nothing to say."""
    if not counts:
        return None
    return 100 * min(counts) / max(counts) if len(counts) > 1 else 0.0

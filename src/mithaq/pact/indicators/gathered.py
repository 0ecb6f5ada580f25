"""Gathered: what every formula is. It looks at one matter at a time and gathers what it sees in each.

What is seen is small and public: whose it is, when it counts, how much. So a node can keep it as rows, made
anew whenever the matter is, and add up a year without folding a single matter; `figure` makes the same of such rows
as `__call__` makes of matters.

Most of what is seen happened at an instant, and counts in the spans that hold it. Some of it *stands*: how articles or
actions are now. That counts in whatever span is asked for, and where it depends on the day, `stands` reads it then.

Values of one authority that are alike are one row with a number, so what is measured is rounded before it is seen.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
    UNEVEN = "uneven"  # (the most of any authority − the fewest) ÷ all; 0 is even
    A_YEAR = "a-year"  # how many, as if the part of the span that has passed lasted a year


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing seen in a matter. `value` None: it is left out. `toward` is whom it concerned, `about` a code.

    What has not come yet (a time that is still running) is seen `at` a later instant, and counts from then. `at` None:
    it stands, and counts whatever the span.
    """

    by: str
    at: datetime | None
    value: float | None = 1.0
    toward: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """How often one value was seen of an authority; also toward whom, and about what."""

    by: str
    value: float | None
    number: int = 1
    toward: str = ""
    about: str = ""


Stands = Callable[[Row, Period], Row | None]
"""What a row comes to on the day asked, where that depends on the day; None is not seen at all on that day."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A formula that gathers what `see` finds in each matter.

    `whole_apart` says that the whole is what was seen of nobody (""), and each part what was seen of that authority.
    """

    see: Callable[[Case], Iterable[Seen]]
    how: How = How.SHARE
    stands: Stands | None = None
    whole_apart: bool = False

    def __call__(self, cases: Sequence[Case], period: Period) -> Figure:
        seen = (each for case in cases for each in self.see(case))
        rows = (
            Row(each.by, each.value, 1, each.toward, each.about)
            for each in seen
            if each.at is None or period.holds(each.at)
        )
        return self.figure(rows, period)

    def figure(self, rows: Iterable[Row], period: Period) -> Figure:
        """The figure of what was seen, whole and by authority."""
        stood = (self.stands(each, period) if self.stands else each for each in rows)
        told = [each for each in stood if each is not None]
        counted = [each for each in told if each.value is not None]
        parties = sorted({each.by for each in counted} - {""})
        own = {party: [each for each in counted if each.by == party] for party in parties}
        by = {party: Part(self._of(each, period), _number(each)) for party, each in own.items()}
        left_out = _number(told) - _number(counted)
        if self.how is How.EVEN:
            return Figure(_evenness([part.counted for part in by.values()]), _number(counted), left_out, by)
        if self.how is How.UNEVEN:
            return _unevenness(own, left_out)
        whole = [each for each in counted if not self.whole_apart or not each.by]
        return Figure(self._of(whole, period), _number(whole), left_out, by)

    def _of(self, rows: Sequence[Row], period: Period) -> float | None:
        total = _total(rows)
        if self.how is How.A_YEAR:
            return period.a_year(total)
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


def done_by_their_time(case: Case, duties: Collection[str]) -> Iterator[Seen]:
    """What was owed of these duties, by who owes it: 1 if it was done before it was due. What has no time is left out,
    and what is no longer owed.
    """
    for owed in case.owed:
        if owed.duty not in duties:
            continue
        if owed.moot or owed.due_at is None:
            yield Seen(owed.by, None, None)
        else:
            met = owed.done_at is not None and owed.done_at <= owed.due_at
            yield Seen(owed.by, owed.due_at, float(met))


def _total(rows: Iterable[Row]) -> float:
    return sum((each.value or 0.0) * each.number for each in rows)


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


def _unevenness(own: Mapping[str, Sequence[Row]], left_out: int) -> Figure:
    """Of nothing there is nothing to say. A row of 0 is an authority that could have had some."""
    had = {party: _total(rows) for party, rows in own.items()}
    whole = sum(had.values())
    if not whole:
        return Figure(None, 0, left_out)
    by = {party: Part(value, int(value)) for party, value in had.items()}
    return Figure(100 * (max(had.values()) - min(had.values())) / whole, int(whole), left_out, by)

"""What two statements of when somebody was born say for or against one person.

Statements are EDTF: `1984-06-24`, `1984-06`, `1984`, `198X`, `1984-XX-XX`, `1984~` (about), `1980/1985`
(between). Registers err in known ways: day and month change places, one is off by one, and where only
the year is known 1 January is written, which is therefore read as the year alone.

Each way of agreeing is weighed by how often it is met between two records of one person and by how
often between any two persons. The second can be counted; the first is set, since no public
records of persons known to be the same were at hand: a house that has some may set it better.

Source: ISO 8601-2 (EDTF), levels 0 and 1, as far as named above.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

_DATE = re.compile(r"(\d{4}|\d{3}X|\d\dXX)(?:-(\d\d|XX))?(?:-(\d\d|XX))?([~?%]?)")
YEARS = 45.0  # as if all persons in question were born evenly over so many years
DAYS = 365.25
UNKNOWN = -(1 << 15)
ABOUT = 2  # years either way that `~` allows

# Way of agreeing: (share of pairs of records of one person, share of pairs of any two persons).
AGREEMENT = {
    "born-same-day": (0.80, 1 / (YEARS * DAYS)),
    "born-day-and-month-swapped": (0.02, 1 / (YEARS * DAYS)),
    "born-one-off": (0.02, 6 / (YEARS * DAYS)),
    "born-same-month": (0.02, 30 / (YEARS * DAYS)),
    "born-same-year": (0.04, 1 / YEARS),
    "born-same-day-other-year": (0.02, 1 / DAYS),
    "born-other-day": (0.04, 0.9),
    "born-year-agrees": (0.90, 1 / YEARS),
    "born-month-agrees": (0.90, 1 / (12 * YEARS)),
    "born-years-may-agree": (0.93, 5 / YEARS),
    "born-next-year": (0.05, 2 / YEARS),
    "born-other-year": (0.03, 0.8),
    "born-far-apart": (0.005, 0.6),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Birth:
    """A time of birth: the years it may lie in, both included, and month and day if known."""

    first: int
    last: int
    month: int = 0
    day: int = 0


@lru_cache(maxsize=4_096)
def read_birth(text: str) -> Birth | None:
    """The statement, or nothing where it cannot be read: it then says nothing."""
    ends = [_DATE.fullmatch(end.strip()) for end in text.upper().split("/")]
    known = [_one(*end.groups()) for end in ends if end is not None]
    if len(known) != len(ends) or len(known) > 2:
        return None
    if len(known) == 1:
        return known[0]
    return Birth(min(one.first for one in known), max(one.last for one in known))


def agreement(one: Birth, other: Birth) -> str:
    """In which way two statements agree: a key of AGREEMENT. Symmetric."""
    apart = max(one.first - other.last, other.first - one.last, 0)
    exact = one.first == one.last and other.first == other.last
    if apart > 10:
        return "born-far-apart"
    if not (one.day and other.day and exact):
        return _by_year(one, other, apart, exact)
    a, b = (one.first, one.month, one.day), (other.first, other.month, other.day)
    if a == b:
        return "born-same-day"
    if apart == 0:
        return _within_a_year(a, b)
    if a[1:] == b[1:]:
        return "born-one-off" if apart == 1 else "born-same-day-other-year"
    return "born-other-day"


@cache
def points(way: str) -> int:
    """What this way of agreeing says, in hundredths of a nat."""
    same, anyone = AGREEMENT[way]
    return round(100 * math.log(same / anyone))


def as_numbers(births: Iterable[Birth | None]) -> NDArray[np.int16]:
    """Births as rows of numbers: first year, last year, month, day; of none known, `UNKNOWN` first."""
    numbers = [(b.first, b.last, b.month, b.day) if b else (UNKNOWN, 0, 0, 0) for b in births]
    return np.array(numbers, dtype=np.int16).reshape(-1, 4)


def points_between(ones: NDArray[np.int16], others: NDArray[np.int16]) -> NDArray[np.int64]:
    """What the `agreement` of each two births says, which are rows of `as_numbers`; 0 if one is not known."""
    (first, last, month, day), (from_, upto, other_month, other_day) = (
        births.astype(np.int64).T for births in (ones, others)
    )
    apart = np.maximum(np.maximum(first - upto, from_ - last), 0)
    exact = (first == last) & (from_ == upto)
    whole = (day > 0) & (other_day > 0) & exact
    same = (month == other_month) & (day == other_day)
    off = np.abs(month - other_month), np.abs(day - other_day)
    ways = [
        ((first == UNKNOWN) | (from_ == UNKNOWN), ""),
        (apart > 10, "born-far-apart"),
        (whole & same & (apart == 0), "born-same-day"),
        (whole & (apart == 0) & (month == other_day) & (day == other_month), "born-day-and-month-swapped"),
        (whole & (apart == 0) & (off[0] + off[1] == 1), "born-one-off"),
        (whole & (apart == 0) & (off[0] == 0), "born-same-month"),
        (whole & (apart == 0), "born-same-year"),
        (whole & same & (apart == 1), "born-one-off"),
        (whole & same, "born-same-day-other-year"),
        (whole, "born-other-day"),
        ((apart > 1) | ((apart == 1) & ~exact), "born-other-year"),
        (apart == 1, "born-next-year"),
        (~exact, "born-years-may-agree"),
        ((month == other_month) & (month > 0), "born-month-agrees"),
        ((month > 0) & (other_month > 0), "born-same-year"),
    ]
    said = [points(way) if way else 0 for _, way in ways]
    return np.select([holds for holds, _ in ways], said, points("born-year-agrees"))


def _within_a_year(a: tuple[int, int, int], b: tuple[int, int, int]) -> str:
    if a[1:] == b[:0:-1]:
        return "born-day-and-month-swapped"
    off = abs(a[1] - b[1]), abs(a[2] - b[2])
    if sum(off) == 1:
        return "born-one-off"
    return "born-same-month" if not off[0] else "born-same-year"


def _by_year(one: Birth, other: Birth, apart: int, exact: bool) -> str:
    if apart > 1 or (apart == 1 and not exact):
        return "born-other-year"
    if apart == 1:
        return "born-next-year"
    if not exact:
        return "born-years-may-agree"
    if one.month and other.month:
        return "born-month-agrees" if one.month == other.month else "born-same-year"
    return "born-year-agrees"


def _one(year: str, month: str | None, day: str | None, about: str) -> Birth:
    width = ABOUT if about else 0
    first, last = int(year.replace("X", "0")) - width, int(year.replace("X", "9")) + width
    month_known = int(month) if month and month != "XX" else 0
    day_known = int(day) if day and day != "XX" else 0
    if first != last or (month_known, day_known) == (1, 1) or not month_known:
        month_known = day_known = 0
    return Birth(first, last, month_known, day_known)

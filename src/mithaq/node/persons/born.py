"""When somebody was born, as exactly as the source knows, and whether two such statements agree.

Kept in EDTF: `1984-06-24`, `1984-06`, `1984`, `198X`, `1984~` (about), `1980/1985` (between).
Police forms write day first and zeros for what is not known (`00/00/1984`); digits come from
any keyboard. A day that does not exist is refused, never moved to the next one.

Source: ISO 8601-2 (EDTF), levels 0 and 1, as far as named above.
"""

import re
from dataclasses import dataclass
from datetime import date

from mithaq.node.persons.errors import BadDate, YearOutOfRange
from mithaq.node.safeguards.text import plain_digits

FIRST_YEAR = 1900
# Sources that say "about" give no width: this much either way never speaks against anybody.
ABOUT_YEARS = 2

EDTF = re.compile(r"(?P<year>\d{4}|\d{3}X)(-(?P<month>\d\d))?(-(?P<day>\d\d))?(?P<about>[~?%])?")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class Born:
    """A time of birth: the EDTF text, and the years it may lie in, both included."""

    edtf: str
    first_year: int
    last_year: int

    @property
    def is_a_day(self) -> bool:
        return len(self.edtf) == 10 and self.edtf[4] == "-"


def read_born(text: str, *, on: date, column: str = "birth_date") -> Born | None:
    """The time of birth a source states; None if it states none.

    `on` is today: nobody was born after it. Raises: BadDate, YearOutOfRange.
    """
    typed = plain_digits(text).strip().upper()
    if not typed:
        return None
    between = typed.split("/")
    if len(between) == 2:
        first, last = (_one(part, on, column) for part in between)
        if first.first_year > last.last_year:
            raise BadDate(column=column)
        return Born(f"{first.edtf}/{last.edtf}", first.first_year, last.last_year)
    return _one(typed, on, column)


def is_written_as_born(text: str) -> bool:
    """Whether a text has the form of a time of birth, though there may be no such day."""
    typed = plain_digits(text).strip().upper()
    between = typed.split("/")
    parts = between if len(between) == 2 else [typed]
    return all(EDTF.fullmatch(part) or DAY_FIRST.fullmatch(part) for part in parts)


def agreement(one: Born, other: Born) -> str:
    """How two statements compare: `same-day`, `same-years`, `other-day` or `other-years`."""
    if one.first_year > other.last_year or other.first_year > one.last_year:
        return "other-years"
    if one.is_a_day and other.is_a_day:
        return "same-day" if one.edtf == other.edtf else "other-day"
    return "same-years"


def _one(typed: str, on: date, column: str) -> Born:
    match = EDTF.fullmatch(typed) or DAY_FIRST.fullmatch(typed)
    if match is None:
        raise BadDate(column=column)
    parts = match.groupdict()
    year, month, day = parts["year"], _known(parts["month"]), _known(parts["day"])
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if (day and not month) or (month and "X" in year):
        raise BadDate(column=column)
    if last < FIRST_YEAR or first > on.year:
        raise YearOutOfRange(column=column, first=str(FIRST_YEAR), last=str(on.year))
    _check_day(first, month, day, on, column)
    about = "~" if parts.get("about") else ""
    width = ABOUT_YEARS if about else 0
    edtf = "-".join([year, *(f"{part:02}" for part in (month, day) if part)])
    return Born(edtf + about, first - width, last + width)


def _known(part: str | None) -> int:
    """The number of a month or day; 0 for what is not known."""
    return int(part or 0)


def _check_day(year: int, month: int, day: int, on: date, column: str) -> None:
    try:
        stated = date(year, month or 1, day or 1)
    except ValueError:
        raise BadDate(column=column) from None
    if stated > on:
        raise YearOutOfRange(column=column, first=str(FIRST_YEAR), last=str(on.year))

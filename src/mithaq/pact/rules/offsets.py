"""Offset: how long before or after a day, or an instant, something is due.

How long is agreed (a term), so a declaration names the term and never a time. From an instant it is counted to the
minute; from a day in whole days; in working days by the calendar that the side which owes has stated.

Source: decisions D4 and D7.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mithaq.pact.rules.calendars import ONE_DAY, Calendar
from mithaq.pact.rules.fields import FIRST_YEAR, LAST_YEAR, instant, is_day
from mithaq.pact.rules.terms import Terms

LONGEST_WORKING = 366  # days


@dataclass(frozen=True, slots=True)
class Offset:
    """`term` holds minutes or, with `working_days`, how many of them; it is counted on from what is stated, or back
    from it with `before`.
    """

    term: str
    before: bool = False
    working_days: bool = False


def is_moment(stated: str) -> bool:
    """Whether a day or an instant is stated, in a year that a calendar can reach."""
    at = instant(stated)
    return is_day(stated) or (at is not None and FIRST_YEAR <= at.year <= LAST_YEAR)


def due(
    stated: str, offset: Offset | None, calendar: Calendar | None, terms: Terms
) -> tuple[str, datetime | None]:
    """The day by whose end it is due ("" if it is due at an instant), and the instant.

    None while the calendar of the side that owes, or the term, is not known. Shape: `stated` is a moment.
    """
    if offset is not None and offset.working_days:
        return _in_working_days(stated, terms.number(offset.term), calendar)
    moved = timedelta(0)
    if offset is not None:
        allowed = terms.duration(offset.term)
        if allowed is None:
            return "", None
        moved = -allowed if offset.before else allowed
    if is_day(stated):
        day = (date.fromisoformat(stated) + timedelta(days=moved // ONE_DAY)).isoformat()
        return day, calendar.closes(day) if calendar else None
    at = instant(stated)
    assert at is not None  # a moment is a day or an instant
    return "", at + moved


def _in_working_days(
    stated: str, number: int | None, calendar: Calendar | None
) -> tuple[str, datetime | None]:
    if number is None or not 0 <= number <= LONGEST_WORKING or calendar is None or not is_day(stated):
        return "", None
    day = calendar.add_working_days(stated, number)
    return day, calendar.closes(day)

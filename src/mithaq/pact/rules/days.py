"""Days that are stated: what has happened has had its day, what is expected still has it before it.

A part of the checks of a kind: they are for our own officers, before anything is stated. A day is that of the zone by which
the author counts its days. Where it has stated none, a doubtful hour speaks for the officer: what has begun anywhere has
begun, and what is over by UTC is over.
"""

from datetime import UTC, date, datetime, timedelta

from mithaq.pact.rules.calendars import zone_of
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import Saying

FARTHEST_AHEAD = timedelta(hours=14)  # of UTC, by any clock of the world


def is_to_come(day: str, saying: Saying) -> bool:
    """Whether the day has not begun yet; what is no day does not come."""
    return is_day(day) and day > day_of(saying.now, saying, without=FARTHEST_AHEAD)


def has_come(day: str, saying: Saying) -> bool:
    """Whether the day has begun, so that nothing can be set for it any more; what is no day has not."""
    return is_day(day) and day <= day_of(saying.now, saying)


def is_over(day: str, saying: Saying) -> bool:
    """Whether the day is over; what is no day is not."""
    return is_day(day) and day < day_of(saying.now, saying)


def day_of(at: datetime, saying: Saying, *, without: timedelta = timedelta()) -> str:
    """The day of an instant where the author is; by UTC, ahead by `without`, where it has stated no calendar."""
    calendar = saying.terms.calendars.get(saying.author)
    zone = zone_of(calendar.zone) if calendar else None
    return (at.astimezone(zone) if zone else at.astimezone(UTC) + without).date().isoformat()


def earliest_day(at: datetime, saying: Saying) -> str:
    """The day of an instant by the author's zone or by UTC, whichever is earlier: what another zone may have called it."""
    return min(day_of(at, saying), at.astimezone(UTC).date().isoformat())


def days_between(first: str, last: str) -> int:
    """How many days there are from the first to the last, both counted; 0 where it ends before it begins.

    Raises: ValueError for what is no day.
    """
    return max((date.fromisoformat(last) - date.fromisoformat(first)).days + 1, 0)

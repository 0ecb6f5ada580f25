"""Calendar: by which zone and which holidays an authority counts its days.

A day is over for whoever owes when it is over in that authority's own zone, whatever the clocks of others show. Each
authority states its calendar in the agreement, and again when it changes. What is stated counts for days that are not over
yet: nobody who is late moves a midnight, or finds a holiday in last month.

Zones are those of the tz database in the edition that the lock file names, never those of the machine and never a
rule of thumb: the hour of Casablanca changes with Ramadan, and two nodes must come to the same instant.

Source: decisions D4 and D7.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

SATURDAY = 5
ONE_DAY = timedelta(days=1)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of an authority. `holidays` are days as `2026-01-31`; `since` is when it was stated (None: it always
    held), and `former` those the authority had stated before, oldest first.

    Raises: ValueError for a zone that the tz database does not have.
    """

    authority: str
    zone: str
    holidays: frozenset[str] = frozenset()
    since: datetime | None = None
    former: "tuple[Calendar, ...]" = ()

    def __post_init__(self) -> None:
        if zone_of(self.zone) is None:
            raise ValueError("no such zone")

    def end_of(self, day: str) -> datetime:
        """The instant the day is over in the zone: where the next one starts.

        Units: UTC.
        Raises: ValueError for what is no day.
        """
        return _end_of(day, self.zone)

    def closes(self, day: str) -> datetime | None:
        """When the day is over, by the calendar that had been stated while it lasted; None if none had."""
        closes: datetime | None = None
        for each in (*self.former, self):
            end = each.end_of(day)
            if each.since is None or (end > each.since and (closes is None or closes > each.since)):
                closes = end
        return closes

    def is_working(self, day: str) -> bool:
        """Whether it is neither Saturday, Sunday nor a holiday."""
        return date.fromisoformat(day).weekday() < SATURDAY and day not in self.holidays

    def add_working_days(self, day: str, number: int) -> str:
        """The working day that is `number` working days after `day`, or before it if `number` is negative.

        With 0, the day itself or the first working day after it.
        """
        step = -ONE_DAY if number < 0 else ONE_DAY
        at, left = date.fromisoformat(day), abs(number)
        if not left and not self.is_working(day):
            left = 1
        while left:
            at += step
            left -= self.is_working(at.isoformat())
        return at.isoformat()


def restated(
    before: Calendar | None, authority: str, zone: str, holidays: Iterable[str], since: datetime
) -> Calendar:
    """The calendar of an authority after it has stated one: days that are over stay as they were.

    Raises: ValueError for a zone that the tz database does not have.
    """
    if before is not None:
        since = max(since, before.since or since)
    former = (*before.former, replace(before, holidays=frozenset(), former=())) if before else ()
    made = Calendar(authority, zone, since=since, former=former)
    today = since.astimezone(zone_of(zone)).date().isoformat()
    kept = {day for day in before.holidays if day < today} if before else set()
    return replace(made, holidays=frozenset(kept | {day for day in holidays if day >= today}))


@lru_cache(maxsize=4096)
def _end_of(day: str, zone: str) -> datetime:
    following = date.fromisoformat(day) + ONE_DAY
    # Where the clock jumps over midnight, the hour before the jump counts: that is the jump itself.
    return datetime.combine(following, time(), zone_of(zone)).astimezone(UTC)


@lru_cache(maxsize=256)
def zone_of(name: str) -> tzinfo | None:
    """The zone of that name in the locked tz database; None if there is none."""
    if not _NAME.fullmatch(name) or name not in _names():
        return None
    with files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as compiled:
        return ZoneInfo.from_file(compiled, key=name)


@cache
def _names() -> frozenset[str]:
    return frozenset(files("tzdata").joinpath("zones").read_text("ascii").split())

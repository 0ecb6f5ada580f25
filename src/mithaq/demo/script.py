"""The matters of the demonstration, as a script: who acts when, and says what. Everything is invented.

One file a matter. `opened` places its first act before the moment the demo is made; each further act follows
the one before it `after` a while. `@name` stands for the entry of the act called `as = "name"`, `@file/name`
for one of another matter; `+3d` and `+3d 10:00` for a day and an instant so many days after the act. The step
`review` is no step of a kind: a second person looks at what went alone; nor is `review-retention`: somebody
looks whether a concluded matter is still needed, and says so for so many `days`.

What runs by the half-year is placed by it. `on = "cycle+40d 10:00"` counts from the first day of the
half-year before the last whose report is due by now, `on = "now-6d 10:00"` from today. Days that are said may
be written likewise; of that half-year and those after it, `cycle:year`, `cycle+1:half`, `cycle:first-day` and
`cycle+2:last-day` are what they say. `agreed` tells who answers an act, by which step, after a while; with
`same`, about what the act itself was about. What is `crossing`, and its answer, is said on one side while the
other says something too, and neither knows yet what the other says.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MATTERS = Path(__file__).parent / "matters"
_LATER = re.compile(r"\+(\d+)d(?: (\d\d):(\d\d))?")
_PLACED = re.compile(r"(cycle|now)([+-]\d+)d(?: (\d\d:\d\d))?")
_HALF = re.compile(r"cycle(?:\+(\d))?:(year|half|first-day|last-day)")
_PART = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Planned:
    """One act of the script. `stop` says at which stage of drafting it is left ("" for stated)."""

    matter: str  # the file's name
    who: str
    step: str
    at: datetime
    kind: str
    name: str = ""
    item: str = ""
    parties: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    basis: str = ""
    stop: str = ""
    crossing: bool = False
    says: Mapping[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> frozenset[str]:
        """The acts whose entries this one refers to, as `matter/name`."""
        named = [self.item, *(value for value in self.says.values() if isinstance(value, str))]
        return frozenset(meant(self.matter, value) for value in named if value.startswith("@"))


def meant(matter: str, value: str) -> str:
    """The act that `@name` or `@file/name` stands for, as `matter/name`."""
    return value[1:] if "/" in value else f"{matter}/{value[1:]}"


def script(until: datetime, zones: Mapping[str, str], folder: Path = MATTERS) -> list[Planned]:
    """Every act of every matter, in order of time; `zones` is each persona's. None is after `until`."""
    planned = [
        act
        for file in sorted(folder.glob("*.toml"))
        for act in _matter(file.stem, tomllib.loads(file.read_text("utf-8")), until, zones)
    ]
    return sorted(planned, key=lambda act: act.at)


def _matter(
    name: str, told: Mapping[str, Any], until: datetime, zones: Mapping[str, str]
) -> Iterator[Planned]:
    acts = list(_with_answers(told["act"]))
    at = _opened(told["opened"], until, zones[acts[0]["who"]])
    for act in acts:
        zone = zones[act["who"]]
        at = _placed(act["on"], until, zone) if "on" in act else at + span(act.get("after", "0m"))
        if at > until:
            raise ValueError(f"{name}: {act['step']} lies in the future")
        yield Planned(
            matter=name,
            who=act["who"],
            step=act["step"],
            at=at,
            kind=acts[0]["kind"],
            name=act.get("as", ""),
            item=act.get("item", ""),
            parties=tuple(act.get("parties", ())),
            handling=tuple(act.get("handling", ())),
            basis=act.get("basis", ""),
            stop=act.get("stop", ""),
            crossing=act.get("crossing", False),
            says={key: _later(value, at, until, zone) for key, value in act.get("says", {}).items()},
        )


def _with_answers(acts: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Each act, and its answer where it says who gives one."""
    for number, act in enumerate(acts):
        name = act.get("as", f"act-{number}")
        yield {**act, "as": name}
        if "agreed" in act:
            item = act.get("item", "") if act["agreed"].get("same") else f"@{name}"
            yield {"item": item, "crossing": act.get("crossing", False), **act["agreed"]}


def cycle(today: date) -> date:
    """The first day of the half-year before the last whose report is due by now.

    Source: half-years are reported on by 31 July and 31 January (`pact.rules.roadmap`).
    """
    if today.month > 7:
        return date(today.year - 1, 7, 1)
    return date(today.year - 2, 7, 1) if today.month == 1 else date(today.year - 1, 1, 1)


def _half(told: re.Match[str], today: date) -> int | str:
    """What is named of a half-year: its year, its number in it, its first or last day (ISO 8601)."""
    first = cycle(today)
    halves = first.year * 2 + (first.month > 1) + int(told[1] or 0)
    begins, ends = (date(number // 2, 7 if number % 2 else 1, 1) for number in (halves, halves + 1))
    named: dict[str, int | str] = {
        "year": begins.year,
        "half": halves % 2 + 1,
        "first-day": begins.isoformat(),
        "last-day": (ends - timedelta(days=1)).isoformat(),
    }
    return named[told[2]]


def _day(told: re.Match[str], until: datetime, zone: str) -> date:
    """The day of `cycle+40d` or `now-6d`."""
    today = until.astimezone(ZoneInfo(zone)).date()
    return (cycle(today) if told[1] == "cycle" else today) + timedelta(days=int(told[2]))


def _placed(told: str, until: datetime, zone: str) -> datetime:
    match = _PLACED.fullmatch(told)
    if match is None or match[3] is None:
        raise ValueError(f"no day and hour: {told}")
    at = datetime.combine(_working(_day(match, until, zone)), time.fromisoformat(match[3]), ZoneInfo(zone))
    return at.astimezone(until.tzinfo)


def _working(day: date) -> date:
    """The day, or the Friday before it: desks write on working days."""
    return day - timedelta(days=max(day.weekday() - FRIDAY, 0))


def span(told: str) -> timedelta:
    """A length of time: "2d 3h 10m"."""
    return timedelta(**{_UNITS[unit]: int(count) for count, unit in _PART.findall(told)})


def _opened(told: Mapping[str, Any], until: datetime, zone: str) -> datetime:
    if "minutes_ago" in told:
        return until - timedelta(minutes=told["minutes_ago"])
    if "on" in told:
        return _placed(told["on"], until, zone)
    day = until.astimezone(ZoneInfo(zone)).date() - timedelta(days=told["days_ago"])
    if told["days_ago"] > FRIDAY:
        day = _working(day)
    at = datetime.combine(day, time.fromisoformat(told["at"]), ZoneInfo(zone))
    return at.astimezone(until.tzinfo)


def _later(value: Any, at: datetime, until: datetime, zone: str) -> Any:
    if isinstance(value, str) and (placed := _PLACED.fullmatch(value)):
        return _day(placed, until, zone).isoformat()
    if isinstance(value, str) and (half := _HALF.fullmatch(value)):
        return _half(half, until.astimezone(ZoneInfo(zone)).date())
    match = _LATER.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=int(match[1]))
    if match[2] is None:
        return day.isoformat()
    return datetime.combine(day, time(int(match[2]), int(match[3])), ZoneInfo(zone)).isoformat()

"""The matters of the demonstration, as a script: who acts when, and says what. Everything is invented.

One file a matter. `opened` places its first act before the moment the demo is made; each further act follows
the one before it `after` a while. `@name` stands for the entry of the act called `as = "name"`; `+3d` and
`+3d 10:00` for a day and an instant so many days after the act. The step `review` is no step of a kind: a
second person looks at what went alone.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

MATTERS = Path(__file__).parent / "matters"
_LATER = re.compile(r"\+(\d+)d(?: (\d\d):(\d\d))?")
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
    says: Mapping[str, Any] = field(default_factory=dict)

    @property
    def needs(self) -> frozenset[str]:
        """The names of the acts whose entries this one refers to."""
        named = [self.item, *(value for value in self.says.values() if isinstance(value, str))]
        return frozenset(value[1:] for value in named if value.startswith("@"))


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
    acts = told["act"]
    at = _opened(told["opened"], until, zones[acts[0]["who"]])
    for act in acts:
        at += span(act.get("after", "0m"))
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
            says={key: _later(value, at, zones[act["who"]]) for key, value in act.get("says", {}).items()},
        )


def span(told: str) -> timedelta:
    """A length of time: "2d 3h 10m"."""
    return timedelta(**{_UNITS[unit]: int(count) for count, unit in _PART.findall(told)})


def _opened(told: Mapping[str, Any], until: datetime, zone: str) -> datetime:
    if "minutes_ago" in told:
        return until - timedelta(minutes=told["minutes_ago"])
    local = until.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=told["days_ago"])
    if told["days_ago"] > FRIDAY and day.weekday() > FRIDAY:
        day -= timedelta(days=day.weekday() - FRIDAY)  # desks write on working days
    at = datetime.combine(day, time.fromisoformat(told["at"]), ZoneInfo(zone))
    return at.astimezone(until.tzinfo)


def _later(value: Any, at: datetime, zone: str) -> Any:
    match = _LATER.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return value
    local = at.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=int(match[1]))
    if match[2] is None:
        return day.isoformat()
    return datetime.combine(day, time(int(match[2]), int(match[3])), ZoneInfo(zone)).isoformat()

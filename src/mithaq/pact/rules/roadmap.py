"""Roadmap: what a joint plan adds up to. Its actions as they stand, how each is doing, which reports are owed.

Everything here is a function of the standing, and of the day where it says so; nothing of it is ever typed. Two nodes that hold
the same entries draw the same roadmap.

Source: joint roadmap (domain file M1): the baseline never moves; slip is forecast end less baseline end; half-years end on 30
June and 31 December and are reported on by 31 July and 31 January.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import proposals
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import Item, State

Half = tuple[int, int]
"""A half-year: the year, and 1 or 2."""

TOLERATED = timedelta(days=14)
TOLERATED_SHARE = 10  # a tenth of the duration
DELIVERABLE_TOLERATED = timedelta(days=30)
TO_COUNTERSIGN = timedelta(days=7)  # at least, where the lead reports late
NOT_YET = frozenset({"proposed", "declined"})
OVER = frozenset({"closed", "dropped", "declined", "accepted", "circular"})
DONE = frozenset({"delivered", "verified", "closed"})
BOUNDED = "percent"
MOST_HALVES = 40  # twenty years; what a hostile partner states has an end


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it stands. `starts_on` and `ends_on` are the dates in force, the baseline the dates first agreed.

    `forecast_on` is the lead's last word on when it ends, "" if none; `held_until` the review date while on hold,
    `held_on` the day on which all had agreed to that.
    """

    id: str
    objective: str
    sort: str
    lead: str
    co_lead: str
    stage: str
    starts_on: str
    ends_on: str
    baseline_starts_on: str
    baseline_ends_on: str
    forecast_on: str = ""
    progress: int = 0
    confidence: str = ""
    held_until: str = ""
    held_on: str = ""
    done_on: str = ""

    @property
    def is_agreed(self) -> bool:
        return self.stage not in NOT_YET

    @property
    def is_over(self) -> bool:
        return self.stage in OVER

    def expected_on(self, today: date) -> date:
        """The day it ends, as far as anybody can say today: a forecast that has passed is no forecast."""
        if self.done_on:
            return date.fromisoformat(self.done_on)
        stated = date.fromisoformat(self.forecast_on or self.ends_on)
        return stated if self.is_over else max(stated, today)

    def slip(self, today: date) -> timedelta:
        """How much later than first agreed it ends; negative if earlier."""
        return self.expected_on(today) - date.fromisoformat(self.baseline_ends_on)


def actions(state: State) -> tuple[Action, ...]:
    """Every action of a plan, in the order of its start, then of its proposal."""
    made = [_action(state, item) for _, item in state.created(("propose-action",)) if _has_dates(item)]
    return tuple(sorted(made, key=lambda action: (action.baseline_starts_on, action.id)))


def titles(state: State, part: Item, bodies: Bodies) -> dict[str, str]:
    """What a part is called in each language: as it was proposed, or as it was reworded since."""
    worded = (
        change
        for change in proposals.chain(state, "change", part.key)
        if change.says.get("change") == "reword"
    )
    said = [bodies.get(entry.id, {}) for entry in (part.entries[0], *worded)]
    return {
        language: str(body[f"title_{language}"])
        for language in ("ar", "fr", "en")
        for body in said
        if body.get(f"title_{language}")
    }


def rag(state: State, action: Action, today: date) -> str:
    """How an action is doing: green, amber, red, grey (no report in the last cycle), or none (nothing to measure).

    On hold it may be late, but it is not on time: nobody works on it.
    """
    if not action.is_agreed or action.stage in ("dropped", "closed"):
        return "none"
    if _has_late_deliverable(state, action, today):
        return "red"
    if misses_report(state, action, today):
        return "grey"
    slip = action.slip(today)
    if slip <= timedelta(0):
        return "none" if action.stage == "on-hold" else "green"
    duration = date.fromisoformat(action.baseline_ends_on) - date.fromisoformat(action.baseline_starts_on)
    return "amber" if slip <= max(TOLERATED, duration / TOLERATED_SHARE) else "red"


def misses_report(state: State, action: Action, today: date) -> bool:
    """Whether the last half-year whose report is due by now was never reported on."""
    due = [half for half in halves_owed(action) if due_on(half) < today.isoformat()]
    return bool(due) and not reports_on(state, action.id, due[-1])


# Half-years


def halves_of(action: Action) -> list[Half]:
    """The half-years in which the action runs, first to last, as its dates in force say."""
    first, last = date.fromisoformat(action.starts_on), date.fromisoformat(action.ends_on)
    if action.done_on:
        last = min(last, date.fromisoformat(action.done_on))
    year, half = first.year, 1 if first.month <= 6 else 2
    found: list[Half] = []
    while date.fromisoformat(begins_on((year, half))) <= last and len(found) < MOST_HALVES:
        found.append((year, half))
        year, half = (year, 2) if half == 1 else (year + 1, 1)
    return found


def halves_owed(action: Action) -> list[Half]:
    """The half-years that are reported on: while it is on hold, those whose day was over before it was held."""
    held_on = action.held_on if action.stage == "on-hold" else ""
    return [half for half in halves_of(action) if not held_on or due_on(half) < held_on]


def begins_on(half: tuple[Any, Any]) -> str:
    """The first day of a half-year; "" for what is none."""
    year, number = half
    return f"{year:04d}-{'01' if number == 1 else '07'}-01" if isinstance(year, int) else ""


def over_on(half: tuple[Any, Any]) -> str:
    """The last day of a half-year; "" for what is none."""
    year, number = half
    return f"{year:04d}-{'06-30' if number == 1 else '12-31'}" if isinstance(year, int) else ""


def due_on(half: Half) -> str:
    """The day by which the report on a half-year is due."""
    year, number = half
    return f"{year:04d}-07-31" if number == 1 else f"{year + 1:04d}-01-31"


def called(half: Half) -> str:
    """A half-year as people write it: 2025-H2."""
    return f"{half[0]}-H{half[1]}"


def half_of(report: Entry) -> Half:
    """The half-year a report is about."""
    return int(report.says.get("year", 0)), int(report.says.get("half", 0))  # type: ignore[arg-type]


def reports_on(state: State, action: str, half: tuple[Any, Any]) -> tuple[Item, ...]:
    """The reports submitted on an action for a half-year, first to last revision."""
    about = (report for track, report in state.naming(action) if track == "report")
    return tuple(report for report in about if half_of(report.entries[0]) == half)


# What is owed by a day


def report_days(state: State, item: Item) -> Iterable[tuple[str, str]]:
    if item.created_by == "propose-action" and _has_dates(item):
        action = _action(state, item)
        if action.is_agreed:
            yield from ((called(half), due_on(half)) for half in halves_owed(action))


def reported(state: State, item: Item, about: str, party: str) -> Entry | None:
    reports = (report.entries[0] for track, report in state.naming(item.key) if track == "report")
    submitted = next((report for report in reports if called(half_of(report)) == about), None)
    return submitted if submitted and submitted.author == party else None


def countersign_days(_: State, report: Item) -> Iterable[tuple[str, str]]:
    """By the same day as the report; a week at least for whoever received it late."""
    half = half_of(report.entries[0])
    last = report.latest("submit-report", "submit-again") or report.entries[0]
    week = (last.at.astimezone(UTC) + TO_COUNTERSIGN).date().isoformat()
    yield called(half), max(due_on(half), week)


def countersigned(_: State, report: Item, _about: str, party: str) -> Entry | None:
    return next((each for each in report.all("countersign-report") if each.author == party), None)


def deliverable_days(_: State, item: Item) -> Iterable[tuple[str, str]]:
    if item.created_by == "propose-deliverable" and item.stage not in NOT_YET:
        yield "", str(item.entries[0].says.get("due_on", ""))


def handed_over(_: State, item: Item, _about: str, party: str) -> Entry | None:
    last = item.latest("hand-over", "return-deliverable")
    return last if last and last.step == "hand-over" and last.author == party else None


def plan_over_at(state: State) -> datetime | None:
    """The instant the plan has run out on every clock of the world; None if it has no end.

    Units: UTC; the last day ends last at UTC-12.
    """
    until = str(state.opening.says.get("until_on", ""))
    if not is_day(until):
        return None
    return datetime.combine(date.fromisoformat(until) + timedelta(days=1), time(12), UTC)


# What cannot stand


def is_over(item: Item) -> bool:
    return item.stage in OVER


def closes_a_circle(state: State, dependency: Item) -> bool:
    """Whether what is now agreed would make an action wait for itself."""
    return would_circle(state, dependency.entries[0].says, besides=dependency.key)


def would_circle(state: State, says: Mapping[str, Any], besides: str = "") -> bool:
    """Whether a dependency, with those agreed already, makes an action wait for itself."""
    first, then = str(says.get("first", "")), str(says.get("then", ""))
    waits: dict[str, set[str]] = {}
    for each in dependencies(state):
        if each.key != besides:
            waits.setdefault(str(each.entries[0].says["then"]), set()).add(str(each.entries[0].says["first"]))
    seen, ahead = set[str](), [first]
    while ahead:
        action = ahead.pop()
        if action == then:
            return True
        if action not in seen:
            seen.add(action)
            ahead.extend(waits.get(action, ()))
    return False


def dependencies(state: State) -> Iterator[Item]:
    """The dependencies every party has agreed to, but those that only relate."""
    for _, item in state.created(("propose-dependency",)):
        if item.stage == "agreed" and item.entries[0].says.get("relation") != "RELATES":
            yield item


def is_over_100(indicator: Item, value: object) -> bool:
    """Whether a value is more than the measure of its indicator can be."""
    bounded = bool(indicator.entries[0].says.get("measure") == BOUNDED)
    try:
        return bounded and Decimal(str(value or 0)) > 100
    except ArithmeticError:
        return False  # what is no number is said so elsewhere


def overlaps(state: State, indicator: str, says: Mapping[str, Any]) -> bool:
    """Whether a period of the indicator is there for some of these days."""
    starts, ends = str(says.get("starts_on") or ""), str(says.get("ends_on") or "")
    of_it = (item for _, item in state.naming(indicator) if item.created_by == "propose-target")
    periods = (item.entries[0].says for item in of_it if not is_over(item))
    return any(str(each.get("starts_on")) <= ends and starts <= str(each.get("ends_on")) for each in periods)


def _has_dates(item: Item) -> bool:
    says = item.entries[0].says
    return is_day(str(says.get("starts_on", ""))) and is_day(str(says.get("ends_on", "")))


def _action(state: State, item: Item) -> Action:
    says = item.entries[0].says
    starts_on, ends_on, held_until, held_on = str(says["starts_on"]), str(says["ends_on"]), "", ""
    for change in proposals.chain(state, "change", item.key):
        what = change.says.get("change")
        if what == "reschedule":
            starts_on = _day(change, "starts_on") or starts_on
            ends_on = _day(change, "ends_on") or ends_on
        if what == "hold":  # held again is held since the first: only the review moves
            held_until, held_on = _day(change, "ends_on"), held_on or _adopted_on(state, change)
        elif what in ("resume", "drop"):
            held_until, held_on = "", ""
    told = item.latest("report-progress")
    forecast = str(told.says.get("forecast_on", "")) if told else ""
    delivered = item.latest("deliver-action") if item.stage in DONE else None
    return Action(
        item.key, str(says.get("objective", "")), str(says.get("sort", "")), item.holder, str(says.get("co_lead", "")), item.stage,
        starts_on, max(starts_on, ends_on), str(says["starts_on"]), max(str(says["starts_on"]), str(says["ends_on"])),
        forecast if is_day(forecast) else "",
        int(told.says.get("progress", 0)) if told and isinstance(told.says.get("progress"), int) else 0,  # type: ignore[arg-type]
        str(told.says.get("confidence", "")) if told else "", held_until, held_on,
        delivered.at.astimezone(UTC).date().isoformat() if delivered else "",
    )  # fmt: skip


def _adopted_on(state: State, change: Entry) -> str:
    """The day on which the last party agreed to a change. Units: UTC."""
    item = state.item("change", change.id)
    last = item.latest("accept-change") if item else None
    return (last or change).at.astimezone(UTC).date().isoformat()


def _day(change: Entry, name: str) -> str:
    """The day a change states, "" for none, or for one beyond any calendar."""
    stated = str(change.says.get(name, ""))
    return stated if is_day(stated) else ""


def _has_late_deliverable(state: State, action: Action, today: date) -> bool:
    limit = (today - DELIVERABLE_TOLERATED).isoformat()
    of_it = (item for _, item in state.naming(action.id) if item.created_by == "propose-deliverable")
    waiting = (item.entries[0].says for item in of_it if item.stage in ("due", "on-hold"))
    return any(str(says.get("due_on")) < limit for says in waiting)

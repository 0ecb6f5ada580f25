"""What is checked of a joint plan beyond its fields: who leads, which days, which figures, and that nobody is named.

A check is for our own officers, before anything is stated. What a partner states is judged by the fold alone, which sets
aside what could never be followed (`is_led_by_two`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.days import earliest_day, has_come, is_over, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.mention import mentions_a_person
from mithaq.pact.rules.state import State

DONE = 100  # per cent: what has ended may have ended on a day that is over
AWAITED = frozenset({"due", "handed-over"})  # deliverables that were agreed and nobody has accepted yet
NEVER_TARGETED = frozenset({"arrests", "extraditions", "seizures"})


def is_led_by_two(state: State, action: Entry) -> bool:
    """Whether an action has a co-lead among the parties beside its lead: nobody else could countersign its reports."""
    co_lead = action.says.get("co_lead")
    return co_lead in state.parties and co_lead != action.says.get("lead")


def check_mentions(saying: Saying) -> Iterable[Problem]:
    """A plan names no person: who writes what looks like a name is asked to look again."""
    for name, value in saying.body.items():
        if isinstance(value, str) and mentions_a_person(value):
            yield Problem("plan.names-a-person", (name,), soft=True)


def check_period(saying: Saying) -> Iterable[Problem]:
    for first, last in (("starts_on", "ends_on"), ("from_on", "until_on")):
        starts, ends = saying.says.get(first), saying.says.get(last)
        if starts and ends and str(ends) < str(starts):
            yield Problem("rules.ends-before-it-begins", (last,))


def check_leads(saying: Saying) -> Iterable[Problem]:
    for name in ("lead", "co_lead"):
        if saying.state and saying.says.get(name) not in (None, "", *saying.state.parties):
            yield Problem("rules.not-a-party", (name,))
    if saying.says.get("lead") and saying.says.get("lead") == saying.says.get("co_lead"):
        yield Problem("plan.co-lead-of-its-own", ("co_lead",))


def check_axis(saying: Saying) -> Iterable[Problem]:
    live = (
        (item for _, item in saying.state.created(("propose-axis",)) if not roadmap.is_over(item))
        if saying.state
        else ()
    )
    if any(item.entries[0].says.get("axis") == saying.says.get("axis") for item in live):
        yield Problem("plan.axis-is-there", ("axis",))


def check_target(saying: Saying) -> Iterable[Problem]:
    indicator = saying.state.item("part", str(saying.says.get("indicator", ""))) if saying.state else None
    if saying.state is None or indicator is None:
        return
    if saying.says.get("target") and indicator.entries[0].says.get("subject") in NEVER_TARGETED:
        yield Problem("plan.never-targeted", ("target",))
    if roadmap.is_over_100(indicator, saying.says.get("target")):
        yield Problem("plan.over-100", ("target",))
    if roadmap.overlaps(saying.state, indicator.key, saying.says):
        yield Problem("plan.periods-overlap", ("starts_on",))


def check_actual(saying: Saying) -> Iterable[Problem]:
    period = saying.state.item("part", saying.item) if saying.state else None
    indicator = (
        saying.state.item("part", str(period.entries[0].says.get("indicator")))
        if saying.state and period
        else None
    )
    if indicator and roadmap.is_over_100(indicator, saying.says.get("actual")):
        yield Problem("plan.over-100", ("actual",))


def check_dependency(saying: Saying) -> Iterable[Problem]:
    if saying.says.get("first") and saying.says.get("first") == saying.says.get("then"):
        yield Problem("plan.waits-for-itself", ("first",))
    elif saying.state and roadmap.would_circle(saying.state, saying.says):
        yield Problem("plan.circular", ("first",))


def check_progress(saying: Saying) -> Iterable[Problem]:
    progress = saying.says.get("progress")
    if isinstance(progress, int) and progress % 5:
        yield Problem("plan.not-by-fives", ("progress",))
    forecast = str(saying.says.get("forecast_on") or "")
    if not forecast:
        return
    if progress != DONE and is_over(forecast, saying):
        yield Problem("plan.forecast-is-over", ("forecast_on",))
    elif forecast < _began_on(saying, _action(saying, saying.item)):
        yield Problem("rules.ends-before-it-begins", ("forecast_on",))


def _began_on(saying: Saying, action: roadmap.Action | None) -> str:
    """The day an action began: as planned, or when its start was stated if that was earlier; "" for none."""
    if saying.state is None or action is None:
        return ""
    started = saying.state.items("part")[action.id].latest("start-action")
    return min([action.starts_on, *([earliest_day(started.at, saying)] if started else [])])


def _action(saying: Saying, key: str) -> roadmap.Action | None:
    return (
        next((each for each in roadmap.actions(saying.state) if each.id == key), None)
        if saying.state
        else None
    )


def check_verified(saying: Saying) -> Iterable[Problem]:
    """An action that is verified has brought what it was to bring: one that waits for it is looked at again."""
    of_it = saying.state.naming(saying.item) if saying.state else ()
    if any(item.created_by == "propose-deliverable" and item.stage in AWAITED for _, item in of_it):
        yield Problem("plan.deliverable-waits", soft=True)


def check_change(saying: Saying) -> Iterable[Problem]:
    change, ends = saying.says.get("change"), str(saying.says.get("ends_on") or "")
    part = saying.state.item("part", str(saying.says.get("part", ""))) if saying.state else None
    if change == "hold" and (not ends or has_come(ends, saying)):
        yield Problem("plan.review-in-the-past" if ends else "rules.required", ("ends_on",))
    if change == "resume" and part and part.stage != "on-hold":
        yield Problem("plan.not-on-hold", ("change",))
    countered = saying.state.item("change", saying.item) if saying.state and saying.item else None
    if countered and change != "reword" and _asks_the_same(countered.entries[0].says, saying.says):
        yield Problem("plan.counters-nothing", ("change",))
    if change == "reword" and bool(saying.body.get("title_ar")) != bool(saying.body.get("title_fr")):
        yield Problem("plan.say-it-in-both", ("title_ar",), soft=True)
    if change == "reschedule" and part and part.created_by != "propose-action":
        yield Problem("plan.has-no-dates", ("change",))  # of an action alone do dates move
    elif change == "reschedule" and saying.state:
        yield from _check_dates(saying, saying.state)


def _check_dates(saying: Saying, state: State) -> Iterable[Problem]:
    """Where one of the dates is changed alone, the other stays: together they must make a period."""
    action = next((each for each in roadmap.actions(state) if each.id == saying.says.get("part")), None)
    starts, ends = (str(saying.says.get(name) or "") for name in ("starts_on", "ends_on"))
    if action and bool(starts) != bool(ends) and (ends or action.ends_on) < (starts or action.starts_on):
        yield Problem("rules.ends-before-it-begins", ("starts_on" if starts else "ends_on",))


def _asks_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    asked = ("part", "change", "starts_on", "ends_on")
    return all((one.get(name) or "") == (other.get(name) or "") for name in asked)


def check_report(saying: Saying) -> Iterable[Problem]:
    action = saying.state.item("part", str(saying.says.get("action", ""))) if saying.state else None
    if saying.state is None or action is None:
        return
    if action.holder != saying.author:
        yield Problem("plan.not-your-action", ("action",))
    half = (saying.says.get("year"), saying.says.get("half"))
    if any(report.stage != "locked" for report in roadmap.reports_on(saying.state, action.key, half)):
        yield Problem("plan.report-is-there", ("half",))
    yield from _check_half(saying, half)


def _check_half(saying: Saying, half: tuple[Any, Any]) -> Iterable[Problem]:
    """A half-year of the plan, in which the action ran; a report on one that is not over may have to be made again."""
    over, action = roadmap.over_on(half), _action(saying, str(saying.says.get("action") or ""))
    if is_to_come(roadmap.begins_on(half), saying):
        yield Problem("plan.half-not-begun", ("half",))
        return
    if saying.state is None or action is None or not over:
        return
    first = min(_began_on(saying, action), action.baseline_starts_on)
    if over < min(first, str(saying.state.opening.says.get("from_on") or first)):
        yield Problem("plan.half-before-the-plan", ("half",))
    elif over < first:
        yield Problem("plan.half-before-the-action", ("half",), soft=True)
    elif not action.done_on and not is_over(over, saying):
        yield Problem("plan.half-not-over", ("half",), soft=True)

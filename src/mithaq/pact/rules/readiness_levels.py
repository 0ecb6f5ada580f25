"""Levels: what a risk comes to, and how ready a capability is. Pure functions of the standing of one register.

A risk is likelihood by impact, and its impact is the highest of four, never their sum. What controls leave of it holds as long as what
shows the controls does; after that day they count for nothing. A capability is as ready as its weakest criterion
where it is critical, and as their mean where it is not; once what shows it has run out it is not ready at all.

Source: ISO 31000 (likelihood by impact; highest of the impacts); FEMA, Homeland Security Exercise and Evaluation Program
(performed without challenges, with some, with major, unable); domain model of readiness.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.state import Item, State

IMPACTS = ("people", "continuity", "rights", "confidence")
CRITERIA = ("staff", "procedures", "equipment", "training", "exercised")
CRITICAL = 17  # from this score on the head of the service alone accepts
BANDS = ((17, "critical"), (10, "high"), (5, "moderate"), (1, "low"))
RESULTS = {"P": 4, "S": 3, "M": 2, "U": 1}
LIVE_RISKS = frozenset({"assessed", "treated", "accepted"})
LIVE_CAPABILITIES = frozenset({"evidenced", "exercised", "validated"})


def number(entry: Entry | None, name: str, least: int, most: int) -> int:
    """A number that an entry says, held within its bounds; the least where it says none."""
    value = entry.says.get(name) if entry else None
    return min(max(value, least), most) if isinstance(value, int) and not isinstance(value, bool) else least


def likelihood(risk: Item) -> int:
    return number(risk.latest("assess-risk"), "likelihood", 1, 5)


def impact(risk: Item) -> int:
    """The highest of the impacts. Units: 1 to 5."""
    assessed = risk.latest("assess-risk")
    return max(number(assessed, name, 1, 5) for name in IMPACTS)


def is_assessed(risk: Item) -> bool:
    return risk.latest("assess-risk") is not None


def inherent(risk: Item) -> int:
    """What the risk comes to without controls. Units: 1 to 25."""
    return likelihood(risk) * impact(risk)


def residual_place(risk: Item) -> tuple[int, int]:
    """Likelihood and impact that are left: what the controls leave, as long as what shows them holds."""
    assessed = risk.latest("assess-risk")
    if controls_have_run_out(risk):
        return likelihood(risk), impact(risk)
    return number(assessed, "left_likelihood", 1, 5), number(assessed, "left_impact", 1, 5)


def residual(risk: Item) -> int:
    """What is left of the risk. Units: 1 to 25."""
    chance, harm = residual_place(risk)
    return chance * harm


def controls_have_run_out(risk: Item) -> bool:
    """Whether somebody has stated something of the risk after the day until which its controls were shown."""
    until = _day(risk.latest("assess-risk"), "controls_until")
    later = risk.entries[-1].at.date() if risk.entries else date.min
    return risk.stage == "uncontrolled" or (until is not None and until < later)


def is_critical(risk: Item) -> bool:
    return residual(risk) >= CRITICAL


def band(score: int) -> str:
    return next(name for least, name in BANDS if score >= least)


def criteria(state: State, capability: Item) -> dict[str, int]:
    """The level of each criterion, as shown last; an exercise since then says how well it is exercised. Units: 0 to 4."""
    shown = capability.latest("give-evidence")
    levels = {name: number(shown, name, 0, 4) for name in CRITERIA}
    since = [
        entry for entry in results_of(state, capability) if shown is None or not state.saw(shown, entry.id)
    ]
    if since:
        levels["exercised"] = min(worst(entry) for entry in since)
    return levels


def readiness(state: State, capability: Item) -> float:
    """How ready it is: the weakest criterion if it is critical, the mean of all if not, 0 where nothing shows it. Units: 0 to 4."""
    if capability.stage not in LIVE_CAPABILITIES:
        return 0.0
    levels = criteria(state, capability).values()
    critical = capability.entries[0].says.get("critical") is True
    return float(min(levels)) if critical else sum(levels) / len(CRITERIA)


def results_of(state: State, capability: Item) -> list[Entry]:
    """What exercises of a capability came to, in order."""
    found = (exercise.latest("run-exercise") for exercise in exercises_of(state, capability))
    return [entry for entry in found if entry is not None]


def exercises_of(state: State, capability: Item) -> Iterator[Item]:
    exercises = state.items("exercise").values()
    return (each for each in exercises if each.entries[0].says.get("capability") == capability.key)


def worst(run: Entry) -> int:
    """The level of the objective that went worst. Units: 1 to 4."""
    met = (RESULTS[mark] for mark in RESULTS if number(run, _COUNTED[mark], 0, 99))
    return min(met, default=RESULTS["P"])


_COUNTED = {"P": "performed", "S": "some", "M": "major", "U": "unable"}


def to_improve(exercise: Item) -> int:
    """How many objectives were not performed without issue: each asks for an improvement."""
    run = exercise.latest("run-exercise")
    return sum(number(run, _COUNTED[mark], 0, 99) for mark in ("S", "M", "U"))


def improvements(state: State, exercise: Item) -> list[Item]:
    every = state.items("improvement").values()
    return [each for each in every if each.entries[0].says.get("exercise") == exercise.key]


# What runs out


def runs_out_at(state: State) -> datetime | None:
    """The next instant at which something shown here runs out: midnight UTC after its day; None while nothing does."""
    days = [day for item in state.items("risk").values() if (day := risk_holds_until(item))]
    days += [day for item in state.items("capability").values() if (day := capability_holds_until(item))]
    return datetime.combine(min(days) + timedelta(days=1), time(0), UTC) if days else None


def risk_holds_until(risk: Item) -> date | None:
    """The last day on which what was said of a risk holds: of its controls and of its review; None if it holds no more."""
    if risk.stage not in LIVE_RISKS:
        return None
    assessed = risk.latest("assess-risk")
    controls = None if controls_have_run_out(risk) else _day(assessed, "controls_until")
    return min((day for day in (controls, _day(assessed, "review_on")) if day), default=None)


def capability_holds_until(capability: Item) -> date | None:
    return _day(capability.latest("give-evidence"), "valid_until") if capability.stage in LIVE_CAPABILITIES else None  # fmt: skip


def expired_risk(risk: Item, at: datetime) -> str:
    """Where a risk stands once time has passed: without its controls, or not reviewed; "" where nothing ran out."""
    assessed, today = risk.latest("assess-risk"), at.astimezone(UTC).date()
    if risk.stage not in LIVE_RISKS:
        return ""
    until, review = _day(assessed, "controls_until"), _day(assessed, "review_on")
    if until and until < today and not controls_have_run_out(risk):
        return "uncontrolled"
    return "stale" if review and review < today else ""


def _day(entry: Entry | None, name: str) -> date | None:
    stated = entry.says.get(name) if entry else None
    return date.fromisoformat(str(stated)) if is_day(stated) and str(stated) < "2100" else None

"""What meetings add up to: decisions done in time, how often they are carried over, minutes signed in time, hosting in turn.

Functions of the standing of one series, and of a day; None while there is nothing to measure.

Source: domain model of meetings (its KPI).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from mithaq.pact.indicators.gathered import Gathered, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import proposals
from mithaq.pact.rules.carried import OPEN, begins_at, carried_at, due_on, held, open_decisions, reported
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

Share = tuple[int, int]


def carry_over_mean(state: State) -> float | None:
    """How often the open decisions were carried over, on average."""
    left = open_decisions(state)
    return sum(len(carried_at(state, each)) for each in left) / len(left) if left else None


def minutes_in_time(state: State) -> Share | None:
    """Meetings whose minutes all had signed within the days of the series ÷ meetings held. Units: meetings."""
    days, there = state.opening.says.get("minutes_days"), held(state)
    if not there or not isinstance(days, int):
        return None
    return sum(_signed_within(state, each, timedelta(days=days)) for each in there), len(there)


def alternation(state: State) -> Share | None:
    """Meetings hosted by another side than the one before ÷ meetings that had one before. Units: meetings."""
    hosts = [each.entries[0].says.get("host") for each in held(state) if each.entries[0].says.get("sort") != "video"]  # fmt: skip
    changes = [one != other for one, other in pairwise(hosts)]
    return (sum(changes), len(changes)) if changes else None


def _signed_within(state: State, session: Item, within: timedelta) -> bool:
    proposal, begins = proposals.in_force(state, "minutes", session.key), begins_at(session)
    item = state.item("minutes", proposal.id) if proposal else None
    signed = item.latest("accept-minutes") if item else None
    return begins is not None and signed is not None and signed.at - begins <= within


def done(case: Case) -> Iterator[Seen]:
    """Decisions that all took, once their day is over, and whether they were done by it."""
    for item in case.state.items("decision").values():
        if item.stage in OPEN | {"accepted"} and (day := due_on(item)):
            over_at = datetime.combine(date.fromisoformat(day), time.max, UTC)
            yield Seen(item.holder, over_at, float(_in_time(item)))


def _in_time(decision: Item) -> bool:
    done = reported(decision)
    return done is not None and done.at.date().isoformat() <= due_on(decision)


measure = Gathered(done)
INDICATOR = enter(Indicator(
    "decisions-on-time", "meeting", Unit.PERCENT,
    W("القرارات المنفذة في أجلها", "décisions exécutées à l’échéance", "decisions done in time"),
    W("القرارات المنفذة إلى غاية يومها ÷ القرارات التي حل أجلها", "décisions exécutées au plus tard le jour dit ÷ décisions échues", "decisions done by their day ÷ decisions that were due"),
    W("القرارات التي اتخذتها جميع الأطراف وحل أجلها في الفترة، حسب الطرف المكلف", "les décisions adoptées par tous et échues dans la période, par partie responsable", "decisions that all took and that were due in the period, by the side in charge"),
    W("القرارات الملغاة باتفاق الجميع، وغير المعتمدة، والتي لم يحل أجلها", "les décisions annulées par tous, non adoptées ou non échues", "decisions cancelled by all, not adopted, or not due yet"),
    measure,
))  # fmt: skip

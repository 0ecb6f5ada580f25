"""What technical assistance adds up to: how long decisions took, what was delivered, what is used of it.

Functions of the standing of one matter, or of many. A share is (part, whole), a mean comes with how many
answered of how many asked; None while there is nothing to measure.

Source: domain model of technical assistance (its KPI).
"""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from statistics import median

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.assistance_checks import recommended
from mithaq.pact.rules.assisting import ACCEPT, DELIVER, EFFECT, OFFER, UNDER_WAY, was_asked
from mithaq.pact.rules.state import State

Share = tuple[int, int]


def decided_after(state: State) -> timedelta | None:
    """How long it took from the request to its decision; None for what came unasked, or is undecided."""
    support = state.item("support")
    decision = support.latest(OFFER) if support and was_asked(support) else None
    return decision.at - state.opening.at if decision else None


def time_to_decision(states: Iterable[State]) -> timedelta | None:
    """The median of how long decisions took."""
    took = [each for state in states if (each := decided_after(state)) is not None]
    return timedelta(seconds=median(each.total_seconds() for each in took)) if took else None


def delivered(states: Iterable[State]) -> Share | None:
    """Assistance that was delivered ÷ assistance that was accepted. Units: matters."""
    supports = [support for state in states if (support := state.item("support")) and support.latest(ACCEPT)]
    done = sum(support.latest(DELIVER) is not None for support in supports)
    return (done, len(supports)) if supports else None


def implemented(state: State) -> Share | None:
    """Recommendations implemented ÷ made, as who was helped says months after."""
    support = state.item("support")
    told = support.latest(EFFECT) if support else None
    made = recommended(state)
    return (_number(told, "implemented"), made) if told and made > 0 else None


def satisfaction(state: State) -> tuple[Decimal, int, int] | None:
    """The mean of who was helped (1 to 6) over all missions, how many answered, and how many were asked."""
    told = [entry for item in state.items("mission").values() for entry in item.all("evaluate-mission")]
    rated = [(mean, _number(entry, "answered")) for entry in told if (mean := _decimal(entry)) is not None]
    answered = sum(number for _, number in rated)
    if answered <= 0:
        return None
    total = sum((mean * number for mean, number in rated), Decimal(0))
    return total / answered, answered, sum(_number(entry, "asked") for entry in told)


def reused(state: State) -> int:
    """People trained in turn by those who were helped. Units: persons."""
    support = state.item("support")
    return sum(_number(entry, "trained_others") for entry in (support.all(EFFECT) if support else ()))


def in_service(state: State) -> Share | None:
    """Equipment in service, as last inspected ÷ equipment whose end use was certified. Units: pieces."""
    certified = [item for item in state.items("equipment").values() if item.stage != "handed-over"]
    serving = sum(item.stage == "in-service" for item in certified)
    return (serving, len(certified)) if certified else None


def under_way(states: Iterable[State]) -> Share:
    """Matters in which help was accepted ÷ all. Units: matters."""
    supports = [state.item("support") for state in states]
    return sum(each is not None and each.stage in UNDER_WAY for each in supports), len(supports)


def _number(entry: Entry, name: str) -> int:
    stated = entry.says.get(name, 0)
    return stated if isinstance(stated, int) else 0


def _decimal(entry: Entry) -> Decimal | None:
    try:
        return Decimal(str(entry.says.get("satisfaction", "")))
    except InvalidOperation:
        return None

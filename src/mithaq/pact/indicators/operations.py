"""What operations add up to: counted once, debriefed in time, and what the courts made of arrests.

Functions of the standing of one operation. None while there is nothing to measure.

Source: domain model of operations (its KPI).
"""

from decimal import Decimal

from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.operation_results import CLAIMED, in_base, sums
from mithaq.pact.rules.operations import DEBRIEFED_WITHIN
from mithaq.pact.rules.state import Item, State


def dedup_removed(state: State) -> dict[tuple[str, str, str], Decimal]:
    """Claims less what is counted, by sort, product and unit; only where something was claimed twice."""
    return {(each.sort, each.product, each.unit): each.removed for each in sums(state) if each.removed}


def began_as_planned(state: State) -> bool | None:
    """Whether it began on the day its concept says; None while it has not begun."""
    whole = state.item("operation")
    begun, planned = whole.latest("begin") if whole else None, instant(state.opening.says.get("starts_at"))
    return begun.at.date() == planned.date() if begun and planned else None


def charged_share(state: State) -> float | None:
    """Persons charged ÷ persons arrested, over the validated arrests whose outcome was reported."""
    arrests = [item for item in _validated(state, "arrest") if item.latest("report-outcome")]
    arrested = sum(_persons(item) for item in arrests)
    charged = sum(_charged(item) for item in arrests)
    return charged / arrested if arrested else None


def debriefed_in_time(state: State) -> float | None:
    """Parties whose review was given within thirty days of the end ÷ parties; None while it has not ended."""
    whole = state.item("operation")
    ended = whole.latest("end-operation", "abort") if whole else None
    if ended is None:
        return None
    given = (item.latest("give-debrief") for item in state.items("debrief").values())
    in_time = sum(
        entry is not None and entry.at.date() <= (ended.at + DEBRIEFED_WITHIN).date() for entry in given
    )
    return in_time / len(state.parties)


def harm(state: State) -> tuple[int, int]:
    """Injured persons and complaints, as the reviews say: of two reviews the higher number."""
    said = [entry.says for item in state.items("debrief").values() if (entry := item.latest("give-debrief"))]
    return _most(said, "injured"), _most(said, "complaints")


def _most(said: list, name: str) -> int:  # type: ignore[type-arg]
    return max((each[name] for each in said if isinstance(each.get(name), int)), default=0)


def _validated(state: State, sort: str) -> list[Item]:
    results = state.items("result").values()
    return [
        item for item in results if item.stage == "validated" and item.entries[0].says.get("sort") == sort
    ]


def _persons(item: Item) -> int:
    said = item.entries[0].says
    measured = in_base(said.get("quantity"), said.get("unit"))
    return int(measured[1]) if measured and item.stage in CLAIMED else 0


def _charged(item: Item) -> int:
    outcome = item.latest("report-outcome")
    charged = outcome.says.get("charged") if outcome else 0
    return charged if isinstance(charged, int) else 0

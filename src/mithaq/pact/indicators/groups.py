"""What working groups add up to: whether they meet, decide, deliver, and are carried by every side alike.

Functions of the standing of one group, and of an instant; None while there is nothing to measure.

Source: domain model of working groups (its KPI).
"""

from datetime import date, datetime, timedelta

from mithaq.pact.rules import groups
from mithaq.pact.rules.fields import instant, is_day
from mithaq.pact.rules.group_reviews import last_active_at
from mithaq.pact.rules.state import Item, State

ONE_DAY = timedelta(days=1)


def parity(state: State) -> float | None:
    """The members of the smallest side ÷ those of the largest; 1 is even. None without members."""
    counted = groups.members(state).values()
    return min(counted) / max(counted) if max(counted, default=0) else None


def meeting_regularity(state: State, now: datetime) -> float | None:
    """Meetings held ÷ meetings that the charter's rhythm asks for by now; None before the first is due."""
    days = state.opening.says.get("rhythm_days")
    begun = _chartered_at(state)
    if not isinstance(days, int) or days < 1 or begun is None:
        return None
    planned = (now - begun) // timedelta(days=days)
    return len(_held(state)) / planned if planned > 0 else None


def decision_followup(state: State, today: date) -> float | None:
    """Adopted decisions reported done by their day ÷ those whose day is over; None while none is."""
    due = [
        (item, day)
        for item in state.items("decision").values()
        if (day := _due(item)) and day < today.isoformat()
    ]
    on_time = [
        item
        for item, day in due
        if (done := item.latest("report-done")) and done.at.date().isoformat() <= day
    ]
    return len(on_time) / len(due) if due else None


def deliverable_rate(state: State) -> float | None:
    """Deliverables handed over, as the final reports say (the lowest of them) ÷ those the charter counts."""
    asked = state.opening.says.get("deliverable_count")
    said = [count for count in _reported(state, "confirm-close", "delivered").values() if count >= 0]
    return min(said) / asked if said and isinstance(asked, int) and asked > 0 else None


def dormant_days(state: State, now: datetime) -> int:
    """Days since the group last met, decided or was reviewed."""
    return max((now - last_active_at(state)) // ONE_DAY, 0)


def self_evaluation(state: State) -> tuple[float, int] | None:
    """The mean of what each side last gave itself (1 to 5), and the gap between highest and lowest."""
    scores = [
        *(_reported(state, "submit-review", "score") | _reported(state, "confirm-close", "score")).values()
    ]
    return (sum(scores) / len(scores), max(scores) - min(scores)) if scores else None


def _chartered_at(state: State) -> datetime | None:
    charter = state.item("charter")
    adopted = (
        charter.latest("adopt-charter")
        if charter and charter.stage not in ("proposed", "withdrawn", "declined")
        else None
    )
    return adopted.at if adopted else None


def _held(state: State) -> list[Item]:
    held = (item for item in state.items("meeting").values() if item.stage in ("held", "agreed"))
    return [item for item in held if instant(item.entries[0].says.get("starts_at"))]


def _due(item: Item) -> str:
    day = item.entries[0].says.get("due_on")
    return str(day) if item.stage in ("adopted", "done") and is_day(day) else ""


def _reported(state: State, step: str, field: str) -> dict[str, int]:
    """What each party last said in a number of that step."""
    charter = state.item("charter")
    said = {entry.author: entry.says.get(field) for entry in charter.all(step)} if charter else {}
    return {party: number for party, number in said.items() if isinstance(number, int)}

"""To check: what another side did in a plan and waits for our word: to be accepted, or verified."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from mithaq.matters.plan.shown import KIND, PARTS, PlanShown
from mithaq.node.officers.permission import may_take
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item

# By where a part stands: the step of another than who holds it.
STEPS = {"handed-over": "accept-deliverable", "delivered": "verify-action", "stated": "verify-actual"}


@dataclass(frozen=True, slots=True)
class Check:
    """A part that waits: what it is called, of which action, the step that is awaited, where it stands."""

    id: str
    title: str
    action: str
    step: str
    stage: Stage


def to_check(plan: PlanShown) -> list[Check]:
    """What waits, of those whose step this officer takes."""
    mine = {stage: step for stage, step in STEPS.items() if may_take(plan.officer, KIND, step)}
    return [
        Check(
            item.key,
            plan.title_of(_named(item)),
            plan.action_of(item.key),
            mine[item.stage],
            plan.stage_of(item),
        )
        for item in plan.state.items(PARTS).values()
        if item.stage in mine and item.holder != settings.AUTHORITY
    ]


def _named(item: Item) -> str:
    """The part whose title says what an item is: of a figure for a period, its indicator."""
    return str(item.entries[0].says.get("indicator", "")) or item.key

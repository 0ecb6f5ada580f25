"""Board: the actions of a plan by stage, each as a card with what can be done with it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mithaq.matters.plan.options import Way, ways
from mithaq.matters.plan.shown import PARTS, ActionShown, PlanShown
from mithaq.node.web.items import stage_in
from mithaq.pact.rules.kind import Stage

COLUMNS = ("proposed", "planned", "running", "on-hold", "delivered", "verified", "closed")


@dataclass(frozen=True, slots=True)
class Card:
    """An action on the board."""

    action: ActionShown
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A stage and the actions that stand in it, those due first on top."""

    stage: Stage
    cards: tuple[Card, ...] = field(default=())


def board(plan: PlanShown) -> list[Column]:
    """The columns, in the order in which an action passes through them; what was dropped is left out."""
    mine = ways(plan, ((action.own.id, "") for action in plan.actions))
    return [Column(stage_in(plan.kind.track(PARTS), name), _cards(plan, name, mine)) for name in COLUMNS]


def _cards(plan: PlanShown, stage: str, mine: Mapping[str, list[Way]]) -> tuple[Card, ...]:
    here = [action for action in plan.actions if action.own.stage == stage]
    here.sort(key=lambda action: (action.own.ends_on, action.own.id))
    return tuple(Card(action, tuple(mine.get(action.own.id, ()))) for action in here)

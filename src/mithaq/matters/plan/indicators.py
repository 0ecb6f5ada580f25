"""Indicators: what a plan aims at in a period, what came of it, who counted and who verified.

Achievement (`pact.indicators.achievement`) is shown as it is and capped at the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mithaq.matters.plan.shown import PlanShown
from mithaq.node.ledger import held
from mithaq.pact.indicators.achievement import achieved, figure
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import NOTHING


@dataclass(frozen=True, slots=True)
class Achievement:
    """How much of the way was gone. Units: percent, whole."""

    raw: int

    @property
    def capped(self) -> int:
        return min(max(self.raw, 0), 100)


def achievement(
    baseline: Decimal | None, target: Decimal | None, actual: Decimal | None
) -> Achievement | None:
    """How much of the way from baseline to target was gone; None where there was no way to go, or no figure.

    Source: joint roadmap (domain file M1), indicator_achievement.
    """
    gone = achieved(baseline, target, actual)
    return Achievement(gone) if gone is not None else None


@dataclass(frozen=True, slots=True)
class Period:
    """What is aimed at in a period, and what came of it."""

    id: str
    starts_on: date
    ends_on: date
    stage: Stage
    target: Decimal | None
    actual: Decimal | None
    counted_by: str
    verified_by: str
    source: str
    comment: str
    achievement: Achievement | None


NO_PERIOD = Period("", date.min, date.min, Stage("", NOTHING), None, None, "", "", "", "", None)


@dataclass(frozen=True)
class IndicatorShown:
    """An indicator of an action on a page."""

    id: str
    title: str
    action: str
    action_title: str
    subject: str
    level: str
    measure: str
    ascending: bool
    baseline: Decimal | None
    baseline_year: int | None
    stage: Stage
    periods: tuple[Period, ...]

    @property
    def latest(self) -> Period:
        """The last period of which there is a figure, else the first; an empty one where there is none."""
        counted = [each for each in self.periods if each.actual is not None]
        return [*counted[-1:], *self.periods[:1], NO_PERIOD][0]


def indicators(plan: PlanShown, action: str = "") -> list[IndicatorShown]:
    """The indicators of a plan, or of one of its actions, in the order they were proposed."""
    items = [
        item
        for item in plan.created("propose-indicator")
        if not action or item.entries[0].says.get("action") == action
    ]
    periods: dict[str, list[Item]] = {}
    for each in plan.created("propose-target"):
        periods.setdefault(str(each.entries[0].says.get("indicator", "")), []).append(each)
    wanted = {item.key for item in items}
    told = [each.latest("state-actual") for name in wanted for each in periods.get(name, ())]
    bodies = held.bodies_of([entry for entry in told if entry])
    return [_indicator(plan, item, periods.get(item.key, []), bodies) for item in items]


def indicator(plan: PlanShown, name: str) -> IndicatorShown | None:
    """One indicator; None if the plan has none of that id."""
    return next((each for each in indicators(plan) if each.id == name), None)


def _indicator(
    plan: PlanShown, item: Item, periods: list[Item], bodies: Mapping[str, Mapping[str, Any]]
) -> IndicatorShown:
    says = item.entries[0].says
    baseline, year, action = (
        figure(says.get("baseline")),
        says.get("baseline_year"),
        str(says.get("action", "")),
    )
    dated = [each for each in periods if _has_days(each)]
    return IndicatorShown(
        id=item.key,
        title=plan.title_of(item.key),
        action=action,
        action_title=plan.title_of(action),
        subject=str(says.get("subject", "")),
        level=str(says.get("level", "")),
        measure=str(says.get("measure", "")),
        ascending=says.get("ascending") is not False,
        baseline=baseline,
        baseline_year=year if isinstance(year, int) else None,
        stage=plan.stage_of(item),
        periods=tuple(
            sorted(
                (_period(plan, each, baseline, bodies) for each in dated),
                key=lambda each: (each.starts_on, each.id),
            )
        ),
    )


def _period(
    plan: PlanShown, item: Item, baseline: Decimal | None, bodies: Mapping[str, Mapping[str, Any]]
) -> Period:
    says, told, checked = item.entries[0].says, item.latest("state-actual"), item.latest("verify-actual")
    said = bodies.get(told.id, {}) if told else {}
    target, actual = figure(says.get("target")), figure(told.says.get("actual")) if told else None
    return Period(
        id=item.key,
        starts_on=date.fromisoformat(str(says["starts_on"])),
        ends_on=date.fromisoformat(str(says["ends_on"])),
        stage=plan.stage_of(item),
        target=target,
        actual=actual,
        counted_by=item.holder,
        verified_by=checked.author if checked and item.stage == "checked" else "",
        source=str(said.get("source", "")),
        comment=str(said.get("comment", "")),
        achievement=achievement(baseline, target, actual),
    )


def _has_days(item: Item) -> bool:
    says = item.entries[0].says
    return is_day(str(says.get("starts_on", ""))) and is_day(str(says.get("ends_on", "")))

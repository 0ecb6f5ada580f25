"""Tasks: what our side has to do at home for an action, beside what is agreed in the plan."""

from __future__ import annotations

from mithaq.matters.plan.shown import KIND, PlanShown
from mithaq.node.national import tasks
from mithaq.node.national.tasks import Shown
from mithaq.node.officers.errors import NotYours
from mithaq.node.officers.permission import may_take

LEADING = "report-progress"  # whoever may say how far an action is says who does what for it


def leads(plan: PlanShown) -> bool:
    """Whether this officer sets and changes tasks."""
    return may_take(plan.officer, KIND, LEADING)


def check_leads(plan: PlanShown) -> None:
    """Raises: NotYours."""
    if not leads(plan):
        raise NotYours(kind=KIND, step="task")


def by_action(plan: PlanShown) -> dict[str, list[Shown]]:
    """The tasks this officer may read, by action, each in their order."""
    found: dict[str, list[Shown]] = {}
    for each in tasks.tasks_of(plan.matter, plan.officer, today=plan.today):
        found.setdefault(each.about, []).append(each)
    return found

"""Milestones: the days of a plan: when actions start and end, what is due by when, when what is on hold is
looked at again.

Half-yearly reports of one side and half-year are one milestone: a plan of two hundred actions has one day
of reports, not two hundred.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mithaq.matters.plan.shown import ActionShown, PlanShown
from mithaq.matters.plan.tasks import by_action
from mithaq.node.web import dates
from mithaq.node.web.idents import language
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.fields import is_day

START, END, DELIVERABLE, REPORT, REVIEW, TASK = "start", "end", "deliverable", "report", "review", "task"
WORDS: dict[str, Promise] = {
    START: pgettext_lazy("of an action", "Start"),
    END: pgettext_lazy("of an action", "End"),
    DELIVERABLE: pgettext_lazy("of an action", "Deliverable due"),
    REPORT: pgettext_lazy("of an action", "Reports due"),
    REVIEW: pgettext_lazy("of an action", "Review of what is on hold"),
    TASK: pgettext_lazy("of an action", "Task of ours"),
}
PICTURES = {
    START: "forward",
    END: "quiet",
    DELIVERABLE: "folder",
    REPORT: "draft",
    REVIEW: "pause",
    TASK: "lock",
}
DUE = frozenset({DELIVERABLE, REPORT})
_LEFT_OUT = ("proposed", "declined", "dropped")


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day of the plan. `action` is the id of the action it belongs to, "" if of several; `count` how
    many.
    """

    day: date
    sort: str
    title: str
    by: str
    part: str
    action: str = ""
    count: int = 1

    @property
    def words(self) -> str:
        return str(WORDS[self.sort])

    @property
    def picture(self) -> str:
        return PICTURES[self.sort]


def milestones(plan: PlanShown) -> list[Milestone]:
    """Every milestone of what was agreed, in the order of the days."""
    found = [*_of_actions(plan), *_deliverables(plan), *_reports(plan)]
    return sorted(found, key=_order)


def with_tasks(plan: PlanShown) -> list[Milestone]:
    """The same, and the national tasks that are open: for a page of this node, never for a file."""
    tasks = (each for listed in by_action(plan).values() for each in listed if each.is_open)
    due = (
        Milestone(each.task.due_on, TASK, each.title, each.whom, str(each.id), each.about) for each in tasks
    )
    return sorted([*milestones(plan), *due], key=_order)


def _order(each: Milestone) -> tuple[date, int, str, str]:
    return each.day, list(WORDS).index(each.sort), each.title, each.part


def _of_actions(plan: PlanShown) -> Iterator[Milestone]:
    for action in plan.agreed:
        own = action.own
        yield _of(action, own.starts_on, START)
        yield _of(action, own.done_on or own.ends_on, END)
        if is_day(own.held_until) and own.stage == "on-hold":
            yield _of(action, own.held_until, REVIEW)


def _of(action: ActionShown, day: str, sort: str) -> Milestone:
    own = action.own
    return Milestone(date.fromisoformat(day), sort, action.title, own.lead, own.id, own.id)


def _deliverables(plan: PlanShown) -> Iterator[Milestone]:
    for item in plan.created("propose-deliverable"):
        says = item.entries[0].says
        due = str(says.get("due_on", ""))
        if item.stage not in _LEFT_OUT and is_day(due):
            action = str(says.get("action", ""))
            yield Milestone(
                date.fromisoformat(due), DELIVERABLE, plan.title_of(item.key), item.holder, item.key, action
            )


def _reports(plan: PlanShown) -> Iterator[Milestone]:
    owed: dict[tuple[roadmap.Half, str], int] = {}
    for action in plan.agreed:
        if action.own.stage != "on-hold":
            for half in roadmap.halves_of(action.own):
                owed[half, action.own.lead] = owed.get((half, action.own.lead), 0) + 1
    for (half, lead), count in owed.items():
        part, day = roadmap.called(half), date.fromisoformat(roadmap.due_on(half))
        yield Milestone(day, REPORT, dates.half_year(part, language()), lead, part, count=count)

"""Action: everything the plan holds of one action, and what serves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mithaq.matters.plan.figures import Figure, stated
from mithaq.matters.plan.indicators import IndicatorShown, indicators
from mithaq.matters.plan.names import period_name
from mithaq.matters.plan.options import Way, beginnings, ways
from mithaq.matters.plan.revisions import Proposal, proposals_on
from mithaq.matters.plan.shown import REPORTS, ActionShown, PlanShown
from mithaq.matters.plan.tasks import by_action, leads
from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Matter
from mithaq.node.national.forms import TaskForm
from mithaq.node.national.tasks import Shown as TaskShown
from mithaq.node.web import dates
from mithaq.node.web.idents import language
from mithaq.node.web.said import Said, said
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.serving import CARRIED_BY
from mithaq.pact.rules.state import Item

SAID = ("description", "preconditions", "budget")
BEGIN = ("propose-change", "propose-deliverable", "propose-indicator")


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What an action yields: what it is called, who owes it, by when, and where it stands."""

    id: str
    title: str
    lead: str
    due_on: str
    stage: Stage
    is_late: bool


@dataclass(frozen=True, slots=True)
class Dependency:
    """An action that this one waits for, or that waits for it."""

    id: str
    title: str
    relation: str
    lag_days: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class Half:
    """The report on a half-year: by when it is due, and what came. `owed_by` says who is late with it, ""
    if nobody is.
    """

    about: str
    due_on: str
    stage: Stage | None
    owed_by: str
    reports: int
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class ActionPage:
    """One action of a plan as an officer sees it."""

    plan: PlanShown
    shown: ActionShown
    after: str = ""

    @property
    def item(self) -> Item:
        found = self.plan.state.item("part", self.shown.own.id)
        assert found is not None
        return found

    @property
    def code(self) -> str:
        """Its short name, as papers have it."""
        return self.plan.codes.get(self.shown.own.id, "")

    @cached_property
    def said(self) -> list[Said]:
        """What was said of it when it was proposed: description, preconditions, budget by authority."""
        entry = self.item.entries[0]
        step, body = self.plan.kind.step(entry.step), held.bodies_of([entry]).get(entry.id, {})
        return said(step, {name: body[name] for name in SAID if name in body}) if step else []

    @cached_property
    def objective(self) -> tuple[str, str]:
        """Its axis and its objective, by name."""
        objective = self.plan.state.item("part", self.shown.own.objective)
        axis = str(objective.entries[0].says.get("axis", "")) if objective else ""
        return self.plan.title_of(axis) if axis else "", self.plan.title_of(self.shown.own.objective)

    @cached_property
    def deliverables(self) -> list[Deliverable]:
        return [_deliverable(self.plan, item) for item in self._under("propose-deliverable", "action")]

    @cached_property
    def indicators(self) -> list[IndicatorShown]:
        return indicators(self.plan, self.shown.own.id)

    @cached_property
    def waits_for(self) -> list[Dependency]:
        return [_dependency(self.plan, item, "first") for item in self._under("propose-dependency", "then")]

    @cached_property
    def awaited_by(self) -> list[Dependency]:
        return [_dependency(self.plan, item, "then") for item in self._under("propose-dependency", "first")]

    @cached_property
    def changes(self) -> list[Proposal]:
        """Every change ever proposed of it, the last first, however it ended."""
        return proposals_on(self.plan, self.shown.own.id)

    @cached_property
    def halves(self) -> list[Half]:
        """Its half-years until now, the last first; of an action that is over, those that were reported on:
        nobody owes a report of it any more.
        """
        own = self.shown.own
        if not own.is_agreed:
            return []
        begun = [
            half for half in roadmap.halves_of(own) if roadmap.begins_on(half) <= self.plan.today.isoformat()
        ]
        found = [_half(self.plan, own, half) for half in reversed(begun)]
        return [each for each in found if each.stage or not own.is_over]

    @cached_property
    def matters(self) -> find.Page:
        """The matters that serve it, as far as this officer may see them."""
        wanted = find.Wanted(plan_action=self.shown.own.id)
        return find.matters(self.plan.officer, wanted, now=self.plan.now, after=self.after)

    @cached_property
    def carries(self) -> tuple[Matter, ...]:
        """The matters that ask for something this action carries: an improvement, a recommendation."""
        wanted = find.Wanted(facets={CARRIED_BY: self.shown.own.id})
        return find.matters(self.plan.officer, wanted, now=self.plan.now).rows

    @cached_property
    def tasks(self) -> list[TaskShown]:
        """What our side has to do for it; it stays at home."""
        return by_action(self.plan).get(self.shown.own.id, [])

    @cached_property
    def leads(self) -> bool:
        """Whether this officer sets tasks."""
        return leads(self.plan)

    @property
    def task_form(self) -> TaskForm:
        return TaskForm()

    @cached_property
    def ways(self) -> list[Way]:
        """What this officer may do now: with the action, its deliverables, its figures, its reports, its
        changes.
        """
        found = ways(self.plan, self._named())
        begin = beginnings(self.plan, BEGIN, self.shown.own.id) if not self.shown.own.is_over else []
        return [*(way for each in found.values() for way in each), *begin]

    def _named(self) -> Iterable[tuple[str, str]]:
        yield self.shown.own.id, ""
        yield from ((each.id, each.title) for each in self.deliverables)
        for indicator in self.indicators:
            yield indicator.id, indicator.title
            for each in indicator.periods:
                days = period_name(each.starts_on, each.ends_on, language())
                yield each.id, f"{indicator.title} · {days}"
        yield from ((each.id, each.reference) for each in self.changes)
        for report in self.plan.state.items(REPORTS).values():
            if report.entries[0].says.get("action") == self.shown.own.id:
                half = roadmap.called(roadmap.half_of(report.entries[0]))
                yield report.key, dates.half_year(half, language())

    def _under(self, step: str, field: str) -> list[Item]:
        items = self.plan.created(step)
        return [item for item in items if item.entries[0].says.get(field) == self.shown.own.id]


def action(plan: PlanShown, name: str, after: str = "") -> ActionPage | None:
    """The page of an action; None if the plan has none of that id."""
    shown = next((each for each in plan.actions if each.own.id == name), None)
    return ActionPage(plan, shown, after) if shown else None


def _deliverable(plan: PlanShown, item: Item) -> Deliverable:
    due = str(item.entries[0].says.get("due_on", ""))
    late = item.stage in ("due", "on-hold") and due < plan.today.isoformat()
    return Deliverable(item.key, plan.title_of(item.key), item.holder, due, plan.stage_of(item), late)


def _dependency(plan: PlanShown, item: Item, other: str) -> Dependency:
    says = item.entries[0].says
    name, lag = str(says.get(other, "")), says.get("lag_days", 0)
    return Dependency(
        name,
        plan.title_of(name),
        str(says.get("relation", "")),
        lag if isinstance(lag, int) else 0,
        plan.stage_of(item),
    )


def _half(plan: PlanShown, own: roadmap.Action, half: roadmap.Half) -> Half:
    reports, due = roadmap.reports_on(plan.state, own.id, half), roadmap.due_on(half)
    last = reports[-1] if reports else None
    is_over = due < plan.today.isoformat()
    owed_by = (
        own.lead
        if last is None or last.stage == "returned"
        else own.co_lead
        if last.stage == "submitted"
        else ""
    )
    return Half(
        roadmap.called(half),
        due,
        plan.stage_of(last, REPORTS) if last else None,
        owed_by if is_over else "",
        len(reports),
        tuple(stated(last)) if last else (),
    )

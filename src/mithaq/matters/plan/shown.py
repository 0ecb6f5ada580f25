"""Shown: a joint plan in words and figures, for one officer, on one day.

The roadmap of the pact, with what its parts are called in the reader's language and how many matters serve
each action. Titles rest with the matter's reading, so a plan of two hundred actions is opened with one key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.utils import timezone

from mithaq.matters.plan.counts import Count, counts
from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import may_take
from mithaq.node.web.items import in_language, stage_in
from mithaq.node.web.listing import declared
from mithaq.pact.rules import plan_says, proposals, roadmap
from mithaq.pact.rules.fold import Standing
from mithaq.pact.rules.kind import Kind, Proposals, Stage, Track
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import NOTHING, Words

KIND = "plan"
PARTS, CHANGES, REPORTS = "part", "change", "report"
NO_COUNT = Count()
MOST_SHOWN = 5  # actions of an axis on the page
_WORST = ("red", "amber", "grey", "green", "none")


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action on a page: the roadmap's figures, its title, how it is doing, who serves it."""

    own: roadmap.Action
    title: str
    stage: Stage
    rag: str
    slip_days: int
    expected_on: date
    matters: Count = NO_COUNT

    @property
    def is_late(self) -> bool:
        return self.rag == "red"


@dataclass(frozen=True, slots=True)
class ObjectiveShown:
    """A strategic objective and its actions."""

    id: str
    title: str
    stage: Stage
    actions: tuple[ActionShown, ...]


@dataclass(frozen=True, slots=True)
class AxisShown:
    """An axis of the plan: its objectives, and what is under them, counted."""

    id: str
    code: str
    title: str
    stage: Stage
    objectives: tuple[ObjectiveShown, ...]

    @property
    def actions(self) -> list[ActionShown]:
        return [action for objective in self.objectives for action in objective.actions]

    @property
    def agreed(self) -> list[ActionShown]:
        return [action for action in self.actions if action.own.is_agreed and action.own.stage != "dropped"]

    @property
    def by_rag(self) -> list[tuple[str, int]]:
        """How many actions are doing how, worst first, last what is not measured: all of them."""
        return _by_rag(self.agreed)

    @property
    def worst(self) -> list[ActionShown]:
        """The actions a page has room for: what is late first."""
        by_need = sorted(self.actions, key=lambda action: (_WORST.index(action.rag), action.own.is_over))
        return by_need[:MOST_SHOWN]

    @property
    def more(self) -> int:
        """How many actions the page has no room for."""
        return max(0, len(self.actions) - MOST_SHOWN)

    @property
    def matters(self) -> Count:
        return sum((action.matters for action in self.actions), NO_COUNT)

    @property
    def progress(self) -> int | None:
        """The mean progress of its agreed actions; None if there is none.

        Units: percent.
        """
        running = [
            100 if action.own.done_on else action.own.progress
            for action in self.agreed
            if action.own.stage != "closed"
        ]
        return round(sum(running) / len(running)) if running else None


@dataclass(frozen=True, slots=True)
class LateShown:
    """Something owed and not done by its day: what, of which part and half-year, by whom, since when."""

    words: Words
    part: str
    title: str
    action: str  # which the part is, or is of; "" for none
    about: str
    by: str
    due_at: datetime
    due_on: str  # the day, where it is owed by a day
    days: int

    @property
    def is_ours(self) -> bool:
        return self.by == settings.AUTHORITY


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A change that was proposed: of which part, what, by whom; whether our word on it is still out."""

    id: str
    part: str
    title: str
    change: str
    by: str
    on: str
    is_action: bool
    waits_for_us: bool


@dataclass(frozen=True)
class PlanShown:
    """A plan as one officer sees it now."""

    matter: Matter
    officer: Officer
    standing: Standing
    state: State
    now: datetime
    names: Mapping[str, Mapping[str, str]] = field(repr=False)
    counted: Mapping[str, Count] = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return self.state.kind

    @property
    def stage(self) -> Stage:
        return self.kind.place(self.state.stage)

    @property
    def title(self) -> str:
        """What the plan is called, in the reader's language."""
        return in_language(self.names.get("", {}))

    @cached_property
    def codes(self) -> dict[str, str]:
        """By action: its short name on papers and screens, its axis and its number there: FUG-2."""
        return {
            action.own.id: f"{axis.code}-{number}"
            for axis in self.axes
            for number, action in enumerate(axis.actions, start=1)
        }

    @property
    def signed_on(self) -> str:
        """The day it was signed, "" while it is negotiated."""
        signature = proposals.in_force(self.state, "signature")
        return str(signature.says.get("signed_on", "")) if signature else ""

    @cached_property
    def signed_text(self) -> Matter | None:
        """The instrument whose text was signed as the plan, by the hash both name; None if it is not here."""
        signature = proposals.in_force(self.state, "signature")
        named = str(signature.says.get("text", "")) if signature else ""
        found = find.stating("instrument", "sign", "hash", named, self.officer) if named else []
        return found[0] if found else None

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    @property
    def parties(self) -> tuple[str, ...]:
        """Our authority first."""
        return tuple(sorted(self.state.parties, key=lambda code: (code != settings.AUTHORITY, code)))

    def title_of(self, part: str) -> str:
        """What a part is called; the beginning of its id where its words are not here."""
        return in_language(self.names.get(part, {})) or part[:8]

    def track(self, name: str) -> Track | Proposals:
        return self.kind.track(name)

    def stage_of(self, item: Item, track: str = PARTS) -> Stage:
        return stage_in(self.kind.track(track), item.stage)

    @cached_property
    def actions(self) -> tuple[ActionShown, ...]:
        return tuple(self._action(action) for action in roadmap.actions(self.state))

    @cached_property
    def axes(self) -> tuple[AxisShown, ...]:
        """The axes in their order, with objectives and actions; what was dropped or declined is left out."""
        return tuple(self._axis(item) for item in self.created("propose-axis"))

    @property
    def agreed(self) -> list[ActionShown]:
        return [action for action in self.actions if action.own.is_agreed and action.own.stage != "dropped"]

    @property
    def halves(self) -> list[roadmap.Half]:
        """The half-years in which an agreed action runs and that have begun, the latest first."""
        every = {half for action in self.agreed for half in roadmap.halves_of(action.own)}
        begun = (half for half in every if roadmap.begins_on(half) <= self.today.isoformat())
        return sorted(begun, reverse=True)

    @property
    def by_rag(self) -> list[tuple[str, int]]:
        return _by_rag(self.agreed)

    @cached_property
    def late(self) -> list[LateShown]:
        """What is owed and late, on our side first, then what has been late longest."""
        rows = Duty.objects.filter(
            matter=self.matter.id, done_at=None, paused_at=None, moot=False, due_at__lte=self.now
        )
        shown = [self._late(row) for row in rows.order_by("due_at", "pk")]
        return sorted(shown, key=lambda late: not late.is_ours)

    @property
    def late_by(self) -> list[tuple[str, list[LateShown]]]:
        """What is late, by the side that owes it; a side that owes nothing is there all the same."""
        return [(party, [late for late in self.late if late.by == party]) for party in self.parties]

    @property
    def to_answer(self) -> list[tuple[Item, str]]:
        """Parts that wait for our agreement, and what each is called."""
        proposed = (item for _, item in self.state.created(plan_says.PARTS) if item.stage == "proposed")
        waiting = (item for item in proposed if settings.AUTHORITY not in {*item.yes, item.creator})
        return [(item, self.title_of(item.key)) for item in waiting]

    @property
    def open_changes(self) -> list[ChangeShown]:
        """Changes nobody has settled yet, and what they would change."""
        offered = (item for item in self.state.items(CHANGES).values() if item.stage == proposals.OPEN)
        return [self._change(item) for item in offered]

    def _change(self, item: Item) -> ChangeShown:
        says = item.entries[0].says
        part = str(says.get("part", ""))
        return ChangeShown(
            item.key,
            part,
            self.title_of(part),
            str(says.get("change", "")),
            item.holder,
            timezone.localdate(item.entries[0].at).isoformat(),
            self.state.find(("propose-action",), part) is not None,
            settings.AUTHORITY not in item.yes,
        )

    @property
    def may_agree(self) -> bool:
        """Whether this officer may agree to parts."""
        return may_take(self.officer, KIND, "agree-part")

    def action_of(self, item: str) -> str:
        """The action that an item is, or is of: a deliverable's, a report's; "" where there is none."""
        found = self.state.item(PARTS, item) or self.state.item(REPORTS, item)
        of = str(found.entries[0].says.get("action", "")) if found else ""
        if found and found.created_by == "propose-target":
            return self.action_of(str(found.entries[0].says.get("indicator", "")))
        return of or (item if found and found.created_by == "propose-action" else "")

    def created(self, step: str) -> Iterator[Item]:
        """The parts that a step created and that are still meant."""
        kept = (item for _, item in self.state.created((step,)) if item.stage not in ("declined", "dropped"))
        yield from sorted(kept, key=_order)

    def _axis(self, item: Item) -> AxisShown:
        objectives = [
            each for each in self.created("propose-objective") if each.entries[0].says.get("axis") == item.key
        ]
        return AxisShown(
            item.key, str(item.entries[0].says.get("axis", "")), self.title_of(item.key), self.stage_of(item),
            tuple(self._objective(each) for each in objectives),
        )  # fmt: skip

    def _objective(self, item: Item) -> ObjectiveShown:
        actions = tuple(
            action
            for action in self.actions
            if action.own.objective == item.key and action.own.stage != "declined"
        )
        return ObjectiveShown(item.key, self.title_of(item.key), self.stage_of(item), actions)

    def _action(self, action: roadmap.Action) -> ActionShown:
        return ActionShown(
            action,
            self.title_of(action.id),
            stage_in(self.kind.track(PARTS), action.stage),
            roadmap.rag(self.state, action, self.today),
            action.slip(self.today).days,
            action.expected_on(self.today),
            self.counted.get(action.id, NO_COUNT),
        )

    def _late(self, row: Duty) -> LateShown:
        owed = self.kind.owed.get(row.name)
        assert row.due_at is not None
        report = self.state.item(REPORTS, row.item)
        part = str(report.entries[0].says.get("action", "")) if report else row.item
        days = (self.now - row.due_at).days
        words = owed.words if owed else NOTHING
        action, title = self.action_of(part), self.title_of(part)
        return LateShown(words, part, title, action, row.about, row.owed_by, row.due_at, row.day, days)


def _by_rag(actions: Iterable[ActionShown]) -> list[tuple[str, int]]:
    found = [action.rag for action in actions]
    return [(rag, found.count(rag)) for rag in _WORST if rag in found]


def _order(item: Item) -> tuple[int, str, str]:
    order = item.entries[0].says.get("order", 99)
    return (order if isinstance(order, int) else 99, str(item.entries[0].at), item.key)


def plan(reference: str, officer: Officer, *, now: datetime) -> PlanShown | None:
    """The plan of this reference; None if this node cannot read it.

    Raises: UnknownMatter, also if the officer may not see it.
    """
    return shown_of(find.matter(reference, officer), officer, now=now)


def current(officer: Officer, *, now: datetime) -> PlanShown | None:
    """The plan that is run now: in force before negotiated, then the latest; None if there is none to see."""
    running = find.openable(officer).filter(kind=KIND, final=False).order_by("-opened_at", "id")
    rows = sorted(running[:20], key=lambda row: row.stage == "negotiation")
    return shown_of(next(iter(find.with_titles(rows[:1]))), officer, now=now) if rows else None


def shown_of(matter: Matter, officer: Officer, *, now: datetime) -> PlanShown | None:
    """A plan that `find` gave, drawn for an officer."""
    standing = held.standing_of(held.entries_of(matter.id))
    if (
        standing is None
        or standing.state is None
        or declared(matter.kind, matter.edition) is None
        or matter.kind != KIND
    ):
        return None
    state = standing.state
    served = [item.key for _, item in state.created(("propose-action",))]
    return PlanShown(
        matter, officer, standing, state, now, find.names_in(matter), counts(officer, served, now=now)
    )

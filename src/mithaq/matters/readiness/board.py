"""Board: a register of readiness as one officer sees it now.

What a risk comes to and how ready a capability is, is the pact's word (`readiness_levels`); what they are
called stands in the bodies. An improvement leads to the action of the plan that carries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.readiness.drawn import Mapped, Placed, capability_map, matrix
from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates, rooms
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.items import stage_in
from mithaq.node.web.seen import Seen, beginnings
from mithaq.pact.codes import code_list
from mithaq.pact.rules import readiness_levels as levels
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.readiness import missing_improvements, title_of
from mithaq.pact.rules.readiness_says import EVIDENCE
from mithaq.pact.rules.state import Item

KIND = "readiness"
BEGUN_HERE = ("identify-risk", "declare-capability", "plan-exercise", "ask-improvement")
TRACKS = ("risk", "capability", "exercise", "improvement")
Ways = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk in the table beside the matrix. `inherent` None: not assessed yet."""

    number: int
    title: str
    owner: str
    inherent: int | None
    residual: int | None
    band: str
    review_on: str
    bare: bool
    stage: Stage
    ways: Ways


@dataclass(frozen=True, slots=True)
class Capability:
    """A capability in the table beside the map."""

    title: str
    holder: str
    critical: bool
    levels: tuple[tuple[str, str], ...]
    ready: str
    valid_until: str
    stage: Stage
    ways: Ways


@dataclass(frozen=True, slots=True)
class Improvement:
    """What is to be improved, and where the plan carries it: `action` its address and its name."""

    title: str
    owner: str
    due_on: str
    action: tuple[str, str] | None
    stage: Stage
    ways: Ways


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise with what it asks for."""

    title: str
    sort: str
    held_on: str
    capability: str
    counts: tuple[tuple[str, int], ...]
    missing: int
    improvements: tuple[Improvement, ...]
    stage: Stage
    ways: Ways


@dataclass(frozen=True)
class Board(Seen):
    """A register as one officer sees it now."""

    @cached_property
    def risks(self) -> list[Risk]:
        live = [item for item in self.state.items("risk").values() if item.stage != "closed"]
        return [self._risk(number, item) for number, item in enumerate(live, start=1)]

    @property
    def matrix(self) -> SafeString:
        live = [item for item in self.state.items("risk").values() if item.stage != "closed"]
        placed = [
            Placed(
                number, self._title(item), *levels.residual_place(item), levels.controls_have_run_out(item)
            )
            for number, item in enumerate(live, start=1)
            if levels.is_assessed(item)
        ]
        bands = {name: code_list("risk-bands").label(name, language()) for _, name in levels.BANDS}
        name = gettext("Risks of %(reference)s by likelihood and impact") % {
            "reference": self.matter.reference
        }
        return matrix(name, placed, bands)

    @cached_property
    def criteria(self) -> list[str]:
        words = {each.name: each.words for section in EVIDENCE for each in section.fields}
        return [label_of(words[name]) for name in levels.CRITERIA]

    @cached_property
    def capabilities(self) -> list[Capability]:
        return [self._capability(item) for item in self._live_capabilities()]

    @property
    def map(self) -> SafeString:
        rows = [self._mapped(item) for item in self._live_capabilities()]
        name = gettext("Capabilities of %(reference)s by criterion") % {"reference": self.matter.reference}
        return capability_map(name, self.criteria, rows)

    @cached_property
    def exercises(self) -> list[Exercise]:
        return [self._exercise(item) for item in self.state.items("exercise").values()]

    @property
    def ways(self) -> Ways:
        return tuple(self.begin(BEGUN_HERE))

    def _risk(self, number: int, item: Item) -> Risk:
        assessed = item.latest("assess-risk")
        left = levels.residual(item) if assessed else None
        return Risk(
            number, self._title(item), item.holder, levels.inherent(item) if assessed else None, left,
            levels.band(left) if left else "", str(assessed.says.get("review_on", "")) if assessed else "",
            assessed is not None and levels.controls_have_run_out(item), self._stage("risk", item),
            tuple(self.steps(item.key).values()),
        )  # fmt: skip

    def _live_capabilities(self) -> list[Item]:
        return [item for item in self.state.items("capability").values() if item.stage != "retired"]

    def _capability(self, item: Item) -> Capability:
        shown = item.latest("give-evidence")
        found = levels.criteria(self.state, item) if shown else {}
        told = (str(found.get(name, "–")) for name in levels.CRITERIA)
        return Capability(
            self._title(item), item.holder, item.entries[0].says.get("critical") is True,
            tuple(zip(self.criteria, told, strict=True)), self._ready(item),
            str(shown.says.get("valid_until", "")) if shown else "", self._stage("capability", item),
            tuple(self.steps(item.key).values()),
        )  # fmt: skip

    def _mapped(self, item: Item) -> Mapped:
        found = tuple(levels.criteria(self.state, item).values())
        decides = item.entries[0].says.get("critical") is True and item.stage in levels.LIVE_CAPABILITIES
        return Mapped(
            self._title(item), found, self._ready(item), found.index(min(found)) if decides else None
        )

    def _ready(self, item: Item) -> str:
        ready = levels.readiness(self.state, item)
        return dates.number(f"{ready:.1f}".removesuffix(".0"), language())

    def _exercise(self, item: Item) -> Exercise:
        says, run = item.entries[0].says, item.latest("run-exercise")
        tried = self.state.item("capability", str(says.get("capability", "")))
        counted = {"P": "performed", "S": "some", "M": "major", "U": "unable"}
        counts = [(mark, levels.number(run, name, 0, 99)) for mark, name in counted.items()] if run else []
        return Exercise(
            self._title(item), str(says.get("sort", "")), str(says.get("held_on", "")),
            self._title(tried) if tried else "", tuple((mark, count) for mark, count in counts if count),
            missing_improvements(self.state, item) if run else 0,
            tuple(self._improvement(each) for each in levels.improvements(self.state, item)),
            self._stage("exercise", item), tuple(self.steps(item.key).values()),
        )  # fmt: skip

    def _improvement(self, item: Item) -> Improvement:
        says = item.entries[0].says
        return Improvement(
            self._title(item), item.holder, str(says.get("due_on", "")),
            self._action(str(says.get("action", ""))),
            self._stage("improvement", item), tuple(self.steps(item.key).values()),
        )  # fmt: skip

    def _action(self, action: str) -> tuple[str, str] | None:
        """Where the plan shows the action, and what it is called; None if not to this officer."""
        entry = held.entry(action) if action else None
        plan = find.openable(self.officer).filter(pk=entry.matter).first() if entry else None
        if entry is None or plan is None:
            return None
        called = find.name_of(entry, language()) or gettext("action of the plan")
        return rooms.item_url(plan.kind, plan.reference, action), called

    def _title(self, item: Item) -> str:
        return title_of(item, self.bodies) or "–"

    def _stage(self, track: str, item: Item) -> Stage:
        return stage_in(self.state.kind.track(track), item.stage)


def read(matter: Matter, officer: Officer, now: datetime) -> Board | None:
    """A register that `find` gave; None if this node does not understand it."""
    return Board.read(matter, officer, beginnings(*TRACKS), now=now)

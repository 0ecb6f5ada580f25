"""Board: an operation as one officer sees it now: its gates side by side, its legs, what is missing.

The reasons for which nobody may give a go are those of the pact (`operation_gates`), in the sentences a form
would answer with. Places and references stand in the bodies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.operations.drawn import Leg, draw
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web.authorities import called, known, zone_where
from mithaq.node.web.idents import language
from mithaq.node.web.items import stage_in
from mithaq.node.web.pen import ARABIC
from mithaq.node.web.seen import Seen, beginnings
from mithaq.node.web.sentences import sentence
from mithaq.pact.codes import code_list
from mithaq.pact.rules.kind import Saying, Stage
from mithaq.pact.rules.operation_gates import (
    arrives_at,
    authorised,
    departs_at,
    given,
    go_over_at,
    legs,
    number_of,
)
from mithaq.pact.rules.operation_results import Sum, sums
from mithaq.pact.rules.operations import BEFORE
from mithaq.pact.rules.operations_say import check_go
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.terms import NO_TERMS
from mithaq.pact.rules.words import Words

KIND = "operation"
ROWS = ("legal", "check", "order", "go", "debrief")
BEGUN_HERE = ("propose-leg", "begin", "end-operation", "state-result", "log-decision", "close-operation")


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate, with where each side stands at it, and what this officer may do about ours."""

    words: Words
    stages: tuple[tuple[str, Stage], ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LegShown:
    """A leg in the table beside its drawing."""

    number: int
    title: str
    country: str
    authority: str
    departs: datetime | None
    arrives: datetime | None
    until: datetime | None
    stage: Stage
    lapses: bool
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A decision of the log."""

    at: str
    by: str
    sort: str
    reason: str


@dataclass(frozen=True)
class Board(Seen):
    """An operation as one officer sees it now."""

    @cached_property
    def gates(self) -> list[Gate]:
        over = self.state.stage not in BEFORE
        return [self._gate(name) for name in ROWS if over or name != "debrief"]

    @property
    def reasons(self) -> list[tuple[bool, str]]:
        """Why there can be no go, and what lapses on the way, which only warns (True), in words."""
        if self.state.stage not in BEFORE:
            return []
        problems = check_go(Saying(settings.AUTHORITY, {}, {}, self.state, NO_TERMS, self.now))
        return [(each.soft, sentence(each.code, self._named(each.facts), language())) for each in problems]

    @property
    def may_go(self) -> bool:
        return self.state.stage in BEFORE and all(soft for soft, _ in self.reasons)

    @property
    def go_over_at(self) -> datetime | None:
        return go_over_at(self.state) if given(self.state) else None

    @property
    def aborting(self) -> str:
        """The address of the form that aborts; "" where this officer may not, or nothing can be."""
        return self.steps().get("abort", ("", ""))[0]

    @property
    def giving(self) -> tuple[str, str] | None:
        """The address and the verb of our go, where this officer gives it."""
        return self.steps(settings.AUTHORITY).get("give-go")

    @property
    def ways(self) -> list[tuple[str, str]]:
        return self.begin(BEGUN_HERE)

    @cached_property
    def legs(self) -> list[LegShown]:
        return [self._leg(item) for item in legs(self.state)]

    @property
    def picture(self) -> SafeString:
        """The legs over time, on our own clock."""
        drawn = [leg for item in legs(self.state) if (leg := self._drawn(item))]
        name = gettext("Legs of %(reference)s over time") % {"reference": self.matter.reference}
        return draw(name, drawn, self.zone, self.now)

    @property
    def zone(self) -> ZoneInfo:
        return zone_where(settings.AUTHORITY, known())

    @property
    def results(self) -> list[Sum]:
        return sums(self.state)

    @property
    def removed(self) -> bool:
        """Whether anything was claimed twice."""
        return any(each.removed for each in self.results)

    @property
    def decisions(self) -> list[Told]:
        """The log, the latest first."""
        entries = [item.entries[0] for item in self.state.items("decision").values()]
        return [
            Told(
                str(each.says.get("decided_at", "")), each.author, str(each.says.get("sort", "")),
                str(self.bodies.get(each.id, {}).get("reason") or ""),
            )
            for each in reversed(entries)
        ]  # fmt: skip

    def _gate(self, name: str) -> Gate:
        track = self.state.kind.track(name)
        stages = tuple(
            (party, stage_in(track, item.stage))
            for party in self.parties
            if (item := self.state.item(name, party)) is not None
        )
        steps = {step.name for step in self.state.kind.steps if step.track == name} - {"give-go"}
        own = self.steps(settings.AUTHORITY).items()
        return Gate(track.words, stages, tuple(way for step, way in own if step in steps))

    def _leg(self, item: Item) -> LegShown:
        until, arrives = authorised(item)[1], arrives_at(item)
        said = self.bodies.get(item.key, {})
        lapses = item.stage == "authorised" and bool(until and arrives and until < arrives)
        ways = tuple(self.steps(item.key).values())
        return LegShown(
            number_of(item), self._title(item), str(said.get("country") or ""), item.holder, departs_at(item),
            arrives, until, stage_in(self.state.kind.track("leg"), item.stage), lapses, ways,
        )  # fmt: skip

    def _drawn(self, item: Item) -> Leg | None:
        departs, arrives = departs_at(item), arrives_at(item)
        if departs is None or arrives is None or arrives <= departs:
            return None
        since, until = authorised(item)
        valid = (since, until) if since and until else None
        said = stage_in(self.state.kind.track("leg"), item.stage).words.say(language())
        return Leg(number_of(item), self._title(item), self._name(item.holder), departs, arrives, valid, said)

    def _title(self, item: Item) -> str:
        said = self.bodies.get(item.key, {})
        places = [str(said.get(name) or "") for name in ("from_place", "to_place")]
        arrow = "←" if any(map(ARABIC.search, places)) else "→"  # as the words run, whatever the page does
        mode = code_list("transport-modes").label(str(item.entries[0].says.get("mode", "")), language())
        return f"{places[0]} {arrow} {places[1]}" if all(places) else mode

    def _name(self, party: str) -> str:
        return called(party, known())

    def _named(self, facts: Mapping[str, str]) -> dict[str, str]:
        return {name: self._name(value) if name == "party" else value for name, value in facts.items()}


def read(matter: Matter, officer: Officer, now: datetime) -> Board | None:
    """An operation that `find` gave; None if this node does not understand it."""
    return Board.read(matter, officer, beginnings("leg", "decision"), now=now)

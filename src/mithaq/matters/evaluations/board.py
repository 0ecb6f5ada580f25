"""Board: an evaluation as one officer sees it now: each side's scores beside what all agreed.

What we sealed is shown to us alone until all have sealed. Indicators are what the figures of this node
propose: they score nothing. A former round is set beside this one only if it was made by the same version of
the instrument, between the same parties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.evaluations.radar import Drawn, draw
from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web.authorities import called, known
from mithaq.node.web.field_indicators import Measured
from mithaq.node.web.field_indicators import field as measured_field
from mithaq.node.web.idents import language
from mithaq.node.web.items import stage_in
from mithaq.node.web.seen import Seen, Way
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import blind, proposals
from mithaq.pact.rules.answers import rows_of
from mithaq.pact.rules.evaluations import OPEN, SEAL, consensus, gap, needs_action, opened
from mithaq.pact.rules.evaluations_say import DIMENSIONS, shown
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item, State

KIND = "evaluation"
PROPOSING = ("scoring", "revealing", "comparing")
MOST_FORMER = 12  # rounds looked through for a former one
# Which figures speak of which dimension: by the kind they are measured in.
PROPOSE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "timeliness": (("plan", "plan-on-time"), ("threat", "threat-acknowledged")),
    "quality": (("instrument", "instrument-concordance"),),
    "outcomes": (("plan", "plan-verified-share"), ("plan", "plan-achievement"), ("training", "training-use")),
    "reciprocity": (("plan", "plan-balance"),),
    "institution": (("plan", "plan-report-discipline"), ("evaluation", "evaluation-followed")),
}


@dataclass(frozen=True, slots=True)
class Score:
    """One side's score of a dimension; None is not applicable, `awaited` not known here yet."""

    party: str
    value: int | None
    evidence: str
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One dimension."""

    name: str
    scores: tuple[Score, ...]
    gap: int | None
    agreed: int | None
    note: str
    former: int | None


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation, where it stands, and what this officer may do about it."""

    text: str
    about: str
    owner: str
    due_on: str
    stage: Stage
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Board(Seen):
    """An evaluation as one officer sees it now."""

    @property
    def period(self) -> tuple[str, str]:
        says = self.state.opening.says
        return str(says.get("from_on", "")), str(says.get("until_on", ""))

    @property
    def needs_action(self) -> bool:
        return needs_action(self.state)

    @property
    def only_ours(self) -> bool:
        """Whether what is shown of our own scores is not known to the others yet."""
        own = self.state.item("own", settings.AUTHORITY)
        return own is not None and own.stage == "sealed"

    @property
    def standings(self) -> list[tuple[str, Stage]]:
        """How far each side has come with its own scores."""
        track = self.state.kind.track("own")
        items = ((party, self.state.item("own", party)) for party in self.parties)
        return [(party, stage_in(track, item.stage)) for party, item in items if item]

    @property
    def broken(self) -> list[str]:
        """Who sent something else than what it had sealed, as far as it can be read here."""
        return [party for party in self.parties if self._is_broken(self.state.item("own", party))]

    @cached_property
    def rows(self) -> list[Row]:
        agreed, former = consensus(self.state), consensus(self.former) if self.former else {}
        notes = self._notes
        return [
            Row(
                name, tuple(self._score(party, name) for party in self.parties), gap(self.state, name),
                agreed.get(name), notes.get(name, ""), former.get(name),
            )
            for name in DIMENSIONS
        ]  # fmt: skip

    @property
    def picture(self) -> SafeString:
        lines = [Drawn(self._name(party), self._scores(party)) for party in self.parties]
        if agreed := consensus(self.state):
            lines.append(Drawn(gettext("agreed by all"), agreed, agreed=True))
        labels = code_list("evaluation-dimensions")
        name = gettext("Scores of %(reference)s by dimension") % {"reference": self.matter.reference}
        return draw(name, [(each, labels.label(each, language())) for each in DIMENSIONS], lines)

    @cached_property
    def proposed(self) -> list[tuple[str, list[Measured]]]:
        """By dimension: what the figures of this node propose for the half-year in which the period ends."""
        if self.state.stage not in PROPOSING:
            return []
        ends = self.period[1]
        half = f"{ends[:4]}-H{1 if ends[5:7] <= '06' else 2}"
        kinds = sorted({kind for told in PROPOSE.values() for kind, _ in told})
        found = {
            each.indicator.name: each
            for kind in kinds
            for each in measured_field(kind, self.officer, asked=half, now=self.now).measured
        }
        told = [(name, [found[one] for _, one in PROPOSE[name] if one in found]) for name in PROPOSE]
        return [(name, figures) for name, figures in told if any(each.figure.counted for each in figures)]

    @cached_property
    def former(self) -> State | None:
        """The last agreed round before this one by the same version, between the same parties."""
        says = self.state.opening.says
        rounds = find.openable(self.officer).filter(kind=KIND).exclude(pk=self.matter.pk)
        for matter in rounds.order_by("-opened_at", "id").values_list("pk", flat=True)[:MOST_FORMER]:
            stands = held.standing_of(held.entries_of(matter))
            state = stands.state if stands else None
            if (
                state is not None
                and state.parties == self.state.parties
                and state.opening.says.get("instrument") == says.get("instrument")
                and str(state.opening.says.get("until_on", "")) < self.period[1]
                and consensus(state)
            ):
                return state
        return None

    @property
    def recommendations(self) -> list[Recommended]:
        track = self.state.kind.track("recommendation")
        return [
            Recommended(
                str(self.bodies.get(item.key, {}).get("text") or ""),
                str(item.entries[0].says.get("about", "")), item.holder,
                str(item.entries[0].says.get("due_on", "")), stage_in(track, item.stage),
                tuple(self._ways(item.key)),
            )
            for item in self.state.items("recommendation").values()
        ]  # fmt: skip

    @property
    def ways(self) -> list[Way]:
        return [*self._ways(settings.AUTHORITY), *self._ways("")]

    @cached_property
    def _notes(self) -> dict[str, str]:
        adopted = proposals.in_force(self.state, "consensus")
        rows = rows_of(self.bodies.get(adopted.id, {}).get("notes")) if adopted else ()
        return {str(row.get("dimension")): str(row.get("note") or "") for row in rows}

    def _said(self, party: str) -> Mapping[str, Any]:
        """The body that holds a side's scores: opened, or our own while they are sealed."""
        item = self.state.item("own", party)
        steps = (OPEN, SEAL) if party == settings.AUTHORITY else (OPEN,)
        entry = item.latest(*steps) if item else None
        return self.bodies.get(entry.id, {}) if entry else {}

    def _scores(self, party: str) -> Mapping[str, int]:
        public = opened(self.state).get(party)
        if public is not None:
            return public
        return {name: int(str(said)) for name, said in shown(self._said(party)).items()}

    def _score(self, party: str, name: str) -> Score:
        rows = rows_of(self._said(party).get("scores"))
        evidence = next((str(row.get("evidence") or "") for row in rows if row.get("dimension") == name), "")
        item = self.state.item("own", party)
        ours = party == settings.AUTHORITY and item is not None and item.latest(SEAL) is not None
        awaited = party not in opened(self.state) and not ours
        return Score(party, self._scores(party).get(name), evidence, awaited)

    def _is_broken(self, item: Item | None) -> bool:
        entry = item.latest(OPEN) if item else None
        body = self.bodies.get(entry.id) if entry else None
        return entry is not None and body is not None and not blind.is_what_was_sealed(entry, body, shown)

    def _name(self, party: str) -> str:
        return called(party, known())

    def _ways(self, item: str) -> list[Way]:
        """Of what this officer may begin about an item, or about the whole: what is an ordinary step now."""
        usual = {
            each.name
            for each in self.state.kind.steps
            if each.usual is None or self.state.stage in each.usual
        }
        return [way for name, way in self.steps(item).items() if name in usual]


def read(matter: Matter, officer: Officer, now: datetime) -> Board | None:
    """An evaluation that `find` gave; None if this node does not understand it."""
    return Board.read(matter, officer, _spoken, now=now)


def _spoken(state: State) -> Iterator[Entry]:
    for track in ("own", "consensus", "recommendation"):
        for item in state.items(track).values():
            yield from item.entries

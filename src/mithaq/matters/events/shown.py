"""Shown: a sports event as one officer sees it now: matches by day, delegations, incidents, the checklist.

What the pact says of an event (`matches`), with what stands in the bodies and the clocks the ledger keeps.
Danger from a crowd stands before everything else that happened: safety goes before whom to put out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any

from mithaq.matters.events.card import Card, make
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web.items import stage_in
from mithaq.node.web.seen import Seen, Way, beginnings
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import matches
from mithaq.pact.rules.assisting import provider
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.matches import SAID, last_said, number
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import Words

KIND = "event"
FIRST = ("crowd-crush-risk", "medical", "lost-child", "terror-alert")  # people in danger before all else
COUNTED = ("injured", "ejected", "arrested", "offences")
BEGUN_HERE = (
    "schedule-match", "add-venue", "begin-delegation", "report-incident", "confirm-line", "go-live",
    "stand-down",
)  # fmt: skip


OF_A_MATCH = (
    "set-level", "send-analysis", "send-update", "send-post-report", "post-spotter", "report-incident",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened, in counts."""

    sort: str
    at: str
    zone: str
    by: str
    counts: tuple[int, ...]
    stage: Stage
    first: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A delegation, and which of its spotters is posted to which match."""

    by: str
    stage: Stage
    says: Mapping[str, Any]
    posted: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Shown(Seen):
    """An event as one officer sees it now."""

    @property
    def says(self) -> Mapping[str, Any]:
        return self.state.opening.says

    @property
    def hosts(self) -> tuple[str, ...]:
        hosting = matches.hosts(self.state)
        return tuple(party for party in self.parties if party in hosting)

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        return tuple(Duty.objects.filter(matter=self.matter.id).order_by("due_at", "name", "owed_by"))

    @property
    def owed(self) -> list[tuple[Words, Duty]]:
        """What is owed of the event as a whole."""
        return [(self.state.kind.owed[row.name].words, row) for row in self.duties if not row.item]

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return tuple(self._card(item) for item in self.state.items("match").values())

    @property
    def days(self) -> list[tuple[str, list[Card]]]:
        """The matches by the day they are played on at the venue."""
        ordered = sorted(self.cards, key=lambda card: (card.played_on, str(card.kickoff_at), card.title))
        return [(day, list(cards)) for day, cards in groupby(ordered, key=lambda card: card.played_on)]

    def card(self, item: str) -> Card | None:
        return next((card for card in self.cards if card.item == item), None)

    @property
    def delegations(self) -> list[Sent]:
        track = self.state.kind.track("delegation")
        return [
            Sent(
                provider(item) or item.creator, stage_in(track, item.stage), item.entries[0].says,
                tuple(sorted((each, self.title_of(to)) for each, to in matches.posted(self.state, item.key))),
            )
            for item in self.state.items("delegation").values()
        ]  # fmt: skip

    @cached_property
    def incidents(self) -> list[Incident]:
        """What is not over first, people in danger before all else, then the latest."""
        return self.incidents_of(self.state.items("incident").values())

    def incidents_at(self, match: str) -> list[Incident]:
        return self.incidents_of(matches.about(self.state, "incident", match))

    def incidents_of(self, items: Iterable[Item]) -> list[Incident]:
        track, told = self.state.kind.track("incident"), []
        for item in items:
            says = item.entries[0].says
            sort = str(says.get("sort", ""))
            told.append(
                Incident(
                    sort,
                    str(says.get("happened_at", "")),
                    str(says.get("zone", "")),
                    item.holder,
                    tuple(number(says, name) for name in COUNTED),
                    stage_in(track, item.stage),
                    sort in FIRST,
                )
            )
        latest = sorted(told, key=lambda each: each.at, reverse=True)
        return sorted(latest, key=lambda each: (each.stage.final, not each.first))

    @property
    def sums(self) -> tuple[int, ...]:
        """Persons injured, ejected, arrested, and offences: each by itself, for they are never added up."""
        return tuple(map(sum, zip(*(each.counts for each in self.incidents), strict=True)))

    @property
    def lines(self) -> list[tuple[str, list[bool]]]:
        """Every line of the checklist, and which host has confirmed it."""
        done = {host: matches.confirmed_lines(self.state, host) for host in self.hosts}
        return [
            (line, [line in done[host] for host in self.hosts])
            for line in code_list("event-checklist").values
        ]

    @property
    def confirmed(self) -> list[tuple[str, int, int]]:
        """Of each host, how many lines it has confirmed of how many there are."""
        total = len(code_list("event-checklist").values)
        return [(host, len(matches.confirmed_lines(self.state, host)), total) for host in self.hosts]

    @property
    def ways(self) -> list[Way]:
        return [way for name, way in self.steps().items() if name in BEGUN_HERE]

    def title_of(self, match: Item) -> str:
        said = match.latest(*SAID)
        return str(self.bodies.get(said.id, {}).get("title") or "") if said else ""

    def ways_at(self, match: str) -> list[Way]:
        """What this officer may begin about a match, or on the form of which it is chosen."""
        chosen = (way for name, way in self.steps().items() if name in OF_A_MATCH)
        return [*self.steps(match).values(), *chosen]

    def _card(self, item: Item) -> Card:
        venue = str(last_said(item).get("venue", ""))
        own = [row for row in self.duties if row.item == item.key]
        named = {"title": self.title_of(item), "venue": str(self.bodies.get(venue, {}).get("title") or "")}
        return make(self.state, item, own, named, self.now)


def read(matter: Matter, officer: Officer, now: datetime) -> Shown | None:
    """An event that `find` gave; None if this node does not understand it."""
    return Shown.read(matter, officer, _spoken, now=now)


def _spoken(state: State) -> list[Entry]:
    """What each match was last said to be, and the venues."""
    said = [entry for item in state.items("match").values() if (entry := item.latest(*SAID))]
    return [*said, *beginnings("venue")(state)]

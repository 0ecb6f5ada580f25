"""Card: one match: what is due before and after kick-off, on which side; its risk, its groups in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from mithaq.node.ledger.models import Duty
from mithaq.node.web.items import stage_in
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import matches
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.matches import number
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import LANGUAGES, Words

TONES = {"low": "good", "medium": "waiting", "high": "bad"}
FORMS = ("send-analysis", "send-update")


@dataclass(frozen=True, slots=True)
class Level:
    """A risk level as its host set it, and how others see it."""

    said: Stage
    by: str
    phase: str
    factors: tuple[str, ...]
    others: tuple[tuple[str, Stage, tuple[str, ...]], ...]
    superseded: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A supporter group in the numbers that an information point stated last."""

    by: str
    says: Mapping[str, Any]
    view: Stage


@dataclass(frozen=True, slots=True)
class Due:
    """A line of the countdown: a duty with its words, or the kick-off, which has neither."""

    at: datetime | None
    words: Words | None = None
    duty: Duty | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One match as its page and the calendar show it."""

    item: str
    title: str
    venue: str
    host: str
    stage: Stage
    says: Mapping[str, Any]
    kickoff_at: datetime | None
    countdown: tuple[Due, ...]
    levels: tuple[Level, ...]
    groups: tuple[Group, ...]
    spotters: tuple[tuple[str, int], ...]
    safe: int | None
    now: datetime

    @property
    def played_on(self) -> str:
        return str(self.says.get("played_on", ""))

    @property
    def level(self) -> Level | None:
        """The level that stands."""
        return next((each for each in self.levels if not each.superseded), None)

    @property
    def tickets(self) -> int:
        return matches.tickets(self.says)

    @property
    def waiting(self) -> list[Due]:
        """What is still to be done, in order."""
        return [
            each for each in self.countdown if each.duty and each.duty.done_at is None and not each.duty.moot
        ]

    @property
    def late(self) -> list[Due]:
        return [each for each in self.waiting if each.at is not None and each.at < self.now]

    @property
    def next_due(self) -> Due | None:
        """What is late, or is due next."""
        return next(iter(self.waiting), None)


def make(
    state: State, item: Item, owed: Sequence[Duty], named: Mapping[str, str], now: datetime
) -> Card:  # fmt: skip
    """The card of a match: `owed` are its duties, `named` what its host calls it and its venue."""
    says, stage = matches.last_said(item), stage_in(state.kind.track("match"), item.stage)
    return Card(
        item.key, named["title"], named["venue"], item.holder, stage,
        says, matches.kickoff(item), _countdown(state, item, owed), tuple(_levels(state, item)),
        tuple(_groups(state, item)), _spotters(state, item),
        matches.safe_capacity(matches.venue_of(state, says)), now,
    )  # fmt: skip


def level_words(code: str) -> Stage:
    """A level as a pill: its words, and the tone that goes with them."""
    labels = code_list("event-risk-levels")
    words = Words(*(labels.label(code, language) for language in LANGUAGES))
    return Stage(code, words, TONES.get(code, "quiet"))


def _countdown(state: State, item: Item, owed: Sequence[Duty]) -> tuple[Due, ...]:
    lines = [
        Due(row.due_at, state.kind.owed[row.name].words, row) for row in owed if row.name in state.kind.owed
    ]
    last = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted([*lines, Due(matches.kickoff(item))], key=lambda each: each.at or last))


def _levels(state: State, item: Item) -> Iterable[Level]:
    """The latest first: what stands, then what it took the place of."""
    for each in reversed(list(matches.about(state, "level", item.key))):
        says = each.entries[0].says
        others = tuple(
            (entry.author, level_words(str(entry.says.get("view", ""))), _codes(entry.says, "grounds"))
            for entry in each.all("contest-level")
        )
        yield Level(
            level_words(str(says.get("level", ""))), each.holder, str(says.get("phase", "")),
            _codes(says, "factors"), others, each.stage == "superseded",
        )  # fmt: skip


def _groups(state: State, item: Item) -> Iterable[Group]:
    """What each information point stated last of the supporters it follows."""
    last: dict[str, Entry] = {}
    for each in matches.about(state, "form", item.key):
        if each.entries[0].step in FORMS:
            last[each.holder] = each.entries[0]
    for party, entry in last.items():
        yield Group(party, entry.says, level_words(str(entry.says.get("view", ""))))


def _spotters(state: State, item: Item) -> tuple[tuple[str, int], ...]:
    posted = (each for each in matches.about(state, "posting", item.key) if each.stage == "posted")
    return tuple((each.holder, number(each.entries[0].says, "spotter")) for each in posted)


def _codes(says: Mapping[str, Any], name: str) -> tuple[str, ...]:
    stated = says.get(name, ())
    return stated if isinstance(stated, tuple) else ()

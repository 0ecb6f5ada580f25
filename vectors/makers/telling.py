"""A conversation told for a vector: who says what, having seen what, received when; and what it adds up to.

Everybody has seen everything unless the story says not, and receives what others say five
minutes later. What the author of a story expects is written in the story, and the code must agree
before anything is frozen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from mithaq.pact.ledger.entry import Entry, Said, compose, read_entry, written_at
from mithaq.pact.ledger.order import equivocations, heads
from mithaq.pact.rules.clocks import Owed, duties
from mithaq.pact.rules.fold import Standing, standing, turn
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.terms import NO_TERMS, Terms
from vectors.makers.notation import Json
from vectors.makers.parties import PAIRS, PARTIES, STRANGER

# Why an entry is set aside, as stories say it.
NOT_NOW, TAKEN, NOT_THEIRS = "rules.not-at-this-stage", "rules.already-taken", "rules.not-this-side"
NO_ITEM, BADLY = "rules.no-such-item", "rules.badly-said"

BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Told:
    """A matter as it was told: entries, receipts, terms, and the instant at which duties are read."""

    name: str
    kind: Kind
    terms: Terms = NO_TERMS
    at: datetime = BEGIN
    said: list[Entry] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    receipts: dict[tuple[str, str], datetime] = field(default_factory=dict)

    @property
    def opening(self) -> Entry:
        return self.said[0]

    @property
    def held(self) -> list[Entry]:
        return [entry for entry in self.said if entry.id not in self.lost]

    def say(
        self,
        author: str,
        step: str,
        says: Mapping[str, Said] | None = None,
        *,
        item: Entry | str = "",
        missed: Iterable[Entry] = (),
        after: timedelta = MINUTE,
        received: Mapping[str, int | None] | None = None,
        **lies: Any,
    ) -> Entry:
        """State a step.

        `missed` is what its author had not seen, with all that others built on it; `received` says after
        how many minutes a party receives it (None: never); `lies` replace parts of the header.
        """
        self.at += after if self.said else timedelta(0)
        seen = self._seen(author, missed)
        key = PAIRS.get(author, STRANGER).fingerprint
        parts: dict[str, Any] = {
            "kind": self.kind.name, "edition": self.kind.edition, "step": step, "author": author, "key": key,
            "at": self.at, "says": says, "item": item.id if isinstance(item, Entry) else item,
        }  # fmt: skip
        if self.said:
            parts |= {"matter": self.opening.id, "after": heads(seen), "prev": _last(seen, author)}
        else:
            parts |= {"parties": PARTIES, "to": [party for party in PARTIES if party != author]}
        new = read_entry(compose(**(parts | lies)))
        self.said.append(new)
        for party in PARTIES:
            minutes = (received or {}).get(party, 5)
            if party != author and minutes is not None:
                self.receipts[new.id, party] = self.at + minutes * MINUTE
        return new

    def lose(self, entry: Entry) -> None:
        """An entry that has not arrived where the vector is read."""
        self.lost.add(entry.id)

    def expect(
        self,
        stage: str,
        *,
        waits_for: str = "",
        aside: Mapping[str, str] | None = None,
        told_twice: int = 0,
        missing: int = 0,
    ) -> "Told":
        """What the story comes to, as its author says. Raises: AssertionError if the code disagrees."""
        found = standing(self.kind, self.held)
        set_aside = {f"{entry.author} {entry.step}": reason for entry, reason in found.set_aside}
        told = len(equivocations(self.held))
        comes_to = (found.stage, turn(found), set_aside, told, len(found.missing))
        expected = (stage, frozenset(waits_for.split()), dict(aside or {}), told_twice, missing)
        if comes_to != expected:
            raise AssertionError(f"{self.name}: {comes_to}, not {expected}")
        return self

    def stated(self, now: datetime | None = None) -> Json:
        """The conversation as a vector: arrived in no order, one entry twice."""
        now = now or self.at + timedelta(days=30)
        arrived = [*self.held, self.held[-1]]
        Random(self.name).shuffle(arrived)
        receipts = [
            {"entry": entry, "by": party, "at": written_at(at)}
            for (entry, party), at in sorted(self.receipts.items())
            if entry not in self.lost
        ]
        return {
            "name": self.name,
            "now": written_at(now),
            "terms": {"entry": self.terms.entry, "values": dict(self.terms.values)} | _calendars(self.terms),
            "arrived": [entry.header.decode() for entry in arrived],
            "receipts": receipts,
            "expected": comes_to(self.kind, self.held, self.receipts, self.terms, now),
        }

    def _seen(self, author: str, missed: Iterable[Entry]) -> list[Entry]:
        unseen = {entry.id for entry in missed}
        for entry in self.said:
            if {*entry.after, entry.prev} & unseen and entry.author != author:
                unseen.add(entry.id)
        return [entry for entry in self.said if entry.id not in unseen]


def comes_to(
    kind: Kind,
    entries: Iterable[Entry],
    receipts: Mapping[tuple[str, str], datetime],
    terms: Terms,
    now: datetime,
) -> Json:
    """What entries, receipts and terms add up to, as vectors write it."""
    found = standing(kind, entries)
    return {
        "stage": found.stage,
        "turn": sorted(turn(found)),
        "counted": [entry.id for entry in found.counted],
        "set_aside": [{"entry": entry.id, "reason": reason} for entry, reason in found.set_aside],
        "missing": sorted(found.missing),
        "told_twice": [list(pair) for pair in equivocations(entries)],
        "heads": list(found.heads),
        "tracks": _tracks(found),
        "in_force": _in_force(found),
        "duties": [_duty(owed, now) for owed in duties(found, receipts, terms)],
    }


def _tracks(found: Standing) -> Json:
    if found.state is None:
        return {}
    return {
        track: [
            {
                "item": item.key, "holder": item.holder, "stage": item.stage,
                "entries": [entry.id for entry in item.entries], "yes": sorted(item.yes),
            }
            for _, item in sorted(items.items())
        ]
        for track, items in sorted(found.state.tracks.items())
    }  # fmt: skip


def _in_force(found: Standing) -> list[Json]:
    applied = sorted(found.state.applied.items()) if found.state else []
    return [
        {"track": track, "subject": subject, "proposal": proposal} for (track, subject), proposal in applied
    ]


def _calendars(terms: Terms) -> Json:
    """The calendars of the terms, where there are any."""
    stated = {
        party: {"zone": each.zone, "holidays": sorted(each.holidays)}
        for party, each in sorted(terms.calendars.items())
    }
    return {"calendars": stated} if stated else {}


def _duty(owed: Owed, now: datetime) -> Json:
    def instant(at: datetime | None) -> str | None:
        return written_at(at) if at else None

    return {
        "duty": owed.duty, "item": owed.item, "by": owed.by, "term": owed.term,
        "from_at": instant(owed.from_at), "due_at": instant(owed.due_at), "done_at": instant(owed.done_at),
        "paused_at": instant(owed.paused_at), "paused_for_ms": owed.paused_for // timedelta(milliseconds=1),
        "extended": owed.extended, "moot": owed.moot, "late": owed.late(now),
    } | ({"about": owed.about, "day": owed.day} if owed.day else {})  # fmt: skip


def _last(seen: Iterable[Entry], author: str) -> str:
    own = [entry for entry in seen if entry.author == author]
    followed = {entry.prev for entry in own}
    return min((entry.id for entry in own if entry.id not in followed), default="")

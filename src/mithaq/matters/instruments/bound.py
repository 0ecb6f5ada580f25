"""Bound: the signing room. Who has frozen, initialled and signed what, what is void and why, and who comes
first in whose copy.

The hash is shown in groups, to be read aloud. What a machine can prove of a signature is said beside what
only witnesses can.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from mithaq.matters.instruments.shown import Instrument
from mithaq.pact.exchange.attachment import IN_BODY
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import articles, fixing, signing
from mithaq.pact.rules.content import read_aloud
from mithaq.pact.rules.kind import Stage

FROZEN = frozenset({"frozen", "initialled", "ready", "signed", "in-force", "amended", "terminated"})


@dataclass(frozen=True, slots=True)
class Act:
    """A freeze, an initial or a signature: whether it counts, what it is worth by itself, and what voided
    it.
    """

    entry: Entry
    counts: bool
    verdict: str = ""
    place: str = ""
    voided_by: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Bound:
    """How far one party is bound."""

    party: str
    stage: Stage
    signatory: str
    title: str
    method: str
    key: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Whose copy, in which order the parties stand in it, and how far its file is sealed."""

    holder: str
    order: tuple[str, ...]
    stage: Stage | None = None
    sealed: tuple[str, ...] = ()
    sha256: str = ""
    files: Sequence[Any] = field(default=(), repr=False)  # as the body names the file, if it rests here


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list to go through before signing; `done` says whether it is."""

    name: str
    done: bool


@dataclass(frozen=True)
class Room:
    """The signing room of an instrument."""

    text: Instrument
    fixed: fixing.Fixed

    @property
    def hash(self) -> str:
        """The hash that binds: the frozen or signed one, else that of the text as it stands; "" if it is
        not here.
        """
        return self.fixed.frozen or self.text.hash or ""

    @property
    def groups(self) -> tuple[str, ...]:
        return read_aloud(self.hash)

    @property
    def is_frozen(self) -> bool:
        return bool(self.fixed.frozen)

    @property
    def differs(self) -> bool:
        """Whether the text that rests here has another hash than the one the parties froze."""
        return bool(self.fixed.frozen and self.text.hash and self.fixed.frozen != self.text.hash)

    @property
    def parties(self) -> list[Bound]:
        return [self._bound(party) for party in self.text.state.parties]

    @property
    def checks(self) -> list[Check]:
        everyone = set(self.text.state.parties)
        return [
            Check("complete", not self.text.obstacles),
            Check("frozen", self.is_frozen),
            Check("named", fixing.signatories_named(self.text.state)),
            Check("initialled", self.is_frozen and self.fixed.initials >= everyone),
            Check("signed", self.fixed.signed),
            Check(
                "copies", bool(self.copies) and all(each.stage and each.stage.final for each in self.copies)
            ),
        ]

    @property
    def voided(self) -> list[Act]:
        """The initials and signatures that count for nothing, with what was changed after them, and by
        whom.
        """
        return [act for bound in self.parties for act in bound.acts if act.voided_by and not act.counts]

    @property
    def copies(self) -> list[Copy]:
        """The copy of each party: it comes first there, the others after it in the order of the opening
        (alternat).
        """
        state = self.text.state
        alternat = bool(articles.provisions(state, self.text.within).says.get("alternat", True))
        track = state.kind.track("copy")
        begun = {str(item.entries[0].says.get("holder")): item for item in state.items("copy").values()}
        shown = []
        for holder in state.parties:
            others = [party for party in state.parties if party != holder]
            order = (holder, *others) if alternat else tuple(state.parties)
            item = begun.get(holder)
            if item is None:
                shown.append(Copy(holder, order))
                continue
            stage = next(each for each in track.stages if each.name == item.stage)  # type: ignore[union-attr]
            sealed = tuple(party for party in order if party in item.yes)
            last = signing.last_file(item)
            stated = next(each for each in item.entries if each.says.get("sha256", "") == last)
            files = self.text.bodies.get(stated.id, {}).get(IN_BODY, ())
            shown.append(Copy(holder, order, stage, sealed, last, files))
        return shown

    def _bound(self, party: str) -> Bound:
        state, item = self.text.state, self.text.state.item("fixing", party)
        assert item is not None  # a track by party has an instance for each
        track = state.kind.track("fixing")
        stage = next(each for each in track.stages if each.name == item.stage)  # type: ignore[union-attr]
        stated = state.item("signatory", party)
        named = stated.latest("name-signatory") if stated else None
        body = self.text.bodies.get(named.id, {}) if named else {}
        titles = [str(row.get("title") or "") for row in body.get("titles", ())]
        name = " · ".join(filter(None, (body.get("name"), body.get("name_ar"))))
        method, key = (str(named.says.get(each, "")) if named else "" for each in ("method", "fingerprint"))
        return Bound(party, stage, name, " · ".join(titles), method, key, tuple(self._acts(party)))

    def _acts(self, party: str) -> Iterator[Act]:
        """The last freeze, initial and signature of a party."""
        state = self.text.state
        counting = {
            "freeze": set(self.fixed.freezes),
            "initial": self.fixed.initials,
            "sign": self.fixed.signatures,
        }
        for step in fixing.BINDING:
            entry = fixing.last_of(state, step, self.text.within).get(party) or fixing.last_of(
                state, step
            ).get(party)
            if entry is None:
                continue
            unseen = (
                []
                if self.fixed.signed
                else [self.text.lines[one].entry for one in fixing.unseen_by(state, entry)]
            )
            worth = "" if step == "freeze" else signing.verdict(state, self.text.bodies, entry)
            place = str(self.text.bodies.get(entry.id, {}).get("place") or "")
            yield Act(entry, party in counting[step], worth, place, tuple(unseen))


def room(text: Instrument) -> Room:
    """The signing room of an instrument as it stands."""
    return Room(text, fixing.fixed(text.state))

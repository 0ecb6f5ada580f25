"""A verdict: what a proof shows, entry by entry, and on whose word."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mithaq.pact.exchange.card import Card


class Answer(StrEnum):
    """What a proof comes to."""

    PROVEN = "proven"
    AUTHORITY_UNKNOWN = "authority-unknown"  # consistent, but with keys that nobody vouches for
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed, with which keys, and whether a trusted card vouches for them."""

    authority: str
    key: str
    trusted: bool


@dataclass(frozen=True, slots=True)
class Witness:
    """Who cosigned a checkpoint, and when."""

    authority: str
    at: datetime
    trusted: bool


@dataclass(frozen=True, slots=True)
class Logged:
    """A place in a log that was shown to hold."""

    origin: str
    size: int
    leaf: int
    trusted: bool  # whether a trusted card vouches for the log's keeper
    cosigned: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class ProvenReceipt:
    """One authority's word that it keeps the entry."""

    by: Signatory
    at: datetime
    logged: tuple[Logged, ...]


@dataclass(frozen=True, slots=True)
class ProvenEntry:
    """One step taken: signed by whom, received by whom, in which logs."""

    id: str
    step: str
    by: Signatory
    at: datetime
    logged: tuple[Logged, ...]
    receipts: tuple[ProvenReceipt, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that does not stand: what, which one, why (a stable code)."""

    what: str
    id: str
    rule: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proof shows, and on whose word."""

    matter: str
    trusted: tuple[Card, ...]  # the cards given that vouch for something here
    entries: tuple[ProvenEntry, ...]  # causes first
    problems: tuple[Problem, ...]
    missing: tuple[str, ...]  # entries referred to, and not in the file
    equivocations: tuple[tuple[str, str], ...]

    @property
    def answer(self) -> Answer:
        """Broken, if anything does not stand; proven, if trusted cards vouch for every key."""
        if self.problems or not self.entries:
            return Answer.BROKEN
        return Answer.PROVEN if all(map(_is_vouched_for, self.entries)) else Answer.AUTHORITY_UNKNOWN


def _is_vouched_for(proven: ProvenEntry) -> bool:
    stated: list[ProvenEntry | ProvenReceipt] = [proven, *proven.receipts]
    logged = [place for each in stated for place in each.logged]
    return (
        all(each.by.trusted for each in stated)
        and all(place.trusted for place in logged)
        and all(witness.trusted for place in logged for witness in place.cosigned)
    )

"""On which terms a matter stands, and whether the agreement lets us take a step (D4).

An opening entry pins the adopted proposal that holds its terms. Whether the proposal was adopted is read
in the agreement's own matter; terms that nobody agreed are no terms, and the screen says "not configured".
An open field and a suspension gate *our own* steps only; what a partner states is kept whatever we agreed.
While a field is suspended its clocks stand still, on every side. Days are counted by the calendars that the
parties have stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from mithaq.node.ledger import held
from mithaq.node.ledger.errors import FieldNotOpen, FieldSuspended, NoAgreement
from mithaq.node.ledger.held import Held
from mithaq.node.ledger.lock import hold, lean_on
from mithaq.node.statements import select
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import agreement, proposals
from mithaq.pact.rules.kind import Kind, Step
from mithaq.pact.rules.state import State
from mithaq.pact.rules.terms import NO_TERMS, Terms

AGREED = (proposals.ADOPTED, proposals.AGAIN)
TERMS_TRACK = "terms"


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement as it stands now: its matter, and the entry that holds the terms in force ("" if none)."""

    matter: str
    terms: str
    state: State


def terms_of(opening: Entry) -> Terms:
    """The terms a matter pinned; NO_TERMS if none, or if they are not here or were never agreed."""
    return terms_at(opening.terms, opening.kind)


def terms_at(pinned: str, field: str) -> Terms:
    """What the entry `pinned` sets for matters of a field; NO_TERMS as above."""
    proposal = held.entry(pinned) if pinned else None
    if proposal is None or proposal.kind != agreement.KIND.name:
        return NO_TERMS
    agreed = held.entries_of(proposal.matter)
    read_from, terms = _read.get((pinned, field), (None, NO_TERMS))
    if read_from is not agreed:
        terms = _terms_in(agreed, proposal, field)
        if len(_read) >= MOST_READ:
            _read.clear()
        _read[pinned, field] = agreed, terms
    return terms


# Terms are asked at every step: they are what they were for as long as nothing is added to their agreement.
_read: dict[tuple[str, str], tuple[Held, Terms]] = {}
MOST_READ = 1024


def _terms_in(agreed: Held, proposal: Entry, field: str) -> Terms:
    standing = held.standing_of(agreed)
    state = standing.state if standing else None
    item = state.item(TERMS_TRACK, proposal.id) if state else None
    if state is None or item is None or item.stage not in AGREED:
        return NO_TERMS
    suspended = agreement.suspensions(state, field, agreement.basis_of(proposal))
    return Terms.of(proposal, suspended, agreement.calendars(state))


def hold_with_terms(matter: str, opening: Entry | None = None) -> None:
    """Hold a matter, and before it keep the agreement that it stands on as it is.

    Who suspends a field holds the agreement, then every matter whose clocks that stops: in this order nobody
    reads clocks by an agreement that is changing, and nobody waits in a circle. `opening` is given by whoever
    is about to keep it.
    """
    opening = opening or held.entry(matter)
    if opening and opening.terms and (proposal := held.entry(opening.terms)):
        lean_on(proposal.matter)
    hold(matter)


def agreements_with(parties: Iterable[str]) -> list[Agreement]:
    """Our agreements that bind all these authorities: those among them alone first, then the oldest."""
    wanted = {*parties, settings.AUTHORITY}
    running = [
        opening for (name,) in select(_AGREEMENTS, agreement.KIND.name) if (opening := held.entry(name))
    ]
    covering = [opening for opening in running if wanted <= set(opening.parties)]
    covering.sort(key=lambda opening: len(opening.parties))
    found = []
    for opening in covering:
        standing = held.standing_of(held.entries_of(opening.id))
        if standing and standing.state:
            in_force = proposals.in_force(standing.state, TERMS_TRACK)
            found.append(Agreement(opening.id, in_force.id if in_force else "", standing.state))
    return found


_AGREEMENTS = "SELECT id FROM ledger_matter WHERE kind = %s AND NOT final ORDER BY opened_at, id"


def open_terms(kind: Kind, parties: Iterable[str], *, spares: bool = False) -> str:
    """The terms a new matter of this kind stands on; "" for a kind that needs none.

    `spares`: it warns of danger to life, and no suspension of an open field stops it.

    Raises: NoAgreement, FieldNotOpen, FieldSuspended.
    """
    if not kind.needs_terms:
        return ""
    named = sorted({*parties, settings.AUTHORITY})
    in_force = [each for each in agreements_with(named) if each.terms]
    if not in_force:
        raise NoAgreement(kind=kind.name, parties=" ".join(named))
    for each in in_force:
        if agreement.is_open(each.state, kind.name) or (spares and _was_opened(each.state, kind)):
            return each.terms
    if any(is_suspended(each.state, kind, held.entry(each.terms)) for each in in_force):
        raise FieldSuspended(kind=kind.name)
    raise FieldNotOpen(kind=kind.name)


def _was_opened(state: State, kind: Kind) -> bool:
    """Whether every party has opened the field, suspended or not, under an agreement that has not ended."""
    return agreement.opened_by(state, kind.name) == set(state.parties) and state.stage in agreement.ALIVE


def check_not_suspended(opening: Entry, kind: Kind, step: Step, *, spares: bool) -> None:
    """Our own step is not gated by a suspension of the field, or of it for the legal basis of its terms.

    `spares`: it warns of danger to life.

    Cancellations, corrections and their confirmation pass too: their steps go before others.

    Raises: FieldSuspended.
    """
    if spares or step.precedence < 0 or not step.conveys or not opening.terms:
        return
    proposal = held.entry(opening.terms)
    standing = held.standing_of(held.entries_of(proposal.matter)) if proposal else None
    if standing and standing.state and is_suspended(standing.state, kind, proposal):
        raise FieldSuspended(kind=kind.name)


def is_suspended(state: State, kind: Kind, proposal: Entry | None) -> bool:
    """Whether an agreement suspends a field for what stands on these terms."""
    return agreement.suspended(state, kind.name, agreement.basis_of(proposal) if proposal else "")

"""Openness: which fields of cooperation are closed to us now, with whom, and what each waits for (D4).

Asked before an officer begins to write, so that a closed field is told at the door and not after the form.
What is stated is judged by the same agreements (`terms.open_terms`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mithaq.node.ledger import held
from mithaq.node.ledger.errors import FieldNotOpen, FieldSuspended, NoAgreement
from mithaq.node.ledger.terms import Agreement, agreements_with, is_suspended
from mithaq.node.partners.models import State
from mithaq.node.statements import select
from mithaq.pact.rules import agreement
from mithaq.pact.rules.kind import Kind


@dataclass(frozen=True, slots=True)
class Closed:
    """Why no matter of a kind can be opened with a partner: the code of the refusal, the agreement's matter
    ("" if there is none), and the parties that have not opened the field yet.
    """

    code: str
    agreement: str = ""
    waits_for: tuple[str, ...] = ()


def closed_with(kinds: Iterable[Kind]) -> dict[str, dict[str, Closed]]:
    """By kind, then by partner: what is closed. A kind that needs no terms is closed with nobody."""
    known = select("SELECT code FROM partners_partner WHERE state = %s ORDER BY code", State.CONFIRMED.value)
    agreed = {code: [each for each in agreements_with([code]) if each.terms] for (code,) in known}
    return {
        kind.name: {code: why for code, found in agreed.items() if (why := _why(kind, found))}
        for kind in kinds
        if kind.needs_terms
    }


def closed(kinds: Iterable[Kind]) -> dict[str, Closed]:
    """The kinds that are open with no partner at all, each with the reason of the first."""
    partners = len(select("SELECT code FROM partners_partner WHERE state = %s", State.CONFIRMED.value))
    return {
        name: next(iter(reasons.values()), Closed(NoAgreement.code))
        for name, reasons in closed_with(kinds).items()
        if len(reasons) == partners
    }


def _why(kind: Kind, found: list[Agreement]) -> Closed | None:
    if not found:
        return Closed(NoAgreement.code)
    if any(agreement.is_open(each.state, kind.name) for each in found):
        return None
    for each in found:
        if is_suspended(each.state, kind, held.entry(each.terms)):
            return Closed(FieldSuspended.code, each.matter)
    first = found[0]
    missing = set(first.state.parties) - agreement.opened_by(first.state, kind.name)
    return Closed(FieldNotOpen.code, first.matter, tuple(sorted(missing)))

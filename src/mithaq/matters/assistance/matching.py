"""Matching: open needs and open offers, those of one axis and one format beside each other.

Open is what has not ended and is not under way: a need until help is accepted, an offer as long as somebody
may still accept it. Nothing is matched here: a person opens a matter and acts. What is held for its
technology is listed apart and stands beside nothing, since nobody may act on it before it is cleared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mithaq.matters.assistance.opened import Case, Opened
from mithaq.node.ledger.models import Matter
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.rules.assistance import HELD
from mithaq.pact.rules.assisting import ASK, UNDER_WAY, takers
from mithaq.pact.rules.kind import Stage


@dataclass(frozen=True, slots=True)
class Entered:
    """A need or an offer: whose it is, where it stands, by which day an answer is awaited ("" by none)."""

    matter: Matter
    by: str
    stage: Stage
    answer_by: str
    axis: str
    format: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The needs and the offers of one axis and one format."""

    axis: str
    format: str
    needs: tuple[Entered, ...]
    offers: tuple[Entered, ...]

    @property
    def could_match(self) -> bool:
        """Whether one authority needs what another offers: nobody helps itself."""
        return any(need.by != offer.by for need in self.needs for offer in self.offers)


@dataclass(frozen=True, slots=True)
class Matching:
    """The board: shelves on which something could be matched first; what is held, apart."""

    shelves: tuple[Shelf, ...]
    held: tuple[Entered, ...]

    @property
    def needs(self) -> int:
        return sum(len(shelf.needs) for shelf in self.shelves)

    @property
    def offers(self) -> int:
        return sum(len(shelf.offers) for shelf in self.shelves)


def matching(opened: Opened) -> Matching:
    """What is open, grouped; in each group what is answered first stands first."""
    entered = [_entered(case) for case in opened.cases if _is_open(case)]
    held = tuple(each for each in entered if each.stage.name == HELD)
    free = [each for each in entered if each.stage.name != HELD]
    places = dict.fromkeys((each.axis, each.format) for each in free)
    shelves = (_shelf(axis, form, free) for axis, form in places)
    return Matching(tuple(sorted(shelves, key=_order)), held)


def _is_open(case: Case) -> bool:
    if case.stage.final:
        return False
    if case.stage.name not in UNDER_WAY:
        return True
    support = case.state.item("support")
    others = frozenset(case.state.parties) - {case.state.opener}
    return case.way != ASK and case.stage.name == "accepted" and bool(support and others - takers(support))


def _entered(case: Case) -> Entered:
    says = case.state.opening.says
    return Entered(
        case.matter, case.state.opener, case.stage, str(says.get("answer_by", "")), str(says.get("axis", "")),
        str(says.get("format", "")), case.way == ASK,
    )  # fmt: skip


def _shelf(axis: str, form: str, entered: Iterable[Entered]) -> Shelf:
    there = sorted(
        (each for each in entered if (each.axis, each.format) == (axis, form)),
        key=lambda each: (not each.answer_by, each.answer_by, each.matter.reference),
    )
    return Shelf(
        axis, form, tuple(each for each in there if each.asks), tuple(each for each in there if not each.asks)
    )


def _order(shelf: Shelf) -> tuple[bool, str, str]:
    axis, form = code_list("axes"), code_list("assistance-formats")
    return not shelf.could_match, axis.label(shelf.axis, language()), form.label(shelf.format, language())

"""New matters: what an officer may open, and of what is closed how it is opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from mithaq.node.ledger import find
from mithaq.node.ledger.errors import FieldSuspended
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.openness import Closed, closed, closed_with
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import may_open, may_take, takers
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.rules import agreement
from mithaq.pact.rules.kind import Kind, Step


@dataclass(frozen=True, slots=True)
class NewMatter:
    """A kind this officer may open; `closed` if its field is open with no partner."""

    kind: Kind
    closed: Closed | None = None


@dataclass(frozen=True, slots=True)
class Door:
    """The page of a field that is closed: why, who has yet to open it, and where this officer goes from here.

    `url` is the form or the matter in which it is opened, "" where this officer may go to neither.
    """

    kind: Kind
    why: Closed
    matter: Matter | None
    step: Step
    url: str
    by: tuple[str, ...]  # the functions that open it, as the list calls them

    @property
    def ours(self) -> bool:
        """Is it for our own authority to open, as far as anybody can say?"""
        return not self.why.agreement or settings.AUTHORITY in self.why.waits_for


def new_matters(officer: Officer, kinds: Iterable[Kind]) -> list[NewMatter]:
    """What this officer may open, the open fields first."""
    mine = may_open(officer, kinds)
    shut = closed(mine)
    return sorted((NewMatter(kind, shut.get(kind.name)) for kind in mine), key=lambda each: bool(each.closed))


def door(kind: Kind, officer: Officer, partner: str = "") -> Door | None:
    """What stands where the form of a closed field would; None if the field is open with somebody, or with
    the partner that is meant.
    """
    why, opening = closed([kind]).get(kind.name), kind.step(kind.opening)
    if partner:
        why = closed_with([kind]).get(kind.name, {}).get(partner)
    if why is None:
        return None
    if why.code == FieldSuspended.code and opening and opening.alone:
        return None  # no suspension stops a warning of danger to life
    matter = find.matter_by_id(why.agreement, officer) if why.agreement else None
    step = agreement.KIND.step("open-field" if why.agreement else agreement.KIND.opening)
    assert step is not None  # the agreement declares both
    by = [
        code_list("functions").label(each, language())
        for each in sorted(takers(agreement.KIND.name, step.name))
    ]
    return Door(kind, why, matter, step, _url(why, matter, step, officer), tuple(by))


def _url(why: Closed, matter: Matter | None, step: Step, officer: Officer) -> str:
    if not may_take(officer, agreement.KIND.name, step.name):
        return ""
    if not why.agreement:
        return reverse("web:open", args=[agreement.KIND.name])
    opens = matter is not None and settings.AUTHORITY in why.waits_for
    return reverse("web:step", args=[matter.reference, step.name]) if matter and opens else ""

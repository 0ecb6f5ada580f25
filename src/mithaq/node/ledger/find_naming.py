"""Find what names a matter: other matters that publicly say they concern it, as far as an officer may open
them.
"""

from __future__ import annotations

from dataclasses import dataclass

from mithaq.node.ledger import find
from mithaq.node.ledger.models import Matter, Naming
from mithaq.node.officers.models import Officer
from mithaq.node.officers.visible import openable_matters


@dataclass(frozen=True, slots=True)
class Named:
    """A matter that names something of another: the matter, by which field of which step, and what it
    names.
    """

    matter: Matter
    step: str
    field: str
    named: str


@dataclass(frozen=True, slots=True)
class Page:
    """The latest matters that name something of one; `more` where there are others."""

    rows: tuple[Named, ...]
    more: bool


def naming(matter: str, officer: Officer, *, most: int) -> Page:
    """The matters that name something of this one and that the officer may open, the latest first.

    Shape: titles opened; at most `most`.
    """
    rows = Naming.objects.filter(openable_matters(officer, matter="matter", kind="kind"), named_matter=matter)
    told = list(rows.exclude(matter=matter).order_by("-at", "pk")[: most + 1])
    listed = Matter.objects.filter(pk__in={row.matter for row in told[:most]})
    found = {each.id: each for each in find.with_titles(listed)}
    named = (
        Named(found[row.matter], row.step, row.field, row.named) for row in told[:most] if row.matter in found
    )
    return Page(tuple(named), len(told) > most)

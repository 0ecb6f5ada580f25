"""Pipeline: how many matters of technical assistance stand at each stage, drawn and in a table.

Counted by the database over everything the officer sees, not over what a page opens. The picture and the
table are made of the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.assistance.drawn import Bar, Row, bars
from mithaq.matters.assistance.opened import KIND
from mithaq.node.ledger import find
from mithaq.node.officers.models import Officer
from mithaq.node.web.idents import language
from mithaq.pact.rules.assistance import KIND as DECLARED
from mithaq.pact.rules.kind import Stage

# The way of a need that comes to its end, then the ways on which one ends before.
FLOW = (
    "consultation", "held", "asked", "offered", "accepted", "delivered", "effect-known",
    "vetoed", "declined", "withdrawn", "called-off",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How many stand at a stage, and the list of them."""

    stage: Stage
    number: int

    @property
    def url(self) -> str:
        return f"{reverse('web:matters')}?{urlencode({'kind': KIND, 'stage': self.stage.name})}"


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Every stage with its number, as assistance goes. `other` stand at a stage this node does not know."""

    stages: tuple[Standing, ...]
    other: int

    @property
    def total(self) -> int:
        return sum(each.number for each in self.stages) + self.other

    @property
    def picture(self) -> SafeString:
        """The numbers as bars; empty where there is nothing to count."""
        if not self.total:
            return SafeString("")
        rows = [
            Row(
                words := each.stage.words.say(language()),
                each.url,
                (Bar(each.stage.tone, each.number, words),),
            )
            for each in self.stages
        ]
        return bars(gettext("Technical assistance by stage; the table says the same"), rows)


def pipeline(officer: Officer) -> Pipeline:
    """The numbers of everything that this officer sees."""
    visible = find.visible(officer).filter(kind=KIND).order_by()
    counted = dict(visible.values_list("stage").annotate(number=Count("pk")))
    stages = sorted(DECLARED.stages, key=lambda stage: FLOW.index(stage.name))
    known = tuple(Standing(stage, counted.pop(stage.name, 0)) for stage in stages)
    return Pipeline(known, sum(counted.values()))

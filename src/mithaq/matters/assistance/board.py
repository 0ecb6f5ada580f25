"""Board: what the page shows one officer now: needs beside offers, how far each is, equipment, missions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils.safestring import SafeString

from mithaq.matters.assistance import equipment
from mithaq.matters.assistance import missions as calendar
from mithaq.matters.assistance.matching import Matching, matching
from mithaq.matters.assistance.opened import KIND, MOST, Opened, open_matters
from mithaq.matters.assistance.pipeline import Pipeline, pipeline
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import may_take
from mithaq.node.web.new_matters import NewMatter, new_matters
from mithaq.pact.rules.assistance import KIND as DECLARED


@dataclass(frozen=True)
class Board:
    """Technical assistance as one officer sees it now."""

    officer: Officer
    opened: Opened
    pipeline: Pipeline
    most: int = MOST

    @cached_property
    def matching(self) -> Matching:
        return matching(self.opened)

    @cached_property
    def pieces(self) -> list[equipment.Piece]:
        return equipment.register(self.opened)

    @property
    def late(self) -> int:
        """How many pieces have an inspection that is late."""
        return sum(each.is_late for each in self.pieces)

    @cached_property
    def months(self) -> list[calendar.Month]:
        return calendar.months(self.opened)

    @property
    def missions(self) -> int:
        return sum(len(month.missions) for month in self.months)

    @cached_property
    def sites(self) -> list[calendar.Site]:
        return calendar.sites(self.opened)

    @property
    def site_map(self) -> SafeString:
        return calendar.site_map(self.sites)

    @property
    def sites_left_out(self) -> int:
        """How many cities the picture leaves to the table."""
        return max(0, len(self.sites) - calendar.MOST_DRAWN)

    @property
    def only_reads(self) -> bool:
        """Whether this officer takes no step in this field."""
        return not any(may_take(self.officer, KIND, step.name) for step in DECLARED.steps)

    @cached_property
    def openable(self) -> list[NewMatter]:
        """The way to a new matter, for who may open one."""
        return new_matters(self.officer, [DECLARED])


def read(officer: Officer, *, now: datetime) -> Board:
    """The page as this officer may see it."""
    return Board(officer, open_matters(officer, now=now), pipeline(officer))

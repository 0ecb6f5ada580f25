"""The indicators of a field: each formula of a kind over the matters this officer may open, in a half-year.

What is shown is what `pact.indicators` computes; here matters are read, and figures put into words. A field
of more matters than fit is measured over the latest, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Duty
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates
from mithaq.node.web.idents import language
from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, indicators_of
from mithaq.pact.rules.clocks import Owed

MOST = 300  # matters measured
HALVES = 6  # offered


@dataclass(frozen=True, slots=True)
class Half:
    """A half-year that can be asked for."""

    year: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.year}-H{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.number == 1 else 7, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.number == 1 else date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with its figure in words, and by authority: who, what, of how many."""

    indicator: Indicator
    figure: Figure
    value: SafeString
    by: tuple[tuple[str, SafeString, int], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """The page: what was measured over how many matters, and which half-years can be asked for."""

    measured: tuple[Measured, ...]
    matters: int
    more: bool
    half: Half
    halves: tuple[Half, ...]


def field(kind: str, officer: Officer, *, asked: str, today: date) -> Field:
    """Every indicator of a kind; the half-year that is asked for, or the present one."""
    halves = tuple(_halves(today))
    half = next((each for each in halves if each.name == asked), halves[0])
    period = Period(half.first, half.last, today)
    every = find.openable(officer).filter(kind=kind).order_by("-opened_at", "id")
    rows = list(every.values_list("id", flat=True)[: MOST + 1])
    cases = _cases(rows[:MOST])
    found = ((each, each.measure(cases, period)) for each in indicators_of(kind))
    return Field(tuple(_measured(*each) for each in found), len(cases), len(rows) > MOST, half, halves)


def _cases(matters: list[str]) -> list[Case]:
    """The matters that this node understands, with what was owed in each."""
    owed: dict[str, list[Owed]] = {matter: [] for matter in matters}
    for row in Duty.objects.filter(matter__in=matters).order_by("pk"):
        owed[row.matter].append(_owed(row))
    states = ((matter, held.standing_of(held.entries_of(matter))) for matter in matters)
    return [Case(found.state, tuple(owed[matter])) for matter, found in states if found and found.state]


def _owed(row: Duty) -> Owed:
    return Owed(
        row.name, row.item, row.owed_by, row.term, row.from_at, row.due_at, row.done_at, row.paused_at,
        row.paused_for, row.extended, row.moot, row.about, row.day,
    )  # fmt: skip


def _measured(indicator: Indicator, figure: Figure) -> Measured:
    unit = indicator.unit_by or indicator.unit
    by = ((party, _said(part.value, unit), part.counted) for party, part in figure.by.items())
    return Measured(indicator, figure, _said(figure.value, indicator.unit), tuple(by))


def _said(value: float | None, unit: Unit) -> SafeString:
    """A figure as it is read; that there is none, where nothing was measured."""
    if value is None:
        return format_html('<span class="soft">{}</span>', gettext("nothing to measure"))
    if unit is Unit.PERCENT:
        return format_html('<bdi dir="ltr">{}</bdi>', dates.percent(round(value), language()))
    shown = dates.number(f"{value:.1f}".removesuffix(".0"), language())
    words = gettext("%(figure)s d") % {"figure": shown} if unit is Unit.DAYS else shown
    return format_html("<bdi>{}</bdi>", words)


def _halves(today: date) -> list[Half]:
    """The present half-year and those before it, the last first."""
    found, day = list[Half](), today
    while len(found) < HALVES:
        found.append(Half(day.year, 1 if day.month <= 6 else 2))
        day = found[-1].first - timedelta(days=1)
    return found

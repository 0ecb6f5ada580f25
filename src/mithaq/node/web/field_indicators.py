"""The indicators of a field: each formula of a kind, in a half-year or a year, by authority.

What is shown is what `pact.indicators` computes; here rows are added up, and figures put into words. What a
formula sees in one matter is kept as rows (`ledger.seen`), so that a field of a hundred thousand matters is
added up without opening one.

An officer's own page counts the matters this officer may open; the evaluation of both sides counts them all
(`EVERY`): a number names nobody, and both nodes come to the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from mithaq.node.ledger import find, seen
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.totals import Counted
from mithaq.node.officers.models import Officer
from mithaq.node.officers.visible import openable_matters, opens_every
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.web import dates
from mithaq.node.web.idents import language
from mithaq.pact.indicators.indicator import Figure, Indicator, Part, Period, Unit, indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD

FEW = 2000  # matters of one officer that are asked for one by one
HALVES, YEARS = 6, 4  # offered
EVERY = None  # in the place of an officer: nobody's eyes, all matters
NONE = Part(None, 0)


@dataclass(frozen=True, slots=True)
class Span:
    """A year, or one half of it, that can be asked for. `number` 0 is the whole year."""

    year: int
    number: int = 0

    @property
    def name(self) -> str:
        return f"{self.year}-H{self.number}" if self.number else str(self.year)

    @property
    def first(self) -> date:
        return date(self.year, 7 if self.number == 2 else 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.number == 1 else date(self.year, 12, 31)

    def period(self, now: datetime) -> Period:
        return Period(self.first, self.last, now.date(), now)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator with its figure, whole and by authority, in words and as numbers."""

    indicator: Indicator
    figure: Figure

    @property
    def value(self) -> SafeString:
        return _said(self.figure.value, self.indicator.unit)

    @property
    def response(self) -> SafeString:
        """How many answered of how many were asked; "" where nobody was, or nothing was measured."""
        answered, asked = self.figure.counted, self.figure.asked
        if not self.indicator.asks or not answered:
            return SafeString()
        rate = _said(100 * answered / asked, Unit.PERCENT)
        return format_html('<bdi dir="ltr">{}/{}</bdi> ({})', answered, asked, rate)

    @property
    def by(self) -> list[tuple[str, SafeString, int]]:
        """Who, what, of how many."""
        return [
            (party, _said(part.value, self.unit_by), part.counted) for party, part in self.figure.by.items()
        ]

    @property
    def unit_by(self) -> Unit:
        return self.indicator.unit_by or self.indicator.unit

    def part(self, party: str) -> tuple[SafeString, int, bool]:
        """What an authority's share is, of how many, and whether that says more than the share."""
        part = self.figure.by.get(party, NONE)
        return _said(part.value, self.unit_by), part.counted, self.says_more(part)

    def says_more(self, part: Part) -> bool:
        """Whether the number counted is another figure than the share itself."""
        return self.unit_by is not Unit.NUMBER or part.value != part.counted


@dataclass(frozen=True, slots=True)
class Field:
    """The page: what was measured over how many matters, and which spans can be asked for."""

    measured: tuple[Measured, ...]
    matters: int
    more: bool
    span: Span
    spans: tuple[Span, ...]

    @property
    def parties(self) -> list[str]:
        """Every authority of which something was counted."""
        return sorted({party for each in self.measured for party in each.figure.by} - {""})


def field(
    kind: str, officer: Officer | None, *, asked: str, now: datetime, spans: Sequence[Span] = ()
) -> Field:
    """Every indicator of a kind, in the span that is asked for, or the present one; as an officer may count,
    or `EVERY` matter.
    """
    offered = tuple(spans or halves(now.date()))
    span = chosen(offered, asked)
    period = span.period(now)
    told = _told(kind, officer, period)
    every = (*indicators_of(kind), *indicators_of(EVERY_FIELD))
    found = tuple(Measured(each, figure_of(told, kind, each, period)) for each in every)
    matters = Matter.objects.all() if officer is EVERY else find.openable(officer)
    of_kind = matters.filter(kind=kind).order_by().values_list("pk", flat=True)
    number = len(of_kind[: find.COUNTED + 1])
    return Field(found, min(number, find.COUNTED), number > find.COUNTED, span, offered)


def chosen(spans: Sequence[Span], asked: str) -> Span:
    """The span of this name; the first for what is none."""
    return next((each for each in spans if each.name == asked), spans[0])


def halves(today: date) -> Iterator[Span]:
    """The present half-year and those before it, the last first."""
    day = today
    for _ in range(HALVES):
        found = Span(day.year, 1 if day.month <= 6 else 2)
        yield found
        day = found.first - timedelta(days=1)


def years(today: date) -> Iterator[Span]:
    """The present year and those before it, the last first."""
    return (Span(today.year - number) for number in range(YEARS))


def _told(kind: str, officer: Officer | None, period: Period) -> Counted:
    """What was seen of a kind, as an officer may count it."""
    names = [each.name for each in seen.formulas(kind)]
    if officer is EVERY or opens_every(officer, kind):
        return seen.counted(period, names, kind=kind)
    own = find.openable(officer).filter(kind=kind).order_by().values_list("pk", flat=True)
    few = list(own[: FEW + 1])
    if len(few) <= FEW:
        return seen.counted_among(few, period, names, kind=kind)
    of = openable_matters(officer, matter="matter", kind="kind")
    return seen.counted(period, names, kind=kind, of=of)


def figure_of(told: Counted, kind: str, indicator: Indicator, period: Period) -> Figure:
    """What rows add up to."""
    return indicator.measure.figure(told.get((kind, indicator.name), ()), period)


def plain(value: float | None, unit: Unit, speaking: str) -> str:
    """A figure as it is written in a language; "" where nothing was measured."""
    if value is None:
        return ""
    if unit is Unit.PERCENT:
        return dates.percent(round(value), speaking)
    return dates.number(f"{value:.1f}".removesuffix(".0"), speaking)


def _counted(figure: str, value: float) -> int:
    """The number whose form a figure takes: in Arabic, one with a fraction takes that of eleven."""
    has_fraction = language() == "ar" and dates.number("0.1", "ar")[1] in figure
    return 11 if has_fraction else int(abs(value))


def _said(value: float | None, unit: Unit) -> SafeString:
    """A figure as it is read; that there is none, where nothing was measured."""
    if value is None:
        return format_html('<span class="soft">{}</span>', gettext("nothing to measure"))
    figure = left_to_right(plain(value, unit, language()))  # a minus stays before its number
    words = {
        Unit.DAYS: ngettext("%(figure)s d", "%(figure)s d", _counted(figure, value)),
        Unit.HOURS: gettext("%(figure)s h"),
    }.get(unit, "%(figure)s")
    return format_html("<bdi>{}</bdi>", (words % {"figure": figure}).replace(" ", dates.NO_BREAK))

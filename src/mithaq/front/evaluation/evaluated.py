"""Evaluated: the whole of cooperation in a span of time, added up from what formulas saw.

One question to the database adds up every field. Nothing here opens a matter, and no kind is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.safestring import SafeString

from mithaq.front.evaluation.statistics import Direction, Refusal, directions, refusals
from mithaq.node.ledger import seen
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.totals import Counted
from mithaq.node.web.field_indicators import Measured, Span, chosen, figure_of, halves, years
from mithaq.pact.indicators import statistics as counted
from mithaq.pact.indicators.indicator import Indicator, indicators_of
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Kind

BY_SIDE = (counted.SENT, counted.ANSWERED, counted.REFUSED, counted.IN_TIME)
AS_A_WHOLE = (counted.EXTENDED, counted.ENDED)


@dataclass(frozen=True)
class FieldLine:
    """A field in a line: what each side did, and what the field came to."""

    kind: Kind
    figures: Mapping[str, Measured]
    parties: Sequence[str]

    @property
    def cells(self) -> list[tuple[Indicator, str, SafeString, int, bool]]:
        """Of each measure and each side: whose it is, its share, of how many, and whether that says more."""
        return [
            (each, party, *self.figures[each.name].part(party)) for each in BY_SIDE for party in self.parties
        ]

    @property
    def sums(self) -> list[Measured]:
        return [self.figures[each.name] for each in AS_A_WHOLE]

    @property
    def is_empty(self) -> bool:
        return not any(each.figure.counted for each in self.figures.values())


@dataclass(frozen=True)
class Whole:
    """Every field in a span. `unknown` counts matters of kinds that this node does not know, which nothing
    here counts.
    """

    span: Span
    spans: Sequence[Span]
    now: datetime
    told: Counted
    unknown: int

    @cached_property
    def parties(self) -> list[str]:
        """Every authority of which something was counted."""
        return sorted({row.by for rows in self.told.values() for row in rows} - {""})

    @cached_property
    def fields(self) -> list[FieldLine]:
        """The fields in which something was counted, by name."""
        lines = (self._line(kind) for kind in register.kinds())
        return [line for line in lines if not line.is_empty]

    @cached_property
    def quiet(self) -> list[Kind]:
        """The fields in which nothing was."""
        told = {line.kind.name for line in self.fields}
        return [kind for kind in register.kinds() if kind.name not in told]

    @cached_property
    def directions(self) -> list[Direction]:
        return directions(self.told, [line.kind for line in self.fields])

    @cached_property
    def unasked(self) -> list[Kind]:
        """The fields in which something was counted, and in which nobody asks anybody."""
        return [line.kind for line in self.fields if not line.kind.requests]

    @cached_property
    def refusals(self) -> list[Refusal]:
        return refusals(self.told, [line.kind for line in self.fields])

    @cached_property
    def subjects(self) -> list[tuple[str, dict[str, int]]]:
        """What the matters of this span count for in a plan: by subject, how many each side sent."""
        found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(self.parties, 0))
        for line in self.fields:
            for subject in line.kind.counts_as:
                for party, part in line.figures[counted.SENT.name].figure.by.items():
                    found[subject][party] += part.counted
        return sorted((subject, numbers) for subject, numbers in found.items())

    @property
    def by_side(self) -> Sequence[Indicator]:
        return BY_SIDE

    @property
    def as_a_whole(self) -> Sequence[Indicator]:
        return AS_A_WHOLE

    def _line(self, kind: Kind) -> FieldLine:
        every, period = (*BY_SIDE, *AS_A_WHOLE), self.span.period(self.now)
        figures = {each.name: Measured(each, figure_of(self.told, kind.name, each, period)) for each in every}
        return FieldLine(kind, figures, self.parties)


def evaluated(asked: str, *, now: datetime) -> Whole:
    """The whole in the span that is asked for, or the present year."""
    spans = spans_of(now.date())
    span = chosen(spans, asked)
    known = [kind.name for kind in register.kinds()]
    unknown = Matter.objects.exclude(kind__in=known).count()
    names = [each.name for each in indicators_of(counted.EVERY_FIELD)]
    return Whole(span, spans, now, seen.counted(span.period(now), names), unknown)


def spans_of(today: date) -> tuple[Span, ...]:
    """The years and half-years that can be asked for, the present year first."""
    return (*years(today), *halves(today))

"""Seen: what formulas see in each matter, kept as rows, and added up over a year without opening a matter.

A formula (`pact.indicators.gathered`) sees one matter at a time, so what it sees is written when the matter
is read anew, and the sums over all matters with it (`totals`). Whoever may not open a matter does not count
it, where `of` says whose eyes these are; what both sides must come to alike counts every matter: numbers
name nobody.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet, Sum

from mithaq.node.ledger import totals
from mithaq.node.ledger.models import Seen
from mithaq.node.ledger.models.sizes import CODE, WORD
from mithaq.node.ledger.totals import ALWAYS, Counted, known_until, midnight
from mithaq.node.statements import execute, insert_all, instant, select
from mithaq.pact.indicators.gathered import Row
from mithaq.pact.indicators.indicator import Case, Indicator, Period, indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.rules.clocks import Owed
from mithaq.pact.rules.fold import Standing

log = logging.getLogger(__name__)

EVERYTHING = Q()
AT_ONCE = 500  # matters in one question
_COLUMNS = ("indicator", "by", "toward", "about", "year", "at", "value", "number")
_THERE = (
    'SELECT indicator, "by", toward, about, year, at, value, number, id FROM ledger_seen WHERE matter = %s'
)
_GONE = "DELETE FROM ledger_seen WHERE id = %s"


def write(matter: str, standing: Standing, owed: Sequence[Owed], *, is_new: bool) -> None:
    """Write anew what formulas see in a matter; only what differs is touched."""
    if standing.state is None:
        return
    case = Case(standing.state, tuple(owed))
    wanted = _seen(case)
    there = {} if is_new else {_as_seen(row[:-1]): row[-1] for row in select(_THERE, matter)}
    gone = [row for row in there if row not in wanted]
    for row in gone:
        execute(_GONE, there[row])
    kind = case.state.kind.name
    new = [_named(kind, row) for row in wanted if row not in there]
    insert_all(Seen, ({"matter": matter, **row} for row in new))
    lost = (_named(kind, (*row[:-1], -row[-1])) for row in gone)
    totals.add((*new, *lost))


def counted(period: Period, names: Iterable[str], *, kind: str = "", of: Q = EVERYTHING) -> Counted:
    """What was seen in a period, a year or a half of one, of one kind or of all, by kind and indicator.

    `of` is the condition under which an officer may open a matter (`officers.visible`), over `matter` and
    `kind`.
    """
    if not of:
        return totals.counted(period, names, kind=kind)
    asked = tuple(names)
    every = Seen.objects.filter(of, **({"kind": kind} if kind else {}))
    # One question an indicator: each walks its part of the index in the order in which it is added up.
    questions = [_known(every.filter(year=period.first.year, indicator=name), period) for name in asked]
    grouped = ("kind", "indicator", "by", "toward", "about", "value")
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for rows in (*questions, every.filter(year=0, indicator__in=asked)):
        alike = rows.order_by().values_list(*grouped).annotate(times=Sum("number"))
        for own, name, by, toward, about, value, number in alike:
            found[own, name].append(Row(by, value, number, toward, about))
    return dict(found)


def counted_among(matters: Sequence[str], period: Period, names: Iterable[str], *, kind: str) -> Counted:
    """The same of a few matters of one kind, each asked for by its name, not by walking what others hold."""
    wanted, found = frozenset(names), defaultdict[tuple[str, str], list[Row]](list)
    columns = ("indicator", "year", "at", "by", "value", "number", "toward", "about")
    for begin in range(0, len(matters), AT_ONCE):
        rows = Seen.objects.filter(matter__in=matters[begin : begin + AT_ONCE]).order_by()
        for indicator, year, at, *told in rows.values_list(*columns):
            if indicator in wanted and (not year or period.holds(at)):
                found[kind, indicator].append(Row(*told))
    return dict(found)


def _known(rows: QuerySet[Seen], period: Period) -> QuerySet[Seen]:
    """Those of a period that have come by now. The year is chosen already; a whole one is asked no more."""
    if (period.first.month, period.last.month) != (1, 12):
        rows = rows.filter(at__gte=midnight(period.first))
    return rows.filter(at__lte=known_until(period))


def formulas(kind: str) -> tuple[Indicator, ...]:
    """The indicators of a kind: those of every field first."""
    return (*indicators_of(EVERY_FIELD), *indicators_of(kind))


def _seen(case: Case) -> dict[tuple[Any, ...], None]:
    """The rows of a matter, in order: what is alike once, with how many times."""
    alike: dict[tuple[Any, ...], int] = {}
    for indicator in formulas(case.state.kind.name):
        try:
            told = list(indicator.measure.see(case))
        except Exception:
            # What a formula does not expect of a partner's entry keeps no entry out (law 1).
            log.exception("a formula stumbled: %s", indicator.name)
            continue
        for each in told:
            value = None if each.value is None else float(each.value)
            at = each.at.astimezone(UTC) if each.at else ALWAYS
            about, year = each.about[:WORD], at.year if each.at else 0
            row = (indicator.name, each.by[:CODE], each.toward[:CODE], about, year, at, value)
            alike[row] = alike.get(row, 0) + 1
    return {(*row, number): None for row, number in alike.items()}


def _named(kind: str, row: Sequence[Any]) -> dict[str, Any]:
    return {"kind": kind, **dict(zip(_COLUMNS, row, strict=True))}


def _as_seen(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(instant(value).astimezone(UTC) if isinstance(value, datetime) else value for value in row)

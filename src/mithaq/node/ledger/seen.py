"""Seen: what formulas see in each matter, kept as rows, and added up over a year without opening a matter.

A formula that gathers (`pact.indicators.gathered`) sees one matter at a time, so what it sees is written when
the matter is read anew. Adding up follows one index in its own order. Whoever may not open a matter does not
count it, where `of` says whose eyes these are; what both sides must come to alike counts every matter:
numbers name nobody.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zlib import crc32

from django.core.cache import cache
from django.db.models import Q, QuerySet, Sum

from mithaq.node.ledger.models import Seen
from mithaq.node.ledger.models.sizes import CODE, WORD
from mithaq.node.statements import execute, insert_all, instant, select
from mithaq.pact.indicators.gathered import Gathered, Row
from mithaq.pact.indicators.indicator import Case, Indicator, Period, indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.rules.clocks import Owed
from mithaq.pact.rules.fold import Standing

log = logging.getLogger(__name__)

EVERYTHING = Q()
LATELY = timedelta(minutes=1)
AT_ONCE = 500  # matters in one question
_COLUMNS = ("indicator", "by", "toward", "about", "at", "value", "number")
_THERE = 'SELECT indicator, "by", toward, about, at, value, number, id FROM ledger_seen WHERE matter = %s'
_GONE = "DELETE FROM ledger_seen WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Told(Row):
    """A row as the database adds it up: also toward whom, and about what."""

    toward: str = ""
    about: str = ""


Counted = Mapping[tuple[str, str], Sequence[Told]]
"""What was seen, by kind and indicator."""


def write(matter: str, standing: Standing, owed: Sequence[Owed], *, is_new: bool) -> None:
    """Write anew what formulas see in a matter; only what differs is touched."""
    if standing.state is None:
        return
    case = Case(standing.state, tuple(owed))
    wanted = _seen(case)
    there = {} if is_new else {_as_seen(row[:-1]): row[-1] for row in select(_THERE, matter)}
    for gone in [pk for row, pk in there.items() if row not in wanted]:
        execute(_GONE, gone)
    kind = case.state.kind.name
    new = (dict(zip(_COLUMNS, row, strict=True)) for row in sorted(wanted - there.keys(), key=repr))
    insert_all(Seen, ({"matter": matter, "kind": kind, "year": row["at"].year, **row} for row in new))


def counted(period: Period, names: Iterable[str], *, kind: str = "", of: Q = EVERYTHING) -> Counted:
    """What was seen in a period that lies in one year, of one kind or of all, by kind and indicator.

    `of` is the condition under which an officer may open a matter (`officers.visible`), over `matter` and
    `kind`.
    """
    chosen = _known(Seen.objects.filter(of, year=period.first.year), period)
    if kind:
        chosen = chosen.filter(kind=kind)
    grouped = ("kind", "by", "toward", "about", "value")
    found: dict[tuple[str, str], list[Told]] = defaultdict(list)
    # One question an indicator: each walks its part of the index in the order in which it is added up.
    for name in names:
        rows = chosen.filter(indicator=name).order_by().values_list(*grouped).annotate(times=Sum("number"))
        for own, by, toward, about, value, number in rows:
            found[own, name].append(Told(by, value, number, toward, about))
    return dict(found)


def counted_among(matters: Sequence[str], period: Period, names: Iterable[str], *, kind: str) -> Counted:
    """The same of a few matters of one kind, each asked for by its name, not by walking what others hold."""
    wanted, found = frozenset(names), defaultdict[tuple[str, str], list[Told]](list)
    columns = ("indicator", "at", "by", "value", "number", "toward", "about")
    for begin in range(0, len(matters), AT_ONCE):
        rows = Seen.objects.filter(matter__in=matters[begin : begin + AT_ONCE]).order_by()
        for indicator, at, *told in rows.values_list(*columns):
            if indicator in wanted and period.holds(at):
                found[kind, indicator].append(Told(*told))
    return dict(found)


def counted_lately(period: Period, names: Iterable[str], *, kind: str = "") -> Counted:
    """The same of every matter, added up again once something new was seen, or a minute has passed.

    For pages: figures of a year are asked for more often than they change. What leaves is added up afresh.
    """
    asked = tuple(names)
    last = Seen.objects.order_by("-pk").values_list("pk", flat=True).first()
    key = f"seen:{kind}:{period.first}:{period.last}:{period.today}:{last}:{crc32(' '.join(asked).encode())}"
    held: Counted | None = cache.get(key)
    if held is None:
        held = counted(period, asked, kind=kind)
        cache.set(key, held, LATELY.total_seconds())
    return held


def _known(rows: QuerySet[Seen], period: Period) -> QuerySet[Seen]:
    """Those of a period that have come by now. The year is chosen already; a whole one is asked no more."""
    begins_at, ends_at = _midnight(period.first), _midnight(period.last + timedelta(days=1))
    if (period.first.month, period.last.month) != (1, 12):
        rows = rows.filter(at__gte=begins_at, at__lt=ends_at)
    known = min(ends_at, _midnight(period.today + timedelta(days=1)), period.now or ends_at)
    return rows.filter(at__lte=known) if known < ends_at else rows


def gathering(kind: str) -> Iterable[tuple[Indicator, Gathered]]:
    """The indicators of a kind that are added up from rows: those of every field first."""
    for each in (*indicators_of(EVERY_FIELD), *indicators_of(kind)):
        if isinstance(each.measure, Gathered):
            yield each, each.measure


def _seen(case: Case) -> set[tuple[Any, ...]]:
    """The rows of a matter: what is alike once, with how many times."""
    alike: Counter[tuple[Any, ...]] = Counter()
    for indicator, formula in gathering(case.state.kind.name):
        try:
            told = list(formula.see(case))
        except Exception:
            # What a formula does not expect of a partner's entry keeps no entry out (law 1).
            log.exception("a formula stumbled: %s", indicator.name)
            continue
        for each in told:
            value = None if each.value is None else float(each.value)
            at = each.at.astimezone(UTC)
            alike[indicator.name, each.by[:CODE], each.toward[:CODE], each.about[:WORD], at, value] += 1
    return {(*row, number) for row, number in alike.items()}


def _as_seen(row: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(instant(value).astimezone(UTC) if isinstance(value, datetime) else value for value in row)


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), UTC)

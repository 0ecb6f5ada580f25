"""Totals: what formulas saw over all matters, added up as it changes.

A hundred thousand matters of one year are a million rows of what was seen; pages add up their sums, which are
few. When a matter is read anew, what it lost and gained is added here as rows of its own, so that two that
are read at once never wait for each other; `sum_up` makes one row of those that are alike. Whatever is summed
up or not, what is counted is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum

from mithaq.node.ledger.lock import share
from mithaq.node.ledger.models import Total
from mithaq.node.statements import insert_all
from mithaq.pact.indicators.gathered import Row
from mithaq.pact.indicators.indicator import Period

EVERY = timedelta(minutes=2)
AT_ONCE = 500  # rows in one statement
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # from when what stands is counted
HALVES: Mapping[tuple[int, int], tuple[int, ...]] = {(1, 6): (1,), (7, 12): (2,), (1, 12): (1, 2)}
PLACE = ("year", "half", "indicator", "kind")
ALIKE = ("by", "toward", "about", "value")

Counted = Mapping[tuple[str, str], Sequence[Row]]
"""What was seen, by kind and indicator."""


def add(rows: Iterable[Mapping[str, Any]]) -> None:
    """Add what a matter gained, or, where the number is negative, lost."""
    insert_all(Total, ({**row, "half": _half(row)} for row in rows))


def counted(period: Period, names: Iterable[str], *, kind: str = "") -> Counted:
    """What was seen in every matter, of one kind or of all, in a period that is a year or a half of one."""
    rows = Total.objects.filter(
        year__in=(0, period.first.year),
        half__in=(0, *HALVES[period.first.month, period.last.month]),
        indicator__in=tuple(names),
        at__lte=known_until(period),
    )
    if kind:
        rows = rows.filter(kind=kind)
    alike = rows.order_by().values_list("kind", "indicator", *ALIKE).annotate(times=Sum("number"))
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for own, name, by, toward, about, value, number in alike.exclude(times=0):
        found[own, name].append(Row(by, value, number, toward, about))
    return dict(found)


def known_until(period: Period) -> datetime:
    """Until when what counts from an instant has come, of a period, as it is known on its day."""
    ends_at = midnight(period.last + timedelta(days=1)) - timedelta.resolution
    return min(ends_at, midnight(period.today + timedelta(days=1)), period.now or ends_at)


def midnight(day: Any) -> datetime:
    """Units: UTC."""
    return datetime.combine(day, time(), UTC)


def sum_up(now: datetime) -> None:
    """Make one row of those that are alike and have come by now; what adds up to nothing goes."""
    come = Total.objects.filter(at__lte=now).order_by()
    alike = come.values_list(*PLACE, *ALIKE).annotate(rows=Count("pk"), times=Sum("number"))
    for place in sorted({row[:4] for row in alike.filter(Q(rows__gt=1) | Q(times=0))}):
        _sum_up(dict(zip(PLACE, place, strict=True)), now)


def _sum_up(place: Mapping[str, Any], now: datetime) -> None:
    """The same of one indicator in one half of a year: short, so that nobody waits long."""
    with transaction.atomic():
        share()
        there = Total.objects.select_for_update().filter(at__lte=now, **place).order_by("pk")
        alike: dict[tuple[Any, ...], list[tuple[int, datetime, int]]] = defaultdict(list)
        for *of, pk, at, number in there.values_list(*ALIKE, "pk", "at", "number"):
            alike[tuple(of)].append((pk, at, number))
        sums, gone = list[Total](), list[int]()
        for of, rows in alike.items():
            number = sum(each[2] for each in rows)
            if len(rows) > 1 or not number:
                gone += [each[0] for each in rows]
                sums += _one(place, of, max(each[1] for each in rows), number)
        for begin in range(0, len(gone), AT_ONCE):
            Total.objects.filter(pk__in=gone[begin : begin + AT_ONCE]).delete()
        Total.objects.bulk_create(sums, batch_size=AT_ONCE)


def _one(place: Mapping[str, Any], of: Sequence[Any], at: datetime, number: int) -> list[Total]:
    return [Total(**place, **dict(zip(ALIKE, of, strict=True)), at=at, number=number)] if number else []


def _half(row: Mapping[str, Any]) -> int:
    if not row["year"]:
        return 0
    return 1 if row["at"].month <= 6 else 2

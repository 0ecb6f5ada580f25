"""Totals: what rows add up to is what matters add up to, whoever counts, however it was summed up."""

from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db.models import Q

from mithaq.node.ledger import seen, totals
from mithaq.node.ledger.models import Seen, Total
from mithaq.pact.indicators.indicator import Case, Period
from mithaq.pact.ledger.entry import read_entry
from mithaq.pact.rules import register
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import standing
from mithaq.pact.rules.terms import Terms
from tests.node.ledger.rows import added_up
from tests.vectors.frozen import STANDINGS, vector

pytestmark = pytest.mark.django_db
MOST = 8  # conversations of a kind: the main paths come first
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
SPANS = [(date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 1, 1), date(2026, 12, 31))]
EVERYBODY = ~Q(matter="")


def read(told, most=None):
    """Where a frozen conversation stands, or stood when so many entries had arrived, and what was owed."""
    frozen, one = told
    entries = [read_entry(header.encode()) for header in one["arrived"][:most]]
    receipts = {(each["entry"], each["by"]): datetime.fromisoformat(each["at"]) for each in one["receipts"]}
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in one["terms"]["values"].items()}
    calendars = {party: Calendar(party, "Europe/Paris", frozenset()) for party in ("ES", "FR", "MA")}
    found = standing(register.kind(frozen["kind"], frozen["edition"]), entries)
    return found, duties(found, receipts, Terms(one["terms"]["entry"], values, calendars=calendars))


@pytest.fixture(params=STANDINGS)
def kept(request):
    """Frozen conversations of a kind, read twice: when half of each had arrived, and whole."""
    frozen, cases = vector(f"standings/{request.param}"), []
    for number, one in enumerate(frozen["conversations"][:MOST]):
        half, whole = read((frozen, one), len(one["arrived"]) // 2 + 1), read((frozen, one))
        seen.write(f"{number:064x}", *half, is_new=True)
        seen.write(f"{number:064x}", *whole, is_new=half[0].state is None)
        if whole[0].state is not None:
            cases.append(Case(whole[0].state, whole[1]))
    return SimpleNamespace(kind=frozen["kind"], cases=cases)


def figures(kind, told, period):
    return {
        each.name: each.measure.figure(told.get((kind, each.name), ()), period)
        for each in seen.formulas(kind)
    }


def same(one, other):
    return (
        one == pytest.approx(other) if isinstance(one, float) and isinstance(other, float) else one == other
    )


def test_rows_add_up_to_what_matters_do_for_whoever_counts_summed_up_or_not(kept):
    names = [each.name for each in seen.formulas(kept.kind)]
    assert added_up(Total) == added_up(Seen)
    matters = sorted(set(Seen.objects.values_list("matter", flat=True)))
    for span in SPANS:
        period = Period(*span, NOW.date(), NOW)
        folded = {each.name: each.measure(kept.cases, period) for each in seen.formulas(kept.kind)}
        for told in (
            seen.counted(period, names, kind=kept.kind),
            seen.counted(period, names, kind=kept.kind, of=EVERYBODY),
            seen.counted_among(matters, period, names, kind=kept.kind),
        ):
            for name, found in figures(kept.kind, told, period).items():
                assert same(found.value, folded[name].value), name
                assert (found.counted, found.left_out) == (folded[name].counted, folded[name].left_out), name
                assert found.by.keys() == folded[name].by.keys(), name
    before, rows = added_up(Total), Total.objects.count()
    totals.sum_up(NOW)
    assert added_up(Total) == before
    come = Total.objects.filter(at__lte=NOW).values_list(*totals.PLACE, *totals.ALIKE)
    assert len(come) == len(set(come)) <= rows
    assert not Total.objects.filter(at__lte=NOW, number=0).exists()
    totals.sum_up(NOW + timedelta(days=4000))
    assert added_up(Total) == before
    Total.objects.all().delete()
    import_module("mithaq.node.ledger.migrations.0007_what_formulas_saw_added_up").fill(apps, None)
    assert added_up(Total) == before  # a node that is updated has the totals of what it saw

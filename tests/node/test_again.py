"""What a test starts from is the same whether it was made for it or written again."""

import pytest
from django.db import transaction

from mithaq.node.officers.models import Officer
from tests.node import again as module
from tests.node.again import again
from tests.node.agreements import in_agreement
from tests.node.people import officer
from tests.node.simulated import ourselves

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(monkeypatch):
    monkeypatch.setattr(module, "_kept", {})


def rows_after(make):
    """Every row of the database after it was made, and what was given; nothing stays."""
    with transaction.atomic():
        given, rows = make(), module._rows()
        transaction.set_rollback(True)
    return rows, given


def never():
    raise AssertionError("made anew")


def officers():
    return again("officers", lambda: [officer("approver").pk for _ in range(3)], copied=list)


def test_it_is_written_row_for_row_and_not_made_again(kept, tmp_path, settings, monkeypatch):
    ourselves(tmp_path, settings)
    made, first = rows_after(in_agreement)
    assert len(made["ledger_entryrow"]) > 4
    monkeypatch.setattr("tests.node.agreements.agreed", lambda *_, **__: never())
    written, second = rows_after(in_agreement)
    assert written == made
    assert second is not first
    assert (second.entries, second.terms) == (first.entries, first.terms)


def test_where_something_else_was_before_it_is_made_anew(kept, tmp_path, settings):
    ourselves(tmp_path, settings)
    _, first = rows_after(in_agreement)
    in_agreement("ES", kinds=("group",))
    _, second = rows_after(in_agreement)
    assert second.terms != first.terms


def test_where_there_is_no_room_nothing_is_written_and_it_is_made_anew(kept):
    _, numbers = rows_after(officers)
    Officer.objects.create(pk=numbers[-1], username="taken")
    assert set(officers()).isdisjoint(numbers)
    assert Officer.objects.count() == 4

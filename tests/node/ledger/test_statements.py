"""Rows written by statements made once are the rows that Django would have written."""

import asyncio

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from mithaq.node import statements
from mithaq.node.exchange.models import Outbox
from mithaq.node.safeguards.models import HouseEvent
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
ENTRY = {
    "what": "entry",
    "matter": "b" * 64,
    "recipient": "FR",
    "precedence": 0,
    "posted_at": NOW,
    "next_at": NOW,
}
EVENT = {"at": NOW, "action": "step.taken"}


def stored(row):
    """What stands in a row, but for its number and what told the two apart."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.attname not in ("entry", "officer")
    }


def test_what_a_row_leaves_out_has_the_default_of_its_field():
    statements.insert(Outbox, entry="a" * 64, **ENTRY)
    statements.insert_all(Outbox, [{"entry": "c" * 64, **ENTRY}])
    one, other = Outbox.objects.get(entry="a" * 64), Outbox.objects.get(entry="c" * 64)
    made = Outbox.objects.get(pk=Outbox.objects.create(entry="d" * 64, **ENTRY).pk)
    assert stored(one) == stored(other) == stored(made)


def test_a_default_that_is_made_anew_is_no_others():
    for officer in ("one", "two"):
        statements.insert_numbered(HouseEvent, officer=officer, **EVENT)
    made = HouseEvent.objects.create(officer="three", **EVENT)
    rows = HouseEvent.objects.filter(officer__in=("one", "two"))
    assert [stored(row) for row in rows] == [stored(HouseEvent.objects.get(pk=made.pk))] * 2
    assert all(row.facts == {} for row in rows)


def test_a_thread_that_drives_an_event_loop_asks_whichever_connection_is_in_force_now(monkeypatch):
    """As a browser in the tests does: there it may be another from one call to the next."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    ours = connections["default"]
    assert statements.select("SELECT 1") == [(1,)]
    others = []

    async def ask():
        other = connections["default"]  # made for this loop
        others.append(other)
        with CaptureQueriesContext(other) as asked:
            statements.select("SELECT 1")
        other.close()
        return [each["sql"] for each in asked]

    assert [asyncio.run(ask()) for _ in range(2)] == [["SELECT 1"]] * 2
    assert ours not in others
    assert others[0] is not others[1]
    assert statements.select("SELECT 1") == [(1,)]

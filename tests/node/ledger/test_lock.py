"""One writer a matter, and one who holds them all: on PostgreSQL, where two can write at once."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection, transaction

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import lock, readings
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.lock import hold, hold_all, hold_every, share
from mithaq.node.ledger.models import Duty, Total
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.ledger.step import state
from mithaq.node.ledger.totals import sum_up
from tests.node.agreements import agreed
from tests.node.inquiries import ANSWERED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_postgresql(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")


def waits(act) -> bool:
    """Whether somebody else, who does this now, waits for us."""
    found = []

    def other() -> None:
        try:
            with transaction.atomic():
                connection.cursor().execute("SET LOCAL lock_timeout = '200ms'")
                act()
                transaction.set_rollback(True)
        except OperationalError:
            found.append("waited")
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    return bool(found)


def two_alike_summed_up() -> None:
    for _ in range(2):
        Total.objects.create(kind="inquiry", indicator="asked", year=2026, half=1, at=NOW, number=1)
    sum_up(NOW)


def test_two_write_in_two_matters_at_once_and_one_in_each():
    hold("a")
    assert waits(lambda: hold("a"))
    assert not waits(lambda: hold("b"))
    assert not waits(share)
    assert not waits(two_alike_summed_up)
    hold("b")
    assert waits(lambda: hold("b"))


def test_readings_are_emptied_when_nobody_writes_in_a_matter():
    assert not waits(rebuild)
    hold("a")
    assert waits(hold_every)
    assert waits(rebuild)


def test_nobody_writes_in_a_matter_or_sums_up_while_readings_are_filled_again():
    rebuild()
    assert waits(lambda: hold("a"))
    assert waits(two_alike_summed_up)


def test_many_matters_are_held_one_by_one_and_very_many_by_holding_all(monkeypatch):
    monkeypatch.setattr(lock, "MOST", 2)
    with transaction.atomic():
        hold_all({"a", "b"})
        assert waits(lambda: hold("b"))
        assert not waits(lambda: hold("c"))
    hold_all({"a", "b", "c"})
    assert waits(lambda: hold("d"))


@pytest.mark.django_db(transaction=True)
def test_what_is_stated_while_a_field_is_suspended_is_read_as_a_rebuild_reads_it(paris, monkeypatch):
    now = datetime(2026, 11, 24, 10, tzinfo=UTC)
    terms, us = agreed(paris), officer("duty-officer", "liaison-officer")
    asked = paris.wire(
        "ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00001", terms=terms.id
    )
    assert receive(asked, now=now).state == "kept"
    matter = paris.entries[-1].id
    suspends = paris.wire(
        "suspend", kind="agreement", matter=terms.matter,
        says={"field": "inquiry", "from_at": "2026-11-24T09:00:00.000Z"},
    )  # fmt: skip
    read, go = threading.Event(), threading.Event()
    owed = readings._duties

    def slow(standing, receipts, its_terms):
        found = owed(standing, receipts, its_terms)
        if threading.current_thread().name == "suspends" and standing.state.kind.name == "inquiry":
            read.set()
            go.wait(20)
        return found

    monkeypatch.setattr(readings, "_duties", slow)
    answer = Act("inquiry", "answer", ANSWERED, matter=matter, **CONFIDENTIAL)
    acts = {
        "suspends": lambda: receive(suspends, now=now),
        "answers": lambda: state(answer, officer=us, now=now + timedelta(hours=1)),
    }
    threads = [threading.Thread(target=_then_close, args=(act,), name=name) for name, act in acts.items()]
    threads[0].start()
    assert read.wait(20)
    threads[1].start()
    time.sleep(0.5)  # it waits for who suspends, or would have been read over by now
    go.set()
    for thread in threads:
        thread.join(30)
    live = _owed()
    rebuild()
    assert live == _owed()


def _then_close(act) -> None:
    try:
        act()
    finally:
        connection.close()


def _owed():
    return sorted(Duty.objects.values_list("matter", "name", "owed_by", "done_at", "paused_at"), key=str)

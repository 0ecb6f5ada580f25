"""One writer a matter, and one who holds them all: on PostgreSQL, where two can write at once."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connection, transaction

from mithaq.node.ledger.lock import hold, hold_every, share
from mithaq.node.ledger.models import Total
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.ledger.totals import sum_up

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

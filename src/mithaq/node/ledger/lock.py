"""One writer a matter: whoever keeps an entry or a receipt holds the matter until the commit.

On SQLite a write transaction is IMMEDIATE and holds the whole database already. On PostgreSQL the
lock is an advisory one, since the first entries of a matter can arrive before any row of it is there. The
register's names have one writer too (`persons.keep`). Whoever empties all readings holds every matter at
once.
"""

from collections.abc import Iterable
from hashlib import sha256

from django.db import connection

MOST = 500  # a database server counts the locks it gives: some thousands at once
EVERY = "ledger.every"  # what each holder of a matter shares, and one who holds them all has alone


def hold(matter: str) -> None:
    """Wait until nobody else writes in this matter, or in all; released by commit or rollback. Call it in a
    transaction.
    """
    _ask("SELECT pg_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s)", EVERY, matter)


def hold_all(matters: Iterable[str]) -> None:
    """Wait until nobody else writes in any of these, or, where they are many, in any at all."""
    named = sorted(matters)
    if len(named) > MOST:
        hold_every()
        return
    for matter in named:
        hold(matter)


def lean_on(matter: str) -> None:
    """Wait until nobody writes in a matter that is only read, and keep it as it is until the commit."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)", matter)


def hold_every() -> None:
    """Wait until nobody else writes in any matter, and keep all others out until commit or rollback. Call it
    first in a transaction.
    """
    _ask("SELECT pg_advisory_xact_lock(%s)", EVERY)


def share() -> None:
    """Wait until nobody holds every matter, and keep it so: for who sums up over matters and opens none."""
    _ask("SELECT pg_advisory_xact_lock_shared(%s)", EVERY)


def _ask(question: str, *names: str) -> None:
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(question, [_number(name) for name in names])


def _number(name: str) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big", signed=True)

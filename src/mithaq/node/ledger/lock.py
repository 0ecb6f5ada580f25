"""One writer a matter: whoever keeps an entry or a receipt holds the matter until the commit.

On SQLite a write transaction is IMMEDIATE and holds the whole database already. On PostgreSQL the
lock is an advisory one, since the first entries of a matter can arrive before any row of it is there. The
register's names have one writer too (`persons.keep`).
"""

from hashlib import sha256

from django.db import connection


def hold(matter: str) -> None:
    """Wait until nobody else writes in this matter; released by commit or rollback. Call it in a
    transaction.
    """
    assert connection.in_atomic_block
    if connection.vendor == "postgresql":
        number = int.from_bytes(sha256(matter.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])

"""What is looked at: each part of the node says in one word how it is.

A word is a code, never a message: exceptions may quote a row or an address with a password.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mithaq.node.ledger.models import Standstill
from mithaq.node.partners.own import signing_key
from mithaq.pact.errors import MithaqError

OK = "ok"
# Without these no page can be answered; what else is wrong, officers can still read and put right.
VITAL = frozenset({"database", "tables"})


def look(now: datetime) -> Mapping[str, str]:
    """Each part of the node and how it is: `ok`, or the code of what is wrong."""
    parts: dict[str, Callable[[datetime], str]] = {
        "database": _database,
        "tables": _tables,
        "keys": _keys,
        "ledger": _ledger,
    }
    return {name: part(now) for name, part in parts.items()}


def can_answer(parts: Mapping[str, str]) -> bool:
    """Whether pages can be answered at all."""
    return all(parts[name] == OK for name in VITAL)


def _database(_: datetime) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "database.not-reached"
    return OK


def _tables(_: datetime) -> str:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return "database.not-reached"
    return "database.not-prepared" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else OK


def _keys(now: datetime) -> str:
    try:
        signing_key(now)
    except MithaqError as error:
        return error.code
    return OK


def _ledger(_: datetime) -> str:
    try:
        standstill = Standstill.objects.first()
    except DatabaseError:
        return "database.not-reached"
    return f"standstill.{standstill.reason}" if standstill else OK

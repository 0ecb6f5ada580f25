"""Pages that only show cannot write: the connection refuses for as long as they run.

Every statement that is not a reading raises, so a page declared read-only keeps its word
even after somebody edits it. The idea, and how short it can be, is from les-emplois.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

READS = re.compile(
    r"\s*(?:SELECT|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK TO|DECLARE|FETCH|CLOSE)\b", re.IGNORECASE
)
# A common table expression may end in a write, and on PostgreSQL so may a SELECT that locks.
COMMON_TABLE = re.compile(r"\s*WITH\b", re.IGNORECASE)
WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE)\b", re.IGNORECASE)


class WroteWhileReading(RuntimeError):
    """Our own mistake: a page that only shows tried to write. Not a refusal."""


@contextmanager
def read_only() -> Iterator[None]:
    """While this runs, a statement that writes to any database raises WroteWhileReading."""
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(_refuse_writes))
        yield


def is_reading(sql: str) -> bool:
    """Does this statement leave the database as it was?"""
    if COMMON_TABLE.match(sql):
        return not WRITES.search(sql)
    return bool(READS.match(sql)) and not re.search(r"\bFOR (?:NO KEY )?UPDATE\b", sql, re.IGNORECASE)


def _refuse_writes(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    if not is_reading(sql):
        raise WroteWhileReading(sql.split(None, 1)[0])  # the verb alone: parameters are personal data
    return execute(sql, params, many, context)

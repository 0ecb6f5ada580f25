"""Whether the database answers a worker: one line when it goes, one when it is back.

Every lane of a worker notices in every round, several times a second; that each of them wrote where it stood
then would bury whatever else the log has to say.
"""

from __future__ import annotations

import logging
from threading import Lock

from django.db import DatabaseError, InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)


class Watch:
    """What the lanes of one worker have found."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_away = False

    def explains(self, error: Exception) -> bool:
        """Whether a round failed because the database is away; the first that asks says so."""
        if not isinstance(error, OperationalError | InterfaceError) or _answers():
            return False
        with self._lock:
            if not self._is_away:
                self._is_away = True
                log.error("the database does not answer; everything waits for it")
        return True

    def answered(self) -> None:
        """A round went well: if the database was away, it is back."""
        if not self._is_away:
            return
        with self._lock:
            if self._is_away:
                self._is_away = False
                log.warning("the database answers again")


def _answers() -> bool:
    """Whether a new connection can be made; a file stays where it is."""
    if connection.vendor == "sqlite":
        return True
    try:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True

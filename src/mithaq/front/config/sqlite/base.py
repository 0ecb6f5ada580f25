"""A connection to SQLite that begins a transaction as soon as the one before it has ended.

SQLite lets one write at a time; who comes meanwhile sleeps, and each time longer: 1, 2, 5, 10 … 100 ms. A
transaction of ours holds the file for some 4 ms, so that most of that sleep is time in which nobody
writes. Here a waiting transaction looks again each millisecond, until the time that the connection
was given is over. Everything else is Django's.
"""

import sqlite3
import time

from django.db.backends.sqlite3 import base

LOOK_EVERY = 0.001  # seconds
LONGEST = 20.0  # seconds, if the connection was given none


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, but for how a transaction waits for its turn."""

    def _start_transaction_under_autocommit(self) -> None:
        seconds = float(self.settings_dict["OPTIONS"].get("timeout", LONGEST))
        begin = f"BEGIN {self.settings_dict['OPTIONS'].get('transaction_mode', 'DEFERRED')}"
        until = time.monotonic() + seconds
        with self.wrap_database_errors:
            self.connection.execute("PRAGMA busy_timeout = 0")
            try:
                while not self._begun(begin, last=time.monotonic() > until):
                    time.sleep(LOOK_EVERY)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")

    def _begun(self, begin: str, *, last: bool) -> bool:
        """Whether the transaction has begun; at the last attempt SQLite says that it may not."""
        try:
            self.connection.execute(begin)
        except sqlite3.OperationalError as error:
            if last or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        return True

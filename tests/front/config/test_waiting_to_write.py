"""Whoever waits to write to a node's SQLite file begins when the one before has ended, or is told so."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import OperationalError

from mithaq.front.config.environment import database
from mithaq.front.config.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db  # of no use but that the guard lets a connection be made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "node.sqlite3"


@pytest.fixture
def other(file: Path) -> Iterator[sqlite3.Connection]:
    """Somebody else, who writes."""
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE word (said TEXT)")
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def ours(file: Path, seconds: float) -> DatabaseWrapper:
    """A connection as a node has it, but for how long it waits."""
    told = database(f"sqlite:///{file}")
    options = {**told["OPTIONS"], "timeout": seconds}  # type: ignore[dict-item]
    rest = {"ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None}
    wrapper = DatabaseWrapper({**told, **rest, "OPTIONS": options}, alias="waiting")
    wrapper.inc_thread_sharing()
    return wrapper


def test_a_node_s_file_is_opened_so(file: Path) -> None:
    assert database(f"sqlite:///{file}")["ENGINE"] == "mithaq.front.config.sqlite"


def test_who_waits_begins_when_the_other_has_ended(file: Path, other: sqlite3.Connection) -> None:
    with closing(ours(file, 20)) as connection:
        connection.ensure_connection()
        begun = threading.Event()

        def write() -> None:
            connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
            begun.set()
            connection.cursor().execute("INSERT INTO word VALUES ('ours')")
            connection.commit()
            connection.set_autocommit(True)

        thread = threading.Thread(target=write)
        thread.start()
        assert not begun.wait(0.05)
        other.execute("INSERT INTO word VALUES ('theirs')")
        other.execute("COMMIT")
        thread.join(20)
        said = other.execute("SELECT said FROM word ORDER BY rowid").fetchall()
        assert said == [("theirs",), ("ours",)]


def test_who_waits_too_long_is_told_and_may_try_again(file: Path, other: sqlite3.Connection) -> None:
    with closing(ours(file, 0.02)) as connection:
        with pytest.raises(OperationalError, match="locked"):
            connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        assert connection.connection.execute("PRAGMA busy_timeout").fetchone() == (20,)
        other.execute("ROLLBACK")
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        connection.cursor().execute("INSERT INTO word VALUES ('ours')")
        connection.commit()
    assert other.execute("SELECT said FROM word").fetchall() == [("ours",)]

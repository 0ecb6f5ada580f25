"""What a process would leave behind if it were killed now, and whether that has changed since the last look.

A killed process leaves what is on disk, what its server has committed, and what it told others:

- the files of the node's home. The kernel says of each change before the call that made it returns
  (inotify), so that no write is missed, however small and however soon after another. Left out are logs,
  and SQLite's `-shm`: an index of the `-wal` for processes that run, which a dead one cannot spoil between
  two statements;
- on PostgreSQL, each transaction in which something was written, from the moment its COMMIT is sent: the
  server carries that out whether we live or not. Both sides of the wire are read (libpq's own trace). What
  was not committed the server rolls back when the line breaks;
- bytes sent to a partner, and whatever else `told` counts.
"""

from __future__ import annotations

import ctypes
import os
import re
import select
import socket
import struct
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created

IN_MODIFY, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE = 0x2, 0x40, 0x80, 0x100, 0x200
IN_ISDIR, IN_Q_OVERFLOW = 0x40000000, 0x4000
CHANGES = IN_MODIFY | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE
NOT_LEFT = (".log", "-shm")
READS = frozenset(
    b"SELECT SHOW SET DECLARE FETCH CLOSE BEGIN SAVEPOINT RELEASE COMMIT ROLLBACK".split(),
)
STATEMENT = re.compile(rb'\tF\t\d+\t(?:Query\t "|Parse\t "[^"]*" ")(\w+)')
DONE = re.compile(rb'\tB\t\d+\tCommandComplete\t "(\w+)')
READY = re.compile(rb"\tB\t\d+\tReadyForQuery\t (\w)")

_libc = ctypes.CDLL(None, use_errno=True)
_flush = ctypes.PyDLL(None).fflush  # at every line: the interpreter is not given away for it
AT_ONCE = 1 << 12


class LeftBehind:
    """Watches a whole process, from before its first connection; `blind` to what its database keeps, for a
    test of what is seen.
    """

    def __init__(self, *, blind: bool = False) -> None:
        self._told = 0
        self._watches: list[Callable[[], bool]] = [_Home(Path(settings.HOME), blind=blind).changed]
        if connection.vendor == "postgresql" and not blind:
            self._watches.append(_Wire().changed)
        self._hear_what_is_sent()

    def tell(self) -> None:
        """Something was told to the outside, which no death takes back."""
        self._told += 1

    def changed(self) -> bool:
        """Whether a death now leaves something else than at the last look."""
        told = self._told
        for watch in self._watches:
            told += watch()
        if told:
            self._told = 0
        return told > 0

    def _hear_what_is_sent(self) -> None:
        send = socket.socket.sendall

        def sendall(self_: socket.socket, *sent: object) -> None:
            send(self_, *sent)  # type: ignore[arg-type]
            self.tell()

        socket.socket.sendall = sendall  # type: ignore[method-assign, assignment]


def digest() -> str:
    """What is on disk and committed, byte for byte and row for row."""
    found = blake2b()
    for part in (*_files(Path(settings.HOME)), *(_rows() if connection.vendor == "postgresql" else ())):
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


class _Home:
    """The kernel's word on every change below a folder."""

    def __init__(self, home: Path, *, blind: bool) -> None:
        self._not_seen = (*NOT_LEFT, "-wal") if blind else NOT_LEFT
        self._queue = _libc.inotify_init1(os.O_NONBLOCK)
        assert self._queue >= 0, os.strerror(ctypes.get_errno())
        self._folders: dict[int, Path] = {}
        self._poll = select.poll()
        self._poll.register(self._queue, select.POLLIN)
        self._watch(home)

    def changed(self) -> bool:
        return bool(self._poll.poll(0)) and sum(self._is_change(*event) for event in self._events()) > 0

    def _watch(self, folder: Path) -> None:
        number = _libc.inotify_add_watch(self._queue, os.fsencode(folder), CHANGES)
        assert number >= 0, os.strerror(ctypes.get_errno())
        self._folders[number] = folder
        for below in folder.iterdir():
            if below.is_dir():
                self._watch(below)

    def _events(self) -> Iterator[tuple[int, int, str]]:
        told = os.read(self._queue, 1 << 20)
        while told:
            number, what, _, length = struct.unpack_from("iIII", told)
            yield number, what, os.fsdecode(told[16 : 16 + length].rstrip(b"\0"))
            told = told[16 + length :]

    def _is_change(self, number: int, what: int, name: str) -> bool:
        assert not what & IN_Q_OVERFLOW
        if what & IN_ISDIR and what & (IN_CREATE | IN_MOVED_TO):
            self._watch(self._folders[number] / name)
        return not name.endswith(self._not_seen)


class _Wire:
    """What this process and a PostgreSQL server say to each other: whether a writing was made final."""

    def __init__(self) -> None:
        self._heard = os.memfd_create("wire")
        self._read, self._wrote, self._inside = 0, False, False
        connection_created.connect(self._listen, weak=False)

    def changed(self) -> bool:
        _flush(None)  # libpq keeps what came until it sends again
        if not (fresh := os.pread(self._heard, AT_ONCE, self._read)):
            return False
        if len(fresh) == AT_ONCE:  # much was said: room for much at every line would cost more than the line
            fresh = os.pread(self._heard, 1 << 24, self._read)
        self._read += len(fresh)
        return sum(map(self._is_final, fresh.splitlines())) > 0  # each is to be heard

    def _listen(self, connection: object, **_: object) -> None:
        connection.connection.pgconn.trace(self._heard)  # type: ignore[attr-defined]

    def _is_final(self, line: bytes) -> bool:
        if said := STATEMENT.search(line):
            if said[1] == b"COMMIT":
                return self._forget()
            return not self._inside and said[1] not in READS
        if done := DONE.search(line):
            self._wrote |= done[1] not in READS
        elif ready := READY.search(line):
            self._inside = ready[1] != b"I"
            return not self._inside and self._forget()
        return False

    def _forget(self) -> bool:
        wrote, self._wrote = self._wrote, False
        return wrote


def backend() -> int:
    """The number by which a server knows this process, 0 if there is none."""
    at_server = connection.vendor == "postgresql" and connection.connection
    return int(connection.connection.info.backend_pid) if at_server else 0


def wait_for_server(backend: int) -> None:
    """Until a server has done with somebody who died."""
    import psycopg

    until = time.monotonic() + 30
    asked = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
    with psycopg.connect(os.environ["MITHAQ_DATABASE_URL"], autocommit=True) as other:
        while other.execute(asked, [backend]).fetchone():
            assert time.monotonic() < until
            time.sleep(0.01)


def _files(home: Path) -> Iterator[bytes]:
    """Names and contents.

    While this process is connected the files stay open: closing one would take SQLite's locks off it.
    """
    opened = []
    for path in sorted(home.rglob("*")):
        if path.is_file() and not path.name.endswith(NOT_LEFT):
            opened.append(os.open(path, os.O_RDONLY))
            yield os.fsencode(path)
            yield os.pread(opened[-1], os.fstat(opened[-1]).st_size, 0)
    if connection.connection is None:
        for each in opened:
            os.close(each)


def _rows() -> Iterator[bytes]:
    """Every committed row, as somebody else sees it. Numbers a sequence has given out are nobody's yet."""
    import psycopg

    with psycopg.connect(os.environ["MITHAQ_DATABASE_URL"], autocommit=True) as other:
        names = other.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        one = "SELECT '{0}', md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {0} t"
        asked = " UNION ALL ".join(one.format(name) for (name,) in names.fetchall())
        for row in other.execute(asked + " ORDER BY 1"):  # type: ignore[arg-type]
            yield repr(row).encode()

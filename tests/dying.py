"""Dying at a chosen line: a child is forked, runs a path, and ends itself by SIGKILL.

Nothing is flushed, closed or rolled back by us. Every line of Python that the child executes is looked at, of
the node and of the libraries below it (`tests.left_behind` says what for). Lines between which nothing
changes of what a death leaves are one class: dying at any of them is the same death. So a rehearsal finds the
classes of a path, and a death is at the first or the last line of one, or at one between.

A place in a class is a line of the source and how often it has run in the class: what a library does once
in a process does not move it. The last places of the classes before it say how a run came to a class. A run
that came another way (a folder was there already) has strayed: it goes on to its end, and another is needed.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from random import Random
from types import FrameType

from django.db import connections

from mithaq.node.exchange import line
from tests import left_behind
from tests.left_behind import LeftBehind, backend, digest, wait_for_server

Path = Callable[[str], Iterator[str]]
"""Runs with what it is about; gives what it tells the outside, at the moment it does."""

Place = tuple[str, int, int]
OURS = ("/mithaq/node/", "/mithaq/front/")


@dataclass
class Same:
    """A class: lines, one after the other, at which a death leaves the same."""

    ran: Counter[tuple[str, int]] = field(default_factory=Counter)
    last: tuple[str, int] = ("", 0)
    lines: int = 0
    ours: int = 0
    some: Place = ("", 0, 0)  # any one of its places, each as likely

    def end(self) -> Place:
        """The last place so far."""
        return (*self.last, self.ran[self.last])


@dataclass(frozen=True)
class Where:
    """To die in the class to which these places lead: at its first line, or at another place in it."""

    after: list[Place]
    at: Place | None = None


@dataclass
class Child:
    """What is known of a child: what it told, where it died, and what it would leave by its own account."""

    told: list[str]
    signal: int
    status: int
    died: Place | None = None
    backend: int = 0  # the number its server knew it by
    strayed: bool = False
    leaves: str = ""  # a digest, at the first line of the class
    left: str = ""  # a digest, when it was dead
    classes: list[dict[str, object]] = field(default_factory=list)


def rehearse(path: Path, about: str, *, blind: bool = False) -> list[dict[str, object]]:
    """Run a path to its end; its classes: how many lines each has, and which is the last."""
    child = _fork(path, about, None, blind=blind)
    assert child.status == 0, child
    return child.classes


def die(path: Path, about: str, where: Where, *, blind: bool = False) -> dict[str, object]:
    """Run a path in a child that dies on the way; what became of it."""
    child = _fork(path, about, where, blind=blind)
    assert child.strayed or child.signal == signal.SIGKILL, child
    if child.backend:
        wait_for_server(child.backend)
    child.left = digest()
    return asdict(child)


def _fork(path: Path, about: str, where: Where | None, *, blind: bool) -> Child:
    connections.close_all()
    line._lines.cache_clear()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        gc.disable()  # what is called when garbage is found runs between two lines, each time between others
        left = LeftBehind(blind=blind)
        _run(path, about, _Death(left, writing, where) if where else _Rehearsal(left), writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        said = [json.loads(each) for each in pipe]
    _, status = os.waitpid(pid, 0)
    return Child(
        told=[each["told"] for each in said if "told" in each],
        status=os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
        signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        **{name: value for each in said for name, value in each.items() if name != "told"},
    )


def _run(path: Path, about: str, tracer: _Rehearsal | _Death, writing: int) -> None:
    def tell(told: str) -> None:
        _say(writing, told=told)
        tracer.left.tell()

    sys.settrace(tracer.called)
    _walk(path, about, tell)
    sys.settrace(None)
    if isinstance(tracer, _Death):
        _say(writing, strayed=True)
        return
    classes = [
        {"lines": same.lines, "ours": same.ours, "some": same.some, "last": same.end()}
        for same in tracer.classes
    ]
    _say(writing, classes=classes)


def _walk(path: Path, about: str, tell: Callable[[str], None]) -> None:
    for told in path(about):
        tell(told)


def _say(writing: int, **said: object) -> None:
    os.write(writing, (json.dumps(said) + "\n").encode())


class _Rehearsal:
    """Sorts executed lines into classes."""

    def __init__(self, left: LeftBehind) -> None:
        self.left, self.classes = left, [Same()]
        self._chance = Random(os.getpid())

    def called(self, frame: FrameType, event: str, argument: object):
        return None if frame.f_code.co_filename == left_behind.__file__ else self.line

    def line(self, frame: FrameType, event: str, argument: object):
        if event == "line":
            here = (frame.f_code.co_filename, frame.f_lineno)
            if self.left.changed():
                self.classes.append(Same())
            same = self.classes[-1]
            same.lines += 1
            same.ours += _is_ours(here[0])
            same.ran[here] += 1
            same.last = here
            if self._chance.random() * same.lines < 1:
                same.some = same.end()
        return self.line


class _Death:
    """Follows a rehearsal from class to class, and ends the process at a place.

    Most of the time of a death is that of its lines. So only the lines are counted that are places on the
    way, and what is left is looked at on arriving at one and right behind it: it must not have changed
    before, and where the class ends it must have behind.
    """

    def __init__(self, left: LeftBehind, writing: int, where: Where) -> None:
        self.left, self._writing, self._where = left, writing, where
        self._on_the_way = iter([*where.after, where.at])
        self._still, self._line = len(where.after), self.line
        self._first = not where.after  # whether the next line is the first of the last class
        self._look_for_the_next()

    def called(self, frame: FrameType, event: str, argument: object):
        return None if frame.f_code.co_filename == left_behind.__file__ else self._line

    def line(self, frame: FrameType, event: str, argument: object):
        if event == "line":
            if self._behind and not self._came_to_the_next():
                return self._strayed()
            if self._first:
                self._first = False
                _say(self._writing, leaves=digest())
                if self._where.at is None:
                    self._die((frame.f_code.co_filename, frame.f_lineno, 1))
            if frame.f_lineno == self._number and frame.f_code.co_filename == self._file:
                self._ran += 1
                if self._ran == self._times:
                    if self.left.changed():
                        return self._strayed()
                    if not self._still:
                        self._die((self._file, self._number, self._times))
                    self._behind = True
        return self._line

    def _look_for_the_next(self) -> None:
        """The place at which this class ends; in the last one, that of the death."""
        self._file, self._number, self._times = next(self._on_the_way) or ("", 0, 0)
        self._ran, self._behind = 0, False

    def _came_to_the_next(self) -> bool:
        """Whether what was left has changed behind the very place behind which it did in the rehearsal."""
        if not self.left.changed():
            return False
        self._still -= 1
        self._first = not self._still
        self._look_for_the_next()
        return True

    def _strayed(self) -> None:
        """It came another way, and goes on to its end."""
        sys.settrace(None)

    def _die(self, place: Place) -> None:
        _say(self._writing, died=place, backend=backend())
        os.kill(os.getpid(), signal.SIGKILL)


@cache
def _is_ours(file: str) -> bool:
    return any(part in file for part in OURS)

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
        _run(path, about, _Tracer(LeftBehind(blind=blind), writing, where), writing)
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


def _run(path: Path, about: str, tracer: _Tracer, writing: int) -> None:
    def tell(told: str) -> None:
        _say(writing, told=told)
        tracer.left.tell()

    sys.settrace(tracer.called)
    _walk(path, about, tell)
    sys.settrace(None)
    classes = [
        {"lines": same.lines, "ours": same.ours, "some": same.some, "last": same.end()}
        for same in tracer.classes
    ]
    _say(writing, classes=classes, strayed=bool(tracer.where))


def _walk(path: Path, about: str, tell: Callable[[str], None]) -> None:
    for told in path(about):
        tell(told)


def _say(writing: int, **said: object) -> None:
    os.write(writing, (json.dumps(said) + "\n").encode())


class _Tracer:
    """Sorts executed lines into classes; ends the process at one of them."""

    def __init__(self, left: LeftBehind, writing: int, where: Where | None) -> None:
        self.left, self._writing, self.where = left, writing, where
        self.classes, self._strayed = [Same()], False
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
            if self.where and len(self.where.after) == len(self.classes) - 1:
                self._die_here_or_not(self.where, same)
        return self.line

    def _die_here_or_not(self, where: Where, same: Same) -> None:
        if same.lines == 1:
            self._strayed = [each.end() for each in self.classes[:-1]] != where.after
            if not self._strayed:
                _say(self._writing, leaves=digest())
        if not self._strayed and (where.at is None or where.at == same.end()):
            _say(self._writing, died=same.end(), backend=backend())
            os.kill(os.getpid(), signal.SIGKILL)


@cache
def _is_ours(file: str) -> bool:
    return any(part in file for part in OURS)

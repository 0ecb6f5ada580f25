"""A node's process while a demonstration is made, as whoever drives it sees it.

What a node posts is carried to its partner. Until that has answered, the node may be asked for something
else, as a node that delivers goes on working: so both work at once.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from typing import Any

from mithaq.demo.house import ANSWERED, DONE, FAILED, POST
from mithaq.demo.nodes import Node, described


class BuildError(RuntimeError):
    """The demonstration could not be made: a mistake of ours, in the script or in the product."""


@dataclass(slots=True)
class Asked:
    """Something a node was asked for; `then` is told what came of it. `posted`: it waits for the partner."""

    at: datetime
    then: Callable[[Any], None]
    posted: bool = False


@dataclass(frozen=True, slots=True)
class Post:
    """What a node has posted to its partner, in the course of what it was asked for."""

    asked: Asked
    address: str
    body: bytes = field(repr=False)


class Driven:
    """A node's process. What it is asked for last ends first."""

    def __init__(self, node: Node, people: Mapping[str, Any], channel: Connection) -> None:
        self.node = node
        self.people = people
        self.channel = channel
        self.partner: Driven | None = None
        self.posted: deque[Post] = deque()  # by the partner, and not looked at yet
        self._asked = [Asked(datetime.now(UTC), lambda _: None)]  # it says by itself that it is there

    @property
    def is_busy(self) -> bool:
        return bool(self._asked) and not self._asked[-1].posted

    @property
    def is_free(self) -> bool:
        """Whether nothing is under way, not even something that waits for the partner."""
        return not self._asked

    def begin(self, name: str, at: datetime, then: Callable[[Any], None], **facts: Any) -> None:
        """Ask for something without waiting for it."""
        self._asked.append(Asked(at, then))
        self.channel.send((name, {"at": at, **facts}))

    def ask(self, name: str, at: datetime, **facts: Any) -> Any:
        """Ask for something; what came of it. Raises: BuildError."""
        return ask_each([self], name, at, [facts])[0]

    def look_at_post(self) -> None:
        """Begin with what the partner has posted first; it gets the answer."""
        post = self.posted.popleft()
        self.begin(
            POST, post.asked.at, lambda body: self._answer(post, body), address=post.address, body=post.body
        )

    def hear(self) -> None:
        """Take one word of the process: what came of something, or what it posts. Raises: BuildError."""
        outcome, *what = self.channel.recv()
        if outcome == FAILED:
            raise BuildError(what[0])
        if outcome == DONE:
            self._asked.pop().then(what[0])
            return
        assert self.partner is not None
        self._asked[-1].posted = True
        self.partner.posted.append(Post(self._asked[-1], *what))

    def _answer(self, post: Post, body: bytes) -> None:
        assert self.partner is not None
        post.asked.posted = False
        self.partner.channel.send((ANSWERED, body))

    def holder(self, function: str, like: str = "") -> str:
        """The username of whoever holds a function here; in the unit of `like`, if one is named."""
        unit = next((each["unit"] for each in self.people["personas"] if each["username"] == like), "")
        return next(
            str(each["username"])
            for each in self.people["personas"]
            if function in each["functions"] and unit in ("", each["unit"])
        )


def ask_each(
    houses: Sequence[Driven], name: str, at: datetime, facts: Sequence[Mapping[str, Any]]
) -> list[Any]:
    """Ask several nodes at once, each with its facts; what came of it with each. Raises: BuildError."""
    came: dict[int, Any] = {}
    for number, (house, own) in enumerate(zip(houses, facts, strict=True)):
        house.begin(name, at, partial(came.__setitem__, number), **own)
    work({each for house in houses for each in (house, house.partner) if each})
    return [came[number] for number in range(len(houses))]


def work(houses: Collection[Driven], give: Callable[[Driven], None] = lambda _: None) -> None:
    """Let nodes work until none of them has anything left; `give` asks one that may work for what is next.

    Raises: BuildError.
    """
    while True:
        for house in houses:
            if not house.is_busy and house.posted:
                house.look_at_post()
            elif not house.is_busy:
                give(house)
        busy = {house.channel: house for house in houses if house.is_busy}
        if not busy:
            return
        for channel in wait_for(list(busy)):
            busy[channel].hear()  # type: ignore[index]


@contextmanager
def driven(nodes: Sequence[Node]) -> Iterator[list[Driven]]:
    """The processes of the nodes; they end with this.

    Each starts when the one before is there: what that has imported need not be compiled once more. The last
    is still on its way when this begins.
    """
    people = described("personas")
    with ExitStack() as stack:
        started: list[Driven] = []
        for node in nodes:
            work(started)
            node.make_home()
            ours, theirs = socket.socketpair()
            with theirs:
                process = subprocess.Popen(
                    [sys.executable, "-m", "mithaq.demo.house", str(theirs.fileno())],
                    env=node.environment(nodes),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
            stack.callback(process.wait, 10)
            channel = stack.enter_context(Connection(os.dup(ours.fileno())))
            ours.close()
            started.append(Driven(node, people[node.authority], channel))
        if len(started) == 2:
            started[0].partner, started[1].partner = started[1], started[0]
        yield started

"""Making a demonstration's nodes: keys, officers, pairing, and every matter by the product's own acts.

Each node is a process of its own (`house`); here they are driven in the order of the script. What one
states is delivered at once, as the bytes that would cross the line.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, time, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import copyfile
from typing import Any

from mithaq.demo.nodes import FOLDER, Node, described
from mithaq.demo.script import Planned, cycle, meant, script

BEGUN_BEFORE = timedelta(days=30)  # the half-years that are reported on
SITTING = timedelta(minutes=15)  # what is stated by one side without a longer break leaves together
DELIVERED_AFTER = timedelta(seconds=14)
SEQUENCED_EVERY = timedelta(days=45)
COSIGNED = "cosigned"
MEETS, CONFIRMS = "duty-officer", "approver"


class BuildError(RuntimeError):
    """The demonstration could not be made: a mistake of ours, in the script or in the product."""


class Driven:
    """A node's process, asked one thing at a time."""

    def __init__(self, node: Node, people: Mapping[str, Any], channel: Connection) -> None:
        self.node = node
        self.people = people
        self._channel = channel
        self._asked_at = datetime.now(UTC)
        self.partner: Driven | None = None

    def begin(self, name: str, at: datetime, **facts: Any) -> None:
        """Ask for something without waiting for it."""
        self._channel.send((name, {"at": at, **facts}))

    def end(self) -> Any:
        """What came of it; what the node posts meanwhile is carried to its partner.

        Raises: BuildError.
        """
        while True:
            outcome, *what = self._channel.recv()
            if outcome == "done":
                return what[0]
            if outcome == "failed":
                raise BuildError(what[0])
            assert self.partner is not None
            self._channel.send(self.partner.ask("post", self._asked_at, address=what[0], body=what[1]))

    def ask(self, name: str, at: datetime, **facts: Any) -> Any:
        """Ask for something; what came of it. Raises: BuildError."""
        self._asked_at = at
        self.begin(name, at, **facts)
        return self.end()

    def holder(self, function: str, like: str = "") -> str:
        """The username of whoever holds a function here; in the unit of `like`, if one is named."""
        unit = next((each["unit"] for each in self.people["personas"] if each["username"] == like), "")
        return next(
            str(each["username"])
            for each in self.people["personas"]
            if function in each["functions"] and unit in ("", each["unit"])
        )


def build(nodes: Sequence[Node], until: datetime) -> None:
    """Make the homes of two nodes and everything that happened on them until now.

    Raises: BuildError.
    """
    begun = begun_at(until)
    with driven(nodes) as houses:
        cards = _prepared(houses, begun)
        pair(houses, cards, begun + timedelta(days=1))
        _furnish(houses[0], begun + timedelta(days=2))
        Story(houses).play(until)
        _meet_a_third(houses[0], until - timedelta(hours=5))


def begun_at(until: datetime) -> datetime:
    """When the nodes of a demonstration made now were set up."""
    return datetime.combine(cycle(until.date()) - BEGUN_BEFORE, time(8), UTC)


@contextmanager
def driven(nodes: Sequence[Node]) -> Iterator[list[Driven]]:
    """The processes of the nodes, both starting at once; they end with this."""
    people = described("personas")
    with ExitStack() as stack:
        started = []
        for node in nodes:
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
        for house in started:
            house.end()  # says that it is there
        if len(started) == 2:
            started[0].partner, started[1].partner = started[1], started[0]
        yield started


def _prepared(houses: Sequence[Driven], at: datetime) -> list[str]:
    tables = houses[0].ask("tables", at)
    for house in houses[1:]:
        if tables:  # the same for every node: made once
            copyfile(tables, house.node.home / Path(tables).name)
        else:
            house.ask("tables", at)
    for house in houses:
        card = {"names": house.node.names, "zone": house.node.zone, "address": house.node.card_address}
        house.begin("prepare", at, people=house.people, **card)
    return [house.end() for house in houses]


def pair(houses: Sequence[Driven], cards: Sequence[str], at: datetime) -> None:
    """Have both nodes meet, read the phrase to each other, and trust each other by two officers each."""
    one, other = houses
    own_half = [
        one.ask("meet", at, card=cards[1], who=one.holder(MEETS)),
        other.ask("meet", at, card=cards[0], who=other.holder(MEETS)),
    ]
    at += timedelta(minutes=25)
    for house, heard, partner in ((one, own_half[1], other), (other, own_half[0], one)):
        officers = {"who": house.holder(MEETS), "second": house.holder(CONFIRMS)}
        house.ask("trust", at, partner=partner.node.authority, heard=heard, **officers)


def _furnish(house: Driven, at: datetime) -> None:
    """A small invented register, so that what partners ask about can be looked up."""
    state = house.ask("register", at, who=house.holder("fugitive-officer"), file=str(FOLDER / "register.csv"))
    if state != "done":
        raise BuildError(f"the register ended as {state}")


def _meet_a_third(house: Driven, at: datetime) -> None:
    """A card that waits to be compared."""
    third = described("third")
    house.ask("met_alone", at, who=house.holder(MEETS), third=third)


class Story:
    """The script on its way: which matter each file has opened, which entry each name stands for."""

    def __init__(self, houses: Sequence[Driven]) -> None:
        self._houses = houses
        self._matters: dict[str, str] = {}
        self._entries: dict[str, str] = {}

    def play(self, until: datetime) -> None:
        """Act the whole script."""
        homes = {each["username"]: house for house in self._houses for each in house.people["personas"]}
        zones = {username: house.node.zone for username, house in homes.items()}
        sequenced = begun_at(until)
        acts = script(until, zones)
        for act, following in zip(acts, [*acts[1:], None], strict=True):
            if act.at - sequenced > SEQUENCED_EVERY:
                self._sequence(act.at - timedelta(minutes=30))
                sequenced = act.at
            stated_at = self._act(act, homes[act.who])
            same = following is not None and homes[following.who] is homes[act.who]
            if stated_at and not (same and following and following.at - act.at <= SITTING):
                homes[act.who].ask("deliver", stated_at + DELIVERED_AFTER)
        self._sequence(until)

    def _act(self, act: Planned, house: Driven) -> datetime | None:
        """Take a step; when something was stated that is to be delivered."""
        if act.step == "review":
            house.ask("review", act.at, who=act.who)
            return None
        entry, at = house.ask(
            "act", act.at,
            who=act.who, second=house.holder(CONFIRMS, like=act.who), assigned_by=house.holder(MEETS),
            stop=act.stop, kind=act.kind, step=act.step, matter=self._matters.get(act.matter, ""),
            item=self._meant(act, act.item), parties=act.parties, handling=act.handling, basis=act.basis,
            values={name: self._meant(act, value) for name, value in act.says.items()},
        )  # fmt: skip
        if not entry:
            return None
        self._matters.setdefault(act.matter, entry)
        self._entries[f"{act.matter}/{act.name}"] = entry
        assert isinstance(at, datetime)
        return at

    def _meant(self, act: Planned, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("@"):
            return self._entries[meant(act.matter, value)]
        return value

    def _sequence(self, at: datetime) -> None:
        for house in self._houses:
            house.ask("sequence", at)
        for house in self._houses:
            if (answered := house.ask("show", at + timedelta(seconds=30))) != COSIGNED:
                raise BuildError(f"{house.node.authority}: its log was not cosigned: {answered}")

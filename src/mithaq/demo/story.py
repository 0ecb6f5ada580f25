"""The script played on both nodes at once.

Each node acts in the order of the script, and goes on while its partner is at work, as far as nobody has to
know first what the other has said: a conversation is had in its order, matters that have nothing to do with
each other at the same time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from mithaq.demo.driven import BuildError, Driven, ask_each, work
from mithaq.demo.script import Planned, meant

SITTING = timedelta(minutes=15)  # what is stated by one side without a longer break leaves together
DELIVERED_AFTER = timedelta(seconds=14)
CROSSING = timedelta(hours=6)  # what crosses was said without knowing of what is younger
SEQUENCED_EVERY = timedelta(days=90)
COSIGNED = "cosigned"
MEETS, CONFIRMS = "duty-officer", "approver"
BEARS_ON_ALL = "agreement"


@dataclass(eq=False, slots=True)
class Turn:
    """An act on its way. `after`: the turns that must be known on both nodes before; `ends` its sitting;
    `came_at`: when it was over, a second person's word included.
    """

    act: Planned
    house: Driven
    after: list[Turn] = field(default_factory=list)
    ends: bool = True
    is_known: bool = False
    came_at: datetime | None = None

    @property
    def may_begin(self) -> bool:
        return all(each.is_known for each in self.after)


@dataclass(slots=True)
class Desk:
    """What one node has before it: the acts to come, what it has stated and not sent, what is to be sent."""

    turns: deque[Turn] = field(default_factory=deque)
    stated: list[Turn] = field(default_factory=list)
    to_send: deque[tuple[datetime, list[Turn]]] = field(default_factory=deque)


class Story:
    """The script on its way: which matter each file has opened, which entry each name stands for."""

    def __init__(self, houses: Sequence[Driven]) -> None:
        self._houses = houses
        self._homes = {each["username"]: house for house in houses for each in house.people["personas"]}
        self._matters: dict[str, str] = {}
        self._entries: dict[str, str] = {}
        self._desks = {house.node.authority: Desk() for house in houses}

    def play(self, acts: Sequence[Planned], begun: datetime, until: datetime) -> None:
        """Act the whole script. Raises: BuildError."""
        for stretch, ends_at in stretches(acts, begun, until):
            turns = [Turn(act, self._homes[act.who]) for act in stretch]
            arrange(turns)
            for turn in turns:
                self._desk(turn.house).turns.append(turn)
            work(self._houses, self._give)
            if left := [each for desk in self._desks.values() for each in desk.turns]:
                raise BuildError(f"{left[0].act.matter}: {left[0].act.step} waits for what never comes")
            self._sequence(ends_at)

    def _desk(self, house: Driven) -> Desk:
        return self._desks[house.node.authority]

    def _give(self, house: Driven) -> None:
        """Ask a node for what is next: what is to be sent goes first, one thing at a time."""
        desk = self._desk(house)
        if desk.to_send and house.is_free:
            at, sent = desk.to_send.popleft()
            house.begin("deliver", at, lambda _: _know(sent))
        elif desk.turns and desk.turns[0].may_begin:
            self._begin(desk.turns.popleft())

    def _begin(self, turn: Turn) -> None:
        act, house = turn.act, turn.house
        if act.step == "review":
            house.begin("review", act.at, lambda _: self._came(turn, "", act.at), who=act.who)
            return
        if act.step == "review-retention":
            found = {"who": act.who, "matter": self._matters[act.matter], **act.says}
            house.begin("review_retention", act.at, lambda _: self._came(turn, "", act.at), **found)
            return
        house.begin(
            "act", act.at, lambda came: self._came(turn, *came),
            who=act.who, second=house.holder(CONFIRMS, like=act.who), assigned_by=house.holder(MEETS),
            stop=act.stop, kind=act.kind, step=act.step, matter=self._matters.get(act.matter, ""),
            item=self._meant(act, act.item), parties=act.parties, handling=act.handling, basis=act.basis,
            values={name: self._meant(act, value) for name, value in act.says.items()},
        )  # fmt: skip

    def _came(self, turn: Turn, entry: str, at: datetime) -> None:
        """An act is over: what it has stated leaves with its sitting."""
        desk, act = self._desk(turn.house), turn.act
        turn.came_at = at
        if entry:
            self._matters.setdefault(act.matter, entry)
            self._entries[f"{act.matter}/{act.name}"] = entry
            desk.stated.append(turn)
        else:
            turn.is_known = True
        if turn.ends and desk.stated:
            # What a second person let go may be younger than what one person stated after it was begun.
            last = max(each.came_at for each in desk.stated if each.came_at)
            desk.to_send.append((last + DELIVERED_AFTER, desk.stated))
            desk.stated = []

    def _meant(self, act: Planned, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("@"):
            return self._entries[meant(act.matter, value)]
        return value

    def _sequence(self, at: datetime) -> None:
        ask_each(self._houses, "sequence", at, [{}] * len(self._houses))
        for house in self._houses:
            if (answered := house.ask("show", at + timedelta(seconds=30))) != COSIGNED:
                raise BuildError(f"{house.node.authority}: its log was not cosigned: {answered}")


def _know(sent: Iterable[Turn]) -> None:
    for turn in sent:
        turn.is_known = True


def stretches(
    acts: Sequence[Planned], begun: datetime, until: datetime
) -> Iterator[tuple[list[Planned], datetime]]:
    """The acts between two placings into the logs, and when the second is."""
    stretch: list[Planned] = []
    for act in acts:
        if act.at - begun > SEQUENCED_EVERY:
            yield stretch, act.at - timedelta(minutes=30)
            stretch, begun = [], act.at
        stretch.append(act)
    yield stretch, until


def arrange(turns: Sequence[Turn]) -> None:
    """Say of each turn where its sitting ends and what must have come before."""
    for house in {id(turn.house): turn.house for turn in turns}.values():
        own = [turn for turn in turns if turn.house is house]
        others = [turn.act for turn in turns if turn.house is not house and not turn.act.crossing]
        matters: set[str] = set()
        for turn, following in pairwise(own):
            matters.add(turn.act.matter)
            between = (each for each in others if turn.act.at <= each.at <= following.act.at)
            turn.ends = following.act.at - turn.act.at > SITTING or any(
                each.matter in matters for each in between
            )
            matters = set() if turn.ends else matters
    sitting = _sittings(turns)
    for place, turn in enumerate(turns):
        turn.after = [
            each for each in turns[:place] if sitting[id(each)] != sitting[id(turn)] and _bears_on(each, turn)
        ]


def _sittings(turns: Iterable[Turn]) -> dict[int, tuple[int, int]]:
    """The sitting of each turn: of which node, and which of its sittings."""
    ended: dict[int, int] = {}
    sittings = {}
    for turn in turns:
        house = id(turn.house)
        sittings[id(turn)] = house, ended.setdefault(house, 0)
        ended[house] += turn.ends
    return sittings


def _bears_on(earlier: Turn, later: Turn) -> bool:
    """Whether what is said later was said in knowledge of the earlier."""
    if f"{earlier.act.matter}/{earlier.act.name}" in later.act.needs:
        return True
    if earlier.act.matter != later.act.matter:
        return earlier.act.kind == BEARS_ON_ALL
    return not later.act.crossing or later.act.at - earlier.act.at > CROSSING

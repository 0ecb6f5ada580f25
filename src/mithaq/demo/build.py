"""Making a demonstration's nodes: keys, officers, pairing, and every matter by the product's own acts.

Each node is a process of its own (`house`), driven from here (`driven`), both at once (`story`). What
one states is delivered as the bytes that would cross the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from shutil import copyfile

from mithaq.demo.driven import BuildError, Driven, ask_each, driven
from mithaq.demo.nodes import FOLDER, Node, described
from mithaq.demo.script import cycle, script
from mithaq.demo.story import CONFIRMS, MEETS, Story

BEGUN_BEFORE = timedelta(days=30)  # the half-years that are reported on
HEARD_FOR = timedelta(hours=2)  # between a person's request and its decision


def build(nodes: Sequence[Node], until: datetime) -> None:
    """Make the homes of two nodes and everything that happened on them until now.

    Raises: BuildError.
    """
    begun = begun_at(until)
    with driven(nodes) as houses:
        cards = _prepared(houses, begun)
        pair(houses, cards, begun + timedelta(days=1))
        _furnish(houses[0], begun + timedelta(days=2))
        _answer_a_person(houses[0], begun + timedelta(days=2, hours=1))
        zones = {each["username"]: house.node.zone for house in houses for each in house.people["personas"]}
        Story(houses).play(script(until, zones), begun, until)
        _meet_a_third(houses[0], until - timedelta(hours=5))
        _hear_a_person(houses[0], until - timedelta(hours=4))


def begun_at(until: datetime) -> datetime:
    """When the nodes of a demonstration made now were set up."""
    return datetime.combine(cycle(until.date()) - BEGUN_BEFORE, time(8), UTC)


def _prepared(houses: Sequence[Driven], at: datetime) -> list[str]:
    tables = houses[0].ask("tables", at)
    for house in houses[1:]:
        if tables:  # the same for every node: made once
            copyfile(tables, house.node.home / Path(tables).name)
        else:
            house.ask("tables", at)
    cards = [
        {"names": house.node.names, "zone": house.node.zone, "address": house.node.card_address}
        for house in houses
    ]
    facts = [{"people": house.people, **card} for house, card in zip(houses, cards, strict=True)]
    return ask_each(houses, "prepare", at, facts)


def pair(houses: Sequence[Driven], cards: Sequence[str], at: datetime) -> None:
    """Have both nodes meet, read the phrase to each other, and trust each other by two officers each."""
    one, other = houses
    met = [{"card": cards[1], "who": one.holder(MEETS)}, {"card": cards[0], "who": other.holder(MEETS)}]
    own_half = ask_each(houses, "meet", at, met)
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


def _answer_a_person(house: Driven, at: datetime) -> None:
    """Somebody asked about their own data, and was answered neutrally."""
    keeper, said = house.holder("dpo"), described("requests")["answered"]
    reference = house.ask("heard", at, who=keeper, said=said, days_ago=6)
    second = house.holder("legal-adviser")
    house.ask("answered_neutrally", at + HEARD_FOR, who=keeper, second=second, reference=reference)


def _hear_a_person(house: Driven, at: datetime) -> None:
    """Somebody says that they are not the person sought; nobody has looked yet."""
    said = described("requests")["waiting"]
    house.ask("heard", at, who=house.holder("dpo"), said=said, days_ago=12)

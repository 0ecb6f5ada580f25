"""Matches: what is known of the matches of an event: who hosts, who follows whose supporters, how much a venue may hold.

Pure functions of where an event stands. A match says again all that it says when it is amended, and what was said last
holds; whatever names it goes on naming it, also when a team is renamed.

Source: domain model of sports events; Council of Europe and FIFA guidance on the safe capacity of a venue.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.state import Item, State

SAID = ("schedule-match", "amend-match")
BOUNDS = ("entry", "holding", "exit", "emergency")
LASTS = timedelta(minutes=150)  # a match, and getting away from it
MOST_SPOTTERS = 200  # of a delegation, whatever number it states
EARTH_KM, KM_AN_HOUR = 6371.0, 60.0  # as the crow flies, at the speed of roads that do not


def hosts(state: State) -> frozenset[str]:
    """Who hosts: whoever opened the event, and whoever has a match of it."""
    holders = (item.holder for item in state.items("match").values() if item.stage != "called-off")
    return frozenset({state.opener, *holders})


def guests(state: State) -> frozenset[str]:
    return frozenset(state.parties) - hosts(state)


def last_said(match: Item) -> Mapping[str, Any]:
    """What holds of a match now, of what is public."""
    said = match.latest(*SAID)
    return said.says if said is not None else {}


def visiting(match: Item) -> frozenset[str]:
    """Whose information points follow supporters of a match as visitors."""
    says = last_said(match)
    points = {str(says.get(name, "")) for name in ("first_point", "second_point")}
    return frozenset(points - {"", match.holder})


def kickoff(match: Item) -> datetime | None:
    return instant(last_said(match).get("kickoff_at"))


def match_of(state: State, entry: Entry) -> Item | None:
    """The match that an entry names; None if it names none."""
    return state.item("match", str(entry.says.get("match", "")))


def about(state: State, track: str, match: str) -> Iterator[Item]:
    """The items of a track whose creating entry names a match, in order."""
    return (
        item
        for name, item in state.naming(match)
        if name == track and item.entries[0].says.get("match") == match
    )


def forms(state: State, step: str, match: str, party: str) -> Iterator[Entry]:
    """The forms of one sort that a party sent of a match ("": of the whole event), in order."""
    items = about(state, "form", match) if match else iter(state.items("form").values())
    for item in items:
        entry = item.entries[0]
        if (entry.step, entry.author, entry.says.get("match", "")) == (step, party, match):
            yield entry


def level(state: State, match: str) -> Item | None:
    """The risk level that stands, as its host has set it."""
    return next((item for item in about(state, "level", match) if item.stage != "superseded"), None)


def safe_capacity(venue: Mapping[str, Any]) -> int | None:
    """How many a venue may hold: the least of what its entries, stands, exits and evacuation allow."""
    bounds = [venue.get(name) for name in BOUNDS]
    return min((each for each in bounds if isinstance(each, int)), default=None)


def tickets(match: Mapping[str, Any]) -> int:
    return sum(number(match, name) for name in ("home_tickets", "away_tickets", "neutral_tickets"))


def number(says: Mapping[str, Any], name: str) -> int:
    """A number that is stated; 0 where none is."""
    stated = says.get(name, 0)
    return stated if isinstance(stated, int) and not isinstance(stated, bool) else 0


def travel(one: Mapping[str, Any], other: Mapping[str, Any]) -> timedelta:
    """How long the way between two venues takes, roughly: the distance at the speed of a road."""
    return timedelta(hours=distance_km(one, other) / KM_AN_HOUR)


def distance_km(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    """The great-circle distance between two venues. Units: kilometres."""
    (north, east), (norther, easter) = _place(one), _place(other)
    half = sin((norther - north) / 2) ** 2 + cos(north) * cos(norther) * sin((easter - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, max(0.0, half))))  # a partner may state a latitude beyond a pole


def _place(venue: Mapping[str, Any]) -> tuple[float, float]:
    return (
        radians(Decimal(str(venue.get("latitude") or 0))),
        radians(Decimal(str(venue.get("longitude") or 0))),
    )


def venue_of(state: State, match: Mapping[str, Any]) -> Mapping[str, Any]:
    """What its host has said of the venue of a match."""
    venue = state.item("venue", str(match.get("venue", "")))
    return venue.entries[0].says if venue is not None else {}


def can_be_at_both(state: State, one: Item, other: Item) -> bool:
    """Whether somebody can work at both matches: there is time for the first, and for the way to the second."""
    first, second = kickoff(one), kickoff(other)
    if first is None or second is None:
        return True
    way = travel(venue_of(state, last_said(one)), venue_of(state, last_said(other)))
    return abs(second - first) >= LASTS + way


def posted(state: State, delegation: str) -> Iterator[tuple[int, Item]]:
    """The spotters of a delegation that are posted now, by number, each with the match."""
    for item in state.items("posting").values():
        says = item.entries[0].says
        match = state.item("match", str(says.get("match", "")))
        if item.stage == "posted" and says.get("delegation") == delegation and match is not None:
            yield number(says, "spotter"), match


def free_spotters(state: State, delegation: Item, match: Item) -> list[int]:
    """The numbers of those in a delegation who can be at a match with what they are posted to already."""
    busy = {
        each
        for each, other in posted(state, delegation.key)
        if other.stage != "called-off" and (other.key == match.key or not can_be_at_both(state, other, match))
    }
    there = min(number(delegation.entries[0].says, "spotters"), MOST_SPOTTERS)
    return [each for each in range(1, there + 1) if each not in busy]


def confirmed_lines(state: State, host: str) -> frozenset[str]:
    """The lines of the checklist that a host has confirmed."""
    lines = (
        item for item in state.items("line").values() if item.stage == "confirmed" and item.holder == host
    )
    return frozenset(str(item.entries[0].says.get("line", "")) for item in lines)

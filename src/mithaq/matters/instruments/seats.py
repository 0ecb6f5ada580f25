"""Seats: who sits where when a text is signed, as the room sees the table.

Whoever receives sits in the middle; the first guest sits at the right hand of the host, the next at the left,
and so on in the order of the opening. Each finds its own copy before it and signs that one first (alternat).
What is a hand's right does not depend on the language of the page, so a page draws it in one direction.

Source: protocol of bilateral signatures: the place of honour is at the right of the host.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mithaq.matters.instruments.bound import Bound, Room


@dataclass(frozen=True, slots=True)
class Seat:
    """One place at the table: whose it is, who signs there, whether that side receives."""

    bound: Bound
    is_host: bool


def order(host: str, parties: Sequence[str]) -> list[str]:
    """The parties from the left of who looks at the table to the right.

    Shape: each once; the first guest beside the host, at the host's right hand, which is on the left here.
    """
    guests = [party for party in parties if party != host]
    return [*reversed(guests[0::2]), host, *guests[1::2]]


def seats(room: Room, host: str) -> list[Seat]:
    """The table as the room sees it, from left to right; the opener receives where nobody else is named."""
    bound = {each.party: each for each in room.parties}
    receives = host if host in bound else room.text.state.opener
    return [Seat(bound[party], party == receives) for party in order(receives, tuple(bound))]

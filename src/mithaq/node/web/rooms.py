"""Rooms: the doors from a matter's page into what a room shows of it.

A room enters its doors when its app is ready. Nothing here knows a room; a kind without one has no doors.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Door:
    """One page of a room about one matter. `name` is the name of its address, which takes the reference."""

    name: str
    words: Promise | str
    picture: str = ""

    def url(self, reference: str) -> str:
        return reverse(self.name, args=[reference])


_DOORS: dict[str, tuple[Door, ...]] = {}


def enter(kind: str, doors: Iterable[Door]) -> None:
    """Make known the doors to a kind's room, in the order they are shown."""
    _DOORS[kind] = tuple(doors)


def doors_of(kind: str) -> tuple[Door, ...]:
    """The doors from a matter of this kind; empty if it has no room."""
    return _DOORS.get(kind, ())

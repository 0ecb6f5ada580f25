"""Rooms: the doors from a matter's page into what a room shows of it, the pages a room has over all matters
of its kind, what it puts on the home page, and what it tells whoever prepares a meeting with a partner.

A room enters itself when its app is ready. Nothing here knows a room; a kind without one has no doors.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise

if TYPE_CHECKING:  # rooms are entered before there are models
    from mithaq.node.officers.models import Officer


@dataclass(frozen=True, slots=True)
class Door:
    """One page of a room about one matter. `name` is the name of its address, which takes the reference."""

    name: str
    words: Promise | str
    picture: str = ""

    def url(self, reference: str) -> str:
        return reverse(self.name, args=[reference])


@dataclass(frozen=True, slots=True)
class Overview:
    """One page of a room over all matters of its kind; its address takes nothing."""

    name: str
    words: Promise | str
    picture: str = ""

    @property
    def url(self) -> str:
        return reverse(self.name)


@dataclass(frozen=True, slots=True)
class Alert:
    """What a room says in red before anything is done, and the name of the page that has the rest."""

    text: str
    name: str

    @property
    def url(self) -> str:
        return reverse(self.name)


@dataclass(frozen=True, slots=True)
class Panel:
    """What a room puts on the home page: its heading, a template, and what that needs."""

    title: str
    template: str
    needs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chapter: its cells as the heading has them, where it leads, whether something is late."""

    cells: tuple[str, ...]
    url: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """What a room tells whoever prepares a meeting with a partner, as a table. It is printed and taken along:
    nothing of a case stands in it. `more` counts what was left out.
    """

    title: str
    heading: tuple[str, ...]
    lines: tuple[Line, ...]
    more: int = 0


Home = Callable[["Officer", datetime], Panel | None]
Alarmed = Callable[["Officer", datetime], Alert | None]
Told = Callable[["Officer", str, datetime], Iterable[Chapter]]

_DOORS: dict[str, tuple[Door, ...]] = {}
_HOMES: dict[str, Home] = {}
_ITEMS: dict[str, str] = {}
_OVERVIEWS: dict[str, tuple[Overview, ...]] = {}
_ALERTS: dict[str, Alarmed] = {}
_CHAPTERS: dict[str, Told] = {}


def enter(kind: str, doors: Iterable[Door]) -> None:
    """Make known the doors to a kind's room, in the order they are shown."""
    _DOORS[kind] = tuple(doors)


def doors_of(kind: str) -> tuple[Door, ...]:
    """The doors from a matter of this kind; empty if it has no room."""
    return _DOORS.get(kind, ())


def enter_items(kind: str, name: str) -> None:
    """Make known the address of a kind's items in its room: it takes the reference and the item."""
    _ITEMS[kind] = name


def item_url(kind: str, reference: str, item: str) -> str:
    """Where an item of a matter is shown: in the room of its kind, else on the matter's own page."""
    if item and kind in _ITEMS:
        return reverse(_ITEMS[kind], args=[reference, item])
    return reverse("web:matter", args=[reference])


def enter_home(kind: str, home: Home) -> None:
    """Make known what a kind's room puts on the home page, if there is something to show this officer."""
    _HOMES[kind] = home


def home_of(officer: "Officer", now: datetime) -> Panel | None:
    """What the home page shows this officer now; None if no room has anything."""
    panels = (home(officer, now) for _, home in sorted(_HOMES.items()))
    return next((panel for panel in panels if panel), None)


def enter_overviews(kind: str, overviews: Iterable[Overview]) -> None:
    """Make known the pages of a kind's room that are about no single matter, in their order."""
    _OVERVIEWS[kind] = tuple(overviews)


def overviews_of(kind: str) -> tuple[Overview, ...]:
    """The pages of a kind's room over all its matters; empty if there are none."""
    return _OVERVIEWS.get(kind, ())


def enter_alert(kind: str, alert: Alarmed) -> None:
    """Make known what a kind's room says in red, if there is anything to say to this officer."""
    _ALERTS[kind] = alert


def alerts(officer: "Officer", now: datetime) -> list[Alert]:
    """What rooms say in red to this officer now."""
    told = (alert(officer, now) for _, alert in sorted(_ALERTS.items()))
    return [each for each in told if each]


def enter_chapters(kind: str, told: Told) -> None:
    """Make known what a kind's room tells of a partner, by its code, to whoever is to meet it."""
    _CHAPTERS[kind] = told


def chapters(officer: "Officer", partner: str, now: datetime) -> list[Chapter]:
    """What rooms tell this officer of a partner now; a chapter without a line is left out."""
    told = (each for _, one in sorted(_CHAPTERS.items()) for each in one(officer, partner, now))
    return [each for each in told if each.lines]

"""Chores: what rooms have the worker do again and again; they enter it when their app is ready.

A chore is leased, so that of several workers one does it. It must not wait for a network. What `waits` for
work may take long, slice by slice: it has a thread of its own, and holds up no sequencing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

_CHORES: dict[str, Chore] = {}


@dataclass(frozen=True, slots=True)
class Chore:
    """What is done, and how long after the last time.

    With `waits`, which says whether there is anything to do, it is done at once, and again while `do` says
    that there was more: each time for less than a lease lasts.
    """

    do: Callable[[datetime], object]
    every: timedelta
    waits: Callable[[], bool] | None = None


def enter(name: str, chore: Chore) -> None:
    """Make a chore known by the name of its lease."""
    _CHORES[name] = chore


def chores() -> dict[str, Chore]:
    """Every chore, by name."""
    return dict(sorted(_CHORES.items()))

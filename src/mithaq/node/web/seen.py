"""Seen: one matter as one officer sees it now, for the pages of a room.

Where it stands, what its bodies say as far as they are here, and what this officer may begin about it or
about one of its items. What a room makes of that is its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import may_take
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.web.fields import label_of
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fold import Standing, open_steps
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import State

Way = tuple[str, str]
"""The address of a form, and the verb on the way there."""

Spoken = Callable[[State], Iterable[Entry]]
"""The entries whose bodies a room shows."""


def beginnings(*tracks: str) -> Spoken:
    """What the items of these tracks began with."""
    return lambda state: [item.entries[0] for track in tracks for item in state.items(track).values()]


@dataclass(frozen=True)
class Seen:
    """A matter that `find` gave, and the bodies of what its room shows."""

    matter: Matter
    officer: Officer
    standing: Standing
    state: State
    bodies: Mapping[str, Mapping[str, Any]] = field(repr=False)
    now: datetime

    @classmethod
    def read(cls, matter: Matter, officer: Officer, spoken: Spoken, *, now: datetime) -> Self | None:
        """The matter, and what is `spoken` in it; None without opening or rules."""
        standing = held.standing_of(held.entries_of(matter.id))
        if standing is None or standing.state is None:
            return None
        bodies = held.bodies_of(spoken(standing.state))
        return cls(matter, officer, standing, standing.state, bodies, now)

    @property
    def stage(self) -> Stage:
        return self.state.kind.place(self.state.stage)

    @property
    def parties(self) -> tuple[str, ...]:
        """Our authority first."""
        return tuple(sorted(self.state.parties, key=lambda code: (code != settings.AUTHORITY, code)))

    def steps(self, item: str = "") -> dict[str, Way]:
        """What this officer may begin about an item, or about the whole, by step."""
        found = {}
        for each in open_steps(self.standing, settings.AUTHORITY):
            name = each.step.name
            if each.item == item and may_take(self.officer, self.matter.kind, name):
                address = reverse("web:step", args=[self.matter.reference, name])
                found[name] = (f"{address}?item={item}" if item else address, label_of(each.step.button))
        return found

    def begin(self, steps: Iterable[str]) -> list[Way]:
        """Of these steps about the whole, those this officer may begin, in their order."""
        ways = self.steps()
        return [ways[step] for step in steps if step in ways]


Room = TypeVar("Room", bound=Seen)


def seen_at(
    request: HttpRequest, reference: str, kind: str, read: Callable[[Matter, Officer, datetime], Room | None]
) -> Room:
    """What a room makes of the matter at this address.

    Raises: what `find.matter` does; Http404 for a matter of another kind, or one not understood here.
    """
    officer = officer_of(request)
    matter = find.matter(reference, officer)
    made = read(matter, officer, clock.now()) if matter.kind == kind else None
    if made is None:
        raise Http404
    return made

"""What the page of deconfliction shows: our activities, how each stands, whom to call; and the alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import ngettext

from mithaq.matters.deconfliction.activities import KIND, Kept, visible_to
from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web.rooms import Alert
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.register import kind as kind_of
from mithaq.pact.rules.state import State


@dataclass(frozen=True, slots=True)
class Call:
    """Whom to call about a collision: of which authority, stated when."""

    authority: str
    contact: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """One of our activities: where it stands, with how many of others it was compared, whom to call."""

    kept: Kept
    matter: Matter
    stage: Stage
    compared: int
    calls: tuple[Call, ...]


def activities(officer: Officer) -> list[Shown]:
    """Our activities that this officer may see, those in a collision first, then the last begun."""
    rows = {row.id: row for row in find.visible(officer).filter(kind=KIND)}
    found = [each for kept in visible_to(officer) if (each := _shown(kept, rows.get(kept.piece.matter)))]
    return sorted(found, key=lambda each: (not each.calls, -each.kept.piece.made_at.timestamp()))


def alert(officer: Officer, _: datetime) -> Alert | None:
    """What the home page says in red while activities collide."""
    count = find.visible(officer).filter(kind=KIND, stage="match").count()
    if not count:
        return None
    text = ngettext(
        "An activity of yours and one of a partner’s collide: call your colleague.",
        "Activities of yours and of partners collide: call your colleagues.",
        count,
    )
    return Alert(text, "deconfliction:activities")


def _shown(kept: Kept, matter: Matter | None) -> Shown | None:
    state = _state(matter) if matter else None
    item = state.item("activity", kept.entry) if state else None
    if matter is None or state is None or item is None:
        return None
    stages = {each.name: each for each in kind_of(KIND).track("activity").stages}  # type: ignore[union-attr]
    compared = [entry for entry in item.all("compare-activity") if entry.author != settings.AUTHORITY]
    return Shown(kept, matter, stages[item.stage], len(compared), _calls(state, kept.entry))


def _calls(state: State, own: str) -> tuple[Call, ...]:
    """What partners stated about one of ours: every one that met it says whom to call."""
    item = state.item("activity", own)
    stated = (
        [entry for entry in item.all("state-match") if entry.author != settings.AUTHORITY] if item else []
    )
    bodies = held.bodies_of(stated)
    return tuple(
        Call(entry.author, str(bodies.get(entry.id, {}).get("contact", "")), entry.at) for entry in stated
    )


def _state(matter: Matter) -> State | None:
    standing = held.standing_of(held.entries_of(matter.id))
    return standing.state if standing else None

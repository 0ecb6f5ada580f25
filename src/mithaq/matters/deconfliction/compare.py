"""Compare: the node gives back what others submitted, multiplied by its own secrets, and states what meets.

A round needs no officer: whoever put an activity aside has decided that it is compared. It states products
alone, and, once two of them are equal, whom to call. Of one party no more submissions are compared within a
day than `MOST_A_DAY`, so that nobody can find our activities by guessing; each comparison stands in the house
log of both.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from datetime import datetime, timedelta
from functools import lru_cache

from django.conf import settings

from mithaq.matters.deconfliction.activities import KIND, Kept, all_of
from mithaq.node.ledger import held
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.held import Held
from mithaq.node.ledger.models import Matter, Standstill
from mithaq.node.ledger.step import state
from mithaq.node.national import keep
from mithaq.node.safeguards.house import note
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.blinding import blinded, read_points, write_points
from mithaq.pact.exchange.errors import BadPoints
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.state import Item, State

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=3)
MOST_A_DAY = 24  # submissions of one party that are compared
IN_USE = ("in-use", "match")
LIVE = ("submitted", "compared", "match")
_DAY = timedelta(days=1)
_ANY_SECRET = bytes(range(32))  # whether a point is one does not depend on what it is multiplied by


def compare_all(now: datetime) -> None:
    """One round over every register."""
    if Standstill.objects.exists():
        return
    for matter in Matter.objects.filter(kind=KIND, stage__in=IN_USE).order_by("pk"):
        ours = _still_live(matter, now)
        if ours:
            _compare(matter, ours, now)


def _still_live(matter: Matter, now: datetime) -> list[Kept]:
    """Ours that are still to be compared; what is over is destroyed, its secret with it."""
    everything = held.entries_of(matter.id)
    stands = held.standing_of(everything)
    items = stands.state.items("activity") if stands and stands.state else {}
    live = []
    for kept in all_of(matter):
        item = items.get(kept.entry)
        if item is None or item.stage not in LIVE or kept.activity.until_at + _DAY < now:
            keep.destroy(kept.piece, officer=None)
        elif kept.activity.until_at > now:
            live.append(kept)
    return live


def _compare(matter: Matter, ours: list[Kept], now: datetime) -> None:
    everything = held.entries_of(matter.id)
    stands = held.standing_of(everything)
    if stands is None or stands.state is None:
        return
    for item in _theirs(stands.state, everything, now):
        for kept in ours:
            try:
                _compare_one(stands.state, item, kept, now)
            except MithaqError as error:  # what a partner sent does not stop the others
                log.info("an activity was not compared: %s", error.code)


def _theirs(state_now: State, everything: Held, now: datetime) -> list[Item]:
    """What others submitted and is still to be compared, as far as a day allows."""
    today, found = now.date().isoformat(), []
    others = [item for item in state_now.items("activity").values() if item.holder != settings.AUTHORITY]
    arrived = {
        entry.id: (everything.kept_at[entry.id], number) for number, entry in enumerate(everything.entries)
    }
    lately: dict[str, deque[datetime]] = defaultdict(deque)  # when each party submitted within the day before
    for item in sorted(others, key=lambda item: arrived[item.key]):
        at, submitted = arrived[item.key][0], lately[item.holder]
        submitted.append(at)
        while submitted[0] <= at - _DAY:
            submitted.popleft()
        live = item.stage in LIVE and str(item.entries[0].says.get("expires_on", "")) >= today
        if live and len(submitted) <= MOST_A_DAY:
            found.append(item)
    return found


def _compare_one(state_now: State, item: Item, kept: Kept, now: datetime) -> None:
    """Give back their points times our secret; then, with ours times theirs, see whether any are equal."""
    own = state_now.item("activity", kept.entry)
    ours = _stated(item, "compare-activity", by=settings.AUTHORITY, own=kept.entry)
    if ours is None:
        if not _said(item.entries[0]) or not _can_be_compared(item.entries[0]):
            return
        points = blinded(kept.secret, read_points(_said(item.entries[0])))
        _state(item, kept, "compare-activity", {"points": write_points(points)}, now=now)
        note(
            "deconfliction.compared", officer=None, matter=item.entries[0].matter, party=item.holder,
            activity=item.key, points=len(points),
        )  # fmt: skip
        return
    theirs = _stated(own, "compare-activity", by=item.holder, own=item.key) if own else None
    if theirs is None or _stated(item, "state-match", by=settings.AUTHORITY, own=kept.entry):
        return
    if _meet(ours, theirs):
        _state(item, kept, "state-match", {"contact": kept.activity.contact}, now=now)


def _state(item: Item, kept: Kept, step: str, said: dict[str, str], *, now: datetime) -> None:
    """To whoever submitted it alone: a third party learns nothing from products of others."""
    values = {"own": kept.entry, **said}
    act = Act(KIND, step, values, matter=kept.piece.matter, item=item.key, to=(item.holder,))
    state(act, officer=None, now=now)


def _stated(item: Item, step: str, *, by: str, own: str) -> Entry | None:
    found = (entry for entry in item.all(step) if entry.author == by and entry.says.get("own") == own)
    return next(found, None)


@lru_cache(maxsize=4096)
def _can_be_compared(submitted: Entry) -> bool:
    """Whether a submission holds points alone. Asked once: a bad one does not cost every round again."""
    try:
        blinded(_ANY_SECRET, read_points(_said(submitted)))
    except BadPoints as error:
        log.info("an activity cannot be compared: %s", error.code)
        return False
    return True


@lru_cache(maxsize=4096)
def _meet(first: Entry, second: Entry) -> bool:
    """Whether two products have a point in common; neither ever changes. Raises: BadPoints."""
    return not set(read_points(_said(first))).isdisjoint(read_points(_said(second)))


def _said(entry: Entry) -> str:
    """The points of an entry; "" where its body is not here or was erased."""
    return str(held.bodies_of([entry]).get(entry.id, {}).get("points", ""))

"""Cancellations: which searches have to stop and have not, on whose side, since when; and which were stopped.

What an officer may see decides what is listed. Nobody is named: a cancelled note names nobody any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import ngettext

from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Duty, Matter, Standstill
from mithaq.node.officers.models import Officer
from mithaq.node.web.clocks import Clock, clock
from mithaq.node.web.dates import span
from mithaq.node.web.rooms import Alert
from mithaq.pact.indicators.wanted import cancel_latency, percentile, reason_ended_at
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.state import State

KIND, STOP = "wanted", "confirm-stopped"
MOST = 200  # of each part: a desk with more has other troubles
STOPPED_WITHIN = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Stop:
    """That one authority has to stop a search, or has: when the reason ended, when it was cancelled, when
    it stopped where.
    """

    matter: Matter
    by: str
    reason: str
    ended_at: datetime | None
    cancelled_at: datetime
    clock: Clock
    systems: tuple[str, ...] = ()
    stopped_at: datetime | None = None
    took: timedelta | None = None
    somebody_held: bool = False

    @property
    def took_words(self) -> str:
        return span(self.took) if self.took is not None else ""


@dataclass(frozen=True, slots=True)
class Suspended:
    """A suspended search: since when, why, and who has to screen it anew or has not agreed to go on."""

    matter: Matter
    since: datetime
    reason: str
    to_screen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CancellationDesk:
    """The page: what still has to stop, what stopped of late, what is suspended. `behind`: this node does
    not know all.
    """

    open: list[Stop]
    stopped: list[Stop]
    suspended: list[Suspended]
    behind: bool

    @property
    def most_within(self) -> str:
        """Within which time of its reason 95 of 100 searches were stopped, of those shown; "" of none."""
        slowest = percentile(each.took for each in self.stopped if each.took is not None)
        return span(slowest) if slowest is not None else ""


def desk(officer: Officer, *, now: datetime) -> CancellationDesk:
    """The cancellation desk as this officer may see it."""
    visible = find.visible(officer).filter(kind=KIND)
    ended = visible.filter(stage__in=("cancelled", "cleared"), moved_at__gte=now - STOPPED_WITHIN)
    still = visible.filter(stage="cancelled")
    rows = {
        row.id: row
        for row in (*still.order_by("opened_at", "id")[:MOST], *ended.order_by("-moved_at", "id")[:MOST])
    }
    stops = [stop for row in rows.values() for stop in _stops(row, now)]
    suspended = visible.filter(stage="suspended").order_by("opened_at", "id")[:MOST]
    return CancellationDesk(
        open=sorted((each for each in stops if each.stopped_at is None), key=lambda each: each.cancelled_at),
        stopped=sorted(
            (each for each in stops if each.stopped_at), key=lambda each: each.cancelled_at, reverse=True
        ),
        suspended=[each for row in suspended for each in _suspended(row)],
        behind=Standstill.objects.exists(),
    )


def alert(officer: Officer, _: datetime) -> Alert | None:
    """What the home page says in red while a search has not stopped everywhere."""
    red = find.owed(officer).filter(kind=KIND, name=STOP, done_at=None, moot=False)
    count = red.count()
    if not count:
        return None
    text = ngettext(
        "%(count)d cancelled search has not been confirmed as stopped.",
        "%(count)d cancelled searches have not been confirmed as stopped.",
        count,
    )
    return Alert(text % {"count": count}, "wanted:desk")


def _stops(matter: Matter, now: datetime) -> Iterable[Stop]:
    state = _state(matter)
    note = state.item("note") if state else None
    cancelled = note.latest("cancel-note") if note else None
    if note is None or cancelled is None:
        return
    confirmed = {entry.author: entry for entry in note.all(STOP)}
    for duty in Duty.objects.filter(matter=matter.id, name=STOP).order_by("owed_by"):
        entry = confirmed.get(duty.owed_by)
        yield Stop(
            matter, duty.owed_by, str(cancelled.says.get("reason", "")),
            reason_ended_at(cancelled), cancelled.at, clock(duty, now),
            systems=_codes(entry, "systems"), stopped_at=entry.at if entry else None,
            took=cancel_latency(cancelled, entry) if entry else None,
            somebody_held=entry is not None and entry.says.get("nobody_held") is not True,
        )  # fmt: skip


def _suspended(matter: Matter) -> Iterable[Suspended]:
    state = _state(matter)
    note = state.item("note") if state else None
    stated = note.latest("suspend-note", "state-lapse") if note else None
    if state is None or stated is None:
        return
    left = (
        item.holder for item in state.items("screening").values() if item.stage in ("reopened", "doubtful")
    )
    yield Suspended(
        matter, stated.at, str(stated.says.get("reason", "")) or "review-due", tuple(sorted(left))
    )


def _state(matter: Matter) -> State | None:
    standing = held.standing_of(held.entries_of(matter.id))
    return standing.state if standing else None


def _codes(entry: Entry | None, name: str) -> tuple[str, ...]:
    said = entry.says.get(name, ()) if entry else ()
    return said if isinstance(said, tuple) else ()

"""How a duty's clock is shown: how much has run, in which tone, in which words.

Nothing here decides anything: it reads an owed duty with `now`. A duty that has not been
received has no clock, and one whose term the agreement leaves open says so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.translation import gettext

from mithaq.node.web.dates import span

SOON = 0.75  # of the time has run: from here on the clock warns
ROUND = 100.0  # the ring's length, whatever its radius


class Owed(Protocol):
    """What a clock reads of a duty: `pact.rules.clocks.Owed` and the ledger's `Duty` rows have it."""

    from_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    paused_at: datetime | None
    moot: bool
    day: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock as drawn: `share` of the time that has run, from 0 to 1."""

    tone: str
    share: float
    words: str
    picture: str

    @property
    def run(self) -> str:
        """The part of the ring that is drawn strong, as SVG reads it: never with a comma."""
        return f"{ROUND * self.share:.1f} {ROUND}"


def clock(owed: Owed, now: datetime) -> Clock:
    """The clock of a duty as it stands now."""
    if owed.moot:
        return Clock("quiet", 0, gettext("no longer owed"), "quiet")
    if owed.done_at is not None:
        return _done(owed, owed.done_at)
    if owed.from_at is None:
        return Clock("quiet", 0, gettext("not received yet, so no clock runs"), "waiting")
    if owed.paused_at is not None:
        return Clock("quiet", 0, gettext("the clock stands still"), "pause")
    if owed.due_at is None:
        words = (
            gettext("no calendar stated for that day") if owed.day else gettext("no time limit configured")
        )
        return Clock("quiet", 0, words, "quiet")
    left = owed.due_at - now
    if left <= timedelta(0):
        return Clock("bad", 1, gettext("late by %(span)s") % {"span": span(left)}, "urgent")
    share = _share(owed.from_at, owed.due_at, now)
    words = gettext("%(span)s left") % {"span": span(left)}
    return Clock("waiting" if share >= SOON else "moving", share, words, "clock")


def remaining(due_at: datetime, now: datetime) -> Clock:
    """The clock of a row of a list, which knows only when something is due: it warns within a day."""
    left = due_at - now
    if left <= timedelta(0):
        return Clock("bad", 1, gettext("late by %(span)s") % {"span": span(left)}, "urgent")
    tone = "waiting" if left < timedelta(days=1) else "moving"
    return Clock(tone, 0, gettext("%(span)s left") % {"span": span(left)}, "clock")


def _done(owed: Owed, done_at: datetime) -> Clock:
    if owed.due_at is not None and done_at > owed.due_at:
        return Clock(
            "bad", 1, gettext("done, %(span)s late") % {"span": span(done_at - owed.due_at)}, "doubt"
        )
    if owed.from_at is None:
        return Clock("good", 1, gettext("done"), "check")
    return Clock("good", 1, gettext("done after %(span)s") % {"span": span(done_at - owed.from_at)}, "check")


def _share(begun: datetime, due: datetime, now: datetime) -> float:
    whole = (due - begun).total_seconds()
    run = (now - begun).total_seconds()
    return min(max(run / whole, 0.02), 1.0) if whole > 0 else 1.0

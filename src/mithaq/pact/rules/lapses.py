"""Lapses: whether a time has passed, before a node says so, and before another takes it for true.

A lapse counts by the hour that its author states, since a fold knows no clock (law 3); and that hour is the author's own
word. So each node looks at its own clock once, when it keeps a lapse: what is stated for an hour that has not come is
not taken yet. Where silence binds somebody (`Step.heard_for`), what it answers must also have lain with that side as long, from
its own receipt (D7): no silence is stated of what was not received, and none is taken before.

What comes too early is not refused. It comes again, and is taken once its time has come: so two honest nodes hold the
same in the end, and what was taken counts alike on every node. In between the silent side can still speak.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.kind import Step
from mithaq.pact.rules.state import State

TOLERATED = timedelta(minutes=15)  # by which honest clocks may differ


def is_over(step: Step, state: State, received: Mapping[str, datetime], now: datetime) -> bool:
    """Whether a node may state a lapse: its time has passed, and whoever was silent has had the time to speak.

    `received` is when each party received the opening, on its own clock.
    """
    over_at = step.lapse_at(state) if step.lapse_at else None
    if over_at is None or over_at > now:
        return False
    silent = frozenset(state.parties) - {state.opener}
    return all(_was_heard(step, received.get(party), now) for party in silent)


def is_early(step: Step, lapse: Entry, received_at: datetime | None, now: datetime) -> bool:
    """Whether a lapse that arrives is stated before its time, on the clock of who receives it.

    `received_at` is when the receiver received the opening; its author need not have.
    """
    if step.lapse_at is None or step.opens:  # seals are opened once all are there, whatever the hour
        return False
    return lapse.at > now + TOLERATED or not _was_heard(step, received_at, now + TOLERATED)


def _was_heard(step: Step, received_at: datetime | None, now: datetime) -> bool:
    if step.heard_for is None:
        return True
    return received_at is not None and received_at + step.heard_for <= now

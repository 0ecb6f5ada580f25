"""Carried: what became of the decisions of a series of meetings: which are open, how late, and how often they were carried over.

A decision that was due and is not done when the sides next meet is carried over: once for each meeting held after its day.
It is said of every decision, and nobody can drop one from the list: it is done and accepted, or cancelled by all.

Functions of the standing of one matter, and of a day.

Source: domain model of meetings (decision tracker, "carried over n times").
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from operator import itemgetter

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.calendars import zone_of
from mithaq.pact.rules.fields import instant, is_day
from mithaq.pact.rules.state import Item, State

HELD = frozenset({"held", "signed"})
OPEN = frozenset({"open", "done"})  # decided by all, and not yet accepted as done


def held(state: State) -> list[Item]:
    """The sessions that were held, by when they began."""
    return in_order(item for item in state.items("session").values() if item.stage in HELD)


def in_order(sessions: Iterable[Item]) -> list[Item]:
    """Sessions by when they begin; those of which nobody can tell are left out."""
    begun = [(begins, item.key, item) for item in sessions if (begins := begins_at(item))]
    return [item for *_, item in sorted(begun, key=itemgetter(0, 1))]


def begins_at(session: Item) -> datetime | None:
    return instant(session.entries[0].says.get("starts_at"))


def day_of(session: Item) -> str:
    """The day a session begins, by the clock of where it is held; "" if nobody can tell."""
    begins = begins_at(session)
    zone = zone_of(str(session.entries[0].says.get("zone", ""))) or UTC
    return begins.astimezone(zone).date().isoformat() if begins else ""


def due_on(decision: Item) -> str:
    """The day a decision is due; "" if nobody can tell."""
    stated = decision.entries[0].says.get("due_on")
    return str(stated) if is_day(stated) else ""


def reported(decision: Item) -> Entry | None:
    """The entry that says it is done, unless it was sent back since."""
    last = decision.latest("report-done", "return-decision")
    return last if last and last.step == "report-done" else None


def carried_at(state: State, decision: Item) -> list[Item]:
    """The sessions at which a decision was due and not done."""
    due = due_on(decision)
    if not due or decision.stage not in OPEN | {"accepted"}:
        return []
    return [session for session in held(state) if due < day_of(session) and not _was_done(decision, session)]


def _was_done(decision: Item, session: Item) -> bool:
    """Whether it had been said to be done when the session began, and still stood so."""
    began_at = begins_at(session)
    before = [
        entry
        for entry in decision.all("report-done", "return-decision")
        if began_at is None or entry.at <= began_at
    ]
    return bool(before) and before[-1].step == "report-done"


def days_late(decision: Item, today: date) -> int:
    """For how many days a decision has been due and is not done, or by how many it was done too late; 0 if it is not late."""
    due, done = due_on(decision), reported(decision)
    if not due or decision.stage not in OPEN | {"accepted"}:
        return 0
    until = done.at.date() if done else today
    return max((until - date.fromisoformat(due)).days, 0)


def open_decisions(state: State) -> list[Item]:
    """The decisions that all have taken and that are not yet accepted as done, the first due first."""
    there = (item for item in state.items("decision").values() if item.stage in OPEN)
    return sorted(there, key=lambda item: (due_on(item) or "9999", item.key))


def unfinished(state: State) -> list[Item]:
    """The decisions that are still before somebody: tabled, or open."""
    return [item for item in state.items("decision").values() if item.stage in OPEN | {"tabled"}]


def open_topics(state: State) -> list[Item]:
    """The topics that are kept for the next meeting, in the order in which they were raised."""
    return [item for item in state.items("topic").values() if item.stage == "open"]

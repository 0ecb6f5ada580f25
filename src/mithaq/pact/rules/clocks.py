"""Clocks: what is owed, by whom, since when and until when.

A duty begins when the side that owes has *received* what asks for it, and every instant of it is read on that side's
clock: its receipt of the request, its own request for clarification, its receipt of the clarification, its own answer. Both
sides hold all of these, so both see the same deadline. Without a receipt there is no clock, and nothing is late.
Lateness is read with `now`; it never changes a standing.

Source: decision D7; Directive (EU) 2023/977, art. 5 and 6(3).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fold import Standing, side_of
from mithaq.pact.rules.kind import Duty, Track
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.terms import Terms

Receipts = Mapping[tuple[str, str], datetime]
"""When each party received each entry, on its own clock: (entry id, authority) → instant."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one party in one matter.

    `from_at` None: not received, no clock. `due_at` None: not received, paused, or the term was not set
    (`term` says which one it would be). `done_at` is when the party did it; `moot` that it no longer matters. `paused_for`
    sums finished pauses.
    """

    duty: str
    item: str
    by: str
    term: str
    from_at: datetime | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    paused_at: datetime | None = None
    paused_for: timedelta = timedelta(0)
    extended: bool = False
    moot: bool = False

    @property
    def running(self) -> bool:
        return self.from_at is not None and self.done_at is None and self.paused_at is None and not self.moot

    def late(self, now: datetime) -> bool:
        """Whether it was done, or is still undone, after it was due."""
        return self.due_at is not None and not self.moot and (self.done_at or now) > self.due_at

    def took(self) -> timedelta | None:
        """How long the party took, pauses left out; None while it is not done."""
        if self.done_at is None or self.from_at is None:
            return None
        return self.done_at - self.from_at - self.paused_for


def duties(standing: Standing, receipts: Receipts, terms: Terms) -> tuple[Owed, ...]:
    """Everything owed in a matter, done or not, by duty, item and party."""
    state = standing.state
    if state is None:
        return ()
    return tuple(owed for duty in state.kind.duties for owed in _owed(state, duty, receipts, terms))


def _owed(state: State, duty: Duty, receipts: Receipts, terms: Terms) -> Iterator[Owed]:
    for item in state.items(duty.track).values():
        begun = item.latest(*duty.begins)
        if begun is None and state.opening.step in duty.begins:
            begun = state.opening
        if begun is None:
            continue
        for party in side_of(state, duty.owed_by, item.holder):
            if party != begun.author:
                yield _one(state, duty, item, begun, party, receipts, terms)


def _is_over(state: State, duty: Duty, item: Item) -> bool:
    """Whether nothing is expected any more: the track instance has ended, or the matter has."""
    track = state.kind.track(duty.track)
    if isinstance(track, Track) and track.stage(item.stage).final:
        return True
    return not duty.outlives and state.kind.place(state.stage).final


def _one(  # noqa: PLR0917
    state: State, duty: Duty, item: Item, begun: Entry, party: str, receipts: Receipts, terms: Terms
) -> Owed:
    term = duty.within(state, item.key)
    done = next((entry for entry in item.entries if entry.step in duty.ends and entry.author == party), None)
    moot = done is None and _is_over(state, duty, item)
    from_at = receipts.get((begun.id, party))
    if from_at is None:
        return Owed(duty.name, item.key, party, term, done_at=done.at if done else None, moot=moot)
    paused_for, paused_at = _pauses(duty, item, party, receipts)
    if done and paused_at:  # refused while it waited for the clarification: the clock stood still until then
        paused_for, paused_at = paused_for + max(done.at - paused_at, timedelta(0)), None
    allowed = terms.duration(term)
    due_at = from_at + allowed + paused_for if allowed is not None and paused_at is None else None
    extended = _extended(duty, item, party)
    if extended and due_at and extended > due_at:
        due_at = extended
    return Owed(
        duty.name, item.key, party, term, from_at, due_at,
        done.at if done else None, paused_at, paused_for, extended is not None, moot,
    )  # fmt: skip


def _pauses(duty: Duty, item: Item, party: str, receipts: Receipts) -> tuple[timedelta, datetime | None]:
    """The sum of the finished pauses, and since when one is running."""
    total, since = timedelta(0), None
    pauses = dict(duty.pauses)
    until = ""
    for entry in item.entries:
        if since is None and entry.step in pauses and entry.author == party:
            since, until = entry.at, pauses[entry.step]
        elif since is not None and entry.step == until:
            received_at = receipts.get((entry.id, party))
            if received_at is not None:
                total += max(received_at - since, timedelta(0))
                since = None
    return total, since


def _extended(duty: Duty, item: Item, party: str) -> datetime | None:
    """The latest later time the party has stated with a step that extends the duty."""
    stated = [
        str(entry.says.get(duty.extends[entry.step], ""))
        for entry in item.entries
        if entry.step in duty.extends and entry.author == party
    ]
    instants = [datetime.fromisoformat(text) for text in stated if text]
    return max(instants, default=None)

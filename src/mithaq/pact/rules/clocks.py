"""Clocks: what is owed, by whom, since when and until when.

A duty begins when the side that owes has *received* what asks for it, and every instant of it is read on that side's
clock: its receipt of the request, its own request for clarification, its receipt of the clarification, its own answer. Both
sides hold all of these, so both see the same deadline. Without a receipt there is no clock, and nothing is late: except for
what a law counts from an event, which runs from the instant stated.
Lateness is read with `now`; it never changes a standing.

What stops or extends a clock does so only while there is time left, and stops it no more often than was agreed: who is late
already is not made punctual by asking back. While cooperation in the field is suspended no clock runs, on any side, but
that of a duty which is spared: danger to life is answered whatever else is suspended.

What is owed by a day of the calendar is known to both from what was stated, so it needs no receipt: it is due when that day is
over in the zone that the side which owes has stated; what is owed by an instant is due at that instant. As long before
or after it as was agreed, if the kind says so (`offsets`). Neither a pause nor a suspension moves a day.

What is owed of a share alone is drawn: by lot, from what the other side said, the same on every node.

Source: decisions D4 and D7; Directive (EU) 2023/977, art. 5 and 6(3).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from operator import itemgetter

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.fold import Standing, side_of
from mithaq.pact.rules.kind import Dated, Duty, Track
from mithaq.pact.rules.offsets import due, is_moment
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.terms import Span, Terms

Receipts = Mapping[tuple[str, str], datetime]
"""When each party received each entry, on its own clock: (entry id, authority) → instant."""
LONGEST_ABOUT = 64  # characters: what a duty is about is a word, never a text


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty of one party in one matter.

    `from_at` None: not received, no clock. `due_at` None: not received, paused, or the term was not set
    (`term` says which one it would be). `done_at` is when the party did it; `moot` that it no longer matters. `paused_for`
    sums finished pauses. What is owed by a `day` runs from when its item was created; it may be owed
    several times, `about` one thing each, and has no `due_at` before the party has stated its calendar.
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
    about: str = ""
    day: str = ""

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
    """Everything owed in a matter, done or not, by duty, item, what it is about, and party."""
    state = standing.state
    if state is None:
        return ()
    within = (owed for duty in state.kind.duties for owed in _owed(state, duty, receipts, terms))
    by_day = (owed for dated in state.kind.dated for owed in _owed_by_day(state, dated, terms))
    return (*within, *by_day)


def _owed(state: State, duty: Duty, receipts: Receipts, terms: Terms) -> Iterator[Owed]:
    for item in state.items(duty.track).values():
        begins = [entry for entry in (state.opening, *item.entries) if entry.step in duty.begins]
        for party in side_of(state, duty.owed_by, item.holder):
            # Nobody owes by what it said itself, nor is rid by it of what another began.
            begun = next((entry for entry in reversed(begins) if entry.author != party), None)
            if begun is None or (duty.drawn and not _is_drawn(duty, begins, party, terms)):
                continue
            if duty.who is None or party in duty.who(state, item):
                yield _one(state, duty, item, begun, party, receipts, terms)


def _is_drawn(duty: Duty, begins: Iterable[Entry], party: str, terms: Terms) -> bool:
    """Whether a party owes what is owed of a share alone. The lot is made of what others said, so that nobody draws
    their own; where no share was agreed, nothing is drawn.
    """
    share = terms.number(duty.drawn)
    said = (entry.id for entry in begins if entry.author != party)
    lot = int.from_bytes(sha256("/".join((duty.name, party, *said)).encode()).digest()[:4])
    return share is not None and lot * 100 < share << 32


def _owed_by_day(state: State, dated: Dated, terms: Terms) -> Iterator[Owed]:
    track = state.kind.track(dated.track)
    from_the_start = isinstance(track, Track) and bool(track.start)
    for item in state.items(dated.track).values():
        from_at = state.opening.at if from_the_start else item.entries[0].at
        over = _is_over(state, dated, item)
        told: set[str] = set()
        for about, day in dated.days(state, item):
            # A day may be what a partner stated: what is none, and what is named twice, is owed by nobody.
            if about in told or len(about) > LONGEST_ABOUT or not is_moment(day):
                continue
            told.add(about)
            for party in side_of(state, dated.owed_by, item.holder):
                if dated.who and party not in dated.who(state, item):
                    continue
                done = dated.done(state, item, about, party)
                due_on, due_at = due(day, dated.offset, terms.calendars.get(party), terms)
                yield Owed(
                    dated.name, item.key, party, dated.offset.term if dated.offset else "", from_at,
                    due_at=due_at, done_at=done.at if done else None, moot=done is None and over,
                    about=about, day=due_on,
                )  # fmt: skip


def _is_over(state: State, duty: Duty | Dated, item: Item) -> bool:
    """Whether nothing is expected any more: the track instance has ended, or the matter has."""
    track = state.kind.track(duty.track)
    if isinstance(track, Track) and track.stage(item.stage).final:
        return True
    if isinstance(duty, Duty) and duty.lapsed is not None and duty.lapsed(state, item):
        return True
    outlives = isinstance(duty, Duty) and duty.outlives
    return not outlives and state.kind.place(state.stage).final


def _one(  # noqa: PLR0917
    state: State, duty: Duty, item: Item, begun: Entry, party: str, receipts: Receipts, terms: Terms
) -> Owed:
    done = next(
        (entry for entry in _since(begun, item) if entry.step in duty.ends and entry.author == party), None
    )
    moot = done is None and _is_over(state, duty, item)
    from_at = instant(begun.says.get(duty.since)) if duty.since else receipts.get((begun.id, party))
    if from_at is None:
        term = duty.within(state, item)
        return Owed(duty.name, item.key, party, term, done_at=done.at if done else None, moot=moot)
    if (
        moot or duty.since or (duty.spared and duty.spared(state, item))
    ):  # what is suspended concerns it no more
        terms = replace(terms, suspended=())
    run = _run(state, duty, item, party, from_at, receipts, terms)
    if done:  # if only while the clock stood still, then it did until then
        run.end(done.at)
    return Owed(
        duty.name, item.key, party, run.term, from_at, run.over_at if run.stands_since is None else None,
        done.at if done else None, run.stands_since, run.stood, run.extended_to is not None, moot,
    )  # fmt: skip


def _since(begun: Entry, item: Item) -> tuple[Entry, ...]:
    """The entries of the item from what began the duty on: what is begun again is not done already."""
    return item.entries[item.entries.index(begun) :] if begun in item.entries else item.entries


@dataclass(slots=True)
class _Run:
    """One clock while the entries of its duty are walked. `allowed` None: no term says how long."""

    from_at: datetime
    suspended: tuple[Span, ...] = ()
    term: str = ""
    allowed: timedelta | None = None
    paused_at: datetime | None = None
    pauses: tuple[Span, ...] = ()
    extended_to: datetime | None = None

    @property
    def over_at(self) -> datetime | None:
        """When the time is over, as far as the walk has come; None while nobody can say."""
        if self.allowed is None:
            return None
        over_at = self.from_at + self.allowed
        for begun_at, ended_at in self._still():
            if begun_at >= over_at:
                break
            if ended_at is None:
                return None
            over_at += ended_at - begun_at
        return max(over_at, self.extended_to or over_at)

    @property
    def stands_since(self) -> datetime | None:
        """Since when the clock stands still; None if it does not, or its time was over before."""
        if self.paused_at is not None or self.allowed is None or self.over_at is not None:
            return self.paused_at
        return next(begun_at for begun_at, ended_at in self._still() if ended_at is None)

    @property
    def stood(self) -> timedelta:
        """How long it stood still, as far as that has ended."""
        ended = (ended_at - begun_at for begun_at, ended_at in self._still() if ended_at is not None)
        return sum(ended, timedelta(0))

    def has_time(self, at: datetime) -> bool:
        return self.over_at is None or at <= self.over_at

    def run_within(self, term: str, terms: Terms) -> None:
        self.term, self.allowed = term, terms.duration(term)

    def resume(self, at: datetime) -> None:
        assert self.paused_at is not None
        self.pauses = (*self.pauses, (self.paused_at, at))
        self.paused_at = None

    def end(self, at: datetime) -> None:
        """Nothing stands still any more once it is done."""
        if self.paused_at is not None:
            self.resume(at)
        spans = ((begun_at, min(at, ended_at or at)) for begun_at, ended_at in self.suspended)
        self.suspended = tuple(span for span in spans if span[0] < span[1])

    def _still(self) -> list[Span]:
        """Pauses and suspensions since the clock began, in order, those that touch as one."""
        apart: list[Span] = []
        for stated_at, ended_at in sorted((*self.pauses, *self.suspended), key=itemgetter(0)):
            begun_at = max(stated_at, self.from_at)
            if ended_at is not None and ended_at <= begun_at:
                continue
            if apart and (apart[-1][1] is None or begun_at <= apart[-1][1]):
                first_at, other_at = apart.pop()
                apart.append((first_at, max(other_at, ended_at) if other_at and ended_at else None))
            else:
                apart.append((begun_at, ended_at))
        return apart


def _run(  # noqa: PLR0917
    state: State, duty: Duty, item: Item, party: str, from_at: datetime, receipts: Receipts, terms: Terms
) -> _Run:
    """The clock of a party, set, stopped and extended by what it said in time."""
    run, pauses, until = _Run(from_at, terms.suspended), dict(duty.pauses), ""
    left = terms.number(duty.rounds) if duty.rounds else None
    run.run_within(duty.within(state, replace(item, entries=())), terms)
    for number, entry in enumerate(item.entries, start=1):
        received_at = receipts.get((entry.id, party))
        if run.paused_at is not None and entry.step == until and received_at is not None:
            run.resume(received_at)
        if entry.author != party or run.paused_at is not None or not run.has_time(entry.at):
            continue
        run.run_within(duty.within(state, replace(item, entries=item.entries[:number])), terms)
        if entry.step in pauses and left != 0:
            run.paused_at, until = entry.at, pauses[entry.step]
            left = None if left is None else left - 1
        elif stated := entry.says.get(duty.extends.get(entry.step, "")):
            later = datetime.fromisoformat(str(stated))
            run.extended_to = max(later, run.extended_to or later)
    return run

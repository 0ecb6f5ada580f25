"""What is owed, in every kind, shipped or generated: by receipts, on one clock, and never in time again."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.agreement import KIND as AGREEMENT
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import Owed, duties
from mithaq.pact.rules.fold import open_steps, standing
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.conversations import PARTIES, START, Talk, entry, says_of
from tests.pact.rules.laws import Laws, a_talk, every_kind

LAWS = Laws()
law = LAWS.law
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TIMES = ("time", "haste", *(each.name for each in AGREEMENT.step("propose-terms").fields))


def agreed(draw) -> Terms:
    """Terms in which some times are short, so that a conversation of some hours is late for them."""
    times = itertools.cycle(draw(st.lists(st.none() | st.integers(1, 1200), min_size=1, max_size=4)))
    values = {name: minutes for name in TIMES if (minutes := next(times)) is not None}
    zones = st.dictionaries(st.sampled_from(PARTIES), st.sampled_from(["UTC", "Africa/Casablanca"]))
    calendars = {party: Calendar(party, zone) for party, zone in draw(zones).items()}
    return Terms("a" * 64, values | {"rounds": draw(st.integers(0, 2))}, calendars=calendars)


def received(said, draw) -> dict[tuple[str, str], datetime]:
    """When each party kept each entry, on its own clock; here and there not yet."""
    delays = itertools.cycle(draw(st.lists(st.none() | st.integers(0, 600), min_size=1, max_size=5)))
    pairs = [(each, party) for each in said for party in PARTIES if party != each.author]
    return {
        (each.id, party): each.at + delay * MINUTE
        for each, party in pairs
        if (delay := next(delays)) is not None
    }


def in_words(owed) -> dict[tuple[str, str, str, str], Owed]:
    named = {(each.duty, each.item, each.by, each.about): each for each in owed}
    assert len(named) == len(owed)
    return named


@law("law 2")
def what_is_owed_does_not_depend_on_order_of_arrival(kind, said, draw):
    receipts, terms = received(said, draw), agreed(draw)
    shuffled = draw(st.permutations(said))
    assert duties(standing(kind, shuffled), receipts, terms) == duties(standing(kind, said), receipts, terms)


@law("law 3")
def without_a_receipt_there_is_no_clock_and_nothing_is_late(kind, said, draw):
    by_calendar = {each.name for each in kind.dated}
    days = draw(st.integers(-1000, 1000))
    for owed in duties(standing(kind, said), {}, agreed(draw)):
        if owed.duty not in by_calendar:
            assert (owed.from_at, owed.due_at, owed.running) == (None, None, False)
            assert not owed.late(START + days * DAY)


@law("D7")
def what_is_owed_by_a_day_needs_no_receipt_and_is_due_in_the_zone_of_the_side_that_owes(kind, said, draw):
    stands, terms = standing(kind, said), agreed(draw)
    dated = {each.name: each for each in kind.dated}
    by_day = [owed for owed in duties(stands, received(said, draw), terms) if owed.duty in dated]
    assert by_day == [owed for owed in duties(stands, {}, terms) if owed.duty in dated]
    suspended = replace(terms, suspended=((START, None),))
    assert by_day == [owed for owed in duties(stands, {}, suspended) if owed.duty in dated]
    for owed in by_day:
        calendar, offset = terms.calendars.get(owed.by), dated[owed.duty].offset
        if owed.day:  # otherwise it is due at an hour that was stated, so long before or after it
            assert owed.due_at == (calendar.end_of(owed.day) if calendar else None)
        assert (owed.term, owed.paused_at, owed.extended) == (offset.term if offset else "", None, False)
        assert owed.from_at in {each.at for each in said}


@law("D7")
def what_one_owes_is_read_on_no_other_clock(kind, said, draw):
    """When the others received anything, and whether they did, moves nothing of it."""
    stands, terms = standing(kind, said), agreed(draw)
    party = draw(st.sampled_from(PARTIES))
    one, other = received(said, draw), received(said, draw)
    ours = {pair: at for pair, at in one.items() if pair[1] == party}
    theirs = {pair: at for pair, at in other.items() if pair[1] != party}
    found = [duties(stands, receipts, terms) for receipts in (one, ours, ours | theirs)]
    shown = [[owed for owed in each if owed.by == party] for each in found]
    assert shown[0] == shown[1] == shown[2]


@law("D7")
def time_makes_late_and_never_in_time_again(kind, said, draw):
    first, more = draw(st.integers(0, 10**5)), draw(st.integers(0, 10**5))
    for owed in duties(standing(kind, said), received(said, draw), agreed(draw)):
        early, later = START + first * MINUTE, START + (first + more) * MINUTE
        assert owed.late(early) <= owed.late(later)


@law("D7")
def who_is_late_stays_late_whatever_it_says_then(kind, said, draw):
    """No asking back, no judge, no second thought about the term makes it punctual."""
    receipts, terms = received(said, draw), agreed(draw)
    now = START + 3 * DAY
    before = in_words(duties(standing(kind, said), receipts, terms))
    late = [pair for pair, owed in before.items() if owed.late(now) and owed.done_at is None]
    if not late:
        return
    more = list(said)
    for number in range(draw(st.integers(1, 3))):
        duty, _, party, _ = draw(st.sampled_from(late))
        more += _said_now(kind, more, party, draw, track=kind.owed[duty].track, at=now + number * MINUTE)
    since = {(each.id, party): each.at for each in more[len(said) :] for party in PARTIES}
    after = in_words(duties(standing(kind, more), receipts | since, terms))
    for pair in late:
        owed, then = before[pair], after[pair]
        if then.from_at == owed.from_at and not then.moot:
            assert then.late(now + DAY)
            assert (then.due_at, then.paused_for) == (owed.due_at, owed.paused_for)


def _said_now(kind: Kind, said: list[Entry], party: str, draw, *, track: str, at: datetime) -> list[Entry]:
    """A step of the track that the party may take, having seen everything; none if there is none."""
    options = [each for each in open_steps(standing(kind, said), party) if each.step.track == track]
    if not options:
        return []
    option = draw(st.sampled_from(options))
    says = says_of(option.step, Talk(kind, said, {each: list(said) for each in PARTIES}), party, draw)
    return [
        entry(kind, option.step.name, party, matter=said[0], seen=said, item=option.item, says=says, at=at)
    ]


@LAWS.marked
@every_kind
@given(data=st.data())
def test_whatever_is_said_every_law_of_time_is_kept(kind, data):
    LAWS.are_kept(*a_talk(kind, data), data.draw)

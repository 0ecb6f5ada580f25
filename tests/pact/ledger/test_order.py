"""Order: by cause, then stopping steps first, then by id; never by clock or arrival."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.order import equivocations, heads, in_order, missing, told_twice
from tests.pact.ledger.entries import following, matters, opening


def precedence(entry):
    return 0 if entry.step == "stop" else 1


def past(entry, entries):
    """Everything an entry depends on, by walking back."""
    held = {each.id: each for each in entries}
    found, waiting = set(), [*entry.after, entry.prev]
    while waiting:
        name = waiting.pop()
        if name in held and name not in found:
            found.add(name)
            waiting += [*held[name].after, held[name].prev]
    return found


@given(matters(), st.randoms())
def test_order_does_not_depend_on_arrival_or_repetition(entries, random):
    received = random.sample(entries, k=len(entries)) + random.choices(entries, k=3)
    assert in_order(received, precedence) == in_order(entries, precedence)


@given(matters())
def test_causes_come_first_and_nothing_is_lost(entries):
    ordered = in_order(entries, precedence)
    assert set(ordered) == set(entries)
    assert len(ordered) == len(entries)
    places = {entry.id: place for place, entry in enumerate(ordered)}
    for entry in entries:
        assert all(places[cause] < places[entry.id] for cause in past(entry, entries))


@given(matters())
def test_a_stopping_step_comes_before_all_that_did_not_lead_to_one(entries):
    stops = [entry for entry in entries if entry.step == "stop"]
    led_to_stops = set().union(*(past(stop, entries) for stop in stops)) | {stop.id for stop in stops}
    ordered = in_order(entries, precedence)
    before = [entry.id in led_to_stops for entry in ordered]
    assert before == sorted(before, reverse=True)


@given(matters())
def test_among_equals_the_lower_id_comes_first(entries):
    ordered = in_order(entries, lambda _: 0)
    for one, other in pairwise(ordered):
        assert one.id < other.id or one.id in past(other, entries)


@given(matters(), st.sampled_from(["act", "stop"]))
def test_an_entry_that_has_seen_all_others_comes_last_and_moves_none(entries, step):
    new = following(entries[0], step=step, after=heads(entries), says={"number": 99})
    assert in_order([*entries, new], precedence) == [*in_order(entries, precedence), new]


@given(matters(), st.randoms())
def test_a_part_of_a_matter_is_ordered_as_it_stands(entries, random):
    part = random.sample(entries, k=random.randint(0, len(entries)))
    assert set(in_order(part, precedence)) == set(part)


@given(matters())
def test_a_whole_matter_misses_nothing(entries):
    assert missing(entries) == frozenset()


@given(matters(), st.data())
def test_an_entry_that_was_taken_out_is_missed_if_others_name_it(entries, data):
    gone = data.draw(st.sampled_from(entries))
    rest = [entry for entry in entries if entry.id != gone.id]
    named = any(gone.id in {*entry.after, entry.prev, entry.matter} for entry in rest)
    assert missing(rest) == (frozenset({gone.id}) if named else frozenset())


@given(matters())
def test_heads_are_what_nothing_follows(entries):
    everything_followed = set().union(*(past(entry, entries) for entry in entries))
    assert set(heads(entries)) == {entry.id for entry in entries} - everything_followed
    assert list(heads(entries)) == sorted(heads(entries))


@given(matters())
def test_honest_authors_never_equivocate(entries):
    assert equivocations(entries) == ()


def test_two_stories_told_by_one_author_are_shown_with_the_evidence():
    first = opening()
    told = [following(first, author="FR", says={"number": number}) for number in (1, 2, 3)]
    ids = sorted(entry.id for entry in told)
    assert equivocations([first, *told, told[0]]) == ((ids[0], ids[1]), (ids[0], ids[2]), (ids[1], ids[2]))
    honest = following(first, author="FR", prev=told[0].id, after=[told[0].id])
    assert told_twice([first, *told, told[0]]) == {*ids[:3]}
    assert equivocations([first, told[0], honest]) == ()
    assert told_twice([first, told[0], honest]) == frozenset()


def test_a_withdrawal_beats_what_did_not_know_of_it():
    first = opening()
    agreed = following(first, author="FR", step="act")
    seen = following(first, author="MA", step="act", prev=first.id, says={"number": 1})
    stop = following(first, author="MA", step="stop", prev=seen.id, after=[seen.id])
    assert in_order([agreed, stop, seen, first], precedence) == [first, seen, stop, agreed]


def test_nothing_is_in_order():
    assert in_order([], precedence) == []
    assert heads([]) == ()

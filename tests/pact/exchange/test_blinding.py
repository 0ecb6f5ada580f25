"""Blinding: equal things are equal points under both secrets, and nothing else can be told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.exchange.blinding import (
    MOST_POINTS,
    POINT_BYTES,
    blinded,
    make_secret,
    point_of,
    read_points,
    write_points,
)
from mithaq.pact.exchange.errors import BadPoints

TOKENS = st.lists(st.text(max_size=30), min_size=1, max_size=4, unique=True)
OURS, THEIRS = (bytes([each]) * 32 for each in (7, 9))


@settings(max_examples=15)
@given(ours=TOKENS, theirs=TOKENS)
def test_two_sides_find_what_they_have_in_common_in_either_order(ours, theirs):
    products = blinded(THEIRS, blinded(OURS, map(point_of, ours)))
    of_theirs = blinded(OURS, blinded(THEIRS, map(point_of, theirs)))
    assert len({*products} & {*of_theirs}) == len({*ours} & {*theirs})


def test_the_same_thing_looks_different_each_time_it_is_submitted():
    points = [point_of("identifier 1|phone|212600000000")]
    assert blinded(make_secret(), points) != blinded(make_secret(), points)


def test_the_order_of_points_tells_nothing_of_the_order_of_things():
    tokens = [point_of(str(number)) for number in range(20)]
    made = blinded(OURS, tokens)
    assert made == sorted(made) == blinded(OURS, reversed(tokens))


def test_the_point_of_a_token_is_what_every_implementation_comes_to():
    """From the page of the protocol; whoever comes to something else finds no collision."""
    assert point_of("place 1|7975|-1223|493166").hex() == KNOWN_POINT
    assert blinded(OURS, [bytes.fromhex(KNOWN_POINT)])[0].hex() == KNOWN_PRODUCT


KNOWN_POINT = "f793ae6a1a2654b9c988290f20cee5782c3ba9dda9295729e50f31a595a32170"
KNOWN_PRODUCT = "8964d47ddc26e73226574c6451a95e9bebc64b04b5693230b219fdf228c09c50"

HOSTILE = {
    "nothing": bytes(32),
    "of order four": (1).to_bytes(32, "little"),
    "of the twist": (2).to_bytes(32, "little"),
    "larger than the field": (2**255 - 19 + 9).to_bytes(32, "little"),
    "cut short": bytes(31),
}


@pytest.mark.parametrize("point", HOSTILE.values(), ids=HOSTILE)
def test_points_that_no_honest_side_sends_are_refused(point):
    with pytest.raises(BadPoints):
        blinded(OURS, [point])


def test_points_are_read_as_they_were_written():
    points = blinded(OURS, [point_of("a"), point_of("b")])
    assert read_points(write_points(points)) == points


WRONG = ["", "é", "AAAA", "A" * 43, write_points([bytes(POINT_BYTES)] * (MOST_POINTS + 1))]


@pytest.mark.parametrize(
    "text", WRONG, ids=["nothing", "no base64", "too short", "no whole point", "too many"]
)
def test_what_is_no_list_of_points_is_refused(text):
    with pytest.raises(BadPoints):
        read_points(text)

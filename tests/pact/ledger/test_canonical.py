"""Canonical statements: one spelling, of bytes too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.canonical import decode_bytes, encode, encode_bytes, is_deeper


@given(st.binary())
def test_bytes_come_back(written):
    assert decode_bytes(encode_bytes(written)) == written


@given(st.text(st.sampled_from("Aa+/= \n9-_é"), max_size=8))
def test_bytes_have_one_spelling(text):
    try:
        written = decode_bytes(text)
    except ValueError:
        return
    assert encode_bytes(written) == text


@pytest.mark.parametrize("stated", ["AB==", "AAB=", "AA", "A A=", 1, None, b"AAAA"])
def test_another_spelling_is_refused(stated):
    with pytest.raises(ValueError):  # noqa: PT011 - one of several
        decode_bytes(stated)


@pytest.mark.parametrize("value", [1.0, float("inf"), 2**53, {1: 2}, {"a": {"b": [1.5]}}, object(), b"bytes"])
def test_what_has_no_one_spelling_is_not_encoded(value):
    with pytest.raises(ValueError, match="one spelling"):
        encode(value)


@given(st.lists(st.sampled_from([b"[", b"]", b"{", b"}", b'"', b"\\", b"a"])).map(b"".join))
def test_depth_is_what_a_reader_that_walks_the_text_finds(written):
    depth = deepest = 0
    inside = skip = False
    for character in written.decode():
        if skip:
            skip = False
        elif character == "\\":
            skip = True
        elif character == '"':
            inside = not inside
        elif not inside:
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(character, 0)
            deepest = max(deepest, depth)
    assert all(is_deeper(written, allowed) == (deepest > allowed) for allowed in range(8))

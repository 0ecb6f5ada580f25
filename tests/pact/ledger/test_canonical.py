"""Canonical statements: one spelling, of bytes too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.canonical import (
    LARGEST_INT,
    decode_bytes,
    encode,
    encode_bytes,
    encode_unchecked,
    is_deeper,
)


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


STATEMENTS = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INT, LARGEST_INT) | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=20,
)


@given(STATEMENTS)
def test_the_fast_writer_writes_what_the_standard_one_does(statement):
    assert encode(statement) == encode_unchecked(statement)


def test_every_character_is_written_as_the_standard_writer_does():
    every = [chr(number) for number in range(0x110000) if not 0xD800 <= number <= 0xDFFF]
    assert encode(every) == encode_unchecked(every)


@pytest.mark.parametrize("statement", [{"a": "\ud800"}, {"\udfff": 1}])
def test_half_a_character_is_refused_by_both(statement):
    for write in (encode, encode_unchecked):
        with pytest.raises(ValueError, match="surrogates not allowed"):
            write(statement)


def test_what_is_nested_deeper_than_the_fast_writer_goes_is_written_all_the_same():
    deep = []
    for _ in range(400):
        deep = [deep]
    assert encode(deep) == encode_unchecked(deep) == b"[" * 401 + b"]" * 401

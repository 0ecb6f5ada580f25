"""Bodies: canonical, bounded, and matched by a salted digest."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.body import LARGEST_BODY, commitment, encode_body, read_body
from mithaq.pact.ledger.errors import Malformed

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
VALUES = st.recursive(
    TEXT | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
BODIES = st.dictionaries(TEXT, VALUES, max_size=4)


@given(BODIES)
def test_what_was_encoded_is_read(body):
    try:
        written = encode_body(body)
    except Malformed as refused:
        assert refused.facts["rule"] == "nested-too-deep"  # noqa: PT017
        return
    assert read_body(written) == body
    assert encode_body(read_body(written)) == written


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_a_body_or_malformed(anything):
    try:
        body = read_body(anything)
    except Malformed:
        return
    assert encode_body(body) == anything


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        pytest.param(b'{"a":1.5}', "number", id="float"),
        pytest.param(b'{"a":1,"a":1}', "not-canonical", id="a key given twice"),
        pytest.param(b'{"a": 1}', "not-canonical", id="a space"),
        pytest.param(b'{"a":"\\u00e9"}', "not-canonical", id="an escape that is not needed"),
        pytest.param(b'{"a":"\\ud800"}', "not-canonical", id="half a character"),
        pytest.param(b'{"a":"\\u0000"}', "forbidden-character", id="NUL"),
        pytest.param(b'{"a":[1,{"b\\u0000":1}]}', "forbidden-character", id="NUL in a key, inside"),
        pytest.param(b'{"a":' * 9 + b"1" + b"}" * 9, "nested-too-deep", id="nested"),
        pytest.param(b'{"a":"' + b"x" * LARGEST_BODY + b'"}', "too-large", id="too large"),
        pytest.param(b'{"a":"\xff"}', "not-json", id="not UTF-8"),
        pytest.param(b"[1]", "not-an-object", id="a list"),
    ],
)
def test_a_named_attack_is_refused_for_its_reason(written, rule):
    with pytest.raises(Malformed) as refused:
        read_body(written)
    assert refused.value.facts == {"what": "body", "rule": rule}


def test_brackets_inside_strings_are_no_nesting():
    body = {"narrative": '[[[[[[[[[[[[ \\" {{{{{{{{{{{{', "other": '"["' * 20}
    assert read_body(encode_body(body)) == body


def test_what_only_looks_like_nul_may_stand_in_a_body():
    body = {"narrative": ["the letters \\u0000", 1]}
    assert read_body(encode_body(body)) == body


def test_a_body_may_hold_direction_marks_and_new_lines():
    body = {"narrative": "قال:\n\u2067Paris\u2069"}
    assert read_body(encode_body(body)) == body


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"a": 0.5}, id="float"),
        pytest.param({"a": "\0"}, id="NUL"),
        pytest.param({"a": "\ud800"}, id="half a character"),
        pytest.param({"a": {1, 2}}, id="a set"),
        pytest.param({"a": {1: 2}}, id="a key that is no text"),
        pytest.param({"a": "x" * LARGEST_BODY}, id="too large"),
    ],
)
def test_what_a_partner_would_refuse_is_not_encoded(body):
    with pytest.raises(Malformed):
        encode_body(body)


def test_the_commitment_is_the_salted_digest():
    salt = bytes(range(32))
    assert commitment(salt, b"{}") == sha256(salt + b"{}").hexdigest()
    with pytest.raises(ValueError, match="32 bytes"):
        commitment(b"", b"{}")

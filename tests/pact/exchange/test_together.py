"""Together: one signature for many statements, each of which stands alone; nothing else can be slipped in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.exchange import keys, together
from mithaq.pact.exchange.together import MOST, is_signed, sign_together
from tests.pact.exchange.parties import PARIS, RABAT

CONTEXT = keys.RECEIPT
PUBLIC = PARIS.public()
STATEMENTS = [f"statement {number}".encode() for number in range(MOST)]
SIGNATURES = {size: sign_together(STATEMENTS[:size], PARIS, CONTEXT) for size in (*range(1, 10), 33, MOST)}
SIZES = st.sampled_from(sorted(SIGNATURES))


@pytest.mark.parametrize("size", sorted(SIGNATURES))
def test_each_of_many_is_signed_and_nothing_else_is(size):
    for place, signature in enumerate(SIGNATURES[size]):
        for other, statement in enumerate(STATEMENTS[:size]):
            assert is_signed(PUBLIC, statement, signature, CONTEXT) is (place == other)


def test_what_is_said_alone_is_signed_as_ever():
    (signature,) = SIGNATURES[1]
    assert keys.is_signed(PUBLIC, STATEMENTS[0], signature, CONTEXT)


def test_a_signature_of_the_most_is_as_large_as_one_may_be():
    assert {len(each) for each in SIGNATURES[MOST]} == {together.LARGEST}


def test_many_are_signed_once():
    class Counting:
        fingerprint, signed = PARIS.fingerprint, 0

        def sign(self, statement, context):
            self.signed += 1
            return PARIS.sign(statement, context)

    signer = Counting()
    sign_together(STATEMENTS, signer, CONTEXT)
    assert signer.signed == 1


@given(SIZES, st.data())
def test_one_turned_bit_anywhere_is_noticed(size, data):
    place = data.draw(st.integers(0, size - 1))
    changed = bytearray(SIGNATURES[size][place])
    # What ties it to the others, as often as the signature itself.
    start = data.draw(st.sampled_from([0, min(keys.SIGNATURE_BYTES, len(changed) - 1)]))
    bit = data.draw(st.integers(start * 8, len(changed) * 8 - 1))
    changed[bit // 8] ^= 1 << bit % 8
    assert not is_signed(PUBLIC, STATEMENTS[place], bytes(changed), CONTEXT)


@given(SIZES, st.integers(0, 255), st.integers(0, 255))
def test_a_statement_stands_at_its_own_place_among_as_many_alone(size, place, number):
    own = size // 2
    signature = bytearray(SIGNATURES[size][own])
    if size > 1:
        signature[keys.SIGNATURE_BYTES : keys.SIGNATURE_BYTES + 2] = bytes((place, number))
        stands = (place, number) == (own, size)
        assert is_signed(PUBLIC, STATEMENTS[own], bytes(signature), CONTEXT) is stands


@given(st.binary(max_size=300), SIZES)
def test_whatever_follows_a_signature_is_answered(rest, size):
    signature = SIGNATURES[size][0][: keys.SIGNATURE_BYTES]
    stands = size == 1 and not rest
    assert is_signed(PUBLIC, STATEMENTS[0], signature + rest, CONTEXT) is stands


@given(st.binary())
def test_whatever_the_bytes_they_are_no_signature(signature):
    assert not is_signed(PUBLIC, STATEMENTS[0], signature, CONTEXT)


@pytest.mark.parametrize("context", [keys.ENTRY, keys.CARD, keys.ASK, keys.RECEIPT + b" of many"])
def test_a_signature_for_one_purpose_is_none_for_another(context):
    assert not is_signed(PUBLIC, STATEMENTS[2], SIGNATURES[7][2], context)


def test_it_is_the_signature_of_who_signed():
    assert not is_signed(RABAT.public(), STATEMENTS[2], SIGNATURES[7][2], CONTEXT)


def test_what_was_refused_once_makes_nothing_else_stand():
    """The word on a root is remembered: of these keys, this root and this signature alone."""
    good = SIGNATURES[8][3]
    broken = bytes(64) + good[64:]
    for _ in range(2):
        assert not is_signed(PUBLIC, STATEMENTS[3], broken, CONTEXT)
        assert is_signed(PUBLIC, STATEMENTS[3], good, CONTEXT)

"""Receipts: whose, of what, when; signed, and spelt one way."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.errors import BadReceipt, BadSignature
from mithaq.pact.exchange.receipt import (
    LARGEST_RECEIPT,
    MAGIC,
    make_receipt,
    read_receipt,
    receipt_from_wire,
    receipt_to_wire,
    verify_receipt,
)
from tests.pact.exchange.parties import AT, PARIS, RABAT

ENTRY = "e" * 64
RECEIPT = make_receipt(entry=ENTRY, by="FR", at=AT, heads=["b" * 64, "a" * 64], signer=PARIS)
WIRE = receipt_to_wire(RECEIPT)


def respelt(**changes):
    stated = json.loads(RECEIPT.statement) | changes
    return json.dumps(stated, sort_keys=True, separators=(",", ":")).encode()


def test_a_receipt_says_who_keeps_what_since_when():
    assert (RECEIPT.entry, RECEIPT.by, RECEIPT.key, RECEIPT.at) == (ENTRY, "FR", PARIS.fingerprint, AT)
    assert RECEIPT.heads == ("a" * 64, "b" * 64)


def test_what_was_sent_is_received():
    assert receipt_from_wire(WIRE) == RECEIPT
    assert read_receipt(RECEIPT.statement, RECEIPT.signature) == RECEIPT
    verify_receipt(RECEIPT, PARIS.public())


@given(st.integers(0, len(WIRE) * 8 - 1))
def test_one_turned_bit_anywhere_is_noticed(bit):
    changed = bytearray(WIRE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(MithaqError):
        verify_receipt(receipt_from_wire(bytes(changed)), PARIS.public())


@given(st.binary() | st.binary().map(lambda rest: MAGIC + rest))
def test_any_bytes_are_a_receipt_or_refused(wire):
    with pytest.raises(BadReceipt):
        receipt_from_wire(wire)


@given(st.binary(), st.binary())
def test_any_statement_is_a_receipt_or_refused(statement, signature):
    with pytest.raises(BadReceipt):
        read_receipt(statement, signature)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        pytest.param(respelt(suite="mithaq-2"), "suite", id="another suite"),
        pytest.param(respelt(more=1), "wrong-keys", id="a key too many"),
        pytest.param(respelt(entry="e" * 63), "entry", id="no entry"),
        pytest.param(respelt(entry=1), "entry", id="an entry that is no text"),
        pytest.param(respelt(by="fr"), "by", id="no authority"),
        pytest.param(respelt(key=""), "key", id="no key"),
        pytest.param(respelt(at="2026-11-23T09:00:00Z"), "at", id="no milliseconds"),
        pytest.param(respelt(at="2026-02-30T09:00:00.000Z"), "at", id="no such day"),
        pytest.param(respelt(heads=["b" * 64, "a" * 64]), "heads", id="heads not sorted"),
        pytest.param(respelt(heads=["a" * 64] * 2), "heads", id="a head twice"),
        pytest.param(respelt(heads="a" * 64), "heads", id="heads that are no list"),
        pytest.param(respelt(heads=[1]), "heads", id="a head that is no text"),
        pytest.param(respelt(heads=["a" * 64] * 300), "heads", id="too many heads"),
        pytest.param(respelt(heads=[[["a"]]]), "nested-too-deep", id="nested"),
        pytest.param(respelt() + b" ", "not-canonical", id="a space"),
        pytest.param(b"x" * (LARGEST_RECEIPT + 1), "too-large", id="too large"),
    ],
)
def test_a_named_attack_is_refused_for_its_reason(statement, rule):
    with pytest.raises(BadReceipt) as refused:
        read_receipt(statement, b"")
    assert refused.value.facts == {"rule": rule}


@pytest.mark.parametrize(
    ("wire", "rule"),
    [
        pytest.param(WIRE[:-1], "frames", id="cut short"),
        pytest.param(WIRE + b"\0", "frames", id="something after it"),
        pytest.param(b"mithaq-envelope 1\n" + WIRE[len(MAGIC) :], "magic", id="something else"),
        pytest.param(MAGIC + bytes(50_000), "too-large", id="too large"),
    ],
)
def test_a_named_attack_on_the_wire_is_refused_for_its_reason(wire, rule):
    with pytest.raises(BadReceipt) as refused:
        receipt_from_wire(wire)
    assert refused.value.facts == {"rule": rule}


@pytest.mark.parametrize(
    ("receipt", "public"),
    [
        pytest.param(RECEIPT, RABAT.public(), id="by other keys than named"),
        pytest.param(
            read_receipt(respelt(at="2026-11-23T08:00:00.000Z"), RECEIPT.signature),
            PARIS.public(),
            id="antedated",
        ),
        pytest.param(
            read_receipt(RECEIPT.statement, PARIS.sign(RECEIPT.statement, keys.ENTRY)),
            PARIS.public(),
            id="signed as an entry",
        ),
        pytest.param(read_receipt(RECEIPT.statement, b""), PARIS.public(), id="not signed"),
    ],
)
def test_a_forged_receipt_is_refused(receipt, public):
    with pytest.raises(BadSignature) as refused:
        verify_receipt(receipt, public)
    assert refused.value.facts["entry"] == ENTRY


def test_the_time_is_cut_to_milliseconds():
    late = make_receipt(entry=ENTRY, by="FR", at=AT + timedelta(microseconds=999), heads=[], signer=PARIS)
    assert late.at == AT

"""Envelopes: opened by whom they are sealed to, whole or not at all."""

import hmac
from dataclasses import replace
from hashlib import sha3_256, sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.envelope import (
    LARGEST_ENVELOPE,
    MAGIC,
    Sealed,
    from_wire,
    open_sealed,
    opened_at_rest,
    seal,
    sign_entry,
    to_wire,
    verify_signed,
)
from mithaq.pact.exchange.errors import (
    BadEnvelope,
    BadSignature,
    BodyMissing,
    CannotOpen,
    CommitmentUnmatched,
    EnvelopeNotKnown,
    ExchangeError,
    NotForUs,
)
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.ledger.body import encode_body
from mithaq.pact.ledger.entry import SignedEntry
from tests.pact.exchange.parties import (
    BODY,
    CONTENT_KEY,
    MADRID,
    PARIS,
    RABAT,
    SALT,
    STRANGER,
    sealed,
    signed,
)

BOTH = {"FR": PARIS.public(), "ES": MADRID.public()}
SEALED = sealed()
TO_TWO = sealed(signed(to=["FR", "ES"]), recipients=BOTH)
WIRE = to_wire(SEALED, "FR")
HEADER, SIGNATURE, CIPHERTEXT, WRAP = split_frames(WIRE[len(MAGIC) :], 4)
BYTES_32 = st.binary(min_size=32, max_size=32)


def received(wire=WIRE, me="FR", keypairs=(PARIS,)):
    """Everything a node does with an envelope before it records the entry."""
    envelope = from_wire(wire)
    verify_signed(envelope.signed, RABAT.public())
    return open_sealed(envelope, me=me, keypairs=keypairs)


def wire_of(header=HEADER, signature=SIGNATURE, ciphertext=CIPHERTEXT, wrap=WRAP):
    return MAGIC + join_frames([header, signature, ciphertext, wrap])


def test_sealed_then_opened_is_the_same():
    opened = received()
    assert (opened.salt, opened.body, opened.content_key) == (SALT, BODY, CONTENT_KEY)
    assert opened_at_rest(SEALED.ciphertext, CONTENT_KEY, SEALED.signed.entry) == (SALT, BODY)


@given(st.dictionaries(st.sampled_from("abc"), st.text("abب7 \n")), BYTES_32, BYTES_32)
def test_any_body_comes_out_as_it_went_in(content, salt, content_key):
    body = encode_body(content)
    entry = signed(salt=salt, body=body)
    envelope = seal(entry, salt=salt, body=body, content_key=content_key, recipients={"FR": PARIS.public()})
    assert received(to_wire(envelope, "FR")).body == body


@given(st.integers(0, len(WIRE) * 8 - 1))
def test_one_turned_bit_anywhere_never_opens(bit):
    changed = bytearray(WIRE)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(MithaqError):
        received(bytes(changed))


def test_one_changed_byte_never_opens_wherever_a_part_begins_or_ends():
    ends = [0, len(MAGIC), len(WIRE)]
    for frame in (HEADER, SIGNATURE, CIPHERTEXT, WRAP):
        ends += [WIRE.index(frame) - 4, WIRE.index(frame), WIRE.index(frame) + len(frame)]
    for where in {near for end in ends for near in range(end - 4, end + 4) if 0 <= near < len(WIRE)}:
        changed = bytearray(WIRE)
        changed[where] ^= 1
        with pytest.raises(MithaqError):
            received(bytes(changed))


@given(st.integers(0, len(WIRE) - 1))
def test_an_envelope_cut_short_is_none(length):
    with pytest.raises(ExchangeError):
        from_wire(WIRE[:length])


@given(
    st.binary()
    | st.binary().map(lambda rest: MAGIC + rest)
    | st.lists(st.binary(), max_size=5).map(lambda frames: MAGIC + join_frames(frames))
)
def test_any_bytes_are_an_envelope_or_refused(wire):
    with pytest.raises(ExchangeError):
        from_wire(wire)


def test_each_addressee_gets_its_own_wrap_and_no_other():
    for code, pair in (("FR", PARIS), ("ES", MADRID)):
        wire = to_wire(TO_TWO, code)
        assert received(wire, code, [pair]).body == BODY
        assert from_wire(wire).wraps.keys() == {code}


def test_a_party_that_is_no_addressee_gets_the_header_alone():
    wire = to_wire(SEALED, "ES")
    assert CIPHERTEXT not in wire
    assert from_wire(wire).ciphertext == b""
    assert received(wire, "ES", [MADRID]) is None


def test_an_entry_without_body_opens_to_nothing():
    assert received(to_wire(Sealed(signed(body=b""), b"", {}), "FR")) is None


def test_sealing_again_for_one_more_changes_no_byte_of_the_body():
    entry = TO_TWO.signed
    again = seal(entry, salt=SALT, body=BODY, content_key=CONTENT_KEY, recipients={"ES": MADRID.public()})
    assert again.ciphertext == TO_TWO.ciphertext


def test_an_old_pair_opens_what_was_still_sealed_to_it():
    assert received(keypairs=[STRANGER, PARIS]).body == BODY


@pytest.mark.parametrize(
    ("wire", "refusal", "rule"),
    [
        pytest.param(b"", BadEnvelope, "magic", id="nothing"),
        pytest.param(WIRE[:-1], BadEnvelope, "frames", id="cut short"),
        pytest.param(WIRE + b"\0", BadEnvelope, "frames", id="something after it"),
        pytest.param(b"x" * (LARGEST_ENVELOPE + 1), BadEnvelope, "too-large", id="too large"),
        pytest.param(wire_of(signature=SIGNATURE[:-1]), BadEnvelope, "signature", id="signature too short"),
        pytest.param(wire_of(header=b"{}"), EnvelopeNotKnown, None, id="header without suite"),
        pytest.param(wire_of(header=HEADER[:-1]), BadEnvelope, "header: not-json", id="header cut short"),
        pytest.param(WIRE.replace(b"mithaq-1", b"mithaq-2"), EnvelopeNotKnown, None, id="another suite"),
        pytest.param(
            WIRE.replace(b"envelope 1", b"envelope 2"), EnvelopeNotKnown, None, id="another edition"
        ),
        pytest.param(wire_of(wrap=b""), BadEnvelope, "body", id="a body nobody can open"),
        pytest.param(wire_of(ciphertext=b""), BadEnvelope, "body", id="a wrap of nothing"),
        pytest.param(wire_of(wrap=WRAP[:-1]), BadEnvelope, "wrap", id="a wrap too short"),
        pytest.param(wire_of(wrap=WRAP + b"\0"), BadEnvelope, "wrap", id="a wrap too long"),
        pytest.param(wire_of(wrap=WRAP[3:]), BadEnvelope, "wrap-for-another", id="a wrap for nobody"),
        pytest.param(
            wire_of(wrap=b"ES" + WRAP[2:]),
            BadEnvelope,
            "wrap-for-another",
            id="a wrap for who is not addressed",
        ),
        pytest.param(
            wire_of(header=signed(body=b"").entry.header),
            BadEnvelope,
            "body",
            id="a body the header knows nothing of",
        ),
    ],
)
def test_a_named_attack_on_the_wire_is_refused_for_its_reason(wire, refusal, rule):
    with pytest.raises(refusal) as refused:
        from_wire(wire)
    assert refused.value.facts.get("rule") == rule


@pytest.mark.parametrize(
    ("envelope", "me", "pair", "refusal"),
    [
        pytest.param(SEALED, "FR", STRANGER, CannotOpen, id="wrong recipient: another's keys"),
        pytest.param(SEALED, "ES", MADRID, NotForUs, id="wrong recipient: not addressed"),
        pytest.param(
            replace(TO_TWO, wraps={"ES": TO_TWO.wraps["ES"]}), "FR", PARIS, NotForUs, id="wrap left out"
        ),
        pytest.param(replace(SEALED, ciphertext=b"", wraps={}), "FR", PARIS, BodyMissing, id="body left out"),
        pytest.param(
            replace(SEALED, wraps={"FR": TO_TWO.wraps["FR"]}),
            "FR",
            PARIS,
            CannotOpen,
            id="wrap of another entry",
        ),
        pytest.param(
            replace(TO_TWO, wraps={"FR": TO_TWO.wraps["ES"]}),
            "FR",
            MADRID,
            CannotOpen,
            id="wrap of another recipient",
        ),
        pytest.param(
            replace(SEALED, ciphertext=TO_TWO.ciphertext),
            "FR",
            PARIS,
            CannotOpen,
            id="ciphertext of another entry",
        ),
        pytest.param(
            replace(SEALED, ciphertext=b"x"), "FR", PARIS, CannotOpen, id="ciphertext shorter than its tag"
        ),
    ],
)
def test_a_named_attack_on_the_body_is_refused_for_its_reason(envelope, me, pair, refusal):
    with pytest.raises(refusal) as refused:
        open_sealed(envelope, me=me, keypairs=[pair])
    assert refused.value.facts == {"entry": envelope.signed.entry.id}


def swapped(inside):
    """An envelope whose author encrypted something else than the header commits to."""
    ciphertext = AESGCM(CONTENT_KEY).encrypt(bytes(12), inside, SEALED.signed.entry.id.encode())
    return replace(SEALED, ciphertext=ciphertext)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(SALT + BODY + b" ", id="another body"),
        pytest.param(bytes(32) + BODY, id="another salt"),
        pytest.param(SALT[:-1] + b"", id="shorter than a salt"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_a_body_that_the_header_does_not_commit_to_is_refused(inside):
    with pytest.raises(CommitmentUnmatched):
        open_sealed(swapped(inside), me="FR", keypairs=[PARIS])


@pytest.mark.parametrize(
    ("entry", "public"),
    [
        pytest.param(SEALED.signed, PARIS.public(), id="signed by another than named"),
        pytest.param(signed(STRANGER), RABAT.public(), id="in our name, with other keys"),
        pytest.param(
            SignedEntry(signed(says={"a": 1}).entry, SIGNATURE),
            RABAT.public(),
            id="signature of another entry",
        ),
    ],
)
def test_a_forged_entry_is_refused(entry, public):
    with pytest.raises(BadSignature) as refused:
        verify_signed(entry, public)
    assert refused.value.facts["entry"] == entry.entry.id


def test_a_body_other_than_committed_to_is_not_sealed():
    with pytest.raises(CommitmentUnmatched):
        seal(SEALED.signed, salt=SALT, body=b"{}", content_key=CONTENT_KEY, recipients={})


def test_our_own_mistakes_are_no_refusals():
    stated = {"salt": SALT, "body": BODY, "content_key": CONTENT_KEY}
    with pytest.raises(ValueError, match="addressees"):
        seal(SEALED.signed, **stated, recipients={"ES": MADRID.public()})
    with pytest.raises(ValueError, match="32 bytes"):
        seal(SEALED.signed, **(stated | {"content_key": b"short"}), recipients={})
    with pytest.raises(ValueError, match="other keys"):
        sign_entry(HEADER, PARIS)


def test_what_no_node_accepts_is_not_sent():
    body = encode_body({"narrative": "x" * 1_000_000})
    large = replace(sealed(signed(body=body), body=body), ciphertext=bytes(LARGEST_ENVELOPE))
    with pytest.raises(BadEnvelope):
        to_wire(large, "FR")


def test_neither_body_nor_key_is_printed():
    opened = received()
    printed = repr(SEALED) + repr(opened)
    for secret in (BODY, SALT, CONTENT_KEY, CIPHERTEXT):
        assert repr(secret) not in printed


# HPKE by the book, with the primitives alone, so that a second implementation can be sure of our reading.
HPKE = b"HPKE" + b"\x64\x7a" + b"\x00\x01" + b"\x00\x02"  # X-Wing, HKDF-SHA256, AES-256-GCM


def labelled_extract(salt, label, ikm):
    """RFC 9180, section 4."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + HPKE + label + ikm, sha256)


def labelled_expand(secret, label, context, length):
    """RFC 9180, section 4; one block is enough here."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + HPKE + label + context
    return hmac.digest(secret, labelled + b"\x01", sha256)[:length]


def xwing_decapsulate(pair, encapsulated):
    """draft-connolly-cfrg-xwing-kem, section 5.4."""
    mlkem, x25519 = pair._opening_parts
    shared_m = mlkem.decapsulate(encapsulated[:1088])
    shared_x = x25519.exchange(X25519PublicKey.from_public_bytes(encapsulated[1088:]))
    public_x = x25519.public_key().public_bytes_raw()
    return sha3_256(shared_m + shared_x + encapsulated[1088:] + public_x + rb"\.//^\ "[:6]).digest()


def test_a_wrap_is_hpke_as_the_standards_write_it():
    entry = SEALED.signed.entry
    wrap = SEALED.wraps["FR"]
    encapsulated, encrypted = wrap[:1120], wrap[1120:]
    info = b"mithaq envelope 1" + entry.id.encode() + b"FR"
    context = b"\x00" + labelled_extract(b"", b"psk_id_hash", b"") + labelled_extract(b"", b"info_hash", info)
    secret = labelled_extract(xwing_decapsulate(PARIS, encapsulated), b"secret", b"")
    key = labelled_expand(secret, b"key", context, 32)
    nonce = labelled_expand(secret, b"base_nonce", context, 12)
    assert AESGCM(key).decrypt(nonce, encrypted, b"") == CONTENT_KEY

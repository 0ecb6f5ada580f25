"""Keys: both signatures, one context, known answers of the standards."""

import subprocess
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.exchange import keys
from mithaq.pact.exchange.errors import BadKeys, BadSignature
from mithaq.pact.exchange.keys import KeyPair, PublicKeys
from tests.pact.exchange.parties import AT, FROM, PARIS, RABAT, UNTIL, pair_of

STATEMENT = b"what is stated"
SIGNATURE = RABAT.sign(STATEMENT, keys.ENTRY)

# RFC 8032, section 7.1, tests 1 to 3: secret key, public key, message, signature.
RFC_8032 = [
    pytest.param(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        id="test 1",
    ),
    pytest.param(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        id="test 2",
    ),
    pytest.param(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        id="test 3",
    ),
]


def of_seeds(ed25519=bytes(32), xwing=bytes(32)):
    return KeyPair(ed25519, bytes(32), xwing, FROM, UNTIL)


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_ed25519_gives_the_answers_of_rfc_8032(secret, public, message, signature):
    pair = of_seeds(ed25519=bytes.fromhex(secret))
    assert pair.public().ed25519.hex() == public
    assert pair.signing_keys[0].sign(bytes.fromhex(message)).hex() == signature


def test_xwing_keys_are_made_as_in_the_draft():
    # draft-connolly-cfrg-xwing-kem, appendix C, first vector.
    seed = "7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26"
    public = of_seeds(xwing=bytes.fromhex(seed)).public().xwing
    assert len(public) == 1216
    assert public[:32].hex() == "e2236b35a8c24b39b10aa1323a96a919a2ced88400633a7b07131713fc14b2b5"
    assert public[-32:].hex() == "859edb06eff389b27dce59844570216223593d4ba32d9abac8cd049040ef6534"


def test_openssl_verifies_the_ed25519_half_over_context_and_statement(tmp_path):
    pem = RABAT.public().verifying_keys[0].public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "key").write_bytes(pem)
    (tmp_path / "signature").write_bytes(SIGNATURE[:64])
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-rawin", "-inkey", "key", "-sigfile", "signature"]
    for message, expected in ((b"mithaq entry 1\0" + STATEMENT, 0), (STATEMENT, 1)):
        (tmp_path / "message").write_bytes(message)
        done = subprocess.run([*command, "-in", "message"], cwd=tmp_path, check=False, capture_output=True)
        assert done.returncode == expected


def test_what_was_signed_is_verified():
    assert len(SIGNATURE) == keys.SIGNATURE_BYTES
    keys.verify(RABAT.public(), STATEMENT, SIGNATURE, keys.ENTRY)


@given(st.binary(), st.sampled_from([keys.ENTRY, keys.RECEIPT, keys.CARD, keys.ASK]))
def test_nothing_else_is_verified_by_the_signature(statement, context):
    stands = statement == STATEMENT and context == keys.ENTRY
    assert keys.is_signed(RABAT.public(), statement, SIGNATURE, context) == stands


@pytest.mark.parametrize("context", [keys.RECEIPT, keys.CARD, keys.ASK])
def test_a_signature_for_one_context_is_none_for_another(context):
    with pytest.raises(BadSignature):
        keys.verify(RABAT.public(), STATEMENT, SIGNATURE, context)


@given(st.integers(0, len(SIGNATURE) * 8 - 1))
def test_a_signature_with_one_bit_turned_is_none(bit):
    changed = bytearray(SIGNATURE)
    changed[bit // 8] ^= 1 << bit % 8
    assert not keys.is_signed(RABAT.public(), STATEMENT, bytes(changed), keys.ENTRY)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(SIGNATURE[:64] + PARIS.sign(STATEMENT, keys.ENTRY)[64:], id="ML-DSA by another"),
        pytest.param(PARIS.sign(STATEMENT, keys.ENTRY)[:64] + SIGNATURE[64:], id="Ed25519 by another"),
        pytest.param(SIGNATURE[:64], id="Ed25519 alone"),
        pytest.param(SIGNATURE[64:], id="ML-DSA alone"),
        pytest.param(SIGNATURE + b"\0", id="a byte too many"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_half_a_signature_is_none(signature):
    with pytest.raises(BadSignature):
        keys.verify(RABAT.public(), STATEMENT, signature, keys.ENTRY)


def test_a_pair_is_made_for_a_time():
    pair = KeyPair.make(AT.replace(microsecond=999_999), timedelta(days=365))
    assert pair.public().covers(AT.replace(microsecond=999_000))
    assert not pair.public().covers(AT)
    assert not pair.public().covers(AT + timedelta(days=366))
    assert pair.fingerprint != KeyPair.make(AT, AT + timedelta(days=1)).fingerprint


def test_the_fingerprint_names_all_three_keys():
    public = RABAT.public()
    assert public.fingerprint == sha256(public.ed25519 + public.mldsa + public.xwing).hexdigest()[:32]
    assert len({RABAT.fingerprint, PARIS.fingerprint, pair_of("another").fingerprint}) == 3


def test_no_secret_and_no_key_is_printed():
    printed = repr(RABAT) + str(RABAT) + repr(RABAT.public())
    for secret in (RABAT.ed25519_seed, RABAT.mldsa_seed, RABAT.xwing_seed, RABAT.public().mldsa):
        assert secret.hex() not in printed
        assert repr(secret) not in printed


def test_secrets_for_use_at_home_differ_by_purpose_and_pair():
    derived = {RABAT.derived(b"bodies"), RABAT.derived(b"drafts"), PARIS.derived(b"bodies")}
    assert len(derived) == 3
    assert RABAT.derived(b"bodies") in derived
    assert all(len(secret) == 32 for secret in derived)


def public_with(**parts):
    public = RABAT.public()
    defaults = {
        name: getattr(public, name) for name in ("ed25519", "mldsa", "xwing", "not_before", "not_after")
    }
    return PublicKeys(**(defaults | parts))


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        pytest.param({"ed25519": b""}, "ed25519", id="no key"),
        pytest.param({"mldsa": bytes(1951)}, "mldsa", id="a byte too few"),
        pytest.param({"xwing": bytes(1217)}, "xwing", id="a byte too many"),
        pytest.param({"xwing": b"\xff" * 1216}, "not-a-key", id="coefficients out of range"),
        pytest.param(
            {"xwing": RABAT.public().xwing[:1184] + bytes(32)}, "not-a-key", id="a point of low order"
        ),
        pytest.param({"not_after": FROM}, "period", id="no time at all"),
    ],
)
def test_what_are_no_keys_is_refused(parts, rule):
    with pytest.raises(BadKeys) as refused:
        public_with(**parts)
    assert refused.value.facts == {"rule": rule}

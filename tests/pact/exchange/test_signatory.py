"""A person's own signature: what holds, and every way in which it does not."""

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.exchange.errors import SignatoryUnproven
from mithaq.pact.exchange.signatory import (
    Assertion,
    challenge,
    check_certificate,
    check_passkey,
    fingerprint,
    read_bytes,
    read_key,
    statement,
    write_bytes,
)

HASH, OTHER = "8f" * 32, "90" * 32
DOMAIN, ORIGIN = "mithaq.example", "https://node.mithaq.example"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
P256 = ec.generate_private_key(ec.SECP256R1())
P384 = ec.generate_private_key(ec.SECP384R1())
EDWARDS = ed25519.Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65537, 2048)
KEYS = [
    pytest.param(key, id=name)
    for key, name in ((P256, "ES256"), (P384, "ES384"), (EDWARDS, "Ed25519"), (RSA, "RS256"))
]


def pem(key) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def sign(key, message: bytes) -> bytes:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(message, ec.ECDSA(hashes.SHA256() if key.curve.key_size == 256 else hashes.SHA384()))


def passkey(key, *, flags=0x05, domain=DOMAIN, more=b"", act="sign", content=HASH, **client) -> Assertion:
    said = {
        "type": "webauthn.get",
        "challenge": write_bytes(challenge(act, content)),
        "origin": ORIGIN,
    } | client
    data = json.dumps({name: value for name, value in said.items() if value is not None}).encode()
    seen = sha256(domain.encode()).digest() + bytes([flags]) + (7).to_bytes(4, "big") + more
    return Assertion(seen, data, sign(key, seen + sha256(data).digest()))


def certificate(key, *, begins=NOW - timedelta(days=1), ends=NOW + timedelta(days=365)) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A Head of Service")])
    built = x509.CertificateBuilder(name, name, key.public_key(), 1000, begins, ends)
    digest = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return built.sign(key, digest).public_bytes(Encoding.PEM).decode()


def check(key, proof: Assertion, *, act="sign", content=HASH, domain=DOMAIN) -> None:
    check_passkey(pem(key), domain=domain, act=act, content=content, proof=proof)


def rule(proof: Assertion, key=P256, **more) -> str:
    with pytest.raises(SignatoryUnproven) as refused:
        check(key, proof, **more)
    return refused.value.facts["rule"]


@pytest.mark.parametrize("key", KEYS)
def test_a_passkey_and_a_certificate_hold_for_who_has_the_key(key):
    check(key, passkey(key))
    check_certificate(
        certificate(key), act="sign", content=HASH, signature=sign(key, statement("sign", HASH)), at=NOW
    )
    assert fingerprint(certificate(key)) == fingerprint(pem(key))


@pytest.mark.parametrize(
    ("proof", "broken"),
    [
        pytest.param(lambda: passkey(P256, content=OTHER), "challenge", id="over another hash"),
        pytest.param(lambda: passkey(P256, act="initial"), "challenge", id="an initial shown as a signature"),
        pytest.param(lambda: passkey(P384), "signature", id="by another key"),
        pytest.param(
            lambda: passkey(P256, type="webauthn.create"), "type", id="made while the key was registered"
        ),
        pytest.param(lambda: passkey(P256, type=None), "type", id="of no type"),
        pytest.param(
            lambda: passkey(P256, origin="https://mithaq.example.attacker.example"),
            "origin",
            id="on another site",
        ),
        pytest.param(
            lambda: passkey(P256, origin="https://notmithaq.example"),
            "origin",
            id="on a site that ends alike",
        ),
        pytest.param(lambda: passkey(P256, origin="http://mithaq.example"), "origin", id="on an open line"),
        pytest.param(lambda: passkey(P256, origin="https://[mithaq.example"), "origin", id="on no site"),
        pytest.param(lambda: passkey(P256, origin=["https://mithaq.example"]), "origin", id="on a list"),
        pytest.param(lambda: passkey(P256, crossOrigin=True), "origin", id="inside another page"),
        pytest.param(lambda: passkey(P256, domain="mithaq.other"), "domain", id="for another domain"),
        pytest.param(lambda: passkey(P256, flags=0x01), "verification", id="without verifying the person"),
        pytest.param(lambda: passkey(P256, flags=0x04), "presence", id="without the person"),
        pytest.param(lambda: passkey(P256, flags=0x45), "authenticator", id="as an attestation"),
        pytest.param(lambda: passkey(P256, flags=0x85), "authenticator", id="extended by nothing"),
        pytest.param(lambda: passkey(P256, more=b"more"), "authenticator", id="with more than it says"),
    ],
)
def test_an_attack_is_refused(proof, broken):
    assert rule(proof()) == broken


def test_extensions_that_are_announced_are_read_over():
    check(P256, passkey(P256, flags=0x85, more=b"\xa0"))


@pytest.mark.parametrize("part", ["authenticator_data", "client_data", "signature"])
@given(data=st.data())
def test_a_proof_cut_short_or_turned_in_one_bit_is_refused(part, data):
    whole = PROOF
    raw = getattr(whole, part)
    place = data.draw(st.integers(0, len(raw) - 1))
    turned = bytes([*raw[:place], raw[place] ^ (1 << data.draw(st.integers(0, 7))), *raw[place + 1 :]])
    for bad in (raw[:place], turned):
        parts = {name: getattr(whole, name) for name in ("authenticator_data", "client_data", "signature")}
        with pytest.raises(SignatoryUnproven):
            check(P256, Assertion(**(parts | {part: bad})))


PROOF = passkey(P256)


@given(st.binary(max_size=80), st.binary(max_size=80), st.binary(max_size=80), st.text(max_size=300))
def test_any_bytes_get_an_answer(authenticator, client, signature, key):
    proof = Assertion(authenticator, client, signature)
    with pytest.raises(SignatoryUnproven):
        check(P256, proof)
    with pytest.raises(SignatoryUnproven):
        check_passkey(key, domain=DOMAIN, act="sign", content=HASH, proof=proof)
    with pytest.raises(SignatoryUnproven):
        check_certificate(key, act="sign", content=HASH, signature=signature, at=NOW)


@pytest.mark.parametrize(
    "client", [b"[" * 9000, b"\xff", b"[]", b"null", b'{"type": "webauthn.get"}', b"x" * 30_000]
)
def test_what_is_no_client_data_is_refused(client):
    with pytest.raises(SignatoryUnproven):
        check(P256, Assertion(PROOF.authenticator_data, client, PROOF.signature))


@pytest.mark.parametrize(
    ("at", "broken"), [(NOW - timedelta(days=2), "period"), (NOW + timedelta(days=366), "period")]
)
def test_a_certificate_counts_in_its_period_alone(at, broken):
    with pytest.raises(SignatoryUnproven) as refused:
        check_certificate(
            certificate(RSA), act="sign", content=HASH, signature=sign(RSA, statement("sign", HASH)), at=at
        )
    assert refused.value.facts == {"rule": broken}


@pytest.mark.parametrize(
    ("act", "content", "key"),
    [("initial", HASH, RSA), ("sign", OTHER, RSA), ("sign", HASH, P256)],
    ids=["another act", "another hash", "another key"],
)
def test_a_certificate_signs_one_act_over_one_content(act, content, key):
    with pytest.raises(SignatoryUnproven):
        check_certificate(
            certificate(RSA), act="sign", content=HASH, signature=sign(key, statement(act, content)), at=NOW
        )


def test_a_bare_key_is_no_certificate():
    with pytest.raises(SignatoryUnproven) as refused:
        check_certificate(
            pem(RSA), act="sign", content=HASH, signature=sign(RSA, statement("sign", HASH)), at=NOW
        )
    assert refused.value.facts == {"rule": "certificate"}


@pytest.mark.parametrize(
    "key",
    [
        rsa.generate_private_key(65537, 1024),
        ec.generate_private_key(ec.SECP521R1()),
        ec.generate_private_key(ec.SECP256K1()),
    ],
    ids=["short RSA", "P-521", "secp256k1"],
)
def test_keys_nobody_should_rely_on_are_refused(key):
    with pytest.raises(SignatoryUnproven):
        read_key(pem(key))


@given(st.binary(max_size=60))
def test_bytes_are_written_in_one_way(raw):
    assert read_bytes(write_bytes(raw)) == raw


@pytest.mark.parametrize("text", ["YQ==", "Y", "YR", "a b", "Y\n", "é", None, 5, "A" * 20_001])
def test_another_spelling_is_refused(text):
    with pytest.raises(SignatoryUnproven):
        read_bytes(text)


@pytest.mark.skipif(not (shutil.which("openssl") and shutil.which("basenc")), reason="openssl is not here")
@pytest.mark.parametrize("key", [P256, RSA], ids=["ES256", "RS256"])
def test_the_command_that_the_manual_gives_signs_what_is_verified(key, tmp_path):
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "head.key").write_bytes(private)
    manual = (Path(__file__).parents[3] / "docs" / "how-to" / "sign-a-text.md").read_text("utf-8")
    command = manual.partition("```sh\n")[2].partition("```")[0]
    done = subprocess.run(
        ["sh", "-ec", command],
        cwd=tmp_path,
        env={**os.environ, "HASH": HASH},
        capture_output=True,
        check=True,
    )
    signature = read_bytes(done.stdout.decode())
    check_certificate(certificate(key), act="initial", content=HASH, signature=signature, at=NOW)

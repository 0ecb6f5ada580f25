"""A signatory: a person whose own key says yes to one text, and how anybody checks that alone.

An authority states beforehand which key is its head's: an X.509 certificate, or the public key of a passkey
with the domain it belongs to. The head then signs a *statement*, which names the act and the hash of the
content, so that an initial can never be shown as a signature. A certificate signs the statement itself; a
passkey signs what its authenticator saw, with the digest of the statement as the challenge. Nobody has to be
asked, and no authority over certificates is assumed: whose key it is, the authority has said in an entry.

Any bytes get an answer: what does not hold is refused with the rule it broke.

Source: W3C Web Authentication Level 2, section 7.2 (verifying an assertion); RFC 8032; FIPS 186-5; RFC 5280.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from mithaq.pact.exchange.errors import SignatoryUnproven

LONGEST = 20_000  # of any part of a proof, in characters or bytes
LEAST_RSA_BITS = 2048
USER_PRESENT, USER_VERIFIED, ATTESTED, EXTENDED = 0x01, 0x04, 0x40, 0x80
_HEAD = 37  # SHA-256 of the domain, flags, counter

Key = ec.EllipticCurvePublicKey | Ed25519PublicKey | RSAPublicKey


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a passkey gave: the authenticator's data, the client's data, and the signature over both."""

    authenticator_data: bytes
    client_data: bytes
    signature: bytes


def statement(act: str, content: str) -> bytes:
    """What a person says yes to: the act (`initial`, `sign`) and the hash of the content, one ASCII line."""
    return f"mithaq {act} {content}\n".encode("ascii", "replace")


def challenge(act: str, content: str) -> bytes:
    """What a passkey is asked to sign for an act over a content. Shape: 32 bytes."""
    return sha256(statement(act, content)).digest()


def read_key(pem: str) -> Key:
    """The key of a signatory, from a certificate or a public key in PEM.

    Raises: SignatoryUnproven if it is neither, or of a kind or size nobody should rely on.
    """
    _bounded(pem)
    written = pem.strip().encode("ascii", "replace")
    try:
        if b"BEGIN CERTIFICATE" in written:
            key: Any = x509.load_pem_x509_certificate(written).public_key()
        else:
            key = load_pem_public_key(written)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SignatoryUnproven(rule="key") from None
    if isinstance(key, RSAPublicKey) and key.key_size >= LEAST_RSA_BITS:
        return key
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1):
        return key
    if isinstance(key, Ed25519PublicKey):
        return key
    raise SignatoryUnproven(rule="key")


def fingerprint(pem: str) -> str:
    """The hash by which a key is named: SHA-256 of its public part. Shape: 64 hexadecimal digits.

    Raises: SignatoryUnproven.
    """
    return sha256(read_key(pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def check_certificate(pem: str, *, act: str, content: str, signature: bytes, at: datetime) -> None:
    """The statement is signed with the key of this certificate, which was in its period at that time.

    Raises: SignatoryUnproven with the rule: key, certificate, period, signature.
    """
    key = read_key(pem)
    _bounded(signature)
    try:
        certificate = x509.load_pem_x509_certificate(pem.strip().encode("ascii", "replace"))
    except ValueError:
        raise SignatoryUnproven(rule="certificate") from None
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise SignatoryUnproven(rule="period")
    _check_signed(key, signature, statement(act, content))


def check_passkey(pem: str, *, domain: str, act: str, content: str, proof: Assertion) -> None:
    """The passkey of this key and domain was used by its owner, verified, for this act over this content.

    Raises: SignatoryUnproven with the rule: key, client, type, challenge, origin, authenticator, domain,
    presence, verification, signature.
    """
    key = read_key(pem)
    for part in (proof.authenticator_data, proof.client_data, proof.signature):
        _bounded(part)
    _check_client(_read_client(proof.client_data), domain, challenge(act, content))
    _check_authenticator(proof.authenticator_data, domain)
    _check_signed(key, proof.signature, proof.authenticator_data + sha256(proof.client_data).digest())


def read_bytes(text: Any) -> bytes:
    """The bytes of base64url without padding, as a browser gives them; one spelling only.

    Raises: SignatoryUnproven.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        raise SignatoryUnproven(rule="encoding")
    try:
        found = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (NotBase64, ValueError):
        raise SignatoryUnproven(rule="encoding") from None
    if write_bytes(found) != text:
        raise SignatoryUnproven(rule="encoding")
    return found


def write_bytes(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _read_client(written: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(written.decode("utf-8"))
    except (ValueError, RecursionError):
        raise SignatoryUnproven(rule="client") from None
    if not isinstance(read, dict):
        raise SignatoryUnproven(rule="client")
    return read


def _check_client(client: Mapping[str, Any], domain: str, expected: bytes) -> None:
    if client.get("type") != "webauthn.get":
        raise SignatoryUnproven(rule="type")
    if client.get("challenge") != write_bytes(expected):
        raise SignatoryUnproven(rule="challenge")
    if client.get("crossOrigin") not in (None, False) or not _is_of(client.get("origin"), domain):
        raise SignatoryUnproven(rule="origin")


def _is_of(origin: Any, domain: str) -> bool:
    """Whether an origin is a page of the domain, on a line nobody listens to (or on the machine itself)."""
    if not isinstance(origin, str) or not domain:
        return False
    try:
        parts = urlsplit(origin)
        host = parts.hostname or ""
    except ValueError:
        return False
    of_domain = host == domain or host.endswith(f".{domain}")
    return of_domain and (parts.scheme == "https" or (parts.scheme == "http" and host == "localhost"))


def _check_authenticator(data: bytes, domain: str) -> None:
    if len(data) < _HEAD:
        raise SignatoryUnproven(rule="authenticator")
    flags = data[32]
    if flags & ATTESTED or bool(flags & EXTENDED) != (len(data) > _HEAD):
        raise SignatoryUnproven(rule="authenticator")
    if data[:32] != sha256(domain.encode("utf-8", "replace")).digest():
        raise SignatoryUnproven(rule="domain")
    if not flags & USER_PRESENT:
        raise SignatoryUnproven(rule="presence")
    if not flags & USER_VERIFIED:
        raise SignatoryUnproven(rule="verification")


def _check_signed(key: Key, signature: bytes, signed: bytes) -> None:
    try:
        if isinstance(key, Ed25519PublicKey):
            key.verify(signature, signed)
        elif isinstance(key, RSAPublicKey):
            key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        else:
            digest = hashes.SHA256() if isinstance(key.curve, ec.SECP256R1) else hashes.SHA384()
            key.verify(signature, signed, ec.ECDSA(digest))
    except (InvalidSignature, ValueError):
        raise SignatoryUnproven(rule="signature") from None


def _bounded(part: str | bytes) -> None:
    if len(part) > LONGEST:
        raise SignatoryUnproven(rule="size")

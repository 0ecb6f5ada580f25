"""Certificates: by which a signature inside a PDF is an authority's, or its head's own.

An authority's certificate is signed by itself and carries, in an extension, the word of the
authority's node keys: whoever trusts its card, compared over the telephone, needs nothing
else to know whose certificate it is. A head's own certificate comes from elsewhere (a
national card, a ministry) and is trusted by its fingerprint.

The extension's id is drawn from a UUID, as X.667 provides for those who register nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

from mithaq.node.papers.errors import BadCertificate, CertificateNotValidNow
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.keys import PublicKeys, Signer
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import written_at
from mithaq.pact.ledger.errors import LedgerError

VALID_FOR = timedelta(days=5 * 365)
VOUCHED = ObjectIdentifier("2.25.272538426979508337653239972424773688649")
LARGEST_CERTIFICATE = 64 * 1024  # bytes


class Holder(StrEnum):
    """Whose certificate it is."""

    AUTHORITY = "authority"
    HEAD = "head"  # a person's own


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key: with it, papers are signed."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey | RSAPrivateKey = field(repr=False)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    def covers(self, at: datetime) -> bool:
        """Is `at` inside its period?"""
        return self.certificate.not_valid_before_utc <= at <= self.certificate.not_valid_after_utc

    def check_covers(self, at: datetime) -> None:
        """Raises: CertificateNotValidNow."""
        if not self.covers(at):
            raise CertificateNotValidNow(certificate=self.fingerprint, at=at.isoformat())


@dataclass(frozen=True, slots=True)
class Vouching:
    """What a certificate says of itself in the name of an authority; nothing verified."""

    authority: str
    key: str  # fingerprint of the node keys that signed it
    statement: bytes
    signature: bytes

    def stands(self, public: PublicKeys) -> bool:
        """Did these keys give their word for it?"""
        return public.fingerprint == self.key and keys.is_signed(
            public, self.statement, self.signature, keys.CERTIFICATE
        )


def make(authority: str, name: str, *, signer: Signer, now: datetime) -> Certificate:
    """A new certificate of an authority, with its node keys' word for it."""
    key = generate_private_key(SECP256R1())
    begins, ends = now.replace(microsecond=0), now.replace(microsecond=0) + VALID_FOR
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, authority),
        ]
    )
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    statement = _statement(authority, spki, begins, ends, signer.fingerprint)
    word = canonical.encode(
        {
            "authority": authority,
            "key": signer.fingerprint,
            "signature": canonical.encode_bytes(signer.sign(statement, keys.CERTIFICATE)),
        }
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.UnrecognizedExtension(VOUCHED, _as_text(word)), critical=False)
        .sign(key, SHA256())
    )
    return Certificate(made, key)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, as other tools show it, in small letters."""
    return certificate.fingerprint(SHA256()).hex()


def subject(certificate: x509.Certificate) -> str:
    """Whom a certificate names: what it says itself, not what we know."""
    return ", ".join(str(each.value) for each in reversed(list(certificate.subject)))


def vouching(certificate: x509.Certificate) -> Vouching | None:
    """The word that some authority's node keys are said to have given; None if there is none."""
    try:
        extension = certificate.extensions.get_extension_for_oid(VOUCHED).value
        assert isinstance(extension, x509.UnrecognizedExtension)
        stated = canonical.decode(_of_text(extension.value), what="certificate", largest=1 << 14, deepest=2)
        authority, key = str(stated["authority"]), str(stated["key"])
        signature = canonical.decode_bytes(stated["signature"])
        spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        period = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        return Vouching(authority, key, _statement(authority, spki, *period, key), signature)
    except (x509.ExtensionNotFound, LedgerError, ValueError, KeyError, TypeError):
        return None


def is_its_own_issuer(certificate: x509.Certificate) -> bool:
    """Is it signed with its own key? Then no byte of what it says was changed by anybody else."""
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def read_certificate(written: bytes) -> x509.Certificate:
    """A certificate from a file, PEM or DER. Raises: BadCertificate, whatever the bytes."""
    if len(written) > LARGEST_CERTIFICATE:
        raise BadCertificate(rule="too-large")
    try:
        if b"-----BEGIN" in written:
            return x509.load_pem_x509_certificate(written)
        return x509.load_der_x509_certificate(written)
    except ValueError:
        raise BadCertificate(rule="not-a-certificate") from None


def read_pkcs12(written: bytes, passphrase: str) -> Certificate:
    """A head's own certificate with its key, as cards and browsers export them. Raises: BadCertificate."""
    try:
        held = load_pkcs12(written, passphrase.encode())
    except ValueError:
        raise BadCertificate(rule="not-opened") from None
    if held.cert is None or not isinstance(held.key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise BadCertificate(rule="no-key")
    return Certificate(held.cert.certificate, held.key)


def _statement(authority: str, spki: bytes, begins: datetime, ends: datetime, key: str) -> bytes:
    return canonical.encode(
        {
            "authority": authority,
            "certifies": sha256(spki).hexdigest(),
            "key": key,
            "not_after": written_at(ends),
            "not_before": written_at(begins),
        }
    )


def _as_text(word: bytes) -> bytes:
    """DER of a UTF8String: what an extension holds must be DER."""
    size = len(word).to_bytes(2, "big")
    return b"\x0c\x82" + size + word


def _of_text(der: bytes) -> bytes:
    if der[:2] != b"\x0c\x82" or len(der) != 4 + int.from_bytes(der[2:4], "big"):
        raise ValueError("not the text of an extension")
    return der[4:]

"""Our own certificates: a file outside the database, sealed with the node's passphrase like the keys.

`papers.keys` stands beside `node.keys` and holds every certificate this authority ever had, oldest
first; the newest one whose period covers the present signs. What others need is public and stands
beside it as `<fingerprint>.crt`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings

from mithaq.node.papers import certificate
from mithaq.node.papers.certificate import Certificate
from mithaq.node.papers.errors import NoCertificate
from mithaq.node.partners.own import own_card, put_in_place, signing_key
from mithaq.pact.exchange.keyfile import open_secret, seal_secret
from mithaq.pact.ledger import canonical

MAGIC = b"mithaq-papers 1 scrypt 32768 8 1\n"


def own_certificates() -> tuple[Certificate, ...]:
    """Every certificate of this authority, oldest first. Raises: KeyFileClosed."""
    try:
        sealed = _file().read_bytes()
    except FileNotFoundError:
        return ()
    held = open_secret(sealed, settings.KEY_PASSPHRASE, MAGIC)["certificates"]
    assert isinstance(held, list)  # our own writing, authenticated
    return tuple(_read(each) for each in held)


def own_certificate(now: datetime) -> Certificate:
    """The certificate with which this authority signs papers now. Raises: NoCertificate, KeyFileClosed."""
    valid = [each for each in own_certificates() if each.covers(now)]
    if not valid:
        raise NoCertificate
    return max(valid, key=lambda each: each.certificate.not_valid_before_utc)


def make_certificate(now: datetime) -> Certificate:
    """A new certificate of this authority, which signs from now on; older ones stay known.

    Raises: NoKeyFile, NoKeyNow, KeyFileClosed.
    """
    made = certificate.make(
        settings.AUTHORITY, own_card().names.get("fr", ""), signer=signing_key(now), now=now
    )
    held: list[object] = [_stated(each) for each in (*own_certificates(), made)]
    put_in_place(_file(), seal_secret({"certificates": held}, settings.KEY_PASSPHRASE, MAGIC))
    put_in_place(_file().with_name(f"{made.fingerprint}.crt"), pem(made).encode())
    return made


def pem(shown: Certificate) -> str:
    """The public part, as others are given it."""
    return shown.certificate.public_bytes(Encoding.PEM).decode()


def _file() -> Path:
    return Path(settings.KEY_FILE).with_name("papers.keys")


def _stated(held: Certificate) -> dict[str, str]:
    key = held.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return {
        "certificate": canonical.encode_bytes(held.certificate.public_bytes(Encoding.DER)),
        "key": canonical.encode_bytes(key),
    }


def _read(stated: dict[str, str]) -> Certificate:
    key = load_der_private_key(canonical.decode_bytes(stated["key"]), password=None)
    assert isinstance(key, EllipticCurvePrivateKey)
    held = x509.load_der_x509_certificate(canonical.decode_bytes(stated["certificate"]))
    return Certificate(held, key)

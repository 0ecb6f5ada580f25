"""The key file: an authority's key pairs at rest, under a passphrase.

It stands outside the database and enters no backup unencrypted. The passphrase is stretched
with scrypt; the parameters stand in the file and are authenticated with it.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from mithaq.pact.exchange.errors import KeyFileClosed
from mithaq.pact.exchange.keys import KeyPair
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import written_at

MAGIC = b"mithaq-keys 1 scrypt 32768 8 1\n"  # N, r, p: 32 MiB and about 0.1 s a try
_SALT_BYTES = 16
_NONCE = bytes(12)  # each file has its own salt, hence its own key


def seal_keyfile(pairs: Iterable[KeyPair], passphrase: str) -> bytes:
    """The key file that holds these pairs, in their order."""
    return seal_secret({"pairs": [_stated(pair) for pair in pairs]}, passphrase, MAGIC)


def open_keyfile(sealed: bytes, passphrase: str) -> tuple[KeyPair, ...]:
    """The pairs a key file holds. Raises: KeyFileClosed."""
    pairs = open_secret(sealed, passphrase, MAGIC)["pairs"]
    assert isinstance(pairs, list)  # our own writing, authenticated above
    return tuple(_read(pair) for pair in pairs)


def seal_secret(secret: dict[str, object], passphrase: str, magic: bytes) -> bytes:
    """A file of secrets at rest; `magic` says what it is, and is authenticated with it."""
    salt = token_bytes(_SALT_BYTES)
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(_NONCE, canonical.encode(secret), magic)
    return magic + b64encode(salt + sealed) + b"\n"


def open_secret(sealed: bytes, passphrase: str, magic: bytes) -> dict[str, object]:
    """What such a file holds. Raises: KeyFileClosed."""
    if not sealed.startswith(magic):
        raise KeyFileClosed
    try:
        inside = b64decode(sealed[len(magic) :].strip(), validate=True)
        key = _stretched(passphrase, inside[:_SALT_BYTES])
        stated = AESGCM(key).decrypt(_NONCE, inside[_SALT_BYTES:], magic)
    except (ValueError, InvalidTag):
        raise KeyFileClosed from None
    return canonical.decode(stated, what="keys", largest=1 << 20, deepest=4)


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=1 << 15, r=8, p=1).derive(passphrase.encode())


def _stated(pair: KeyPair) -> dict[str, str]:
    return {
        "ed25519": pair.ed25519_seed.hex(),
        "mldsa": pair.mldsa_seed.hex(),
        "xwing": pair.xwing_seed.hex(),
        "not_before": written_at(pair.not_before),
        "not_after": written_at(pair.not_after),
    }


def _read(stated: dict[str, str]) -> KeyPair:
    return KeyPair(
        ed25519_seed=bytes.fromhex(stated["ed25519"]),
        mldsa_seed=bytes.fromhex(stated["mldsa"]),
        xwing_seed=bytes.fromhex(stated["xwing"]),
        not_before=datetime.fromisoformat(stated["not_before"]),
        not_after=datetime.fromisoformat(stated["not_after"]),
    )

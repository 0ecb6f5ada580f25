"""A body: what an entry says in confidence, apart from its header.

Personal data live only here. The header carries the commitment, a salted digest, so that
destroying body and salt erases the data for good while signatures and proofs stay valid;
without the salt nobody can guess a short body and check the guess.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.errors import Malformed

LARGEST_BODY = 1024 * 1024
DEEPEST_BODY = 8
SALT_BYTES = 32


def encode_body(body: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a body.

    Raises: Malformed if the body is too large, too deep, or holds a float or half a character.
    """
    return in_writing(body)[0]


def in_writing(body: Mapping[str, Any]) -> tuple[bytes, dict[str, Any]]:
    """The canonical bytes of a body, and the body that they state. Raises: Malformed, as above."""
    try:
        written = canonical.encode(dict(body))
    except (ValueError, RecursionError):
        raise Malformed(what="body", rule="not-canonical") from None
    return written, read_body(written)


def read_body(written: bytes) -> dict[str, Any]:
    """The body that bytes state. Raises: Malformed, whatever the bytes."""
    body = canonical.decode(written, what="body", largest=LARGEST_BODY, deepest=DEEPEST_BODY)
    if b"\\u0000" in written and _holds_nul(body):  # no database stores it
        raise Malformed(what="body", rule="forbidden-character")
    return body


def commitment(salt: bytes, body: bytes) -> str:
    """The salted digest that a header carries for a body.

    Shape: 64 hexadecimal digits; `salt` is 32 random bytes, used once.
    """
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return sha256(salt + body).hexdigest()


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(_holds_nul(key) or _holds_nul(part) for key, part in value.items())
    return isinstance(value, list) and any(map(_holds_nul, value))

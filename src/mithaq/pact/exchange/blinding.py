"""Blinding: two authorities learn whether they look at the same thing, and not what the other looks at.

A thing is a token, which becomes a point of Curve25519. Each side multiplies by a secret of its own, so that
a point tells nothing of its token; multiplied by both, in either order, equal tokens are equal points. A
plain hash, or one with a shared key, is not enough: telephones and places can be guessed, and who holds the
key can try them all.

Every point is on the curve itself, never on its twist, so that not one bit of a token shows. What one side
can still do is submit guesses as its own tokens: how many, and how often, is bounded where this is used.

Source: private set intersection by Diffie-Hellman (Meadows 1986; Huberman, Franklin, Hogg 1999); RFC 7748.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from hashlib import sha512

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from mithaq.pact.exchange.errors import BadPoints

POINT_BYTES = 32
MOST_POINTS = 400  # of one submission
_CONTEXT = b"mithaq blinding 1\x00"
_P = 2**255 - 19
_A = 486662


def make_secret() -> bytes:
    """A secret for one submission; it is used for nothing else, and destroyed with it."""
    return X25519PrivateKey.generate().private_bytes_raw()


def point_of(token: str) -> bytes:
    """The point that a token is: hashed until the hash is the u-coordinate of a point on the curve.

    Shape: 32 bytes, little-endian, as RFC 7748 writes them.
    """
    for count in range(256):
        digest = sha512(_CONTEXT + bytes([count]) + token.encode()).digest()
        u = int.from_bytes(digest, "little") % _P
        if _is_on_curve(u):
            return u.to_bytes(POINT_BYTES, "little")
    raise AssertionError("one hash in two is on the curve")


def blinded(secret: bytes, points: Iterable[bytes]) -> list[bytes]:
    """The points multiplied by a secret, sorted: their order tells nothing of the order they came in.

    Raises: BadPoints if one of them is no point that an honest side can send.
    """
    key = X25519PrivateKey.from_private_bytes(secret)
    made = []
    for point in points:
        if len(point) != POINT_BYTES or not _is_on_curve(int.from_bytes(point, "little")):
            raise BadPoints(reason="not-on-curve")
        try:
            made.append(key.exchange(X25519PublicKey.from_public_bytes(point)))
        except ValueError as error:  # of small order: the product would tell nothing apart
            raise BadPoints(reason="small-order") from error
    return sorted(made)


def write_points(points: Iterable[bytes]) -> str:
    """Points as a body holds them: one base64 text, all behind one another."""
    return b64encode(b"".join(points)).decode()


def read_points(text: str) -> list[bytes]:
    """The points of a body. Raises: BadPoints."""
    try:
        content = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise BadPoints(reason="not-base64") from error
    if not content or len(content) % POINT_BYTES or len(content) > MOST_POINTS * POINT_BYTES:
        raise BadPoints(reason="wrong-length")
    return [content[start : start + POINT_BYTES] for start in range(0, len(content), POINT_BYTES)]


def _is_on_curve(u: int) -> bool:
    """Whether u is that of a point on v² = u³ + A·u² + u, and canonical: Euler's criterion."""
    return 0 < u < _P and pow(u * (u * u + _A * u + 1), (_P - 1) // 2, _P) == 1

"""How what is personal rests: each body and reading under a key of its own; `ours` has what never leaves.

The keys stand in tables of their own, wrapped by the node's key, which stands in the key file and never in
the database. Whoever deletes a key has erased what it locked, in the database and in its backups.
Readings are locked deterministically, so that rebuilding them gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from secrets import token_bytes

from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from mithaq.node.ledger.models import BodyKey, ReadingKey
from mithaq.node.partners.own import body_wrapping_key
from mithaq.node.statements import insert, marks, select
from mithaq.pact.ledger import canonical

CONTENT_KEY_BYTES, READING_KEY_BYTES = 32, 64
_NONCE_BYTES = 12
_PLAIN_LIMIT = 4 * 1024 * 1024


def wrap(key: bytes, *, of: str) -> bytes:
    """A key as it rests, bound to what it is the key of."""
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + _wrapper(body_wrapping_key()).encrypt(nonce, key, of.encode())


def unwrap(wrapped: bytes | memoryview, *, of: str) -> bytes:
    """The key that rests so. Raises: InvalidTag if the key file is not this node's: a broken house."""
    resting = bytes(wrapped)
    nonce, sealed = resting[:_NONCE_BYTES], resting[_NONCE_BYTES:]
    return _wrapper(body_wrapping_key()).decrypt(nonce, sealed, of.encode())


def content_key(entry: str) -> bytes | None:
    """The key of a body; None if there never was one here, or it was erased."""
    row = BodyKey.objects.filter(entry=entry).first()
    return unwrap(row.wrapped, of=entry) if row else None


def lock_reading(matter: str, personal: Mapping[str, object], *, is_new: bool = False) -> bytes:
    """A matter's personal reading as it rests; nothing for nothing. Of a new matter there is no key yet."""
    if not any(personal.values()):
        return b""
    rows = [] if is_new else select("SELECT wrapped FROM ledger_readingkey WHERE matter = %s", matter)
    if rows:
        key = unwrap(rows[0][0], of=matter)
    else:
        key = token_bytes(READING_KEY_BYTES)
        insert(ReadingKey, matter=matter, wrapped=wrap(key, of=matter))
    return AESSIV(key).encrypt(canonical.encode(dict(personal)), [matter.encode()])


def open_readings(locked: Mapping[str, bytes]) -> dict[str, dict[str, object]]:
    """The personal readings of matters, by matter; an empty one where nothing rests or the key is gone."""
    wanted = [matter for matter, personal in locked.items() if personal]
    keys = select(_KEYS.format(marks=marks(wanted)), *wanted) if wanted else []
    opened: dict[str, dict[str, object]] = {matter: {} for matter in locked}
    for matter, wrapped in keys:
        plain = AESSIV(unwrap(wrapped, of=matter)).decrypt(bytes(locked[matter]), [matter.encode()])
        opened[matter] = canonical.decode(plain, what="reading", largest=_PLAIN_LIMIT, deepest=8)
    return opened


_KEYS = "SELECT matter, wrapped FROM ledger_readingkey WHERE matter IN ({marks})"


def destroy(entries: Iterable[str], *, matter: str) -> int:
    """Delete the keys of bodies, and the key of the matter's reading with them; how many bodies there
    were.
    """
    ReadingKey.objects.filter(matter=matter).delete()
    return BodyKey.objects.filter(entry__in=list(entries)).delete()[0]


@lru_cache(maxsize=2)
def _wrapper(key: bytes) -> AESGCM:
    return AESGCM(key)

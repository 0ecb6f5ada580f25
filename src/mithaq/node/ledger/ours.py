"""Ours: texts that never leave, drafts and what stays at home alike, each resting under a key of its own.

The keys stand in one table, wrapped by the node's own key. Deleting a key erases the text, in the database
and in its backups.
"""

from __future__ import annotations

from collections.abc import Iterable
from secrets import token_bytes
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mithaq.node.ledger.at_rest import CONTENT_KEY_BYTES, unwrap, wrap
from mithaq.node.ledger.models import OwnKey

_NONCE_BYTES = 12


def make_key(of: UUID) -> bytes:
    """A key for a new text, kept."""
    key = token_bytes(CONTENT_KEY_BYTES)
    OwnKey.objects.create(of=of, wrapped=wrap(key, of=str(of)))
    return key


def keys(of: Iterable[UUID]) -> dict[UUID, bytes]:
    """The keys of texts, by text; those that were erased are left out."""
    rows = OwnKey.objects.filter(of__in=list(of)).values_list("of", "wrapped")
    return {each: unwrap(wrapped, of=str(each)) for each, wrapped in rows}


def lock(key: bytes, of: UUID, content: bytes) -> bytes:
    """A text as it rests, bound to what it is."""
    nonce = token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, str(of).encode())


def open_locked(key: bytes, of: UUID, locked: bytes | memoryview) -> bytes:
    """The text that rests so."""
    resting = bytes(locked)
    return AESGCM(key).decrypt(resting[:_NONCE_BYTES], resting[_NONCE_BYTES:], str(of).encode())


def erase(of: Iterable[UUID]) -> None:
    """Destroy the keys of texts."""
    OwnKey.objects.filter(of__in=list(of)).delete()

"""An attachment: a file that an entry carries, in encrypted chunks that travel before the envelope.

A file is encrypted under one random key of its own, in chunks of 1 MiB; each chunk is named by the hash of
its ciphertext, so whoever stores or carries chunks learns nothing but sizes. The *manifest* (name, type,
size, names of the chunks, key) stands in the sealed body under `attachments`: it is confidential, and erased
with it. The header holds a salted digest of each manifest, so the author has signed for every byte.

What a file contains is not judged here: that is the node's work, before it leaves.

Specified in docs/protocol/attachment.md.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mithaq.pact.exchange.errors import AttachmentUnmatched, BadAttachment, ChunkUnmatched
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.body import commitment
from mithaq.pact.ledger.entry import Entry

CHUNK_BYTES = 1024 * 1024
MOST_CHUNKS = 50
LARGEST_FILE = MOST_CHUNKS * CHUNK_BYTES
LARGEST_CHUNK = CHUNK_BYTES + 16  # the tag
MOST_FILES = 10  # of one entry
IN_BODY = "attachments"  # the key of a body under which manifests stand, whatever the kind
KEY_BYTES = 32

CHUNK_NAME = re.compile(r"[0-9a-f]{64}")
FILE_ID = re.compile(r"[0-9a-f]{32}")
_MIME = re.compile(r"[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,126}")
# No control, no turning of the reading, no folder: a name is shown and written into file systems.
_NAME = re.compile(
    "[^\x00-\x1f\x7f-\x9f/\\\\\u200e\u200f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]{1,200}"
)
_KEYS = frozenset({"id", "name", "mime", "size_bytes", "chunks", "key"})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of one file: enough to open it, and to know that it is whole.

    `id` is random and opaque. `chunks` are the names of its chunks in order; all but the last hold 1 MiB.
    """

    id: str
    name: str = field(repr=False)
    mime: str
    size_bytes: int
    chunks: tuple[str, ...]
    key: bytes = field(repr=False)

    def stated(self) -> dict[str, Any]:
        """The manifest as a body holds it."""
        return {
            "id": self.id, "name": self.name, "mime": self.mime, "size_bytes": self.size_bytes,
            "chunks": list(self.chunks), "key": canonical.encode_bytes(self.key),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file, encrypted; its name is the hash of these bytes."""

    name: str
    ciphertext: bytes = field(repr=False)


def seal_file(content: bytes, *, name: str, mime: str) -> tuple[Manifest, Iterator[Chunk]]:
    """A file made ready to travel: its manifest, and its chunks, each made when it is asked for.

    Encrypted twice rather than held twice: once for the names in the manifest, once for the bytes.

    Raises: BadAttachment if the file is empty or too large, or has no fit name or type.
    """
    if not 0 < len(content) <= LARGEST_FILE:
        raise BadAttachment(rule="size")
    file, key = secrets.token_hex(16), secrets.token_bytes(KEY_BYTES)
    names = tuple(chunk.name for chunk in _sealed(content, file, key))
    stated = Manifest(file, name, mime, len(content), names, key).stated()
    return read_manifest(stated), _sealed(content, file, key)


def open_chunk(manifest: Manifest, number: int, ciphertext: bytes) -> bytes:
    """The bytes of one chunk, which is the one this place of this file holds.

    Units: `number` counts chunks from 0.
    Raises: ChunkUnmatched.
    """
    count = len(manifest.chunks)
    if not 0 <= number < count or chunk_name(ciphertext) != manifest.chunks[number]:
        raise ChunkUnmatched(file=manifest.id, number=str(number))
    try:
        plain = AESGCM(manifest.key).decrypt(
            _nonce(number), ciphertext, _bound_to(manifest.id, number, count)
        )
    except (InvalidTag, ValueError):
        raise ChunkUnmatched(file=manifest.id, number=str(number)) from None
    if len(plain) != min(CHUNK_BYTES, manifest.size_bytes - number * CHUNK_BYTES):
        raise ChunkUnmatched(file=manifest.id, number=str(number))
    return plain


def open_file(manifest: Manifest, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes of a file, chunk by chunk, each checked before it is given; all of them or a refusal.

    Raises: ChunkUnmatched, also if chunks are missing or too many.
    """
    number = -1
    for number, ciphertext in enumerate(chunks):
        yield open_chunk(manifest, number, ciphertext)
    if number + 1 != len(manifest.chunks):
        raise ChunkUnmatched(file=manifest.id, number=str(number + 1))


def chunk_name(ciphertext: bytes) -> str:
    """The name of a chunk: the hash of its bytes as they travel and rest."""
    return sha256(ciphertext).hexdigest()


def read_manifest(stated: Any) -> Manifest:
    """The manifest a body states. Raises: BadAttachment, whatever the value."""
    if not isinstance(stated, Mapping) or stated.keys() != _KEYS:
        raise BadAttachment(rule="parts")
    for part, pattern in (("id", FILE_ID), ("name", _NAME), ("mime", _MIME)):
        if not isinstance(stated[part], str) or not pattern.fullmatch(stated[part]):
            raise BadAttachment(rule=part)
    size, chunks = stated["size_bytes"], stated["chunks"]
    if type(size) is not int or not 0 < size <= LARGEST_FILE:
        raise BadAttachment(rule="size")
    if not isinstance(chunks, list | tuple) or len(chunks) != -(-size // CHUNK_BYTES):
        raise BadAttachment(rule="chunks")
    if not all(isinstance(each, str) and CHUNK_NAME.fullmatch(each) for each in chunks):
        raise BadAttachment(rule="chunks")
    if len(set(chunks)) != len(chunks):
        raise BadAttachment(rule="chunks")
    return Manifest(
        stated["id"], stated["name"], stated["mime"], size, tuple(chunks), _read_key(stated["key"])
    )


def manifests_in(body: Mapping[str, Any]) -> tuple[Manifest, ...]:
    """The manifests a body holds, in their order; none if it holds none.

    Shape: at most 10, each file once.
    Raises: BadAttachment.
    """
    stated = body.get(IN_BODY)
    if stated is None:
        return ()
    if not isinstance(stated, list | tuple) or len(stated) > MOST_FILES:
        raise BadAttachment(rule="count")
    manifests = tuple(read_manifest(each) for each in stated)
    if len({each.id for each in manifests}) != len(manifests):
        raise BadAttachment(rule="twice")
    return manifests


def digests(manifests: Iterable[Manifest], *, salt: bytes) -> tuple[str, ...]:
    """What the header holds for manifests: the salted digest of each, in their order.

    The salt is the body's own: who erases it leaves digests that nobody can match with a guess.
    """
    return tuple(commitment(salt, canonical.encode(each.stated())) for each in manifests)


def attachments_of(entry: Entry, *, salt: bytes, body: Mapping[str, Any]) -> tuple[Manifest, ...]:
    """The manifests of an entry whose body has been opened, matched with its signed header.

    Raises: AttachmentUnmatched if header and body do not name the same files; BadAttachment.
    """
    if not entry.attachments:
        return ()
    manifests = manifests_in(body)
    if digests(manifests, salt=salt) != entry.attachments:
        raise AttachmentUnmatched(entry=entry.id)
    return manifests


def chunks_of(manifests: Iterable[Manifest]) -> tuple[str, ...]:
    """The names of all chunks of these files, each once, in order."""
    return tuple(dict.fromkeys(name for each in manifests for name in each.chunks))


def _sealed(content: bytes, file: str, key: bytes) -> Iterator[Chunk]:
    view, count = memoryview(content), -(-len(content) // CHUNK_BYTES)
    for number in range(count):
        plain = view[number * CHUNK_BYTES : (number + 1) * CHUNK_BYTES]
        ciphertext = AESGCM(key).encrypt(_nonce(number), plain, _bound_to(file, number, count))
        yield Chunk(chunk_name(ciphertext), ciphertext)


def _nonce(number: int) -> bytes:
    """A key encrypts one file, once, so the number of a chunk never comes again under it."""
    return number.to_bytes(12, "big")


def _bound_to(file: str, number: int, count: int) -> bytes:
    """What a chunk is bound to: this file, this place, this many in all."""
    return b"mithaq attachment 1" + file.encode() + number.to_bytes(4, "big") + count.to_bytes(4, "big")


def _read_key(written: Any) -> bytes:
    try:
        key = canonical.decode_bytes(written)
    except (ValueError, TypeError, AttributeError):
        raise BadAttachment(rule="key") from None
    if len(key) != KEY_BYTES:
        raise BadAttachment(rule="key")
    return key

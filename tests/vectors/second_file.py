"""The second implementation, continued: attachments (attachment.md)."""

import hashlib
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vectors.second import DIGEST, Json, check, decrypted, is_list, is_text, unbase64

BAD = "exchange.bad-attachment"
CHUNK = 1024 * 1024
PARTS = {"id", "name", "mime", "size_bytes", "chunks", "key"}
NAME = "[^\0-\x1f\x7f-\x9f/\\\\\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]{1,200}"
MIME = "[a-z0-9][a-z0-9.+-]{0,63}/[a-z0-9][a-z0-9.+-]{0,126}"


def read_manifest(stated: Any) -> Json:
    """What is known of a file; its key as bytes under `key`."""
    check(isinstance(stated, dict) and stated.keys() == PARTS, BAD)
    size, patterns = stated["size_bytes"], {"id": "[0-9a-f]{32}", "name": NAME, "mime": MIME}
    check(all(is_text(stated[part], pattern) for part, pattern in patterns.items()), BAD)
    check(type(size) is int and 1 <= size <= 50 * CHUNK, BAD)
    check(
        is_list(stated["chunks"], DIGEST, in_order=False) and len(stated["chunks"]) == -(-size // CHUNK), BAD
    )
    key = unbase64(stated["key"], BAD)
    check(len(key) == 32, BAD)
    return {**stated, "key": key}


def read_manifests(stated: Any) -> list[Json]:
    """The manifests that stand in a body."""
    check(isinstance(stated, list) and len(stated) <= 10, BAD)
    found = [read_manifest(each) for each in stated]
    check(len({each["id"] for each in found}) == len(found), BAD)
    return found


def seal_chunks(manifest: Json, content: bytes) -> list[bytes]:
    """The chunks of a file, in order."""
    pieces = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
    return [
        AESGCM(manifest["key"]).encrypt(
            number.to_bytes(12, "big"), piece, _bound(manifest, number, len(pieces))
        )
        for number, piece in enumerate(pieces)
    ]


def open_chunk(manifest: Json, number: int, ciphertext: bytes) -> bytes | None:
    """The bytes of one chunk, if it is the one of this place of this file."""
    code, count = "exchange.chunk-unmatched", len(manifest["chunks"])
    named = 0 <= number < count and hashlib.sha256(ciphertext).hexdigest() == manifest["chunks"][number]
    check(named, code)
    bound = _bound(manifest, number, count)
    opened = decrypted(manifest["key"], number.to_bytes(12, "big"), ciphertext, bound)
    check(opened is not None and len(opened) == min(CHUNK, manifest["size_bytes"] - number * CHUNK), code)
    return opened


def _bound(manifest: Json, number: int, count: int) -> bytes:
    place = number.to_bytes(4, "big") + count.to_bytes(4, "big")
    return b"mithaq attachment 1" + str(manifest["id"]).encode() + place

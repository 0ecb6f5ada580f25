"""Attachments: files as manifest and chunks; manifests and chunks that are refused, by rule.

Keys and ids, random on a node, are made of names here, so all of it is the same in every run. Chunks of
1 MiB are given by their names alone: who encrypts the content comes to the same.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.attachment import (
    CHUNK_BYTES,
    Chunk,
    Manifest,
    _sealed,
    digests,
    manifests_in,
    open_chunk,
    read_manifest,
)
from mithaq.pact.ledger import canonical
from vectors.makers.notation import Json, Spelt, base64, bytes_of, repeated
from vectors.makers.parties import seed

SALT = seed("a salt of files")
WORDS = "Une copie du constat.\n"
CONTENTS: dict[str, tuple[str, str, Spelt]] = {
    "a short text": ("constat.txt", "text/plain", WORDS),
    "a name in Arabic": ("صورة السيارة.jpg", "image/jpeg", {"base64": base64(seed("a picture"))}),
    "one byte": ("x", "application/octet-stream", "x"),
    "exactly one chunk": ("one.bin", "application/octet-stream", repeated(("x", CHUNK_BYTES))),
    "a byte more than two chunks": (
        "two.bin",
        "application/pdf",
        repeated(("abcd", CHUNK_BYTES // 2), ("e", 1)),
    ),
}
LONGEST_SHOWN = 1000


def make() -> Json:
    """The content of attachments.json."""
    return {
        "good": [_good(name) for name in CONTENTS],
        "refused_manifests": [_refused_manifest(name, changed) for name, changed in _bad_manifests()],
        "refused_lists": [_refused_list(name, stated) for name, stated in _bad_lists()],
        "refused_chunks": list(_bad_chunks()),
    }


def sealed(name: str) -> tuple[Manifest, list[Chunk]]:
    """A file of the vectors as its author makes it, with a key and an id made of its name."""
    file, mime, content = CONTENTS[name]
    number, key = seed(f"file {name}").hex()[:32], seed(f"file key {name}")
    chunks = list(_sealed(bytes_of(content), number, key))
    names = tuple(chunk.name for chunk in chunks)
    return Manifest(number, file, mime, len(bytes_of(content)), names, key), chunks


def _good(name: str) -> Json:
    manifest, chunks = sealed(name)
    shown = [base64(each.ciphertext) if len(each.ciphertext) < LONGEST_SHOWN else None for each in chunks]
    return {
        "name": name,
        "content": CONTENTS[name][2],
        "manifest": canonical.encode(manifest.stated()).decode(),
        "salt": SALT.hex(),
        "digest": digests([manifest], salt=SALT)[0],
        "ciphertexts": shown,
    }


def _bad_manifests() -> Iterator[tuple[str, Json]]:
    """Changes to the manifest of a short text."""
    digest = seed("a chunk").hex()
    yield "a part too many", {"more": 1}
    yield "an id too short", {"id": "0" * 31}
    yield "an id in capitals", {"id": "A" * 32}
    yield "a name that is empty", {"name": ""}
    yield "a name of 201 characters", {"name": "x" * 201}
    yield "a name that climbs", {"name": "../x"}
    yield "a name with a backslash", {"name": "C:\\x"}
    yield "a name with a line break", {"name": "a\nb"}
    yield "a name that turns its direction", {"name": "a\u202egpj.exe"}
    yield "a type in capitals", {"mime": "Text/Plain"}
    yield "a type with a parameter", {"mime": "text/plain; charset=utf-8"}
    yield "a type without a subtype", {"mime": "text"}
    yield "no byte", {"size_bytes": 0, "chunks": []}
    yield "a byte more than 50 MiB", {"size_bytes": 50 * CHUNK_BYTES + 1}
    yield "a size that is true", {"size_bytes": True}
    yield "a chunk too many", {"chunks": [digest, seed("another").hex()]}
    yield "a chunk too few", {"chunks": []}
    yield "a chunk named otherwise", {"chunks": [digest.upper()]}
    yield "a chunk twice", {"size_bytes": CHUNK_BYTES + 1, "chunks": [digest, digest]}
    yield "a key too short", {"key": base64(SALT[:31])}
    yield "a key in another spelling", {"key": base64(SALT).rstrip("=")}


def _refused_manifest(name: str, changed: Json) -> Json:
    stated = sealed("a short text")[0].stated() | changed
    return _refused(name, {"manifest": stated}, lambda: read_manifest(stated))


def _bad_lists() -> Iterator[tuple[str, Any]]:
    one = sealed("a short text")[0].stated()
    yield "eleven files", [one | {"id": seed(f"file {number}").hex()[:32]} for number in range(11)]
    yield "a file twice", [one, one]
    yield "a manifest that stands alone", one
    yield "a text", "constat.txt"


def _refused_list(name: str, stated: Any) -> Json:
    return _refused(name, {"attachments": stated}, lambda: manifests_in({"attachments": stated}))


def _bad_chunks() -> Iterator[Json]:
    manifest, [chunk] = sealed("a short text")
    another, [foreign] = sealed("one byte")
    altered = bytes([chunk.ciphertext[0] ^ 1]) + chunk.ciphertext[1:]
    two = replace(manifest, size_bytes=CHUNK_BYTES + 1, chunks=(chunk.name, foreign.name))
    cases: dict[str, tuple[Manifest, int, bytes]] = {
        "altered": (manifest, 0, altered),
        "of another file": (manifest, 0, foreign.ciphertext),
        "of another file, under its name": (replace(manifest, chunks=(foreign.name,)), 0, foreign.ciphertext),
        "a place that the file does not have": (manifest, 1, chunk.ciphertext),
        "for a file of one chunk, in a manifest of two": (two, 0, chunk.ciphertext),
        "under another id": (replace(manifest, id=another.id), 0, chunk.ciphertext),
        "under another key": (replace(manifest, key=another.key), 0, chunk.ciphertext),
        "of another size than stated": (replace(manifest, size_bytes=len(WORDS) + 1), 0, chunk.ciphertext),
        "nothing": (manifest, 0, b""),
    }
    for name, (of, number, ciphertext) in cases.items():
        case = {"manifest": of.stated(), "number": number, "ciphertext": base64(ciphertext)}
        yield _refused(name, case, lambda of=of, n=number, c=ciphertext: open_chunk(of, n, c))


def _refused(name: str, case: Json, call: Any) -> Json:
    try:
        call()
    except MithaqError as error:
        return {"name": name, "code": error.code, "rule": error.facts.get("rule", ""), **case}
    raise AssertionError(f"not refused: {name}")

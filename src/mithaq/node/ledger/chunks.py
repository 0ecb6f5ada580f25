"""Chunks on disk: encrypted pieces of files, each under the hash of its bytes.

    HOME/attachments/ab/cd/abcd…      a chunk
    HOME/attachments/incoming/…       one being written

A chunk is written beside its place, flushed, and renamed: under its name it is whole, or not there.
What a file says is never on this disk: whoever copies the folder holds bytes without keys.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from secrets import token_hex

from django.conf import settings

from mithaq.pact.exchange.attachment import CHUNK_NAME, chunk_name

YOUNG_SECONDS = 24 * 3600.0  # what was written since may belong to a form that is still under way
LEFT_SECONDS = 3600.0  # nobody writes one chunk for so long: its writer was killed


def folder() -> Path:
    """Where chunks lie."""
    return Path(settings.HOME) / "attachments"


def put(ciphertext: bytes) -> str:
    """Keep a chunk, durably; its name. What is kept already is left as it is."""
    name = chunk_name(ciphertext)
    place = _place(name)
    if place.exists():
        os.utime(place)  # asked for again just now: not one that nobody needs
        return name
    for made in (place.parent.parent, place.parent, folder() / "incoming"):
        made.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = folder() / "incoming" / token_hex(16)
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
            writing.write(ciphertext)
            writing.flush()
            os.fsync(writing.fileno())
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    for made in (place.parent, place.parent.parent, folder()):
        _flush(made)
    return name


def read(name: str) -> bytes | None:
    """The bytes of a chunk; None if it is not here."""
    try:
        return _place(name).read_bytes()
    except FileNotFoundError:
        return None


def lacking(names: Iterable[str]) -> list[str]:
    """Those that are not here, in their order."""
    return [name for name in names if not _place(name).exists()]


def delete(names: Iterable[str]) -> None:
    """Delete chunks. Whether anything still needs them is asked before."""
    for name in names:
        _place(name).unlink(missing_ok=True)


def old_ones() -> Iterator[str]:
    """The names of chunks that were written a day ago or earlier; leftovers of writing are cleared away."""
    now = time.time()
    for path in folder().glob("*/*"):
        if path.parent.name == "incoming":
            if _is_older(path, now - LEFT_SECONDS):
                path.unlink(missing_ok=True)
            continue
        yield from (each.name for each in path.iterdir() if _is_older(each, now - YOUNG_SECONDS))


def _is_older(path: Path, since: float) -> bool:
    try:
        return path.stat().st_mtime < since
    except FileNotFoundError:
        return False


def _place(name: str) -> Path:
    # A name comes from partners: whatever is no hash is no path.
    if not CHUNK_NAME.fullmatch(name):
        raise ValueError("not the name of a chunk")
    return folder() / name[:2] / name[2:4] / name


def _flush(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

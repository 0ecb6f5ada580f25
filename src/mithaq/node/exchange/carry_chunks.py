"""Chunks of files carried by hand, beside the envelopes that need them.

A chunk is a file called after the hash of its bytes. Whoever carries it could have changed it: then it is not
taken in, and the envelope that needs it says that a file has not come whole.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from mithaq.node.exchange.bring import files_of
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import chunks
from mithaq.node.ledger.errors import ChunksLacking
from mithaq.node.ledger.models import ChunkUse
from mithaq.pact.exchange.attachment import CHUNK_NAME, LARGEST_CHUNK, chunk_name

CHUNK = ".chunk"
BY_HAND = "by-hand"  # whose chunks they are until their entry is taken in
MOST_CARRIED = 65_536  # chunks in one folder

Write = Callable[[Path, bytes], None]


def write_chunks(row: Outbox, folder: Path, *, write: Write) -> None:
    """Put the chunks of an entry's files beside its envelope.

    Raises: ChunksLacking if one is not here.
    """
    for names in files_of([row]).values():
        for name in names:
            ciphertext = chunks.read(name)
            if ciphertext is None:
                raise ChunksLacking(count="1")
            write(folder / f"{name}{CHUNK}", ciphertext)


def take_chunks(folder: Path, *, now: datetime) -> int:
    """Take in every chunk of a folder that is what its name says; how many there were."""
    taken = 0
    for file in _files(folder):
        with file.open("rb") as opened:
            ciphertext = opened.read(LARGEST_CHUNK + 1)
        if len(ciphertext) > LARGEST_CHUNK or chunk_name(ciphertext) != file.stem:
            continue
        with transaction.atomic():
            if not ChunkUse.objects.filter(chunk=file.stem).exists():
                ChunkUse.objects.create(chunk=file.stem, what=ChunkUse.ARRIVED, holder=BY_HAND, at=now)
        chunks.put(ciphertext)
        taken += 1
    return taken


def _files(folder: Path) -> Iterator[Path]:
    """Plain files that are called like a chunk."""
    named = sorted(file for file in folder.glob(f"*{CHUNK}") if CHUNK_NAME.fullmatch(file.stem))
    return (file for file in named[:MOST_CARRIED] if stat.S_ISREG(file.lstat().st_mode))

"""Attached: the files of entries and drafts, and which of their chunks this node still needs.

Rows say which entry or draft needs which chunk; they change in the transaction of what they are about.
Chunks are deleted after that commit, if no row names them any more; what a crash leaves behind is swept
later, and is bytes without a key. A manifest, and with it the key of a file, rests only inside the body of
its entry or the content of its draft, under their keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from mithaq.node.ledger import chunks
from mithaq.node.ledger.errors import ChunksLacking
from mithaq.node.ledger.models import ChunkUse
from mithaq.pact.exchange.attachment import Manifest, chunks_of, open_chunk, open_file, seal_file

KEPT_FOR = timedelta(days=30)  # chunks of an entry that does not come
_AT_ONCE = 500


def store(content: bytes, *, name: str, mime: str) -> Manifest:
    """Encrypt a file and put its chunks on disk; its manifest. Nothing needs them yet: `hold` says so.

    Raises: BadAttachment.
    """
    manifest, sealed = seal_file(content, name=name, mime=mime)
    for chunk in sealed:
        chunks.put(chunk.ciphertext)
    return manifest


def hold(what: str, holder: str, manifests: Sequence[Manifest], *, now: datetime) -> None:
    """Say that exactly these files belong to an entry or a draft, in the caller's transaction.

    Raises: ChunksLacking if one of them is not whole here.
    """
    check_here(manifests)
    wanted = {name: each.id for each in manifests for name in each.chunks}
    own = ChunkUse.objects.filter(what=what, holder=holder)
    had = set(own.values_list("chunk", flat=True))
    fresh = [
        ChunkUse(chunk=name, what=what, holder=holder, file=file, at=now)
        for name, file in wanted.items()
        if name not in had
    ]
    ChunkUse.objects.bulk_create(fresh)
    _let_go(what, [holder], sorted(had - wanted.keys()))
    if what == ChunkUse.ENTRY:
        ChunkUse.objects.filter(what=ChunkUse.ARRIVED, chunk__in=list(wanted)).delete()


def expect(entry: str, manifests: Iterable[Manifest], *, now: datetime) -> None:
    """Say that these files belong to an entry that is being put back, whether their chunks are here or not.

    Known hole: chunks that a restored disk lacks are not fetched from partners; the page of such a file says
    that it has not come whole.
    """
    rows = [
        ChunkUse(chunk=name, what=ChunkUse.ENTRY, holder=entry, file=each.id, at=now)
        for each in manifests
        for name in each.chunks
    ]
    ChunkUse.objects.bulk_create(rows, ignore_conflicts=True)


def let_go(what: str, holders: Iterable[str]) -> None:
    """Nothing of these entries or drafts is needed any more, once the caller's transaction is committed."""
    named = list(holders)
    had = ChunkUse.objects.filter(what=what, holder__in=named).values_list("chunk", flat=True)
    _let_go(what, named, sorted(set(had)))


def check_here(manifests: Iterable[Manifest]) -> None:
    """Raises: ChunksLacking if a chunk of these files is not on disk."""
    absent = chunks.lacking(chunks_of(manifests))
    if absent:
        raise ChunksLacking(count=str(len(absent)))


def check_opens(manifests: Iterable[Manifest]) -> None:
    """Every chunk of these files is here and is the one its place holds: read and opened, nothing kept.

    Raises: ChunksLacking, ChunkUnmatched.
    """
    for manifest in manifests:
        for number, ciphertext in enumerate(_ciphertexts(manifest)):
            open_chunk(manifest, number, ciphertext)


def content_of(manifest: Manifest) -> Iterator[bytes]:
    """The bytes of a file, chunk by chunk. Raises, while it is read: ChunksLacking, ChunkUnmatched."""
    return open_file(manifest, _ciphertexts(manifest))


def sweep(now: datetime) -> int:
    """Delete chunks that nothing needs: of forms given up, of entries that never came; how many."""
    with transaction.atomic():
        ChunkUse.objects.filter(what=ChunkUse.ARRIVED, at__lt=now - KEPT_FOR).delete()
    swept, batch = 0, []
    for name in chunks.old_ones():
        batch.append(name)
        if len(batch) == _AT_ONCE:
            swept, batch = swept + _delete_unneeded(batch), []
    return swept + _delete_unneeded(batch)


def _let_go(what: str, holders: list[str], names: list[str]) -> None:
    for start in range(0, len(names), _AT_ONCE):
        batch = names[start : start + _AT_ONCE]
        ChunkUse.objects.filter(what=what, holder__in=holders, chunk__in=batch).delete()
        transaction.on_commit(partial(_delete_unneeded, batch))


def _delete_unneeded(names: list[str]) -> int:
    """Delete those that no row names; in a transaction, so that on SQLite no row comes in between."""
    with transaction.atomic():
        needed = set(ChunkUse.objects.filter(chunk__in=names).values_list("chunk", flat=True))
        unneeded = [name for name in names if name not in needed]
        chunks.delete(unneeded)
    return len(unneeded)


def _ciphertexts(manifest: Manifest) -> Iterator[bytes]:
    for name in manifest.chunks:
        ciphertext = chunks.read(name)
        if ciphertext is None:
            raise ChunksLacking(count="1")
        yield ciphertext

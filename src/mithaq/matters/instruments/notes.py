"""Notes: what our side writes about an article and nobody else ever reads.

A note stands in a table of the room, under a key of its own, and in no entry, draft or export. Who sees the
matter reads them; who wrote one may take it back. They go with the matter when it is erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from django.db import transaction

from mithaq.matters.instruments.models import Note, NoteKey
from mithaq.node.ledger import at_rest
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.house import note as note_in_house

KEY_BYTES = 32
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Read:
    """A note as it is shown at home."""

    id: UUID
    article: str
    author: Officer
    made_at: datetime
    text: str


def write(matter: str, article: str, text: str, *, officer: Officer, now: datetime) -> Note:
    """Keep a note. The house log says that one was written, never what."""
    key, row = token_bytes(KEY_BYTES), Note(matter=matter, article=article, author=officer, made_at=now)
    row.content = at_rest.lock_draft(key, str(row.id), text.encode())
    with transaction.atomic():
        row.save(force_insert=True)
        NoteKey.objects.create(note=row.id, wrapped=at_rest.wrap(key, of=str(row.id)))
        note_in_house("instrument.noted", officer=officer, matter=matter, note=str(row.id))
    return row


def notes_of(matter: str, articles: Iterable[str] | None = None) -> list[Read]:
    """The notes on a matter, oldest first; on these articles alone if any are named."""
    rows = Note.objects.filter(matter=matter).select_related("author")
    if articles is not None:
        rows = rows.filter(article__in=list(articles))
    keys = dict(NoteKey.objects.filter(note__in=[row.id for row in rows]).values_list("note", "wrapped"))
    return [
        Read(row.id, row.article, row.author, row.made_at, _text(row, keys[row.id]))
        for row in rows
        if row.id in keys
    ]


def take_back(note: UUID, matter: str, *, officer: Officer) -> bool:
    """Destroy a note of one's own; whether there was one."""
    with transaction.atomic():
        row = Note.objects.filter(pk=note, matter=matter, author=officer).first()
        if row is None:
            return False
        _destroy([row.id])
        note_in_house("instrument.note-taken-back", officer=officer, matter=matter, note=str(note))
    return True


def forget(matter: str, entries: Sequence[str]) -> None:  # noqa: ARG001 (as every keeper of copies is called)
    """Destroy the notes of a matter in which something is erased: they may speak of it."""
    _destroy(list(Note.objects.filter(matter=matter).values_list("id", flat=True)))


def _destroy(notes: list[UUID]) -> None:
    NoteKey.objects.filter(note__in=notes).delete()
    Note.objects.filter(pk__in=notes).delete()


def _text(row: Note, wrapped: bytes | memoryview) -> str:
    key = at_rest.unwrap(wrapped, of=str(row.id))
    return at_rest.open_draft(key, str(row.id), bytes(row.content)).decode()

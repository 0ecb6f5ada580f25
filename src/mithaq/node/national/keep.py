"""Keep: the one keeper of what stays at home.

A piece is a text about a matter, or about an item of it, under a key of its own: in no entry, no draft, no
export. Whoever may open the matter reads it, and nobody else. Destroying the key erases the text; when
something in a matter is erased its pieces go too, since they may speak of it. The house log says that one
was kept, changed or destroyed, never what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from mithaq.node.ledger import ours
from mithaq.node.ledger.models import Matter
from mithaq.node.national.models import Piece
from mithaq.node.officers.models import Officer
from mithaq.node.officers.visible import check_sees, openable_matters
from mithaq.node.safeguards.house import note

NOTE, TASK, ACTIVITY = "note", "task", "activity"


def keep(sort: str, matter: Matter, about: str, text: str, *, officer: Officer, now: datetime) -> Piece:
    """Keep a text about an item of a matter ("": about all of it).

    Raises: NotYourMatter.
    """
    check_sees(officer, matter.id, matter.kind)
    piece = Piece(
        sort=sort,
        matter=matter.id,
        kind=matter.kind,
        about=about,
        author=officer,
        made_at=now,
        changed_at=now,
    )
    with transaction.atomic():
        piece.content = ours.lock(ours.make_key(piece.id), piece.id, text.encode())
        piece.save(force_insert=True)
        _note("national.kept", piece, officer)
    return piece


def change(piece: Piece, text: str, *, officer: Officer, now: datetime) -> None:
    """Say it otherwise; the house log says so if it is otherwise. Raises: NotYourMatter."""
    check_sees(officer, piece.matter, piece.kind)
    key = ours.keys([piece.id])[piece.id]
    with transaction.atomic():
        if _opened(piece, key) != text:
            piece.content = ours.lock(key, piece.id, text.encode())
        piece.changed_at = now
        piece.save()
        _note("national.changed", piece, officer)


def noted_as_changed(piece: Piece, officer: Officer) -> None:
    """What stands on a piece has changed, its words have not: the house log says so."""
    _note("national.changed", piece, officer)


def pieces(sort: str, officer: Officer) -> QuerySet[Piece]:
    """The pieces of this sort that this officer may read, oldest first."""
    may_open = openable_matters(officer, matter="matter", kind="kind")
    return Piece.objects.filter(may_open, sort=sort).select_related("author")


def texts(found: Iterable[Piece]) -> dict[UUID, str]:
    """What pieces say, by piece; one whose key was destroyed is left out."""
    listed = list(found)
    keys = ours.keys(piece.id for piece in listed)
    return {piece.id: _opened(piece, keys[piece.id]) for piece in listed if piece.id in keys}


def destroy(piece: Piece, *, officer: Officer | None) -> None:
    """Destroy a piece: its key, and all that stands on it; `officer` None is the node, of what is over."""
    with transaction.atomic():
        _note("national.destroyed", piece, officer)
        _destroy([piece.id])


def forget(matter: str, entries: Sequence[str]) -> None:  # noqa: ARG001 (as every keeper of copies is called)
    """Destroy the pieces of a matter in which something is erased: they may speak of it."""
    _destroy(list(Piece.objects.filter(matter=matter).values_list("id", flat=True)))


def _destroy(named: list[UUID]) -> None:
    ours.erase(named)
    Piece.objects.filter(pk__in=named).delete()


def _opened(piece: Piece, key: bytes) -> str:
    return ours.open_locked(key, piece.id, piece.content).decode()


def _note(action: str, piece: Piece, officer: Officer | None) -> None:
    note(action, officer=officer, matter=piece.matter, sort=piece.sort, piece=str(piece.id), item=piece.about)

"""Notes: what our side writes about an article and nobody else ever reads.

They are pieces of what stays at home (`node.national`). Whoever may open the text reads them; who wrote one
may destroy it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mithaq.node.ledger.models import Matter
from mithaq.node.national import keep
from mithaq.node.national.models import Piece
from mithaq.node.officers.models import Officer

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Read:
    """A note as it is shown at home."""

    id: UUID
    article: str
    author: Officer
    made_at: datetime
    text: str


def write(matter: Matter, article: str, text: str, *, officer: Officer, now: datetime) -> Piece:
    """Keep a note on an article. Raises: NotYourMatter."""
    return keep.keep(keep.NOTE, matter, article, text, officer=officer, now=now)


def notes_of(matter: str, officer: Officer) -> list[Read]:
    """The notes on a text that this officer may read, oldest first."""
    rows = list(keep.pieces(keep.NOTE, officer).filter(matter=matter))
    texts = keep.texts(rows)
    return [
        Read(row.id, row.about, row.author, row.made_at, texts[row.id]) for row in rows if row.id in texts
    ]


def take_back(note: UUID, matter: str, *, officer: Officer) -> bool:
    """Destroy a note of one's own; whether there was one."""
    row = keep.pieces(keep.NOTE, officer).filter(pk=note, matter=matter, author=officer).first()
    if row is None:
        return False
    keep.destroy(row, officer=officer)
    return True

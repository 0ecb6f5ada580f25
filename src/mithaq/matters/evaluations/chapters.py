"""Chapters: what the last agreed evaluation says of a partner: both own scores beside what all agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext

from mithaq.matters.evaluations.board import KIND, Board, Row, read
from mithaq.node.ledger import find
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates
from mithaq.node.web.authorities import called, known
from mithaq.node.web.idents import language
from mithaq.node.web.rooms import Chapter, Line
from mithaq.pact.codes import code_list

MOST_ROUNDS = 6  # looked through for one that was agreed


def chapters(officer: Officer, partner: str, now: datetime) -> Iterator[Chapter]:
    """The scores of the last round that all agreed on; what only one side knows is never among them."""
    board = _agreed(officer, partner, now)
    if board is None:
        return
    met = known()
    names = [called(code, met) for code in (settings.AUTHORITY, partner)]
    first, last = (dates.day(each, language()) for each in board.period)
    url = reverse("evaluations:board", args=[board.matter.reference])
    yield Chapter(
        gettext("Last evaluation agreed by all: %(first)s to %(last)s") % {"first": first, "last": last},
        (gettext("Dimension"), *names, gettext("Agreed")),
        tuple(Line(_cells(row, partner), url) for row in board.rows),
    )


def _agreed(officer: Officer, partner: str, now: datetime) -> Board | None:
    rounds = find.openable(officer).filter(find.with_party(partner), kind=KIND)
    for matter in find.with_titles(rounds.order_by("-opened_at", "id")[:MOST_ROUNDS]):
        board = read(matter, officer, now)
        if board is not None and any(row.agreed is not None for row in board.rows):
            return board
    return None


def _cells(row: Row, partner: str) -> tuple[str, ...]:
    scores = {score.party: score.value for score in row.scores}
    told = (scores.get(settings.AUTHORITY), scores.get(partner), row.agreed)
    label = code_list("evaluation-dimensions").label(row.name, language())
    return label, *(gettext("not applicable") if each is None else str(each) for each in told)

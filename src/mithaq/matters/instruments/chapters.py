"""Chapters: the texts that are not signed yet, and whose move each is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from mithaq.matters.instruments.shown import KIND
from mithaq.node.ledger import find
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates
from mithaq.node.web.authorities import called, known
from mithaq.node.web.idents import language
from mithaq.node.web.listing import rows_of
from mithaq.node.web.rooms import Chapter, Line

MOST = 12
NEGOTIATED = ("draft", "concordance", "frozen", "initialled", "ready")


def chapters(officer: Officer, partner: str, now: datetime) -> Iterator[Chapter]:
    """The texts that run with this partner, the last moved first."""
    running = find.openable(officer).filter(find.with_party(partner), kind=KIND, stage__in=NEGOTIATED)
    texts = list(running.order_by("-moved_at", "id")[: MOST + 1])
    met, comma = known(), "، " if language() == "ar" else ", "
    yield Chapter(
        gettext("Texts under way"),
        (gettext("Text"), gettext("Stage"), gettext("Waits for"), gettext("Last moved")),
        tuple(
            Line(
                (
                    row.matter.title or row.matter.reference,
                    row.stage.words.say(language()) if row.stage else "–",
                    comma.join(called(code, met) for code in row.matter.waiting_for) or "–",
                    dates.day(row.matter.moved_at.date(), language()),
                ),
                reverse("web:matter", args=[row.matter.reference]),
            )
            for row in rows_of(find.with_titles(texts[:MOST]), now)
        ),
        max(0, len(texts) - MOST),
    )

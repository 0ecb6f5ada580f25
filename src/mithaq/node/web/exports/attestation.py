"""A signed paper of one step that attests something: a certificate, in every language, under our signature.

It says whom it is for, what the step said, and in which matter, and no more of the matter than that. Whoever
has the file checks it with `mithaq verify` and our card, without a node. It names the entry it was made of.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from mithaq.node.ledger.page import MatterPage
from mithaq.node.papers import compose
from mithaq.node.papers.content import Frame, MatterPaper
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.papers.own import own_certificate
from mithaq.node.papers.sign import sign_copy
from mithaq.node.papers.typeset import typeset
from mithaq.node.web.exports.exported import Exported, cells
from mithaq.node.web.exports.plain import instant, prose
from mithaq.node.web.idents import language
from mithaq.node.web.timeline import Event, events
from mithaq.pact.rules.fields import Type
from mithaq.pact.rules.words import LANGUAGES


def attesting(own: MatterPage, entry: str) -> Event | None:
    """The event of this entry, if we can make a paper of it."""
    return next((each for each in events(own.lines) if each.line.entry.id == entry and each.attests), None)


def as_pdf(exported: Exported, event: Event) -> bytes:
    """The paper, signed. Raises: NoCertificate, KeyFileClosed, CertificateNotValidNow, NotSignable."""
    frame: Frame = {
        "reference": exported.own.matter.reference,
        "marking": {},
        "watermark": exported.copy.watermark,
        "content_hash": "",
        "ne_varietur": True,
    }
    versions = {}
    for each in LANGUAGES:
        with translation.override(each):
            versions[each] = _paper(exported, event)
    pdf = typeset("matter", compose.matter(frame, versions), language=LANGUAGES[0], at=exported.copy.at)
    return sign_copy(pdf, own_certificate(exported.copy.at), field=settings.AUTHORITY, at=exported.copy.at)


def _paper(exported: Exported, event: Event) -> MatterPaper:
    step, entry = event.line.step, event.line.entry
    assert step is not None  # `attesting` has looked
    # Said anew, in the language of this version.
    said = next(each for each in events(exported.own.lines) if each.line.entry.id == entry.id)
    lines = [line for section in said.sections for line in section.lines]
    return {
        "title": step.attests.say(language()),
        "facts": [
            *_whom(exported, entry.item),
            (exported.page.name, prose(exported.own.matter.title or exported.page.name)),
            *(pair for line in lines for pair in cells(exported, line, on_paper=True)),
            (gettext("Stated by"), exported.name_of(entry.author)),
            (gettext("Date and hour"), instant(entry.at)),
            (gettext("Number in the ledger"), left_to_right(entry.id[:32])),
        ],
        "duties": [],
        "parts": [],
        "events": [],
    }  # fmt: skip


def _whom(exported: Exported, item: str) -> Iterator[tuple[str, str]]:
    """Whom the item is about: the names that its creating entry says."""
    created = (each for each in events(exported.own.lines) if each.line.entry.id == item)
    for event in created:
        for section in event.sections:
            for line in section.lines:
                if line.field.type is Type.NAME:
                    yield from cells(exported, line, on_paper=True)

"""One matter as a paper: Arabic first, then French, each with its own words, dates and direction."""

from __future__ import annotations

from html import unescape

from django.utils import translation
from django.utils.html import strip_tags
from django.utils.translation import gettext

from mithaq.node.papers import compose, isolate
from mithaq.node.papers.content import Frame, MatterPaper, TimelineEvent
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.papers.typeset import typeset
from mithaq.node.web import dates
from mithaq.node.web.clocks import clock as clock_of
from mithaq.node.web.exports.exported import Exported, cells, counts, gone, step_words
from mithaq.node.web.exports.plain import instant, prose
from mithaq.node.web.idents import language
from mithaq.node.web.timeline import Event
from mithaq.pact.codes import code_list
from mithaq.pact.rules.words import Words

PAPER_LANGUAGES = ("ar", "fr")


def as_pdf(exported: Exported) -> bytes:
    """The page as a paper: Arabic, then French."""
    frame: Frame = {
        "reference": exported.own.matter.reference,
        "marking": exported.copy.markings,
        "watermark": exported.copy.watermark,
        "content_hash": "",
        "ne_varietur": False,
    }
    versions = {}
    for each in PAPER_LANGUAGES:
        with translation.override(each):
            versions[each] = _paper(exported)
    composed = compose.matter(frame, versions)
    return typeset("matter", composed, language=PAPER_LANGUAGES[0], at=exported.copy.at)


def _paper(exported: Exported) -> MatterPaper:
    page, matter = exported.page, exported.own.matter
    facts = [
        (gettext("Kind"), page.name),
        (gettext("Stage"), page.stage.words.say(language()) if page.stage else matter.stage),
        (gettext("Parties"), " · ".join(map(exported.name_of, matter.parties))),
        (gettext("Opened"), instant(matter.opened_at)),
        (gettext("Last moved"), instant(matter.moved_at)),
    ]
    if matter.urgency:
        facts.append((gettext("Urgency"), code_list("urgency").label(matter.urgency, language())))
    return {
        "title": prose(matter.title or page.name),
        "facts": facts,
        "parts": [
            (piece.words, _plain(piece.about), piece.stage.words.say(language())) for piece in page.pieces
        ],
        "duties": [
            (
                _duty(duty, row.about, which),
                exported.name_of(row.owed_by),
                clock_of(row, page.now).words,
                instant(row.due_at) if row.due_at else "",
            )
            for duty, row, which in page.duties
        ],
        "events": [_event(exported, event) for event in exported.events()],
    }


def _duty(words: Words, about: str, which: str) -> str:
    """What is owed: its words, what it is about, and the part it is owed for."""
    about = dates.about(about, language())
    said = f"{words.say(language())} {about and f'({about})'}".strip()
    return " · ".join(filter(None, (said, _plain(which))))


def _plain(called: str) -> str:
    """What a page calls something, without the page's marks."""
    return isolate.apart(unescape(strip_tags(called))) if called else ""


def _event(exported: Exported, event: Event) -> TimelineEvent:
    line, entry = event.line, event.line.entry
    foot = [code_list("handling").label(each, language()) for each in entry.handling]
    if entry.basis:
        foot.append(code_list("transfer-bases").label(entry.basis, language()))
    if entry.function:
        foot.append(code_list("functions").label(entry.function, language()))
    return {
        "author": exported.name_of(entry.author),
        "step": step_words(line),
        "at": instant(entry.at),
        "aside": counts(line) if line.aside else "",
        "sections": [
            (
                section.words,
                [
                    pair
                    for each in section.lines
                    for pair in cells(exported, each, on_paper=True, under=section.words)
                ],
            )
            for section in event.sections
        ],
        "gone": gone(line),
        "foot": [*foot, left_to_right(entry.id[:12])],
    }

"""One matter as a file: data, a table, or a paper in Arabic and French.

Everything is taken from the kind's declaration; no kind is named here. What was erased or
withheld leaves its place, what does not count says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from mithaq.node.ledger.page import ERASED, WITHHELD, Line, MatterPage
from mithaq.node.papers import compose
from mithaq.node.papers.content import Frame, MatterPaper, TimelineEvent
from mithaq.node.papers.isolate import left_to_right
from mithaq.node.papers.typeset import typeset
from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.clocks import clock as clock_of
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.exports.plain import Authorities, instant, stated_all, told
from mithaq.node.web.idents import language
from mithaq.node.web.matter_page import Shown
from mithaq.node.web.said import Line as SaidLine
from mithaq.node.web.said import unknown
from mithaq.node.web.sentences import sentence
from mithaq.node.web.timeline import Event
from mithaq.pact.codes import code_list

EDITION = "mithaq-matter-export 1"
PAPER_LANGUAGES = ("ar", "fr")


@dataclass(frozen=True)
class Exported:
    """A matter as it leaves: the page an officer sees, and the copy it becomes."""

    page: Shown
    copy: Copy

    @property
    def own(self) -> MatterPage:
        return self.page.own

    @property
    def authorities(self) -> Authorities:
        return self.page.authorities

    def name_of(self, code: str) -> str:
        """An authority in the language of the page."""
        return self.authorities[code].name if code in self.authorities else code

    def events(self) -> list[Event]:
        """The timeline as a file tells it: from the beginning."""
        return self.page.events[::-1]


def codes_in(own: MatterPage) -> Iterator[str]:
    """The handling codes of everything in a matter."""
    yield own.matter.sensitivity
    for line in own.lines:
        yield from line.entry.handling


def as_json(exported: Exported) -> bytes:
    """The matter as data: codes and instants as they were stated."""
    matter = exported.own.matter
    stated = {
        "export": EDITION,
        "copy": exported.copy.watermark,
        "exported_at": exported.copy.at.isoformat(),
        "marking": exported.copy.markings,
        "matter": {
            "id": matter.id,
            "reference": matter.reference,
            "kind": matter.kind,
            "edition": matter.edition,
            "title": matter.title,
            "stage": matter.stage,
            "opener": matter.opener,
            "parties": matter.parties,
            "waits_for": list(matter.waiting_for),
            "opened_at": matter.opened_at.isoformat(),
            "moved_at": matter.moved_at.isoformat(),
            "urgency": matter.urgency,
            "sensitivity": matter.sensitivity,
        },
        "entries": [_stated(line) for line in exported.own.lines],
        "duties": [_owed(row) for _, row in exported.page.duties],
    }
    return json.dumps(stated, ensure_ascii=False, indent=1).encode()


def as_csv(exported: Exported) -> bytes:
    """The timeline as a table: a row for each thing that was said."""
    heading = [
        *(gettext("Reference"), gettext("Number"), gettext("Time"), gettext("Authority"), gettext("Step")),
        *(gettext("Counts"), gettext("Section"), gettext("Field"), gettext("Value")),
    ]
    rows = [
        (exported.own.matter.reference, number, *cells)
        for number, event in enumerate(exported.events(), start=1)
        for cells in _rows(exported, event)
    ]
    foot = ("", "", exported.copy.at.isoformat(), exported.copy.authority, exported.copy.marking(language()))
    return csv_bytes(heading, [*rows, (*foot, "", "", gettext("Copy"), exported.copy.watermark)])


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


def _stated(line: Line) -> dict[str, Any]:
    entry, step = line.entry, line.step
    values = {**entry.says, **line.body.values}
    strangers = [name for name, _ in unknown(step, values)] if step else sorted(values)
    return {
        "id": entry.id,
        "step": entry.step,
        "author": entry.author,
        "to": list(entry.to),
        "at": entry.at.isoformat(),
        "kept_at": line.kept_at.isoformat(),
        "function": entry.function,
        "handling": list(entry.handling),
        "basis": entry.basis,
        "reached": line.state,
        "counts": not line.aside,
        "set_aside": line.aside,
        "body": line.body.state,
        "says": stated_all(step.fields, values) if step else {},
        "not_understood": strangers,
    }


def _owed(row: Any) -> dict[str, Any]:
    return {
        "duty": row.name,
        "item": row.item,
        "owed_by": row.owed_by,
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "done_at": row.done_at.isoformat() if row.done_at else None,
        "no_longer_owed": row.moot,
    }


def _rows(exported: Exported, event: Event) -> Iterator[tuple[str, ...]]:
    entry = event.line.entry
    head = (entry.at.isoformat(), entry.author, _step(event.line), _counts(event.line))
    said = [(section.words, line) for section in event.sections for line in section.lines]
    if not said:
        yield (*head, "", "", _gone(event.line))
    for words, line in said:
        for label, text in _cells(exported, line, on_paper=False):
            yield (*head, words, label, text)


def _cells(exported: Exported, line: SaidLine, *, on_paper: bool) -> Iterator[tuple[str, str]]:
    """A field and its value; of a group each column of each row."""
    if line.rows is None:
        yield line.label, told(line.field, line.value, exported.authorities, on_paper=on_paper)
        return
    for number, row in enumerate(line.rows, start=1):
        for cell in row:
            for label, text in _cells(exported, cell, on_paper=on_paper):
                yield f"{line.label} {number} · {label}", text


def _step(line: Line) -> str:
    return line.step.sentence.say(language()) if line.step else line.entry.step


def _counts(line: Line) -> str:
    return sentence(line.aside, {}, language()) if line.aside else gettext("yes")


def _gone(line: Line) -> str:
    """Why nothing is said, if something had been."""
    reasons = {
        ERASED: gettext("The content has been erased. That it was stated, and when, remains."),
        WITHHELD: gettext("The content was not addressed to this authority."),
    }
    return reasons.get(line.body.state, "")


def _paper(exported: Exported) -> MatterPaper:
    page, matter = exported.page, exported.own.matter
    facts = [
        (gettext("Kind"), page.name),
        (gettext("Stage"), page.stage.words.say(language()) if page.stage else matter.stage),
        (gettext("Parties"), "، ".join(map(exported.name_of, matter.parties)) if language() == "ar"
         else ", ".join(map(exported.name_of, matter.parties))),
        (gettext("Opened"), instant(matter.opened_at)),
        (gettext("Last moved"), instant(matter.moved_at)),
    ]  # fmt: skip
    if matter.urgency:
        facts.append((gettext("Urgency"), code_list("urgency").label(matter.urgency, language())))
    return {
        "title": matter.title or page.name,
        "facts": facts,
        "duties": [
            (
                duty.say(language()),
                exported.name_of(row.owed_by),
                clock_of(row, page.now).words,
                instant(row.due_at) if row.due_at else "",
            )
            for duty, row in page.duties
        ],
        "events": [_event(exported, event) for event in exported.events()],
    }


def _event(exported: Exported, event: Event) -> TimelineEvent:
    line, entry = event.line, event.line.entry
    foot = [code_list("handling").label(each, language()) for each in entry.handling]
    if entry.basis:
        foot.append(code_list("transfer-bases").label(entry.basis, language()))
    if entry.function:
        foot.append(code_list("functions").label(entry.function, language()))
    return {
        "author": exported.name_of(entry.author),
        "step": _step(line),
        "at": instant(entry.at),
        "aside": _counts(line) if line.aside else "",
        "sections": [
            (
                section.words,
                [pair for each in section.lines for pair in _cells(exported, each, on_paper=True)],
            )
            for section in event.sections
        ],
        "gone": _gone(line),
        "foot": [*foot, left_to_right(entry.id[:12])],
    }

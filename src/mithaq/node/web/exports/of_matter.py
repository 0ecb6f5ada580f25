"""One matter as data, or as a table.

Everything is taken from the kind's declaration; no kind is named here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.translation import gettext

from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.exports import data
from mithaq.node.web.exports.exported import Exported, cells, counts, gone, step_words
from mithaq.node.web.idents import language
from mithaq.node.web.timeline import Event

EDITION = "mithaq-matter-export 1"


def as_json(exported: Exported) -> bytes:
    """The matter as data: codes and instants as they were stated."""
    stated = {
        "export": EDITION,
        "copy": exported.copy.watermark,
        "exported_at": exported.copy.at.isoformat(),
        "marking": exported.copy.markings,
        "matter": data.of_a_matter(exported.own.matter),
        "entries": [data.of_an_entry(line) for line in exported.own.lines],
        "duties": [data.of_a_duty(row) for _, row, _ in exported.page.duties],
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


def _rows(exported: Exported, event: Event) -> Iterator[tuple[str, ...]]:
    entry = event.line.entry
    head = (entry.at.isoformat(), entry.author, step_words(event.line), counts(event.line))
    said = [(section.words, line) for section in event.sections for line in section.lines]
    if not said:
        yield (*head, "", "", gone(event.line))
    for words, line in said:
        for label, text in cells(exported, line, on_paper=False):
            yield (*head, words, label, text)

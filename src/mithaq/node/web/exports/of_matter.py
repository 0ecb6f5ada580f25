"""One matter as data, or as a table.

Everything is taken from the kind's declaration; no kind is named here. What was erased or
withheld leaves its place, what does not count says why.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext

from mithaq.node.ledger.page import Line
from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.exports.exported import Exported, cells, counts, gone, step_words
from mithaq.node.web.exports.plain import stated_all
from mithaq.node.web.idents import language
from mithaq.node.web.said import unknown
from mithaq.node.web.timeline import Event

EDITION = "mithaq-matter-export 1"


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
    head = (entry.at.isoformat(), entry.author, step_words(event.line), counts(event.line))
    said = [(section.words, line) for section in event.sections for line in section.lines]
    if not said:
        yield (*head, "", "", gone(event.line))
    for words, line in said:
        for label, text in cells(exported, line, on_paper=False):
            yield (*head, words, label, text)

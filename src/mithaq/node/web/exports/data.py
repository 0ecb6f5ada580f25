"""A matter as data: codes and instants as they were stated. Files and the API say the same.

What was erased or withheld leaves its place, and what does not count says why.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.ledger.page import Line
from mithaq.node.web.exports.plain import stated_all
from mithaq.node.web.said import unknown


def of_a_row(matter: Matter) -> dict[str, Any]:
    """A matter as a list shows it; `columns` are those of its kind."""
    return {
        "reference": matter.reference,
        "kind": matter.kind,
        "stage": matter.stage,
        "title": matter.title,
        "opener": matter.opener,
        "parties": matter.parties,
        "waits_for": list(matter.waiting_for),
        "due_at": at(matter.due_at),
        "late_from": at(matter.late_from),
        "opened_at": at(matter.opened_at),
        "moved_at": at(matter.moved_at),
        "urgency": matter.urgency,
        "sensitivity": matter.sensitivity,
        "columns": matter.extra,
    }


def of_a_matter(matter: Matter) -> dict[str, Any]:
    """A matter by itself, without its timeline."""
    return {
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
    }


def of_an_entry(line: Line) -> dict[str, Any]:
    """One entry of a timeline: by whom, when, how far it has come, whether it counts, what it says."""
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


def of_a_duty(row: Duty) -> dict[str, Any]:
    """What is or was owed, by whom, by when."""
    return {
        "duty": row.name,
        "item": row.item,
        "owed_by": row.owed_by,
        "due_at": at(row.due_at),
        "done_at": at(row.done_at),
        "no_longer_owed": row.moot,
    }


def at(instant: datetime | None) -> str | None:
    """An instant as data, to the second; None if there is none."""
    return instant.isoformat(timespec="seconds") if instant else None

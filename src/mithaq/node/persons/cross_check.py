"""Every person a partner asks about is looked up in what this node holds, before anybody answers.

The result is for the officer who takes the request up; it stays at home and changes nothing.

Source: Directive (EU) 2023/977, article 16(1)(d); law.md L08.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mithaq.node.persons.find import Candidate, look_up

NAMES = ("name", "name_ar")
# A plate or telephone number is no document; a person's identifier may be one.
WITH_DOCUMENT = frozenset({"person", "document", "company"})


@dataclass(frozen=True, slots=True)
class Finding:
    """The candidates for one row of subjects; `row` counts from 0, as in the request."""

    row: int
    candidates: tuple[Candidate, ...]


def cross_check(subjects: Iterable[Mapping[str, Any]], *, on: date) -> tuple[Finding, ...]:
    """Look up the subjects of a request; only rows with a candidate are in the answer.

    A row is what the partner wrote: whatever stands in it, this answers and never raises.
    """
    findings = []
    for number, subject in enumerate(subjects):
        candidates = look_up(
            names=[text for name in NAMES if (text := _text(subject, name))],
            born=_text(subject, "born"),
            documents=[_text(subject, "identifier")] if _has_document(subject) else [],
            on=on,
        )
        if candidates:
            findings.append(Finding(number, tuple(candidates)))
    return tuple(findings)


def can_be_looked_up(subject: Mapping[str, Any]) -> bool:
    """Does a row say anything the register is asked with? A plate alone is not: nobody looked."""
    return any(_text(subject, name) for name in NAMES) or _has_document(subject)


def _has_document(subject: Mapping[str, Any]) -> bool:
    return _text(subject, "sort") in WITH_DOCUMENT and bool(_text(subject, "identifier"))


def _text(subject: Mapping[str, Any], name: str) -> str:
    value = subject.get(name, "")
    return value if isinstance(value, str) else ""

"""Checks: what partners name is looked up here, entry by entry; the row is the task.

A row is written in the transaction that keeps the entry, so no subject that arrives is forgotten; the
look-up itself runs in the worker, once. When what named the subjects is erased, the row and its findings
go too. What is found is for the officer who takes the matter up: it never leaves, and decides nothing.

Source: Directive (EU) 2023/977, article 16(1)(d); law.md L08.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import transaction

from mithaq.node.ledger import at_rest, readings
from mithaq.node.ledger.kept import Projected, when_projected
from mithaq.node.persons.cross_check import Finding, can_be_looked_up, cross_check
from mithaq.node.persons.linked import Linked, linked_with
from mithaq.node.persons.models import CrossCheck, CrossFinding
from mithaq.node.statements import execute, insert_all, select, stored_instant
from mithaq.pact.rules.reading import Subject

AT_ONCE = 200  # checks a round of the worker, which comes each second,
LONG_ENOUGH = 1.0  # and seconds: the logs wait meanwhile for what a large register takes


@dataclass(frozen=True, slots=True)
class Human:
    """Findings for one subject that officers hold to be one human, the strongest first; and other records."""

    found: tuple[CrossFinding, ...]
    linked: tuple[Linked, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, by human; None if nobody has looked yet."""

    humans: tuple[Human, ...] | None


@when_projected
def ask_for(projected: Projected) -> None:
    """Put what a partner's matter names on the list of things to look up."""
    state = projected.standing.state
    if state is None or state.opener == settings.AUTHORITY:
        return
    matter, said = projected.matter, _by_entry(projected.reading.subjects)
    named = {entry for entry, rows in said.items() if any(map(can_be_looked_up, rows))}
    there = {entry for (entry,) in select(_THERE, matter)}
    new = sorted(named - there)
    insert_all(
        CrossCheck,
        (
            {"matter": matter, "entry": entry, "named": at_rest.lock_reading(matter, {entry: said[entry]})}
            for entry in new
        ),
    )
    if there - named:
        CrossCheck.objects.filter(matter=matter, entry__in=there - named).delete()


_THERE = "SELECT entry FROM persons_crosscheck WHERE matter = %s"


def anything_waits() -> bool:
    """Whether anything is to be looked up: asked each second, so an idle node leaves its disk alone."""
    return bool(select(_WAITS))


_WAITS = "SELECT 1 FROM persons_crosscheck WHERE done_at IS NULL LIMIT 1"


def look_up_waiting(*, now: datetime) -> int:
    """Look up what waits, oldest first, and at least one; how many entries were looked up."""
    began = time.monotonic()
    found: list[tuple[CrossCheck, tuple[Finding, ...]]] = []
    for check in CrossCheck.objects.filter(done_at=None).order_by("pk")[:AT_ONCE]:
        found.append((check, _found(check, now)))
        if time.monotonic() - began >= LONG_ENOUGH:
            break
    with transaction.atomic():
        findings = [each for check, findings in found for each in _done(check, findings, now)]
        if findings:
            CrossFinding.objects.bulk_create(findings)
    return len(found)


def of_matter(matter: str) -> list[Checked]:
    """The checks of a matter with whom they found, the strongest first; records of one human together."""
    checks = (
        CrossCheck.objects.filter(matter=matter).prefetch_related("findings__person__names").order_by("pk")
    )
    found = {check.pk: list(check.findings.all()) for check in checks}
    people = {finding.person_id for findings in found.values() for finding in findings}
    linked = linked_with(people) if people else {}
    return [Checked(_humans(found[check.pk], linked) if check.done_at else None) for check in checks]


def _humans(findings: Iterable[CrossFinding], linked: Mapping[UUID, tuple[Linked, ...]]) -> tuple[Human, ...]:
    together: dict[tuple[int, frozenset[UUID]], list[CrossFinding]] = {}
    for finding in findings:
        human = frozenset({finding.person_id, *(each.person.pk for each in linked[finding.person_id])})
        together.setdefault((finding.row, human), []).append(finding)
    return tuple(
        Human(tuple(some), _others(linked[some[0].person_id], {each.person_id for each in some}))
        for some in together.values()
    )


def _others(linked: Iterable[Linked], found: Iterable[UUID]) -> tuple[Linked, ...]:
    return tuple(each for each in linked if each.person.pk not in found)


def _found(check: CrossCheck, now: datetime) -> tuple[Finding, ...]:
    return cross_check(_named(check), on=now.date())


def _named(check: CrossCheck) -> Iterable[Mapping[str, Any]]:
    """Whom an entry names: as locked with the check, or read anew where its key is gone with what was erased
    of the matter since.
    """
    try:
        rows = at_rest.open_readings({check.matter: bytes(check.named)})[check.matter].get(check.entry)
    except InvalidTag:
        rows = None
    if isinstance(rows, list):
        return rows
    return _by_entry(readings.read(check.matter).subjects).get(check.entry, ())


def _by_entry(subjects: Iterable[Subject]) -> dict[str, list[dict[str, str]]]:
    """The rows that the register is asked with, by the entry that names them."""
    said: dict[str, list[dict[str, str]]] = {}
    for each in subjects:
        said.setdefault(each.entry, []).append(_row(each))
    return said


def _done(check: CrossCheck, found: Iterable[Finding], now: datetime) -> list[CrossFinding]:
    """Mark a check as done; whom it found, to be kept with it."""
    # Another worker may have been faster: its findings stand. Erased meanwhile: there is nothing to keep.
    if not execute(_DONE, stored_instant(now), b"", check.pk):
        return []
    return [
        CrossFinding(
            check_of=check,
            row=finding.row,
            place=place,
            person_id=candidate.person,
            band=candidate.band,
            reasons=list(candidate.reasons),
            against=list(candidate.against),
        )
        for finding in found
        for place, candidate in enumerate(finding.candidates)
    ]


_DONE = "UPDATE persons_crosscheck SET done_at = %s, named = %s WHERE id = %s AND done_at IS NULL"


def _row(subject: Subject) -> dict[str, str]:
    names = dict(zip(("name", "name_ar"), subject.names, strict=False))
    return {**names, "born": subject.born, "identifier": subject.identifier, "sort": subject.sort}

"""Writing a batch of records into the register, in the caller's transaction.

A record is known by its list and its id in the list. What came unchanged is only marked as
seen, so that a daily list of a million names writes next to nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields

from mithaq.node.ledger.lock import hold
from mithaq.node.persons.errors import RowError
from mithaq.node.persons.formats.row import Refused, Row
from mithaq.node.persons.models import BadRow, ImportRun, Person, PersonBirth, PersonDocument, PersonName

# Columns of a person that a later list may change.
CONTENT = ["list_ref", "sort", "category", "sex", "nationalities", "content", "imported_by", "removed_at"]
NOT_CONTENT = frozenset({"hidden", "remarks", "source", "source_id"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a batch."""

    added: int
    changed: int
    unchanged: int


def keep(rows: Sequence[Row], run: ImportRun) -> Kept:
    """Add what is new, replace what changed, mark the rest as seen. Shape: each record once."""
    known = {(person.source, person.source_id): person for person in _known(rows)}
    fresh, changed, same = [], [], []
    for row in rows:
        digest = _digest(row)
        person = known.get((row.source, row.source_id))
        if person is None:
            fresh.append((_filled(Person(source=row.source, source_id=row.source_id), row, digest, run), row))
        elif person.content != digest or person.removed_at:
            changed.append((_filled(person, row, digest, run), row))
        else:
            same.append(person.pk)
    Person.objects.bulk_create([person for person, _ in fresh])
    Person.objects.bulk_update([person for person, _ in changed], CONTENT)
    for part in (PersonName, PersonBirth, PersonDocument):
        part.objects.filter(person__in=[person.pk for person, _ in changed]).delete()
    _keep_parts([*fresh, *changed])
    Person.objects.filter(pk__in=same).update(imported_by=run)
    return Kept(len(fresh), len(changed), len(same))


def keep_refused(refused: Iterable[tuple[int, Refused]], run: ImportRun) -> None:
    """Note which records were refused, by line.

    A record that is still in the file was not taken off the list, even if its row was refused.
    """
    noted = list(refused)
    ids = [each.source_id for _, each in noted if each.source_id]
    Person.objects.filter(source=run.source, source_id__in=ids).update(imported_by=run)
    BadRow.objects.bulk_create(_bad(run, line, each.error) for line, each in noted)


def keep_remarks(rows: Iterable[tuple[int, Row]], run: ImportRun) -> None:
    """Note which parts of records were left out, by line."""
    BadRow.objects.bulk_create(
        _bad(run, line, remark, kept=True) for line, row in rows for remark in row.remarks
    )


def _bad(run: ImportRun, line: int, error: RowError, *, kept: bool = False) -> BadRow:
    return BadRow(run=run, line=line, code=error.code, facts=error.facts, kept=kept)


def _known(rows: Sequence[Row]) -> Iterable[Person]:
    by_source: dict[str, list[str]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row.source_id)
    for source, ids in by_source.items():
        yield from Person.objects.filter(source=source, source_id__in=ids)


def _digest(row: Row) -> str:
    said = {each.name: getattr(row, each.name) for each in fields(row) if each.name not in NOT_CONTENT}
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=asdict).encode()).hexdigest()


def _filled(person: Person, row: Row, digest: str, run: ImportRun) -> Person:
    person.list_ref, person.sort, person.category, person.sex = row.list_ref, row.sort, row.category, row.sex
    person.nationalities = list(row.nationalities)
    person.content, person.imported_by, person.removed_at = digest, run, None
    return person


def _keep_parts(kept: Sequence[tuple[Person, Row]]) -> None:
    # One writer at a time, so that names are numbered in the order of their commits: whoever has seen a
    # number has seen all below it (`index`).
    hold("persons.names")
    PersonName.objects.bulk_create(
        PersonName(person=person, text=name.text, sort=name.sort, script=name.script, key=name.key)
        for person, row in kept
        for name in row.names
    )
    PersonBirth.objects.bulk_create(
        PersonBirth(person=person, edtf=born.edtf, first_year=born.first_year, last_year=born.last_year)
        for person, row in kept
        for born in row.births
    )
    PersonDocument.objects.bulk_create(
        PersonDocument(person=person, kind=each.kind, number=each.number, country=each.country, key=each.key)
        for person, row in kept
        for each in row.documents
    )

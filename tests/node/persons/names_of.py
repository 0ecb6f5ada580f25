"""Rows of the register for tests that need names and no file."""

from django.utils import timezone

from mithaq.node.persons.formats.row import NameGiven, Row
from mithaq.node.persons.keep import keep
from mithaq.node.persons.models import ImportRun, Person
from mithaq.pact.names.normalise import name_key
from mithaq.pact.names.script import script_of


def run() -> ImportRun:
    """An import under way, of nothing in particular."""
    return ImportRun.objects.create(
        file_name="list.csv", digest="0" * 64, format="csv", officer="0" * 16, started_at=timezone.now()
    )


def listed(of: ImportRun, **names: str) -> None:
    """Put persons on the list, or change them: the record's id, and the name."""
    keep(
        [
            Row("invented", record, (NameGiven(text, "primary", script_of(text), name_key(text)),))
            for record, text in names.items()
        ],
        of,
    )


def taken_off(record: str) -> None:
    """Take a person off the list."""
    Person.objects.filter(source_id=record).update(removed_at=timezone.now())

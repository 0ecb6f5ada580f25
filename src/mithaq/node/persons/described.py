"""Records of the register, and persons sought in matters, as the matcher compares them.

Nothing is left out but what says nothing: an organisation is compared by its names, a document that cannot be
read as a number is shown and never compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings

from mithaq.node.ledger import readings
from mithaq.node.ledger.models import Matter
from mithaq.node.persons.models import Person, PersonBirth, PersonName, PersonQuerySet
from mithaq.pact import names as matcher
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.rules.reading import Subject

if TYPE_CHECKING:  # what compares names brings numpy along
    from mithaq.pact.names import Document
    from mithaq.pact.names.gallery import Row

WEAK = "weak"  # a name that the list itself says nobody is known by alone
SEXES = {"F": "f", "M": "m"}
LASTING = frozenset({("identity-card", "MA")})  # the number stays for life, whatever card carries it
AT_ONCE = 2_000  # records read at a time


@dataclass(frozen=True, slots=True)
class Sought:
    """A person for whom our search runs: the matter, the entry that names them, which of its subjects."""

    matter: str
    entry: str
    number: int
    subject: Subject

    @property
    def id(self) -> str:
        return f"{self.matter}:{self.entry}:{self.number}"


def record(person: Person) -> Row:
    """A record of the register, its names, births and documents read."""
    from mithaq.pact.names.gallery import Row

    names = list(person.names.all())
    known_by = [name for name in names if name.sort != WEAK] or names
    said = matcher.Description(
        names=tuple(name.text for name in known_by),
        born=_born(list(person.births.all())),
        sex=SEXES.get(person.sex, ""),
        documents=documents(person),
        nationalities=frozenset(person.nationalities),
    )
    return Row(str(person.pk), said)


def documents(person: Person) -> tuple[Document, ...]:
    """The documents of a record whose numbers can be compared."""
    return tuple(
        matcher.Document(each.key, each.country, (each.kind, each.country) in LASTING)
        for each in person.documents.all()
        if each.key
    )


def register() -> Iterator[Row]:
    """Every record on a list."""
    for person in _read(Person.objects.on_a_list()).iterator(AT_ONCE):
        yield record(person)


def folded_names() -> Iterator[str]:
    """The names of every record on a list, folded, each once a record."""
    listed = PersonName.objects.filter(person__removed_at=None).order_by("key", "person")
    yield from (key for key, _ in listed.values_list("key", "person").distinct().iterator(AT_ONCE))


def records(ids: Iterable[UUID]) -> list[Row]:
    """These records, as far as they are on a list."""
    return [record(person) for person in _read(Person.objects.on_a_list().filter(pk__in=list(ids)))]


def _read(persons: PersonQuerySet) -> PersonQuerySet:
    return persons.prefetch_related("names", "births", "documents").order_by("pk")


def subject_row(sought: Sought) -> Row:
    """A person sought, as the matter names them."""
    from mithaq.pact.names.gallery import Row

    said = matcher.Description(sought.subject.names, born=sought.subject.born)
    with suppress(DocumentNotUnderstood):
        said = replace(said, documents=(matcher.Document(normalise_document(sought.subject.identifier)),))
    return Row(sought.id, said)


def all_sought() -> list[Sought]:
    """Everybody for whom our search runs, by id. Whom a matter names otherwise is looked up on arrival."""
    found = []
    for matter in Matter.objects.filter(final=False).order_by("pk").values_list("pk", flat=True).iterator():
        found += sought_in(matter)
    return sorted(found, key=lambda sought: sought.id)


def sought_in(matter: str) -> list[Sought]:
    """The persons for whom a search of ours runs in this matter."""
    return [
        Sought(matter, subject.entry, number, subject)
        for number, subject in enumerate(readings.read(matter).subjects)
        if is_sought(subject) and subject.names
    ]


def is_sought(subject: Subject) -> bool:
    """Whether a search of ours runs for this person."""
    return settings.AUTHORITY in subject.sought_by


def _born(births: list[PersonBirth]) -> str:
    """The time of birth; where a list states several, since it does not know, the years they lie in."""
    if len(births) < 2:
        return births[0].edtf if births else ""
    return f"{min(birth.first_year for birth in births)}/{max(birth.last_year for birth in births)}"

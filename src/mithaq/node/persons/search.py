"""Searching the register by hand: why is written down first, then the answer is read.

If the reason cannot be recorded, nothing is shown. The house log keeps who searched, for
which case and why, and how the question was put; never for whom. A candidate looked at closely is a
reading of its own, of that record.

Source: Regulation (EU) 2024/982, article 33; law.md L29, L31; design decision on reads.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mithaq.node.persons.errors import UnknownRecord
from mithaq.node.persons.find import SHOWN, Candidate, look_up
from mithaq.node.persons.linked import Linked, linked_with
from mithaq.node.persons.models import Person, PersonQuerySet
from mithaq.node.safeguards.house import Actor, Fact
from mithaq.node.safeguards.reading import reading
from mithaq.pact.names.normalise import name_key

SEARCHED, COMPARED = "persons.searched", "persons.compared"
EVERY_BAND = SHOWN


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for, at least a name or a document, and what the answer is narrowed to."""

    names: tuple[str, ...] = ()
    born: str = ""
    sex: str = ""
    documents: tuple[str, ...] = ()
    country: str = ""  # of the documents
    source: str = ""
    sort: str = ""
    at_least: str = EVERY_BAND

    def asked(self) -> str:
        """Which parts the question has, as the log may know it."""
        parts = {
            "name": self.names,
            "born": self.born,
            "sex": self.sex,
            "document": self.documents,
            "country": self.country,
            "list": self.source,
            "sort": self.sort,
            self.at_least: self.at_least != EVERY_BAND,
        }
        return ",".join(part for part, said in parts.items() if said)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with the record it stands for, and the records held to be the same human."""

    candidate: Candidate
    person: Person
    linked: tuple[Linked, ...] = ()
    asked: frozenset[str] = frozenset()  # the names asked about, as they are looked up

    @property
    def very_names(self) -> list[str]:
        """The names on the list that are the very ones asked about, but for case, accents and order."""
        return [name.text for name in self.person.names.all() if name.key in self.asked]


def search(
    officer: Actor, question: Question, *, case: str, reason: str, on: date, **facts: Fact
) -> list[Match]:
    """Candidates for an officer to look at, the likeliest first; empty if there are none.

    Raises: ReadNotRecorded.
    """
    noted = {"case": case, "asked": question.asked(), **facts}
    with reading(SEARCHED, officer, noted, reason=reason):
        found = _found(question, on)
        persons = _persons(candidate.person for candidate in found)
        linked = linked_with(candidate.person for candidate in found)
        return [Match(each, persons[each.person], linked[each.person]) for each in found]


def compare(
    officer: Actor, question: Question, person: uuid.UUID, *, case: str, reason: str, on: date
) -> Match:
    """One candidate of a question, to be looked at closely.

    Raises: ReadNotRecorded; UnknownRecord if the record answers the question no more.
    """
    with reading(COMPARED, officer, {"case": case, "record": str(person)}, reason=reason):
        found = next((each for each in _found(question, on) if each.person == person), None)
        record = _persons([person]).get(person) if found else None
        if found is None or record is None:
            raise UnknownRecord
        linked = linked_with([person])[person]
        return Match(found, record, linked, frozenset(name_key(name) for name in question.names))


def _found(question: Question, on: date) -> list[Candidate]:
    return look_up(
        names=question.names,
        born=question.born,
        sex=question.sex,
        documents=question.documents,
        country=question.country,
        on=on,
        at_least=question.at_least,
        among=_among(question),
    )


def _among(question: Question) -> PersonQuerySet | None:
    """The records the answer is narrowed to; None if it is not."""
    columns = {"source": question.source, "sort": question.sort}
    asked = {name: value for name, value in columns.items() if value}
    return Person.objects.filter(**asked) if asked else None


def _persons(ids: Iterable[object]) -> dict[object, Person]:
    """The records, with everything the pages show of them already read."""
    wanted = Person.objects.filter(pk__in=list(ids)).select_related("imported_by")
    return {person.pk: person for person in wanted.prefetch_related("names", "births", "documents")}

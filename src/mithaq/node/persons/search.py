"""Searching the register by hand: why is written down first, then the answer is read.

If the reason cannot be recorded, nothing is shown. The house log keeps who searched, for
which case and why, and how the question was put; never for whom.

Source: Regulation (EU) 2024/982, article 33; law.md L29, L31; design decision on reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError

from mithaq.node.persons.find import SHOWN, Candidate, look_up
from mithaq.node.persons.models import Person
from mithaq.node.safeguards.errors import ReadNotRecorded
from mithaq.node.safeguards.house import Actor, note
from mithaq.node.safeguards.read_only import read_only

SEARCHED = "persons.searched"


@dataclass(frozen=True, slots=True)
class Question:
    """What is searched for; at least a name or a document."""

    names: tuple[str, ...] = ()
    born: str = ""
    documents: tuple[str, ...] = ()
    sex: str = ""

    def asked(self) -> str:
        """Which parts the question has, as the log may know it."""
        parts = {"name": self.names, "born": self.born, "document": self.documents, "sex": self.sex}
        return ",".join(part for part, said in parts.items() if said)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with the record it stands for."""

    candidate: Candidate
    person: Person


def search(
    officer: Actor, question: Question, *, case: str, reason: str, on: date, at_least: str = SHOWN
) -> list[Match]:
    """Candidates for an officer to look at, the likeliest first; empty if there are none.

    `at_least` is the lowest band shown. Raises: ReadNotRecorded.
    """
    try:
        note(SEARCHED, officer=officer, reason=reason, case=case, asked=question.asked())
    except DatabaseError as error:
        raise ReadNotRecorded(action=SEARCHED) from error
    with read_only():
        found = look_up(
            names=question.names,
            born=question.born,
            documents=question.documents,
            sex=question.sex,
            on=on,
            at_least=at_least,
        )
        persons = _persons(candidate.person for candidate in found)
        return [Match(candidate, persons[candidate.person]) for candidate in found]


def _persons(ids: Iterable[object]) -> dict[object, Person]:
    """The records, with everything the page shows of them already read."""
    wanted = Person.objects.filter(pk__in=list(ids))
    return {person.pk: person for person in wanted.prefetch_related("names", "births", "documents")}

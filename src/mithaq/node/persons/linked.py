"""Linked: the other records that officers hold to be the same human as a record.

Two records are linked by a decision (`likenesses`), and what is linked with a linked record is the same
human, too. Each stays what its list says: here it is only said which belong together, by which decision.
Who was taken off a list is shown no more, though a chain of decisions may lead through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from mithaq.node.persons.models import Likeness, Person

MOST_STEPS = 6  # from record to record by decisions; each is one question, for all records at once

Ties = dict[UUID, dict[UUID, int]]


@dataclass(frozen=True, slots=True)
class Linked:
    """A record held to be the same human, and the number of the likeness that ties it to those before.

    None if that likeness is shown to nobody any more, since one of its two records is on no list.
    """

    person: Person
    likeness: int | None

    @property
    def name(self) -> str:
        """The first name that its list states."""
        return next((name.text for name in self.person.names.all()), "")


def linked_with(records: Iterable[UUID]) -> dict[UUID, tuple[Linked, ...]]:
    """For each of these records the others that are held to be the same human, the nearest tie first.

    Shape: a key for each record, whether anything is linked with it or not; nobody twice, none with itself.
    """
    asked = list(records)
    ties = _ties(asked)
    there = Person.objects.on_a_list().prefetch_related("names").in_bulk(list(ties)) if ties else {}
    return {record: tuple(_linked(record, ties, there)) for record in asked}


def _linked(record: UUID, ties: Ties, there: Mapping[UUID, Person]) -> Iterator[Linked]:
    for before, other, number in _reached(record, ties):
        if other in there:
            yield Linked(there[other], number if before in there else None)


def _ties(records: Iterable[UUID]) -> Ties:
    """Who is linked with whom, as far as decisions lead from these records."""
    ties: Ties = {}
    fresh, seen = set(records), set(records)
    for _ in range(MOST_STEPS):
        if not fresh:
            break
        decided = Likeness.objects.filter(Q(person__in=fresh) | Q(other__in=fresh), state="same")
        fresh = set()
        for number, one, other in decided.order_by("pk").values_list("pk", "person", "other"):
            if other is not None:  # else the record is somebody sought
                ties.setdefault(one, {})[other] = ties.setdefault(other, {})[one] = number
                fresh |= {one, other} - seen
        seen |= fresh
    return ties


def _reached(record: UUID, ties: Ties) -> Iterator[tuple[UUID, UUID, int]]:
    """Who is reached from a record, nearest first: from whom, who, and by which likeness."""
    seen, waiting = {record}, [record]
    while waiting:
        before = waiting.pop(0)
        for other, number in ties.get(before, {}).items():
            if other not in seen:
                seen.add(other)
                waiting.append(other)
                yield before, other, number

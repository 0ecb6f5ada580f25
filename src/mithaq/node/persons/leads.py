"""Whom a question to the register leads to: by near names, by the very name, by a document.

These persons are then compared as a whole (`find`); here is only decided who is worth that. Whoever could not
reach the band wanted, whatever is said beside the name, is not even read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mithaq.node.persons import index
from mithaq.node.persons.born import Born
from mithaq.node.persons.models import Person, PersonQuerySet
from mithaq.node.statements import select

NEAR = 32  # names of an index that are compared in full, for each name asked about,
FARTHEST = 100  # and as many if most of them are on no list any more
MOST_ALIKE = 200  # bearers of the very name, or of one as near as `NEAR` others, born about then
MOST_WITH_NUMBER = 50
# Hundredths of a nat that sex and a document one sign off can add to names and birth (`pact.names.person`).
BESIDE = 600

Key = Any  # of a person, as the database has it


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, as it was typed and as it is compared."""

    texts: tuple[str, ...]
    keys: frozenset[str]
    numbers: frozenset[str]
    born: Born | None
    sex: str
    country: str = ""  # of the documents


def persons(asked: Asked, *, least: int | None, among: PersonQuerySet | None = None) -> list[Person]:
    """Persons on a list worth comparing, everything of them read.

    `least` is the score wanted, if one is; `among` narrows the records. The index knows of no lists, so
    that more is looked at then.
    """
    if not asked.texts and not asked.numbers:
        return []
    near = index.near(asked.texts, most=NEAR if among is None else FARTHEST)
    if near is None:  # of most who are asked about nothing is known
        return []
    bearers = _bearers(near)
    if 2 * len(bearers) < len(near) >= NEAR:
        near = index.near(asked.texts, most=FARTHEST) or {}
        bearers = _bearers(near)
    keys = set(_worth_it(bearers, asked, least))
    keys |= _keys(_BY_KEY, asked.keys, MOST_ALIKE) | _keys(_BY_NUMBER, asked.numbers, MOST_WITH_NUMBER)
    if asked.born and len(near) >= NEAR:
        keys |= _born_then(near, asked.born)
    if not keys:
        return []
    listed = (Person.objects.all() if among is None else among).on_a_list().filter(pk__in=keys)
    return list(listed.order_by("pk").prefetch_related("names", "births", "documents"))


def agreeing(one: str, other: str) -> int:
    """What two times of birth say, in hundredths of a nat; nothing where one is not stated."""
    from mithaq.pact.names.birth import agreement, points, read_birth

    births = read_birth(one), read_birth(other)
    return points(agreement(births[0], births[1])) if births[0] and births[1] else 0


def _bearers(near: Mapping[int, int]) -> dict[Key, int]:
    """Who on a list bears one of these names, and what the nearest of them scored."""
    if not near:
        return {}
    found: dict[Key, int] = {}
    for person, number in select(f"{_BEARS} ({_marks(near)})", *near):
        found[person] = max(near[number], found.get(person, near[number]))
    return found


def _worth_it(bearers: Mapping[Key, int], asked: Asked, least: int | None) -> Iterable[Key]:
    if least is None or not bearers:
        return bearers
    births: dict[Key, list[int]] = {}
    if asked.born:
        for person, edtf in select(f"{_BIRTHS} ({_marks(bearers)})", *bearers):
            births.setdefault(person, []).append(agreeing(edtf, asked.born.edtf))
    beside = BESIDE if asked.sex or asked.numbers else 0
    return [
        person for person, score in bearers.items() if score + max(births.get(person, [0])) + beside >= least
    ]


def _born_then(near: Iterable[int], born: Born) -> set[Key]:
    """Who bears a name written as one of these and was born about then: of many of one name the right one."""
    numbers = [*near]
    years = born.last_year + 1, born.first_year - 1
    return _only(f"{_BORN_THEN} ({_marks(numbers)})) ORDER BY 1 LIMIT {MOST_ALIKE}", *years, *numbers)


def _keys(question: str, words: Iterable[str], most: int) -> set[Key]:
    words = sorted(words)
    return _only(f"{question} ({_marks(words)}) ORDER BY 1 LIMIT {most}", *words) if words else set()


def _only(question: str, *said: str | int) -> set[Key]:
    return {person for (person,) in select(question, *said)}


def _marks(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)


_BEARS = (
    "SELECT name.person_id, name.id FROM persons_personname name "
    "JOIN persons_person person ON person.id = name.person_id WHERE person.removed_at IS NULL AND name.id IN"
)
_BIRTHS = "SELECT person_id, edtf FROM persons_personbirth WHERE person_id IN"
_LISTED = "SELECT DISTINCT person.id FROM persons_person person JOIN"
_BY_KEY = (
    f"{_LISTED} persons_personname name ON name.person_id = person.id "
    "WHERE person.removed_at IS NULL AND name.key IN"
)
_BY_NUMBER = (
    f"{_LISTED} persons_persondocument document ON document.person_id = person.id "
    "WHERE person.removed_at IS NULL AND document.key IN"
)
_BORN_THEN = (
    f"{_LISTED} persons_personname name ON name.person_id = person.id "  # noqa: S608 - no value is in it
    "JOIN persons_personbirth birth ON birth.person_id = person.id "
    "WHERE person.removed_at IS NULL AND birth.first_year <= %s AND birth.last_year >= %s "
    "AND name.key IN (SELECT key FROM persons_personname WHERE id IN"
)

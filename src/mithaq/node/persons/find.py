"""Who in the register may be meant: exact and folded look-up, with reasons.

The answer is candidates for an officer to look at, strongest first. Reasons are values of the
code list `match-reasons`, bands of `match-bands`. Nothing is decided here, nationality never
speaks against anybody, and no candidate does not mean "not wanted": names in another
script, or spelt in ways that folding does not know, are not found yet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from mithaq.node.persons.born import Born, agreement, read_born
from mithaq.node.persons.errors import RowError
from mithaq.node.persons.models import Person
from mithaq.node.safeguards.text import clean
from mithaq.node.statements import select
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.normalise import name_key

MOST_CANDIDATES = 50
BANDS = ("strong", "possible", "weak")
AGAINST = frozenset({"born-other-day", "born-other-years"})
OF_ALIAS = {"alias": "name-alias", "weak": "name-weak-alias"}
# The same name on another day in the same year is a slip as often as somebody else.
SPEAKS_CLEARLY_AGAINST = frozenset({"born-other-years"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the register who may be meant, and what speaks for and against it."""

    person: uuid.UUID
    source: str
    list_ref: str
    band: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, as it was typed and as it is compared."""

    texts: frozenset[str]
    keys: frozenset[str]
    numbers: frozenset[str]
    born: Born | None


def look_up(
    *, names: Iterable[str] = (), born: str = "", documents: Iterable[str] = (), on: date
) -> list[Candidate]:
    """Persons on a list who have one of the names or documents, the strongest match first.

    Shape: at most 50, each once; empty if nothing was asked for. `born` is EDTF or day first;
    what cannot be read as a time of birth is left out of account. `on` is today.
    """
    asked = _asked(names, born, documents, on)
    found = [_candidate(person, asked) for person in _sharing(asked)]
    return sorted(found, key=_strength)[:MOST_CANDIDATES]


def _asked(names: Iterable[str], born: str, documents: Iterable[str], on: date) -> _Asked:
    texts = frozenset(" ".join(clean(name).text.split()) for name in names)
    numbers = set()
    for document in documents:
        with suppress(DocumentNotUnderstood):
            numbers.add(normalise_document(document))
    stated = None
    with suppress(RowError):
        stated = read_born(born, on=on)
    return _Asked(texts, frozenset(name_key(text) for text in texts) - {""}, frozenset(numbers), stated)


def _sharing(asked: _Asked) -> Iterator[Person]:
    """Persons on a list who share a name key or a document number with the question."""
    ids = _ids(_BY_NAME, asked.keys, 20 * MOST_CANDIDATES) | _ids(_BY_NUMBER, asked.numbers, MOST_CANDIDATES)
    if ids:  # of most who are asked about nothing is known
        listed = Person.objects.on_a_list().filter(pk__in=ids)
        yield from listed.prefetch_related("names", "births", "documents")


def _ids(question: str, keys: frozenset[str], most: int) -> set[str]:
    """Whom these keys lead to. Asked for every subject a partner names, hence the statements made once."""
    if not keys:
        return set()
    marks = ", ".join(["%s"] * len(keys))
    return {person for (person,) in select(f"{question} ({marks}) ORDER BY 1 LIMIT {most}", *sorted(keys))}


_LISTED = "SELECT DISTINCT person.id FROM persons_person person JOIN"
_BY_NAME = (
    f"{_LISTED} persons_personname name ON name.person_id = person.id "
    "WHERE person.removed_at IS NULL AND name.key IN"
)
_BY_NUMBER = (
    f"{_LISTED} persons_persondocument document ON document.person_id = person.id "
    "WHERE person.removed_at IS NULL AND document.key IN"
)


def _candidate(person: Person, asked: _Asked) -> Candidate:
    said = [*_by_document(person, asked), *_by_name(person, asked), *_by_birth(person, asked)]
    reasons = tuple(dict.fromkeys(reason for reason in said if reason not in AGAINST))
    against = tuple(dict.fromkeys(reason for reason in said if reason in AGAINST))
    band = _band(frozenset(reasons), frozenset(against))
    return Candidate(person.pk, person.source, person.list_ref, band, reasons, against)


def _by_document(person: Person, asked: _Asked) -> Iterator[str]:
    if any(document.key in asked.numbers for document in person.documents.all()):
        yield "document-same"


def _by_name(person: Person, asked: _Asked) -> Iterator[str]:
    """The reasons of the best name only: an alias matters when the main name does not match."""
    shared = [name for name in person.names.all() if name.key in asked.keys]
    main = [name for name in shared if name.sort not in OF_ALIAS]
    for name in main or shared:
        yield "name-exact" if name.text in asked.texts else "name-folded"
        if not main:
            yield OF_ALIAS[name.sort]


def _by_birth(person: Person, asked: _Asked) -> Iterator[str]:
    """The best agreement of all births stated: lists state several when they do not know."""
    births = [Born(birth.edtf, birth.first_year, birth.last_year) for birth in person.births.all()]
    if asked.born is None or not births:
        yield "born-unknown"
        return
    found = {f"born-{agreement(birth, asked.born)}" for birth in births}
    best = ("born-same-day", "born-same-years", "born-other-day", "born-other-years")
    yield next(reason for reason in best if reason in found)


def _band(reasons: frozenset[str], against: frozenset[str]) -> str:
    if "document-same" in reasons:
        return "strong"
    if against & SPEAKS_CLEARLY_AGAINST:
        return "weak"
    if "born-same-day" in reasons:
        return "possible" if "name-weak-alias" in reasons else "strong"
    return "weak" if "name-weak-alias" in reasons else "possible"


def _strength(candidate: Candidate) -> tuple[int, int, str]:
    return BANDS.index(candidate.band), -len(candidate.reasons), str(candidate.person)

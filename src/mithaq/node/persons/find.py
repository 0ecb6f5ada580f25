"""Who in the register may be meant: found by name, in whatever script or spelling, and by document.

The answer is candidates for an officer to look at, the likeliest first. Each carries its resemblance: the
reasons whose points add up to it, codes of the list `match-reasons`, and the band, of `match-bands`. Nothing
is decided here, nationality never speaks against anybody, and no candidate does not mean "not wanted".
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from mithaq.node.persons import described, leads
from mithaq.node.persons.born import read_born
from mithaq.node.persons.errors import RowError
from mithaq.node.persons.leads import Asked
from mithaq.node.persons.models import Person, PersonQuerySet
from mithaq.node.safeguards.text import clean
from mithaq.pact import names as matcher
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.normalise import name_key

if TYPE_CHECKING:
    from mithaq.pact.names import Description, Reason, Resemblance

MOST_CANDIDATES = 50
# The least score of each band, in hundredths of a nat, as the matcher has them (`pact.names.compare`).
LEAST = {"likely": 220, "possible": 0, "weak": -220, "unlikely": None}
BANDS = tuple(LEAST)
# One to nine, among pairs like those learned from (the same place). Below it nobody is shown but who bears
# the very name or number: what an exact look-up finds is never kept back.
SHOWN = "weak"
# A list that gives an alias as weak says itself that nobody is known by it alone: the very same one makes
# nobody likely. Source: the consolidated list of the United Nations, aliases of low quality.
WEAK_ALIAS = "name-weak-alias", -450


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the register who may be meant, and what speaks for and against it.

    `others` counts the further candidates of the same band: how many more bear a name this close.
    """

    person: uuid.UUID
    source: str
    list_ref: str
    resemblance: Resemblance
    others: int = 0

    @property
    def band(self) -> str:
        return self.resemblance.band

    @property
    def reasons(self) -> tuple[str, ...]:
        """Codes of what speaks for it, names first, each once."""
        return tuple(
            dict.fromkeys(reason.code for reason in self.resemblance.reasons if reason.speaks == "for")
        )

    @property
    def against(self) -> tuple[str, ...]:
        """Codes of what speaks against it, the heaviest first, each once."""
        return tuple(dict.fromkeys(reason.code for reason in self.resemblance.against))


def look_up(
    *,
    names: Iterable[str] = (),
    born: str = "",
    documents: Iterable[str] = (),
    sex: str = "",
    country: str = "",
    on: date,
    at_least: str = SHOWN,
    among: PersonQuerySet | None = None,
) -> list[Candidate]:
    """Persons on a list who may have one of the names or documents, the likeliest first.

    Shape: at most 50, each once; empty if nothing was asked for. `born` is EDTF or day first;
    what cannot be read as a time of birth is left out of account. `on` is today. `at_least` is a band:
    who is below it is left out, but for bearers of the very name or number. `country` is that of the
    documents; `among` narrows the records looked at, for instance to one list.
    """
    asked = replace(_asked(names, born, documents, sex, on), country=country)
    persons = leads.persons(asked, least=LEAST[at_least], among=among)
    if not persons:
        return []
    ours, wanted = _described(asked), BANDS.index(at_least)
    found = [Candidate(each.pk, each.source, each.list_ref, _resembling(ours, each)) for each in persons]
    shown = [
        each
        for each, person in zip(found, persons, strict=True)
        if BANDS.index(each.band) <= wanted or _is_the_same(asked, person)
    ]
    many = Counter(each.band for each in shown)
    best = sorted(shown, key=lambda each: (-each.resemblance.score, str(each.person)))
    return [replace(each, others=many[each.band] - 1) for each in best[:MOST_CANDIDATES]]


def _asked(names: Iterable[str], born: str, documents: Iterable[str], sex: str, on: date) -> Asked:
    texts = sorted({" ".join(clean(name).text.split()) for name in names} - {""})
    numbers = set()
    for document in documents:
        with suppress(DocumentNotUnderstood):
            numbers.add(normalise_document(document))
    stated = None
    with suppress(RowError):
        stated = read_born(born, on=on)
    keyed = {text: key for text in texts if (key := name_key(text))}
    return Asked(
        tuple(keyed), frozenset(keyed.values()), frozenset(numbers), stated, described.SEXES.get(sex, "")
    )


def _described(asked: Asked) -> Description:
    return matcher.Description(
        names=asked.texts,
        born=asked.born.edtf if asked.born else "",
        sex=asked.sex,
        documents=tuple(matcher.Document(number, asked.country) for number in sorted(asked.numbers)),
    )


def _is_the_same(asked: Asked, person: Person) -> bool:
    return any(name.key in asked.keys for name in person.names.all()) or any(
        document.key in asked.numbers for document in person.documents.all()
    )


def _resembling(asked: Description, person: Person) -> Resemblance:
    """How far this person is the one asked about; a weak alias counts if no other name does better."""
    told = _description(person, asked.born)
    weak = tuple(name.text for name in person.names.all() if name.sort == "weak")
    names = tuple(name.text for name in person.names.all() if name.sort != "weak")
    said = [matcher.resemble(asked, replace(told, names=names))] if names or not weak else []
    if weak:
        by_alias = matcher.resemble(asked, replace(told, names=weak))
        said.append(_with(by_alias, matcher.Reason(*WEAK_ALIAS)) if by_alias.names else by_alias)
    return max(said, key=lambda one: one.score)


def _with(said: Resemblance, reason: Reason) -> Resemblance:
    return replace(said, score=said.score + reason.points, reasons=(*said.reasons, reason))


def _description(person: Person, asked_born: str) -> Description:
    """What the list says of a person. It may state several births, when it does not know: the best counts."""
    births = [birth.edtf for birth in person.births.all()]
    return matcher.Description(
        names=(),
        born=max(births, key=lambda born: (leads.agreeing(born, asked_born), born), default=""),
        sex=described.SEXES.get(person.sex, ""),
        documents=described.documents(person),
        nationalities=frozenset(person.nationalities),
    )

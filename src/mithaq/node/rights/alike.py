"""Alike: which matters, and which records of the register, name somebody like a person.

A matter that has ended is looked into like any other: what it said is still held (`named`). Matters have no
index of whom they name: each that says anything in confidence is read anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from mithaq.node.persons.find import BANDS, SHOWN, look_up
from mithaq.node.rights.keep import Person
from mithaq.node.rights.named import named
from mithaq.pact import names as matcher
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.normalise import name_key

if TYPE_CHECKING:
    from mithaq.pact.names import Description


def in_matters(person: Person, matters: Iterable[str]) -> dict[str, str]:
    """Those of the matters that name somebody like this person, each with its closest band."""
    asked = _description(person)
    keys = {name_key(name) for name in person.names} - {""}
    bands = ((matter, _closest(matter, asked, keys)) for matter in matters)
    return {matter: band for matter, band in bands if band}


def in_register(person: Person, now: datetime) -> dict[UUID, str]:
    """The records that name somebody like this person, each with its band."""
    documents = [person.document] if person.document else []
    found = look_up(names=person.names, born=person.born, documents=documents, on=now.date())
    return {each.person: each.band for each in found}


def _closest(matter: str, asked: Description, keys: set[str]) -> str:
    """The closest band of whom a matter names; "" if nobody is close enough."""
    numbers = {each.number for each in asked.documents}
    bands = []
    for told in named(matter):
        # What bears a number and no name resembles nobody: a number alone tells only who has the same.
        same_number = numbers & {each.number for each in told.documents}
        band = matcher.resemble(asked, told).band if told.names or same_number else BANDS[-1]
        same = same_number or keys & {name_key(name) for name in told.names}
        if BANDS.index(band) <= BANDS.index(SHOWN):
            bands.append(band)
        elif same:  # the very name is never kept back, nor the very document
            bands.append(SHOWN)
    return min(bands, key=BANDS.index, default="")


def _description(person: Person) -> Description:
    said = matcher.Description(tuple(person.names), born=person.born)
    with suppress(DocumentNotUnderstood):
        if person.document:
            said = replace(said, documents=(matcher.Document(normalise_document(person.document)),))
    return said

"""Look: in which matters, and in which records of the register, is who asked named?

The search is written into the house log first, with its purpose: the request. What comes back are
references, kinds and bands; what a matter says stays closed to whoever keeps the register. Whether a matter
does concern the person is confirmed by an officer in charge of it.

A matter that has ended is looked into like any other: what it said is still held (`named`).

Known hole: matters have no index of whom they name. Every matter that says anything in confidence is read
anew, a few thousandths of a second each; drafts and attached files are not looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction

from mithaq.node.ledger.models import BodyKey, EntryRow, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.visible import openable_matters, reads_content, sees
from mithaq.node.persons.find import BANDS, SHOWN, look_up
from mithaq.node.persons.models import Person as Record
from mithaq.node.rights.errors import NotInCharge, UnknownRequest
from mithaq.node.rights.keep import KEEP, RIGHTS, Person, hold, person_of
from mithaq.node.rights.models import Concern, SubjectRequest
from mithaq.node.rights.named import named
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.reading import reading
from mithaq.pact import names as matcher
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.normalise import name_key

if TYPE_CHECKING:
    from mithaq.pact.names import Description

SEARCHED = "rights.searched"


@dataclass(frozen=True, slots=True)
class Found:
    """What may concern a person, as its page shows it: by reference, kind and band; no title."""

    concern: Concern
    matter: Matter | None = None
    record: Record | None = None
    officers: tuple[Officer, ...] = ()  # who may be in charge of it, where that is asked
    key: UUID = field(default_factory=uuid4)  # of the form that records what was confirmed

    @property
    def may_be_erased(self) -> bool:
        """Whether it is a matter that concerns the person."""
        return self.matter is not None and self.concern.said == Concern.CONCERNS


def look(officer: Officer, row: SubjectRequest, *, now: datetime) -> int:
    """Look for who asked, and keep what was found; how much that is.

    What was confirmed before stays. Raises: NotYours, ReadNotRecorded, AnsweredAlready, DecisionWaits.
    """
    check_may_take(officer, RIGHTS, KEEP)
    person = person_of(row)
    if person is None:
        raise UnknownRequest(reference=row.reference)
    facts = {"reference": row.reference, "right": row.sort}
    with reading(SEARCHED, officer, facts, also_writes=True):
        matters, records = dict(_matters(person)), dict(_records(person, now))
        with transaction.atomic():
            held = hold(row)
            _keep(held, matters, records, now)
            SubjectRequest.objects.filter(pk=held.pk).update(looked_at=now)
    return len(matters) + len(records)


def found(row: SubjectRequest, *, asks: Officer | None = None) -> list[Found]:
    """What was found for a request, the closest first; with `asks`, whom this officer may ask about each."""
    rows = list(row.concerns.select_related("said_with"))
    matters = Matter.objects.in_bulk({each.matter for each in rows} - {""})
    records = Record.objects.in_bulk({each.record for each in rows} - {None})
    others = _in_charge(asks, matters) if asks and rows else {}
    shown = [
        Found(each, matters.get(each.matter), records.get(each.record), tuple(others.get(each.matter, ())))
        for each in rows
    ]
    return sorted(shown, key=lambda each: (BANDS.index(each.concern.band), each.concern.pk))


@transaction.atomic
def say(officer: Officer, concern: Concern, said: str, *, with_: Officer, now: datetime) -> None:
    """Record what an officer in charge of a matter confirmed: that it concerns the person, or somebody else.

    Raises: NotYours, NotInCharge, AnsweredAlready, DecisionWaits.
    """
    check_may_take(officer, RIGHTS, KEEP)
    assert said in dict(Concern.SAID)
    held = hold(concern.request)
    if with_.pk == officer.pk or not _is_in_charge(with_, concern):
        raise NotInCharge
    Concern.objects.filter(pk=concern.pk).update(said=said, said_with=with_, said_at=now)
    facts = {"reference": held.reference, "who": with_.reference}
    concerns = said == Concern.CONCERNS
    note("rights.concern-said", officer=officer, matter=concern.matter, concerns=concerns, **facts)


def _in_charge(asks: Officer, matters: Iterable[str]) -> dict[str, list[Officer]]:
    """Who sees each of these matters and is not whoever asks; under "" who may speak for a record."""
    others: dict[str, list[Officer]] = {}
    active = Officer.objects.filter(is_active=True).exclude(pk=asks.pk)
    for officer in active.order_by("family_name", "given_name", "pk"):
        if not reads_content(officer):
            continue
        seen = Matter.objects.filter(openable_matters(officer), pk__in=list(matters))
        for matter in ("", *seen.order_by().values_list("pk", flat=True)):
            others.setdefault(matter, []).append(officer)
    return others


def _is_in_charge(officer: Officer, concern: Concern) -> bool:
    if not concern.matter:
        return reads_content(officer)
    kind = Matter.objects.filter(pk=concern.matter).values_list("kind", flat=True).first()
    return kind is not None and officer.is_active and sees(officer, concern.matter, kind)


def _matters(person: Person) -> Iterator[tuple[str, str]]:
    """The matters that name somebody like this person, each with its closest band."""
    asked = _description(person)
    keys = {name_key(name) for name in person.names} - {""}
    confidential = EntryRow.objects.filter(entry__in=BodyKey.objects.values("entry")).values("matter")
    for matter in Matter.objects.filter(pk__in=confidential).order_by("pk").values_list("pk", flat=True):
        if band := _closest(matter, asked, keys):
            yield matter, band


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


def _records(person: Person, now: datetime) -> Iterator[tuple[UUID, str]]:
    documents = [person.document] if person.document else []
    for each in look_up(names=person.names, born=person.born, documents=documents, on=now.date()):
        yield each.person, each.band


def _description(person: Person) -> Description:
    said = matcher.Description(tuple(person.names), born=person.born)
    with suppress(DocumentNotUnderstood):
        if person.document:
            said = replace(said, documents=(matcher.Document(normalise_document(person.document)),))
    return said


def _keep(row: SubjectRequest, matters: dict[str, str], records: dict[UUID, str], now: datetime) -> None:
    there = {(each.matter, each.record): each for each in row.concerns.all()}
    wanted: dict[tuple[str, UUID | None], str] = {(matter, None): band for matter, band in matters.items()}
    wanted |= {("", record): band for record, band in records.items()}
    gone = [each.pk for key, each in there.items() if key not in wanted and not each.said]
    row.concerns.filter(pk__in=gone).delete()
    Concern.objects.bulk_create(_fresh(row, wanted, there, now))
    for key, each in there.items():
        if key in wanted and each.band != wanted[key]:
            Concern.objects.filter(pk=each.pk).update(band=wanted[key])


def _fresh(
    row: SubjectRequest,
    wanted: dict[tuple[str, UUID | None], str],
    there: Iterable[tuple[str, UUID | None]],
    now: datetime,
) -> list[Concern]:
    new = [key for key in wanted if key not in set(there)]
    return [
        Concern(request=row, matter=matter, record=record, band=wanted[matter, record], found_at=now)
        for matter, record in new
    ]

"""Likenesses as pages show them: the two sides beside each other, for whoever may see both.

A record of the register is seen by whoever searches it; a person sought by whoever sees the matter, and for
everybody else the pair is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from mithaq.node.ledger import find, readings
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.persons.models import Likeness, Person, PersonBirth, PersonDocument, Verdict
from mithaq.pact.rules.reading import Subject

PAGE = 25
WORTH_A_LOOK = "worth-a-look"  # in place of a band: the likely ones, and of whoever is sought every trace
BEYOND = re.compile(r"(-?[0-9]{1,9})_([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair, as it stands in a list or in a matter. Personal."""

    names: tuple[str, ...]
    births: tuple[PersonBirth, ...] = ()
    documents: tuple[PersonDocument, ...] = ()
    identifier: str = ""
    person: Person | None = None
    matter: Matter | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A pair with its two sides, and what was decided, the latest first, each with the officer's name."""

    likeness: Likeness
    sides: tuple[Side, Side]
    verdicts: tuple[tuple[Verdict, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of pairs is asked for, if not empty. `beyond` is the `next` of the page before."""

    state: str = ""
    band: str = ""
    to: str = ""  # `records` or `sought`
    source: str = ""
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of pairs, the strongest first; `next` is empty on the last."""

    pairs: tuple[Shown, ...]
    next: str = ""


def page(officer: Officer, asked: Asked) -> Page:
    """The pairs this officer may see, as asked."""
    found = chosen(visible(officer), asked)
    if place := BEYOND.fullmatch(asked.beyond):
        score, number = map(int, place.groups())
        found = found.filter(Q(score__lt=score) | Q(score=score, pk__gt=number))
    rows = list(found.order_by("-score", "pk")[: PAGE + 1])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(tuple(shown(rows[:PAGE])), f"{last.score}_{last.pk}" if last else "")


def chosen(pairs: QuerySet[Likeness], asked: Asked) -> QuerySet[Likeness]:
    """Of these pairs the ones that are asked for, on every page."""
    if asked.state:
        pairs = pairs.filter(state=asked.state)
    if asked.band == WORTH_A_LOOK:
        pairs = pairs.filter(Q(band="likely") | ~Q(matter=""))
    elif asked.band:
        pairs = pairs.filter(band=asked.band)
    if asked.to:
        pairs = pairs.filter(matter="") if asked.to == "records" else pairs.exclude(matter="")
    if asked.source:
        pairs = pairs.filter(Q(person__source=asked.source) | Q(other__source=asked.source))
    return pairs


def visible(officer: Officer) -> QuerySet[Likeness]:
    """The pairs whose two sides this officer may see, as long as both are on a list."""
    seen = find.visible(officer).values("pk")
    on_lists = Likeness.objects.filter(person__removed_at=None, other__removed_at=None)
    return on_lists.filter(Q(matter="") | Q(matter__in=seen))


def shown(rows: Sequence[Likeness]) -> list[Shown]:
    """These pairs with their sides and decisions, read together."""
    ids = {each for row in rows for each in (row.person_id, row.other_id) if each}
    read = Person.objects.filter(pk__in=ids).prefetch_related("names", "births", "documents")
    records = {person.pk: _record(person) for person in read}
    matters = Matter.objects.in_bulk({row.matter for row in rows} - {""})
    subjects = {matter: readings.read(matter).subjects for matter in matters}
    verdicts = _verdicts(rows)
    return [
        Shown(
            row,
            (
                records[row.person_id],
                records[row.other_id] if row.other_id else _sought(row, matters, subjects),
            ),
            tuple(verdicts.get(row.pk, ())),
        )
        for row in rows
    ]


def sources() -> list[str]:
    """The lists there are."""
    return list(Person.objects.on_a_list().order_by("source").values_list("source", flat=True).distinct())


def _record(person: Person) -> Side:
    return Side(
        names=tuple(name.text for name in person.names.all()),
        births=tuple(person.births.all()),
        documents=tuple(person.documents.all()),
        person=person,
    )


def _sought(row: Likeness, matters: dict[str, Matter], subjects: dict[str, tuple[Subject, ...]]) -> Side:
    named = subjects.get(row.matter, ())
    subject = named[row.row] if row.row < len(named) else Subject("person")
    births = (PersonBirth(edtf=subject.born),) if subject.born else ()
    return Side(subject.names, births, identifier=subject.identifier, matter=matters.get(row.matter))


def _verdicts(rows: Iterable[Likeness]) -> dict[int, list[tuple[Verdict, str]]]:
    made = list(Verdict.objects.filter(likeness__in=[row.pk for row in rows]).order_by("-pk"))
    officers = Officer.objects.filter(reference__in={each.officer for each in made})
    names = {officer.reference: officer.get_full_name() for officer in officers}
    found: dict[int, list[tuple[Verdict, str]]] = {}
    for each in made:
        found.setdefault(each.likeness_id, []).append((each, names.get(each.officer, "")))
    return found

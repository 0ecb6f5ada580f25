"""Likenesses: what a comparison found, for officers to look at, and what they decided.

A pair stands once, however often it is found. As long as nobody has decided it follows the records: found
otherwise after one of them changed, it says so, and found no more it goes. A decision stays, but for one:
that two records are not the same person was said of what they said then, and is asked again when one of them
changes. Whoever is sought no more is named by no pair.

Two records that are the same person are linked and never merged: each stays what its list says, and the link
can be taken back. Why something was decided stands with the pair, and goes with either record.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from mithaq.node.ledger.kept import Projected, when_projected
from mithaq.node.persons import described
from mithaq.node.persons.errors import AlreadyDecided
from mithaq.node.persons.models import LIKENESS_STATES, Comparison, Likeness, Person, Verdict
from mithaq.node.safeguards.house import Actor, note
from mithaq.node.statements import select

if TYPE_CHECKING:
    from mithaq.pact.names.bulk import Likeness as Found

# What a pair that is found again may say otherwise.
FOUND = ["found_by", "entry", "row", "score", "band", "reasons", "against", "content", "state"]
DECIDED = {
    "same": "persons.likeness-linked",
    "different": "persons.likeness-told-apart",
    "open": "persons.likeness-taken-back",
}


@dataclass(frozen=True, slots=True)
class _Sides:
    """A record, and another one or a subject of a matter: the same whichever of the two was found first."""

    person: UUID
    other: UUID | None = None
    matter: str = ""
    entry: str = ""
    row: int = 0

    @property
    def key(self) -> tuple[UUID, UUID | None, str]:
        return self.person, self.other, self.matter


def keep(run: Comparison, ids: Sequence[str], found: Iterable[Found]) -> int:
    """Keep what a run found for these rows, in the caller's transaction; how many pairs are new."""
    pairs = dict(_strongest(run.way, found))
    contents = _contents(pairs)
    sought = {
        each.id for matter in {sides.matter for sides in pairs} - {""} for each in described.sought_in(matter)
    }
    known = {(each.person_id, each.other_id, each.matter): each for each in _known(pairs)}
    fresh, again = [], []
    for sides, pair in pairs.items():
        if not _still_there(sides, contents, sought):
            continue
        content = _digest(sides, contents)
        if sides.key in known:
            again.append(_found_again(known[sides.key], run, _said(sides, pair), content))
        else:
            fresh.append(Likeness(found_by=run, content=content, **_said(sides, pair)))
    Likeness.objects.bulk_create(fresh)
    Likeness.objects.bulk_update(again, FOUND)
    _forget_what_is_found_no_more(run, ids)
    return len(fresh)


def decide(likeness: int, state: str, *, seen: str, why: str, officer: Actor, now: datetime) -> None:
    """Write down what an officer decided of a pair that stood at `seen` when they looked at it.

    Raises: AlreadyDecided, if somebody else has decided meanwhile.
    """
    assert state in dict(LIKENESS_STATES)
    with transaction.atomic():
        current = Likeness.objects.select_for_update().get(pk=likeness)
        if current.state != seen or state == seen:
            raise AlreadyDecided(state=current.state)
        current.state = state
        current.save(update_fields=["state"])
        Verdict.objects.create(likeness=current, state=state, officer=officer.reference, at=now, why=why)
        note(DECIDED[state], officer=officer, matter=current.matter, reason=why, likeness=str(likeness))


@when_projected
def forget_who_is_sought_no_more(projected: Projected) -> None:
    """A pair names a person sought for as long as our search runs, and the entry is there that names them."""
    there = select(_NAMED, projected.matter)
    if not there:  # of nearly every matter
        return
    sought = {each.entry for each in projected.reading.subjects if described.is_sought(each)}
    for (entry,) in there:
        if entry not in sought:
            Likeness.objects.filter(matter=projected.matter, entry=entry).delete()


_NAMED = "SELECT DISTINCT entry FROM persons_likeness WHERE matter = %s"


def _strongest(way: str, found: Iterable[Found]) -> Iterator[tuple[_Sides, Found]]:
    """The best of what was found of each two, since one person may be sought under several names."""
    best: dict[tuple[UUID, UUID | None, str], tuple[_Sides, Found]] = {}
    for pair in sorted(found, key=lambda pair: (-pair.score, pair.id, pair.other)):
        sides = _sides(way, pair)
        best.setdefault(sides.key, (sides, pair))
    yield from best.values()


def _sides(way: str, pair: Found) -> _Sides:
    if way == "duplicates":
        one, other = sorted((UUID(pair.id), UUID(pair.other)))
        return _Sides(one, other)
    record, sought = (pair.other, pair.id) if way == "sought" else (pair.id, pair.other)
    matter, entry, number = sought.split(":")
    return _Sides(UUID(record), None, matter, entry, int(number))


def _contents(pairs: Iterable[_Sides]) -> dict[UUID, str]:
    """What the records of these pairs say now, as a digest; of those that are still on a list."""
    ids = {each for sides in pairs for each in (sides.person, sides.other) if each}
    return dict(Person.objects.on_a_list().filter(pk__in=ids).values_list("pk", "content"))


def _known(pairs: Iterable[_Sides]) -> Iterable[Likeness]:
    return Likeness.objects.filter(person__in={sides.person for sides in pairs}).select_for_update()


def _still_there(sides: _Sides, contents: dict[UUID, str], sought: set[str]) -> bool:
    if sides.person not in contents:
        return False
    if sides.other:
        return sides.other in contents
    return f"{sides.matter}:{sides.entry}:{sides.row}" in sought


def _digest(sides: _Sides, contents: dict[UUID, str]) -> str:
    other = contents[sides.other] if sides.other else f"{sides.entry}:{sides.row}"
    return hashlib.sha256(f"{contents[sides.person]} {other}".encode()).hexdigest()


def _said(sides: _Sides, pair: Found) -> dict[str, Any]:
    return {
        "person_id": sides.person, "other_id": sides.other,
        "matter": sides.matter, "entry": sides.entry, "row": sides.row,
        "score": pair.score, "band": pair.band, "reasons": list(pair.reasons), "against": list(pair.against),
    }  # fmt: skip


def _found_again(known: Likeness, run: Comparison, said: dict[str, Any], content: str) -> Likeness:
    """The same pair, as its records now are; seen from either side, the side that says more counts."""
    known.found_by = run
    changed = known.content != content
    if changed or said["score"] > known.score:
        for name, value in {**said, "content": content}.items():
            setattr(known, name, value)
    if changed and known.state == "different":
        known.state = "open"
        note("persons.likeness-reopened", officer=None, matter=known.matter, likeness=str(known.pk))
    return known


def _forget_what_is_found_no_more(run: Comparison, ids: Sequence[str]) -> None:
    if run.way == "sought":
        return  # what a matter says of a subject never changes
    records = [UUID(each) for each in ids]
    of_records = Q(person__in=records) | Q(other__in=records)
    with_records = Q(other=None) if run.way == "records" else ~Q(other=None)
    Likeness.objects.filter(of_records, with_records, state="open").exclude(found_by=run).delete()

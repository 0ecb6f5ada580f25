"""Look: in which matters, and in which records of the register, is who asked named?

The search is written into the house log first, with its purpose: the request. What comes back are
references, kinds and bands; what a matter says stays closed to whoever keeps the register. Whether a matter
does concern the person is confirmed by an officer in charge of it.

Every matter that says anything in confidence is read anew (`alike`), slice by slice, each in one transaction
with the place it was read to: killed at any point, a search goes on from there. Few are finished in the
request that begins it; the rest is for the worker. Nothing is decided while it lasts.

Known hole: drafts and attached files are not looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from mithaq.node.ledger.models import BodyKey, EntryRow, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.visible import openable_matters, reads_content, sees
from mithaq.node.persons.find import BANDS
from mithaq.node.persons.models import Person as Record
from mithaq.node.rights.alike import in_matters, in_register
from mithaq.node.rights.errors import NotInCharge, UnknownRequest
from mithaq.node.rights.keep import KEEP, RIGHTS, hold, person_of
from mithaq.node.rights.models import Concern, SubjectRequest
from mithaq.node.rights.states import OWED
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.reading import reading

SEARCHED = "rights.searched"
SLICE = 200  # matters
AT_ONCE = 10  # slices, a few seconds
Place = tuple[str, UUID | None]
"""A matter by its id, or ("") a record of the register."""
Bands = Mapping[Place, str]


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
    """Begin to look for who asked, or go on with it; how much was found so far.

    What was confirmed before stays. Raises: NotYours, ReadNotRecorded, UnknownRequest, AnsweredAlready,
    WithdrawnAlready, DecisionWaits.
    """
    check_may_take(officer, RIGHTS, KEEP)
    person = person_of(row)
    if person is None:
        raise UnknownRequest(reference=row.reference)
    facts = {"reference": row.reference, "right": row.sort}
    with reading(SEARCHED, officer, facts, also_writes=True):
        with transaction.atomic():
            held = hold(row)
            if held.looking_since is None:
                records: Bands = {("", record): band for record, band in in_register(person, now).items()}
                _keep(held, records, now, over=held.concerns.filter(matter=""))
                held.looking_since, held.looked_to, held.looked_at = now, "", None
                held.save(update_fields=["looking_since", "looked_to", "looked_at"])
        go_on(held, now=now, slices=AT_ONCE)
    return row.concerns.exclude(said=Concern.ANOTHER).count()


def go_on(row: SubjectRequest, *, now: datetime, slices: int) -> bool:
    """Take a search up where it ended, for so many slices; whether it lasts."""
    person = person_of(row)
    while slices and person is not None and row.looking_since is not None:
        matters = list(confidential().filter(pk__gt=row.looked_to).values_list("pk", flat=True)[:SLICE])
        if not _kept(row, matters, in_matters(person, matters), now):
            break  # another process has taken it up
        slices -= 1
    return row.looking_since is not None


def anything_waits() -> bool:
    """Whether a search is to be taken up: asked each second, so an idle node leaves its disk alone."""
    return _lasting().exists()


def go_on_oldest(now: datetime) -> bool:
    """For the worker: a slice of the search that has lasted longest; whether there is more to do."""
    row = _lasting().order_by("looking_since", "pk").first()
    if row is not None:
        go_on(row, now=now, slices=1)
    return row is not None


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
    return kind is not None and sees(officer, concern.matter, kind)


def confidential() -> QuerySet[Matter]:
    """The matters that say anything in confidence, in the order of their ids."""
    entries = EntryRow.objects.filter(matter=OuterRef(OuterRef("pk"))).values("entry")
    return Matter.objects.filter(Exists(BodyKey.objects.filter(entry__in=entries))).order_by("pk")


def _lasting() -> QuerySet[SubjectRequest]:
    return SubjectRequest.objects.filter(OWED, looking_since__isnull=False)


def _kept(row: SubjectRequest, matters: list[str], bands: dict[str, str], now: datetime) -> bool:
    """Keep what a slice found, and the place it was read to; False if another process did it first, or
    the request is over.
    """
    with transaction.atomic():
        current = SubjectRequest.objects.select_for_update().get(pk=row.pk)
        at, done = (row.looking_since, row.looked_to), (current.looking_since, current.looked_to)
        if at != done or not current.is_open:
            return False
        is_last = len(matters) < SLICE
        until = {} if is_last else {"matter__lte": matters[-1]}
        over = row.concerns.filter(record=None, matter__gt=row.looked_to, **until)
        _keep(current, {(matter, None): band for matter, band in bands.items()}, now, over=over)
        row.looked_to = "" if is_last else matters[-1]
        row.looking_since, row.looked_at = (None, now) if is_last else (row.looking_since, None)
        row.save(update_fields=["looking_since", "looked_to", "looked_at"])
    return True


def _keep(row: SubjectRequest, wanted: Bands, now: datetime, *, over: QuerySet[Concern]) -> None:
    """What was found in one part of what is looked into; `over` is what had been found in it before.

    What was confirmed stays, though it is found no more.
    """
    there = {(each.matter, each.record): each for each in over}
    gone = [each.pk for place, each in there.items() if place not in wanted and not each.said]
    row.concerns.filter(pk__in=gone).delete()
    fresh = [place for place in wanted if place not in there]
    Concern.objects.bulk_create(
        Concern(request=row, matter=matter, record=record, band=wanted[matter, record], found_at=now)
        for matter, record in fresh
    )
    for place, each in there.items():
        if place in wanted and each.band != wanted[place]:
            Concern.objects.filter(pk=each.pk).update(band=wanted[place])

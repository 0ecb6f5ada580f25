"""Keep: the register of what persons ask about their own data. It never leaves the node.

The data protection officer enters, looks (`look`), extends once and records the answer; what is decided takes
two (`decide`). Who asks and what they write is locked (`ledger.ours`); the house log knows a request by its
reference and codes alone. An entry made by mistake is withdrawn before anything is decided. Three years after
the answer, or after that, as long as reasons are kept, the key is destroyed.

Source: Directive (EU) 2016/680, articles 12 to 17; Regulation (EU) 2018/1862, articles 59(7) and 62.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from mithaq.node.ledger import ours
from mithaq.node.officers.errors import NotYours
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, may_take
from mithaq.node.rights.errors import (
    AnsweredAlready,
    DecisionDecided,
    DecisionWaits,
    ExtendedAlready,
    NotDecided,
    UnknownRequest,
    WithdrawnAlready,
)
from mithaq.node.rights.models import Concern, Decision, SubjectRequest
from mithaq.node.rights.states import OWED
from mithaq.node.rights.terms import due_on
from mithaq.node.safeguards.house import REASONS_KEPT_FOR, note

RIGHTS, KEEP, CONFIRM = "rights", "keep", "confirm"  # in `permission.AT_HOME`
ACTS = frozenset({(RIGHTS, KEEP), (RIGHTS, CONFIRM)})
MARK, NOT_SHOWN = "RGT", "not-shown"
TRIES = 5  # two who enter at once take two numbers


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks and what they write. Personal: it is opened for the page of the request and its letter."""

    names: tuple[str, ...] = field(default=(), repr=False)
    born: str = field(default="", repr=False)
    document: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is, in codes and days."""

    sort: str
    way: str
    identity: str
    language: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How the register stands for an officer: in counts."""

    open: int = 0
    late: int = 0
    to_confirm: int = 0


def enter(officer: Officer, asked: Asked, person: Person, *, now: datetime) -> SubjectRequest:
    """Enter a request as it came; it has a reference of its own from now on. Raises: NotYours."""
    check_may_take(officer, RIGHTS, KEEP)
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return _entered(officer, asked, person, now)
        except IntegrityError:
            continue
    raise RuntimeError("no number was free")


def _entered(officer: Officer, asked: Asked, person: Person, now: datetime) -> SubjectRequest:
    taken = SubjectRequest.objects.filter(year=now.year).aggregate(last=Max("number"))["last"] or 0
    row = SubjectRequest(
        reference=f"{settings.AUTHORITY}-{MARK}-{now.year}-{taken + 1:05d}",
        year=now.year,
        number=taken + 1,
        due_on=due_on(asked.received_on),
        entered_by=officer,
        entered_at=now,
        **asdict(asked),
    )
    key = ours.make_key(row.id)
    row.content = ours.lock(key, row.id, json.dumps(asdict(person), ensure_ascii=False).encode())
    row.save(force_insert=True)
    note("rights.heard", officer=officer, reference=row.reference, right=row.sort)
    return row


def may_keep(officer: Officer) -> bool:
    """Whether this officer keeps the register."""
    return may_take(officer, RIGHTS, KEEP)


def readable(officer: Officer) -> QuerySet[SubjectRequest]:
    """Every request for whoever keeps the register; for whoever confirms, those with something to confirm.

    Raises: NotYours.
    """
    if may_keep(officer):
        return SubjectRequest.objects.all()
    if not may_take(officer, RIGHTS, CONFIRM):
        raise NotYours(kind=RIGHTS, step=KEEP)
    of_it = Decision.objects.filter(Q(state="") | Q(decided_by=officer), request=OuterRef("pk"))
    return SubjectRequest.objects.filter(Exists(of_it))


def find(reference: str, officer: Officer) -> SubjectRequest:
    """The request of this reference. Raises: NotYours, UnknownRequest."""
    rows = readable(officer)
    found = rows.filter(reference=reference).first() if reference.isprintable() else None
    if found is None:
        raise UnknownRequest(reference=reference[:80])
    return found


def standing(officer: Officer, may: Collection[tuple[str, str]], *, today: date) -> Standing:
    """What the desk says of the register to an officer who may take these of `ACTS`: what is open and late to
    its keeper, what waits for a second to whoever confirms.
    """
    counted = Standing()
    if (RIGHTS, KEEP) in may:
        rows = SubjectRequest.objects.filter(OWED)
        counted = Standing(**rows.aggregate(open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today))))
    if (RIGHTS, CONFIRM) in may:
        waiting = Decision.objects.filter(state="").exclude(prepared_by=officer).count()
        counted = Standing(counted.open, counted.late, waiting)
    return counted


def person_of(row: SubjectRequest) -> Person | None:
    """Who asks and what they write; None once it was destroyed."""
    text = open_text(row, row.content)
    if not text:
        return None
    said: dict[str, Any] = json.loads(text)
    return Person(**{**said, "names": tuple(said["names"])})


def open_text(row: SubjectRequest, locked: bytes | memoryview) -> str:
    """A text that rests under the request's key; "" if there is none, or its key is gone."""
    key = ours.keys([row.id]).get(row.id)
    return ours.open_locked(key, row.id, locked).decode() if key and locked else ""


def lock_text(row: SubjectRequest, text: str) -> bytes:
    """A text as it rests under the request's key."""
    return ours.lock(ours.keys([row.id])[row.id], row.id, text.encode()) if text else b""


def hold(row: SubjectRequest, *, waits: bool = False) -> SubjectRequest:
    """The request, held for the transaction; open, and with no decision waiting unless it may.

    Raises: AnsweredAlready, WithdrawnAlready, DecisionWaits.
    """
    held = SubjectRequest.objects.select_for_update().get(pk=row.pk)
    if held.withdrawn_at is not None:
        raise WithdrawnAlready(reference=held.reference)
    if not held.is_open:
        raise AnsweredAlready(reference=held.reference)
    if not waits and held.decisions.filter(state="").exists():
        raise DecisionWaits(reference=held.reference)
    return held


@transaction.atomic
def show_identity(officer: Officer, row: SubjectRequest, identity: str) -> None:
    """Record how who asks has shown who they are, where that came later.

    Raises: NotYours, AnsweredAlready, DecisionWaits.
    """
    check_may_take(officer, RIGHTS, KEEP)
    held = hold(row)
    SubjectRequest.objects.filter(pk=held.pk).update(identity=identity)
    note("rights.identity-shown", officer=officer, reference=held.reference)


@transaction.atomic
def extend(officer: Officer, row: SubjectRequest, *, why: str, told_on: date, now: datetime) -> None:
    """Extend the term, once and before it is over; the person is told why.

    Raises: NotYours, AnsweredAlready, ExtendedAlready.
    """
    check_may_take(officer, RIGHTS, KEEP)
    held = hold(row, waits=True)
    today = timezone.localdate(now)
    if held.extended_on or not settings.ANSWER_EXTENSION_MONTHS or held.due_on < today:
        raise ExtendedAlready(reference=held.reference)
    held.extended_on, held.extension_told_on = today, told_on
    held.due_on = due_on(held.received_on, extended=True)
    held.extension = lock_text(held, why)
    held.save()
    note("rights.extended", officer=officer, reference=held.reference, last=held.due_on.isoformat())


@transaction.atomic
def answer(officer: Officer, row: SubjectRequest, *, on: date) -> None:
    """Record that the person was answered on a day, which closes the request.

    Raises: NotYours, AnsweredAlready, DecisionWaits, NotDecided.
    """
    check_may_take(officer, RIGHTS, KEEP)
    held = hold(row)
    stands = held.decisions.filter(state=Decision.CONFIRMED).first()
    if stands is None or stands.decided_at is None or timezone.localdate(stands.decided_at) > on:
        raise NotDecided(reference=held.reference)
    held.answered_on, held.review_on = on, on + REASONS_KEPT_FOR
    held.save()
    note("rights.answered", officer=officer, reference=held.reference, late=on > held.due_on)


@transaction.atomic
def withdraw(officer: Officer, row: SubjectRequest, *, now: datetime) -> None:
    """Withdraw an entry made by mistake, before anything is decided: no answer is owed. Its number stays.

    Raises: NotYours, AnsweredAlready, WithdrawnAlready, DecisionWaits, DecisionDecided.
    """
    check_may_take(officer, RIGHTS, KEEP)
    held = hold(row)
    if held.decisions.filter(state=Decision.CONFIRMED).exists():
        raise DecisionDecided(state=Decision.CONFIRMED)
    held.withdrawn_at, held.review_on = now, now.date() + REASONS_KEPT_FOR
    held.save()
    note("rights.withdrawn", officer=officer, reference=held.reference)


def forget(now: datetime) -> None:
    """Destroy who asked, what was written and what was found, where the term of keeping is over: a chore."""
    over = SubjectRequest.objects.filter(review_on__lte=now.date(), destroyed_at=None)
    for row in over.order_by("pk"):
        with transaction.atomic():
            ours.erase([row.id])
            Concern.objects.filter(request=row).delete()
            Decision.objects.filter(request=row).update(why=b"")
            SubjectRequest.objects.filter(pk=row.pk).update(content=b"", extension=b"", destroyed_at=now)
            note("rights.destroyed", officer=None, reference=row.reference)

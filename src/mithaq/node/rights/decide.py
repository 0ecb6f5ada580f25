"""Decide: one officer prepares the answer to a person, another confirms it, and only then it stands.

What is not granted is refused on a ground of the closed list, and why is written down for the supervisor.
A neutral answer neither confirms nor denies; it needs a ground only where something does concern the person.
Nothing is granted to anybody whose identity is not shown, nor where nothing concerns the person.
While a decision waits, what it rests on stays as it is.

Source: Directive (EU) 2016/680, articles 12(4), 13(3), 15(1), 15(3), 16(4) and 17; Regulation (EU)
2018/1862, articles 59(7) and 62.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, check_second_person, may_take
from mithaq.node.rights.errors import (
    ConcernsOpen,
    DecisionDecided,
    GroundNeeded,
    IdentityNeeded,
    NothingConcerns,
    NotLooked,
    OwnerNeeded,
    StillLooking,
)
from mithaq.node.rights.keep import CONFIRM, KEEP, NOT_SHOWN, RIGHTS, hold, lock_text
from mithaq.node.rights.models import Concern, Decision, SubjectRequest
from mithaq.node.safeguards.house import note
from mithaq.pact.codes import code_list

OUTCOMES, GROUNDS = "rights-outcomes", "rights-grounds"
NEUTRAL, HANDED_OVER = "neutral", "handed-over"
REFUSING = frozenset({"refused", "partly-granted"})
GRANTING = frozenset({"granted", "partly-granted"})
# Refused before anything is looked for: who asks is not known, or asks in order to hinder.
WITHOUT_LOOK = frozenset({"identity-not-shown", "unfounded"})
TO_BE_SAID = ("likely", "possible")
NOT_THAT_PERSON = "not-that-person"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A decision as it is prepared. `why` is personal."""

    outcome: str
    grounds: tuple[str, ...] = ()
    grounds_told: bool = False
    owner: str = ""
    owner_told_on: date | None = None
    why: str = field(default="", repr=False)


@transaction.atomic
def prepare(officer: Officer, row: SubjectRequest, said: Proposed, *, now: datetime) -> Decision:
    """Prepare a decision; it decides nothing until a second person confirms it.

    Raises: NotYours, AnsweredAlready, WithdrawnAlready, DecisionWaits, DecisionDecided, NotLooked,
    StillLooking, ConcernsOpen, IdentityNeeded, NothingConcerns, GroundNeeded, OwnerNeeded.
    """
    check_may_take(officer, RIGHTS, KEEP)
    _check_codes(said, now.date())
    held = hold(row)
    if held.decisions.filter(state=Decision.CONFIRMED).exists():
        raise DecisionDecided(state=Decision.CONFIRMED)
    _check_identity(held, said)
    _check_looked(held, said)
    _check_granted(held, said)
    _check_ground(held, said)
    _check_owner(held, said)
    prepared = Decision.objects.create(
        request=held,
        outcome=said.outcome,
        grounds=sorted(said.grounds),
        grounds_told=said.grounds_told and bool(said.grounds) and said.outcome in REFUSING,
        owner=said.owner,
        owner_told_on=said.owner_told_on if said.owner else None,
        why=lock_text(held, said.why),
        prepared_by=officer,
        prepared_at=now,
    )
    facts = {"reference": held.reference, "grounds": ",".join(prepared.grounds), "outcome": said.outcome}
    note("rights.decision-prepared", officer=officer, **facts)
    return prepared


@transaction.atomic
def confirm(officer: Officer, prepared: Decision, *, now: datetime) -> None:
    """Confirm what was prepared: the second person's word. Raises: NotYours, SecondPersonNeeded,
    DecisionDecided, AnsweredAlready.
    """
    check_may_take(officer, RIGHTS, CONFIRM)
    check_second_person(officer, prepared.prepared_by, CONFIRM)
    _end(prepared, Decision.CONFIRMED, officer, now)


@transaction.atomic
def call_off(officer: Officer, prepared: Decision, *, now: datetime) -> None:
    """Decide nothing: returned by a second person, or withdrawn by whoever keeps the register.

    Raises: NotYours, DecisionDecided.
    """
    if officer.pk != prepared.prepared_by_id and may_take(officer, RIGHTS, CONFIRM):
        _end(prepared, Decision.RETURNED, officer, now)
    else:
        check_may_take(officer, RIGHTS, KEEP)
        _end(prepared, Decision.WITHDRAWN, officer, now)


def of_request(row: SubjectRequest) -> QuerySet[Decision]:
    """What was prepared and decided, the latest first."""
    return row.decisions.select_related("prepared_by", "decided_by")


def standing(row: SubjectRequest) -> Decision | None:
    """The decision that stands; None while there is none."""
    return of_request(row).filter(state=Decision.CONFIRMED).first()


def _check_codes(said: Proposed, today: date) -> None:
    known = said.outcome in code_list(OUTCOMES).open(today)
    if not known or not set(said.grounds) <= set(code_list(GROUNDS).open(today)):
        raise ValueError("an outcome and grounds are codes of their lists")


def _check_looked(row: SubjectRequest, said: Proposed) -> None:
    if row.looking_since is not None:
        raise StillLooking(reference=row.reference)
    if said.outcome == "refused" and set(said.grounds) & WITHOUT_LOOK:
        return
    if row.looked_at is None:
        raise NotLooked(reference=row.reference)
    if count := row.concerns.filter(said="", band__in=TO_BE_SAID).count():
        raise ConcernsOpen(count=str(count))


def _check_identity(row: SubjectRequest, said: Proposed) -> None:
    """What is granted is granted to somebody who is known."""
    if said.outcome in GRANTING and row.identity == NOT_SHOWN:
        raise IdentityNeeded(reference=row.reference)


def _check_granted(row: SubjectRequest, said: Proposed) -> None:
    """What is granted is something: there is what concerns the person.

    Whoever is not the person meant asks about what concerns somebody else. Where nothing is held the answer
    is neutral: it is the same whether or not there is anything.
    """
    if said.outcome not in GRANTING or row.sort == NOT_THAT_PERSON:
        return
    if not row.concerns.filter(said=Concern.CONCERNS).exists():
        raise NothingConcerns(reference=row.reference)


def _check_ground(row: SubjectRequest, said: Proposed) -> None:
    concerned = row.concerns.filter(said=Concern.CONCERNS).exists()
    needed = said.outcome in REFUSING or (said.outcome == NEUTRAL and concerned)
    if needed and not (said.grounds and said.why):
        raise GroundNeeded(reference=row.reference)


def _check_owner(row: SubjectRequest, said: Proposed) -> None:
    """Who owns the data is asked: where the answer is theirs, and before a complaint is decided."""
    theirs = row.sort == NOT_THAT_PERSON and _owners(row) - {settings.AUTHORITY}
    if (said.outcome == HANDED_OVER or theirs) and not (said.owner and said.owner_told_on):
        raise OwnerNeeded(reference=row.reference)


def _owners(row: SubjectRequest) -> set[str]:
    """The authorities that opened what the person is, or is taken to be, named in."""
    named: Iterable[str] = row.concerns.exclude(said="").values_list("matter", flat=True)
    return set(Matter.objects.filter(pk__in=list(named)).values_list("opener", flat=True))


def _end(prepared: Decision, state: str, officer: Officer, now: datetime) -> None:
    """Once, whoever comes first. The house log says so."""
    held = hold(prepared.request, waits=True)
    waiting = Decision.objects.filter(pk=prepared.pk, state="")
    if not waiting.update(state=state, decided_by=officer, decided_at=now):
        raise DecisionDecided(state=Decision.objects.get(pk=prepared.pk).state)
    facts = {"reference": held.reference, "outcome": prepared.outcome}
    note(f"rights.decision-{state}", officer=officer, **facts)

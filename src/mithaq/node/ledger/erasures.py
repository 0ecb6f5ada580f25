"""Erasures by two persons: one officer asks that a matter be erased, another confirms, and only then it is.

Both know the matter by its reference, its kind, its parties and where it stands: what it says in confidence
they need not read. What is confirmed is what was asked for: if something was stated meanwhile, or has not
reached everybody, nothing is erased. Until it is decided, the first may withdraw it and the second refuse it.

Source: D10, D15; Directive (EU) 2016/680, articles 5, 7(3), 16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from mithaq.node.ledger import erase, held, retention, settled
from mithaq.node.ledger.drafts import OPEN
from mithaq.node.ledger.errors import (
    ErasureDecided,
    ErasureOvertaken,
    ErasureWaits,
    NothingToErase,
    NotSettled,
)
from mithaq.node.ledger.lock import hold
from mithaq.node.ledger.models import (
    BodyKey,
    ChunkUse,
    Draft,
    Duty,
    EntryRow,
    Erasure,
    Matter,
    ReadingKey,
    ReceiptRow,
)
from mithaq.node.officers.errors import NotYours, UnknownMatter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, check_second_person, may_take
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.models import HouseReason
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry

ERASURE, ASK, CONFIRM = "erasure", "ask", "confirm"  # in `permission.AT_HOME`
GROUNDS = "erasure-grounds"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An entry that waits: for whose receipt, or, if nobody is named, for what another party held."""

    entry: Entry
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stake:
    """What an erasure of a matter destroys, what stays, and what it waits for. Counts, and nobody's name."""

    bodies: int
    files: int
    drafts: int
    readings: int
    reasons: int
    entries: int
    receipts: int
    duties: int
    unsettled: tuple[Unsettled, ...]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is left to be destroyed."""
        return not (self.bodies or self.files or self.drafts or self.readings or self.reasons)


def matter(reference: str, officer: Officer) -> Matter:
    """The matter of this reference, its title closed: any for whoever may ask for an erasure; for whoever
    confirms, one of which an erasure was asked for.

    Raises: NotYours, UnknownMatter.
    """
    asks = may_take(officer, ERASURE, ASK)
    if not asks and not may_take(officer, ERASURE, CONFIRM):
        raise NotYours(kind=ERASURE, step=ASK)
    found = Matter.objects.filter(reference=reference).first() if reference.isprintable() else None
    if found is None or not (asks or Erasure.objects.filter(matter=found.id).exists()):
        raise UnknownMatter(reference=reference[:80])
    return found


def stake(matter: str) -> Stake:
    """What is at stake in a matter now."""
    everything = held.entries_of(matter)
    receipts = held.receipts_of(entry.id for entry in everything.entries)
    parties = everything.opening.parties if everything.opening else ()
    lacking = settled.lacking(everything.entries, receipts, parties)
    entries = EntryRow.objects.filter(matter=matter).values("entry")
    files = ChunkUse.objects.filter(what=ChunkUse.ENTRY, holder__in=entries).order_by()
    return Stake(
        bodies=BodyKey.objects.filter(entry__in=entries).count(),
        files=files.values("file").distinct().count(),
        drafts=Draft.objects.filter(matter=matter, state__in=OPEN).count(),
        readings=ReadingKey.objects.filter(matter=matter).count(),
        reasons=HouseReason.objects.filter(event__matter=matter).count(),
        entries=len(everything.entries),
        receipts=ReceiptRow.objects.filter(entry__in=entries).count(),
        duties=Duty.objects.filter(matter=matter).count(),
        unsettled=tuple(
            Unsettled(each, lacking[each.id]) for each in everything.entries if each.id in lacking
        ),
    )


def of_matter(matter: str) -> QuerySet[Erasure]:
    """What was asked for in a matter, the latest first."""
    return Erasure.objects.filter(matter=matter).select_related("asked_by", "decided_by")


def waiting() -> QuerySet[Erasure]:
    """What nobody has decided yet, the oldest first."""
    rows = Erasure.objects.filter(outcome="").select_related("asked_by")
    return rows.order_by("asked_at", "pk")


def to_confirm(officer: Officer) -> QuerySet[Erasure]:
    """What waits for this officer's word; nothing for whoever may not give it."""
    return (
        waiting().exclude(asked_by=officer) if may_take(officer, ERASURE, CONFIRM) else Erasure.objects.none()
    )


@transaction.atomic
def ask(officer: Officer, matter: str, *, ground: str, now: datetime) -> Erasure:
    """Ask that a matter be erased: the first person's word, which destroys nothing.

    Raises: NotYours, NothingToErase, NotSettled, MatterRestricted, ErasureWaits.
    """
    check_may_take(officer, ERASURE, ASK)
    if ground not in code_list(GROUNDS).open(now.date()):
        raise ValueError("a ground is a code of the list")
    hold(matter)
    if Erasure.objects.filter(matter=matter, outcome="").exists():
        raise ErasureWaits(matter=matter)
    entries = _check_possible(matter)
    asked = Erasure.objects.create(
        matter=matter, ground=ground, entries=entries, asked_by=officer, asked_at=now
    )
    note("erasure.asked", officer=officer, matter=matter, ground=ground, entries=entries)
    return asked


def confirm(officer: Officer, asked: Erasure, *, now: datetime) -> int:
    """Erase what was asked for: the second person's word; how many bodies were destroyed.

    Raises: NotYours, SecondPersonNeeded, ErasureDecided, ErasureOvertaken, NothingToErase, NotSettled,
    MatterRestricted.
    """
    check_may_take(officer, ERASURE, CONFIRM)
    check_second_person(officer, asked.asked_by, CONFIRM)
    with transaction.atomic():
        hold(asked.matter)
        _decide(asked, Erasure.CONFIRMED, officer, now)
        if is_overtaken(asked):
            raise ErasureOvertaken(matter=asked.matter)
        _check_possible(asked.matter)
        return erase.erase_matter(asked.matter, officer=officer, ground=asked.ground, now=now)


@transaction.atomic
def call_off(officer: Officer, asked: Erasure, *, now: datetime) -> None:
    """Erase nothing: refused by a second person, or withdrawn by who asks for such things.

    Raises: NotYours, ErasureDecided.
    """
    if officer.pk != asked.asked_by_id and may_take(officer, ERASURE, CONFIRM):
        _decide(asked, Erasure.REFUSED, officer, now)
    else:
        check_may_take(officer, ERASURE, ASK)
        _decide(asked, Erasure.WITHDRAWN, officer, now)


def is_overtaken(asked: Erasure) -> bool:
    """Whether something was stated in the matter since."""
    return EntryRow.objects.filter(matter=asked.matter).count() != asked.entries


def _check_possible(matter: str) -> int:
    """How many statements the matter has, if it can be erased now."""
    found = stake(matter)
    if found.is_nothing:
        raise NothingToErase(matter=matter)
    if found.unsettled:
        raise NotSettled(matter=matter)
    retention.check_unrestricted(matter)  # restricted instead of erased, until a review lifts it
    return found.entries


def _decide(asked: Erasure, outcome: str, officer: Officer, now: datetime) -> None:
    """Once, whoever comes first. The house log says so."""
    open_one = Erasure.objects.filter(pk=asked.pk, outcome="")
    if not open_one.update(outcome=outcome, decided_by=officer, decided_at=now):
        raise ErasureDecided(outcome=Erasure.objects.get(pk=asked.pk).outcome)
    note(f"erasure.{outcome}", officer=officer, matter=asked.matter, ground=asked.ground)

"""Retention: which concluded matters are due for review, what an officer found, and what follows from it.

A matter that names people is due when the span of its terms is over, counted from when it last moved, unless
nothing is left of it. Whoever works on it says whether it is still needed, until when, and for what; that it
is kept, but its processing restricted; or that it is not needed, which the data protection officer then
reads by reference. Nothing is erased here, and nothing is worked out when an entry is kept: what is due is a
question to the rows that are there. What has moved since a review is asked about anew; a restriction lasts
until another review lifts it.

Source: Directive (EU) 2023/977, article 16(3) and (4); Directive (EU) 2016/680, articles 5 and 16(3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mithaq.node.ledger import find, held, keyset
from mithaq.node.ledger.errors import MatterRestricted, NothingToReview, ReviewOvertaken
from mithaq.node.ledger.lock import hold
from mithaq.node.ledger.models import BodyKey, EntryRow, Erasure, Matter, ReadingKey, RetentionReview
from mithaq.node.officers.errors import UnknownMatter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, may_take
from mithaq.node.safeguards.house import note
from mithaq.pact.codes import code_list
from mithaq.pact.rules import agreement, register
from mithaq.pact.rules.retention import NEEDED, NOT_NEEDED, RESTRICTED, USUAL, latest_next, span
from mithaq.pact.rules.terms import NO_TERMS, Terms

RETENTION, REVIEW = "retention", "review"  # in `permission.AT_HOME`
OUTCOMES = "retention-outcomes"
GROUNDS: Mapping[str, str] = {NEEDED: "retention-needs", RESTRICTED: "retention-restrictions"}
PROPOSED = ("propose-terms", "counter-terms")  # the steps that hold terms of an agreement
SOON = LONG = timedelta(days=30)  # before it is due, and after


@dataclass(frozen=True, slots=True)
class Found:
    """What a review finds. `ground` is "" and `until_on` None for what is no longer needed."""

    outcome: str
    ground: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """How a matter stands as to what is kept: when it is reviewed (None: not again), and the last review.

    `standing` is an answer about the matter as it is now, or a restriction, which outlasts what is stated
    later.
    """

    due_on: date | None
    is_due: bool
    standing: RetentionReview | None
    may_review: bool

    @property
    def is_restricted(self) -> bool:
        return self.standing is not None and self.standing.outcome == RESTRICTED

    @property
    def is_given_up(self) -> bool:
        return self.standing is not None and self.standing.outcome == NOT_NEEDED


@dataclass(frozen=True, slots=True)
class Counted:
    """How many matters of a kind are due within thirty days, are due, and have been for thirty days."""

    kind: str
    soon: int
    due: int
    long: int


def kept(matter: Matter, officer: Officer, *, now: datetime) -> Kept | None:
    """What the matter's page says of this; None where there is nothing to say."""
    last = RetentionReview.objects.filter(matter=matter.id, stands=True).select_related("reviewed_by").first()
    if not _is_reviewable(matter, last):
        return None
    is_of_now = last is not None and last.concluded_at == matter.moved_at
    standing = last if last is not None and (is_of_now or last.outcome == RESTRICTED) else None
    due_on = _due_on(matter, last if is_of_now else None)
    is_due = due_on is not None and matter.final and _is_over(matter, last if is_of_now else None, now)
    may_review = may_take(officer, RETENTION, REVIEW) and find.visible(officer).filter(pk=matter.id).exists()
    return Kept(due_on if matter.final else None, is_due, standing, may_review)


def span_of(matter: Matter) -> timedelta:
    """How long after its end a matter is reviewed, and how long a review stands at most."""
    proposal = held.entry(matter.terms) if matter.terms and matter.terms_stand else None
    return span(Terms.of(proposal) if proposal else NO_TERMS)


def due_on(matter: Matter, last: RetentionReview | None) -> date | None:
    """The day on which a concluded matter is due, by the last review of it as it is now; None: not again."""
    return _due_on(matter, last if last is not None and last.concluded_at == matter.moved_at else None)


def token(matter: Matter) -> str:
    """What a form was shown for: the matter as it had moved, and the review that stood."""
    standing = RetentionReview.objects.filter(matter=matter.id, stands=True).values_list("pk", flat=True)
    return f"{matter.moved_at.isoformat()}/{standing.first() or 0}"


def matter_to_review(reference: str, officer: Officer) -> Matter:
    """The matter of this reference, for whoever may review it; its title closed.

    Raises: NotYours, UnknownMatter.
    """
    check_may_take(officer, RETENTION, REVIEW)
    seen = find.visible(officer).filter(reference=reference) if reference.isprintable() else None
    found = seen.first() if seen is not None else None
    if found is None:
        raise UnknownMatter(reference=reference[:80])
    return found


@transaction.atomic
def review(officer: Officer, matter: Matter, found: Found, *, saw: str, now: datetime) -> RetentionReview:
    """Say what is found: it stands until the next review. `saw` is the `token` of the page it was said on.

    Raises: NotYours, UnknownMatter, NothingToReview, ReviewOvertaken.
    """
    matter_to_review(matter.reference, officer)
    hold(matter.id)
    fresh = Matter.objects.get(pk=matter.id)
    if token(fresh) != saw:
        raise ReviewOvertaken(matter=matter.id)
    last = RetentionReview.objects.filter(matter=matter.id, stands=True).first()
    if not _is_reviewable(fresh, last):
        raise NothingToReview(matter=matter.id)
    _check_found(found, fresh, now)
    RetentionReview.objects.filter(matter=matter.id, stands=True).update(stands=False)
    made = RetentionReview.objects.create(
        matter=matter.id,
        concluded_at=fresh.moved_at,
        outcome=found.outcome,
        ground=found.ground,
        until_on=found.until_on,
        reviewed_by=officer,
        reviewed_at=now,
    )
    facts = {"outcome": found.outcome, "kept_for": found.ground}
    last_day = found.until_on.isoformat() if found.until_on else ""
    note("retention.reviewed", officer=officer, matter=matter.id, last=last_day, **facts)
    return made


def due_to(officer: Officer, *, now: datetime, after: str = "", size: int = find.PAGE) -> find.Page:
    """The matters this officer may review now, those concluded first before others; titles opened."""
    chosen = _due_to(officer, now)
    counted = len(chosen.order_by()[: find.COUNTED + 1].values_list("pk", flat=True))
    if place := keyset.read(after):
        chosen = chosen.filter(keyset.beyond("moved_at", place, descending=False))
    rows = list(chosen.order_by("moved_at", "id")[: size + 1])
    last = rows[size - 1] if len(rows) > size else None
    return find.Page(
        tuple(find.with_titles(rows[:size])),
        min(counted, find.COUNTED),
        counted > find.COUNTED,
        keyset.write(last.moved_at, last.id) if last else "",
    )


def count_due_to(officer: Officer, seen: QuerySet[Matter], *, now: datetime, most: int) -> int:
    """How many of the matters an officer sees they may review now; one more than `most` for any more."""
    if not may_take(officer, RETENTION, REVIEW):
        return 0
    return len(seen.filter(_due(now)).order_by()[: most + 1].values_list("pk", flat=True))


def counted(*, now: datetime) -> list[Counted]:
    """How many matters are due for review, by kind: for whoever watches over it, and reads none of them."""
    soon, due, long = (_counts(at) for at in (now + SOON, now, now - LONG))
    return [
        Counted(kind, soon.get(kind, 0) - due.get(kind, 0), due.get(kind, 0), long.get(kind, 0))
        for kind in sorted(soon)
    ]


def given_up() -> QuerySet[Matter]:
    """What was judged no longer needed, is here, and waits for no second person; closed, oldest first."""
    judged = _answers().filter(outcome=NOT_NEEDED)
    waits = Erasure.objects.filter(matter=OuterRef("pk"), outcome="")
    rows = Matter.objects.filter(Exists(judged), _holds(), ~Exists(waits), final=True)
    return rows.order_by("moved_at", "id")


def standing_in(matters: Iterable[str]) -> dict[str, RetentionReview]:
    """The last review of each of these matters that has had one."""
    rows = RetentionReview.objects.filter(matter__in=list(matters), stands=True)
    return {row.matter: row for row in rows.select_related("reviewed_by")}


def restricted_among(matters: Iterable[str]) -> set[str]:
    """Those of the matters whose processing is restricted."""
    rows = RetentionReview.objects.filter(matter__in=list(matters), stands=True, outcome=RESTRICTED)
    return set(rows.values_list("matter", flat=True))


def close_restricted(rows: Iterable[Matter]) -> None:
    """Close in rows that leave our pages what restricted matters say: their reference, kind and stage stay.

    Never saved: such rows are read.
    """
    found = list(rows)
    restricted = restricted_among(row.id for row in found)
    for row in found:
        if row.id in restricted:
            row.title, row.extra, row.axis, row.urgency = "", {}, "", ""


def check_unrestricted(matter: str) -> None:
    """What the matter says may leave the page it is read on. Raises: MatterRestricted."""
    if restricted_among([matter]):
        raise MatterRestricted(matter=matter)


def _is_reviewable(matter: Matter, last: RetentionReview | None) -> bool:
    """Whether it was concluded, or is restricted; is of a kind that names people; and something is left."""
    is_restricted = last is not None and last.outcome == RESTRICTED
    if not (matter.final or is_restricted) or matter.kind not in _naming_kinds():
        return False
    return Matter.objects.filter(_holds(), pk=matter.id).exists()


def _check_found(found: Found, matter: Matter, now: datetime) -> None:
    """What a form has checked before."""
    if found.outcome == NOT_NEEDED:
        if found.ground or found.until_on:
            raise ValueError("what is no longer needed is kept for nothing")
        return
    grounds = code_list(GROUNDS[found.outcome]).open(now.date()) if found.outcome in GROUNDS else ()
    if found.ground not in grounds:
        raise ValueError("a ground is a code of the outcome's list")
    if found.until_on is None or not now.date() < found.until_on <= latest_next(now, span_of(matter)):
        raise ValueError("the next review is on a day within the span")


def _due_on(matter: Matter, last: RetentionReview | None) -> date | None:
    return last.until_on if last else (matter.moved_at + span_of(matter)).date()


def _is_over(matter: Matter, last: RetentionReview | None, now: datetime) -> bool:
    if last:
        return last.until_on is not None and last.until_on <= now.date()
    return matter.moved_at + span_of(matter) <= now


def _due_to(officer: Officer, now: datetime) -> QuerySet[Matter]:
    if not may_take(officer, RETENTION, REVIEW):
        return Matter.objects.none()
    return find.visible(officer).filter(_due(now))


def _counts(at: datetime) -> dict[str, int]:
    rows = Matter.objects.filter(_due(at)).order_by().values_list("kind").annotate(count=Count("pk"))
    return dict(rows)


def _due(at: datetime) -> Q:
    """The condition under which a matter is due at an instant: `kept` says the same of one."""
    again = RetentionReview.objects.filter(stands=True, until_on__lte=at.date())
    # Named first, which is few: what has been answered is then looked up once, not twice.
    asked_again = Q(pk__in=again.values("matter")) & Q(Exists(_answers().filter(until_on__lte=at.date())))
    asked = (_first_due(at) & ~Q(Exists(_answers()))) | asked_again
    return Q(final=True, kind__in=_naming_kinds()) & asked & _holds()


def _answers() -> QuerySet[RetentionReview]:
    """What was found of a matter as it is now, in a question about matters."""
    return RetentionReview.objects.filter(
        matter=OuterRef("pk"), stands=True, concluded_at=OuterRef("moved_at")
    )


def _holds() -> Q:
    """That something is left to be erased: the key of the reading, or of a body."""
    entries = EntryRow.objects.filter(matter=OuterRef(OuterRef("pk"))).values("entry")
    bodies = BodyKey.objects.filter(entry__in=entries)
    return Q(Exists(ReadingKey.objects.filter(matter=OuterRef("pk")))) | Q(Exists(bodies))


def _first_due(at: datetime) -> Q:
    """The span after the end is over. Terms that set another span than the usual are few: each is named."""
    proposals = EntryRow.objects.filter(kind=agreement.KIND.name, step__in=PROPOSED)
    unusual: dict[timedelta, list[str]] = {}
    for entry, header in proposals.values_list("entry", "header"):
        if (own := span(Terms.of(held.read(bytes(header))))) != USUAL:
            unusual.setdefault(own, []).append(entry)
    named = [entry for entries in unusual.values() for entry in entries]
    due = Q(moved_at__lte=at - USUAL) & ~Q(terms_stand=True, terms__in=named)
    for own, entries in unusual.items():
        due |= Q(moved_at__lte=at - own, terms_stand=True, terms__in=entries)
    return due


def _naming_kinds() -> list[str]:
    """The kinds whose matters may name people."""
    return [each.name for each in register.kinds() if not each.open_at_home]

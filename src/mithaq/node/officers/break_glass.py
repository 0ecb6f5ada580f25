"""Reading a matter one is not assigned to, in an emergency.

It takes a reason somebody can judge, is told to the data protection officer at once, ends
by itself, and is reviewed by somebody else within a day. Nobody who looks after the
machine or the logs can do it.

Source: common.md 2.3, "break-glass".
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from mithaq.node.officers.duties import DPO, NEVER_READS_CONTENT
from mithaq.node.officers.errors import NotYours, ReasonTooShort, ReviewedAlready
from mithaq.node.officers.models import BreakGlass, Officer
from mithaq.node.officers.permission import check_second_person
from mithaq.node.safeguards.house import note

LEAST_REASON = 20  # characters
OPEN_FOR = timedelta(hours=4)
REVIEW_WITHIN = timedelta(hours=24)


@transaction.atomic
def break_glass(
    officer: Officer, matter: str, *, reason: str, now: datetime, reference: str = ""
) -> BreakGlass:
    """Open a matter to an officer who has no assignment, for four hours; `reference` is its name on screens.

    Raises: NotYours, ReasonTooShort.
    """
    if officer.held & NEVER_READS_CONTENT:
        raise NotYours(kind="", step="break-glass")
    reason = " ".join(reason.split())
    if len(reason) < LEAST_REASON:
        raise ReasonTooShort(least=str(LEAST_REASON))
    event = note("glass.broken", officer=officer, matter=matter, reason=reason, reference=reference)
    return BreakGlass.objects.create(
        matter=matter,
        officer=officer,
        event=event,
        at=now,
        until_at=now + OPEN_FOR,
        review_due_at=now + REVIEW_WITHIN,
    )


@transaction.atomic
def review(officer: Officer, opened: BreakGlass, *, finding: str, now: datetime) -> None:
    """State whether the emergency was one. By the data protection officer, once, never on oneself.

    Raises: NotYours, SecondPersonNeeded, ReviewedAlready.
    """
    if not officer.holds(DPO):
        raise NotYours(kind="", step="review-emergency")
    check_second_person(officer, opened.officer, "review-emergency")
    changed = BreakGlass.objects.filter(pk=opened.pk, reviewed_at=None).update(
        reviewed_by=officer, reviewed_at=now, finding=finding
    )
    if not changed:
        raise ReviewedAlready
    note("glass.reviewed", officer=officer, matter=opened.matter, finding=finding, opened=opened.pk)


def awaiting_review() -> QuerySet[BreakGlass]:
    """Emergency readings nobody has judged yet, the most urgent first."""
    return (
        BreakGlass.objects.filter(reviewed_at=None)
        .select_related("officer", "event")
        .order_by("review_due_at")
    )

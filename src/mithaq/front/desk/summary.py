"""Summary: what waits for an officer, in numbers, at the head of the home page. The desk has the rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from mithaq.front.desk.desk import Told, begun_standstill, told, undelivered, waits_for_us
from mithaq.node.ledger import drafts, find
from mithaq.node.officers.models import Officer

MOST = 99  # more is said to be more


@dataclass(frozen=True, slots=True)
class Summary:
    """How much waits: matters whose move is ours, what we owe and is late, drafts, and what is on its way."""

    waiting: int
    late: int
    to_approve: int
    own_drafts: int
    undelivered: int
    told: Told

    @property
    def most(self) -> int:
        return MOST


def summary(officer: Officer, *, now: datetime) -> Summary:
    """What waits for this officer now. Counts stop at a cap."""
    seen = find.visible(officer)
    running = find.owed(officer).filter(done_at=None, paused_at=None, moot=False, due_at__lte=now)
    ours = running.filter(owed_by=settings.AUTHORITY)
    return Summary(
        waiting=seen.filter(waits_for_us(now)).order_by()[: MOST + 1].count(),
        late=ours.order_by()[: MOST + 1].count(),
        to_approve=_drafts_waiting(officer),
        own_drafts=drafts.drafts_of(officer).order_by()[: MOST + 1].count(),
        undelivered=sum(each.count for each in undelivered()),
        told=told(officer, seen, standstill=begun_standstill(), now=now),
    )


def _drafts_waiting(officer: Officer) -> int:
    """Drafts that wait for this officer: to be approved, or reviewed before or after they left."""
    lists = (drafts.drafts_to_approve, drafts.drafts_to_review_first, drafts.drafts_to_review)
    return sum(len(each(officer)) for each in lists)

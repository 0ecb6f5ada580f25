"""Counts: how many matters serve each action of a plan, as far as this officer may see them.

One walk along one index, whatever the number of actions: what is drawn on the home page must stay cheap when
a hundred thousand matters serve the plan.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count as CountOf
from django.db.models import Q

from mithaq.node.ledger import find
from mithaq.node.officers.models import Officer


@dataclass(frozen=True, slots=True)
class Count:
    """Matters that serve something: running, ended, and late among the running."""

    running: int = 0
    ended: int = 0
    late: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.running + other.running, self.ended + other.ended, self.late + other.late)

    @property
    def all(self) -> int:
        return self.running + self.ended


def counts(officer: Officer, actions: Collection[str], *, now: datetime) -> dict[str, Count]:
    """By action: the matters that serve it; an action that none serves is left out."""
    if not actions:
        return {}
    # That none of them is empty lets the database take the index, which holds only what serves something.
    serve = find.visible(officer).filter(plan_action__in=actions).exclude(plan_action="")
    rows = (
        serve.order_by()
        .values("plan_action")
        .annotate(
            running=CountOf("pk", filter=Q(final=False)),
            ended=CountOf("pk", filter=Q(final=True)),
            late=CountOf("pk", filter=Q(final=False, late_from__lte=now)),
        )
    )
    return {row["plan_action"]: Count(row["running"], row["ended"], row["late"]) for row in rows}

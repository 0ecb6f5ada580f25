"""Displaced: what had counted and counts no more, because something stated earlier arrived later (D6).

`record` notes it in the house log at the moment it happens. Whoever may see the matter finds it on the
desk until they have read the matter since, and on the matter's page for good.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet

from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.models import HouseEvent

DISPLACED, READ = "matter.set-aside-later", "matter.read"
TOLD_FOR = timedelta(days=90)  # on the desk, to who never opens the matter
MOST = 200  # matters that are looked at for one desk


def displaced_in(matter: str) -> dict[str, datetime]:
    """The entries of a matter that had counted, each with when it ceased to."""
    events = HouseEvent.objects.filter(action=DISPLACED, matter=matter).order_by("pk")
    return {event.facts["entry"]: event.at for event in events}


def untold(officer: Officer, seen: QuerySet[Matter], *, now: datetime) -> list[Matter]:
    """The matters in which something ceased to count and that this officer has not read since, of those
    they see.
    """
    events = HouseEvent.objects.filter(action=DISPLACED, at__gte=now - TOLD_FOR).order_by("-pk")
    latest: dict[str, int] = {}
    for matter, number in events.values_list("matter", "pk")[:MOST]:
        latest.setdefault(matter, number)
    rows = seen.filter(pk__in=latest).order_by("pk")
    return [row for row in rows if not _has_read(officer, row.reference, since=latest[row.id])]


def _has_read(officer: Officer, reference: str, *, since: int) -> bool:
    reads = HouseEvent.objects.filter(action=READ, officer=officer.reference, pk__gt=since)
    return reads.filter(facts__reference=reference).exists()

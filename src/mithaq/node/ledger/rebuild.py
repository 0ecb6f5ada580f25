"""Rebuild: empty the readings and fill them again from the ledger. The rows are equal, or the code is
wrong.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from mithaq.node import clock
from mithaq.node.ledger import readings, totals
from mithaq.node.ledger.lock import hold_every
from mithaq.node.ledger.models import Duty, EntryRow, Facet, Matter, Naming, Seen, Total


def rebuild() -> int:
    """Empty and refill every reading, in one transaction; how many matters there are."""
    with transaction.atomic():
        hold_every()
        for model in (Duty, Facet, Matter, Naming, Seen, Total):
            model.objects.all().delete()
        opened = EntryRow.objects.filter(entry=F("matter")).order_by("seq")
        for matter in opened.values_list("entry", flat=True):
            readings.project(matter)
        totals.sum_up(clock.now())
        return Matter.objects.count()

"""Counting what is refused: strangers leave a number and no row; a flood does not fill the house log.

A refusal of something that names a known partner is a security event. The first few an hour of one sort are
written down one by one, then only at each power of ten; the number is always right.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Sum

from mithaq.node.exchange.models import Count
from mithaq.node.safeguards.house import note

ONE_BY_ONE = 20


def count(what: str, *, author: str = "", now: datetime, times: int = 1) -> int:
    """Count one more of these, or several, in this hour; how many there were."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    key: dict[str, Any] = {"hour": hour, "what": what[:64], "author": author}
    with transaction.atomic():
        if not Count.objects.filter(**key).update(times=F("times") + times):
            Count.objects.get_or_create(**key)
            Count.objects.filter(**key).update(times=F("times") + times)
        return Count.objects.get(**key).times


def counted(what: str, *, author: str, since: datetime) -> int:
    """How many of these were counted in the hours that began since then."""
    rows = Count.objects.filter(what=what, author=author, hour__gte=since)
    return rows.aggregate(all=Sum("times"))["all"] or 0


def note_refusal(code: str, *, author: str, entry: str = "", matter: str = "", now: datetime) -> None:
    """Write a refusal of something in a known partner's name into the house log."""
    with transaction.atomic():
        times = count(code, author=author, now=now)
        if times <= ONE_BY_ONE or str(times).strip("0") == "1":
            note(
                "security.refused",
                officer=None,
                matter=matter,
                code=code,
                author=author,
                entry=entry,
                times=times,
            )

"""Finding events of the house log: by who, what, which matter and when; page after page.

Pages are kept apart by the number of their last event, never by counting from the start:
a log of years stays quick to the last page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from mithaq.node.safeguards.facts import OF_OFFICERS
from mithaq.node.safeguards.models import HouseEvent

PAGE = 50
MOST_EXPORTED = 50_000
ID = re.compile(r"[0-9a-f]{6,64}")  # of a matter, or how it begins


@dataclass(frozen=True, slots=True)
class Matters:
    """What matters are called, as the storey that keeps them tells it."""

    ids: Callable[[str], Collection[str]]  # by reference
    references: Callable[[Collection[str]], Mapping[str, str]]  # by id


_matters = [Matters(lambda _: (), lambda _: {})]


def know_matters(matters: Matters) -> None:
    """Have the log know what matters are called."""
    _matters[0] = matters


def references_of(listed: list[HouseEvent]) -> dict[str, str]:
    """What the matters of these events are called, by id, as far as they are here."""
    return dict(_matters[0].references({event.matter for event in listed} - {""}))


def events(wanted: Mapping[str, Any], zone: ZoneInfo) -> QuerySet[HouseEvent]:
    """The events that were asked for, newest first; days are those of `zone`."""
    found = HouseEvent.objects.select_related("kept_reason").order_by("-pk")
    for column in ("action", "officer"):
        if wanted.get(column):
            found = found.filter(**{column: wanted[column]})
    if matter := wanted.get("matter"):
        found = found.filter(_about(matter))
    if first := wanted.get("from_on"):
        found = found.filter(at__gte=_midnight(first, zone))
    if last := wanted.get("until_on"):
        found = found.filter(at__lt=_midnight(last + timedelta(days=1), zone))
    return found


def _about(matter: str) -> Q:
    """Events of a matter, given by its reference or by how its id begins."""
    if ID.fullmatch(matter.lower()):
        return Q(matter__startswith=matter.lower())
    reference = matter.upper()
    # What was looked at by its reference says the reference.
    return Q(matter__in=_matters[0].ids(reference)) | Q(facts__reference=reference)


def page(found: QuerySet[HouseEvent], before: int | None) -> tuple[list[HouseEvent], int | None]:
    """One page of events older than number `before`, and the number where the next page begins."""
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def names_of(listed: list[HouseEvent]) -> dict[str, str]:
    """The names behind the opaque references of these events: of who acted, and of whom it was about. They
    are known at home alone.
    """
    references = {event.officer for event in listed}
    references |= {str(event.facts[name]) for event in listed for name in OF_OFFICERS if name in event.facts}
    references.discard("")
    known = get_user_model()._default_manager.filter(reference__in=references)  # noqa: SLF001
    return {officer.reference: officer.get_full_name() for officer in known}


def officers() -> list[tuple[str, str]]:
    """Everybody who works or worked at this node, by reference and name, in the order of the names."""
    known = get_user_model()._default_manager.all()  # noqa: SLF001
    named = [(each.reference, each.get_full_name()) for each in known]
    return sorted(named, key=lambda one: one[1].casefold())


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)

"""Writing the house log.

`note` writes in the transaction of what it notes: either both happened or neither. Facts
are identifiers, codes and counts, never a name or a narrative; what an officer gives as a
reason is kept apart (`models`).
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction

from mithaq.node import clock
from mithaq.node.safeguards.models import HouseEvent, HouseReason, reason_digest
from mithaq.node.statements import insert_numbered

REASONS_KEPT_FOR = timedelta(days=3 * 365 + 1)  # three years, as other systems keep such logs (L30)
_AT_ONCE = 500
MOST_IN_A_FACT = 200  # characters: enough for an id or a list of codes, too few for a story
Fact = str | int | bool


class Actor(Protocol):
    """Whoever acts: known to the log by an opaque word alone."""

    reference: str


def note(
    action: str, *, officer: Actor | None, matter: str = "", reason: str = "", **facts: Fact
) -> HouseEvent:
    """Write one event into the house log; `officer=None` is the node itself.

    Raises: ValueError if a fact is longer than a fact can be: our own misuse, not a refusal.
    """
    check_facts(facts)
    salt = secrets.token_bytes(32) if reason else b""
    instant = clock.now()
    said = {
        "at": instant.replace(microsecond=instant.microsecond // 1000 * 1000),
        "officer": officer.reference if officer else "",
        "action": action,
        "matter": matter,
        "reason_digest": reason_digest(salt, reason) if reason else "",
        "facts": facts,
    }
    with transaction.atomic(savepoint=False):  # all or nothing, together with what it notes
        event = HouseEvent(id=insert_numbered(HouseEvent, **said), **said)
        if reason:
            HouseReason.objects.create(event=event, salt=salt, text=reason)
    return event


def check_facts(facts: dict[str, Fact]) -> None:
    """Facts are short, so that nobody can put a person into the log by habit.

    Raises: ValueError.
    """
    for name, value in facts.items():
        if isinstance(value, str) and len(value) > MOST_IN_A_FACT:
            raise ValueError(f"{name}: a fact is an identifier, a code or a count")


def erase_reasons(matter: str) -> int:
    """Destroy what officers wrote as reasons about a matter; how many there were. The events stay."""
    return HouseReason.objects.filter(event__matter=matter).delete()[0]


def erase_reasons_before(instant: datetime) -> int:
    """Destroy the reasons given before an instant, whatever they were about; how many. The events stay."""
    old = HouseReason.objects.filter(event__at__lt=instant).order_by("pk").values_list("pk", flat=True)
    erased = 0
    while named := list(old[:_AT_ONCE]):
        erased += HouseReason.objects.filter(pk__in=named).delete()[0]
    return erased

"""Apart: steps that guard each other are taken by as many persons as they are steps.

A kind says which steps of an item one officer does not take beside each other (`Step.apart`): three functions
clear a sensitive technology, and one person may well hold all three. What counts is who of ours stated each,
whatever function they then acted in. The other side keeps its own: its officers are opaque to us.

Source: common.md 2.3 (separation rules), 2.5 (three named approvals); D8.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from mithaq.node.officers.errors import SamePerson
from mithaq.node.officers.models import Officer
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.kind import Step


def took_another(officer: Officer, step: Step, item: str, counted: Iterable[Entry]) -> bool:
    """Has this officer taken a step here that guards this one?"""
    return bool(step.apart) and any(
        entry.step in step.apart
        and entry.item == item
        and (entry.author, entry.officer) == (settings.AUTHORITY, officer.reference)
        for entry in counted
    )


def check_apart(officer: Officer, step: Step, item: str, counted: Iterable[Entry]) -> None:
    """Refuse a second of the steps that are for different persons. Raises: SamePerson."""
    if took_another(officer, step, item, counted):
        raise SamePerson(step=step.name)

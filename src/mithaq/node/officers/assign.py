"""Giving a matter to a unit or an officer, and taking it back.

What an assignment opens is in `visible`; each is noted in the house log.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mithaq.node.officers.errors import NotAssignable
from mithaq.node.officers.models import Assignment, Officer, Unit
from mithaq.node.officers.permission import ASSIGN, check_may_take
from mithaq.node.officers.visible import reads_content
from mithaq.node.safeguards.house import note


@transaction.atomic(savepoint=False)
def assign(
    officer: Officer | None, matter: str, kind: str, *, to: Unit | Officer, now: datetime
) -> Assignment:
    """Let a unit or an officer work on a matter; twice is once. `officer=None` is the node itself.

    Raises: NotYours, NotYourMatter, NotAssignable.
    """
    if officer is not None:
        check_may_take(officer, kind, ASSIGN, matter=matter)
    if isinstance(to, Officer) and not reads_content(to):
        raise NotAssignable
    whom = {"officer": to} if isinstance(to, Officer) else {"unit": to}
    assignment, is_new = Assignment.objects.get_or_create(
        matter=matter, **whom, defaults={"assigned_by": officer, "at": now}
    )
    if is_new:
        note("matter.assigned", officer=officer, matter=matter, to=named(to))
    return assignment


@transaction.atomic
def take_back(officer: Officer, assignment: Assignment, kind: str) -> None:
    """End an assignment.

    Raises: NotYours, NotYourMatter.
    """
    check_may_take(officer, kind, ASSIGN, matter=assignment.matter)
    to = assignment.officer or assignment.unit
    assignment.delete()
    if to is not None:
        note("matter.taken-back", officer=officer, matter=assignment.matter, to=named(to))


def named(to: Unit | Officer) -> str:
    """How the house log names a unit or an officer: by code or opaque reference, never by name."""
    return to.reference if isinstance(to, Officer) else to.code

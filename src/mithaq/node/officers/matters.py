"""The reading of a matter, reached by its name: officers stand below the ledger that writes it."""

from __future__ import annotations

from typing import Any, Protocol, cast

from django.apps import apps
from django.db.models import QuerySet

from mithaq.node.officers.errors import UnknownMatter
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import ASSIGN, may_take
from mithaq.node.officers.visible import is_visible, visible_matters


class Reading(Protocol):
    """What assigning needs to know of a matter."""

    pk: str
    kind: str
    reference: str


def visible(reference: str, officer: Officer) -> Reading:
    """The matter of this reference, if this officer sees it. Raises: UnknownMatter."""
    return _only(_readings().filter(visible_matters(officer)), reference)


def existing(reference: str) -> Reading:
    """The matter of this reference, whoever asks: for an emergency reading alone. Raises: UnknownMatter."""
    return _only(_readings(), reference)


def may_assign(officer: Officer, matter: Reading) -> bool:
    """Whether this officer names who works on the matter: its page is not for who may merely open one that
    names nobody.
    """
    return may_take(officer, matter.kind, ASSIGN) and is_visible(officer, matter.pk, matter.kind)


def _readings() -> QuerySet[Any]:
    return cast("QuerySet[Any]", cast("Any", apps.get_model("ledger", "Matter")).objects.all())


def _only(readings: QuerySet[Any], reference: str) -> Reading:
    found = readings.filter(reference=reference).order_by("pk").first()
    if found is None:
        raise UnknownMatter(reference=reference[:40])
    return cast("Reading", found)

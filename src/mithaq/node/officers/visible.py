"""The need to know, as a condition of the database.

An officer sees a matter that they or their unit are assigned to, that an absent colleague
they stand in for is assigned to, whose kind their function watches (`Watch`), or that they
have opened in an emergency, or that another matter they work on lets them read: what says
so enters itself (`enter_through`). It is a join on indexed columns: narrow access to a hundred
thousand matters costs as much as the few rows it yields. Nobody filters in Python.

Whoever looks after the machine or the logs sees no matter, whatever else is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from mithaq.node import clock
from mithaq.node.officers.duties import NEVER_READS_CONTENT, stands_in_for
from mithaq.node.officers.errors import NotYourMatter
from mithaq.node.officers.models import Assignment, BreakGlass, Officer
from mithaq.pact.rules import register

EVERY_KIND = "*"
Known = QuerySet[Any, str]  # ids of matters
NOTHING = Q(pk__in=())
EVERYTHING = Q()


Through = Callable[[Q], Known | None]
"""Of the assignments that a condition gives, what they let somebody read; None while no kind does."""

_THROUGH: list[Through] = []


def enter_through(through: Through) -> None:
    """Make known what else whoever works on a matter may read."""
    if through not in _THROUGH:
        _THROUGH.append(through)


def reads_content(officer: Officer) -> bool:
    """Whether what matters say is this officer's business at all."""
    return officer.is_active and not officer.held & NEVER_READS_CONTENT


def visible_matters(officer: Officer, *, matter: str = "pk", kind: str = "kind") -> Q:
    """The condition under which this officer sees a row that belongs to a matter.

    `matter` and `kind` name the columns, so that the same condition serves the rows of
    duties, entries or persons: `visible_matters(officer, matter="matter_id", kind="matter__kind")`.
    """
    if not reads_content(officer):
        return NOTHING
    watched = watched_kinds(officer)
    if EVERY_KIND in watched:
        return EVERYTHING
    known = Q(**{f"{matter}__in": _assigned(officer)})
    if opened := list(_opened(officer)):
        known |= Q(**{f"{matter}__in": opened})
    if watched:
        known |= Q(**{f"{kind}__in": sorted(watched)})
    return known


def openable_matters(officer: Officer, *, matter: str = "pk", kind: str = "kind") -> Q:
    """The condition under which this officer may open a matter: one they see, or one that names nobody.

    For pages of one matter. Lists keep to what concerns the officer (`visible_matters`).
    """
    if not reads_content(officer):
        return NOTHING
    seen = visible_matters(officer, matter=matter, kind=kind)
    return seen | Q(**{f"{kind}__in": _open_kinds()}) if seen else seen  # an empty condition is everything


def watched_kinds(officer: Officer) -> frozenset[str]:
    """The kinds of which this officer sees every matter today; `*` is all of them."""
    return officer.watched


def opens_every(officer: Officer, kind: str) -> bool:
    """May this officer open every matter of a kind today? Then nobody need ask which."""
    if not reads_content(officer):
        return False
    return not watched_kinds(officer).isdisjoint({EVERY_KIND, kind}) or kind in _open_kinds()


def sees(officer: Officer, matter: str, kind: str) -> bool:
    """Does this officer see the matter of this id and kind?"""
    if not reads_content(officer):
        return False
    return kind in _open_kinds() or is_visible(officer, matter, kind)


def is_visible(officer: Officer, matter: str, kind: str) -> bool:
    """Does the matter concern this officer, as lists show it (`visible_matters`)?"""
    if not reads_content(officer):
        return False
    if not watched_kinds(officer).isdisjoint({EVERY_KIND, kind}):
        return True
    known = [*_halves(officer), _opened(officer)]
    return any(half.filter(matter=matter).exists() for half in known)


def _open_kinds() -> list[str]:
    """The kinds that name nobody."""
    return [each.name for each in register.kinds() if each.open_at_home]


def check_sees(officer: Officer, matter: str, kind: str) -> None:
    """Raises: NotYourMatter."""
    if not sees(officer, matter, kind):
        raise NotYourMatter(matter=matter)


def _assigned(officer: Officer) -> Known:
    # A union, since each half then walks its own index; an OR makes SQLite read the whole table.
    own, *unit = _halves(officer)
    return own.union(*unit, all=True) if unit else own


def _halves(officer: Officer) -> list[Known]:
    """The matters of the officer and of whom they stand in for; then those of the unit, if there is one; then
    those that these let them read.
    """
    assigned = Assignment.objects.order_by().values_list("matter", flat=True)
    given = [Q(officer_id__in=[officer.pk, *stands_in_for(officer)])]
    given += [Q(unit_id=officer.unit_id)] if officer.unit_id else []
    read = (through(each) for each in given for through in _THROUGH)
    return [*(assigned.filter(each) for each in given), *(each for each in read if each is not None)]


def _opened(officer: Officer) -> Known:
    """The matters this officer has opened in an emergency, and may still read."""
    opened = BreakGlass.objects.filter(officer=officer, until_at__gt=clock.now())
    return opened.order_by().values_list("matter", flat=True)

"""The need to know, as a condition of the database.

An officer sees a matter that they or their unit are assigned to, that an absent colleague
they stand in for is assigned to, whose kind their function watches (`Watch`), or that they
have opened in an emergency. It is a join on indexed columns: narrow access to a hundred
thousand matters costs as much as the few rows it yields. Nobody filters in Python.

Whoever looks after the machine or the logs sees no matter, whatever else is said.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mithaq.node import clock
from mithaq.node.officers.duties import NEVER_READS_CONTENT, stands_in_for
from mithaq.node.officers.errors import NotYourMatter
from mithaq.node.officers.models import Assignment, BreakGlass, Officer, Watch

EVERY_KIND = "*"
NOTHING = Q(pk__in=())
EVERYTHING = Q()


def visible_matters(officer: Officer, *, matter: str = "pk", kind: str = "kind") -> Q:
    """The condition under which this officer sees a row that belongs to a matter.

    `matter` and `kind` name the columns, so that the same condition serves the rows of
    duties, entries or persons: `visible_matters(officer, matter="matter_id", kind="matter__kind")`.
    """
    if not officer.is_active or officer.held & NEVER_READS_CONTENT:
        return NOTHING
    watched = watched_kinds(officer)
    if EVERY_KIND in watched:
        return EVERYTHING
    known = Q(
        **{f"{matter}__in": Assignment.objects.filter(_assigned_to(officer)).order_by().values("matter")}
    )
    if opened := list(_opened(officer)):
        known |= Q(**{f"{matter}__in": opened})
    if watched:
        known |= Q(**{f"{kind}__in": sorted(watched)})
    return known


def watched_kinds(officer: Officer) -> frozenset[str]:
    """The kinds of which this officer sees every matter today; `*` is all of them."""
    return frozenset(Watch.objects.filter(function__in=officer.held).values_list("kind", flat=True))


def sees(officer: Officer, matter: str, kind: str) -> bool:
    """Does this officer see the matter of this id and kind?"""
    if not officer.is_active or officer.held & NEVER_READS_CONTENT:
        return False
    if not watched_kinds(officer).isdisjoint({EVERY_KIND, kind}):
        return True
    return (
        Assignment.objects.filter(_assigned_to(officer), matter=matter).exists()
        or _opened(officer).filter(matter=matter).exists()
    )


def check_sees(officer: Officer, matter: str, kind: str) -> None:
    """Raises: NotYourMatter."""
    if not sees(officer, matter, kind):
        raise NotYourMatter(matter=matter)


def _assigned_to(officer: Officer) -> Q:
    mine = Q(officer_id__in=[officer.pk, *stands_in_for(officer)])
    return mine | Q(unit_id=officer.unit_id) if officer.unit_id else mine


def _opened(officer: Officer) -> QuerySet[BreakGlass, str]:
    return (
        BreakGlass.objects.filter(officer=officer, until_at__gt=clock.now())
        .order_by()
        .values_list("matter", flat=True)
    )

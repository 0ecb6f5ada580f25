"""Chapters: what the joint plan tells whoever meets a partner: the actions that are not as they should be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mithaq.matters.plan.shown import ActionShown, PlanShown, current
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates
from mithaq.node.web.authorities import Known, called, known
from mithaq.node.web.idents import language
from mithaq.node.web.rooms import Chapter, Line
from mithaq.pact.codes import code_list

MOST = 12
IN_NEED = {"red": 0, "amber": 1, "grey": 2}


def chapters(officer: Officer, partner: str, now: datetime) -> Iterator[Chapter]:
    """The actions of the plan now run that are late, slip or lack a report, what is late first."""
    plan = current(officer, now=now)
    if plan is None or partner not in plan.parties:
        return
    met = known()
    need = sorted((each for each in plan.agreed if each.rag in IN_NEED), key=_order)
    yield Chapter(
        gettext("Actions of the joint plan that are late, slip or lack a report"),
        (
            gettext("Action"),
            gettext("Lead"),
            gettext("First agreed: end"),
            gettext("Expected end"),
            gettext("How it is doing"),
        ),
        tuple(_line(plan, each, met) for each in need[:MOST]),
        max(0, len(need) - MOST),
    )


def _order(each: ActionShown) -> tuple[int, int]:
    return IN_NEED[each.rag], -each.slip_days


def _line(plan: PlanShown, each: ActionShown, met: Mapping[str, Known]) -> Line:
    own, days = each.own, each.slip_days
    how = code_list("rag").label(each.rag, language())
    if days > 0:
        slip = ngettext(
            "%(days)s day after what was first agreed", "%(days)s days after what was first agreed", days
        )
        how = f"{how} · {slip % {'days': days}}"
    return Line(
        (
            f"{plan.codes.get(own.id, '')} {each.title}".strip(),
            called(own.lead, met),
            dates.day(own.baseline_ends_on, language()),
            dates.day(each.expected_on, language()),
            how,
        ),
        reverse("plan:action", args=[plan.matter.reference, own.id]),
        each.is_late,
    )

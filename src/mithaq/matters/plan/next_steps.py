"""Next steps: what an officer is expected to do with a plan now, what is owed first.

Steps that found a plan are ordinary while it is negotiated; once it is in force they stand behind the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from mithaq.matters.plan.options import Way
from mithaq.matters.plan.shown import KIND, PlanShown
from mithaq.matters.plan.to_check import to_check
from mithaq.node.ledger.models import Duty
from mithaq.node.officers.permission import may_take
from mithaq.node.web import dates
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.needs import AHEAD
from mithaq.pact.rules import proposals
from mithaq.pact.rules.fold import open_steps
from mithaq.pact.rules.kind import Step

BEGUN = (
    "propose-axis", "propose-objective", "propose-action",
    "propose-signature", "propose-change", "submit-report",
)  # fmt: skip
MOST = 2  # of what is owed; the others stand among what is late


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What is expected of this officer, what else is ordinary here, and what is rare."""

    expected: tuple[Way, ...] = ()
    usual: tuple[Way, ...] = ()
    rare: tuple[Way, ...] = ()


def next_steps(plan: PlanShown) -> NextSteps:
    """What this officer may begin here, in the order in which it is expected."""
    options = [each for each in open_steps(plan.standing, settings.AUTHORITY) if _may(plan, each.step)]
    begin = {each.step.name: each.step for each in options if not each.item and each.step.name in BEGUN}
    items = {(each.step.name, each.item): each.step for each in options if each.item}
    expected = (*_owed(plan, begin, items), *_to_answer(plan))
    ways = [(begin[name], _way(plan, begin[name])) for name in BEGUN if name in begin]
    rare = {step.name for step, _ in ways if step.usual is not None and plan.state.stage not in step.usual}
    return NextSteps(
        expected,
        tuple(way for step, way in ways if step.name not in rare),
        tuple(way for step, way in ways if step.name in rare),
    )


def _may(plan: PlanShown, step: Step) -> bool:
    return may_take(plan.officer, KIND, step.name)


def _way(plan: PlanShown, step: Step, called: str = "", query: dict[str, str] | None = None) -> Way:
    form = reverse("web:step", args=[plan.matter.reference, step.name])
    return Way(f"{form}?{urlencode(query)}" if query else form, label_of(step.button), called)


def _owed(plan: PlanShown, begin: dict[str, Step], items: dict[tuple[str, str], Step]) -> Iterator[Way]:
    """The steps that would do what we owe, what is due first: late, or soon."""
    rows = Duty.objects.filter(
        matter=plan.matter.id, owed_by=settings.AUTHORITY, done_at=None, paused_at=None, moot=False,
        due_at__lte=plan.now + AHEAD,
    )  # fmt: skip
    found: dict[str, Way] = {}
    for row in rows.order_by("due_at", "pk"):
        owed = plan.kind.owed.get(row.name)
        for name in sorted(owed.ends) if owed else ():
            about = " · ".join(
                each
                for each in (plan.codes.get(plan.action_of(row.item), ""), dates.about(row.about, language()))
                if each
            )
            if step := items.get((name, row.item)):
                way = _way(plan, step, about, {"item": row.item})
                found.setdefault(way.url, way)
            elif step := begin.get(name):
                way = _way(plan, step, about, {"about": row.item})
                found.setdefault(way.url, way)
    yield from list(found.values())[:MOST]


def _to_answer(plan: PlanShown) -> Iterator[Way]:
    """One way to all that waits for our answer, and one to what waits to be verified by us."""
    page = reverse("plan:page", args=[plan.matter.reference])
    if checks := len(to_check(plan)):
        yield Way(f"{page}#settle", gettext("Verify what was done (%(count)d)") % {"count": checks})
    offered = (item for item in plan.state.items("change").values() if item.stage == proposals.OPEN)
    changes = sum(settings.AUTHORITY not in item.yes for item in offered)
    waiting = changes * may_take(plan.officer, KIND, "accept-change") + len(plan.to_answer) * plan.may_agree
    if waiting:
        words = gettext("Answer what is proposed (%(count)d)")
        yield Way(f"{page}#settle", words % {"count": waiting})

"""Home: the plan on a page, as the home page of the node."""

from __future__ import annotations

from datetime import datetime

from mithaq.matters.plan.shown import current
from mithaq.node.officers.models import Officer
from mithaq.node.web.rooms import Panel


def home(officer: Officer, now: datetime) -> Panel | None:
    """The plan that is run now, if there is one and this officer may see it."""
    plan = current(officer, now=now)
    if plan is None:
        return None
    title = plan.matter.title or plan.matter.reference
    return Panel(title, "plan/parts/on_a_page.html", {"plan": plan, "here": "plan:page"})

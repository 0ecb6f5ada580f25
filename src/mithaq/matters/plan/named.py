"""Named: what the forms call the parts of a plan: an action with its short name before it, as papers have it,
and a dependency by the actions it joins.
"""

from __future__ import annotations

from collections.abc import Mapping

from mithaq.matters.plan.shown import PlanShown
from mithaq.node import clock
from mithaq.node.ledger import find
from mithaq.node.ledger.page import MatterPage
from mithaq.node.officers.models import Officer
from mithaq.node.papers.isolate import apart
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list


def in_forms(page: MatterPage, reader: Officer) -> Mapping[str, str]:
    """By part: what a form calls it, of actions and of dependencies."""
    state = page.standing.state if page.standing else None
    if page.standing is None or state is None:
        return {}
    names = find.names_in(page.matter)
    plan = PlanShown(page.matter, reader, page.standing, state, clock.now(), names)
    titled = {each.own.id: plan.title_of(each.own.id) for each in plan.actions}
    found = {
        action: " ".join(part for part in (_code(plan, action), title) if part)
        for action, title in titled.items()
    }
    relations = code_list("dependency-kinds")
    for _, item in state.created(("propose-dependency",)):
        says = item.entries[0].says
        first, then = (
            _code(plan, str(says.get(end))) or plan.title_of(str(says.get(end))) for end in ("first", "then")
        )
        arrow = "←" if language() == "ar" else "→"
        relation = relations.label(str(says.get("relation", "")), language())
        found[item.key] = f"{first} {arrow} {then} · {relation}"
    return found


def _code(plan: PlanShown, action: str) -> str:
    """The short name of an action, set apart; "" for one that has none."""
    code = plan.codes.get(action, "")
    return apart(code) if code else ""

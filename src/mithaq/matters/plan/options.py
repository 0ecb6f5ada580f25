"""Options: the steps this officer may take now on a part of the plan, as links to their forms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from mithaq.matters.plan.shown import KIND, PlanShown
from mithaq.node.officers.permission import may_take
from mithaq.node.web.fields import label_of
from mithaq.pact.rules.fold import open_steps


@dataclass(frozen=True, slots=True)
class Way:
    """A step that can be taken: where its form is, its verb, and what it is about ("": the action itself)."""

    url: str
    button: str
    about: str = ""


def beginnings(plan: PlanShown, steps: Iterable[str], about: str) -> list[Way]:
    """Those of the steps, each of which creates something, that this officer may take now, about a part."""
    wanted = list(steps)
    begun = {
        each.step.name: each.step
        for each in open_steps(plan.standing, settings.AUTHORITY)
        if not each.item and each.step.name in wanted
    }
    mine = (begun[name] for name in wanted if name in begun and may_take(plan.officer, KIND, name))
    query = urlencode({"about": about})
    return [
        Way(f"{reverse('web:step', args=[plan.matter.reference, each.name])}?{query}", label_of(each.button))
        for each in mine
    ]


def ways(plan: PlanShown, about: Iterable[tuple[str, str]]) -> dict[str, list[Way]]:
    """By item: the steps this officer may take. `about` pairs an item with what a page calls it."""
    called, found = dict(about), dict[str, list[Way]]()
    takes: dict[str, bool] = {}
    for option in open_steps(plan.standing, settings.AUTHORITY):
        name = option.step.name
        if option.item not in called:
            continue
        if name not in takes:
            takes[name] = may_take(plan.officer, KIND, name)
        if takes[name]:
            form = reverse("web:step", args=[plan.matter.reference, name])
            way = Way(
                f"{form}?{urlencode({'item': option.item})}",
                label_of(option.step.button),
                called[option.item],
            )
            found.setdefault(option.item, []).append(way)
    return found

"""Timed: a plan as the timeline draws it: its actions as bars, what waits for what, every side's holidays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.plan.shown import ActionShown, PlanShown
from mithaq.matters.plan.timeline import PAPER, Bar, Group, Holidays, Link, Timeline, draw
from mithaq.matters.plan.window import QUARTER, UNITS, Window
from mithaq.node.ledger.terms import terms_of
from mithaq.node.web.authorities import Known, known
from mithaq.node.web.idents import language
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.fields import is_day

LOOKS = {
    "proposed": "bar-open",
    "on-hold": "bar-held",
    "closed": "bar-over",
    "verified": "bar-over",
    "delivered": "bar-over",
}
LEFT_OUT = ("dropped", "declined")
ON_PAPER = 16
WORST_FIRST = ("red", "amber", "grey", "green", "none")


def timeline(plan: PlanShown, window: Window) -> Timeline:
    """The plan in that window; what was dropped or declined is left out."""
    groups = [
        Group(
            axis.title,
            tuple(_bar(plan, action) for action in axis.actions if action.own.stage not in LEFT_OUT),
        )
        for axis in plan.axes
    ]
    return Timeline(
        name=gettext("Timeline of %(reference)s") % {"reference": plan.matter.reference},
        groups=tuple(group for group in groups if group.bars),
        window=window,
        today=plan.today,
        links=links(plan),
        holidays=holidays(plan),
    )


def usual_window(plan: PlanShown, scale: str) -> Window:
    """The window first shown: from the first action where all fits, else with today a quarter in."""
    starts = [date.fromisoformat(action.own.starts_on) for action in plan.agreed] or [plan.today]
    ends = [action.expected_on for action in plan.agreed] or [plan.today]
    whole = Window.at(scale, min(starts))
    if whole.holds(max(ends)) and whole.holds(plan.today):
        return whole
    around = Window.at(scale, plan.today)
    days = (around.end - around.first).days // UNITS.get(scale, UNITS[QUARTER])
    return Window.at(scale, date.fromordinal(plan.today.toordinal() - 3 * days))


def on_paper(plan: PlanShown, speaking: str) -> tuple[SafeString, str]:
    """The timeline for a page of paper in one language, "" where there is nothing to draw; and its name.

    A page has room for so many actions: those that need looking at come first.
    """
    with translation.override(speaking):
        fresh = replace(plan)  # what a plan has read once is in the reader's language
        drawn = timeline(fresh, usual_window(fresh, QUARTER))
        by_need = sorted((bar for group in drawn.groups for bar in group.bars), key=_need)
        kept = {bar.id for bar in by_need[:ON_PAPER]}
        groups = tuple(
            replace(group, bars=bars)
            for group in drawn.groups
            if (bars := tuple(bar for bar in group.bars if bar.id in kept))
        )
        picture = draw(replace(drawn, groups=groups), language=speaking, sheet=PAPER, alone=True)
        return (picture if groups else SafeString("")), drawn.name


def links(plan: PlanShown) -> tuple[Link, ...]:
    """What every party has agreed depends on what, the merely related too."""
    agreed = (item for item in plan.created("propose-dependency") if item.stage == "agreed")
    says = [item.entries[0].says for item in agreed]
    return tuple(
        Link(str(each.get("first")), str(each.get("then")), str(each.get("relation"))) for each in says
    )


def holidays(plan: PlanShown) -> tuple[Holidays, ...]:
    """Each side's holidays, as it has stated them in the agreement; ours first, none where none were
    stated.
    """
    calendars = terms_of(plan.state.opening).calendars
    names: Mapping[str, Known] = known()
    return tuple(
        Holidays(
            party,
            names[party].words.say(language()) if party in names else party,
            frozenset(date.fromisoformat(day) for day in calendars[party].holidays if is_day(day)),
        )
        for party in plan.parties
        if party in calendars
    )


def _need(bar: Bar) -> int:
    return WORST_FIRST.index(bar.rag)


def _bar(plan: PlanShown, action: ActionShown) -> Bar:
    own: roadmap.Action = action.own
    return Bar(
        id=own.id,
        title=action.title,
        lead=own.lead,
        stage=action.stage.words.say(language()),
        rag=action.rag,
        starts=date.fromisoformat(own.starts_on),
        ends=max(action.expected_on, date.fromisoformat(own.starts_on)),
        baseline=(date.fromisoformat(own.baseline_starts_on), date.fromisoformat(own.baseline_ends_on)),
        progress=100 if own.done_on else min(max(own.progress, 0), 100),
        look=LOOKS.get(own.stage, "bar-run"),
        url=reverse("plan:action", args=[plan.matter.reference, own.id]),
    )

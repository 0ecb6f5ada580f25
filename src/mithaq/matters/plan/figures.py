"""Figures: what a half-yearly report can count by itself, and what its lead wrote instead.

A kind says what its matters count for (`Kind.counts_as`); an indicator of the plan says what it counts. Where
they meet, the matters that serve the action and were opened in the half-year are counted, all of them: a
number names nobody, and both sides must come to the same. The figure may be typed over; then it is shown
beside the count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone

from mithaq.node import clock
from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.page import MatterPage
from mithaq.node.web.idents import language
from mithaq.node.web.items import in_language
from mithaq.pact.rules import register, roadmap
from mithaq.pact.rules.plan_says import differs
from mithaq.pact.rules.state import Item, State

COUNTED_IN = ("unit",)  # measures that a number of matters can be


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a report as it was stated, what had been counted for it, and from what."""

    indicator: str
    figure: str
    counted: str
    source: str
    differs: bool


def given(page: MatterPage, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the form of a report begins with: the half-year that is owed, and what can be counted."""
    state = page.standing.state if page.standing else None
    action = str(values.get("action", ""))
    own = next((each for each in roadmap.actions(state) if each.id == action), None) if state else None
    if state is None or own is None or not own.is_agreed:
        return {}
    half = _owed(state, own, timezone.localdate(clock.now()))
    if half is None:
        return {}
    names = find.names_in(page.matter)
    rows = [_row(item, names, action, half) for item in _indicators(state, action)]
    figures = [row for row in rows if row]
    return {"year": half[0], "half": half[1], **({"figures": figures} if figures else {})}


def stated(report: Item) -> list[Figure]:
    """The figures of a report, as it was last submitted; none where its words are not here."""
    last = report.latest("submit-report", "submit-again")
    said = held.bodies_of([last]).get(last.id, {}) if last else {}
    return of_body(said)


def of_body(said: Mapping[str, Any]) -> list[Figure]:
    """The figures that the body of a report states."""
    rows = said.get("figures")
    rows = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
    return [
        Figure(
            indicator=str(row.get("indicator") or ""),
            figure=str(row.get("figure") or ""),
            counted=str(row.get("counted") or ""),
            source=str(row.get("source") or ""),
            differs=differs(row),
        )
        for row in rows
    ]


def count(action: str, subject: str, half: roadmap.Half) -> dict[str, int]:
    """By kind: the matters that serve an action and count for a subject, opened in a half-year."""
    kinds = [kind.name for kind in register.kinds() if subject in kind.counts_as]
    begins, ends = _days(half)
    found = Matter.objects.filter(
        plan_action=action, kind__in=kinds, opened_at__gte=begins, opened_at__lt=ends
    )
    rows = found.order_by("kind").values("kind").annotate(number=Count("pk"))
    return dict.fromkeys(kinds, 0) | {row["kind"]: row["number"] for row in rows}


def _row(
    item: Item, names: Mapping[str, Mapping[str, str]], action: str, half: roadmap.Half
) -> dict[str, str] | None:
    """A line of the report for an indicator; None for one that matters cannot count."""
    counted = count(action, str(item.entries[0].says.get("subject", "")), half)
    if not counted:
        return None
    total = str(sum(counted.values()))
    kinds = (f"{register.kind(kind).plural.say(language())}: {number}" for kind, number in counted.items())
    source = f"{' · '.join(kinds)} ({roadmap.called(half)})"
    title = in_language(names.get(item.key, {})) or item.key[:8]
    return {"indicator": title, "figure": total, "counted": total, "source": source}


def _indicators(state: State, action: str) -> list[Item]:
    """The agreed indicators of an action that are measured by a number of something."""
    of_it = (item for _, item in state.naming(action) if item.created_by == "propose-indicator")
    return [
        item for item in of_it if item.stage == "agreed" and item.entries[0].says.get("measure") in COUNTED_IN
    ]


def _owed(state: State, own: roadmap.Action, today: date) -> roadmap.Half | None:
    """The first half-year that has ended and was not reported on; else the last that has begun."""
    begun = [half for half in roadmap.halves_of(own) if roadmap.begins_on(half) <= today.isoformat()]
    missing = [half for half in begun if not roadmap.reports_on(state, own.id, half)]
    ended = [half for half in missing if _days(half)[1].date() <= today]
    return next(iter(ended or missing), None)


def _days(half: roadmap.Half) -> tuple[datetime, datetime]:
    """From the first instant of a half-year to the first after it. Units: UTC."""
    begins = date.fromisoformat(roadmap.begins_on(half))
    ends = (begins + timedelta(days=184)).replace(day=1)
    first, after = (datetime.combine(day, time(), UTC) for day in (begins, ends))
    return first, after

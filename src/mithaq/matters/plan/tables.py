"""Tables: a plan as rows for a spreadsheet and as data for other programs.

Data says codes, days and ids as they were stated, so that another node or a statistician can compute again.
The results leave in the shape of IATI too (results, indicators, periods; target, actual, baseline), which
aid registers read.

Source: International Aid Transparency Initiative, activity standard 2.03, element `result`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, pgettext

from mithaq.matters.plan import rag
from mithaq.matters.plan.indicators import IndicatorShown, Period, indicators
from mithaq.matters.plan.revisions import proposals_on
from mithaq.matters.plan.shown import REPORTS, ActionShown, PlanShown
from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.state import Item

EDITION, RESULTS = "mithaq-plan-export 1", "mithaq-plan-results 1"
IATI_LEVELS = {"output": "1", "outcome": "2", "impact": "3"}
IATI_MEASURES = {"unit": "1", "percent": "2", "nominal": "3", "ordinal": "4", "qualitative": "5"}
OTHER = "9"


def actions_csv(plan: PlanShown, copy: Copy) -> bytes:
    """Every action, a row each, in the language of the page; titles in all languages."""
    heading = [
        *(gettext("Axis"), gettext("Objective"), gettext("Title in Arabic"), gettext("Title in French")),
        *(
            gettext("Title in English"),
            gettext("Sort"),
            gettext("Lead"),
            gettext("Co-lead"),
            gettext("Stage"),
        ),
        *(gettext("How it is doing"), pgettext("day", "Start"), pgettext("day", "End")),
        *(gettext("First agreed: start"), gettext("First agreed: end"), gettext("Expected end")),
        *(gettext("Days late"), gettext("Progress (%)"), gettext("Matters"), gettext("Identifier")),
    ]
    rows = [
        _row(plan, axis.title, objective.title, action)
        for axis in plan.axes
        for objective in axis.objectives
        for action in objective.actions
    ]
    return csv_bytes(heading, [*rows, _foot(copy)])


def indicators_csv(plan: PlanShown, copy: Copy) -> bytes:
    """Every period of every indicator, a row each."""
    heading = [
        *(
            gettext("Action"),
            gettext("Indicator"),
            gettext("What it counts"),
            gettext("Level"),
            gettext("Measure"),
        ),
        *(gettext("Baseline year"), gettext("Baseline"), pgettext("day", "Start"), pgettext("day", "End")),
        *(
            gettext("Target"),
            gettext("Actual"),
            gettext("Achievement (%)"),
            gettext("Achievement as it is (%)"),
        ),
        *(gettext("Counted by"), gettext("Verified by"), gettext("Source")),
    ]
    rows = [(*_of(shown), *_of_period(each)) for shown in indicators(plan) for each in shown.periods]
    return csv_bytes(heading, [*rows, _foot(copy)])


def plan_json(plan: PlanShown, copy: Copy) -> bytes:
    """The whole plan."""
    measured: dict[str, list[IndicatorShown]] = {}
    for each in indicators(plan):
        measured.setdefault(each.action, []).append(each)
    yields: dict[str, list[Item]] = {}
    for item in plan.created("propose-deliverable"):
        yields.setdefault(str(item.entries[0].says.get("action", "")), []).append(item)
    stated = {
        **_head(plan, copy, EDITION),
        "axes": [
            {
                "id": axis.id,
                "axis": axis.code,
                "title": _titles(plan, axis.id),
                "stage": axis.stage.name,
                "objectives": [
                    {
                        "id": objective.id,
                        "title": _titles(plan, objective.id),
                        "stage": objective.stage.name,
                        "actions": [
                            _action(plan, each, measured.get(each.own.id, []), yields.get(each.own.id, []))
                            for each in objective.actions
                        ],
                    }
                    for objective in axis.objectives
                ],
            }
            for axis in plan.axes
        ],
        "dependencies": [
            {**_plain(item), "stage": item.stage} for item in plan.created("propose-dependency")
        ],
        "changes": [
            {
                "reference": each.reference,
                "by": each.by,
                "at": each.at.isoformat(),
                "part": each.part,
                "change": each.change,
                "starts_on": each.starts_on,
                "ends_on": each.ends_on,
                "stage": each.stage.name,
                "counters": each.counters,
            }
            for each in reversed(proposals_on(plan))
        ],
    }
    return _written(stated)


def results_json(plan: PlanShown, copy: Copy) -> bytes:
    """The indicators in the shape of IATI."""
    by_action: dict[str, list[IndicatorShown]] = {}
    for each in indicators(plan):
        by_action.setdefault(each.action, []).append(each)
    results = [_result(plan, action, shown) for action, shown in by_action.items()]
    activity = {
        "iati-identifier": plan.matter.reference,
        "title": _narrative(plan, plan.state.opening.id),
        "participating-org": [{"@ref": party, "@role": "4"} for party in plan.parties],
        "result": results,
    }
    return _written({**_head(plan, copy, RESULTS), "iati-activity": activity})


def _row(plan: PlanShown, axis: str, objective: str, action: ActionShown) -> tuple[object, ...]:
    own, names = action.own, plan.names.get(action.own.id, {})
    return (
        axis,
        objective,
        names.get("ar", ""),
        names.get("fr", ""),
        names.get("en", ""),
        code_list("action-types").label(own.sort, language()),
        own.lead,
        own.co_lead,
        action.stage.words.say(language()),
        rag.said(action.rag, language()),
        own.starts_on,
        own.ends_on,
        own.baseline_starts_on,
        own.baseline_ends_on,
        action.expected_on.isoformat(),
        max(action.slip_days, 0),
        100 if own.done_on else own.progress,
        action.matters.all,
        own.id,
    )


def _of(shown: IndicatorShown) -> tuple[object, ...]:
    lists = ("indicator-subjects", "indicator-levels", "indicator-measures")
    codes = (shown.subject, shown.level, shown.measure)
    labels = [code_list(name).label(value, language()) for name, value in zip(lists, codes, strict=True)]
    return (shown.action_title, shown.title, *labels, shown.baseline_year, _number(shown.baseline))


def _of_period(each: Period) -> tuple[object, ...]:
    reached = each.achievement
    return (
        each.starts_on,
        each.ends_on,
        _number(each.target),
        _number(each.actual),
        reached.capped if reached else "",
        reached.raw if reached else "",
        each.counted_by,
        each.verified_by,
        each.source,
    )


def _foot(copy: Copy) -> tuple[str, ...]:
    return (
        "",
        copy.authority,
        copy.marking(language()),
        f"{gettext('Copy')} {copy.watermark}",
        copy.at.isoformat(),
    )


def _head(plan: PlanShown, copy: Copy, edition: str) -> dict[str, Any]:
    return {
        "export": edition,
        "copy": copy.watermark,
        "exported_at": copy.at.isoformat(),
        "marking": copy.markings,
        "plan": {
            "id": plan.matter.id,
            "reference": plan.matter.reference,
            "title": _titles(plan, plan.state.opening.id),
            "stage": plan.state.stage,
            "parties": list(plan.parties),
            **_plain_of(plan.state.opening.says),
            "signed_on": plan.signed_on,
        },
    }


def _action(
    plan: PlanShown, action: ActionShown, measured: list[IndicatorShown], yields: list[Item]
) -> dict[str, Any]:
    own = action.own
    return {
        "id": own.id,
        "title": _titles(plan, own.id),
        "sort": own.sort,
        "lead": own.lead,
        "co_lead": own.co_lead,
        "stage": own.stage,
        "rag": action.rag,
        "starts_on": own.starts_on,
        "ends_on": own.ends_on,
        "baseline": {"starts_on": own.baseline_starts_on, "ends_on": own.baseline_ends_on},
        "forecast_on": own.forecast_on,
        "expected_on": action.expected_on.isoformat(),
        "progress": own.progress,
        "held_until": own.held_until,
        "matters": action.matters.all,
        "deliverables": [
            {**_plain(item), "title": _titles(plan, item.key), "stage": item.stage} for item in yields
        ],
        "indicators": [_indicator(plan, each) for each in measured],
        "reports": list(_reports(plan, own.id)),
    }


def _reports(plan: PlanShown, action: str) -> Iterator[dict[str, str]]:
    for report in plan.state.items(REPORTS).values():
        if report.entries[0].says.get("action") == action:
            half = roadmap.called(roadmap.half_of(report.entries[0]))
            yield {
                "half": half,
                "by": report.holder,
                "at": report.entries[0].at.isoformat(),
                "stage": report.stage,
            }


def _indicator(plan: PlanShown, shown: IndicatorShown) -> dict[str, Any]:
    return {
        "id": shown.id,
        "title": _titles(plan, shown.id),
        "subject": shown.subject,
        "level": shown.level,
        "measure": shown.measure,
        "ascending": shown.ascending,
        "baseline": {"year": shown.baseline_year, "value": _number(shown.baseline) or None},
        "periods": [
            {
                "starts_on": each.starts_on.isoformat(),
                "ends_on": each.ends_on.isoformat(),
                "target": _number(each.target) or None,
                "actual": _number(each.actual) or None,
                "stage": each.stage.name,
                "counted_by": each.counted_by,
                "verified_by": each.verified_by,
                "source": each.source,
                "comment": each.comment,
                "achievement_percent": each.achievement.raw if each.achievement else None,
            }
            for each in shown.periods
        ],
    }


def _result(plan: PlanShown, action: str, measured: list[IndicatorShown]) -> dict[str, Any]:
    return {
        "@type": IATI_LEVELS.get(measured[0].level, OTHER),
        "title": _narrative(plan, action),
        "indicator": [
            {
                "@measure": IATI_MEASURES.get(each.measure, "5"),
                "@ascending": "1" if each.ascending else "0",
                "@level": each.level,
                "title": _narrative(plan, each.id),
                "baseline": _baseline(each),
                "period": [_iati_period(period) for period in each.periods],
            }
            for each in measured
        ],
    }


def _baseline(shown: IndicatorShown) -> list[dict[str, str]]:
    if shown.baseline is None:
        return []
    return [{"@year": str(shown.baseline_year or ""), "@value": _number(shown.baseline)}]


def _iati_period(each: Period) -> dict[str, Any]:
    comment = [{"narrative": [{"text": each.comment}]}] if each.comment else []
    actual = {"@value": _number(each.actual), "comment": comment, "source": each.source}
    return {
        "period-start": {"@iso-date": each.starts_on.isoformat()},
        "period-end": {"@iso-date": each.ends_on.isoformat()},
        "target": [] if each.target is None else [{"@value": _number(each.target)}],
        "actual": [] if each.actual is None else [actual],
    }


def _narrative(plan: PlanShown, part: str) -> dict[str, Any]:
    return {
        "narrative": [{"@xml:lang": tongue, "text": text} for tongue, text in _titles(plan, part).items()]
    }


def _titles(plan: PlanShown, part: str) -> dict[str, str]:
    return dict(plan.names.get(part, {}))


def _plain(item: Item) -> dict[str, Any]:
    return {"id": item.key, **_plain_of(item.entries[0].says)}


def _plain_of(says: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in says.items()}


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _written(stated: Mapping[str, Any]) -> bytes:
    return json.dumps(stated, ensure_ascii=False, indent=1).encode()

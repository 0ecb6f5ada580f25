"""Papers: the plan on a page, and the report on a half-year, as people hold them.

Everything is computed as on the screens; what a lead wrote stands as it was written. Who has reported and who
has countersigned stands beside it, by authority.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.utils import timezone

from mithaq.matters.plan import drawn, timed
from mithaq.matters.plan.figures import Figure as StatedFigure
from mithaq.matters.plan.figures import of_body as figures_in
from mithaq.matters.plan.indicators import IndicatorShown, indicators
from mithaq.matters.plan.shown import ActionShown, AxisShown, LateShown, PlanShown
from mithaq.node.ledger import held
from mithaq.node.ledger.models import Duty
from mithaq.node.papers import compose
from mithaq.node.papers.content import (
    AxisLine,
    ByLanguage,
    Chart,
    Figure,
    Frame,
    HalfYearReport,
    LateLine,
    PlanOnAPage,
    Rag,
    ReportLine,
    Signed,
)
from mithaq.node.papers.isolate import apart
from mithaq.node.papers.typeset import typeset
from mithaq.node.web import dates
from mithaq.node.web.authorities import Known, known
from mithaq.node.web.exports.leaving import Copy
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.roadmap import Half
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import LANGUAGES, Words

REPORT_LANGUAGES = ["ar", "fr"]
REPORT = "report"  # the duty
MOST_LATE = 12  # on one page
WORST_FIRST = ("red", "amber", "grey", "green")
SECTIONS = ("achieved", "not_achieved", "why", "added_value", "next", "needs")
REPORTED = Words("التقارير المقدمة", "Rapports remis", "Reports submitted")
COUNTERSIGNED = Words("التقارير الموقعة", "Rapports contresignés", "Reports countersigned")
AGREED = Words("الإجراءات المتفق عليها", "Actions convenues", "Actions agreed")
SINCE = Words("ابتداء من {year}", "Depuis {year}", "Since {year}")
SERVED = Words("الملفات التي تخدمها", "Affaires qui les servent", "Matters that serve them")


def plan_on_a_page(plan: PlanShown, copy: Copy, *, language: str) -> bytes:
    """The plan on one A4 page in one language."""
    authorities, late_first = known(), plan.late[:MOST_LATE]
    filled: PlanOnAPage = {
        "frame": _frame(plan, copy),
        "title": _title(plan),
        "period": _period(plan),
        "as_of": plan.today,
        "axes": [_axis(axis, plan) for axis in plan.axes],
        "late": [_late(late, plan, authorities) for late in late_first],
    }
    picture, says = timed.on_paper(plan, language)
    if picture:
        filled["drawing"], filled["drawing_says"] = {language: str(picture)}, {language: says}
    composed = compose.plan_on_a_page(filled, language=language)
    return typeset("plan-on-a-page", composed, language=language, at=copy.at)


def half_year_report(plan: PlanShown, half: Half, copy: Copy) -> bytes:
    """What a half-year came to, in Arabic and then in French."""
    lines = _lines(plan, half)
    filled: HalfYearReport = {
        "frame": _frame(plan, copy),
        "languages": REPORT_LANGUAGES,
        "title": _title(plan),
        "period": _all(lambda language: dates.half_year(roadmap.called(half), language)),
        "as_of": plan.today,
        "figures": _figures(lines),
        "actions": [line.shown() for line in lines],
        "signed": list(_signed(lines, known())),
    }
    composed = compose.half_year_report(filled)
    return typeset("half-year-report", composed, language=REPORT_LANGUAGES[0], at=copy.at)


@dataclass(frozen=True)
class _Line:
    """An action that ran in the half-year, and the last report on it. `is_owed`: whether one was to be made;
    not where the action was over, or held, before it was due.
    """

    action: ActionShown
    plan: PlanShown
    report: Item | None
    said: Mapping[str, Any]
    is_owed: bool
    indicators: tuple[IndicatorShown, ...] = ()

    @property
    def submitted_on(self) -> date | None:
        last = self.report.latest("submit-report", "submit-again") if self.report else None
        return timezone.localdate(last.at) if last else None

    @property
    def countersigned_on(self) -> date | None:
        last = self.report.latest("countersign-report") if self.report else None
        return timezone.localdate(last.at) if last else None

    def shown(self) -> ReportLine:
        own, names = self.action.own, self.plan.names.get(self.action.own.id, {})
        said = {name: str(self.said.get(name) or "") for name in SECTIONS}
        figures = [*map(_figure, figures_in(self.said))]
        said["achieved"] = "\n".join(part for part in (said["achieved"], *figures) if part)
        told = {name: _same(apart(text) if text else "") for name, text in said.items()}
        line = {
            "code": self.plan.codes.get(own.id, ""),
            "name": _all(lambda language: names.get(language, self.action.title)),
            "lead": _same(f"{own.lead} + {own.co_lead}"),
            "state": _words(self.action.stage.words),
            "rag": _rag(self.action.rag),
            "progress": 100 if own.done_on else own.progress,
            **told,
            "charts": [self._chart(each) for each in self.indicators if each.latest.actual is not None],
        }
        return cast("ReportLine", line)

    def _chart(self, shown: IndicatorShown) -> Chart:
        """An indicator of which there is a figure, drawn as on its page."""
        names = self.plan.names.get(shown.id, {})

        def drawing(language: str) -> str:
            named = replace(shown, title=names.get(language, shown.title))
            return str(drawn.indicator(named, speaking=language, alone=True))

        return {
            "name": _all(lambda language: names.get(language, shown.title)),
            "drawing": {each: drawing(each) for each in REPORT_LANGUAGES},
            "says": _all(lambda language: names.get(language, shown.title)),
        }


def _figure(each: StatedFigure) -> str:
    """A figure as it was stated; beside it what was counted, where that differs."""
    beside = f" (≠ {each.counted})" if each.differs else ""
    return f"{each.indicator} : {each.figure}{beside}"


def _lines(plan: PlanShown, half: Half) -> list[_Line]:
    lines = []
    shown = indicators(plan)
    owed = Duty.objects.filter(matter=plan.matter.id, name=REPORT, about=roadmap.called(half))
    owing = {row.item for row in owed if row.done_at or not row.moot}
    for action in plan.agreed:
        if half not in roadmap.halves_of(action.own):
            continue
        reports = roadmap.reports_on(plan.state, action.own.id, half)
        report = reports[-1] if reports else None
        last = report.latest("submit-report", "submit-again") if report else None
        said = held.bodies_of([last]).get(last.id, {}) if last else {}
        own = tuple(each for each in shown if each.action == action.own.id)
        is_owed = report is not None or action.own.id in owing
        lines.append(_Line(action, plan, report, said, is_owed, own))
    return lines


def _figures(lines: list[_Line]) -> list[Figure]:
    served = sum(line.action.matters.all for line in lines)
    counted = [
        (AGREED, len(lines)),
        (REPORTED, sum(line.report is not None for line in lines)),
        (COUNTERSIGNED, sum(line.countersigned_on is not None for line in lines)),
        (SERVED, served),
    ]
    return [{"name": _words(words), "value": _same(str(number))} for words, number in counted]


def _signed(lines: Iterable[_Line], authorities: Mapping[str, Known]) -> Iterable[Signed]:
    """By authority, of what it owes: the last day it submitted and countersigned; none where not."""
    told = [line for line in lines if line.is_owed]
    for code in sorted({line.action.own.lead for line in told} | {line.action.own.co_lead for line in told}):
        led = [line.submitted_on for line in told if line.action.own.lead == code]
        other = [line.countersigned_on for line in told if line.action.own.co_lead == code]
        for words, days in ((REPORTED, led), (COUNTERSIGNED, other)):
            if days:
                done = [day for day in days if day]
                what = _words(words)
                signed: Signed = {
                    "authority": _name(code, authorities),
                    "what": {language: f"{said} {len(done)}/{len(days)}" for language, said in what.items()},
                }
                if len(done) == len(days):
                    signed["on"] = max(done)
                yield signed


def _frame(plan: PlanShown, copy: Copy) -> Frame:
    return {
        "reference": plan.matter.reference,
        "marking": copy.markings,
        "watermark": copy.watermark,
        "content_hash": "",
        "ne_varietur": False,
    }


def _axis(axis: AxisShown, plan: PlanShown) -> AxisLine:
    stages = [action.own.stage for action in axis.agreed]
    rags = [rag for rag, _ in axis.by_rag]
    leads = sorted({action.own.lead for action in axis.agreed})
    return {
        "code": axis.code,
        "name": _all(lambda language: plan.names.get(axis.id, {}).get(language, axis.title)),
        "leads": _same(" · ".join(leads)),
        "actions": len(stages),
        "running": stages.count("running"),
        "held": stages.count("on-hold"),
        "delivered": sum(stage in roadmap.DONE for stage in stages),
        "late": sum(action.is_late for action in axis.agreed),
        "rag": _rag(next((rag for rag in WORST_FIRST if rag in rags), "grey")),
    }


def _late(late: LateShown, plan: PlanShown, authorities: Mapping[str, Known]) -> LateLine:
    names = plan.names.get(late.part, {})

    def what(language: str) -> str:
        title = apart(names.get(language, late.title))
        about = dates.about(late.about, language)
        return f"{title} – {late.words.say(language)} {about and f'({about})'}".strip()

    return {
        "code": plan.codes.get(late.action, ""),
        "what": _all(what),
        "side": _name(late.by, authorities),
        "due_on": date.fromisoformat(late.due_on) if late.due_on else timezone.localdate(late.due_at),
        "days": late.days,
    }


def _title(plan: PlanShown) -> ByLanguage:
    return _all(lambda language: plan.names.get("", {}).get(language) or plan.kind.words.say(language))


def _period(plan: PlanShown) -> ByLanguage:
    says = plan.state.opening.says
    first, last = str(says.get("from_on", ""))[:4], str(says.get("until_on", ""))[:4]
    if last:
        return _same(f"{first} – {last}")
    return _all(lambda language: SINCE.say(language).format(year=first))


def _name(code: str, authorities: Mapping[str, Known]) -> ByLanguage:
    here = authorities.get(code)
    return _words(here.words) if here else _same(code)


def _rag(value: str) -> Rag:
    return cast("Rag", value if value in WORST_FIRST else "grey")


def _words(words: Words) -> ByLanguage:
    return _all(words.say)


def _same(text: str) -> ByLanguage:
    return dict.fromkeys(LANGUAGES, text)


def _all(say: Callable[[str], str]) -> ByLanguage:
    return {language: say(language) for language in LANGUAGES}

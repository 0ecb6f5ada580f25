"""The pages of the evaluation, and what leaves: the statistics as a table, the report as a paper."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mithaq.front.evaluation import papers, statistics
from mithaq.front.evaluation.evaluated import Whole, evaluated, spans_of
from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.web import field_indicators
from mithaq.node.web.errors import not_found
from mithaq.node.web.exports.leaving import Copy, copy_of, file
from mithaq.node.web.listing import declared

WHOLE = ("plan-coordinator", "head-of-service", "dpo")  # who answers for all of it
CSV, PDF = "text/csv; charset=utf-8", "application/pdf"


@for_functions(*WHOLE)
@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Every field in a year, the sides beside each other. Names no person."""
    shown = evaluated(request.GET.get("span", ""), now=clock.now())
    return render(request, "evaluation/whole.html", {"whole": shown})


@for_functions(*WHOLE)
@require_safe
def field(request: HttpRequest, kind: str) -> HttpResponse:
    """What the matters of a field add up to in a year. Names no person."""
    own, now = declared(kind), clock.now()
    if own is None:
        return not_found(request, KeyError(kind))
    asked, spans = request.GET.get("span", ""), spans_of(now.date())
    found = field_indicators.field(kind, field_indicators.EVERY, asked=asked, now=now, spans=spans)
    return render(request, "evaluation/field.html", {"kind": own, "field": found})


@for_functions(*WHOLE)
@require_POST
def statistics_file(request: HttpRequest, span: str) -> HttpResponse:
    """What was asked, answered, refused and late, by field and by side, as a table. Raises:
    ReadNotRecorded.
    """
    return _leaving(request, span, "statistics", statistics.as_csv, "csv", CSV)


@for_functions(*WHOLE)
@require_POST
def report(request: HttpRequest, span: str) -> HttpResponse:
    """The report for the joint committee, in Arabic and then in French. Raises: ReadNotRecorded."""
    return _leaving(request, span, "report", papers.report, "pdf", PDF)


def _leaving(  # noqa: PLR0917
    request: HttpRequest, span: str, what: str, build: Callable[[Whole, Copy], bytes], ending: str, mime: str
) -> HttpResponse:
    """A file of the evaluation: noted in the house log first, then built, then sent."""
    now = clock.now()
    if span not in {each.name for each in spans_of(now.date())}:
        return not_found(request, KeyError(span))
    copy = copy_of(f"evaluation.{what}-exported", officer_of(request), which=span)
    with read_only():
        content = build(evaluated(span, now=now), copy)
    return file(content, f"{copy.authority}-{what}-{span}-{copy.number}.{ending}", mime)

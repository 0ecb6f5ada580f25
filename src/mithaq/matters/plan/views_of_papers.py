"""The plan leaves as a paper: noted in the house log first, then built, then sent."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mithaq.matters.plan import papers
from mithaq.matters.plan.shown import PlanShown
from mithaq.matters.plan.views import found
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.web.errors import not_found
from mithaq.node.web.exports.leaving import Copy, copy_of, file, refusals_noted
from mithaq.pact.rules.words import LANGUAGES

PDF = "application/pdf"


@for_functions(ANY_OFFICER)
@require_POST
def page(request: HttpRequest, reference: str, language: str) -> HttpResponse:
    """The plan on a page, in one language. Raises: UnknownMatter, ReadNotRecorded."""
    if language not in LANGUAGES:
        return not_found(request, KeyError(language))
    plan, copy = leaving(request, reference, "plan.page-exported", language)
    with read_only():
        content = papers.plan_on_a_page(plan, copy, language=language)
    return file(content, f"{plan.matter.reference}-{copy.number}-{language}.pdf", PDF)


@for_functions(ANY_OFFICER)
@require_POST
def report(request: HttpRequest, reference: str, year: int, half: int) -> HttpResponse:
    """The report on a half-year, in Arabic and French. Raises: UnknownMatter, ReadNotRecorded."""
    if (year, half) not in found(request, reference).halves:
        return not_found(request, KeyError(half))
    plan, copy = leaving(request, reference, "plan.report-exported", f"{year}-H{half}")
    with read_only():
        content = papers.half_year_report(plan, (year, half), copy)
    return file(content, f"{plan.matter.reference}-{year}-H{half}-{copy.number}.pdf", PDF)


def leaving(request: HttpRequest, reference: str, action: str, which: str = "") -> tuple[PlanShown, Copy]:
    """The plan, and the copy under whose number it leaves."""
    officer = officer_of(request)
    with refusals_noted(action, officer, reference=reference[:80]):
        plan = found(request, reference)
    return plan, copy_of(action, officer, matter=plan.matter.id, which=which)

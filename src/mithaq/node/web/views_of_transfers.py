"""The register of transfers: a page for whoever answers for the data, and a table for the supervisor."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mithaq.node import clock
from mithaq.node.officers.duties import AUDITOR, DPO, HEAD_OF_SERVICE, LEGAL_ADVISER
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web import transfers
from mithaq.node.web.authorities import known
from mithaq.node.web.exports.leaving import copy_of, file

ANSWER_FOR_IT = (DPO, LEGAL_ADVISER, HEAD_OF_SERVICE, AUDITOR)
CSV = "text/csv; charset=utf-8"


@for_functions(*ANSWER_FOR_IT)
@require_safe
@shows_personal_data("transfers.read")
def transfers_page(request: HttpRequest) -> HttpResponse:
    """What left with a person in it, a year at a time, the latest first. Names nobody but officers."""
    years = transfers.years(clock.now().date())
    year, partner = _asked(request.GET.get("year", ""), years), _partner(request.GET.get("partner", ""))
    before = request.GET.get("before", "")
    page = transfers.page(year, partner, before=int(before) if _is_place(before) else 0)
    shown = {"page": page, "years": years, "year": year, "partner": partner, "partners": _partners()}
    return render(request, "web/transfers.html", shown)


@for_functions(*ANSWER_FOR_IT)
@require_POST
def transfers_file(request: HttpRequest, year: int) -> HttpResponse:
    """The register of a year as a table. Raises: ReadNotRecorded."""
    if year not in transfers.years(clock.now().date()):
        raise Http404
    partner = _partner(request.POST.get("partner", ""))
    copy = copy_of("transfers.exported", officer_of(request), which=str(year), partner=partner)
    with read_only():
        content = transfers.as_csv(year, partner, copy)
    what = f"{year}-{partner}" if partner else str(year)
    return file(content, f"{copy.authority}-transfers-{what}-{copy.number}.csv", CSV)


def _asked(said: str, years: tuple[int, ...]) -> int:
    return next((year for year in years if str(year) == said), years[0])


def _is_place(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 19  # what a place of a database can be


def _partner(said: str) -> str:
    return said if said in _partners() else ""


def _partners() -> dict[str, str]:
    return {code: each.name for code, each in known().items() if code != settings.AUTHORITY}

"""The register's screens: search with a reason, look at a candidate, bring a list in, see what became of it.

No name ever stands in an address. A candidate is opened by sending the whole question once more, with the
record in the address, which says nothing by itself. So nothing of a search is kept between two pages: nothing
to expire, to find in a database, or to erase; and the reason is there to be written down for each reading.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.persons import imports, uploads
from mithaq.node.persons.forms import ImportForm, SearchForm
from mithaq.node.persons.models import ImportRun
from mithaq.node.persons.search import Match, compare, search
from mithaq.node.persons.thresholds import ORIGINS, THRESHOLDS
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.house import note

if TYPE_CHECKING:
    from mithaq.node.persons.explain import Explained

SEARCHERS = (
    *("duty-officer", "liaison-officer", "fugitive-officer", "approver"),
    *("legal-adviser", "rights-reviewer"),
)
IMPORTERS = ("duty-officer", "fugitive-officer", "approver")
DECIDERS = ("fugitive-officer", "approver")
LATEST_RUNS, BAD_ROWS = 20, 50


@for_functions(*SEARCHERS)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Search; the answer comes on the same page."""
    form, matches = SearchForm(request.POST or None), None
    if form.is_valid():
        case, reason = form.why()
        on = clock.now().date()
        matches = search(officer_of(request), form.question(), case=case, reason=reason, on=on)
    return _search_page(request, form, matches)


@for_functions(*SEARCHERS)
@require_POST
def match(request: HttpRequest, record: uuid.UUID) -> HttpResponse:
    """One candidate beside what was asked: letter by letter, and what each thing weighs."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _search_page(request, form, None)
    question, (case, reason) = form.question(), form.why()
    found = compare(officer_of(request), question, record, case=case, reason=reason, on=clock.now().date())
    [(_match, explained)] = _explained([found])
    shown = {"form": form, "question": question, "match": found, "explained": explained}
    return render(request, "persons/match.html", shown)


def _search_page(request: HttpRequest, form: SearchForm, matches: list[Match] | None) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "matches": matches, "explained": _explained(matches or ())}
    shown |= {"thresholds": THRESHOLDS, "origins": ORIGINS}
    shown["may_import"] = officer_of(request).holds(*IMPORTERS)
    return render(request, "persons/register.html", shown)


def _explained(matches: Sequence[Match]) -> list[tuple[Match, Explained]]:
    if not matches:
        return []
    from mithaq.node.persons.explain import explain  # with it comes numpy: only where somebody was found

    return [(each, explain(each.candidate.resemblance)) for each in matches]


@for_functions(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Send a list; what came in before stands below."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = form.cleaned_data
        run = uploads.receive(
            said["file"], said["format"], source=said["source"], officer=officer_of(request), now=clock.now()
        )
        return redirect("persons:run", run.pk)
    runs = ImportRun.objects.all()[:LATEST_RUNS]
    return render(request, "persons/bring_in.html", {"form": form, "runs": runs})


@for_functions(*IMPORTERS)
@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """How far an import has come, and which rows were refused, by line."""
    shown = get_object_or_404(ImportRun, pk=number)
    after = request.GET.get("after", "0")
    rows = shown.bad_rows.order_by("pk").filter(pk__gt=int(after) if after.isdecimal() else 0)
    page = list(rows[: BAD_ROWS + 1])
    more = page[BAD_ROWS - 1].pk if len(page) > BAD_ROWS else None
    may_decide = officer_of(request).holds(*DECIDERS)
    found = {"run": shown, "bad_rows": page[:BAD_ROWS], "more": more, "may_decide": may_decide}
    return render(request, "persons/run.html", found)


@for_functions(*IMPORTERS)
@require_POST
def go_on(request: HttpRequest, number: int) -> HttpResponse:
    """Take an import up where it ended."""
    unfinished = get_object_or_404(ImportRun, pk=number)
    note("persons.import-resumed", officer=officer_of(request), run=str(number))
    uploads.work_on(unfinished, now=clock.now(), batches=uploads.AT_ONCE)
    return redirect("persons:run", number)


@for_functions(*DECIDERS)
@require_POST
def remove_held(request: HttpRequest, number: int) -> HttpResponse:
    """Take off the list whom the new one does not have."""
    held = get_object_or_404(ImportRun, pk=number)
    count = imports.remove_held(held, officer=officer_of(request), now=clock.now())
    messages.success(request, _("%(count)s records were taken off the list.") % {"count": count})
    return redirect("persons:run", number)

"""The register's screens: search with a reason, bring a list in, see what became of it."""

from __future__ import annotations

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
from mithaq.node.persons.search import search
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.house import note

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
    """Search; the answer comes on the same page, so that no name ever stands in an address."""
    form, matches = SearchForm(request.POST or None), None
    if form.is_valid():
        case, reason = form.cleaned_data["case"], form.cleaned_data["reason"]
        matches = search(
            officer_of(request), form.question(), case=case, reason=reason, on=clock.now().date()
        )
    may_import = officer_of(request).holds(*IMPORTERS)
    return render(
        request, "persons/register.html", {"form": form, "matches": matches, "may_import": may_import}
    )


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

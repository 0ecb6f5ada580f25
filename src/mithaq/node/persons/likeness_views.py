"""The screens of likenesses: have the register compared, look at who may be the same person, decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.persons import compare, listed
from mithaq.node.persons.likeness_forms import CompareForm, LikenessFilter, VerdictForm
from mithaq.node.persons.likenesses import decide
from mithaq.node.persons.models import Comparison
from mithaq.node.persons.thresholds import DUPLICATES
from mithaq.node.persons.views import DECIDERS, IMPORTERS, SEARCHERS
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.reading import shows_personal_data

LATEST_RUNS = 20


@for_functions(*SEARCHERS)
@require_safe
@shows_personal_data("persons.likenesses-read")
def likenesses(request: HttpRequest) -> HttpResponse:
    """Who may be the same person, as asked for, the strongest first."""
    form = LikenessFilter(request.GET)
    query = request.GET.copy()
    beyond = "".join(query.pop("beyond", [])[-1:])
    page = listed.page(officer_of(request), form.asked(beyond))
    may_compare = officer_of(request).holds(*IMPORTERS)
    found = {"form": form, "page": page, "query": query.urlencode(), "may_compare": may_compare}
    found["duplicates"] = DUPLICATES
    return render(request, "persons/likenesses.html", found)


@for_functions(*SEARCHERS)
@require_http_methods(["GET", "POST"])
@shows_personal_data("persons.likenesses-read", also_writes=True)
def likeness(request: HttpRequest, number: int) -> HttpResponse:
    """Two that may be one person, side by side; who may decide does so here, and may take it back."""
    officer = officer_of(request)
    row = listed.visible(officer).filter(pk=number).first()
    if row is None:
        raise Http404
    may_decide = officer.holds(*DECIDERS)
    form = VerdictForm(request.POST if may_decide and request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        decide(row.pk, said["state"], seen=said["seen"], why=said["why"], officer=officer, now=clock.now())
        messages.success(request, _("The decision was written down."))
        return redirect("persons:likeness", number)
    (shown,) = listed.shown([row])
    return render(request, "persons/likeness.html", {"pair": shown, "form": form, "may_decide": may_decide})


@for_functions(*IMPORTERS)
@require_http_methods(["GET", "POST"])
def comparisons(request: HttpRequest) -> HttpResponse:
    """Have the register compared; how far the latest comparisons have come stands below."""
    form = CompareForm(request.POST or None)
    if form.is_valid():
        for way in form.ways():
            compare.begin(
                way, officer=officer_of(request), reason=form.cleaned_data["reason"], now=clock.now()
            )
        return redirect("persons:comparisons")
    runs = list(Comparison.objects.all()[:LATEST_RUNS])
    running = any(run.state == "running" for run in runs)
    return render(request, "persons/comparisons.html", {"form": form, "runs": runs, "running": running})

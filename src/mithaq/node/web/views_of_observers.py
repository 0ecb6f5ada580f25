"""The page of whoever observes: what is declared for observers of the matters they observe."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.node.ledger import find_observed
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.said import said


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("matters.observed")
def observed(request: HttpRequest) -> HttpResponse:
    """Each matter by its kind and reference, and what its observers are told, the latest first."""
    found = find_observed.observed(officer_of(request))
    shown = [(each, [(told, said(told.step, told.values)) for told in each.told]) for each in found]
    return render(request, "web/observed.html", {"observed": shown})

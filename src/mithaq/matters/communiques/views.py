"""The page of the communiqués' room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.communiques.published import KIND, read
from mithaq.node.ledger import find
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("communique.read")
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """The agreed text in each language, as it will be read; or that none is agreed yet."""
    matter = find.matter(reference, officer_of(request))
    if matter.kind != KIND:
        raise Http404
    shown = {"matter": matter, "text": read(matter), "here": "communiques:preview"}
    return render(request, "communiques/preview.html", shown)

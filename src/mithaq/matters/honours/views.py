"""The page of the honours' room, for those who prepare honours and ceremonies alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.honours.entered import KIND, read
from mithaq.node import clock
from mithaq.node.ledger import find
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions("honours-officer", "protocol-officer")
@require_safe
@shows_personal_data("honour.read")
def register(request: HttpRequest, reference: str) -> HttpResponse:
    """Every award in both scripts, and whether it may be worn at a ceremony."""
    officer = officer_of(request)
    matter = find.matter(reference, officer)
    made = read(matter, officer, now=clock.now()) if matter.kind == KIND else None
    if made is None:
        raise Http404
    return render(
        request, "honours/register.html", {"matter": matter, "made": made, "here": "honours:register"}
    )

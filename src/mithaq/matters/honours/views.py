"""The page of the honours' room, for those who prepare honours and ceremonies alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.honours.entered import KIND, read
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions("honours-officer", "protocol-officer")
@require_safe
@shows_personal_data("honour.read")
def register(request: HttpRequest, reference: str) -> HttpResponse:
    """Every award in both scripts, and whether it may be worn at a ceremony."""
    made = seen_at(request, reference, KIND, read)
    return render(
        request, "honours/register.html", {"matter": made.matter, "made": made, "here": "honours:register"}
    )

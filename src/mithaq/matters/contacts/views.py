"""The page of the contacts' room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.contacts.matrix import KIND, read
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("contacts.read")
def matrix(request: HttpRequest, reference: str) -> HttpResponse:
    """Who answers, field by field and side by side, now and tonight."""
    made = seen_at(request, reference, KIND, read)
    return render(
        request, "contacts/matrix.html", {"matter": made.matter, "made": made, "here": "contacts:matrix"}
    )

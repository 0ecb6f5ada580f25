"""The page of the readiness room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.readiness.board import KIND, read
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("readiness.read")
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """The risks in their matrix, the capabilities on their map, the exercises and what they ask for."""
    made = seen_at(request, reference, KIND, read)
    return render(
        request, "readiness/board.html", {"matter": made.matter, "made": made, "here": "readiness:board"}
    )

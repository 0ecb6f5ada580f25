"""The page of the evaluations' room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.evaluations.board import KIND, read
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("evaluation.read")
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """What each side scored, what all agreed, and what is recommended."""
    made = seen_at(request, reference, KIND, read)
    return render(
        request, "evaluations/board.html", {"matter": made.matter, "made": made, "here": "evaluations:board"}
    )

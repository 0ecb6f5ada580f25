"""The page of the operations' room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.operations.board import KIND, read
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("operation.read")
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """What is cleared and what is missing, side by side; the legs in time; the results, counted once."""
    made = seen_at(request, reference, KIND, read)
    shown = {"matter": made.matter, "made": made, "here": "operations:board"}
    return render(request, "operations/board.html", shown)

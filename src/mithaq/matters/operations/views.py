"""The page of the operations' room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.operations.board import KIND, read
from mithaq.node import clock
from mithaq.node.ledger import find
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("operation.read")
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """What is cleared and what is missing, side by side; the legs in time; the results, counted once."""
    officer = officer_of(request)
    matter = find.matter(reference, officer)
    made = read(matter, officer, now=clock.now()) if matter.kind == KIND else None
    if made is None:
        raise Http404
    shown = {"matter": matter, "made": made, "here": "operations:board"}
    return render(request, "operations/board.html", shown)

"""The page of the evaluations' room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.evaluations.board import KIND, read
from mithaq.node import clock
from mithaq.node.ledger import find
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("evaluation.read")
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """What each side scored, what all agreed, and what is recommended."""
    officer = officer_of(request)
    matter = find.matter(reference, officer)
    made = read(matter, officer, now=clock.now()) if matter.kind == KIND else None
    if made is None:
        raise Http404
    return render(
        request, "evaluations/board.html", {"matter": matter, "made": made, "here": "evaluations:board"}
    )

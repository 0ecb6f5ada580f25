"""The page of the readiness room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.readiness.board import KIND, read
from mithaq.node.ledger import find
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("readiness.read")
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """The risks in their matrix, the capabilities on their map, the exercises and what they ask for."""
    officer = officer_of(request)
    matter = find.matter(reference, officer)
    made = read(matter, officer) if matter.kind == KIND else None
    if made is None:
        raise Http404
    return render(
        request, "readiness/board.html", {"matter": matter, "made": made, "here": "readiness:board"}
    )

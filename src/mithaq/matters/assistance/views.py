"""The page of the room of technical assistance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.assistance.board import read
from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("assistance.read")
def board(request: HttpRequest) -> HttpResponse:
    """Needs beside offers, how many stand where, the equipment, the missions and their cities."""
    made = read(officer_of(request), now=clock.now())
    return render(request, "assistance/board.html", {"made": made})

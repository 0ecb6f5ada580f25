"""The pages of the room of wanted persons."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.wanted import cancellations
from mithaq.matters.wanted import radar as drawn
from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("wanted.desk-read")
def desk(request: HttpRequest) -> HttpResponse:
    """What is cancelled and not yet stopped everywhere, what was stopped of late, what is suspended."""
    officer, now = officer_of(request), clock.now()
    return render(request, "wanted/desk.html", {"desk": cancellations.desk(officer, now=now), "now": now})


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("wanted.radar-read")
def radar(request: HttpRequest) -> HttpResponse:
    """What is owed on wanted notes, over time: as a picture, and as a table that says the same."""
    owed = drawn.owed(officer_of(request), now=clock.now())
    return render(request, "wanted/radar.html", {"owed": owed, "picture": drawn.draw(owed, now=clock.now())})

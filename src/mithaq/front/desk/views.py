"""The page after sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.front.desk.desk import desk
from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("desk.read")
def home(request: HttpRequest) -> HttpResponse:
    """What waits for this officer, and how the exchange is."""
    return render(request, "desk/home.html", {"desk": desk(officer_of(request), now=clock.now())})

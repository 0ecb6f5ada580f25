"""The page of the room of threats."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.threats.shown import KIND, read
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("threat.read")
def crisis(request: HttpRequest, reference: str) -> HttpResponse:
    """What each side has seen to, hour by hour; the phrase to read back; help asked for or offered."""
    made = seen_at(request, reference, KIND, read)
    shown = {"matter": made.matter, "made": made, "here": "threats:crisis"}
    return render(request, "threats/crisis.html", shown)

"""The page of the meetings' room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.meetings.tracker import KIND, read
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.seen import seen_at


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("meeting.read")
def tracker(request: HttpRequest, reference: str) -> HttpResponse:
    """What was decided and is not done, and how late; the topics that stay; each meeting and its texts."""
    made = seen_at(request, reference, KIND, read)
    shown = {"matter": made.matter, "made": made, "here": "meetings:tracker"}
    return render(request, "meetings/tracker.html", shown)

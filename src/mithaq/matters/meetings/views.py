"""The page of the meetings' room."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mithaq.matters.meetings.tracker import KIND, read
from mithaq.node import clock
from mithaq.node.ledger import find
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("meeting.read")
def tracker(request: HttpRequest, reference: str) -> HttpResponse:
    """What was decided and is not done, and how late; the topics that stay; each meeting and its texts."""
    officer = officer_of(request)
    matter = find.matter(reference, officer)
    made = read(matter, officer, now=clock.now()) if matter.kind == KIND else None
    if made is None:
        raise Http404
    shown = {"matter": matter, "made": made, "here": "meetings:tracker"}
    return render(request, "meetings/tracker.html", shown)

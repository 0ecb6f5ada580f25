"""The briefing as a page, and as a paper that is taken along."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from mithaq.front.briefing import papers
from mithaq.front.briefing.briefed import AHEAD, Briefing, asked
from mithaq.front.briefing.drawn import draw
from mithaq.node import clock
from mithaq.node.officers.duties import HEAD_OF_SERVICE
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.partners.models import Partner
from mithaq.node.safeguards.enter import for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.authorities import called, known
from mithaq.node.web.exports.leaving import copy_of, file

# Who meets the partner, and who prepares that.
BRIEFED = (HEAD_OF_SERVICE, "plan-coordinator", "liaison-officer", "protocol-officer", "group-chair")
PDF = "application/pdf"


@for_functions(*BRIEFED)
@require_safe
@shows_personal_data("briefing.read")
def briefing(request: HttpRequest, code: str) -> HttpResponse:
    """Where we stand with a partner: who owes what, what was decided and is not done, what comes next."""
    made = _made(request, code)
    own = called(settings.AUTHORITY, known())
    name = gettext("What waits on each side, by field")
    shown = {
        "made": made,
        "picture": draw(name, own, made.partner.name, made.fields),
        "ahead": AHEAD,
    }
    return render(request, "briefing/briefing.html", shown)


@for_functions(*BRIEFED)
@require_POST
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The briefing as a paper in the language of the page. Raises: ReadNotRecorded."""
    made = _made(request, code)
    copy = copy_of("briefing.exported", officer_of(request), partner=made.partner.code)
    with read_only():
        content = papers.paper(made, copy)
    return file(content, f"{copy.authority}-{made.partner.code}-briefing-{copy.number}.pdf", PDF)


def _made(request: HttpRequest, code: str) -> Briefing:
    days = (request.POST if request.method == "POST" else request.GET).get("days", "")
    partner = get_object_or_404(Partner, code=code)
    return Briefing(partner, officer_of(request), clock.now(), asked(days))

"""Screens on which a step is prepared, handed to a second person, approved and sent (D15)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mithaq.node import clock
from mithaq.node.ledger import drafts, prior_reviews
from mithaq.node.ledger.errors import RemarkMissing
from mithaq.node.officers.signed_in import officer_of, recently_signed_in
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web import going_on
from mithaq.node.web.draft_page import DraftShown
from mithaq.node.web.draft_titles import with_overtaken, with_titles
from mithaq.node.web.going_on import place_in, place_to_open
from mithaq.node.web.idents import language
from mithaq.node.web.new_matters import door
from mithaq.node.web.preparing import Place, prepare
from mithaq.node.web.sentences import sentence
from mithaq.node.web.uploads import brought

ONLY_POST = require_http_methods(["GET", "POST"])  # a GET comes back from signing in again


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("drafts.listed")
def all_drafts(request: HttpRequest) -> HttpResponse:
    """This officer's own drafts, and those that wait for them: to be reviewed, or as the second person."""
    officer = officer_of(request)
    shown = {
        "own": with_overtaken(with_titles(drafts.drafts_of(officer))),
        "to_approve": with_overtaken(with_titles(drafts.drafts_to_approve(officer))),
        "to_review": with_titles(drafts.drafts_to_review(officer)),
        "to_review_first": with_overtaken(with_titles(drafts.drafts_to_review_first(officer))),
    }
    return render(request, "web/drafts.html", shown)


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def open_matter(request: HttpRequest, kind: str) -> HttpResponse:
    """The form of the step that opens a matter of this kind; how its field is opened where it is closed."""
    place = place_to_open(kind, officer_of(request), request.GET.get("for", ""))
    if request.method == "POST":
        prepared = prepare(place, now=clock.now(), data=request.POST, files=brought(request))
        return going_on.begin(request, prepared)
    if shut := door(place.kind, officer_of(request), place.author):
        return render(request, "web/closed.html", {"door": shut})
    return going_on.form(request, prepare(place, now=clock.now()))


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """The form of a step in a matter; beside it, what was stated so far."""
    if request.method == "POST":
        return step_sent(request, reference=reference, step=step)
    return step_form(request, reference=reference, step=step)


@shows_personal_data("matter.step-form")
def step_form(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """The empty form."""
    about = request.GET.get("about", "")
    place = _place(request, reference, step, about)
    going_on.check_possible(place)
    return going_on.form(request, prepare(place, now=clock.now()))


@shows_personal_data("matter.step-form", also_writes=True)
def step_sent(request: HttpRequest, reference: str, step: str) -> HttpResponse:
    """The form as it was sent: back with what is wrong, or a draft that goes on."""
    place = _place(request, reference, step)
    prepared = prepare(place, now=clock.now(), data=request.POST, files=brought(request))
    return going_on.begin(request, prepared)


def _place(request: HttpRequest, reference: str, step: str, about: str = "") -> Place:
    item, author = request.GET.get("item", ""), request.GET.get("for", "")
    return place_in(reference, step, item, officer_of(request), about=about, author=author)


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, number: UUID) -> HttpResponse:
    """One draft: its form for whoever writes it, its content for the second person."""
    answer = draft_sent if request.method == "POST" else draft_page
    return answer(request, number=number)


@shows_personal_data("draft.read")
def draft_page(request: HttpRequest, number: UUID) -> HttpResponse:
    """The draft as it stands."""
    officer = officer_of(request)
    shown = DraftShown(drafts.draft_for(number, officer), officer, clock.now())
    ready = going_on.READY in request.GET and shown.may_send
    if (shown.with_author and not ready) or (shown.mine and shown.open and "edit" in request.GET):
        return going_on.form(request, shown.form(), shown)
    return render(request, "web/draft.html", {"shown": shown})


@shows_personal_data("draft.read", also_writes=True)
def draft_sent(request: HttpRequest, number: UUID) -> HttpResponse:
    """The draft, said otherwise; then saved, submitted or sent."""
    officer = officer_of(request)
    shown = DraftShown(drafts.draft_for(number, officer), officer, clock.now())
    prepared = prepare(shown.place, now=shown.now, data=request.POST, act=shown.act, files=brought(request))
    return going_on.edit(request, shown, prepared)


@for_functions(ANY_OFFICER)
@ONLY_POST
@recently_signed_in
def approve(request: HttpRequest, number: UUID) -> HttpResponse:
    """The second person approves exactly what the page showed."""
    officer = officer_of(request)
    found = drafts.draft_for(number, officer)
    if request.method == "POST":
        drafts.approve(found, officer=officer, digest=request.POST.get("digest", ""), now=clock.now())
        messages.success(request, _("Approved. It has not left yet: send it."))
    return redirect("web:draft", number)


@for_functions(ANY_OFFICER)
@ONLY_POST
@recently_signed_in
def review_first(request: HttpRequest, number: UUID) -> HttpResponse:
    """Whoever reviews it before its approval says that exactly what the page showed may go on."""
    officer = officer_of(request)
    found = drafts.draft_for(number, officer)
    if request.method == "POST":
        digest = request.POST.get("digest", "")
        prior_reviews.give(found, officer=officer, digest=digest, now=clock.now())
        messages.success(request, _("Your review is recorded. Nothing has left."))
    return redirect("web:draft", number)


@for_functions(ANY_OFFICER)
@ONLY_POST
def send_back(request: HttpRequest, number: UUID) -> HttpResponse:
    """The second person returns it, with what is to be mended."""
    officer = officer_of(request)
    if request.method == "POST":
        found = drafts.draft_for(number, officer)
        try:
            drafts.send_back(found, officer=officer, remark=going_on.remark(request), now=clock.now())
        except RemarkMissing as nothing_said:  # beside the draft, where it can be said
            messages.error(request, sentence(nothing_said.code, nothing_said.facts, language()))
        else:
            messages.success(request, _("Returned to its author."))
    return redirect("web:draft", number)


@for_functions(ANY_OFFICER)
@ONLY_POST
@recently_signed_in
def send(request: HttpRequest, number: UUID) -> HttpResponse:
    """Let it leave: from here on it is an entry, for good."""
    if request.method == "POST":
        return going_on.send(request, drafts.draft_for(number, officer_of(request)))
    return redirect("web:draft", number)


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, number: UUID) -> HttpResponse:
    """Give it up: asked first, with what will be lost; then it is destroyed."""
    if request.method != "POST":
        return drop_asked(request, number=number)
    officer = officer_of(request)
    drafts.drop(drafts.draft_for(number, officer), officer=officer, now=clock.now())
    messages.success(request, _("The draft was given up and its content destroyed."))
    return redirect("web:drafts")


@shows_personal_data("draft.read")
def drop_asked(request: HttpRequest, number: UUID) -> HttpResponse:
    """What would be lost; for its author alone, while there is something in it."""
    officer = officer_of(request)
    shown = DraftShown(drafts.draft_for(number, officer), officer, clock.now())
    if not (shown.mine and shown.open):
        return redirect("web:draft", number)
    (titled,) = with_titles([shown.draft])
    return render(request, "web/draft_drop.html", {"shown": shown, "draft": titled})


@for_functions(ANY_OFFICER)
@ONLY_POST
def review(request: HttpRequest, number: UUID) -> HttpResponse:
    """A second person has looked at what went alone."""
    officer = officer_of(request)
    if request.method == "POST":
        drafts.review(drafts.draft_for(number, officer), officer=officer, now=clock.now())
        messages.success(request, _("Reviewed."))
    return redirect("web:drafts")

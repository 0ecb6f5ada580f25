"""The pages of the instruments' room."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mithaq.matters.instruments import notes
from mithaq.matters.instruments.bound import room
from mithaq.matters.instruments.compared import compared
from mithaq.matters.instruments.forms import NoteForm
from mithaq.matters.instruments.seats import seats
from mithaq.matters.instruments.shown import Article, Instrument, instrument
from mithaq.node import clock
from mithaq.node.officers.permission import may_take
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data

READ = "instrument.read"


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data(READ)
def text(request: HttpRequest, reference: str) -> HttpResponse:
    """The whole text, article by article, its languages side by side."""
    shown = {"text": found(request, reference), "here": "instruments:text"}
    return render(request, "instruments/text.html", shown)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data(READ)
def board(request: HttpRequest, reference: str) -> HttpResponse:
    """Where each article stands: confirmed by whom, waiting for whom, in dispute."""
    shown = {"text": found(request, reference), "here": "instruments:board"}
    return render(request, "instruments/board.html", shown)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data(READ)
def signing(request: HttpRequest, reference: str) -> HttpResponse:
    """The signing room: the hash to be read aloud, who has bound itself to what, whose copy begins with
    whom.
    """
    bound = room(found(request, reference))
    shown = {
        "room": bound,
        "seats": seats(bound, request.GET.get("host", "")),
        "text": bound.text,
        "seals": bound.text.ways_to("seal-copy"),
        "makes": bound.fixed.signed and may_take(bound.text.officer, "instrument", "seal-copy"),
        "here": "instruments:signing",
    }
    return render(request, "instruments/signing.html", shown)


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, reference: str, article: str) -> HttpResponse:
    """One article: its versions compared, its comments, and the notes of our side."""
    answer = note_sent if request.method == "POST" else article_page
    return answer(request, reference=reference, article=article)


@shows_personal_data(READ)
def article_page(request: HttpRequest, reference: str, article: str) -> HttpResponse:
    """The article as it stands."""
    whole, one = found_article(request, reference, article)
    return _article(request, whole, one, NoteForm())


@shows_personal_data(READ, also_writes=True)
def note_sent(request: HttpRequest, reference: str, article: str) -> HttpResponse:
    """A note on it: kept here, or given back with what is wrong."""
    whole, one = found_article(request, reference, article)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _article(request, whole, one, form)
    officer = officer_of(request)
    with transaction.atomic():
        if form.first_time(officer):
            said = form.cleaned_data["text"]
            notes.write(whole.matter, one.key, said, officer=officer, now=clock.now())
    messages.success(request, _("Noted. It stays on this node."))
    return redirect("instruments:article", reference, article)


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, reference: str, note: UUID) -> HttpResponse:
    """Destroy a note of one's own."""
    whole = found(request, reference)
    if request.method == "POST" and notes.take_back(note, whole.matter.id, officer=officer_of(request)):
        messages.success(request, _("The note was destroyed."))
    return redirect("instruments:text", reference)


def found(request: HttpRequest, reference: str) -> Instrument:
    """The instrument an address names, as this officer may see it.

    Raises: UnknownMatter; Http404 for a matter that is no instrument, or that this node does not understand.
    """
    shown = instrument(reference, officer_of(request))
    if shown is None:
        raise Http404
    return shown


def found_article(request: HttpRequest, reference: str, key: str) -> tuple[Instrument, Article]:
    """An article of it. Raises: as `found`; Http404 for an article that is not in the text."""
    whole = found(request, reference)
    one = whole.article(key)
    if one is None:
        raise Http404
    return whole, one


def _article(request: HttpRequest, whole: Instrument, one: Article, form: NoteForm) -> HttpResponse:
    shown: dict[str, Any] = {"text": whole, "article": one, "form": form, "here": ""}
    return render(
        request, "instruments/article.html", shown | {"compared": compared(whole, one, request.GET)}
    )

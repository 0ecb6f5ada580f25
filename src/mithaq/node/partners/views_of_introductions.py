"""The pages of an introduction: a card taken in, compared by voice, confirmed by a second officer."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.node import clock
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import takers
from mithaq.node.officers.signed_in import officer_of, recently_signed_in
from mithaq.node.partners import keep, pair
from mithaq.node.partners.errors import PhraseDiffers
from mithaq.node.partners.forms import CardForm, PhraseForm, VoucherForm
from mithaq.node.partners.models import Introduction, Partner, PartnerKey, State
from mithaq.node.partners.permitted import permitted
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.pact.exchange.card import LANGUAGES, read_card


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def meet(request: HttpRequest) -> HttpResponse:
    """Take in a partner's card."""
    form = CardForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        officer, text = officer_of(request), form.cleaned_data["card"]
        with transaction.atomic():
            if not form.first_time(officer):
                return redirect("partners:list")
            return _taken_in(request, officer, text)
    return render(request, "partners/meet.html", {"form": form})


@require_safe
@for_functions(ANY_OFFICER)
def introduction(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One card on its way: the phrase, and what comes next."""
    return _page(request, _introduction(code, number))


@require_POST
@for_functions(ANY_OFFICER)
def compare(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """State that the partner's officer read out the same phrase."""
    shown = _introduction(code, number)
    form = PhraseForm(request.POST, spoken=pair.phrase_of(shown, "en"))
    if not form.is_valid():
        return _page(request, shown, form)
    try:  # the one refusal that keeps the page: the officers are still on the telephone
        pair.compare(officer_of(request), shown, form.heard(), now=clock.now())
    except PhraseDiffers as refusal:
        form.add_error(None, _differs(int(refusal.facts["left"])))
        return _page(request, shown, form)
    messages.success(request, _("Compared. Now a second officer has to confirm."))
    return redirect("partners:introduction", code=code, number=number)


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def vouch(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a known key's signature in place of the telephone call."""
    shown = _introduction(code, number)
    form = VoucherForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        pair.accept_voucher(officer_of(request), shown, form.cleaned_data["signature"], now=clock.now())
        messages.success(request, _("The signature stands. Now a second officer has to confirm."))
        return redirect("partners:introduction", code=code, number=number)
    return render(request, "partners/vouch.html", {"form": form, "introduction": shown})


@require_POST
@for_functions(ANY_OFFICER)
@recently_signed_in
def confirm(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The second officer's word."""
    pair.confirm(officer_of(request), _introduction(code, number), now=clock.now())
    messages.success(request, _("Confirmed. From now on this partner’s keys are trusted."))
    return redirect("partners:partner", code=code)


@require_POST
@for_functions(ANY_OFFICER)
def drop(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Trust a card no further."""
    pair.drop(officer_of(request), _introduction(code, number))
    messages.warning(request, _("Dropped: this card is not trusted."))
    return redirect("partners:partner", code=code)


def _taken_in(request: HttpRequest, officer: Officer, text: str) -> HttpResponse:
    card = read_card(text)
    if PartnerKey.objects.filter(fingerprint=card.keys.fingerprint).exists():
        partner = keep.follow_card(officer, text)
        messages.success(
            request, _("We trust these keys already; name and address were taken from the card.")
        )
        return redirect("partners:partner", code=partner.code)
    met = pair.meet(officer, text, now=clock.now())
    return redirect("partners:introduction", code=met.partner_id, number=met.pk)


def _introduction(code: str, number: int) -> Introduction:
    people = ("partner", "met_by", "compared_by", "confirmed_by")
    return get_object_or_404(Introduction.objects.select_related(*people), pk=number, partner=code)


def _page(request: HttpRequest, shown: Introduction, form: PhraseForm | None = None) -> HttpResponse:
    language = (get_language() or "en")[:2]
    spoken = pair.phrase_of(shown, language if language in LANGUAGES else "en")
    if form is None and shown.state == State.MET:
        form = PhraseForm(spoken=spoken)
    context = {
        "introduction": shown,
        "partner": shown.partner,
        "card": read_card(shown.card),
        "ours": [each for each in spoken if each.is_ours],
        "theirs": [each for each in spoken if not each.is_ours],
        "places": _places(shown),
        "form": form if shown.state == State.MET else None,
        "may": permitted(officer_of(request)),
        "takers": {act: sorted(takers("partner", act)) for act in ("compare", "confirm")},
        "is_first": shown.compared_by_id == request.user.pk,
        "is_known": Partner.objects.filter(pk=shown.partner_id, keys__isnull=False).exists(),
        "problems": form.non_field_errors() if form is not None and shown.state == State.DROPPED else [],
    }
    return render(request, "partners/introduction.html", context)


def _places(shown: Introduction) -> list[tuple[str, str]]:
    """The three steps and where this card stands among them."""
    reached = {State.MET: 1, State.COMPARED: 2, State.CONFIRMED: 3}.get(State(shown.state), 0)
    steps = [_("Card taken in"), _("Compared by telephone"), _("Confirmed by a second officer")]
    return [
        (words, "done" if place < reached else "here" if place == reached else "next")
        for place, words in enumerate(steps)
    ]


def _differs(left: int) -> str:
    if left <= 0:
        return _("The numbers differed three times. The card was dropped: it may be somebody else’s.")
    return _("These are not the numbers of this card. Read them out again; stop if they differ.")

"""Pages about partners: who they are, how their cards come to be trusted, our own card."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.node import clock
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import may_open
from mithaq.node.officers.signed_in import officer_of, recently_signed_in
from mithaq.node.partners import keep, own
from mithaq.node.partners.forms import LossForm, WithoutNodeForm
from mithaq.node.partners.models import Loss, Partner, PartnerKey, State
from mithaq.node.partners.permitted import permitted
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.pact.exchange.card import write_card
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Kind


@require_safe
@for_functions(ANY_OFFICER)
def partners(request: HttpRequest) -> HttpResponse:
    """Every authority we deal with, and how far each is trusted."""
    shown = {"partners": Partner.objects.all(), "may": permitted(officer_of(request))}
    return render(request, "partners/list.html", shown)


@require_safe
@for_functions(ANY_OFFICER)
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """One partner: its keys, its cards on their way, what may be done."""
    shown = get_object_or_404(Partner, code=code)
    context = {
        "partner": shown,
        "keys": shown.keys.all(),
        "introductions": shown.introductions.select_related("met_by", "compared_by", "confirmed_by")[:10],
        "may": permitted(officer_of(request)),
        "now": clock.now(),
        "records": _records(officer_of(request), shown),
    }
    return render(request, "partners/partner.html", context)


def _records(officer: Officer, partner: Partner) -> list[Kind] | None:
    """The kinds in which this officer may record what a partner without a node opened; None with a node."""
    if partner.has_node or partner.state != State.CONFIRMED:
        return None
    return may_open(officer, register.kinds())


@require_safe
@for_functions(ANY_OFFICER)
def own_card(request: HttpRequest) -> HttpResponse:
    """Our card, to be given to a partner; and the next one, while keys are being handed over."""
    following = own.next_card()
    shown = {
        "card": (card := own.own_card()),
        "text": write_card(card),
        "next": following,
        "next_text": write_card(following) if following else "",
        "voucher": own.voucher_text(following, clock.now()) if following else "",
    }
    return render(request, "partners/own_card.html", shown)


@require_safe
@for_functions(ANY_OFFICER)
def card_file(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """Our card as a file."""
    response = HttpResponse(write_card(own.own_card()), content_type="text/plain; charset=us-ascii")
    response["Content-Disposition"] = f'attachment; filename="{settings.AUTHORITY.lower()}.card"'
    return response


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def without_node(request: HttpRequest) -> HttpResponse:
    """Register an authority that has no node."""
    form = WithoutNodeForm(request.POST or None, authority=settings.AUTHORITY)
    if form.is_valid():
        officer, filled = officer_of(request), form.cleaned_data
        with transaction.atomic():
            if form.first_time(officer):
                keep.register_without_node(
                    officer, code=filled["code"], names=form.names(), zone=filled["zone"], now=clock.now()
                )
        return redirect("partners:partner", code=filled["code"])
    return render(request, "partners/without_node.html", {"form": form})


@require_POST
@for_functions(ANY_OFFICER)
@recently_signed_in
def confirm_without_node(request: HttpRequest, code: str) -> HttpResponse:
    """The second officer's word on a partner without a node."""
    keep.confirm_without_node(officer_of(request), get_object_or_404(Partner, code=code))
    messages.success(request, _("Confirmed."))
    return redirect("partners:partner", code=code)


@require_POST
@for_functions(ANY_OFFICER)
def suspend(request: HttpRequest, code: str) -> HttpResponse:
    """Send nothing more to a partner."""
    keep.suspend(officer_of(request), get_object_or_404(Partner, code=code))
    messages.warning(request, _("Suspended: nothing is sent to this partner until another officer resumes."))
    return redirect("partners:partner", code=code)


@require_POST
@for_functions(ANY_OFFICER)
@recently_signed_in
def resume(request: HttpRequest, code: str) -> HttpResponse:
    """Send to a partner again."""
    keep.resume(officer_of(request), get_object_or_404(Partner, code=code))
    messages.success(request, _("Resumed: what was waiting is sent."))
    return redirect("partners:partner", code=code)


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def revoke(request: HttpRequest, code: str, fingerprint: str) -> HttpResponse:
    """Record that a partner's key was lost or stolen."""
    key = get_object_or_404(PartnerKey, partner=code, fingerprint=fingerprint)
    form = LossForm(request.POST or None)
    if form.is_valid():
        officer, filled = officer_of(request), form.cleaned_data
        with transaction.atomic():
            if form.first_time(officer):
                keep.revoke(officer, key, loss=Loss(filled["loss"]), since=filled["since"], now=clock.now())
        messages.warning(request, _("This key is not trusted any more. Ask the partner for a new card."))
        return redirect("partners:partner", code=code)
    return render(request, "partners/revoke.html", {"form": form, "key": key})

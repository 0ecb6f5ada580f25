"""The page on which a head of service makes and uses a key of their own; what comes of it is a draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mithaq.matters.instruments.forms import KeyForm, ProofForm
from mithaq.matters.instruments.own import Own, draft_of_key, draft_of_proof, own
from mithaq.matters.instruments.shown import Instrument, instrument
from mithaq.node import clock
from mithaq.node.ledger.models import Draft
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data

READ = "instrument.read"


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def own_key(request: HttpRequest, reference: str) -> HttpResponse:
    """One's own key, and what waits to be signed with it."""
    return (own_sent if request.method == "POST" else own_page)(request, reference=reference)


@shows_personal_data(READ)
def own_page(request: HttpRequest, reference: str) -> HttpResponse:
    """The page as it stands."""
    text, waits = _found(request, reference)
    return _shown(request, text, waits)


@shows_personal_data(READ, also_writes=True)
def own_sent(request: HttpRequest, reference: str) -> HttpResponse:
    """What a passkey gave: put into a draft; or the page again, with why it was not."""
    text, waits = _found(request, reference)
    key, proof = KeyForm(request.POST), ProofForm(request.POST)
    if waits.may_name and "key" in request.POST and key.is_valid():
        said = key.cleaned_data
        return _to(request, draft_of_key(text, said["key"], said["domain"], now=clock.now()))
    if waits.act and "signature" in request.POST and proof.is_valid():
        said = {name: proof.cleaned_data[name] for name in ProofForm.PARTS}
        return _to(request, draft_of_proof(text, said, now=clock.now()))
    messages.error(request, _("The passkey gave nothing that could be used. Nothing was kept; try again."))
    return _shown(request, text, waits)


def _found(request: HttpRequest, reference: str) -> tuple[Instrument, Own]:
    """Raises: UnknownMatter; Http404 for a matter that is no instrument."""
    text = instrument(reference, officer_of(request))
    if text is None:
        raise Http404
    return text, own(text)


def _shown(request: HttpRequest, text: Instrument, waits: Own) -> HttpResponse:
    shown = {"text": text, "own": waits, "key": KeyForm(), "proof": ProofForm(), "here": ""}
    return render(request, "instruments/own.html", shown)


def _to(request: HttpRequest, draft: Draft) -> HttpResponse:
    messages.success(request, _("Kept as a draft. Fill in the rest, then hand it to a second person."))
    return redirect("web:draft", draft.id)

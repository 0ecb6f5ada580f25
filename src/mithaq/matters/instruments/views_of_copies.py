"""Making a copy, and adding our seal to one: each becomes a draft, which a second person looks through."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mithaq.matters.instruments import copies
from mithaq.matters.instruments.shown import Instrument, instrument
from mithaq.node import clock
from mithaq.node.ledger.models import Draft
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data

MADE = "instrument.copy-made"


@for_functions(ANY_OFFICER)
@require_POST
@shows_personal_data(MADE, also_writes=True)
def seal(request: HttpRequest, reference: str, holder: str) -> HttpResponse:
    """A draft with the copy of a party, sealed by us first."""
    text = _text(request, reference, copies.SEAL)
    if holder not in text.state.parties:
        raise Http404
    return _to(request, copies.begin(text, holder, now=clock.now()))


@for_functions(ANY_OFFICER)
@require_POST
@shows_personal_data(MADE, also_writes=True)
def add(request: HttpRequest, reference: str, holder: str) -> HttpResponse:
    """A draft with the last file of a party's copy and our seal behind the others."""
    text = _text(request, reference, copies.SEAL_TOO)
    begun = text.state.items("copy").items()
    key = next((key for key, item in begun if item.entries[0].says.get("holder") == holder), "")
    return _to(request, copies.add(text, key, now=clock.now()))


def _text(request: HttpRequest, reference: str, step: str) -> Instrument:
    """The instrument, for an officer who may take the step. Raises: UnknownMatter, NotYours."""
    officer = officer_of(request)
    text = instrument(reference, officer)
    if text is None:
        raise Http404
    check_may_take(officer, "instrument", step, matter=text.matter.id)
    return text


def _to(request: HttpRequest, draft: Draft) -> HttpResponse:
    messages.success(
        request, _("The file is made and sealed. Look through it, then hand it to a second person.")
    )
    return redirect("web:draft", draft.id)

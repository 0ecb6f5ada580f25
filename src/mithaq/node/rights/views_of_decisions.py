"""What becomes of a request: prepared, confirmed by a second officer, written to the person, answered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mithaq.node import clock
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of, recently_signed_in
from mithaq.node.papers.words import LANGUAGES
from mithaq.node.rights import decide, keep
from mithaq.node.rights import letter as letters
from mithaq.node.rights.errors import (
    ConcernsOpen,
    GroundNeeded,
    IdentityNeeded,
    NotDecided,
    NothingConcerns,
    NotLooked,
    OwnerNeeded,
    StillLooking,
    UnknownRequest,
)
from mithaq.node.rights.forms import AnswerForm, DecisionForm
from mithaq.node.rights.models import Decision
from mithaq.node.rights.page import page, taken, to_keep
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.errors import not_found
from mithaq.node.web.exports.leaving import copy_of, file, refusals_noted
from mithaq.node.web.idents import language as page_language
from mithaq.node.web.sentences import sentence

EXPORTED = "rights.letter-exported"
LACKING = (NotLooked, StillLooking, ConcernsOpen, IdentityNeeded, NothingConcerns, GroundNeeded, OwnerNeeded)


@require_POST
@for_functions(ANY_OFFICER)
@shows_personal_data("rights.read", also_writes=True)
def prepare(request: HttpRequest, reference: str) -> HttpResponse:
    """Prepare the decision, for a second person to confirm."""
    officer, row = to_keep(request, reference)
    form = DecisionForm(request.POST, since=row.received_on)
    try:
        refused = taken(
            request, row, "decision_form", form,
            lambda: decide.prepare(officer, row, form.proposed(), now=clock.now()),
        )  # fmt: skip
    except LACKING as lacking:  # said beside what was filled in, so that nothing of it is lost
        form.add_error(None, sentence(lacking.code, lacking.facts, page_language()))
        return page(request, row, {"decision_form": form})
    if refused:
        return refused
    messages.success(request, _("Prepared. A second person has to confirm; until then nothing is decided."))
    return redirect("rights:request", reference)


@require_POST
@for_functions(ANY_OFFICER)
@recently_signed_in
def confirm(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The second person's word: it is decided."""
    officer, prepared = _prepared(request, reference, number)
    if not prepared.state:
        decide.confirm(officer, prepared, now=clock.now())
        messages.success(request, _("Confirmed. The letter can be written."))
    return _back(request, reference, prepared)


@require_POST
@for_functions(ANY_OFFICER)
def call_off(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Returned, or withdrawn: nothing is decided."""
    officer, prepared = _prepared(request, reference, number)
    if not prepared.state:
        decide.call_off(officer, prepared, now=clock.now())
        messages.success(request, _("Called off. Nothing was decided."))
    return _back(request, reference, prepared)


@require_POST
@for_functions(ANY_OFFICER)
def letter(request: HttpRequest, reference: str, language: str) -> HttpResponse:
    """The answer as a letter in one language.

    Raises: NotYours, UnknownRequest, NotDecided, ReadNotRecorded.
    """
    if language not in LANGUAGES:
        return not_found(request, KeyError(language))
    officer = officer_of(request)
    with refusals_noted(EXPORTED, officer, reference=reference[:80]):
        row = keep.find(reference, officer)
        check_may_take(officer, keep.RIGHTS, keep.KEEP)
        stands = decide.standing(row)
        if stands is None:
            raise NotDecided(reference=row.reference)
        if row.destroyed_at is not None:
            raise UnknownRequest(reference=row.reference)
    copy = copy_of(EXPORTED, officer, reference=row.reference, language=language, ending="pdf")
    with read_only():
        person = keep.person_of(row)
        assert person is not None  # it was not destroyed
        content = letters.as_pdf(row, stands, person, language=language, copy=copy)
    return file(content, f"{row.reference}-{copy.number}.pdf", "application/pdf")


@require_POST
@for_functions(ANY_OFFICER)
@shows_personal_data("rights.read", also_writes=True)
def answered(request: HttpRequest, reference: str) -> HttpResponse:
    """Record that the letter went: the request is closed."""
    officer, row = to_keep(request, reference)
    form = AnswerForm(request.POST, stands=decide.standing(row))
    if refused := taken(
        request, row, "answer_form", form,
        lambda: keep.answer(officer, row, on=form.cleaned_data["answered_on"]),
    ):  # fmt: skip
        return refused
    messages.success(request, _("Closed. Name and words are destroyed when the term of keeping is over."))
    return redirect("rights:request", reference)


def _prepared(request: HttpRequest, reference: str, number: int) -> tuple[Officer, Decision]:
    officer = officer_of(request)
    row = keep.find(reference, officer)
    return officer, get_object_or_404(decide.of_request(row).select_related("request"), pk=number)


def _back(request: HttpRequest, reference: str, prepared: Decision) -> HttpResponse:
    if prepared.state:  # when the row was read: a second click, or somebody else was first
        messages.info(request, _("This was decided before. What became of it stands here."))
    return redirect("rights:request", reference)

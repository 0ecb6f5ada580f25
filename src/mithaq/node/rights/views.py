"""The register of requests: the list, a new one, the page of one, the search for who asked.

The list names nobody. The page of a request shows who asks: that it was read is written down first.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.node import clock
from mithaq.node.officers.duties import DPO, HEAD_OF_SERVICE, LEGAL_ADVISER
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.rights import keep, look
from mithaq.node.rights.forms import (
    ConcernForm,
    ExtensionForm,
    IdentityForm,
    RequestForm,
    WithdrawalForm,
)
from mithaq.node.rights.page import page, taken, to_keep
from mithaq.node.rights.states import OPEN, WORDS, badges, chosen
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data

MOST = 200  # rows of the list


@require_safe
@for_functions(DPO, HEAD_OF_SERVICE, LEGAL_ADVISER)
def requests(request: HttpRequest) -> HttpResponse:
    """Requests by reference, in one state or all of them; of the open ones those first that are due first."""
    officer, today = officer_of(request), clock.today()
    state, rows = chosen(keep.readable(officer), request.GET.get("state", OPEN), today=today)
    shown: dict[str, Any] = {
        "rows": badges(rows[:MOST], today=today),
        "more": max(0, rows.count() - MOST),
        "chosen": state,
        "states": list(WORDS.items()),
        "may_keep": keep.may_keep(officer),
    }
    return render(request, "rights/list.html", shown)


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
def enter(request: HttpRequest) -> HttpResponse:
    """A new request; whether one may is asked of `permission`."""
    officer = officer_of(request)
    check_may_take(officer, keep.RIGHTS, keep.KEEP)
    form = RequestForm(request.POST or None)
    if form.is_valid():
        with transaction.atomic():
            if not form.first_time(officer):
                return redirect("rights:list")
            row = keep.enter(officer, form.asked(), form.person(), now=clock.now())
        messages.success(request, _("Entered. The term of the answer runs."))
        return redirect("rights:request", row.reference)
    return render(request, "rights/new.html", {"form": form})


@require_safe
@for_functions(ANY_OFFICER)
@shows_personal_data("rights.read")
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One request with its history. Raises: NotYours, UnknownRequest."""
    return page(request, keep.find(reference, officer_of(request)))


@require_POST
@for_functions(ANY_OFFICER)
def look_for(request: HttpRequest, reference: str) -> HttpResponse:
    """Look in which matters and records who asked is named."""
    officer = officer_of(request)
    row = keep.find(reference, officer)
    count = look.look(officer, row, now=clock.now())
    row.refresh_from_db()
    if row.looking_since is not None:
        messages.info(request, _("The search goes on by itself. You may leave this page."))
        return redirect("rights:request", reference)
    said = ngettext(
        "%(count)d place may concern this person.", "%(count)d places may concern this person.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("rights:request", reference)


@require_safe
@for_functions(ANY_OFFICER)
def looking(request: HttpRequest, reference: str) -> HttpResponse:
    """How far the search is, for the page that waits for it: it names nobody, so nothing is read by it."""
    _officer, row = to_keep(request, reference)
    return render(request, "rights/looking.html", {"row": row})


@require_POST
@for_functions(ANY_OFFICER)
def say(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What the officer in charge confirmed of something found."""
    officer = officer_of(request)
    row = keep.find(reference, officer)
    concern = get_object_or_404(row.concerns.select_related("request"), pk=number)
    form = ConcernForm(request.POST, asks=officer)
    if not form.is_valid():
        messages.error(request, _("Choose the officer in charge who confirmed it."))
        return redirect("rights:request", reference)
    with transaction.atomic():
        if form.first_time(officer):
            said = form.cleaned_data
            look.say(officer, concern, said["said"], with_=said["officer"], now=clock.now())
    messages.success(request, _("Recorded."))
    return redirect("rights:request", reference)


@require_POST
@for_functions(ANY_OFFICER)
@shows_personal_data("rights.read", also_writes=True)
def show_identity(request: HttpRequest, reference: str) -> HttpResponse:
    """How who asks has shown who they are, where that came later."""
    officer, row = to_keep(request, reference)
    form = IdentityForm(request.POST)
    if refused := taken(
        request, row, "identity_form", form,
        lambda: keep.show_identity(officer, row, form.cleaned_data["identity"]),
    ):  # fmt: skip
        return refused
    messages.success(request, _("Recorded."))
    return redirect("rights:request", reference)


@require_POST
@for_functions(ANY_OFFICER)
@shows_personal_data("rights.read", also_writes=True)
def extend(request: HttpRequest, reference: str) -> HttpResponse:
    """Extend the term of the answer, once."""
    officer, row = to_keep(request, reference)
    form = ExtensionForm(request.POST, since=row.received_on)

    def act() -> None:
        said = form.cleaned_data
        keep.extend(officer, row, why=said["why"], told_on=said["told_on"], now=clock.now())

    if refused := taken(request, row, "extension_form", form, act):
        return refused
    messages.success(request, _("Extended. The person was told why."))
    return redirect("rights:request", reference)


@require_POST
@for_functions(ANY_OFFICER)
@shows_personal_data("rights.read", also_writes=True)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw an entry made by mistake, before anything is decided."""
    officer, row = to_keep(request, reference)
    form = WithdrawalForm(request.POST)
    if refused := taken(
        request, row, "withdrawal_form", form, lambda: keep.withdraw(officer, row, now=clock.now())
    ):
        return refused
    messages.success(request, _("Withdrawn. Nobody is owed an answer to this entry."))
    return redirect("rights:request", reference)

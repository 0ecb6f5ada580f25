"""The page of one request: who asks, what was found, what was decided, what can be done now, its history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mithaq.node import clock
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, may_take, takers
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.rights import decide, keep, look
from mithaq.node.rights.forms import (
    AnswerForm,
    DecisionForm,
    ExtensionForm,
    IdentityForm,
    WithdrawalForm,
)
from mithaq.node.rights.history import history
from mithaq.node.rights.models import Decision, SubjectRequest
from mithaq.node.rights.states import badges
from mithaq.node.safeguards.forms import OnceForm


def page(
    request: HttpRequest, row: SubjectRequest, forms: Mapping[str, BaseForm] | None = None
) -> HttpResponse:
    """The page, with a form that comes back in the place of its empty one."""
    officer, today = officer_of(request), clock.today()
    decisions = list(decide.of_request(row))
    waits = next((each for each in decisions if not each.state), None)
    stands = next((each for each in decisions if each.state == Decision.CONFIRMED), None)
    may_keep = keep.may_keep(officer)
    may_change = may_keep and row.is_open and waits is None and stands is None
    shown: dict[str, Any] = {
        "row": row,
        "person": keep.person_of(row),
        "badges": badges([row], today=today)[0][1],
        "is_late": row.is_open and row.due_on < today,
        "extension": keep.open_text(row, row.extension),
        "found": look.found(row, asks=officer if may_change else None),
        "waits": waits,
        "stands": stands,
        "decisions": [(each, keep.open_text(row, each.why)) for each in decisions],
        "may_keep": may_keep,
        "may_change": may_change,
        "history": history(row),
        "confirmers": sorted(takers(keep.RIGHTS, keep.CONFIRM)),
        "languages": _languages(row),
    }
    shown |= _second(officer, waits)
    shown |= _forms(row, shown, today, forms or {})
    return render(request, "rights/request.html", shown)


def to_keep(request: HttpRequest, reference: str) -> tuple[Officer, SubjectRequest]:
    """Who keeps the register, and the request. Raises: NotYours, UnknownRequest."""
    officer = officer_of(request)
    row = keep.find(reference, officer)
    check_may_take(officer, keep.RIGHTS, keep.KEEP)
    return officer, row


def taken(
    request: HttpRequest, row: SubjectRequest, name: str, form: OnceForm, act: Callable[[], object]
) -> HttpResponse | None:
    """Do what a form of the page asks, once; the page with the form if it does not hold, else None."""
    if not form.is_valid():
        return page(request, row, {name: form})
    with transaction.atomic():
        if form.first_time(officer_of(request)):
            act()
    return None


def _second(officer: Officer, waits: Decision | None) -> dict[str, bool]:
    """Whether this officer is the first person of what waits, or may be the second."""
    is_first = waits is not None and waits.prepared_by_id == officer.pk
    may = waits is not None and not is_first and may_take(officer, keep.RIGHTS, keep.CONFIRM)
    return {"is_first": is_first, "may_confirm": may}


def _forms(
    row: SubjectRequest, shown: Mapping[str, Any], today: Any, given: Mapping[str, BaseForm]
) -> dict[str, BaseForm | None]:
    """The forms of what can be done now."""
    extends = shown["may_keep"] and row.is_open and shown["stands"] is None
    extends = extends and not row.extended_on and row.due_on >= today and settings.ANSWER_EXTENSION_MONTHS > 0
    shows = shown["may_change"] and row.identity == keep.NOT_SHOWN
    answers = shown["may_keep"] and row.is_open and shown["stands"] is not None
    changes, since = shown["may_change"], row.received_on
    decides = DecisionForm(since=since) if row.looking_since is None else None
    return {
        "decision_form": given.get("decision_form", decides) if changes else None,
        "identity_form": given.get("identity_form", IdentityForm()) if shows else None,
        "extension_form": given.get("extension_form", ExtensionForm(since=since)) if extends else None,
        "withdrawal_form": given.get("withdrawal_form", WithdrawalForm()) if changes else None,
        "answer_form": given.get("answer_form", AnswerForm(stands=shown["stands"])) if answers else None,
    }


def _languages(row: SubjectRequest) -> list[str]:
    """The languages of a letter, that of the person first."""
    return sorted(("ar", "fr", "en"), key=lambda each: each != row.language)

"""Who is signed in, how recently, and with what.

Approving and releasing need a person who signed in again within five minutes (D15); who
approves or administers needs a second factor, unless the node was told to do without.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from mithaq.node.officers.duties import NEEDS_SECOND_FACTOR
from mithaq.node.officers.models import Officer

View = TypeVar("View", bound=Callable[..., HttpResponse])
Answer = Callable[[HttpRequest], HttpResponse]

ACCOUNT_PAGES = "/account/"


def officer_of(request: HttpRequest) -> Officer:
    """The officer who asks. Every page but sign-in has one: the site asks for sign-in by default."""
    assert isinstance(request.user, Officer)
    return request.user


def recently_signed_in(view: View) -> View:
    """For views that approve or release: whoever has not signed in within five minutes is asked to.

    The form is not kept meanwhile, since it may hold personal data: the page it stood on
    is shown again afterwards, and the officer presses the button once more.
    """

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if signed_in_within(request, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': _page_of(request)})}")

    confirmed.recently_signed_in = True  # type: ignore[attr-defined]
    return cast("View", confirmed)


def _page_of(request: HttpRequest) -> str:
    """The page to come back to: this one, or the one whose form was sent."""
    if request.method == "GET":
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()) else "/"


def signed_in_within(request: HttpRequest, seconds: int) -> bool:
    """Has the officer proved who they are within so many seconds?"""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - float(records[-1]["at"]) < seconds


def asks_for_what_is_missing(answer: Answer) -> Answer:
    """Middleware: a temporary password, or a second factor that is still missing, comes first."""

    def answer_or_lead(request: HttpRequest) -> HttpResponse:
        officer = request.user
        if isinstance(officer, Officer) and not request.path.startswith((ACCOUNT_PAGES, settings.STATIC_URL)):
            if officer.password_is_temporary:
                return redirect("account_change_password")
            if lacks_second_factor(officer):
                return redirect("mfa_activate_totp")
        return answer(request)

    return answer_or_lead


def lacks_second_factor(officer: Officer) -> bool:
    """Does this officer hold a function that needs a second factor, and have none?"""
    return (
        settings.SECOND_FACTOR_REQUIRED
        and not officer.held.isdisjoint(NEEDS_SECOND_FACTOR)
        and not is_mfa_enabled(officer)
    )

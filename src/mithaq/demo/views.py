"""What only a demonstration answers: signing in with one click, and the way of the tour.

Only from this machine itself: whoever asks from elsewhere is refused, whatever the server listens on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from mithaq.demo.personas import personas
from mithaq.demo.tour import go_on_at, place
from mithaq.node.officers.models import Officer

BACKEND = "django.contrib.auth.backends.ModelBackend"
View = Callable[..., HttpResponse]


def loopback_only(view: View) -> View:
    """Refuse whoever does not ask from this machine."""

    @wraps(view)
    def local(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
        except ValueError:
            near = False
        return view(request, *args, **kwargs) if near else HttpResponseForbidden()

    return local


@login_not_required
@loopback_only
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Everybody one can be on this node."""
    return render(
        request, "demo/choose.html", {"next": _safe(request, request.GET.get("next", "/")), "who": ""}
    )


@login_not_required
@loopback_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Be somebody of this node, at once."""
    known = {persona.username for persona in personas()}
    officer = get_object_or_404(
        Officer, username=request.POST.get("who", ""), username__in=known, is_active=True
    )
    logout(request)
    login(request, officer, backend=BACKEND)
    record_authentication(request, officer, method="password", username=officer.username)
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))


@loopback_only
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm who one is, with one click, where the product asks for the password again."""
    assert isinstance(request.user, Officer)
    record_authentication(request, request.user, method="password", reauthenticated=True)
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "/")))


@login_not_required
@loopback_only
@require_safe
def go(request: HttpRequest, number: int) -> HttpResponse:
    """A place of the tour: as somebody else than one is now, ask for one click first."""
    at = place(number)
    request.tour = at  # type: ignore[attr-defined]
    if isinstance(request.user, Officer) and request.user.username == at.who:
        response: HttpResponse = HttpResponseRedirect(at.path)
    else:
        response = render(request, "demo/choose.html", {"next": at.path, "who": at.who})
    go_on_at(response, at)
    return response


def _safe(request: HttpRequest, address: str) -> str:
    return address if url_has_allowed_host_and_scheme(address, {request.get_host()}) else "/"

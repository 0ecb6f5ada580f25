"""Choosing the language of the screens, before and after sign-in."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from mithaq.node.officers.models import Officer

A_YEAR = 365 * 24 * 3600  # seconds


@login_not_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember the language an officer, or this browser, wants, and go back to the page."""
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES) and check_for_language(chosen):
        _remember(request, response, chosen)
    return response


def _remember(request: HttpRequest, response: HttpResponse, chosen: str) -> None:
    if request.user.is_authenticated:
        Officer.objects.filter(pk=request.user.pk).update(language=chosen)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )

"""How a refusal or a failure is told: a page with one plain sentence in the reader's language."""

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from mithaq.node.ledger import find
from mithaq.node.officers.models import Officer
from mithaq.node.web.sentences import sentence
from mithaq.pact.errors import MithaqError

log = logging.getLogger(__name__)

BAD, NOT_FOUND, NOT_ALLOWED, NOT_NOW, TOO_LARGE, NOT_ACCEPTABLE = 400, 404, 403, 409, 413, 422
# By the name of the class or of one it derives from, so that this storey needs to import none of them.
STATUSES = {
    "NotFound": NOT_FOUND,
    "UnknownMatter": NOT_FOUND,
    "UnknownDraft": NOT_FOUND,
    "UnknownFile": NOT_FOUND,
    "UnknownKind": NOT_FOUND,
    "UnknownRequest": NOT_FOUND,
    "NotYours": NOT_ALLOWED,
    "NotForYourFunction": NOT_ALLOWED,
    "SecondPersonNeeded": NOT_ALLOWED,
    "RulesError": NOT_NOW,
}


def status_of(error: MithaqError) -> int:
    """The HTTP status of a refusal, from the families it belongs to."""
    families = (family.__name__ for family in type(error).__mro__)
    return next((STATUSES[name] for name in families if name in STATUSES), NOT_ACCEPTABLE)


def refusal(request: HttpRequest, error: MithaqError) -> HttpResponse:
    """The page that says what was refused and, where something was sent, that nothing was changed; it leads
    back to the matter, if the address names one.
    """
    status = status_of(error)
    log.info("refused %s", error.code)
    said = sentence(error.code, error.facts, get_language() or "en")
    shown = {
        "code": error.code,
        "said": said,
        "emergency": _emergency(error),
        "matter": _matter(request),
        "was_sent": request.method not in ("GET", "HEAD"),
    }
    return render(request, "web/refused.html", shown, status=status)


def _matter(request: HttpRequest) -> str:
    """The reference of the matter that the address names; "" if it names none that this reader may open."""
    found = request.resolver_match
    reference = str(found.kwargs.get("reference", "")) if found else ""
    reader = getattr(request, "user", None)
    if not reference.isprintable() or not reference or not isinstance(reader, Officer):
        return ""
    return reference if find.openable(reader).filter(reference=reference).exists() else ""


def _emergency(error: MithaqError) -> str:
    """Where a matter that is not the reader’s is opened for a stated reason; "" for other refusals."""
    reference = error.facts.get("reference", "")
    if error.code != "officers.unknown-matter" or not reference:
        return ""
    return reverse("assignments:emergency", args=[reference])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that this node could not read, or would not for its size."""
    too_large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    status = TOO_LARGE if too_large else BAD
    return render(request, "web/error_400.html", {"too_large": too_large}, status=status)


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The page for what this officer may not see."""
    return render(request, "web/error_403.html", status=403)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The page for a form whose token has expired."""
    return render(request, "web/error_form.html", status=403)


def only_a_form(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """The page for an address that takes a form, opened without one: as for a form that came too late."""
    response = render(request, "web/error_form.html", status=answer.status_code)
    response.headers["Allow"] = answer.headers["Allow"]
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The page for an address that does not exist, or not for this officer."""
    return render(request, "web/error_404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's signature)
    """The page for a bug: no database, no session, nothing that may fail again."""
    return HttpResponseServerError(render_to_string("web/error_500.html"))

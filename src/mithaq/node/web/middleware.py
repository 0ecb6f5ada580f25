"""What happens around every page: who may load what, in which language, and how a refusal is told."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.translation import get_supported_language_variant, trans_real

from mithaq.node.web.errors import only_a_form, refusal
from mithaq.pact.errors import MithaqError

Answer = Callable[[HttpRequest], HttpResponse]

# Nothing but what this node serves; no inline script or style, no frame, no other address.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def content_security_policy(answer: Answer) -> Answer:
    """Tell browsers to load nothing that this node does not serve, to keep no page, to come by TLS alone."""

    def answer_with_policy(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        # The server in front ends the TLS, so the framework never sees that the line is a safe one.
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}"
            )
        # Pages show personal data: a shared computer's back button must not.
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer_with_policy


def readers_language(answer: Answer) -> Answer:
    """Answer in the officer's language and zone; before sign-in, as the browser asks."""

    def answer_in_language(request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        zone = getattr(request.user, "zone", "") or settings.TIME_ZONE
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(_zone(zone)):
            response = answer(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer_in_language


def language_of(request: HttpRequest) -> str:
    """The officer's own language, else the cookie's, else the browser's, else English."""
    asked = [
        getattr(request.user, "language", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        *(
            code
            for code, _ in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", ""))
        ),
    ]
    for code in filter(None, asked):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return ZoneInfo("UTC")


class RefusalsAsPages:
    """Turns a refusal raised on purpose into a page with its sentence."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        # Signed in anew, or gone back, to an address that takes a form alone: an empty page says nothing.
        if isinstance(response, HttpResponseNotAllowed) and request.accepts("text/html"):
            return only_a_form(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a refusal; anything else is a bug and goes its way."""
        return refusal(request, error) if isinstance(error, MithaqError) else None

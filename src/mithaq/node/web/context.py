"""What every page's frame shows: whose node this is, where one can go, in which language."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi


def page_frame(request: HttpRequest) -> dict[str, object]:
    """The authority's code and the direction of the page."""
    return {
        "own_authority": settings.AUTHORITY,
        "direction": "rtl" if get_language_bidi() else "ltr",
        "other_languages": [
            pair for pair in LANGUAGES_BY_OWN_NAME if pair[0] != getattr(request, "LANGUAGE_CODE", "")
        ],
    }


# Each in its own words, whatever the page speaks.
LANGUAGES_BY_OWN_NAME = (("ar", "العربية"), ("fr", "Français"), ("en", "English"))

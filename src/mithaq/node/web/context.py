"""What every page's frame shows: whose node this is, where one can go, in which language."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import authorities

# Each in its own words, whatever the page speaks.
OWN_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}

# Where the bar leads: the name of an address and its words.
WAYS = (
    ("desk:home", _("Home")),
    ("desk:desk", _("Desk")),
    ("web:matters", _("Matters")),
    ("web:drafts", _("Drafts")),
    ("web:delivery", _("Delivery")),
    ("persons:register", _("Persons")),
    ("partners:list", _("Partners")),
)
# Ways for those who control or administer alone.
WAYS_OF = (
    ("officers:list", _("Officers"), "administrator"),
    ("officers:emergencies", _("Emergency readings"), "dpo"),
    ("safeguards:house", _("House log"), "dpo"),
    ("safeguards:house", _("House log"), "auditor"),
)


def page_frame(request: HttpRequest) -> dict[str, object]:
    """What `web/page.html` needs beside what a view gives it."""
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return {
        "own_authority": settings.AUTHORITY,
        "own_name": SimpleLazyObject(_own_name),
        "authorities": SimpleLazyObject(authorities.known),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "language_name": OWN_NAMES.get(language, language),
        "other_languages": [(code, name) for code, name in OWN_NAMES.items() if code != language],
        "ways": SimpleLazyObject(lambda: list(_ways(request))),
        "zone": timezone.get_current_timezone_name(),
    }


def _own_name() -> str:
    own = authorities.known().get(settings.AUTHORITY)
    return own.name if own else "Mithaq"


def _ways(request: HttpRequest) -> Iterator[dict[str, object]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    holds = getattr(request.user, "holds", None)
    own = [(name, words) for name, words, function in WAYS_OF if holds and holds(function)]
    for name, words in (*WAYS, *own):
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue  # a node without that part
        yield {"url": url, "words": words, "here": here == name}

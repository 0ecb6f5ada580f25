"""What every page's frame shows: whose node this is, where one can go, in which language."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from mithaq.node.safeguards.enter import may_enter
from mithaq.node.web import authorities

# Each in its own words, whatever the page speaks.
OWN_NAMES = {"ar": "العربية", "fr": "Français", "en": "English"}

# Where the bar leads: the name of an address and its words. Each is shown to those for whom its page is.
WAYS = (
    ("desk:home", _("Home")),
    ("desk:desk", _("Desk")),
    ("web:matters", _("Matters")),
    ("web:drafts", _("Drafts")),
    ("evaluation:whole", _("Evaluation")),
    ("web:delivery", _("Delivery")),
    ("persons:register", _("Persons")),
    ("partners:list", _("Partners")),
    ("officers:list", _("Officers")),
    ("rights:list", _("Rights")),
    ("web:transfers", _("Transfers")),
    ("web:erasures", _("Erasures")),
    ("officers:emergencies", _("Emergency readings")),
    ("safeguards:house", _("House log")),
)

# These stand behind one way for whoever has several of them, and beside each other on their pages.
OVERSIGHT = _("Oversight")
TOGETHER = ("rights:list", "web:transfers", "web:erasures", "officers:emergencies", "safeguards:house")


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
    """Where this officer can go; what stands together is one way, with the pages `beside` each other."""
    pages = list(_pages(request))
    together = [page for page in pages if page["name"] in TOGETHER]
    for page in pages:
        if len(together) < 2 or page not in together:
            yield {**page, "beside": ()}
        elif page is together[0]:
            here = any(each["here"] for each in together)
            yield {"url": page["url"], "words": OVERSIGHT, "here": here, "beside": together if here else ()}


def _pages(request: HttpRequest) -> Iterator[dict[str, object]]:
    here = request.resolver_match.view_name if request.resolver_match else ""
    for name, words in WAYS:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue  # a node without that part
        # A request that was refused at the door, for its Host, has no user yet.
        if may_enter(getattr(request, "user", None), resolve(url).func):
            yield {"name": name, "url": url, "words": words, "here": here == name}

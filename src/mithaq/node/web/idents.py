"""How a value stands in a line of another script: each type set apart in its own way.

A number plate that mixes digits and Arabic letters is *another plate* when a browser
reorders it, and both `<bdi>` and `<bdi dir=ltr>` do so: each component needs an isolate
of its own inside an isolate from left to right (measured in Chromium). Every name, plate,
number, reference and time on any page comes from here.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from mithaq.node.papers import isolate
from mithaq.node.papers.isolate import COMPONENT, PLATE
from mithaq.node.web import dates
from mithaq.pact.names.errors import IdentifierError
from mithaq.pact.names.identifiers import normalise_phone
from mithaq.pact.rules.fields import DECIMAL

SHOWN_OF_HASH = 12


def ident(sort: str, value: Any) -> SafeString | str:
    """A value of that sort as a page shows it; a dash where there is none."""
    if value is None or value in ("", (), []):
        return format_html('<span class="soft">{}</span>', "–")
    return SORTS.get(str(sort), _as_it_came)(value)


def by_component(value: object) -> SafeString:
    """A plate, a document or telephone number: component by component, from left to right."""
    parts = [
        (match[0],) if match["between"] else (format_html("<bdi>{}</bdi>", match[0]),)
        for match in COMPONENT.finditer(str(value))
    ]
    return format_html('<bdi dir="ltr" class="ident">{}</bdi>', format_html_join("", "{}", parts))


def left_to_right(value: object) -> SafeString:
    """A reference, address or time of day."""
    return format_html('<bdi dir="ltr" class="ident">{}</bdi>', value)


def phone(value: object) -> SafeString:
    """The telephone of a service, called from where it is shown; a private person's is an identifier.

    Without its country it is nobody's number, and no link.
    """
    shown = left_to_right(value)
    try:
        dialled = normalise_phone(str(value))
    except IdentifierError:
        return shown
    called = gettext("Call %(number)s") % {"number": isolate.left_to_right(value)}
    return format_html('<a class="calls-out" href="tel:{}" aria-label="{}">{}</a>', dialled, called, shown)


def line(value: object) -> SafeString:
    """A line of free text: set apart, and every plate in it once more."""
    return format_html("<bdi>{}</bdi>", with_plates(str(value)))


def with_plates(text: str) -> SafeString:
    """A text whose number plates read as they were written."""
    pieces, end = [], 0
    for match in PLATE.finditer(text):
        pieces += [(text[end : match.start()],), (by_component(match[0]),)]
        end = match.end()
    return format_html_join("", "{}", [*pieces, (text[end:],)])


def name(value: object) -> SafeString:
    """A name, in whichever script it is written."""
    return format_html("<bdi>{}</bdi>", value)


def digest(value: object) -> SafeString:
    """The beginning of a long hexadecimal name; all of it on demand."""
    text = str(value)
    shown = text if len(text) <= SHOWN_OF_HASH else f"{text[:SHOWN_OF_HASH]}…"
    return format_html('<bdi dir="ltr" class="ident"><code title="{}">{}</code></bdi>', text, shown)


def machine(value: object) -> SafeString:
    """What machines alone read: how it begins, and how many characters it has."""
    text = str(value)
    return format_html(
        '<bdi dir="ltr" class="ident"><code>{}…</code> ({})</bdi>', text[:SHOWN_OF_HASH], len(text)
    )


def day(value: date | str) -> SafeString:
    """A day, with the month in words."""
    iso = value.isoformat() if isinstance(value, date) else value
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', iso, dates.day(value, language()))


def days(value: object) -> SafeString | str:
    """Days, a line for each year."""
    if not isinstance(value, list | tuple):
        return _as_it_came(value)
    comma, said = "، " if language() == "ar" else ", ", [str(each) for each in value]
    of_year = {each[:4]: [one for one in said if one[:4] == each[:4]] for each in said}
    rows = [
        (year, format_html_join(comma, '<time datetime="{}"><bdi>{}</bdi></time>', map(_in_its_year, each)))
        for year, each in of_year.items()
    ]
    return format_html_join("", '<div class="days"><bdi class="soft">{}</bdi> {}</div>', rows)


def _in_its_year(iso: str) -> tuple[str, str]:
    return iso, dates.day(iso, language(), dates.IN_ITS_YEAR)


def instant(value: object) -> SafeString | str:
    """A day and time of day in the officer's own zone."""
    at = dates.parse_instant(value)
    if at is None:
        return _as_it_came(value)
    here = at.astimezone(timezone.get_current_timezone())
    return format_html(
        '<time datetime="{}" class="ident"><bdi>{}</bdi> <bdi dir="ltr">{}</bdi></time>',
        at.isoformat(timespec="seconds"),
        dates.day(here.date(), language()),
        f"{here:%H:%M}",
    )


def minutes(value: object) -> SafeString | str:
    """A duration stated in minutes, in words."""
    said = dates.minutes(value)
    return _as_it_came(value) if said is None else name(said)


def decimal(value: object) -> SafeString | str:
    """An exact number, grouped and pointed as the reader's language does."""
    text = str(value)
    return left_to_right(dates.number(text, language())) if DECIMAL.fullmatch(text) else _as_it_came(value)


def language() -> str:
    """The language of the page."""
    return (get_language() or "en")[:2]


def _as_it_came(value: object) -> SafeString:
    return format_html("<bdi>{}</bdi>", value)


def _birth(value: object) -> SafeString:
    return format_html('<bdi class="ident">{}</bdi>', dates.birth(str(value), language()))


def _flag(value: object) -> SafeString | str:
    return gettext("yes") if value else gettext("no")


def _prose(value: object) -> SafeString:
    # The paragraph's own first letter decides its direction, not the page's language.
    return format_html('<div class="prose" dir="auto">{}</div>', with_plates(str(value)))


SORTS: Mapping[str, Callable[[Any], SafeString | str]] = {
    "plate": by_component,
    "document": by_component,
    "identifier": by_component,
    "phone": phone,
    "reference": left_to_right,
    "number": left_to_right,
    "decimal": decimal,
    "address": left_to_right,
    "authority": left_to_right,
    "name": name,
    "line": line,
    "prose": _prose,
    "date": day,
    "day": day,
    "days": days,
    "birth": _birth,
    "instant": instant,
    "duration": minutes,
    "flag": _flag,
    "bytes": machine,
    "hash": digest,
    "entry": digest,
    "fingerprint": digest,
    "attachment": lambda _: _as_it_came("…"),  # a manifest holds the key of its file: `said` shows its name
}

"""Days, instants, spans of time and numbers as they are written in Morocco, in France and in Britain.

Months are the Moroccan ones (غشت, never أغسطس), digits are Latin in all three languages.
Patterns are fixed here: those of the locale put marks of direction into short dates.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mithaq.node.locales import locale_of
from mithaq.pact.rules.fields import instant, is_day
from mithaq.pact.rules.terms import LONGEST_MINUTES
from mithaq.pact.rules.words import Words

LONG, SHORT, IN_ITS_YEAR = "d MMMM y", "d MMM y", "d MMM"
MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
HALF = re.compile(r"(\d{4})-H([12])", re.ASCII)
HALVES = {
    "1": Words("النصف الأول من سنة {year}", "1er semestre {year}", "first half of {year}"),
    "2": Words("النصف الثاني من سنة {year}", "2e semestre {year}", "second half of {year}"),
}
NAMES_AN_ENTRY = re.compile(r"[0-9a-f]{12,}", re.ASCII)
NO_BREAK = "\N{NO-BREAK SPACE}"


def day(value: date | str, language: str, pattern: str = SHORT) -> str:
    """A day in words; what is no day is shown as it came."""
    try:
        named = value if isinstance(value, date) else date.fromisoformat(value)
    except (ValueError, TypeError):
        return str(value)
    return _in_words(named, pattern, locale_of(language))


def said(fact: str, language: str) -> str:
    """A fact as a sentence says it: a day or month in words, an instant with its hour here, else as it is."""
    if is_day(fact):
        return day(fact, language)
    if MONTH.fullmatch(fact):
        return birth(fact, language)
    if (at := instant(fact)) is None or not settings.configured:  # a proof is verified without a node
        return fact
    here = at.astimezone(timezone.get_current_timezone())
    return f"{day(here.date(), language)} {here:%H:%M}"


def half_year(name: str, language: str) -> str:
    """A half-year, 2026-H1, in words; any other span, a year, as it is."""
    found = HALF.fullmatch(name)
    return HALVES[found[2]].say(language).format(year=found[1]) if found else name


def about(told: str, language: str) -> str:
    """What a duty is about, in words: a day, a half-year, a code; "" for what machines alone can read."""
    if NAMES_AN_ENTRY.fullmatch(told):
        return ""
    return half_year(told, language) if HALF.fullmatch(told) else said(told, language)


@lru_cache(maxsize=8192)
def _in_words(named: date, pattern: str, locale: str) -> str:
    # A plan on a page has a thousand days, and Babel takes its time over each.
    said = format_date(named, pattern, locale=locale)
    first = named.day == 1 and pattern.startswith("d ") and locale.startswith("fr")
    return f"1er{said[1:]}" if first else said


def clock_time(at: datetime, zone: ZoneInfo | str) -> str:
    """The hour and minute of an instant in a zone, as 24-hour clocks show it."""
    return f"{at.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone):%H:%M}"


def weekday(at: datetime, zone: ZoneInfo, language: str) -> str:
    """The name of an instant's day in a zone: clocks of two capitals may be a day apart."""
    return format_datetime(at.astimezone(zone), "EEE", locale=locale_of(language))


def parse_instant(value: object) -> datetime | None:
    """An aware instant from a form or a header; None if it is none."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def birth(value: str, language: str) -> str:
    """A date of birth known in part: 1980-02-03, 1980-02, 1980 or 198X."""
    if value.endswith("X"):
        return f"{value[:3]}0–{value[:3]}9"
    if len(value) == 7:
        try:
            return format_date(date.fromisoformat(f"{value}-01"), "MMMM y", locale=locale_of(language))
        except ValueError:
            return value
    return day(value, language, LONG) if len(value) == 10 else value


def number(value: str | int, language: str) -> str:
    """An exact number, grouped and pointed as the language does, with all its decimals."""
    return format_decimal(Decimal(value), locale=locale_of(language), decimal_quantization=False)


def percent(value: int, language: str) -> str:
    """A whole percentage: French sets a space before the sign, Arabic and English do not."""
    return f"{value}{NO_BREAK if language[:2] == 'fr' else ''}%"


def minutes(value: object) -> str | None:
    """A duration stated in minutes, in words; None for what no time can be, as a partner may state it."""
    if not isinstance(value, int) or abs(value) > LONGEST_MINUTES:
        return None
    return span(timedelta(minutes=value))


def span(length: timedelta) -> str:
    """A length of time in its two largest units, down to minutes, in the page's language; never negative."""
    minutes = int(abs(length.total_seconds()) // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    # Our own words: Babel has no Arabic ones for days of ar_MA and would say "2 day".
    words = [
        ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else "",
        ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours} if hours else "",
        ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes},
    ]
    words = [word.replace(" ", NO_BREAK) for word in words]  # a number stays beside its unit
    first = next((place for place, word in enumerate(words) if word), 2)
    larger, smaller = words[first], "".join(words[first + 1 : first + 2])
    if not smaller or (first == 1 and not minutes):
        return larger
    return gettext("%(larger)s %(smaller)s") % {"larger": larger, "smaller": smaller}

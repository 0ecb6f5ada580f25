"""The fixed words of papers in each language, and days as papers write them."""

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from babel.dates import format_date

from mithaq.node.locales import locale_of

LANGUAGES = ("ar", "fr", "en")
RIGHT_TO_LEFT = frozenset({"ar"})


def words(language: str) -> Mapping[str, str]:
    """Every fixed word, in one language."""
    return {name: said[language] for name, said in _all().items()}


def day(on: date, language: str) -> str:
    """A day with its month in words, as it is printed: 1er juillet 2025, 13 غشت 2025."""
    written = format_date(on, "d MMMM y", locale=locale_of(language))
    return "1er" + written[1:] if language == "fr" and on.day == 1 else written


def listed(names: Iterable[str], language: str) -> str:
    """Names one after the other, with the last joined as the language does."""
    *first, last = names
    if not first:
        return last
    if language == "ar":
        return " و".join([*first, last])
    return f"{', '.join(first)} {'et' if language == 'fr' else 'and'} {last}"


@cache
def _all() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))

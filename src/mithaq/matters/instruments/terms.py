"""Terms: where a word that the parties have agreed how to render is rendered otherwise.

Of each agreed term the French or the Arabic stands in the text of an article, and the other side has none
of its agreed forms: somebody has to look. It is a doubt, never an error, since a sentence may say the same
in other words.

Source: `glossary.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mithaq.pact.names.normalise import normalise

# What Arabic writes joined to a word: and, so, by, like, for, and the article.
_JOINED = "(?:[وف]?(?:[بك]?ال|لل|[بكل])?)"
_ENDINGS = "(?:s|x|es)?"
JUDGED = ("fr", "ar")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A term that one language has and the other renders otherwise: where it was found, and what is agreed
    there.
    """

    found: str
    language: str
    agreed: tuple[str, ...]
    other: str


def doubts(texts: Mapping[str, str]) -> tuple[Doubt, ...]:
    """The agreed terms that a text renders otherwise, in the glossary's order. `texts` is by language."""
    there = {language: normalise(text) for language, text in texts.items() if language in JUDGED}
    if len(there) < len(JUDGED):
        return ()
    found = []
    for forms, patterns in _terms():
        has = {language: patterns[language].search(there[language]) is not None for language in JUDGED}
        for language, other in (("fr", "ar"), ("ar", "fr")):
            if has[language] and not has[other]:
                found.append(Doubt(forms[language][0], language, forms[other], other))
    return tuple(found)


@cache
def _terms() -> tuple[tuple[dict[str, tuple[str, ...]], dict[str, re.Pattern[str]]], ...]:
    table = tomllib.loads((files(__package__) / "glossary.toml").read_text("utf-8"))
    return tuple(
        (
            {language: tuple(term[language]) for language in JUDGED},
            {"fr": _any(map(_in_french, term["fr"])), "ar": _any(map(_in_arabic, term["ar"]))},
        )
        for term in table["term"]
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


def _in_french(form: str) -> str:
    return r"\W+".join(re.escape(word) + _ENDINGS for word in normalise(form).replace("'", " ").split())


def _in_arabic(form: str) -> str:
    """The form with or without its articles, and with what is joined to a word."""
    words = (
        word.removeprefix("ال") if len(word) > len("ال") + 1 else word for word in normalise(form).split()
    )
    return r"\s+".join(_JOINED + re.escape(word) for word in words)

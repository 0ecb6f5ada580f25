"""Warnings: what an officer should look at twice before a text leaves.

Words about health, belief, opinion, origin or sex life, a protected profession, a classified source, a person who may
be a minor. Nothing is stopped by a word: each is a *soft* problem that a person passes, knowing what it is, and of which
the data protection officer (`FOR_DPO`) or the rights reviewer (`FOR_RIGHTS_REVIEWER`) is told. Another doubt is
a text that is not in the letters of the language it is asked for in, as when two columns were swapped.

A problem names the place and the topic, never the words: they may be somebody's illness, and this reaches logs.

Source: Directive (EU) 2016/680, articles 6 and 10; Regulation (EU) 2016/794, article 30 (minors); tables/doubtful-words.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from mithaq.pact.names.normalise import normalise
from mithaq.pact.names.script import UNKNOWN, script_of
from mithaq.pact.rules.described import is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import BIRTH, Field, Type
from mithaq.pact.rules.words import LANGUAGES

OF_AGE = 18
TOPICS = {
    "health": "rules.words-of-health",
    "religion": "rules.words-of-religion",
    "opinion": "rules.words-of-opinion",
    "origin": "rules.words-of-origin",
    "sex-life": "rules.words-of-sex-life",
    "profession": "rules.words-of-a-protected-profession",
    "classified": "rules.words-of-a-classified-source",
}
FOR_RIGHTS_REVIEWER = frozenset({TOPICS["profession"]})
FOR_DPO = frozenset({*TOPICS.values(), "rules.may-be-a-minor"}) - FOR_RIGHTS_REVIEWER

LETTERS = {"ar": "Arab", "fr": "Latn", "en": "Latn", "es": "Latn"}
LOOKED_AT = 400

# What Arabic writes joined to the word: and, so, by, like, for, and the article.
JOINED = "(?:[وف]?(?:[بك]?ال|لل|[بكل])?)"


def warnings(
    fields: tuple[Field, ...], values: Mapping[str, Any], today: date, *, language: str = ""
) -> Iterator[Problem]:
    """What is doubtful in `values`, place by place; nothing here is certain, so every problem is soft.

    Shape: the values a form holds, well formed or not; `language` is that of their texts, "" where each is as it says.
    """
    for each in fields:
        value = values.get(each.name)
        if each.type in (Type.LINE, Type.PROSE) and isinstance(value, str):
            folded = normalise(value)
            for topic in _topics(folded):
                yield Problem(TOPICS[topic], (each.name,), soft=True)
            if in_other_letters(_language(each, language), value):
                yield Problem("rules.other-letters", (each.name,), soft=True)
        elif each.type is Type.BIRTH and may_be_a_minor(value, today) and not is_to_come(value, today):
            yield Problem("rules.may-be-a-minor", (each.name,), soft=True)
        elif each.type is Type.GROUP and isinstance(value, list | tuple):
            for number, row in enumerate(value):
                said = row if isinstance(row, Mapping) else {}
                of_row = said.get("language") if any(one.name == "language" for one in each.fields) else ""
                for problem in warnings(each.fields, said, today, language=str(of_row or "")):
                    yield Problem(problem.code, (each.name, str(number), *problem.path), soft=True)


def in_other_letters(language: str, text: str) -> bool:
    """Whether most letters of a text are not those of its language; of a language not named here nobody can tell.

    Shape: `language` as the list of languages has it; what a long text begins with tells for all of it.
    """
    letters = LETTERS.get(language)
    found = script_of(text[:LOOKED_AT]) if letters else UNKNOWN
    return found not in (letters, UNKNOWN)


def _language(field: Field, language: str) -> str:
    """The language a text is asked for in: its field says so by its name, or its row does."""
    ending = field.name.rpartition("_")[2]
    return ending if ending in LANGUAGES else language


def _topics(folded: str) -> list[str]:
    """The topics that a normalised text touches; most touch none, which one search tells."""
    if not _any_words().search(folded):
        return []
    return [topic for topic in TOPICS if _words(topic).search(folded)]


def mentions(topic: str, text: str) -> bool:
    """Whether a text has one of the words of a topic, in any of the three languages."""
    return _words(topic).search(normalise(text)) is not None


def may_be_a_minor(born: Any, today: date) -> bool:
    """Whether somebody born then may be under 18; of an uncertain birth, the latest day that fits counts.

    Shape: `born` as a form says it: `2010-02-28`, `2010-02`, `2010`, `201X`; anything else is nobody.
    """
    if not isinstance(born, str) or not BIRTH.fullmatch(born):
        return False
    latest = (born.replace("X", "9") + "-12-31"[len(born) - 4 :])[:10]
    return latest > f"{today.year - OF_AGE:04d}-{today:%m-%d}"


@cache
def _words(topic: str) -> re.Pattern[str]:
    return _compiled(topic)


@cache
def _any_words() -> re.Pattern[str]:
    return _compiled(*TOPICS)


def _compiled(*topics: str) -> re.Pattern[str]:
    table = tomllib.loads((files(__package__) / "tables" / "doubtful-words.toml").read_text("utf-8"))
    found = {
        language: _any(_pattern(words) for topic in topics for words in table[topic][language])
        for language in LANGUAGES
    }
    return re.compile(rf"\b(?:{JOINED}{found.pop('ar')}|{'|'.join(found.values())})\b")


def _any(patterns: Iterable[str]) -> str:
    """Any of these, grouped by their first letters: most words of a text are passed over at one look."""
    rests: dict[str, list[str]] = {}
    for pattern in patterns:
        rests.setdefault(pattern[0], []).append(pattern[1:])
    groups = (f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items())
    return f"(?:{'|'.join(groups)})"


def _pattern(words: str) -> str:
    """A pattern for normalised text; a star at the end of a word stands for any ending."""
    return r"\s".join(
        re.escape(normalise(word.removesuffix("*"))).replace(r"\ ", r"\s")
        + (r"\w*" if word.endswith("*") else "")
        for word in words.split()
    )

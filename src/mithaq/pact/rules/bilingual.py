"""Bilingual: what is said in the languages of every party, so that none of them reads a translation of it.

A short thing has a field for each language; a text has a row for each, and says publicly in which it is written.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mithaq.pact.rules.answers import rows_of
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.words import W, Words

LANGUAGES = ("ar", "fr")


def in_two(
    name: str,
    words: Words,
    *,
    type: Type = Type.LINE,  # noqa: A002 - as fields call it
    least: int = 3,
    most: int = 200,
    required: bool = True,
) -> tuple[Field, ...]:
    """The same thing in Arabic and in French: two fields, `name_ar` and `name_fr`."""
    labels = {
        "ar": W(f"{words.ar} بالعربية", f"{words.fr} en arabe", f"{words.en} in Arabic"),
        "fr": W(f"{words.ar} بالفرنسية", f"{words.fr} en français", f"{words.en} in French"),
    }
    return tuple(
        Field(f"{name}_{language}", type, label, required=required, least=least, most=most, wide=True)
        for language, label in labels.items()
    )


def of_language(rows: Any, language: str) -> list[Mapping[str, Any]]:
    """The rows of a group that are in this language, in their order."""
    return [row for row in rows_of(rows) if row.get("language") == language]


def written_in(body: Mapping[str, Any], rows: str = "texts", text: str = "text") -> tuple[str, ...]:
    """The languages in which something is written, in the order of the alphabet, each once."""
    there = (row.get("language") for row in rows_of(body.get(rows)) if str(row.get(text) or "").strip())
    return tuple(sorted({one for one in there if isinstance(one, str)}))


def each_once(rows: Any, languages: Iterable[str]) -> bool:
    """Whether there is a row for each of these languages, and no other."""
    return sorted(str(row.get("language")) for row in rows_of(rows)) == sorted(languages)

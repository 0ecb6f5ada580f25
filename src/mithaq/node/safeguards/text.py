"""What people type and paste, made safe to store and to show.

Characters that are invisible and turn the reading around (U+202A–202E, U+2066–2069) or
control a terminal are taken out, and that they were is logged, never the text. What
remains is in composed form (NFC). Digits of Arabic keyboards are kept as written in text
and turned into 0–9 where a number is meant.

Source: common.md 2.4, universal bad input; Unicode Standard Annex 9.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

# The controls of C0 and C1 but tab and line ends; bidi embeddings, overrides and isolates; lone
# surrogates; the mark of a broken decoding; the byte order mark pasted from a file; what only breaks lines.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
# Marks that only make sense between letters on a screen: never in a file for a spreadsheet.
DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
DIGITS = {
    ord(digit): str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)
} | {ord("−"): "-"}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text fit to be stored, and which hidden characters were taken out of it."""

    text: str
    removed: tuple[str, ...]  # "U+202E", sorted, each once


def clean(typed: str) -> Cleaned:
    """Take out what cannot be seen; the rest stays as it was written, composed."""
    lines = LINE_ENDS.sub("\n", typed)
    removed = tuple(sorted({f"U+{ord(mark):04X}" for mark in HIDDEN.findall(lines)}))
    return Cleaned(unicodedata.normalize("NFC", HIDDEN.sub("", lines)), removed)


def plain_digits(typed: str) -> str:
    """The same with digits 0–9, whichever keyboard they came from, a plain minus, no marks of direction."""
    return DIRECTION_MARKS.sub("", typed).translate(DIGITS)


def in_three(filled: Mapping[str, str]) -> dict[str, str]:
    """The fields `name_ar`, `name_fr`, `name_en` of a form, by language."""
    return {language: filled[f"name_{language}"] for language in ("ar", "fr", "en")}

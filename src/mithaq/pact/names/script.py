"""In which script a text is written."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

# ISO 15924 codes of the scripts that names come in here, by the first word of a letter's Unicode name.
CODES = {
    "ARABIC": "Arab",
    "LATIN": "Latn",
    "TIFINAGH": "Tfng",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "CJK": "Hani",
    "HANGUL": "Hang",
    "KATAKANA": "Kana",
    "HIRAGANA": "Hira",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "ETHIOPIC": "Ethi",
    "THAI": "Thai",
}
UNKNOWN = "Zyyy"


def script_of(text: str) -> str:
    """The script most letters of the text belong to; `Zyyy` if it has none that we know.

    Shape: an ISO 15924 code. Of two scripts with as many letters, the one that comes first.
    """
    counted = Counter(_scripts(text))
    return counted.most_common(1)[0][0] if counted else UNKNOWN


def scripts_in(text: str) -> frozenset[str]:
    """The scripts that letters of the text belong to, of those we know.

    Shape: ISO 15924 codes. Digits, marks and letters that modify others belong to none.
    """
    return frozenset(_scripts(text))


def _scripts(text: str) -> Iterator[str]:
    folded = unicodedata.normalize("NFKC", text)
    words = (unicodedata.name(letter, "").split(" ")[0] for letter in folded if letter.isalpha())
    yield from (CODES[word] for word in words if word in CODES)

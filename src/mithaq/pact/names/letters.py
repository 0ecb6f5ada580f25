"""A name in the letters in which it is compared across scripts.

`normalise` folds what one script writes either way and serves exact look-up; here more is
kept, since پ and ب, or ĝ and g, tell an alignment something. Case, accents, short vowels,
hamza seats, presentation forms, direction marks and the lengthening stroke go; Persian,
Urdu, Pashto and Maghreb letters come to the nearest letter of the table; Tifinagh is
written in its Latin, which IRCAM fixed letter by letter. Nothing raises, whatever the text.

Source: Unicode 15; IRCAM, *Graphie et orthographe de l'amazighe* (2006), table of letters.
"""

import re
import unicodedata

ARTICLE = "ʟ"  # the Arabic article, as one letter: الحموشي, al-Hamouchi
LONGEST_NAME = 240  # letters read of a name; no civil registry writes more

_ARABIC = {
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ۍ": "ي", "ێ": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه",
    "ە": "ه", "ۀ": "ه", "ۃ": "ه", "ک": "ك", "ڪ": "ك", "ڭ": "گ", "ݣ": "گ", "ڨ": "گ", "ګ": "گ", "ڥ": "ڤ",
    "ټ": "ت", "ٹ": "ت", "ډ": "د", "ڈ": "د", "ړ": "ر", "ڑ": "ر", "ڼ": "ن", "ں": "ن", "ښ": "ش", "ڜ": "ش",
    "ږ": "ژ", "څ": "س", "ځ": "ز", "ۆ": "و", "ۇ": "و", "ۋ": "و", "ۈ": "و", "ء": "", "ـ": "",
}  # fmt: skip
_LATIN = {
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "ə": "a", "ɛ": "e", "ɣ": "gh", "ŋ": "ng", "ʟ": "l",
}  # fmt: skip
_HEBREW = {"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "װ": "וו", "ױ": "וי", "ײ": "יי"}
_CYRILLIC = {"ё": "е", "ѐ": "е", "ѝ": "и"}
_TIFINAGH = {
    "ⴰ": "a", "ⴱ": "b", "ⴲ": "b", "ⴳ": "g", "ⴴ": "g", "ⴷ": "d", "ⴸ": "d", "ⴹ": "d", "ⴺ": "d", "ⴻ": "e",
    "ⴼ": "f", "ⴽ": "k", "ⴾ": "k", "ⴿ": "k", "ⵀ": "h", "ⵁ": "h", "ⵂ": "h", "ⵃ": "h", "ⵄ": "a", "ⵅ": "kh",
    "ⵆ": "kh", "ⵇ": "q", "ⵈ": "q", "ⵉ": "i", "ⵊ": "j", "ⵋ": "j", "ⵌ": "j", "ⵍ": "l", "ⵎ": "m", "ⵏ": "n",
    "ⵒ": "p", "ⵓ": "ou", "ⵔ": "r", "ⵕ": "r", "ⵖ": "gh", "ⵗ": "gh", "ⵘ": "gh", "ⵙ": "s", "ⵚ": "s",
    "ⵛ": "ch", "ⵜ": "t", "ⵝ": "t", "ⵞ": "tch", "ⵟ": "t", "ⵠ": "v", "ⵡ": "w", "ⵢ": "y", "ⵣ": "z",
    "ⵤ": "z", "ⵥ": "z", "ⵯ": "",
}  # fmt: skip
SAME = str.maketrans(_ARABIC | _LATIN | _HEBREW | _CYRILLIC | _TIFINAGH)
APOSTROPHES = frozenset("'’‘ʼʻʹ`´׳ʾʿ″\"")
_KEPT_WITH_MARK = frozenset("йўї")
_NO_LETTER = re.compile("(?<![א-ת])'")  # an apostrophe is one after a Hebrew letter only
_KEPT = 20_000

# Letters by the script they belong to; whatever is not listed aligns with itself only.
SCRIPTS = (
    ("Arab", re.compile("[؀-ۿݐ-ݿࢠ-ࣿ]")),
    ("Hebr", re.compile("[֐-׿]")),
    ("Cyrl", re.compile("[Ѐ-ӿ]")),
    ("Grek", re.compile("[Ͱ-Ͽἀ-῿]")),
    ("Latn", re.compile("[a-zʟ]")),
)


def letters(text: str) -> str:
    """The text in comparable letters: lower case, one blank between words, a hyphen where one joined.

    Shape: at most 240 letters. Doing it twice changes nothing.
    """
    folded = unicodedata.normalize("NFKC", text[: 4 * LONGEST_NAME]).casefold().replace("⁊", " ")
    marks = folded.translate(_FOLDED)
    if "'" in marks:
        marks = _NO_LETTER.sub("", marks)
    marks = " ".join(marks.split())
    if "-" in marks:
        marks = re.sub(r" *- *", "-", marks)
    return marks[:LONGEST_NAME].strip("- ")


def script(word: str) -> str:
    """The script a folded word is compared in (ISO 15924), `Zyyy` where we have no table."""
    return next((code for code, its_letters in SCRIPTS if its_letters.search(word)), "Zyyy")


class _Folded(dict[int, str]):
    """What a sign folds to, by its code point: looked up once a process, since texts have the same few."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if len(self) < _KEPT:
            self[code] = folded
        return folded


_FOLDED = _Folded()


def _fold(mark: str) -> str:
    if mark in "-‐‑–־":
        return "-"
    if mark in APOSTROPHES:
        return "'"  # a letter in Hebrew (ג'), nothing elsewhere
    if mark in _KEPT_WITH_MARK:
        return mark
    apart = unicodedata.normalize("NFKD", mark).translate(SAME)
    return "".join(_plain(letter) for letter in apart)


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Mn", "Cf", "Lm", "Cs", "Co", "Cn"):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return letter if category[0] in "LMN" else " "

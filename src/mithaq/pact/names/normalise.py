"""Fold a name to the form in which two spellings of one script can be compared.

What is lost is what clerks leave out or write either way: case, accents, short vowels, the
seat of a hamza, dots of a final ya or ta marbuta, the lengthening stroke, digits of another
script, punctuation, and marks nobody sees. What is kept is every letter that tells two names
apart. The result serves to compare and to look up; it is never shown and never stored as
the name. It stays in the script it came in: matching across scripts is another module's.

Source: languages.md (folded keys); Unicode 15, normalisation forms and casefolding.
"""

import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart, yet are written either way.
SAME_LETTER = str.maketrans(
    {
        # Arabic. Hamza on a seat loses its hamza below; alone it is left out.
        "ء": "",
        "ٱ": "ا",
        "ى": "ي",  # alif maqsura: علي, على
        "ی": "ي",  # Persian ya
        "ې": "ي",
        "ے": "ي",
        "ة": "ه",  # ta marbuta: فاطمة, فاطمه
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ک": "ك",  # Persian kaf
        # Sounds that Arabic has no letter for, as Moroccan registries write them.
        "گ": "ك",
        "ڭ": "ك",
        "ݣ": "ك",
        "ڤ": "ف",
        "ڥ": "ف",
        "پ": "ب",
        "ـ": "",  # the lengthening stroke
        # Latin letters with a stroke or joined.
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
# Signs set above or below a letter: accents, short vowels, Hebrew points. Vowel signs of Indic
# and other scripts are letters to their readers and stay.
ACCENTS = (
    range(0x0300, 0x0370),
    range(0x0483, 0x0488),
    range(0x0591, 0x05C8),
    range(0x0610, 0x061B),
    range(0x064B, 0x0660),
    range(0x0670, 0x0671),
    range(0x06D6, 0x06EE),
    range(0x08CA, 0x0900),
    range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00),
    range(0x20D0, 0x2100),
    range(0xFE20, 0xFE30),
)
MOST_KEPT = 0x3000  # every alphabet of the names we meet stands below


def normalise(text: str) -> str:
    """The text folded for comparison: lower case, no accents, one blank between words.

    Shape: words of letters and digits; empty if the text has neither. Doing it twice changes nothing.
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = apart.translate(SAME_LETTER).translate(_FOLDED)
    return " ".join(unicodedata.normalize("NFC", letters).split())


@lru_cache(maxsize=4_096)
def name_key(text: str) -> str:
    """The same words in one order, since family and given names are written either way round."""
    return " ".join(sorted(normalise(text).split(" "))).strip()


class _Folded(dict[int, str]):
    """What a letter folds to, by its code point: looked up once a process, since texts have the same few."""

    def __missing__(self, code: int) -> str:
        folded = _fold(chr(code))
        if code < MOST_KEPT:  # no text of rare signs fills the memory
            self[code] = folded
        return folded


def _fold(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isalnum() else " "
    category = unicodedata.category(letter)
    if category in ("Cf", "Lm") or _is_accent(letter):  # unseen marks; ʿ and ʾ of scholars
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return letter if category[0] in "LMN" else " "


def _is_accent(letter: str) -> bool:
    return unicodedata.combining(letter) != 0 and any(ord(letter) in accents for accents in ACCENTS)


_FOLDED = _Folded()

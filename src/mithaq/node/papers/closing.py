"""The last sentence of an instrument: where and when it was done, in how many originals and languages.

Source: usage of bilateral instruments of Morocco and France, «Fait à Rabat, le …, en double
exemplaire, …», «وحرر بالرباط في …، في نظيرين أصليين …».
"""

from collections.abc import Sequence
from datetime import date

from mithaq.node.papers.words import day

_FRENCH = {"ar": "arabe", "fr": "française", "en": "anglaise", "es": "espagnole", "pt": "portugaise"}
_ENGLISH = {"ar": "Arabic", "fr": "French", "en": "English", "es": "Spanish", "pt": "Portuguese"}
_ARABIC = {"ar": "العربية", "fr": "الفرنسية", "en": "الإنجليزية", "es": "الإسبانية", "pt": "البرتغالية"}
_COPIES = {1: "en un seul exemplaire", 2: "en double exemplaire", 3: "en triple exemplaire"}
_COUNTED = ("", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_ENGLISH_COUNTED = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ARABIC_COUNTED = ("", "", "", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة")
_ARABIC_ORIGINALS = {1: "في نظير أصلي واحد", 2: "في نظيرين أصليين"}


def closing_formula(
    language: str, *, place: str, on: date, originals: int, languages: Sequence[str], hijri: str = ""
) -> str:
    """The closing formula in one language of the instrument.

    Units: `originals` is one for each party, ten at most.
    """
    if not 1 <= originals <= 10:
        raise ValueError("an instrument has between one and ten originals")
    formulas = {"ar": _in_arabic, "fr": _in_french}
    formula = formulas.get(language, _in_english)
    return formula(place, _dated(language, on, hijri), originals, tuple(languages))


def _dated(language: str, on: date, hijri: str) -> str:
    written = day(on, language)
    return f"{hijri} ({written})" if hijri and language == "ar" else written


def _in_french(place: str, on: str, originals: int, languages: tuple[str, ...]) -> str:
    copies = _COPIES.get(originals) or f"en {_COUNTED[originals]} exemplaires originaux"
    names = _listed([_FRENCH[each] for each in languages], " et ")
    if len(languages) == 1:
        return f"Fait {_at(place)}, le {on}, {copies}, en langue {names}."
    equal = f"les {_COUNTED[len(languages)]} textes faisant également foi"
    return f"Fait {_at(place)}, le {on}, {copies}, en langues {names}, {equal}."


def _at(place: str) -> str:
    """The place with its preposition: à Rabat, au Caire, aux Sables-d’Olonne."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if place.startswith(article):
            return contracted + place.removeprefix(article)
    return f"à {place}"


def _in_arabic(place: str, on: str, originals: int, languages: tuple[str, ...]) -> str:
    copies = _ARABIC_ORIGINALS.get(originals) or f"في {_ARABIC_COUNTED[originals]} نظائر أصلية"
    names = " و".join(_ARABIC[each] for each in languages)
    done = f"وحرر ب{place} في {on}، {copies}"
    if len(languages) == 1:
        return f"{done} باللغة {names}."
    if len(languages) == 2:
        return f"{done} باللغتين {names}، وللنصين نفس الحجية."
    return f"{done} باللغات {names}، وللنصوص ال{_ARABIC_COUNTED[len(languages)]} نفس الحجية."


def _in_english(place: str, on: str, originals: int, languages: tuple[str, ...]) -> str:
    copies = f"in {_ENGLISH_COUNTED[originals]} original" + ("s" if originals > 1 else "")
    names = _listed([_ENGLISH[each] for each in languages], " and ")
    if len(languages) == 1:
        return f"Done at {place} on {on}, {copies}, in the {names} language."
    equal = "both texts being" if len(languages) == 2 else "all texts being"
    return f"Done at {place} on {on}, {copies}, in the {names} languages, {equal} equally authentic."


def _listed(names: list[str], last: str) -> str:
    return last.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]

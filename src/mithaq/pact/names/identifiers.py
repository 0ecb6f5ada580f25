"""Plates, telephone numbers and documents, each in the one form in which it is compared.

An identifier is read strictly: what cannot be understood is refused and never guessed,
since a plate with one letter wrong is somebody else's car. The forms are in ASCII, because a
plate with an Arabic letter is shown in another order by every program (one component
after another is the screen's task).
"""

import re
import unicodedata

from mithaq.pact.names.errors import (
    DocumentNotUnderstood,
    PhoneNotUnderstood,
    PhoneWithoutCountry,
    PlateNotUnderstood,
)

# Source: Moroccan order 2711-10 of 29 September 2010 (Latin counterparts of the series letters).
SERIES = {"ا": "A", "ب": "B", "د": "D", "ه": "H", "و": "E", "ط": "T", "ي": "Y"}
SEPARATORS = re.compile(r"[\s|/._·‐‑‒–—-]+")

# Morocco: number, series, prefecture. France: since 2009, and the older form by department.
# Spain: since 2000, four digits and three consonants.
PLATES = {
    "MA": re.compile(r"(?P<a>[1-9]\d{0,4})-?(?P<b>[ABDHETY])-?(?P<c>[1-9]\d?)"),
    "FR": re.compile(
        r"(?P<a>[A-HJ-NP-TV-Z]{2})-?(?P<b>\d{3})-?(?P<c>[A-HJ-NP-TV-Z]{2})"
        r"|(?P<d>[1-9]\d{0,3})-?(?P<e>[A-Z]{2,3})-?(?P<f>\d{2}|2[AB]|97\d)"
    ),
    "ES": re.compile(r"(?P<a>\d{4})-?(?P<b>[BCDFGHJKLMNPRSTVWXYZ]{3})"),
}
OTHER_PLATE = re.compile(r"[A-Z0-9-]{2,12}")
DOCUMENT = re.compile(r"[A-Z0-9]{3,40}")

# Country code, trunk prefix dialled at home, digits after it.
# Source: ITU-T E.164 and the national numbering plans.
PHONES = {"MA": ("212", "0", 9), "FR": ("33", "0", 9), "ES": ("34", "", 9)}
FOREIGN = re.compile(r"[1-9]\d{6,14}")


def normalise_plate(text: str, country: str = "") -> str:
    """The plate as `12345-A-6` (Morocco), `AA-123-AA` (France), `1234-BCD` (Spain).

    Of another country: its letters and digits as written, separators made hyphens. Without a
    country, the plate must be of a form that only one of the three has.
    Raises: PlateNotUnderstood.
    """
    latin = "".join(SERIES.get(mark, mark) for mark in _capitals(text))
    plain = SEPARATORS.sub("-", latin).strip("-")
    forms = {country: PLATES[country]} if country in PLATES else {} if country else PLATES
    found = [match for form in forms.values() if (match := form.fullmatch(plain))]
    if len(found) == 1:
        return "-".join(part for part in found[0].groups() if part)
    if country and not forms and OTHER_PLATE.fullmatch(plain) and any(mark.isdigit() for mark in plain):
        return plain
    raise PlateNotUnderstood(country=country)


def normalise_phone(text: str, country: str = "") -> str:
    """The number in E.164, as `+212537271500`.

    A number that does not begin with `+` or `00` needs the country it is of.
    Raises: PhoneWithoutCountry, PhoneNotUnderstood.
    """
    plain = _capitals(text).replace("(0)", "")
    dialled = re.sub(r"[\s().\-/‐‑–]", "", plain)
    if dialled.startswith(("+", "00")):
        digits = dialled[1:] if dialled.startswith("+") else dialled[2:]
    elif not country:
        raise PhoneWithoutCountry
    elif country not in PHONES:
        raise PhoneNotUnderstood(country=country)
    else:
        code, trunk, _ = PHONES[country]
        digits = code + dialled.removeprefix(trunk)
    if not FOREIGN.fullmatch(digits) or not _is_long_enough(digits):
        raise PhoneNotUnderstood(country=country)
    return f"+{digits}"


def normalise_document(text: str) -> str:
    """The number of a passport or card: capital letters and digits, nothing between them.

    Shape: 3 to 40 characters, at least one digit. Raises: DocumentNotUnderstood.
    """
    plain = SEPARATORS.sub("", _capitals(text))
    if not DOCUMENT.fullmatch(plain) or not any(mark.isdigit() for mark in plain):
        raise DocumentNotUnderstood
    return plain


def _capitals(text: str) -> str:
    """Capital letters without accents, digits 0 to 9, nothing unseen."""
    marks = []
    for mark in unicodedata.normalize("NFKD", text).upper().strip():
        category = unicodedata.category(mark)
        if category == "Nd":
            marks.append(str(unicodedata.decimal(mark)))
        elif category not in ("Mn", "Cf") and mark != "ـ":
            marks.append(mark)
    return "".join(marks)


def _is_long_enough(digits: str) -> bool:
    """Whether a number of a country we know has the length of that country."""
    known = [(code, length) for code, _, length in PHONES.values() if digits.startswith(code)]
    return all(len(digits) == len(code) + length for code, length in known)

"""Which country is meant, however a list writes it: by code or by name, in Arabic, French, English, Spanish.

Names come from CLDR; below stand only those that international organisations use and CLDR
does not. A country that cannot be read is said to be unknown and never guessed.
"""

from functools import cache

from babel import Locale
from babel.core import get_global

from mithaq.node.locales import locale_of
from mithaq.pact.names.normalise import name_key, normalise

LANGUAGES = ("en", "fr", "ar", "ar_MA", "es")
# Unions, places made up, codes that ISO 3166-1 only reserves, for parts of a country: no document names them.
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})

# Source: names of member states in documents of the United Nations (UNTERM), short and full form.
OFFICIAL = {
    "Bolivia (Plurinational State of)": "BO",
    "Brunei Darussalam": "BN",
    "Democratic People's Republic of Korea": "KP",
    "Democratic Republic of the Congo": "CD",
    "Republic of the Congo": "CG",
    "Federated States of Micronesia": "FM",
    "former Soviet Union": "SU",
    "Holy See": "VA",
    "Islamic Republic of Iran": "IR",
    "Kingdom of Morocco": "MA",
    "Royaume du Maroc": "MA",
    "المملكة المغربية": "MA",
    "Lao People's Democratic Republic": "LA",
    "Libyan Arab Jamahiriya": "LY",
    "Myanmar": "MM",
    "Netherlands (Kingdom of the)": "NL",
    "Republic of Korea": "KR",
    "Republic of Moldova": "MD",
    "Russian Federation": "RU",
    "State of Palestine": "PS",
    "Palestine": "PS",
    "Syrian Arab Republic": "SY",
    "Turkey": "TR",
    "United Kingdom of Great Britain and Northern Ireland": "GB",
    "United Republic of Tanzania": "TZ",
    "United States of America": "US",
    "Venezuela (Bolivarian Republic of)": "VE",
    "Viet Nam": "VN",
}


def country_code(written: str) -> str:
    """The ISO 3166 code of two letters; empty if the country is not known."""
    typed = written.strip().upper()
    if typed in codes():
        return typed
    # Three letters or digits of the same standard; of a state that fell apart there are several.
    now = get_global("territory_aliases").get(typed, []) if len(typed) == 3 else []
    if len(now) == 1 and now[0] in codes():
        return str(now[0])
    return _by_name().get(name_key(written), "")


@cache
def country_name(code: str, language: str) -> str:
    """The country's name in a language of the screens; the code itself where it has none."""
    return str(Locale.parse(locale_of(language)).territories.get(code, code))


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """Every country of today for a list to choose from, by name in that language."""
    named = ((code, country_name(code, language)) for code in codes() - {"SU"})
    return tuple(sorted(named, key=lambda each: normalise(each[1])))


@cache
def codes() -> frozenset[str]:
    """All country codes, one of the past included: birth and nationality outlive states."""
    territories = {str(code) for code in Locale.parse("en").territories}
    return frozenset({code for code in territories if len(code) == 2} - NO_COUNTRIES | {"SU"})


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in codes():
                found.setdefault(name_key(name), code)
    return found | {name_key(name): code for name, code in OFFICIAL.items()}

"""The order of the alternat, closing formulas, dates and isolates."""

from datetime import date

import pytest

from mithaq.node.papers import compose
from mithaq.node.papers.closing import closing_formula
from mithaq.node.papers.isolate import by_component, with_plates
from mithaq.node.papers.words import LANGUAGES, day, listed, words
from tests.node.papers import samples

DAY = date(2025, 6, 24)


def formula(language, place, originals=2, languages=("ar", "fr"), *, on=DAY, hijri=""):
    return closing_formula(
        language, place=place, on=on, originals=originals, languages=languages, hijri=hijri
    )


# fmt: off
CLOSED = {
    "two, French": (formula("fr", "Rabat"),
        ("Fait à Rabat, le 24 juin 2025, en double exemplaire, en langues arabe et française, "
        "les deux textes faisant également foi.")),
    "two, Arabic": (formula("ar", "الرباط"),
        ("وحرر بالرباط في 24 يونيو 2025، في نظيرين أصليين باللغتين العربية والفرنسية، "
        "وللنصين نفس الحجية.")),
    "au Caire": (formula("fr", "Le Caire", 3, ("ar", "fr", "en"), on=date(2025, 8, 1)),
        ("Fait au Caire, le 1er août 2025, en triple exemplaire, en langues arabe, "
        "française et anglaise, les trois textes faisant également foi.")),
    "three, Arabic": (formula("ar", "باريس", 3, ("ar", "fr", "es"), on=date(2025, 8, 1)),
        ("وحرر بباريس في 1 غشت 2025، في ثلاثة نظائر أصلية باللغات العربية والفرنسية والإسبانية، "
        "وللنصوص الثلاثة نفس الحجية.")),
    "hijri": (formula("ar", "الرباط", hijri="28 من ذي الحجة 1446"),
        ("وحرر بالرباط في 28 من ذي الحجة 1446 (24 يونيو 2025)، "
        "في نظيرين أصليين باللغتين العربية والفرنسية، وللنصين نفس الحجية.")),
    "one language": (formula("fr", "Paris", 4, ("fr",)),
        ("Fait à Paris, le 24 juin 2025, en quatre exemplaires originaux, "
        "en langue française.")),
    "English": (formula("en", "Rabat"),
        ("Done at Rabat on 24 June 2025, in two originals, in the Arabic and French languages, "
        "both texts being equally authentic.")),
}
# fmt: on


@pytest.mark.parametrize(("made", "expected"), CLOSED.values(), ids=CLOSED)
def test_an_instrument_closes_as_the_two_countries_close_theirs(made, expected):
    assert made == expected


def test_a_number_of_originals_nobody_signs_is_our_mistake():
    with pytest.raises(ValueError, match="originals"):
        formula("fr", "Rabat", 0)


@pytest.mark.parametrize("copy_of", ["MA", "FR", "ES"])
def test_in_its_copy_a_party_stands_first_and_the_others_in_their_order(copy_of):
    filled = samples.instrument(samples.MOROCCO, samples.FRANCE, samples.SPAIN, languages=("fr", "ar"))
    composed = compose.instrument(filled, copy_of=copy_of)
    names = {p["authority"]: p["signatory"]["name"]["fr"] for p in filled["parties"]}
    order = [copy_of, *(code for code in names if code != copy_of)]
    french = composed["versions"][0]
    assert [each["name"] for each in french["signatures"]] == [names[code] for code in order]
    own = next(p for p in filled["parties"] if p["authority"] == copy_of)
    assert french["parties"].lower().startswith(own["names"]["fr"].lower())


def test_copies_differ_in_the_order_of_parties_and_in_nothing_else():
    one, other = (compose.instrument(samples.instrument(), copy_of=code) for code in ("MA", "FR"))
    for ours, theirs in zip(one["versions"], other["versions"], strict=True):
        assert ours.pop("signatures") == theirs.pop("signatures")[::-1]
        assert ours.pop("parties") != theirs.pop("parties")
        assert ours == theirs
    assert one["content_hash"] == other["content_hash"]


def test_a_copy_is_that_of_a_party():
    with pytest.raises(ValueError, match="party"):
        compose.instrument(samples.instrument(), copy_of="PT")


def test_months_are_those_of_morocco():
    assert day(date(2025, 8, 13), "ar") == "13 غشت 2025"
    assert day(date(2025, 7, 1), "fr") == "1er juillet 2025"


def test_a_plate_is_set_apart_component_by_component():
    assert by_component("12345-أ-6") == "\u2066\u206812345\u2069-\u2068أ\u2069-\u20686\u2069\u2069"
    assert with_plates("السيارة 12345-أ-6 هنا") == f"السيارة {by_component('12345-أ-6')} هنا"
    assert with_plates("Article 6 de 2025") == "Article 6 de 2025"


def test_lists_of_names_read_as_sentences():
    assert listed(["a", "b", "c"], "fr") == "a, b et c"
    assert listed(["المغرب", "فرنسا"], "ar") == "المغرب وفرنسا"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_word_is_said_in_every_language(language):
    assert all(words(language).values())

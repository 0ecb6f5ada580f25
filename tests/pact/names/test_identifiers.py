"""Plates, telephones and documents: read strictly, or refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.names.errors import (
    DocumentNotUnderstood,
    IdentifierError,
    PhoneNotUnderstood,
    PhoneWithoutCountry,
    PlateNotUnderstood,
)
from mithaq.pact.names.identifiers import normalise_document, normalise_phone, normalise_plate

TYPED = st.text(st.sampled_from("0123456789٠١٢٣ABEYZأبهوABC -|./+()\u200f\u202e")) | st.text()
COUNTRIES = st.sampled_from(["", "MA", "FR", "ES", "DE"])


@pytest.mark.parametrize(
    ("text", "country", "plate"),
    [
        pytest.param("12345-أ-6", "MA", "12345-A-6", id="Moroccan, as written"),
        pytest.param("12345 | أ | 6", "", "12345-A-6", id="Moroccan, as on the plate"),
        pytest.param("12345-A-6", "", "12345-A-6", id="Moroccan, Latin letter"),
        pytest.param("١٢٣٤٥-ا-٦", "MA", "12345-A-6", id="Moroccan, Arabic-Indic digits"),
        pytest.param("\u200f12345-هـ-6", "MA", "12345-H-6", id="Moroccan, with a direction mark"),
        pytest.param("987و26", "MA", "987-E-26", id="Moroccan, nothing between"),
        pytest.param("aa-123-aa", "", "AA-123-AA", id="French"),
        pytest.param("AA 123 AA", "FR", "AA-123-AA", id="French, blanks"),
        pytest.param("1234 AB 75", "FR", "1234-AB-75", id="French, before 2009"),
        pytest.param("1234 BCD", "ES", "1234-BCD", id="Spanish"),
        pytest.param("M·AB 1234", "DE", "M-AB-1234", id="of another country, as written"),
    ],
)
def test_a_plate_has_one_form(text, country, plate):
    assert normalise_plate(text, country) == plate
    assert normalise_plate(plate, country) == plate


@pytest.mark.parametrize(
    ("text", "country"),
    [
        pytest.param("12345-ج-6", "MA", id="letter of no series"),
        pytest.param("123456-A-6", "MA", id="six digits"),
        pytest.param("12345-A-006", "MA", id="prefecture of three digits"),
        pytest.param("AI-123-AA", "FR", id="letter I is never used"),
        pytest.param("AA-123-AA", "MA", id="French plate called Moroccan"),
        pytest.param("ABCDE", "DE", id="no digit"),
        pytest.param("XYZ 12", "", id="no country, no known form"),
        pytest.param("", "", id="nothing"),
        pytest.param("A" * 10_000 + "1", "DE", id="very long"),
    ],
)
def test_a_plate_is_never_guessed(text, country):
    with pytest.raises(PlateNotUnderstood):
        normalise_plate(text, country)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        pytest.param("+212 537-27-15-00", "", "+212537271500", id="international"),
        pytest.param("00212537271500", "", "+212537271500", id="dialled from Europe"),
        pytest.param("05 37 27 15 00", "MA", "+212537271500", id="dialled at home"),
        pytest.param("+33 (0)1 23 45 67 89", "", "+33123456789", id="French habit of (0)"),
        pytest.param("01.23.45.67.89", "FR", "+33123456789", id="French dots"),
        pytest.param("912 345 678", "ES", "+34912345678", id="Spain has no trunk prefix"),
        pytest.param("\u202a+٢١٢٥٣٧٢٧١٥٠٠\u202c", "", "+212537271500", id="Arabic-Indic, direction marks"),
        pytest.param("+49 30 1234567", "", "+49301234567", id="a country we know nothing of"),
    ],
)
def test_a_telephone_number_has_one_form(text, country, number):
    assert normalise_phone(text, country) == number
    assert normalise_phone(number) == number


@pytest.mark.parametrize(
    ("text", "country", "error"),
    [
        pytest.param("0537271500", "", PhoneWithoutCountry, id="country not said"),
        pytest.param("030 1234567", "DE", PhoneNotUnderstood, id="a plan we do not know"),
        pytest.param("+212 53727150", "", PhoneNotUnderstood, id="a digit short"),
        pytest.param("+2125372715001", "", PhoneNotUnderstood, id="a digit too many"),
        pytest.param("+0123456789", "", PhoneNotUnderstood, id="no country begins with 0"),
        pytest.param("call 0537271500", "MA", PhoneNotUnderstood, id="words"),
        pytest.param("", "FR", PhoneNotUnderstood, id="nothing"),
        pytest.param("+" + "1" * 5000, "", PhoneNotUnderstood, id="very long"),
    ],
)
def test_a_telephone_number_is_never_guessed(text, country, error):
    with pytest.raises(error):
        normalise_phone(text, country)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("ab 123 456", "AB123456", id="blanks and small letters"),
        pytest.param("AB-123.456/7", "AB1234567", id="anything between"),
        pytest.param("١٢٣ ٤٥٦", "123456", id="Arabic-Indic digits"),
    ],
)
def test_a_document_number_has_one_form(text, number):
    assert normalise_document(text) == number


@pytest.mark.parametrize("text", ["", "--", "A1", "UNKNOWN", "1" * 41, "أ 123456", "12?34"])
def test_what_is_no_document_number_is_refused(text):
    with pytest.raises(DocumentNotUnderstood):
        normalise_document(text)


@given(TYPED, COUNTRIES)
def test_any_text_is_read_the_same_twice_or_refused(text, country):
    for read in (normalise_plate, normalise_phone):
        with suppress(IdentifierError):
            once = read(text, country)
            assert once.isascii()
            assert read(once, country) == once


@given(st.text(min_size=4))
def test_a_refusal_never_repeats_what_was_typed(text):
    with pytest.raises(PlateNotUnderstood) as caught:
        normalise_plate("?" + text, "MA")
    assert caught.value.facts == {"country": "MA"}

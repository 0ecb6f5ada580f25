"""Times of birth: read as exactly as stated, refused when they cannot be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.node.persons.born import FIRST_YEAR, Born, agreement, read_born
from mithaq.node.persons.errors import BadDate, RowError, YearOutOfRange

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "edtf", "first", "last"),
    [
        pytest.param("1984-06-24", "1984-06-24", 1984, 1984, id="a day"),
        pytest.param("24/06/1984", "1984-06-24", 1984, 1984, id="day first"),
        pytest.param("24.6.1984", "1984-06-24", 1984, 1984, id="day first, dots"),
        pytest.param("٢٤/٠٦/١٩٨٤", "1984-06-24", 1984, 1984, id="Arabic-Indic digits"),
        pytest.param("1984-06", "1984-06", 1984, 1984, id="a month"),
        pytest.param("00/00/1984", "1984", 1984, 1984, id="zeros for what is not known"),
        pytest.param("00/06/1984", "1984-06", 1984, 1984, id="a zero for the day"),
        pytest.param("198x", "198X", 1980, 1989, id="a decade"),
        pytest.param("1984~", "1984~", 1982, 1986, id="about"),
        pytest.param("1984?", "1984~", 1982, 1986, id="perhaps"),
        pytest.param("1980/1985", "1980/1985", 1980, 1985, id="between"),
        pytest.param("2024-02-29", "2024-02-29", 2024, 2024, id="a leap day"),
    ],
)
def test_a_birth_is_kept_as_exactly_as_it_was_stated(text, edtf, first, last):
    assert read_born(text, on=TODAY) == Born(edtf, first, last)


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_stated_is_nothing(text):
    assert read_born(text, on=TODAY) is None


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("1984-02-31", BadDate, id="31 February"),
        pytest.param("2023-02-29", BadDate, id="29 February of a common year"),
        pytest.param("1984-13", BadDate, id="month 13"),
        pytest.param("06/24/1984", BadDate, id="month first"),
        pytest.param("24/00/1984", BadDate, id="a day without a month"),
        pytest.param("198X-06", BadDate, id="a month of a decade"),
        pytest.param("1985/1980", BadDate, id="ends before it begins"),
        pytest.param("24 juin 1984", BadDate, id="in words"),
        pytest.param("84-06-24", BadDate, id="two digits of a year"),
        pytest.param("1" * 10_000, BadDate, id="very long"),
        pytest.param("1446", YearOutOfRange, id="a hijri year"),
        pytest.param("1899-12-31", YearOutOfRange, id="before 1900"),
        pytest.param("2027", YearOutOfRange, id="next year"),
        pytest.param("2026-11-24", YearOutOfRange, id="tomorrow"),
    ],
)
def test_what_cannot_be_is_refused(text, error):
    with pytest.raises(error) as caught:
        read_born(text, on=TODAY, column="born")
    assert caught.value.facts["column"] == "born"
    assert text not in caught.value.facts.values()


DIGITS = st.text(st.sampled_from("0123456789X~/-.٠١٢"), max_size=12)


@given(DIGITS | st.text())
def test_any_text_is_a_birth_nothing_or_refused(text):
    try:
        born = read_born(text, on=TODAY)
    except RowError:
        return
    assert born is None or born.first_year <= born.last_year
    assert born is None or born.last_year >= FIRST_YEAR
    assert born is None or read_born(born.edtf, on=TODAY) == born


BIRTHS = st.sampled_from(
    [read_born(text, on=TODAY) for text in ("1984-06-24", "1984-06-25", "1984", "198X", "1990~", "1979/1984")]
)


@given(BIRTHS, BIRTHS)
def test_agreement_is_symmetric(one, other):
    assert agreement(one, other) == agreement(other, one)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("1984-06-24", "24/06/1984", "same-day"),
        ("1984-06-24", "1984", "same-years"),
        ("1984-06-24", "198X", "same-years"),
        ("1984~", "1986-01-01", "same-years"),
        ("1984-06-24", "1984-06-25", "other-day"),
        ("1984-06-24", "1985", "other-years"),
        ("1984~", "1990", "other-years"),
    ],
)
def test_how_two_births_compare(one, other, found):
    first, second = read_born(one, on=TODAY), read_born(other, on=TODAY)
    assert first is not None
    assert second is not None
    assert agreement(first, second) == found

"""What people paste, cleaned: nothing visible is lost, nothing hidden stays; spreadsheets run nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.node.safeguards import spreadsheet
from mithaq.node.safeguards.forms import CodeField, DayField, LineField, ProseField
from mithaq.node.safeguards.text import HIDDEN, clean, plain_digits

ANY_TEXT = st.text(st.characters())


@given(ANY_TEXT)
def test_nothing_hidden_stays_and_cleaning_twice_changes_nothing(typed):
    once = clean(typed)
    assert not HIDDEN.search(once.text)
    assert clean(once.text) == type(once)(once.text, ())
    once.text.encode()  # no lone surrogate is left


@pytest.mark.parametrize(
    ("typed", "text", "removed"),
    [
        pytest.param("مذكرة بحث", "مذكرة بحث", (), id="Arabic stays"),
        pytest.param("abc\u202edef\u2066", "abcdef", ("U+202E", "U+2066"), id="reading turned around"),
        pytest.param("a\x00b\x1b[31m", "ab[31m", ("U+0000", "U+001B"), id="controls"),
        pytest.param("a\r\nb\rc", "a\nb\nc", (), id="line ends"),
        pytest.param("e\u0301", "é", (), id="composed"),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", (), id="a joiner between letters stays"),
        pytest.param("x\ud800y", "xy", ("U+D800",), id="lone surrogate"),
        pytest.param("ca\u00adr\u200bte", "carte", ("U+00AD", "U+200B"), id="what only breaks lines"),
        pytest.param(
            "رقم \u200fAB12\u200e", "رقم \u200fAB12\u200e", (), id="a mark of direction stays in a text"
        ),
    ],
)
def test_what_is_taken_out(typed, text, removed):
    assert clean(typed) == type(clean(""))(text, removed)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("٠١٢٣٤٥٦٧٨٩", "0123456789"), ("۲۰۲۶", "2026"), ("12-أ", "12-أ"), ("\u200e−5.4\u200f", "-5.4")],
)
def test_digits_of_every_keyboard(typed, plain):
    assert plain_digits(typed) == plain


@pytest.mark.parametrize(
    ("field", "typed", "problem"),
    [
        pytest.param(LineField(), "   ", "required", id="blank"),
        pytest.param(LineField(), "\u202e\u2066", "required", id="nothing but hidden characters"),
        pytest.param(LineField(max_length=80), "x" * 81, "max_length", id="too long"),
        pytest.param(ProseField(), "x" * 10_000_000, "max_length", id="ten megabytes"),
        pytest.param(DayField(), "2026-02-31", "invalid", id="no such day"),
        pytest.param(DayField(), "1899-12-31", "year-out-of-range", id="long ago"),
        pytest.param(DayField(), "2101-01-01", "year-out-of-range", id="far ahead"),
    ],
)
def test_bad_input_gets_a_sentence(field, typed, problem):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert [error.code for error in refused.value.error_list] == [problem]


def test_digits_from_an_arabic_keyboard_make_a_day_and_a_code():
    assert DayField().clean("٢٠٢٦-١١-٢٤").isoformat() == "2026-11-24"
    assert CodeField().clean(" ١٢٣ ") == "123"


@given(st.lists(st.lists(ANY_TEXT, min_size=1, max_size=4), max_size=5))
def test_no_cell_of_a_file_is_a_formula_or_turns_around(rows):
    written = spreadsheet.csv_bytes(["head"], rows).decode("utf-8-sig")
    for row in list(csv.reader(io.StringIO(written, newline="")))[1:]:
        for cell in row:
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))
            assert not any(mark in cell for mark in "\u200e\u200f\u061c\u202a\u202e\u2066\u2069\u202f\x00")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("\u202e=1+1", "'=1+1"),
        ("  @SUM(A1)", "'  @SUM(A1)"),
        ("-12", "'-12"),
        ("2026-11-24", "2026-11-24"),
        (None, ""),
        (12, "12"),
    ],
)
def test_cells(cell, safe):
    assert spreadsheet.safe_cell(cell) == safe

"""Described: nobody is born tomorrow, and a name is written in the letters it is asked for in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules import register
from mithaq.pact.rules.described import check_described
from mithaq.pact.rules.inquiries import KIND
from mithaq.pact.rules.warnings import warnings

TODAY = date(2026, 11, 23)
ASK = KIND.step("ask").fields
ROW = {"sort": "person", "category": "suspect", "link": "…"}


def found(**said):
    problems = check_described(ASK, {"subjects": [ROW, ROW | said]}, TODAY)
    return [(each.code, each.path, each.soft) for each in problems]


@pytest.mark.parametrize(
    ("born", "refused"),
    [
        pytest.param("2026-11-23", False, id="today"),
        pytest.param("2026-11-24", False, id="today, where the day begins first"),
        pytest.param("2026-11-25", True, id="the day after tomorrow"),
        pytest.param("2026-12", True, id="next month"),
        pytest.param("2026", False, id="this year"),
        pytest.param("2031", True, id="in five years"),
        pytest.param("202X", False, id="in this decade"),
        pytest.param("203X", True, id="in the next"),
        pytest.param("tomorrow", False, id="no day, which the form refuses elsewhere"),
    ],
)
def test_nobody_is_born_on_a_day_that_is_to_come(born, refused):
    at = ("subjects", "1", "born")
    assert found(born=born) == [("rules.born-in-the-future", at, False)] * refused
    if refused:
        doubts = warnings(ASK, {"subjects": [ROW | {"born": born}]}, TODAY)
        assert not list(doubts)  # it is refused: nothing more need be said


@pytest.mark.parametrize(
    ("name", "written", "refused"),
    [
        pytest.param("name", "BÉNALI ʿAbd al-Karīm III", False, id="Latin letters with marks"),
        pytest.param("name", "بنعلي", True, id="Arabic letters where Latin ones are asked for"),
        pytest.param("name", "ВENALI", True, id="one letter that only looks Latin"),
        pytest.param("name_ar", "بنعلي عبد الكريم", False, id="Arabic letters"),
        pytest.param("name_ar", "گزافيي ڤال، ٢", False, id="letters of names from elsewhere, and a digit"),
        pytest.param("name_ar", "BENALI", True, id="Latin letters where Arabic ones are asked for"),
        pytest.param("name_ar", "بنعلي Karim", True, id="both in one"),
    ],
)
def test_a_name_is_written_in_the_letters_it_is_asked_for_in(name, written, refused):
    code = {"name": "rules.not-in-latin-letters", "name_ar": "rules.not-in-arabic-letters"}[name]
    assert found(**{name: written}) == [(code, ("subjects", "1", name), False)] * refused


def _names(fields):
    for each in fields:
        yield from _names(each.fields)
        if each.name.endswith("_ar") and f"{each.name.removesuffix('_ar')}" in {one.name for one in fields}:
            yield each.script, next(one for one in fields if one.name == each.name.removesuffix("_ar")).script


def test_every_name_that_is_asked_for_twice_is_asked_for_in_two_scripts():
    asked = [pair for kind in register.kinds() for step in kind.steps for pair in _names(step.fields)]
    assert set(asked) == {("Arab", "Latn")}


anything = st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4)


@given(st.dictionaries(st.sampled_from(["purpose", "subjects", "title"]), anything))
def test_any_values_are_looked_through_and_nothing_breaks(values):
    list(check_described(ASK, values, TODAY))

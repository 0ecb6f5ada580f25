"""The hijri day beside the civil one."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.node.web.hijri import Hijri, hijri, span

STATED = {  # as they were announced in Morocco
    date(1999, 5, 13): Hijri(1420, 1, 26),
    date(2025, 3, 31): Hijri(1446, 10, 1),
    date(2025, 6, 7): Hijri(1446, 12, 10),
    date(2025, 6, 27): Hijri(1447, 1, 1),
    date(2025, 9, 5): Hijri(1447, 3, 12),
}


@pytest.mark.parametrize(("day", "stated"), STATED.items(), ids=str)
def test_it_is_at_most_a_day_from_what_was_announced(day, stated):
    near = {hijri(day + timedelta(days=off)) for off in (-1, 0, 1)}
    assert stated in near


@settings(max_examples=60)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_the_next_day_is_the_next_hijri_day(day):
    today, tomorrow = hijri(day), hijri(day + timedelta(days=1))
    assert 1 <= today.day <= 30
    if tomorrow.day == 1:
        assert today.day in (29, 30)
        assert (tomorrow.year * 12 + tomorrow.month) - (today.year * 12 + today.month) == 1
    else:
        assert tomorrow == Hijri(today.year, today.month, today.day + 1)


def test_the_first_day_is_the_first_day():
    assert hijri(date(622, 7, 19)) == Hijri(1, 1, 1)


def test_a_month_names_the_year_once_unless_it_turns():
    assert span(date(2026, 1, 1), date(2026, 1, 31), "ar") == "12 رجب – 12 شعبان 1447"
    assert span(date(2026, 6, 1), date(2026, 6, 30), "fr") == "15 hija 1447 – 14 moharrem 1448"

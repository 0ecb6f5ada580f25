"""Gathered: rows with a number add up to what matters do, however they are cut."""

from datetime import date
from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.indicators.gathered import Gathered, How, Row
from mithaq.pact.indicators.indicator import Period

HALF = Period(date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31))
VALUES = st.sampled_from((None, 0.0, 0.5, 1.0, 3.0, 24.5))
ROWS = st.lists(st.builds(Row, st.sampled_from(("MA", "FR", "")), VALUES, st.integers(1, 4)), max_size=12)


def figure(how, rows, **parts):
    return Gathered(lambda _: (), how, **parts).figure(rows, HALF)


def one_by_one(rows):
    return [Row(each.by, each.value) for each in rows for _ in range(each.number)]


@given(ROWS, st.sampled_from(How))
def test_a_row_with_a_number_is_as_many_rows(rows, how):
    alike, apart = figure(how, rows), figure(how, one_by_one(rows))
    assert alike.value == pytest.approx(apart.value)
    assert (alike.counted, alike.left_out) == (apart.counted, apart.left_out)
    assert {by: part.counted for by, part in alike.by.items()} == {
        by: part.counted for by, part in apart.by.items()
    }


@given(ROWS)
def test_what_is_made_of_it_is_what_statistics_make(rows):
    values = [each.value for each in one_by_one(rows) if each.value is not None]
    assert figure(How.SUM, rows).value == pytest.approx(sum(values))
    assert figure(How.MEDIAN, rows).value == (median(values) if values else None)
    assert figure(How.MEAN, rows).value == (pytest.approx(mean(values)) if values else None)
    most = figure(How.MOST, rows).value
    if values:
        assert sum(value <= most for value in values) >= 0.95 * len(values)
        assert most in values
    else:
        assert most is None


def test_evenness_is_the_fewest_of_the_most_and_one_side_alone_is_not_even():
    assert figure(How.EVEN, [Row("MA", 1.0, 9), Row("FR", 1.0, 12)]).value == 75
    assert figure(How.EVEN, [Row("MA", 1.0, 9)]).value == 0
    assert figure(How.EVEN, []).value is None


def test_unevenness_is_the_most_less_the_fewest_and_who_has_none_is_told_too():
    told = figure(How.UNEVEN, [Row("MA", 1.0, 3), Row("FR", 1.0), Row("ES", 0.0), Row("MA", None, 2)])
    assert (told.value, told.counted, told.left_out) == (75, 4, 2)
    assert {party: part.counted for party, part in told.by.items()} == {"ES": 0, "FR": 1, "MA": 3}
    assert figure(How.UNEVEN, [Row("MA", 0.0), Row("FR", 0.0)]).value is None


def test_a_year_is_as_long_as_the_span_would_be():
    assert figure(How.A_YEAR, [Row("", 1.0, 2)]).value == pytest.approx(2 * 365.25 / 181)


@given(ROWS)
def test_a_whole_that_stands_apart_is_what_was_seen_of_nobody(rows):
    told = figure(How.SHARE, rows, whole_apart=True)
    own = [each for each in rows if not each.by and each.value is not None]
    assert told.counted == sum(each.number for each in own)
    assert told.by == figure(How.SHARE, rows).by


@given(ROWS)
def test_the_parts_add_up_to_the_whole_and_a_mean_lies_between_what_was_measured(rows):
    told = figure(How.MEAN, rows)
    values = [each.value for each in rows if each.value is not None]
    nobodys = sum(each.number for each in rows if not each.by and each.value is not None)
    assert sum(part.counted for part in told.by.values()) + nobodys == told.counted
    if values:
        assert min(values) - 1e-9 <= told.value <= max(values) + 1e-9

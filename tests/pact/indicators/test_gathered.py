"""Gathered: rows with a number add up to what matters do, however they are cut."""

from statistics import mean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.indicators.gathered import Gathered, How, Row

VALUES = st.sampled_from((None, 0.0, 0.5, 1.0, 3.0, 24.5))
ROWS = st.lists(st.builds(Row, st.sampled_from(("MA", "FR", "")), VALUES, st.integers(1, 4)), max_size=12)


def formula(how):
    return Gathered(lambda _: (), how)


def one_by_one(rows):
    return [Row(each.by, each.value) for each in rows for _ in range(each.number)]


@given(ROWS, st.sampled_from(How))
def test_a_row_with_a_number_is_as_many_rows(rows, how):
    alike, apart = formula(how).figure(rows), formula(how).figure(one_by_one(rows))
    assert alike.value == pytest.approx(apart.value)
    assert (alike.counted, alike.left_out) == (apart.counted, apart.left_out)
    assert {by: part.counted for by, part in alike.by.items()} == {
        by: part.counted for by, part in apart.by.items()
    }


@given(ROWS)
def test_what_is_made_of_it_is_what_statistics_make(rows):
    values = [each.value for each in one_by_one(rows) if each.value is not None]
    assert formula(How.SUM).figure(rows).value == pytest.approx(sum(values))
    assert formula(How.MEDIAN).figure(rows).value == (median(values) if values else None)
    assert formula(How.MEAN).figure(rows).value == (pytest.approx(mean(values)) if values else None)
    most = formula(How.MOST).figure(rows).value
    if values:
        assert sum(value <= most for value in values) >= 0.95 * len(values)
        assert most in values
    else:
        assert most is None


def test_evenness_is_the_fewest_of_the_most_and_one_side_alone_is_not_even():
    even = formula(How.EVEN)
    assert even.figure([Row("MA", 1.0, 9), Row("FR", 1.0, 12)]).value == 75
    assert even.figure([Row("MA", 1.0, 9)]).value == 0
    assert even.figure([]).value is None

"""When what is kept is reviewed: by the terms, within six months whatever they say."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.rules import retention
from mithaq.pact.rules.agreement import KIND
from mithaq.pact.rules.retention import LONGEST, USUAL, latest_next, span
from mithaq.pact.rules.terms import LONGEST_MINUTES, NO_TERMS, Terms

DAY = 24 * 60
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=25_000)).map(lambda later: FIRST + later)
ANYTHING = st.one_of(st.none(), st.booleans(), st.text(max_size=9), st.integers())


def set_to(value):
    return Terms("a" * 64, {retention.TERM: value})


def six_months_after(at):
    """The same day of the month six months later; the last of a month that is shorter."""
    months = at.year * 12 + at.month - 1 + 6
    year, month = months // 12, months % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))


@pytest.mark.law("L36")
@given(at=INSTANTS, value=ANYTHING)
def test_the_first_review_is_never_later_than_six_months_of_the_calendar(at, value):
    assert timedelta(0) < span(set_to(value)) <= LONGEST
    assert at + span(set_to(value)) <= six_months_after(at)


@pytest.mark.law("L36")
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(90 * DAY, timedelta(days=90), id="sooner"),
        pytest.param(181 * DAY, LONGEST, id="as late as may be"),
        pytest.param(181 * DAY + 1, LONGEST, id="a minute too late"),
        pytest.param(LONGEST_MINUTES, LONGEST, id="ten years"),
        pytest.param(0, USUAL, id="no time at all"),
        pytest.param("90 d", USUAL, id="words"),
    ],
)
def test_an_agreement_may_set_it_sooner_and_never_later(value, expected):
    assert span(set_to(value)) == expected


def test_where_nothing_is_set_it_is_what_the_form_of_an_agreement_suggests():
    suggested = next(each for each in KIND.step("propose-terms").fields if each.name == retention.TERM)
    assert span(NO_TERMS) == USUAL == timedelta(minutes=suggested.default)


@pytest.mark.law("L36")
@given(now=INSTANTS, minutes=st.integers(min_value=DAY, max_value=LONGEST_MINUTES))
def test_an_answer_stands_no_longer_than_the_span_whatever_the_month(now, minutes):
    standing_for = span(set_to(minutes))
    last = latest_next(now, standing_for)
    begins = datetime(last.year, last.month, last.day, tzinfo=UTC)
    assert begins <= now + standing_for <= six_months_after(now)
    assert begins + timedelta(days=1) > now + standing_for
    assert last > now.date()


def test_every_outcome_has_its_words():
    assert set(code_list("retention-outcomes").values) == {
        retention.NEEDED,
        retention.RESTRICTED,
        retention.NOT_NEEDED,
    }

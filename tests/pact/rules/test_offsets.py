"""Offsets: so long before or after a day or an instant, in time or in working days, as agreed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.offsets import Offset, due, is_moment
from mithaq.pact.rules.terms import NO_TERMS, Terms

DAY = 24 * 60
PARIS = Calendar("FR", "Europe/Paris", frozenset({"2026-01-01"}))
TERMS = Terms("a" * 64, {"fortnight": 14 * DAY, "hours": 120, "five": 5})
KICKOFF = "2026-03-18T20:00:00.000Z"


@pytest.mark.parametrize(
    ("stated", "offset", "day", "due_at"),
    [
        pytest.param("2026-03-18", None, "2026-03-18", datetime(2026, 3, 18, 23, tzinfo=UTC), id="a day"),
        pytest.param(KICKOFF, None, "", datetime(2026, 3, 18, 20, tzinfo=UTC), id="an hour"),
        pytest.param(
            KICKOFF,
            Offset("hours", before=True),
            "",
            datetime(2026, 3, 18, 18, tzinfo=UTC),
            id="two hours before",
        ),
        pytest.param(
            KICKOFF, Offset("hours"), "", datetime(2026, 3, 18, 22, tzinfo=UTC), id="two hours after"
        ),
        pytest.param(
            "2026-04-10",
            Offset("fortnight", before=True),
            "2026-03-27",
            datetime(2026, 3, 27, 23, tzinfo=UTC),
            id="a fortnight before, over the change of the clocks",
        ),
        pytest.param(
            "2025-12-31",
            Offset("five", working_days=True),
            "2026-01-08",
            datetime(2026, 1, 8, 23, tzinfo=UTC),
            id="five working days, over a holiday and a weekend",
        ),
    ],
)
def test_it_is_due_as_agreed(stated, offset, day, due_at):
    assert due(stated, offset, PARIS, TERMS) == (day, due_at)


@pytest.mark.parametrize("offset", [Offset("hours"), Offset("five", working_days=True)], ids=str)
def test_what_was_not_agreed_is_due_at_no_time(offset):
    assert due("2026-03-18", offset, PARIS, NO_TERMS) == ("", None)
    assert due("2026-03-18", Offset("five", working_days=True), None, TERMS) == ("", None)
    assert due("2026-03-18", None, None, TERMS) == ("2026-03-18", None)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_a_working_day_is_where_it_falls_and_so_many_lie_between(day, number):
    terms = Terms("a" * 64, {"five": number})
    found, _ = due(day.isoformat(), Offset("five", working_days=True), PARIS, terms)
    between = (day + timedelta(days=each + 1) for each in range((date.fromisoformat(found) - day).days))
    assert PARIS.is_working(found)
    assert sum(PARIS.is_working(each.isoformat()) for each in between) == number


@given(st.text(max_size=30) | st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat), st.integers())
def test_whatever_is_stated_and_agreed_nothing_is_raised(stated, number):
    terms = Terms("a" * 64, {"hours": number})
    for offset in (None, Offset("hours"), Offset("hours", before=True), Offset("hours", working_days=True)):
        if is_moment(stated):
            due(stated, offset, PARIS, terms)

"""Days that are stated: what has come and what is over where the author is; in doubt the officer is right."""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules.calendars import Calendar, zone_of
from mithaq.pact.rules.days import has_come, is_over, is_to_come
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.terms import Terms

ZONES = ("Africa/Casablanca", "Europe/Paris", "Pacific/Kiritimati", "America/New_York", "UTC")
PAST_MIDNIGHT = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # the 26th, in Paris
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def saying(now, zone=""):
    calendars = {"MA": Calendar("MA", zone)} if zone else {}
    return Saying("MA", {}, {}, None, Terms("", {}, calendars=MappingProxyType(calendars)), now)


@given(INSTANTS, st.sampled_from(ZONES), st.integers(-2, 2))
def test_a_day_is_over_or_to_come_or_is_the_authors_today(now, zone, away):
    today = now.astimezone(zone_of(zone)).date()
    day, said = (today + timedelta(days=away)).isoformat(), saying(now, zone)
    assert is_over(day, said) is (away < 0)
    assert is_to_come(day, said) is (away > 0)
    assert has_come(day, said) is (away <= 0)


@given(INSTANTS, st.sampled_from(ZONES), st.integers(-2, 2))
def test_where_the_zone_is_not_known_what_has_begun_anywhere_has_begun(now, zone, away):
    local = now.astimezone(zone_of(zone))
    day, said = (local.date() + timedelta(days=away)).isoformat(), saying(now)
    assert not (is_to_come(day, said) and away <= 0)
    if local.utcoffset() >= timedelta():  # nobody there is told that today is over, or tomorrow here
        assert not (is_over(day, said) and away >= 0)
        assert not (has_come(day, said) and away > 0)


@pytest.mark.parametrize("zone", ["", "Europe/Paris"])
def test_just_after_midnight_a_warrant_of_the_day_is_not_of_the_future(zone):
    said = saying(PAST_MIDNIGHT, zone)
    assert not is_to_come("2026-11-26", said)
    assert is_to_come("2026-11-28", said)


@pytest.mark.parametrize("what", ["", "soon", "2026-13-40", "9999"])
def test_what_is_no_day_neither_comes_nor_goes(what):
    said = saying(PAST_MIDNIGHT, "Europe/Paris")
    assert [ask(what, said) for ask in (is_to_come, is_over, has_come)] == [False] * 3


def test_every_day_of_a_long_time_is_told_apart():
    said = saying(PAST_MIDNIGHT, "Europe/Paris")
    days = [date(2026, 11, 1) + timedelta(days=each) for each in range(60)]
    assert [day.day for day in days if has_come(day.isoformat(), said)][-1] == 26

"""A calendar: when a day is over where somebody owes, which days are worked; none changes afterwards."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.rules.calendars import Calendar, restated, zone_of

RABAT, PARIS = "Africa/Casablanca", "Europe/Paris"
ZONES = (*code_list("zones").values, "America/Havana", "Africa/Cairo", "Atlantic/Azores", "Pacific/Apia")
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)

days = st.dates(date(2024, 1, 1), date(2032, 12, 31)).map(date.isoformat)
zones = st.sampled_from(ZONES)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "over_at"),
    [
        pytest.param(PARIS, "2026-01-31", "2026-01-31T23:00", id="the last of January in Paris"),
        pytest.param(RABAT, "2026-01-31", "2026-01-31T23:00", id="and in Morocco, at the same instant"),
        pytest.param(RABAT, "2026-02-14", "2026-02-14T23:00", id="the day before the hour of Ramadan"),
        pytest.param(RABAT, "2026-02-15", "2026-02-16T00:00", id="the day on which it begins"),
        pytest.param(PARIS, "2026-02-20", "2026-02-20T23:00", id="a day of Ramadan, in Paris"),
        pytest.param(RABAT, "2026-02-20", "2026-02-21T00:00", id="and in Morocco, an hour later"),
        pytest.param(RABAT, "2026-03-22", "2026-03-22T23:00", id="the day on which it ends"),
        pytest.param(PARIS, "2026-03-28", "2026-03-28T23:00", id="the day before summer time"),
        pytest.param(PARIS, "2026-03-29", "2026-03-29T22:00", id="a day of 23 hours"),
        pytest.param(PARIS, "2026-10-25", "2026-10-25T23:00", id="a day of 25 hours"),
        pytest.param(RABAT, "2026-07-01", "2026-07-01T23:00", id="a summer's day in Morocco"),
        pytest.param("UTC", "2028-02-29", "2028-03-01T00:00", id="the day that leap years add"),
        pytest.param("Africa/Cairo", "2026-04-23", "2026-04-23T22:00", id="the next day has no midnight"),
        pytest.param("America/Havana", "2026-10-31", "2026-11-01T04:00", id="the next day has two"),
        pytest.param("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", id="a day that never was"),
    ],
)
def test_a_day_is_over_when_the_next_one_starts_in_the_zone(zone, day, over_at):
    assert Calendar("MA", zone).end_of(day) == utc(over_at)


def test_as_m1_2_the_last_minute_of_january_in_paris_is_in_time_and_midnight_is_the_end():
    end = Calendar("FR", PARIS).end_of("2026-01-31")
    assert datetime(2026, 1, 31, 23, 59, tzinfo=ZoneInfo(PARIS)) + 60 * SECOND == end


@given(zone=zones, day=days)
def test_the_end_of_a_day_is_the_first_instant_of_a_later_one(zone, day):
    end = Calendar("MA", zone).end_of(day)
    assert end.tzinfo is UTC
    assert (end - SECOND).astimezone(zone_of(zone)).date().isoformat() == day
    assert end.astimezone(zone_of(zone)).date().isoformat() > day


@given(zone=zones, day=days)
def test_days_follow_each_other_without_a_gap(zone, day):
    calendar, following = Calendar("MA", zone), (date.fromisoformat(day) + DAY).isoformat()
    hours = (calendar.end_of(following) - calendar.end_of(day)) / timedelta(hours=1)
    assert 23 <= hours <= 25


def test_zones_are_those_of_the_lock_file_and_not_of_the_machine(monkeypatch):
    """Whatever the machine's own database says, and wherever it says it."""
    monkeypatch.setattr("zoneinfo.TZPATH", ("/nowhere",))
    zone_of.cache_clear()
    assert zone_of(RABAT).key == RABAT
    assert zone_of(RABAT) is not ZoneInfo(RABAT)
    assert {name for name in code_list("zones").values if zone_of(name) is None} == set()


@pytest.mark.parametrize(
    "name", ["", "Nowhere", "Europe", "../../etc/passwd", "Europe/../Paris", "/etc/localtime", "europe/paris"]
)
def test_what_names_no_zone_makes_no_calendar(name):
    assert zone_of(name) is None
    with pytest.raises(ValueError, match="no such zone"):
        Calendar("MA", name)


# The Throne day of 2026 is a Thursday; 14 August a Friday.
MOROCCO = Calendar("MA", RABAT, frozenset({"2026-07-30", "2026-08-14", "2026-08-20", "2026-08-21"}))


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        ("2026-07-29", 1, "2026-07-31"),
        ("2026-07-29", 2, "2026-08-03"),
        ("2026-07-30", 0, "2026-07-31"),
        ("2026-07-29", 0, "2026-07-29"),
        ("2026-08-01", 0, "2026-08-03"),
        ("2026-08-13", 1, "2026-08-17"),
        ("2026-08-19", 1, "2026-08-24"),
        ("2026-08-24", -1, "2026-08-19"),
        ("2026-08-01", -1, "2026-07-31"),
    ],
)
def test_working_days_leave_out_saturdays_sundays_and_holidays(day, number, then):
    assert MOROCCO.add_working_days(day, number) == then
    assert MOROCCO.is_working(then)


@given(
    day=days, first=st.integers(0, 20), second=st.integers(0, 20), holidays=st.frozensets(days, max_size=9)
)
def test_working_days_add_up_from_one_that_is_worked(day, first, second, holidays):
    calendar = Calendar("MA", RABAT, holidays)
    begun = calendar.add_working_days(day, 0)
    then = calendar.add_working_days(begun, first)
    assert calendar.add_working_days(then, second) == calendar.add_working_days(begun, first + second)
    assert calendar.add_working_days(then, -first) == begun


@given(zone=zones, day=days, hours=st.integers(-80, 80))
def test_a_first_calendar_counts_for_days_that_are_not_over(zone, day, hours):
    since = Calendar("MA", zone).end_of(day) + timedelta(hours=hours)
    calendar = restated(None, "MA", zone, (day,), since)
    assert calendar.closes(day) == (calendar.end_of(day) if hours < 0 else None)
    assert (day in calendar.holidays) == (hours < 0)


@given(
    stated=st.lists(st.tuples(zones, st.integers(-72, 72)), min_size=1, max_size=5),
    more=st.tuples(zones, st.integers(-72, 72)),
    day=days,
    data=st.data(),
)
def test_what_is_stated_now_changes_no_day_that_is_over(stated, more, day, data):
    """Not by another zone, and not by a clock turned back."""
    noon = utc(f"{day}T12:00")
    holiday = st.booleans().map(lambda held: (day,) if held else ())
    calendar = None
    for zone, hours in stated:
        calendar = restated(calendar, "MA", zone, data.draw(holiday), noon + timedelta(hours=hours))
    zone, hours = more
    later = restated(calendar, "MA", zone, data.draw(holiday), noon + timedelta(hours=hours))
    closed = calendar.closes(day)
    assert later.since >= calendar.since
    if closed is not None and closed <= later.since:
        assert later.closes(day) == closed
    elif later.closes(day) != closed:
        assert later.closes(day) == later.end_of(day) > later.since


def test_a_holiday_named_afterwards_is_none_and_one_left_out_afterwards_stays():
    stated = restated(None, "MA", RABAT, ("2026-03-20", "2026-07-30"), utc("2026-01-05T09:00"))
    later = restated(stated, "MA", RABAT, ("2026-03-21", "2026-07-30", "2026-08-14"), utc("2026-04-01T09:00"))
    assert later.holidays == {"2026-03-20", "2026-07-30", "2026-08-14"}
    assert later.is_working("2026-03-19")

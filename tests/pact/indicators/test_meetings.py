"""What meetings add up to: decisions in time by side, carry-over, minutes, hosting in turn."""

from datetime import UTC, date, datetime, timedelta

from mithaq.pact.indicators import meetings
from mithaq.pact.indicators.indicator import Case, Period
from tests.pact.rules.test_meetings import BEGUN, SESSION, agreed, decided, held


def test_nothing_is_measured_before_anything_was_held():
    told, _ = agreed()
    assert meetings.carry_over_mean(told.state) is None
    assert meetings.minutes_in_time(told.state) is None
    assert meetings.alternation(told.state) is None


def test_decisions_count_for_the_side_in_charge_when_their_day_is_over():
    told, session = held()
    done = decided(told, session, owner="FR", due="2026-02-10")
    told.say("FR", "report-done", item=done)
    decided(told, session, owner="MA", due="2026-02-10")
    decided(told, session, owner="MA", due="2026-06-10")
    period = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 3, 1))
    figure = meetings.measure([Case(told.state)], period)
    assert (figure.value, figure.counted) == (50, 2)
    assert (figure.by["FR"].value, figure.by["MA"].value) == (100, 0)
    noon = datetime(2026, 2, 10, 12, tzinfo=UTC)
    early = Period(date(2026, 1, 1), date(2026, 12, 31), noon.date(), noon)
    assert meetings.measure([Case(told.state)], early).counted == 0  # the day is not over


def test_carry_over_minutes_and_hosts():
    told, session = held()
    decided(told, session, due="2026-02-10")
    decided(told, session, due="2026-12-10")
    minutes = told.say(
        "MA", "propose-minutes", says={"session": session.id, "written_in": ("ar", "fr"), "hash": "0" * 64}
    )
    told.say("FR", "accept-minutes", item=minutes, at=BEGUN + timedelta(days=29))
    later = {"starts_at": "2026-05-04T09:00:00.000Z", "ends_at": "2026-05-04T12:00:00.000Z"}
    second = told.say("FR", "propose-session", says=SESSION | later | {"host": "FR"})
    told.say("MA", "agree-session", item=second)
    told.say("MA", "hold-session", item=second, at=datetime(2026, 5, 4, 10, tzinfo=UTC))
    assert meetings.carry_over_mean(told.state) == 0.5
    assert meetings.minutes_in_time(told.state) == (1, 2)
    assert meetings.alternation(told.state) == (1, 1)

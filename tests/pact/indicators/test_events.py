"""What sports events add up to: forms, forecasts, levels, incidents, lessons."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from mithaq.pact.indicators import events
from mithaq.pact.indicators.indicator import Case, Period
from mithaq.pact.rules.clocks import duties
from tests.pact.rules.test_events import ASSESSED, GROUP, KICKOFF, TERMS, planned, scheduled

INCIDENT = {"sort": "fight", "happened_at": "2025-12-23T19:30:00.000Z", "zone": "stand"}
LEVEL = {"phase": "dynamic", "confidence": "high"}


def test_nothing_is_measured_of_nothing():
    assert events.forecast_error([]) is None
    assert events.calibration([], "high") is None
    assert events.incidents_per_100_000([]) is None
    assert events.response([]) is None
    assert events.lessons_before([], "2030-01-01") is None
    assert events.measure([], Period(date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 31))).value is None


@pytest.mark.law("AS-M11-1")
def test_as_m11_1_forms_on_time_drop_with_the_one_that_was_late():
    told, match = scheduled()
    told.say("FR", "send-analysis", says=ASSESSED | GROUP, at=datetime(2025, 10, 30, 9, tzinfo=UTC))
    told.say("FR", "send-analysis", says={"match": match, **ASSESSED, **GROUP})
    case = Case(told.state, duties(told.standing, {}, TERMS))
    until = Period(date(2025, 9, 1), date(2025, 12, 31), date(2025, 12, 20))
    assert (events.measure([case], until).value, events.measure([case], until).counted) == (50, 2)
    after = Period(date(2025, 9, 1), date(2025, 12, 31), date(2026, 1, 31))
    figure = events.measure([case], after)
    assert (round(figure.value), figure.by["FR"].counted, figure.by["MA"].counted) == (20, 4, 1)


def test_the_forecast_the_level_and_the_incidents_of_a_match():
    told, match = scheduled()
    told.say("FR", "send-analysis", says={"match": match, **ASSESSED, **GROUP})
    told.say("FR", "send-update", says={"match": match, "phase": "update", **ASSESSED, "expected": 2_800})
    told.say("MA", "set-level", says={"match": match, "level": "high", **LEVEL})
    first = told.say(
        "MA", "report-incident", says={"match": match, **INCIDENT, "arrested": 2, "offences": 5}, at=KICKOFF
    )
    told.say("MA", "resolve-incident", item=first, at=KICKOFF + timedelta(minutes=12))
    assert events.forecast_error([told.state]) is None  # not played
    told.say("MA", "report-figures", item=match, says={"spectators": 40_000, "away_came": 2_500})
    assert events.forecast_error([told.state]) == Fraction(300, 2_500)
    assert (events.calibration([told.state], "high"), events.calibration([told.state], "low")) == (
        (1, 1),
        None,
    )
    assert events.incidents_per_100_000([told.state]) == Fraction(5, 2)
    assert events.response([told.state]) == timedelta(minutes=12)


def test_persons_and_offences_are_counted_apart():
    told = planned()
    for arrested, offences in ((100, 120), (28, 32)):
        told.say("MA", "report-incident", says={**INCIDENT, "arrested": arrested, "offences": offences})
    counts = events.persons_and_offences([told.state])
    assert counts == {"injured": 0, "ejected": 0, "arrested": 128, "offences": 152}
    assert 280 not in counts.values()
    assert round(float(events.per_day(152, date(2025, 12, 21), date(2026, 1, 6))), 1) == 8.9


def test_lessons_are_counted_by_the_day_they_were_to_be_applied():
    told = planned()
    first = told.say("MA", "draw-lesson", says={"apply_by": "2026-06-01"})
    told.say("MA", "draw-lesson", says={"apply_by": "2030-05-01"})
    told.say("MA", "close-lesson", item=first)
    assert events.lessons_before([told.state], "2026-12-31") == (1, 1)
    assert events.lessons_before([told.state], "2030-12-31") == (1, 2)

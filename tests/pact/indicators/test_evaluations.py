"""What evaluations add up to: how far apart the sides are, and what is followed of what was recommended."""

from datetime import date

import pytest

from mithaq.pact.indicators import evaluations
from mithaq.pact.indicators.indicator import Case, Period, indicators_of
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.test_evaluations import revealed, signed

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
BEFORE = Period(date(2025, 1, 1), date(2025, 12, 31), date(2026, 12, 31))
CALENDARS = {party: Calendar(party, "Europe/Paris", frozenset()) for party in ("MA", "FR")}


def test_the_gap_is_over_the_dimensions_both_scored_in_the_rounds_revealed_then():
    told = revealed({"volume": "4", "rights": "1", "trust": "3"}, {"volume": "2", "rights": "1"})
    assert evaluations.gaps(told.state) == [2, 0]
    found = evaluations.GAP.measure([Case(told.state)], YEAR)
    assert (found.value, found.counted) == (1.0, 2)
    assert evaluations.GAP.measure([Case(told.state)], BEFORE).value is None


def test_what_was_recommended_is_followed_by_its_day_or_not():
    told = signed()
    for owner, due in (("FR", "2026-06-30"), ("MA", "2026-06-30"), ("MA", "2027-06-30")):
        told.say("MA", "recommend", says={"about": "rights", "owner": owner, "due_on": due})
    first = next(each for each in told.said if each.step == "recommend")
    told.say("FR", "report-followed", item=first)
    owed = duties(told.standing, {}, Terms("a" * 64, calendars=CALENDARS))
    found = evaluations.FOLLOWED.measure([Case(told.state, owed)], YEAR)
    assert (found.value, found.counted) == (50.0, 2)
    assert (found.by["FR"].value, found.by["MA"].value) == (100.0, 0.0)


@pytest.mark.parametrize("kind", ["evaluation", "readiness"])
def test_the_field_has_its_indicators(kind):
    assert len(indicators_of(kind)) == 2

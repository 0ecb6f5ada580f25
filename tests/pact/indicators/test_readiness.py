"""What registers of readiness add up to: validated by others, improved in six months, reviewed in time."""

from datetime import UTC, date, datetime, timedelta

from mithaq.pact.indicators import readiness
from mithaq.pact.indicators.indicator import Case, Period
from tests.pact.rules.telling import NINE
from tests.pact.rules.test_readiness import begun, exercised, with_capability, with_risk

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))


def test_capabilities_are_counted_by_whose_they_are_and_those_retired_are_not():
    told, capability = with_capability()
    told.say("FR", "validate-capability", item=capability)
    told.say("FR", "declare-capability")
    told.say("MA", "retire-capability", item=told.say("MA", "declare-capability"))
    found = readiness.VALIDATED.measure([Case(told.state)], YEAR)
    assert (found.value, found.counted) == (50.0, 2)
    assert (found.by["MA"].value, found.by["FR"].value) == (100.0, 0.0)


def test_an_improvement_counts_once_its_six_months_are_over():
    told, capability = with_capability()
    exercise = exercised(told, capability, some=2)
    asked = {"exercise": exercise.id, "owner": "FR", "due_on": "2026-07-01"}
    first = told.say("MA", "ask-improvement", says=asked)
    told.say("MA", "ask-improvement", says=asked)
    told.say("FR", "report-improved", item=first, at=NINE + timedelta(days=90))
    found = readiness.IMPROVED.measure([Case(told.state)], YEAR)
    assert (found.value, found.counted) == (50.0, 2)
    early = Period(date(2026, 1, 1), date(2026, 6, 30), date(2026, 12, 31))
    assert readiness.IMPROVED.measure([Case(told.state)], early).value is None


def test_risks_not_reviewed_are_a_share_of_those_that_have_not_ended():
    assert readiness.stale_share(begun().state) is None
    told, _ = with_risk(controls_until="2026-12-31", review_on="2026-02-10")
    told.say("MA", "identify-risk", says={"subject": "system", "owner": "MA"})
    told.say("FR", "state-expiry", at=datetime(2026, 2, 11, 0, 1, tzinfo=UTC))
    assert readiness.stale_share(told.state) == (1, 2)

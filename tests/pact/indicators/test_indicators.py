"""Indicators: what is counted, by whom, and what is left out; over plans and texts told step by step."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.pact.indicators.indicator import Case, Period, Unit, enter, indicators_of
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.words import LANGUAGES
from tests.pact.rules.negotiating import Negotiated
from tests.pact.rules.test_plan import TERMS, Plan

H2, H1 = (date(2025, 7, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 6, 30))
EVERY = [*indicators_of("plan"), *indicators_of("instrument")]


def measured(name, *told, period=H1, today=date(2026, 3, 1)):
    cases = [Case(each.standing.state, duties(each.standing, {}, TERMS)) for each in told]
    (one,) = (each for each in EVERY if each.name == name)
    return one.measure(cases, Period(*period, today))


def running() -> Plan:
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    return told


def reported(told, at, half=2):
    return told.say("MA", "submit-report", says={"action": told.action.id, "year": 2025, "half": half}, at=at)


def aimed(told, target="120", baseline="20", lead="MA"):
    says = {
        "action": told.action.id,
        "subject": "training",
        "level": "output",
        "measure": "unit",
        "baseline": baseline,
    }
    indicator = told.agree("MA", "propose-indicator", says)
    period = {"indicator": indicator.id, "starts_on": "2026-01-01", "ends_on": "2026-06-30", "lead": lead}
    return told.agree("MA", "propose-target", period | ({"target": target} if target else {}))


def test_both_fields_have_their_indicators():
    assert {each.name for each in EVERY} == {
        "plan-on-time", "plan-slip", "plan-report-discipline", "plan-verified-share", "plan-balance",
        "plan-achievement", "instrument-negotiation", "instrument-disputes", "instrument-concordance",
        "instrument-amendments",
    }  # fmt: skip
    assert indicators_of("no-such-kind") == ()


@pytest.mark.parametrize("one", EVERY, ids=lambda each: each.name)
def test_each_says_what_it_counts_in_every_language_and_measures_nothing_of_nothing(one):
    for said in (one.words, one.formula, one.counts, one.leaves_out):
        assert all(said.say(language) for language in LANGUAGES)
    figure = one.measure([], Period(*H1, date(2026, 3, 1)))
    assert (figure.value or 0.0, figure.counted, figure.left_out, figure.by) == (0.0, 0, 0, {})


def test_an_indicator_is_entered_once():
    with pytest.raises(ValueError, match="entered twice"):
        enter(
            type(EVERY[0])(
                **{**{name: getattr(EVERY[0], name) for name in EVERY[0].__slots__}, "unit": Unit.DAYS}
            )
        )


def test_as_m1_2_the_lead_that_submitted_in_time_stays_at_100_while_another_is_late():
    told = running()
    report = reported(told, datetime(2026, 1, 12, 10, tzinfo=UTC))
    figure = measured("plan-report-discipline", told)
    assert (figure.value, figure.counted) == (0.0, 1)
    assert (figure.by["MA"].value, figure.by["FR"].value) == (100.0, 0.0)
    told.say("FR", "countersign-report", item=report, at=datetime(2026, 2, 9, 10, tzinfo=UTC))
    assert measured("plan-report-discipline", told).by["FR"].value == 0.0  # late stays late


def test_a_report_locked_in_time_counts_for_both():
    told = running()
    report = reported(told, datetime(2026, 1, 12, 10, tzinfo=UTC))
    told.say("FR", "countersign-report", item=report, at=datetime(2026, 1, 31, 22, 30, tzinfo=UTC))
    figure = measured("plan-report-discipline", told)
    assert (figure.value, figure.by["MA"].value, figure.by["FR"].value) == (100.0, 100.0, 100.0)
    assert measured("plan-report-discipline", told, period=H2).counted == 0


def test_a_deliverable_is_on_time_if_it_is_accepted_by_its_day():
    told = running()
    owed = {"action": told.action.id, "lead": "MA", "due_on": "2026-02-15"}
    one, two = (told.agree("MA", "propose-deliverable", owed) for _ in range(2))
    for part, at in (
        (one, datetime(2026, 2, 15, 23, tzinfo=UTC)),
        (two, datetime(2026, 2, 16, 9, tzinfo=UTC)),
    ):
        told.say("MA", "hand-over", item=part, at=at - timedelta(hours=2))
        told.say("FR", "accept-deliverable", item=part, at=at)
    figure = measured("plan-on-time", told)
    assert (figure.value, figure.counted, figure.by["MA"].counted) == (50.0, 2, 2)
    assert measured("plan-on-time", told, today=date(2026, 2, 1)).counted == 0  # not due yet


def test_slip_is_measured_against_the_dates_first_agreed():
    told = running()
    told.say("MA", "report-progress", item=told.action, says={"progress": 40, "forecast_on": "2026-04-20"})
    figure = measured("plan-slip", told)
    assert (figure.value, figure.counted, figure.by["MA"].value) == (20.0, 1, 20.0)


def test_balance_is_zero_when_each_leads_as_many():
    told = running()
    assert measured("plan-balance", told).value == 100.0
    told.agree("FR", "propose-action", told.of_action(lead="FR", co_lead="MA"))
    figure = measured("plan-balance", told)
    assert (figure.value, figure.by["FR"].counted, figure.by["MA"].counted) == (0.0, 1, 1)


@pytest.mark.parametrize(
    ("target", "actual", "value", "counted"),
    [
        ("120", "70", 50.0, 1), ("120", "500", 100.0, 1), ("120", "0", 0.0, 1),
        ("20", "70", None, 0), (None, "70", None, 0),
    ],
)  # fmt: skip
def test_achievement_is_the_way_gone_capped_and_none_where_there_was_none(target, actual, value, counted):
    told = running()
    told.say("MA", "state-actual", item=aimed(told, target), says={"actual": actual})
    figure = measured("plan-achievement", told)
    assert (figure.value, figure.counted, figure.left_out) == (value, counted, 1 - counted)


def test_achievement_is_what_was_reached_by_the_end_of_the_period_and_nothing_before_it_was_stated():
    told = running()
    first = aimed(told)
    indicator = first.says["indicator"]
    year = {
        "indicator": indicator,
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "lead": "MA",
        "target": "120",
    }
    second = told.agree("MA", "propose-target", year)
    told.say(
        "MA", "state-actual", item=first, says={"actual": "70"}, at=datetime(2026, 7, 20, 10, tzinfo=UTC)
    )
    told.say(
        "MA", "state-actual", item=second, says={"actual": "95"}, at=datetime(2026, 10, 5, 10, tzinfo=UTC)
    )
    halves = [H2, H1, (date(2026, 7, 1), date(2026, 12, 31))]
    figures = [measured("plan-achievement", told, period=half, today=date(2026, 11, 2)) for half in halves]
    assert [(each.value, each.counted, each.left_out) for each in figures] == [
        (None, 0, 1), (50.0, 1, 0), (75.0, 1, 0),
    ]  # fmt: skip


def test_an_indicator_is_verified_once_another_has_checked_its_last_figure():
    told = running()
    period = aimed(told)
    assert measured("plan-verified-share", told).value == 0.0
    told.say("MA", "state-actual", item=period, says={"actual": "70"})
    assert measured("plan-verified-share", told).value == 0.0
    told.say("FR", "verify-actual", item=period)
    assert measured("plan-verified-share", told).value == 100.0


def test_concordance_and_disputes_count_the_articles_as_they_stand():
    told = Negotiated()
    first = told.add("MA")
    second = told.add("MA", number=2)
    told.confirm(first, first)
    today = (second.at + timedelta(days=1)).date()
    assert measured("instrument-concordance", told, today=today).value == 50.0
    told.say("FR", "dispute-article", item=second, says={"revision": second.id})
    soon, late = (
        measured("instrument-disputes", told, today=told.at.date() + timedelta(days=d)) for d in (15, 17)
    )
    assert (soon.value, soon.left_out) == (0.0, 1)
    assert (late.value, late.counted) == (1.0, 1)

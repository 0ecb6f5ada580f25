"""The statistics that a contact point owes every year: sent, answered, refused by ground, late, extended."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.pact.indicators import statistics
from mithaq.pact.indicators.indicator import Case, Period
from mithaq.pact.rules.clocks import duties
from tests.pact.rules.telling import NINE, TERMS
from tests.pact.rules.test_inquiries import ANSWER, TAKE_UP, asked

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
WEEK = timedelta(days=7)


def case(told):
    received = {
        (entry.id, party): entry.at for entry in told.said for party in ("FR", "MA") if party != entry.author
    }
    return Case(told.state, duties(told.standing, received, TERMS))


def seen(see, told):
    return [(each.by, each.toward, each.about, each.value) for each in see(case(told))]


@pytest.mark.law("L41")
def test_what_was_sent_and_answered_is_told_by_urgency_and_by_side():
    urgent, other = asked(urgency="life"), asked()
    urgent.say("MA", "take-up", says=TAKE_UP)
    urgent.say("MA", "answer", says=ANSWER)
    assert seen(statistics.sent, urgent) == [("FR", "MA", "urgent", 1.0)]
    assert seen(statistics.sent, other) == [("FR", "MA", "", 1.0)]
    assert seen(statistics.answered, urgent) == [("MA", "FR", "urgent", 1.0)]
    assert seen(statistics.answered, other) == []


@pytest.mark.law("L41")
def test_a_request_to_two_authorities_is_sent_twice():
    told = asked("FR", "ES", "MA")
    assert {toward for _, toward, _, _ in seen(statistics.sent, told)} == {"ES", "MA"}


@pytest.mark.law("L41")
def test_a_refusal_is_counted_by_its_ground_and_one_of_a_part_apart():
    whole, part = asked(), asked()
    whole.say("MA", "refuse", says={"ground": "not-available"})
    part.say("MA", "answer", says=ANSWER | {"refused_for": ("data-category", "not-available")})
    assert seen(statistics.refused, whole) == [("MA", "FR", "not-available", 1.0)]
    assert seen(statistics.refused_in_part, whole) == []
    assert seen(statistics.refused, part) == []
    assert {about for _, _, about, _ in seen(statistics.refused_in_part, part)} == {
        "data-category", "not-available",
    }  # fmt: skip


@pytest.mark.law("L41")
def test_a_deadline_is_met_missed_or_extended():
    met, missed, longer = asked(), asked(), asked()
    met.say("MA", "answer", says=ANSWER)
    longer.say("MA", "await-judge", says={"until": "2026-01-20T12:00:00.000Z"})
    assert seen(statistics.in_time, met) == [("MA", "FR", "answer", 1.0)]
    assert seen(statistics.in_time, missed) == [("MA", "FR", "answer", 0.0)]
    assert seen(statistics.extended, longer) == [("MA", "FR", "answer", 1.0)]
    assert seen(statistics.extended, met) == []


def test_what_is_still_running_is_neither_met_nor_missed():
    told = asked()
    for now, counted in ((NINE + WEEK / 2, 0), (NINE + WEEK + timedelta(minutes=1), 1)):
        figure = statistics.IN_TIME.measure([case(told)], Period(*YEAR, now.date(), now))
        assert (figure.counted, figure.value) == (counted, 0.0 if counted else None)


def test_what_no_time_was_agreed_for_is_left_out():
    told = asked()
    received = {(told.opening.id, "MA"): NINE}
    bare = Case(told.state, duties(told.standing, received, TERMS.__class__("", {})))
    figure = statistics.IN_TIME.measure([bare], Period(*YEAR, YEAR[1], datetime(2026, 12, 31, tzinfo=UTC)))
    assert (figure.value, figure.counted, figure.left_out) == (None, 0, 1)


def test_a_matter_ends_once_nothing_more_is_expected():
    told = asked()
    assert seen(statistics.ended, told) == []
    told.say("FR", "withdraw")
    assert seen(statistics.ended, told) == [("FR", "", "", 1.0)]

"""What courses add up to: never a share without its whole, never a mean without how many answered."""

from datetime import date
from decimal import Decimal

import pytest

from mithaq.pact.indicators import training
from mithaq.pact.indicators.indicator import Case, Period
from tests.pact.rules.test_assisting import SESSION
from tests.pact.rules.test_training import nominate, running, select

HELD = {
    "attended": 18, "reaction_answers": 9, "reaction_mean": "5.5", "tested": 18, "before_mean": "40",
    "after_mean": "70",
}  # fmt: skip


def held():
    told, key = running()
    told.say("FR", "deliver-help", item=key, says=HELD)
    return told, key


@pytest.mark.law("AS-M6-2")
def test_as_m6_2_six_answers_of_eighteen_are_shown_as_such():
    told, key = held()
    assert training.used_on_the_job(told.state) is None
    told.say("MA", "report-effect", item=key, says={"invited": 18, "answered": 6, "used": 4})
    found = training.used_on_the_job(told.state)
    assert (found.value, found.answered, found.asked) == (Decimal(4) / 6, 6, 18)
    assert found.low_response
    year = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
    figure = training.measure([Case(told.state)], year)
    assert (round(figure.value), figure.counted, figure.left_out) == (67, 6, 12)
    assert figure.by["MA"].counted == 6


def test_seats_reactions_and_what_was_learnt():
    told, _ = held()
    assert training.seat_fill(told.state) == (18, 20)
    assert training.reaction(told.state) == training.Answers(Decimal("5.5"), 9, 18)
    assert not training.reaction(told.state).low_response
    assert training.learning_gain(told.state).value == Decimal("0.5")
    assert training.hosted(told.state) == {"FR": 1, "MA": 0}


def test_who_did_not_come_is_counted_among_those_recorded():
    told, key = running()
    nominees = nominate(told, key, "MA", 3)
    assert training.no_show(told.state) is None
    select(told, nominees)
    for each, there in zip(nominees, (10, 0, 10), strict=True):
        told.say("MA", "confirm-seat", item=each)
        told.say("FR", "record-attendance", item=each, says={"half_days": there, "half_days_held": 10})
    assert training.no_show(told.state) == (1, 3)
    assert training.seated(told.state) == {"FR": 0, "MA": 3}


def test_a_session_not_held_counts_for_nothing():
    told, _ = running()
    told.say("FR", "plan-session", says={**SESSION, "way": "offer"})
    assert training.seat_fill(told.state) is None
    assert training.reaction(told.state) is None
    assert training.learning_gain(told.state) is None

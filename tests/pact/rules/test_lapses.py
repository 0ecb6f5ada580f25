"""Lapses: an hour that its author states is held against the clock of whoever receives it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules import register
from mithaq.pact.rules.assistance import KIND, SHORTEST_SILENCE, VETOED, silence_at
from mithaq.pact.rules.lapses import TOLERATED, is_early, is_over
from tests.pact.rules.telling import NINE, Told
from tests.pact.rules.test_assistance import ASKED, asked

SILENCE = KIND.step("state-silence")
LAPSES = [
    pytest.param(step, id=f"{kind.name} {step.name}")
    for kind in register.kinds()
    for step in kind.steps
    if step.lapse_at and not step.opens
]
HOURS = st.integers(-2000, 2000).map(lambda hours: timedelta(hours=hours))


def silent(at):
    """A request of Rabat, and that silence has agreed, as Rabat says at some hour."""
    told = asked()
    return told, told.say("MA", "state-silence", at=at)


@pytest.mark.law("law 3")
@pytest.mark.parametrize("step", LAPSES)
@given(stated=HOURS, received=st.none() | HOURS, now=HOURS, later=st.integers(0, 5000))
def test_what_was_not_too_early_never_is_again_and_what_is_will_be_taken(step, stated, received, now, later):
    _, lapse = silent(NINE + stated)
    received_at = None if received is None else NINE + received
    early = is_early(step, lapse, received_at, NINE + now)
    assert early or not is_early(step, lapse, received_at, NINE + now + timedelta(hours=later))
    heard = received_at is not None or step.heard_for is None
    assert is_early(step, lapse, received_at, NINE + timedelta(days=3650)) is not heard


@pytest.mark.law("law 3")
@given(dated_back=st.integers(0, 400), hour=HOURS, now=HOURS)
def test_whatever_hours_are_forged_silence_has_its_days_on_the_clock_of_who_is_silent(dated_back, hour, now):
    """Rabat dates its request back and says by any hour that Paris was silent; Paris received it at nine."""
    request_at = NINE - timedelta(days=dated_back)
    told = Told(KIND, "MA", "FR", says=ASKED | {"answer_by": request_at.date().isoformat()}, at=request_at)
    lapse = told.say("MA", "state-silence", at=NINE + hour)
    if not is_early(SILENCE, lapse, NINE, NINE + now):
        assert NINE + now + TOLERATED >= max(lapse.at, NINE + SHORTEST_SILENCE)


@pytest.mark.law("D5")
@given(hour=HOURS)
def test_who_objects_before_a_lapse_was_taken_has_objected_whatever_its_hour(hour):
    told, lapse = silent(NINE + hour)
    told.say("FR", "object", missed=[lapse], at=NINE + timedelta(hours=1))
    assert told.stage == VETOED


def test_no_silence_is_stated_of_what_was_not_received_nor_before_it_has_lain_there():
    state = asked().state
    over_at = silence_at(state)
    late = over_at - timedelta(days=1)
    assert not is_over(SILENCE, state, {}, over_at)
    assert is_over(SILENCE, state, {"FR": NINE}, over_at)
    assert not is_over(SILENCE, state, {"FR": NINE}, over_at - timedelta(seconds=1))
    assert not is_over(SILENCE, state, {"FR": late}, over_at)
    assert is_over(SILENCE, state, {"FR": late}, late + SHORTEST_SILENCE)

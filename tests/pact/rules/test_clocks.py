"""Clocks: what is owed runs from the receipt, on the clock of the side that owes; both nodes agree."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules.clocks import Owed, duties
from mithaq.pact.rules.inquiries import KIND
from mithaq.pact.rules.terms import NO_TERMS
from tests.pact.rules.telling import TERMS, Told

PARIS, RABAT = ZoneInfo("Europe/Paris"), ZoneInfo("Africa/Casablanca")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANSWER = {"evidence_use": "ask"}


def asked(*parties: str, urgency="normal", at=NINE) -> Told:
    says = {"axis": "FUG", "urgency": urgency, "offence": "fraud"}
    return Told(KIND, *(parties or ("FR", "MA")), says=says, at=at)


def owed(told: Told, receipts, *, by="MA", duty="answer", terms=TERMS) -> Owed:
    held = {(entry.id, party): at for (entry, party), at in receipts.items()}
    [found] = [each for each in duties(told.standing, held, terms) if (each.by, each.duty) == (by, duty)]
    return found


@pytest.mark.law("AS-M7-1")
@pytest.mark.law("L10")
def test_as_m7_1_an_urgent_request_in_ramadan_is_answered_in_time_on_both_clocks():
    received_at = datetime(2026, 2, 20, 16, tzinfo=PARIS)
    assert received_at.astimezone(RABAT).strftime("%a %H:%M") == "Fri 15:00"
    told = asked(urgency="urgent", at=received_at)
    duty = owed(told, {(told.opening, "MA"): received_at})
    assert duty.due_at == datetime(2026, 2, 21, 0, tzinfo=PARIS) == datetime(2026, 2, 20, 23, tzinfo=RABAT)

    answered_at = datetime(2026, 2, 20, 22, 10, tzinfo=RABAT)
    told.say("MA", "answer", says=ANSWER, at=answered_at)
    duty = owed(told, {(told.opening, "MA"): received_at})
    assert duty.done_at == answered_at
    assert not duty.late(now=received_at + 30 * DAY)
    assert duty.took() == timedelta(hours=7, minutes=10)


@pytest.mark.parametrize(
    ("noon", "rabat", "paris"),
    [
        ("2026-01-15", "13:00", "13:00"),
        ("2026-02-20", "12:00", "13:00"),
        ("2026-03-25", "13:00", "13:00"),
        ("2026-07-01", "13:00", "14:00"),
        ("2026-10-01", "12:00", "14:00"),  # Morocco has gone back to Greenwich on 20 September 2026
        ("2030-01-15", "12:00", "13:00"),
        ("2030-06-15", "12:00", "14:00"),
    ],
)
def test_both_clocks_at_noon_utc_come_from_tz_data(noon, rabat, paris):
    at = datetime.fromisoformat(f"{noon}T12:00Z")
    assert (f"{at.astimezone(RABAT):%H:%M}", f"{at.astimezone(PARIS):%H:%M}") == (rabat, paris)


@pytest.mark.law("L10")
@pytest.mark.parametrize(
    ("urgency", "access", "allowed"),
    [
        pytest.param("life", "direct", HOUR, id="danger to life"),
        pytest.param("urgent", None, 8 * HOUR, id="urgent, nobody has looked yet"),
        pytest.param("urgent", "direct", 8 * HOUR, id="urgent and direct"),
        pytest.param("urgent", "indirect", 72 * HOUR, id="urgent and indirect: three days are 72 hours"),
        pytest.param("normal", "direct", 168 * HOUR, id="others: seven days are 168 hours"),
        pytest.param("normal", "indirect", 168 * HOUR, id="others, indirect"),
    ],
)
def test_the_time_allowed_runs_from_receipt(urgency, access, allowed):
    received_at = NINE + 5 * HOUR
    told = asked(urgency=urgency)
    if access:
        told.say("MA", "take-up", says={"access": access}, at=received_at + HOUR)
    duty = owed(told, {(told.opening, "MA"): received_at})
    assert (duty.from_at, duty.due_at) == (received_at, received_at + allowed)
    assert not duty.late(now=received_at + allowed)
    assert duty.late(now=received_at + allowed + timedelta(milliseconds=1))


def test_three_days_are_72_hours_also_when_the_clocks_change():
    received_at = datetime(2026, 3, 28, 12, tzinfo=PARIS)  # the night after is one hour short
    told = asked(urgency="urgent")
    told.say("MA", "take-up", says={"access": "indirect"})
    due_at = owed(told, {(told.opening, "MA"): received_at.astimezone(UTC)}).due_at
    assert due_at.astimezone(PARIS) == datetime(2026, 3, 31, 13, tzinfo=PARIS)


@pytest.mark.law("L10")
def test_what_was_never_received_has_no_clock_and_is_never_late():
    told = asked()
    duty = owed(told, {})
    assert (duty.from_at, duty.due_at, duty.running) == (None, None, False)
    assert not duty.late(now=NINE + 1000 * DAY)


def test_a_term_that_was_not_agreed_gives_no_deadline():
    told = asked()
    duty = owed(told, {(told.opening, "MA"): NINE}, terms=NO_TERMS)
    assert (duty.from_at, duty.due_at, duty.term) == (NINE, None, "answer_normal")
    assert not duty.late(now=NINE + 1000 * DAY)


def test_each_authority_asked_has_a_clock_of_its_own():
    told = asked("FR", "MA", "ES")
    receipts = {(told.opening, "MA"): NINE, (told.opening, "ES"): NINE + 2 * DAY}
    told.say("MA", "answer", says=ANSWER, at=NINE + DAY)
    assert owed(told, receipts, by="MA").took() == DAY
    assert owed(told, receipts, by="ES").due_at == NINE + 9 * DAY


@pytest.mark.law("L15")
def test_clarification_stops_the_clock_from_the_asking_until_the_receipt_of_the_answer():
    told = asked()
    receipts = {(told.opening, "MA"): NINE}
    told.say("MA", "ask-clarification", at=NINE + DAY)
    paused = owed(told, receipts)
    assert (paused.paused_at, paused.due_at, paused.running) == (NINE + DAY, None, False)
    assert not paused.late(now=NINE + 100 * DAY)

    clarified = told.say("FR", "clarify", item="MA", at=NINE + 3 * DAY)
    assert owed(told, receipts).paused_at == NINE + DAY  # sent, and not yet received

    receipts[clarified, "MA"] = NINE + 4 * DAY
    duty = owed(told, receipts)
    assert (duty.paused_for, duty.due_at) == (3 * DAY, NINE + 10 * DAY)
    told.say("MA", "answer", says=ANSWER, at=NINE + 10 * DAY)
    duty = owed(told, receipts)
    assert (duty.late(now=NINE), duty.took()) == (False, 7 * DAY)


def test_two_rounds_of_clarification_add_up():
    told = asked()
    receipts = {(told.opening, "MA"): NINE}
    for day in (1, 4):
        told.say("MA", "ask-clarification", at=NINE + day * DAY)
        clarified = told.say("FR", "clarify", item="MA", at=NINE + day * DAY + HOUR)
        receipts[clarified, "MA"] = NINE + day * DAY + 2 * HOUR
    assert owed(told, receipts).paused_for == 4 * HOUR


def test_a_round_of_clarification_beyond_those_agreed_stops_no_clock():
    """Our own node would not offer it; a partner's may, and gains no time."""
    told = asked()
    receipts = {(told.opening, "MA"): NINE}
    for day in (1, 2, 3):
        told.say("MA", "ask-clarification", at=NINE + day * DAY)
        asked_for = owed(told, receipts)
        clarified = told.say("FR", "clarify", item="MA", at=NINE + day * DAY + HOUR)
        receipts[clarified, "MA"] = NINE + day * DAY + 2 * HOUR
    assert (asked_for.paused_at, asked_for.due_at) == (None, NINE + 7 * DAY + 4 * HOUR)
    assert owed(told, receipts).paused_for == 4 * HOUR


LATE_EXCUSES = [
    pytest.param("ask-clarification", {}, id="asks for clarification"),
    pytest.param("await-judge", {"until": "2026-03-01T12:00:00.000Z"}, id="awaits a judge"),
    pytest.param("take-up", {"access": "indirect"}, id="says that access is indirect"),
]


@pytest.mark.law("L10")
@pytest.mark.parametrize(("step", "says"), LATE_EXCUSES)
@pytest.mark.parametrize("late_by", [timedelta(0), timedelta(milliseconds=1)], ids=["in time", "late"])
def test_who_is_late_already_is_not_made_punctual_by_what_it_says_then(step, says, late_by):
    told = asked(urgency="urgent")
    told.say("MA", step, says=says, at=NINE + 8 * HOUR + late_by)
    duty = owed(told, {(told.opening, "MA"): NINE})
    assert duty.late(now=NINE + 9 * HOUR) == bool(late_by)
    assert (duty.due_at == NINE + 8 * HOUR) == bool(late_by)


@pytest.mark.law("L15")
def test_refusing_while_the_clarification_stays_away_is_not_late():
    told = asked()
    told.say("MA", "ask-clarification", at=NINE + DAY)
    told.say("MA", "refuse", says={"ground": "incomplete-request"}, at=NINE + 30 * DAY)
    duty = owed(told, {(told.opening, "MA"): NINE})
    assert (duty.took(), duty.paused_for, duty.paused_at) == (DAY, 29 * DAY, None)
    assert not duty.late(now=NINE + 60 * DAY)


def test_a_clock_of_the_partner_that_runs_ahead_moves_nothing():
    """Every instant is read on the side that owes; what Paris wrote on its own clock is only shown."""
    told = asked(at=NINE + 300 * DAY)
    told.say("MA", "ask-clarification", at=NINE + DAY)
    clarified = told.say("FR", "clarify", item="MA", at=NINE + 400 * DAY)
    duty = owed(told, {(told.opening, "MA"): NINE, (clarified, "MA"): NINE + 2 * DAY})
    assert duty.due_at == NINE + 8 * DAY


@pytest.mark.law("L11")
def test_waiting_for_a_judge_extends_to_the_hour_stated_and_is_counted():
    told = asked(urgency="urgent")
    receipts = {(told.opening, "MA"): NINE}
    told.say("MA", "await-judge", says={"until": "2026-01-20T12:00:00.000Z"}, at=NINE + HOUR)
    duty = owed(told, receipts)
    assert (duty.due_at, duty.extended) == (datetime(2026, 1, 20, 12, tzinfo=UTC), True)
    told.say("MA", "await-judge", says={"until": "2026-01-06T12:00:00.000Z"}, at=NINE + 2 * HOUR)
    assert owed(told, receipts).due_at == datetime(
        2026, 1, 20, 12, tzinfo=UTC
    )  # an earlier hour shortens nothing


def test_an_extension_before_the_time_is_over_shortens_nothing():
    told = asked()
    told.say("MA", "await-judge", says={"until": "2026-01-06T12:00:00.000Z"})
    assert owed(told, {(told.opening, "MA"): NINE}).due_at == NINE + 7 * DAY


def test_a_withdrawn_request_is_owed_by_nobody():
    told = asked()
    told.say("FR", "withdraw")
    duty = owed(told, {(told.opening, "MA"): NINE})
    assert (duty.moot, duty.running, duty.late(now=NINE + 100 * DAY)) == (True, False, False)


def test_an_answer_that_came_late_stays_late():
    told = asked()
    told.say("MA", "answer", says=ANSWER, at=NINE + 8 * DAY)
    told.say("FR", "close")
    duty = owed(told, {(told.opening, "MA"): NINE})
    assert (duty.moot, duty.took(), duty.late(now=NINE)) == (False, 8 * DAY, True)


def test_a_part_of_the_answer_does_not_stop_the_clock():
    told = asked()
    told.say("MA", "answer-part", says=ANSWER, at=NINE + DAY)
    assert owed(told, {(told.opening, "MA"): NINE}).running


@pytest.mark.law("AS-M7-3")
@pytest.mark.law("L24")
@pytest.mark.parametrize("closed", [False, True], ids=["open", "after the close"])
def test_as_m7_3_a_correction_is_to_be_confirmed_within_72_hours_by_each_recipient(closed):
    told = asked("FR", "MA", "ES")
    answer = told.say("MA", "answer", says=ANSWER)
    told.say("ES", "answer", says=ANSWER)
    if closed:
        told.say("FR", "close")
    correction = told.say("MA", "correct", says={"corrects": answer.id, "reason": "inaccurate"})
    received_at = told.at + 5 * HOUR
    receipts = {(correction, "FR"): received_at}
    duty = owed(told, receipts, by="FR", duty="confirm-correction")
    assert (duty.due_at, duty.running) == (received_at + 72 * HOUR, True)
    assert not owed(told, receipts, by="ES", duty="confirm-correction").running  # has not received it
    told.say("FR", "confirm-correction", item=correction, at=received_at + HOUR)
    assert owed(told, receipts, by="FR", duty="confirm-correction").took() == HOUR


def test_before_the_request_arrives_nothing_is_owed():
    told = asked()
    answer = told.say("MA", "answer", says=ANSWER)
    told.said = [answer]
    assert duties(told.standing, {}, TERMS) == ()


@given(later=st.integers(0, 10**9), earlier=st.integers(0, 10**9))
def test_time_makes_late_and_never_in_time_again(later, earlier):
    told = asked()
    duty = owed(told, {(told.opening, "MA"): NINE})
    first, second = sorted((NINE + timedelta(seconds=later), NINE + timedelta(seconds=earlier)))
    assert duty.late(first) <= duty.late(second)


SUSPENDED = replace(TERMS, suspended=((NINE + DAY, NINE + 3 * DAY),))


@pytest.mark.law("D4")
@pytest.mark.parametrize(
    ("spans", "due_after", "since"),
    [
        pytest.param([], 7 * DAY, None, id="never suspended"),
        pytest.param([(1, 3)], 9 * DAY, None, id="two days"),
        pytest.param([(1, 3), (2, 4)], 10 * DAY, None, id="two suspensions that overlap"),
        pytest.param([(2, 4), (1, 3), (2, 3)], 10 * DAY, None, id="in any order, one inside another"),
        pytest.param([(-2, 1)], 8 * DAY, None, id="begun before anything was received"),
        pytest.param([(-5, -1)], 7 * DAY, None, id="over before anything was received"),
        pytest.param([(8, 9)], 7 * DAY, None, id="begun when the time was over: late is late"),
        pytest.param([(6, 8), (8, 10)], 11 * DAY, None, id="one after another"),
        pytest.param([(3, None)], None, 3 * DAY, id="suspended still"),
        pytest.param([(1, 2), (3, None), (4, 5)], None, 3 * DAY, id="suspended still, and once before"),
        pytest.param([(8, None)], 7 * DAY, None, id="suspended when the time was over"),
        pytest.param([(3, 2)], 7 * DAY, None, id="ended before it began"),
    ],
)
def test_no_clock_runs_while_the_field_is_suspended(spans, due_after, since):
    told = asked()
    suspended = tuple((NINE + a * DAY, None if b is None else NINE + b * DAY) for a, b in spans)
    duty = owed(told, {(told.opening, "MA"): NINE}, terms=replace(TERMS, suspended=suspended))
    assert duty.due_at == (None if due_after is None else NINE + due_after)
    assert duty.paused_at == (None if since is None else NINE + since)


@pytest.mark.law("D4")
def test_a_pause_inside_a_suspension_is_taken_off_once():
    told = asked()
    told.say("MA", "ask-clarification", at=NINE + DAY)
    clarified = told.say("FR", "clarify", item="MA", at=NINE + 2 * DAY)
    receipts = {(told.opening, "MA"): NINE, (clarified, "MA"): NINE + 2 * DAY}
    duty = owed(told, receipts, terms=SUSPENDED)
    assert (duty.due_at, duty.paused_for) == (NINE + 9 * DAY, 2 * DAY)


@pytest.mark.law("D4")
def test_what_was_done_while_suspended_took_only_the_time_that_ran():
    told = asked()
    told.say("MA", "answer", says=ANSWER, at=NINE + 2 * DAY)
    duty = owed(told, {(told.opening, "MA"): NINE}, terms=SUSPENDED)
    assert (duty.took(), duty.paused_at, duty.late(NINE + 30 * DAY)) == (DAY, None, False)


@pytest.mark.law("D4")
@given(st.lists(st.tuples(st.integers(-3, 12), st.one_of(st.none(), st.integers(-3, 15))), max_size=5))
def test_a_suspension_never_makes_anything_due_earlier(spans):
    suspended = tuple((NINE + a * DAY, None if b is None else NINE + b * DAY) for a, b in spans)
    told = asked()
    duty = owed(told, {(told.opening, "MA"): NINE}, terms=replace(TERMS, suspended=suspended))
    assert duty.due_at is None or duty.due_at >= NINE + 7 * DAY
    assert (duty.due_at is None) == (duty.paused_at is not None)
    again = replace(TERMS, suspended=(*reversed(suspended), *suspended))
    assert owed(told, {(told.opening, "MA"): NINE}, terms=again) == duty

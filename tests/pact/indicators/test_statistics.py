"""The statistics that a contact point owes every year: sent, answered, refused by ground, late, extended."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.pact.indicators import statistics
from mithaq.pact.indicators.indicator import Case, Period
from mithaq.pact.ledger.entry import read_entry
from mithaq.pact.rules import register
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import standing
from tests.pact.rules.telling import NINE, TERMS
from tests.pact.rules.test_inquiries import ANSWER, TAKE_UP, asked
from tests.pact.rules.test_threats import warned
from tests.vectors.frozen import STANDINGS, vector

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


IN_WHICH_ONE_ASKS_ANOTHER = [
    ("assistance", {"begin-assistance"}, {"offer-help"}, {"decline-help"}),
    ("event", {"begin-delegation"}, {"offer-help"}, {"decline-help"}),
    ("group", {"propose-charter"}, {"adopt-charter"}, {"decline-charter"}),
    ("inquiry", {"ask"}, {"answer"}, {"answer", "refuse"}),
    ("operation", {"propose-operation"}, {"agree-concept"}, {"decline-concept"}),
    ("threat", {"begin-support", "warn"}, {"acknowledge", "offer-help"}, {"decline-help"}),
    ("training", {"plan-session"}, {"offer-help"}, {"decline-help"}),
    ("wanted", {"issue"}, {"accept-search"}, {"decline-search"}),
]
IN_WHICH_NOBODY_DOES = {
    "agreement", "communique", "contacts", "deconfliction", "evaluation", "honour", "information",
    "instrument", "meeting", "plan", "readiness", "trend",
}  # fmt: skip


ASKING = [each for each in STANDINGS if each.rpartition("-")[0] not in IN_WHICH_NOBODY_DOES]


@pytest.mark.law("L41")
def test_every_field_says_what_asks_answers_and_refuses_or_that_nothing_does():
    found = [
        (each.name, set(each.requests), set(each.answers), set(each.refuses))
        for each in register.kinds()
        if each.requests
    ]
    assert sorted(found) == IN_WHICH_ONE_ASKS_ANOTHER
    assert {each.name for each in register.kinds() if not each.requests} == IN_WHICH_NOBODY_DOES


@pytest.mark.law("L41")
def test_help_that_is_offered_unasked_is_no_request_and_accepting_it_no_answer():
    unasked, wanted = warned(), warned()
    said = {"support": "dvi", "people": 8}
    offer = unasked.say("FR", "begin-support", says={**said, "way": "offer"})
    unasked.say("MA", "accept-help", item=offer)
    need = wanted.say("MA", "begin-support", says={**said, "way": "ask"})
    wanted.say("FR", "offer-help", item=need)
    wanted.say("MA", "accept-help", item=need)
    warning, request = ("MA", "FR", "urgent", 1.0), ("FR", "MA", "urgent", 1.0)
    assert seen(statistics.asked, unasked) == [warning]
    assert seen(statistics.answered, unasked) == []
    assert seen(statistics.asked, wanted) == [warning, warning]
    assert seen(statistics.answered, wanted) == [request]
    declined = warned()
    need = declined.say("MA", "begin-support", says={**said, "way": "ask"})
    declined.say("FR", "decline-help", item=need)
    assert seen(statistics.refused, declined) == [("FR", "MA", "", 1.0)]


@pytest.mark.law("L41")
@pytest.mark.parametrize(
    "name", [each for each in STANDINGS if each.rpartition("-")[0] not in IN_WHICH_NOBODY_DOES]
)
def test_nobody_answers_more_than_was_asked_of_them(name):
    frozen = vector(f"standings/{name}")
    for one in frozen["conversations"]:
        entries = [read_entry(header.encode()) for header in one["arrived"]]
        state = standing(register.kind(frozen["kind"], frozen["edition"]), entries).state
        if state is None:
            continue
        asked = Counter((each.toward, each.by) for each in statistics.asked(Case(state)))
        for see in (statistics.answered, statistics.refused):
            told = Counter((each.by, each.toward) for each in see(Case(state)))
            assert all(number <= asked[pair] for pair, number in told.items()), one["name"]

"""What warnings add up to: minutes, outcomes, lessons."""

from datetime import date, timedelta

from mithaq.pact.indicators import threats
from mithaq.pact.indicators.indicator import Case, Period
from mithaq.pact.rules.clocks import duties
from tests.pact.rules.test_threat_reviews import TERMS as HOURS
from tests.pact.rules.test_threat_reviews import closed, declared
from tests.pact.rules.test_threats import RECEIVED_AT, WARNED_AT, owed, warned


def test_nothing_is_measured_of_nothing():
    assert threats.acknowledged_in_time([], {}) is None
    assert threats.false_alarms([]) is None
    assert threats.support_after([]) is None
    assert threats.lessons([]) is None


def test_danger_to_life_is_counted_by_whether_it_was_acknowledged_in_time():
    prompt, late, never, other = warned(), warned(), warned(), warned(life_at_risk=False)
    prompt.say("FR", "acknowledge", at=WARNED_AT + timedelta(minutes=19))
    late.say("FR", "acknowledge", at=WARNED_AT + timedelta(minutes=40))
    tales = (prompt, late, never, other)
    receipts = {(told.opening.id, "FR"): RECEIVED_AT for told in tales}
    # The three of danger to life have one text and one id: each is asked of its own standing.
    assert threats.acknowledged_in_time([told.state for told in tales], receipts) == (1, 3)
    year = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
    figure = threats.measure([Case(told.state, tuple(owed(told))) for told in tales], year)
    assert (round(figure.value), figure.counted, figure.left_out) == (33, 3, 0)


def test_outcomes_support_and_lessons():
    told = warned("MA", "FR", "ES")
    for party in ("FR", "ES"):
        told.say(party, "acknowledge")
    told.say("FR", "report-action", says={"outcome": "false-alarm"})
    told.say("ES", "report-no-action", says={"ground": "unlawful-origin"})
    help_offered = told.say("FR", "begin-support", says={"way": "offer", "support": "dvi", "people": 8})
    told.say("MA", "accept-help", item=help_offered)
    told.say("FR", "deliver-help", item=help_offered)
    first, _ = told.say("FR", "draw-lesson"), told.say("ES", "draw-lesson")
    told.say("FR", "close-lesson", item=first)
    assert threats.false_alarms([told.state]) == (1, 1)
    assert threats.unlawful_origins([told.state]) == 1
    assert threats.support_after([told.state]) == timedelta(minutes=1)
    assert threats.lessons([told.state]) == (1, 2)


def test_lines_of_a_crisis_are_counted_by_the_hour_and_reviews_by_the_lot_that_was_drawn():
    told = declared()
    for line in ("h0-call", "h0-read-back", "h1-people"):
        told.say("FR", "tick-line", says={"line": line})
    told.say("MA", "tick-line", at=WARNED_AT + timedelta(hours=2), says={"line": "h1-people"})
    case = Case(told.state, duties(told.standing, {}, HOURS))
    met = [each.value for each in threats.seen_to(case)]
    assert (met.count(1.0), len(met)) == (3, 20)
    ended, owed = closed(100)
    assert [each.value for each in threats.reviewed(Case(ended.state, tuple(owed)))] == [0.0, 0.0]
    ended.say("FR", "review-rights", says={"finding": "origin", "referred": True})
    ended.say("MA", "review-rights", says={"finding": "in-order"})
    assert [(each.by, each.value) for each in threats.referred(Case(ended.state))] == [("FR", 1.0)]

"""Groups, edition 2: the review half-way, dormancy, the pause, decisions that are owed by a day."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.pact.indicators import groups as indicators
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.group_reviews import half_on
from mithaq.pact.rules.groups import SECOND as KIND
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import NINE, Told, codes, problems

CHARTER = {"sort": "thematic", "axis": "FUG", "sunset_on": "2027-01-05", "quorum": 1, "rhythm_days": 60}
MEMBER = {"role": "member"}
DECISION = {"owner": "FR", "due_on": "2026-03-31", "in_mandate": True}
MEETING = {"starts_at": "2026-02-01T09:00:00.000Z", "ends_at": "2026-02-01T12:00:00.000Z"}
REVIEW = {"score": 4, "proposes": "extend"}
EXTENSION = {"sunset_on": "2027-12-31"}
SIX_MONTHS = datetime(2026, 7, 7, tzinfo=UTC)
TERMS = Terms("a" * 64, {}, calendars={"MA": Calendar("MA", "UTC"), "FR": Calendar("FR", "UTC")})


def chartered(**changes) -> Told:
    told = Told(KIND, "MA", "FR", says=CHARTER | changes)
    told.say("FR", "adopt-charter")
    for party in ("MA", "FR"):
        told.say(party, "name-member", says=MEMBER)
    return told


def offered(told: Told, party: str) -> set[str]:
    return {option.step.name for option in open_steps(told.standing, party)}


def test_new_groups_are_reviewed_and_old_ones_keep_their_edition():
    assert kind("group").step("submit-review") is not None
    assert kind("group", 2) is KIND
    assert kind("group", 1).step("submit-review") is None


@pytest.mark.law("AS-M4-1")
def test_as_m4_1_after_half_of_the_time_both_review_and_nobody_extends_before():
    told = chartered()
    assert half_on(told.state) == "2026-07-06"
    told.say("MA", "state-half-time", at=SIX_MONTHS)
    assert (told.stage, turn(told.standing)) == ("in-review", {"FR", "MA"})
    assert all("submit-review" in offered(told, party) for party in ("MA", "FR"))
    owed = [each for each in duties(told.standing, {}, TERMS) if each.duty == "review"]
    assert [(each.by, each.day, each.done_at) for each in owed] == [
        ("FR", "2026-08-05", None),
        ("MA", "2026-08-05", None),
    ]
    told.say("MA", "submit-review", says=REVIEW)
    assert turn(told.standing) == {"FR"}
    assert "propose-extension" not in offered(told, "MA") | offered(told, "FR")
    told.say("FR", "submit-review", says=REVIEW | {"score": 2})
    assert told.stage == "reviewed"
    assert "propose-extension" in offered(told, "MA") & offered(told, "FR")
    assert indicators.self_evaluation(told.state) == (3.0, 2)


def test_no_extension_before_half_time_either():
    assert "propose-extension" not in offered(chartered(), "MA")


def test_only_who_paused_a_group_lifts_the_pause_and_nothing_is_decided_meanwhile():
    told = chartered()
    pause = told.say("FR", "pause-group")
    assert told.stage == "paused"
    assert {"call-meeting", "table-decision"}.isdisjoint(offered(told, "MA"))
    assert "lift-pause" not in offered(told, "MA")
    told.say("FR", "lift-pause", item=pause)
    assert told.stage == "active"


def test_an_adopted_decision_is_owed_by_its_day_by_the_party_in_charge():
    told = chartered()
    decision = told.say("MA", "table-decision", says=DECISION)
    assert not duties(told.standing, {}, TERMS)
    told.say("FR", "support-decision", item=decision)
    [owed] = duties(told.standing, {}, TERMS)
    assert (owed.by, owed.day) == ("FR", "2026-03-31")
    after = datetime(2026, 4, 1, 0, 1, tzinfo=UTC)
    assert owed.late(after)
    assert indicators.decision_followup(told.state, after.date()) == 0
    told.say("FR", "report-done", item=decision, at=datetime(2026, 3, 30, tzinfo=UTC))
    assert indicators.decision_followup(told.state, after.date()) == 1


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"in_mandate": True}, [], id="within the mandate"),
        pytest.param({"in_mandate": False}, ["groups.outside-mandate?"], id="not said to be"),
    ],
)
def test_each_decision_is_held_against_the_mandate(changes, found):
    values = {"text": "Échanger les listes de contacts.", **DECISION, **changes}
    assert codes(problems(KIND, "table-decision", values, about=chartered())) == found


@pytest.mark.parametrize(
    ("day", "found"),
    [
        pytest.param("2026-03-01", [], id="before the sunset"),
        pytest.param("2026-01-05", ["rules.in-the-past"], id="today"),
        pytest.param("2027-01-05", ["groups.review-after-sunset"], id="on the sunset"),
    ],
)
def test_the_charter_may_say_when_it_is_reviewed(day, found):
    values = {
        "title": "Fugitifs et recherches", "objectives": [{"text": "Réduire le délai"}], **CHARTER,
        "mandate": "Coordonner la localisation des personnes recherchées.", "review_on": day,
    }  # fmt: skip
    assert codes(problems(KIND, "propose-charter", values)) == found


# What groups add up to


def test_parity_is_the_smaller_side_over_the_larger():
    told = Told(KIND, "MA", "FR", says=CHARTER)
    assert indicators.parity(told.state) is None
    told = chartered()
    told.say("MA", "name-member", says=MEMBER)
    assert indicators.parity(told.state) == 0.5


def test_meetings_are_counted_against_the_rhythm_of_the_charter():
    told = chartered()
    assert indicators.meeting_regularity(told.state, NINE + timedelta(days=59)) is None
    meeting = told.say("MA", "call-meeting", says=MEETING)
    told.say("MA", "hold-meeting", item=meeting)
    assert indicators.meeting_regularity(told.state, NINE + timedelta(days=121)) == 0.5
    assert indicators.dormant_days(told.state, NINE + timedelta(days=31)) == 30


def test_what_was_delivered_is_what_the_most_careful_side_says():
    told = chartered(deliverable_count=4)
    assert indicators.deliverable_rate(told.state) is None
    told.say("MA", "begin-closing")
    told.say("MA", "confirm-close", says={"score": 5, "delivered": 4})
    told.say("FR", "confirm-close", says={"score": 4, "delivered": 3})
    assert indicators.deliverable_rate(told.state) == 0.75
    assert indicators.self_evaluation(told.state) == (4.5, 1)

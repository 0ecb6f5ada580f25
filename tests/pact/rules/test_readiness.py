"""Readiness: what has run out counts for nothing, the weakest criterion decides, gaps become actions."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.rules import readiness_levels as levels
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.readiness import KIND, missing_improvements, read
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import NINE, Told, codes, problems

ASSESSED = {
    "likelihood": 4, "people": 5, "continuity": 3, "rights": 2, "confidence": 4, "left_likelihood": 2,
    "left_impact": 4, "controls_until": "2026-01-20", "review_on": "2026-06-30",
}  # fmt: skip
RISK = {"subject": "conduct", "owner": "FR"}
LEVELS = {
    "staff": 3, "procedures": 4, "equipment": 3, "training": 3, "exercised": 3, "valid_until": "2027-01-31",
}  # fmt: skip
AFTER = datetime(2026, 1, 21, 0, 5, tzinfo=UTC)
ACTION = "c" * 64


def begun() -> Told:
    return Told(KIND, "MA", "FR", says={"axis": "EVT"})


def with_risk(**changes):
    told = begun()
    risk = told.say("MA", "identify-risk", says=RISK)
    told.say("FR", "assess-risk", item=risk, says=ASSESSED | changes)
    return told, risk


def may(told, party, item):
    return {each.step.name for each in open_steps(told.standing, party) if each.item == item.id}


@pytest.mark.law("AS-M14-1")
def test_as_m14_1_a_control_that_has_run_out_counts_for_nothing_and_the_head_alone_accepts():
    told, risk = with_risk()
    item = told.item("risk", risk)
    assert (levels.inherent(item), levels.residual(item), levels.band(20)) == (20, 8, "critical")
    assert may(told, "FR", risk) >= {"accept-risk"}
    assert KIND.step("state-expiry").lapse_at(told.state) == datetime(2026, 1, 21, tzinfo=UTC)
    told.say("MA", "state-expiry", at=AFTER)
    item = told.item("risk", risk)
    assert (item.stage, levels.residual(item), told.stage) == ("uncontrolled", 20, "attention")
    assert turn(told.standing) == {"FR"}
    assert "accept-risk" not in may(told, "FR", risk)
    assert "accept-critical-risk" in may(told, "FR", risk)
    assert KIND.step("accept-critical-risk").functions == {"head-of-service"}
    told.say("FR", "accept-risk", item=risk)
    assert told.aside() == {"FR accept-risk": "rules.not-this-side"}
    told.say("FR", "accept-critical-risk", item=risk)
    assert levels.residual(told.item("risk", risk)) == 20  # accepted as it is, without the control
    assert told.stage == "in-use"
    told.say("FR", "assess-risk", item=risk, says=ASSESSED | {"controls_until": "2026-12-31"})
    assert levels.residual(told.item("risk", risk)) == 8


def test_nothing_runs_out_before_its_day_and_only_once():
    told, risk = with_risk()
    told.say("MA", "state-expiry", at=datetime(2026, 1, 20, 23, 59, tzinfo=UTC))
    assert told.aside() == {"MA state-expiry": "rules.not-at-this-stage"}
    told.say("MA", "state-expiry", at=AFTER)
    told.say("FR", "state-expiry")
    assert list(told.aside()) == ["MA state-expiry", "FR state-expiry"]
    assert told.item("risk", risk).stage == "uncontrolled"


def test_a_review_that_is_overdue_makes_a_risk_stale_and_a_new_one_owed_again():
    told, risk = with_risk(controls_until="2026-12-31", review_on="2026-02-10")
    terms = Terms("a" * 64, calendars={party: Calendar(party, "UTC", frozenset()) for party in ("MA", "FR")})
    [owed] = [each for each in duties(told.standing, {}, terms) if each.duty == "review"]
    assert (owed.by, owed.late(datetime(2026, 2, 12, tzinfo=UTC))) == ("FR", True)
    told.say("FR", "state-expiry", at=datetime(2026, 2, 11, 0, 1, tzinfo=UTC))
    assert told.item("risk", risk).stage == "stale"
    told.say("FR", "assess-risk", item=risk, says=ASSESSED | {"controls_until": "2026-12-31"})
    first, second = [each for each in duties(told.standing, {}, terms) if each.duty == "review"]
    assert (first.done_at is not None, second.done_at) == (True, None)


def exercised(told, capability, **results):
    plan = {"sort": "tabletop", "held_on": "2026-02-01", "capability": capability.id}
    exercise = told.say("MA", "plan-exercise", says=plan)
    told.say("FR", "approve-exercise", item=exercise)
    said = {"performed": 0, "some": 0, "major": 0, "unable": 0} | results
    told.say("MA", "run-exercise", item=exercise, says=said)
    return exercise


def with_capability(**changes):
    told = begun()
    capability = told.say("MA", "declare-capability", says={"critical": True})
    told.say("MA", "give-evidence", item=capability, says=LEVELS | changes)
    return told, capability


@pytest.mark.law("AS-M14-2")
def test_as_m14_2_what_was_not_met_lowers_the_capability_and_asks_for_improvements_before_the_close():
    told, capability = with_capability()
    assert levels.readiness(told.state, told.item("capability", capability)) == 3
    exercise = exercised(told, capability, performed=1, some=1, unable=1)
    tried = told.item("capability", capability)
    assert (tried.stage, levels.readiness(told.state, tried)) == ("exercised", 1)
    told.say("MA", "give-review", item=exercise)
    assert missing_improvements(told.state, told.item("exercise", exercise)) == 2
    told.say("MA", "close-exercise", item=exercise)
    told.say("FR", "close-exercise", item=exercise)
    assert told.item("exercise", exercise).stage == "reviewed"
    asked = {"exercise": exercise.id, "owner": "FR", "due_on": "2026-07-01", "action": ACTION}
    told.say("MA", "ask-improvement", says=asked)
    missing = problems(KIND, "close-exercise", {}, about=told, item=exercise.id)
    assert codes(missing) == ["readiness.improvements-missing"]
    told.say("FR", "ask-improvement", says=asked | {"owner": "MA"})
    assert not problems(KIND, "close-exercise", {}, about=told, item=exercise.id)
    told.say("FR", "close-exercise", item=exercise)
    assert told.item("exercise", exercise).stage == "closed"
    assert ("carried-by", ACTION) in read(told.state, {}).facets
    told.say("MA", "give-evidence", item=capability, says=LEVELS | {"exercised": 4})
    assert levels.readiness(told.state, told.item("capability", capability)) == 3


def test_an_improvement_has_somebody_in_charge():
    told, capability = with_capability()
    exercise = exercised(told, capability, some=1)
    form = {"exercise": exercise.id, "text": "Doubler la ligne de filtrage.", "due_on": "2026-07-01"}
    assert codes(problems(KIND, "ask-improvement", form, about=told)) == ["rules.required"]
    assert codes(problems(KIND, "ask-improvement", form | {"owner": "ES"}, about=told)) == [
        "rules.not-a-party"
    ]


EVENTS = [
    pytest.param("Supporters of country X", True, id="en"),
    pytest.param("Supporters du pays X en tribune", True, id="fr"),
    pytest.param("مشجعو منتخب البلد المجاور", True, id="ar"),
    pytest.param("Nationals of country X at the border", True, id="a nationality"),
    pytest.param("Une communauté religieuse du quartier", True, id="a belief"),
    pytest.param("late arrival of >5 000 ticketless fans at gate", False, id="conduct"),
    pytest.param("Arrivée tardive de plus de 5 000 personnes sans billet", False, id="conduct, fr"),
    pytest.param("وصول متأخر لأكثر من 5000 شخص دون تذاكر إلى البوابة", False, id="conduct, ar"),
    pytest.param("Panne du contrôle d’accès électronique", False, id="a system"),
]


@pytest.mark.law("AS-M14-3")
@pytest.mark.parametrize(("event", "stopped"), EVENTS)
def test_as_m14_3_a_group_of_people_is_no_risk_and_conduct_is(event, stopped):
    form = RISK | {"event": event, "cause": "Vente au noir la veille.", "consequence": "Poussée aux portes."}
    found = codes(problems(KIND, "identify-risk", form, about=begun()))
    assert found == (["readiness.not-a-group-of-people"] if stopped else [])


FORM = ASSESSED | {"controls": "Filtrage en deux lignes, plan signé."}
MORE_LEFT = "readiness.more-left-than-there-was"
BAD_ASSESSMENTS = [
    pytest.param({"likelihood": 0}, "rules.number-out-of-range", id="likelihood 0"),
    pytest.param({"likelihood": 6}, "rules.number-out-of-range", id="likelihood 6"),
    pytest.param({"people": ""}, "rules.required", id="no impact"),
    pytest.param({"left_likelihood": 5, "left_impact": 5}, MORE_LEFT, id="more left"),
    pytest.param({"controls": ""}, "readiness.controls-not-shown", id="lowered by nothing"),
    pytest.param({"controls_until": ""}, "readiness.controls-not-shown", id="shown for ever"),
    pytest.param({"review_on": "2025-12-31"}, "rules.in-the-past", id="reviewed before"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), BAD_ASSESSMENTS)
def test_an_assessment_that_is_badly_said_is_answered(changes, code):
    assert not problems(KIND, "assess-risk", FORM)
    assert code in codes(problems(KIND, "assess-risk", FORM | changes))
    higher = FORM | {"left_likelihood": 5, "left_impact": 5, "note": "Le contrôle attire la foule."}
    assert not problems(KIND, "assess-risk", higher)


def test_what_is_too_short_valid_for_ever_or_without_objective_is_answered():
    short = problems(
        KIND, "identify-risk", RISK | {"event": "crime", "cause": "x" * 10, "consequence": "x" * 10}
    )
    assert codes(short) == ["rules.too-short"]
    shown = LEVELS | {"evidence": "Inspection conjointe."}
    assert not problems(KIND, "give-evidence", shown, now=NINE)
    for_ever = problems(KIND, "give-evidence", shown | {"valid_until": "2036-01-01"})
    assert codes(for_ever) == ["readiness.valid-too-long"]
    assert codes(problems(KIND, "give-evidence", shown | {"valid_until": ""})) == ["rules.required"]
    bare = {"scenario": "Poussée aux portes", "sort": "drill", "held_on": "2026-03-01", "objectives": []}
    assert codes(problems(KIND, "plan-exercise", bare)) == ["rules.required"]


def test_a_capability_is_validated_by_another_party_and_runs_out():
    told, capability = with_capability(valid_until="2026-01-31")
    told.say("MA", "validate-capability", item=capability)
    assert told.aside() == {"MA validate-capability": "rules.not-this-side"}
    told.say("FR", "validate-capability", item=capability)
    assert told.item("capability", capability).stage == "validated"
    told.say("FR", "state-expiry", at=datetime(2026, 2, 1, 0, 1, tzinfo=UTC))
    expired = told.item("capability", capability)
    assert (expired.stage, levels.readiness(told.state, expired), told.stage) == ("expired", 0, "attention")


def test_what_is_not_critical_is_the_mean_of_its_criteria():
    told = begun()
    capability = told.say("MA", "declare-capability")
    told.say("MA", "give-evidence", item=capability, says=LEVELS)
    assert levels.readiness(told.state, told.item("capability", capability)) == pytest.approx(3.2)


@settings(max_examples=40)
@given(st.integers(1, 5), st.lists(st.integers(1, 5), min_size=4, max_size=4))
def test_the_highest_impact_counts_and_every_score_has_a_band(chance, impacts):
    told, risk = with_risk(likelihood=chance, **dict(zip(levels.IMPACTS, impacts, strict=True)))
    score = levels.inherent(told.item("risk", risk))
    assert score == chance * max(impacts)
    assert levels.band(score) in ("low", "moderate", "high", "critical")


@settings(max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=5, max_size=5), st.booleans())
def test_the_weakest_criterion_is_never_better_than_the_mean(said, critical):
    told = begun()
    capability = told.say("MA", "declare-capability", says={"critical": critical})
    shown = dict(zip(levels.CRITERIA, said, strict=True)) | {"valid_until": "2027-01-31"}
    told.say("MA", "give-evidence", item=capability, says=shown)
    ready = levels.readiness(told.state, told.item("capability", capability))
    assert min(said) <= ready <= max(said)
    assert ready == min(said) if critical else ready == pytest.approx(sum(said) / 5)


def test_a_form_for_results_has_a_row_for_each_objective():
    told = begun()
    exercise = told.say("MA", "plan-exercise", says={"sort": "drill", "held_on": "2026-02-01"})
    bodies = {exercise.id: {"objectives": [{"text": "Ouvrir les portes"}, {"text": "Alerter"}]}}
    given_rows = KIND.step("run-exercise").given(told.state, exercise.id, bodies)
    assert given_rows == {"results": [{"text": "Ouvrir les portes"}, {"text": "Alerter"}]}
    marks = {"results": [{"result": "P"}, {"result": "S"}, {"result": "U"}]}
    counted = KIND.step("run-exercise").derive(marks)
    assert counted == {"performed": 1, "some": 1, "major": 0, "unable": 1}

"""Assistance: a need first, silence that agrees, technology that is held, and what is done evaluated."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.pact.rules.assistance import CLEARS, KIND, silence_at
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.errors import StepNotAllowed
from mithaq.pact.rules.fold import check_allowed, open_steps, turn
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import NINE, Told, codes, problems

ASKED = {
    "way": "ask", "format": "peer-review", "axis": "PTS", "participants": 6, "answer_by": "2026-01-12",
    "no_conflict": True,
}  # fmt: skip
NEED = "Le laboratoire n’a pas de procédure commune pour identifier les victimes d’une catastrophe."
FORM = {
    **ASKED, "title": "Identification de victimes", "need": NEED,
    "expected": "Une procédure adoptée et éprouvée lors d’un exercice.",
}  # fmt: skip
MISSION = {"starts_on": "2026-03-02", "ends_on": "2026-03-06", "experts": 2, "people": 6}
CRITERIA = (
    "eligibility", "plan-priority", "clear-objective", "feasibility", "no-duplication", "absorption",
    "sustainability", "rights-risk", "cost", "timing",
)  # fmt: skip
DECISION = {
    "decided_on": "2026-01-05",
    "criteria": [{"criterion": each, "score": 3 if at < 4 else 2} for at, each in enumerate(CRITERIA)],
}  # fmt: skip
SILENT = datetime(2026, 1, 13, tzinfo=UTC)
HOLIDAY = frozenset({"2026-01-06"})
CALENDARS = Terms(
    "a" * 64,
    {"silence_days": 5},
    calendars={
        "FR": Calendar("FR", "Europe/Paris", HOLIDAY),
        "MA": Calendar("MA", "Africa/Casablanca", HOLIDAY),
    },
)


def asked(*parties: str, **changes) -> Told:
    return Told(KIND, *(parties or ("MA", "FR")), says=ASKED | changes)


def accepted(**changes) -> Told:
    told = asked(**changes)
    told.say("FR", "agree-consultation")
    told.say("FR", "offer-help", says={"decided_on": "2026-01-05", "score": 24})
    told.say("MA", "accept-help")
    return told


@pytest.mark.law("AS-M8-1")
def test_as_m8_1_silence_agrees_and_the_decision_is_still_needed():
    told = asked()
    assert (told.stage, turn(told.standing)) == ("consultation", {"FR"})
    assert silence_at(told.state) == SILENT
    told.say("MA", "state-silence", at=SILENT - timedelta(minutes=2))
    assert told.stage == "consultation"
    told.say("MA", "state-silence", at=SILENT)
    assert (told.item("consultation").stage, told.stage) == (
        "tacit",
        "asked",
    )  # not accepted: decided on first
    with pytest.raises(StepNotAllowed):
        check_allowed(told.standing, "accept-help", "MA")
    assert not problems(KIND, "offer-help", DECISION, by="FR", about=told)
    score = KIND.step("offer-help").derive(DECISION)["score"]
    told.say("FR", "offer-help", says={"decided_on": "2026-01-13", "score": score})
    told.say("MA", "accept-help")
    assert (told.stage, score) == ("accepted", 24)
    assert told.item("support").latest("offer-help").says["score"] == 24


def awaited(told: Told) -> dict[str, tuple[datetime | None, datetime | None]]:
    """By each who is consulted: when its answer is due, and when it came."""
    owed = (each for each in duties(told.standing, {}, CALENDARS) if each.duty == "answer" and not each.moot)
    return {each.by: (each.due_at, each.done_at) for each in owed}


def test_an_answer_is_awaited_until_silence_agrees():
    told = asked("MA", "FR", "ES")
    assert awaited(told) == {"FR": (SILENT, None), "ES": (SILENT, None)}
    answer = told.say("ES", "agree-consultation")
    assert awaited(told) == {"FR": (SILENT, None), "ES": (SILENT, answer.at)}
    told.say("MA", "state-silence", at=SILENT)
    assert awaited(told) == {"ES": (SILENT, answer.at)}  # who was silent owes none any more


def test_whoever_objected_has_answered():
    told = asked()
    objection = told.say("FR", "object")
    assert awaited(told) == {"FR": (SILENT, objection.at)}
    for changes in (
        {"sensitive": ("interception",)},
        {"way": "offer"},
    ):  # held, or nothing to be consulted on
        assert not awaited(asked(**changes))


def test_whoever_manages_is_reminded_of_a_consultation_before_the_head_is():
    """Five working days hold a weekend: the third begins five days before the end at the latest."""
    reminders = {each.after.days: each.functions for each in KIND.owed["answer"].reminders}
    assert reminders == {-5: {"assistance-manager"}, -1: {"head-of-service"}}


def test_silence_agrees_to_nothing_by_a_day_that_was_over_when_it_was_asked():
    told = asked(answer_by="2025-12-31")
    assert silence_at(told.state) == told.opening.at + timedelta(days=5)
    told.say("MA", "state-silence")
    assert (told.stage, told.aside()) == ("consultation", {"MA state-silence": "rules.not-at-this-stage"})


@pytest.mark.law("AS-M8-2")
def test_as_m8_2_a_sensitive_technology_is_held_until_three_functions_of_each_side_clear_it():
    told = asked(sensitive=("interception",))
    assert (told.stage, silence_at(told.state)) == ("held", None)
    told.say("MA", "state-silence", at=SILENT)
    told.say("FR", "agree-consultation")
    told.say("FR", "offer-help", says={"decided_on": "2026-01-13"})
    assert told.stage == "held"
    assert set(told.aside().values()) == {"rules.not-at-this-stage"}
    for step in CLEARS:
        told.say("MA", step)
        told.say("MA", step)
    assert told.aside()["MA clear-as-head"] == "rules.not-this-side"
    assert (told.stage, turn(told.standing)) == ("held", {"FR"})
    for step in CLEARS:
        assert told.stage == "held"
        told.say("FR", step)
    assert told.stage == "asked"


def test_the_three_clearances_are_of_three_functions():
    assert len({KIND.step(step).functions for step in CLEARS}) == 3


def test_one_objection_ends_it():
    told = asked("MA", "FR", "ES")
    told.say("FR", "agree-consultation")
    assert turn(told.standing) == {"ES"}
    told.say("ES", "object")
    assert told.stage == "vetoed"
    assert open_steps(told.standing, "FR") == ()


def test_an_offer_comes_unasked_and_is_matched_to_a_need():
    told = asked(way="offer")
    assert (told.stage, turn(told.standing)) == ("offered", {"FR"})
    assert codes(problems(KIND, "accept-help", {}, by="FR", about=told)) == ["assistance.need-first"]
    assert not problems(KIND, "accept-help", {"need": NEED}, by="FR", about=told)
    told.say("FR", "accept-help")
    assert told.stage == "accepted"


def test_nothing_is_delivered_that_was_not_evaluated():
    told = accepted()
    assert codes(problems(KIND, "deliver-help", {}, by="FR", about=told)) == ["assistance.not-evaluated"]
    told.say("FR", "deliver-help")
    mission = told.say("FR", "plan-mission", says=MISSION)
    told.say("MA", "confirm-held", item=mission)
    told.say("FR", "report-mission", item=mission, says={"recommendations": 4})
    told.say("FR", "deliver-help")
    assert (told.stage, told.aside()) == ("accepted", {"FR deliver-help": "rules.not-at-this-stage"})
    told.say("MA", "evaluate-mission", item=mission, says={"asked": 6, "answered": 5, "satisfaction": "5.2"})
    told.say("FR", "deliver-help")
    assert (told.stage, turn(told.standing)) == ("delivered", {"MA"})
    effect = {"implemented": 5, "result": "Cinq appliquées."}
    assert "assistance.more-than-there-are" in codes(problems(KIND, "report-effect", effect, about=told))
    told.say("MA", "report-effect", says={"implemented": 3})
    assert told.stage == "effect-known"


def test_equipment_is_followed_to_its_end_use_and_inspected_by_a_day():
    told = accepted(format="equipment")
    device = told.say("FR", "hand-over-equipment", says={"inspect_on": "2026-12-31"})
    told.say("FR", "certify-end-use", item=device)
    assert told.aside() == {"FR certify-end-use": "rules.not-this-side"}
    told.say("MA", "certify-end-use", item=device)
    terms = Terms("a" * 64, {}, calendars={"MA": Calendar("MA", "Africa/Casablanca")})
    [owed] = [each for each in duties(told.standing, {}, terms) if each.duty == "inspection"]
    assert (owed.by, owed.day, owed.done_at) == ("MA", "2026-12-31", None)
    told.say("MA", "inspect-equipment", item=device, says={"inspected_on": "2026-12-01", "in_service": False})
    assert told.item("equipment", device).stage == "out-of-service"


def test_a_report_is_owed_from_the_receipt_that_the_mission_was_held():
    told = accepted()
    mission = told.say("FR", "plan-mission", says=MISSION)
    held = told.say("MA", "confirm-held", item=mission)
    terms = Terms("a" * 64, {"mission_report": 15 * 24 * 60, "mission_evaluation": 30 * 24 * 60})
    owed = {each.duty: each for each in duties(told.standing, {(held.id, "FR"): NINE}, terms)}
    assert (owed["mission-report"].by, owed["mission-report"].due_at) == ("FR", NINE + timedelta(days=15))
    report = told.say("FR", "report-mission", item=mission, says={"recommendations": 2})
    owed = {each.duty: each for each in duties(told.standing, {(report.id, "MA"): NINE}, terms)}
    assert (owed["mission-evaluation"].by, owed["mission-evaluation"].due_at) == (
        "MA",
        NINE + timedelta(days=30),
    )


def test_silence_lasts_working_days_of_whoever_is_asked():
    """The 6th is a holiday in France: five working days from Monday the 5th end on Tuesday the 13th."""
    short = problems(KIND, "begin-assistance", FORM, terms=CALENDARS)
    assert codes(short) == ["assistance.silence-too-short"]
    assert not problems(KIND, "begin-assistance", FORM | {"answer_by": "2026-01-13"}, terms=CALENDARS)


BEGIN_BADLY = [
    pytest.param({"need": ""}, "assistance.need-first", id="no need"),
    pytest.param(
        {"need": NEED + " Il nous faut un UFED-4000."}, "assistance.names-a-product?", id="a product"
    ),
    pytest.param({"answer_by": ""}, "rules.required", id="no day for silence"),
    pytest.param({"format": "equipment"}, "assistance.no-end-user", id="no end user"),
    pytest.param({"participants": 0}, "rules.number-out-of-range", id="nobody helped"),
    pytest.param({"no_conflict": False}, "assistance.conflict-not-declared?", id="conflict"),
]


@pytest.mark.parametrize(("changes", "code"), BEGIN_BADLY)
def test_a_need_that_is_badly_said_is_answered(changes, code):
    assert code in codes(problems(KIND, "begin-assistance", FORM | changes))


MISSION_BADLY = [
    pytest.param({"ends_on": "2026-03-07"}, "assistance.mission-too-long", id="six days"),
    pytest.param({"ends_on": "2026-03-01"}, "rules.ends-before-it-begins", id="ends first"),
    pytest.param(
        {"starts_on": "2026-01-06", "ends_on": "2026-01-07"},
        "assistance.nobody-works-that-day?",
        id="holiday",
    ),
]


@pytest.mark.parametrize(("changes", "code"), MISSION_BADLY)
def test_a_mission_that_is_badly_planned_is_answered(changes, code):
    told = accepted(format="expert-mission")
    values = {**MISSION, "city": "Rabat", "agenda": "Visite du laboratoire, puis entretiens."}
    assert not problems(KIND, "plan-mission", values, by="FR", about=told, terms=CALENDARS)
    found = problems(KIND, "plan-mission", values | changes, by="FR", about=told, terms=CALENDARS)
    assert codes(found)[0] == code


def test_no_mission_is_planned_while_a_report_is_owed():
    told = accepted()
    mission = told.say("FR", "plan-mission", says=MISSION)
    told.say("MA", "confirm-held", item=mission)
    values = {**MISSION, "city": "Rabat", "agenda": "Visite du laboratoire, puis entretiens."}
    assert codes(problems(KIND, "plan-mission", values, by="FR", about=told)) == [
        "assistance.report-owed-first"
    ]


def test_whoever_declines_says_on_which_ground_and_what_was_declined_before_still_counts():
    told = asked()
    told.say("FR", "agree-consultation")
    said = {"reason": "Le laboratoire est déjà aidé par une autre voie."}
    assert codes(problems(KIND, "decline-help", said, by="FR", about=told)) == ["rules.required"]
    assert not problems(KIND, "decline-help", said | {"ground": "duplicates"}, by="FR", about=told)
    told.say("FR", "decline-help")  # by a node that knew no grounds
    assert (told.stage, told.aside()) == ("declined", {})


def test_preferred_dates_end_after_they_begin():
    turned = FORM | {"wished_from": "2026-05-01", "wished_until": "2026-04-01"}
    assert "rules.ends-before-it-begins" in codes(problems(KIND, "begin-assistance", turned))
    assert not problems(KIND, "begin-assistance", FORM | {"wished_from": "2026-05-01"})

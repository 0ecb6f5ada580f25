"""Information given unasked: why it concerns who receives it, and what it was worth to them."""

from datetime import timedelta

import pytest

from mithaq.pact.indicators import information
from mithaq.pact.indicators.indicator import Case
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import turn
from mithaq.pact.rules.information import KIND
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import NINE, Told, codes, problems

SAYS = {
    "axis": "COI", "offence": "vehicle-crime", "source": "B", "accuracy": "2", "nature": "fact",
    "evidence_use": "ask",
}  # fmt: skip
FORM = {
    **SAYS, "title": "Filière de véhicules volés",
    "why_you": "Les véhicules partent par le port de Tanger Med et sont immatriculés dans votre ressort.",
    "content": "Trois fourgons volés en mars ont été chargés au même quai par le même transitaire.",
}  # fmt: skip
PERSON = {"sort": "person", "name": "TESTARD Jean", "category": "suspect", "link": "transitaire"}
WORTH = {"usefulness": "4", "outcome": "new-lead"}
TERMS = Terms("a" * 64, {"information_feedback": 30 * 24 * 60})


def given(*parties: str) -> Told:
    return Told(KIND, *(parties or ("MA", "FR")), says=SAYS)


def owed(told: Told):
    received = {(told.opening.id, party): NINE for party in ("FR", "ES")}
    return [each for each in duties(told.standing, received, TERMS) if each.duty == "feed-back"]


@pytest.mark.law("L18")
@pytest.mark.law("L03")
def test_what_is_given_unasked_stands_on_both_sides_and_owes_nothing_but_its_worth():
    told = given("MA", "FR", "ES")
    assert (told.stage, turn(told.standing)) == ("arrived", {"FR", "ES"})
    assert [(each.by, each.due_at) for each in owed(told)] == [
        (party, NINE + timedelta(days=30)) for party in ("ES", "FR")
    ]
    told.say("FR", "feed-back", says=WORTH)
    assert [(each.by, each.done_at is not None) for each in owed(told)] == [("ES", False), ("FR", True)]
    assert told.stage == "arrived"


def test_giving_needs_a_second_person_and_says_why_it_concerns_who_receives_it():
    assert KIND.step("give").two_persons(SAYS)
    assert not problems(KIND, "give", FORM)
    assert [each.path for each in problems(KIND, "give", FORM | {"why_you": "x"})] == [("why_you",)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (PERSON | {"category": ""}, "inquiries.person-without-category"),
        (PERSON | {"name": ""}, "inquiries.person-without-name"),
        ({"sort": "phone", "identifier": "0612345678", "link": "transitaire"}, "names.phone-without-country"),
    ],
)
def test_whom_it_names_is_named_as_in_a_request(row, code):
    assert code in codes(problems(KIND, "give", FORM | {"subjects": [row]}))


def test_whom_it_names_is_looked_up_where_it_arrives():
    told = given()
    reading = KIND.read(told.state, {told.opening.id: FORM | {"subjects": [PERSON]}})
    assert [(each.names, each.entry) for each in reading.subjects] == [(("TESTARD Jean",), told.opening.id)]
    assert KIND.read(told.state, {}).title == ""


def test_what_was_called_back_may_not_be_used_and_nothing_follows():
    told = given()
    told.say("FR", "take-note")
    told.say("MA", "call-back")
    told.say("FR", "feed-back", says=WORTH)
    assert told.stage == "called-back"


def test_what_it_adds_up_to():
    told = given("MA", "FR", "ES")
    told.say("FR", "feed-back", says=WORTH)
    case = Case(told.state)
    assert [(each.by, each.value) for each in information.given(case)] == [("MA", 1.0)]
    assert sorted((each.by, each.value) for each in information.fed_back(case)) == [("ES", 0.0), ("FR", 1.0)]
    assert [(each.by, each.value) for each in information.usefulness(case)] == [("MA", 4.0)]

"""Threats: acknowledged in minutes, also while cooperation is suspended; conduct and never belief."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import turn
from mithaq.pact.rules.terms import Terms
from mithaq.pact.rules.threats import KIND
from tests.pact.rules.telling import NINE, Told, codes, problems

WARNED_AT = datetime(2026, 1, 6, 1, 12, tzinfo=UTC)
RECEIVED_AT = WARNED_AT + timedelta(seconds=20)
LIFE = {
    "sort": "attack", "life_at_risk": True, "offence": "terrorism", "from_at": "2026-01-06T06:00:00.000Z",
    "until_at": "2026-01-06T12:00:00.000Z", "target": "transport", "source": "B", "accuracy": "2",
    "lawful_origin": True,
}  # fmt: skip
CONDUCT = "Deux personnes ont acheté des produits précurseurs et repéré les accès de la gare mardi."
FORM = {
    **LIFE, "title": "Alerte transport", "place": "Gare centrale", "conduct": CONDUCT,
    "asked": "Renforcer la surveillance des accès.", "reach_back": "Permanence, +212 5 00 00 00 00",
}  # fmt: skip
SUSPENDED = ((WARNED_AT - timedelta(days=30), None),)
TERMS = Terms("a" * 64, {"warning_life": 30, "warning_other": 24 * 60}, suspended=SUSPENDED)


def warned(*parties: str, **changes) -> Told:
    return Told(KIND, *(parties or ("MA", "FR")), says=LIFE | changes, at=WARNED_AT)


def owed(told: Told, terms: Terms = TERMS):
    received = {(told.opening.id, party): RECEIVED_AT for party in ("FR", "ES")}
    return [each for each in duties(told.standing, received, terms) if each.duty == "acknowledge"]


@pytest.mark.law("AS-M10-1")
def test_as_m10_1_a_warning_of_danger_to_life_is_acknowledged_in_time_while_cooperation_is_suspended():
    told = warned()
    assert (told.stage, turn(told.standing)) == ("unacknowledged", {"FR"})
    [due] = owed(told)
    assert (due.by, due.due_at) == ("FR", RECEIVED_AT + timedelta(minutes=30))
    assert due.late(RECEIVED_AT + timedelta(minutes=31))
    told.say("FR", "acknowledge", at=WARNED_AT + timedelta(minutes=19), says={"read_back": True})
    [done] = owed(told)
    assert not done.late(WARNED_AT + timedelta(days=1))
    assert done.took() < timedelta(minutes=19)
    assert told.item("reception", "FR").latest("acknowledge").says["read_back"] is True


def test_the_clock_of_any_other_warning_stands_while_cooperation_is_suspended():
    [due] = owed(warned(life_at_risk=False))
    assert (due.term, due.due_at) == ("warning_other", None)


def test_only_danger_to_life_leaves_without_a_second_person():
    step = KIND.step("warn")
    assert not step.two_persons(LIFE)
    assert step.two_persons(LIFE | {"life_at_risk": False})


TEXTS = [
    pytest.param("Cette personne est membre de l’association X depuis plusieurs années déjà.", True, id="fr"),
    pytest.param("هذا الشخص عضو في جمعية معروفة منذ سنوات طويلة في هذه المدينة الكبيرة.", True, id="ar"),
    pytest.param("This person is a member of association X and goes to its meetings.", True, id="en"),
    pytest.param(
        "Cette personne est un musulman très religieux, connu comme tel au quartier.", True, id="belief"
    ),
    pytest.param(
        "Membre de l’association X, il a acheté des armes et menacé d’attaquer une gare.", False, id="an act"
    ),
    pytest.param(
        "اشترى مواد متفجرة وهدد بمهاجمة محطة القطار خلال الأيام القليلة المقبلة.", False, id="an act, ar"
    ),
    pytest.param(CONDUCT, False, id="conduct alone"),
]


@pytest.mark.law("AS-M10-2")
@pytest.mark.parametrize(("text", "stopped"), TEXTS)
def test_as_m10_2_conduct_is_described_and_never_belief(text, stopped):
    hard = [each.code for each in problems(KIND, "warn", FORM | {"conduct": text}) if not each.soft]
    assert hard == (["threats.conduct-not-belief"] if stopped else [])


BAD = [
    pytest.param({"from_at": ""}, "rules.required", id="no window"),
    pytest.param({"place": ""}, "rules.required", id="no place"),
    pytest.param({"accuracy": ""}, "rules.required", id="no accuracy"),
    pytest.param({"offence": ""}, "rules.required", id="no offence"),
    pytest.param({"until_at": "2026-01-06T05:00:00.000Z"}, "rules.ends-before-it-begins", id="ends first"),
    pytest.param(
        {"from_at": "2026-01-01T05:00:00.000Z", "until_at": "2026-01-02T05:00:00.000Z"},
        "threats.window-has-passed",
        id="past",
    ),
    pytest.param({"lawful_origin": False}, "threats.origin-not-declared", id="origin"),
    pytest.param({"asked": "Très secret : suivre la piste."}, "threats.classified", id="classified"),
    pytest.param({"conduct": CONDUCT + " Voir M. Exemple."}, "threats.names-a-person?", id="a name"),
]


@pytest.mark.parametrize(("changes", "code"), BAD)
def test_a_warning_that_is_badly_said_is_answered(changes, code):
    assert not problems(KIND, "warn", FORM)
    assert code in codes(problems(KIND, "warn", FORM | changes))


def test_each_that_is_warned_answers_for_itself():
    told = warned("MA", "FR", "ES")
    told.say("FR", "acknowledge")
    assert (told.stage, turn(told.standing)) == ("unacknowledged", {"FR", "ES"})
    told.say("ES", "acknowledge")
    told.say("FR", "report-action", says={"outcome": "prevented"})
    told.say("ES", "report-no-action", says={"ground": "outside-jurisdiction"})
    assert told.stage == "acted"
    for party in ("MA", "FR", "ES"):
        told.say(party, "close-warning")
    assert told.stage == "closed"


def test_support_after_an_attack_is_offered_unasked():
    told = warned(sort="event")
    support = told.say("FR", "begin-support", says={"way": "offer", "support": "dvi", "people": 8})
    told.say("MA", "accept-help", item=support)
    delivered = told.say("FR", "deliver-help", item=support)
    terms = Terms("a" * 64, {"support_effect": 60})
    [effect] = [
        each for each in duties(told.standing, {(delivered.id, "MA"): NINE}, terms) if each.duty == "effect"
    ]
    assert (effect.by, effect.due_at) == ("MA", NINE + timedelta(hours=1))


def test_a_warning_that_is_called_back_ends_for_everybody():
    told = warned()
    crossed = told.say("FR", "acknowledge")
    told.say("MA", "call-back", missed=[crossed])
    assert (told.stage, turn(told.standing)) == ("called-back", frozenset())

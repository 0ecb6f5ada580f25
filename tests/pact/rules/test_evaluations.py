"""Evaluations: scored apart, revealed together, agreed in whole scores, signed, and followed."""

from datetime import UTC, datetime

import pytest

from mithaq.pact.rules import proposals
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.evaluations import KIND, consensus, gap, needs_action, opened, read
from mithaq.pact.rules.fold import turn
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.blind import body_of, open_own, seal
from tests.pact.rules.telling import NINE, Told, codes, problems

ROUND = {"instrument": "2026", "from_on": "2025-07-01", "until_on": "2025-12-31", "scores_by": "2026-01-31"}
FORM = {**ROUND, "title": "Évaluation du second semestre 2025"}
OURS = {"volume": "2", "timeliness": "3", "rights": "3"}
THEIRS = {"volume": "2", "timeliness": "2", "rights": "1"}
AGREED = {"volume": "2", "timeliness": "2", "rights": "2"}
NOTES = [
    {"dimension": "timeliness", "note": "Deux réponses tardives en novembre."},
    {"dimension": "rights", "note": "Trois effacements confirmés hors délai."},
]
CALENDARS = {party: Calendar(party, "Europe/Paris", frozenset()) for party in ("MA", "FR")}


def revealed(ours=OURS, theirs=THEIRS) -> Told:
    told = Told(KIND, "MA", "FR", says=ROUND)
    said = {"MA": body_of(**ours), "FR": body_of(**theirs)}
    for party, body in said.items():
        seal(told, party, body)
    for party, body in said.items():
        open_own(told, party, body)
    return told


def agreed(told: Told, **scores: str) -> Told:
    proposed = told.say("FR", "propose-consensus", says=AGREED | scores)
    told.say("MA", "accept-consensus", item=proposed)
    return told


def signed() -> Told:
    told = agreed(revealed())
    for party in ("MA", "FR"):
        told.say(party, "sign-evaluation")
    return told


@pytest.mark.law("AS-M13-1")
def test_as_m13_1_both_own_scores_stay_beside_the_consensus_and_a_missing_dimension_moves_nothing():
    told = revealed()
    assert (told.stage, gap(told.state, "timeliness"), gap(told.state, "trust")) == ("comparing", 1, None)
    half = problems(KIND, "propose-consensus", AGREED | {"timeliness": "2.5", "notes": NOTES}, about=told)
    assert "rules.unknown-code" in codes(half)
    bare = problems(KIND, "propose-consensus", AGREED | {"notes": NOTES[1:]}, about=told)
    assert codes(bare) == ["evaluations.note-missing"]
    assert not problems(KIND, "propose-consensus", AGREED | {"notes": NOTES}, about=told)
    agreed(told)
    assert told.stage == "agreed"
    own = opened(told.state)
    told_of = (own["MA"]["timeliness"], own["FR"]["timeliness"], consensus(told.state)["timeliness"])
    assert told_of == (3, 2, 2)
    assert "trust" not in consensus(told.state)


SCORED = [{"dimension": "volume", "score": "2"}]
BAD_SCORES = [
    pytest.param([{"dimension": "volume", "score": "3"}], "evaluations.evidence-missing", id="bare"),
    pytest.param([*SCORED, *SCORED], "evaluations.dimension-twice", id="twice"),
    pytest.param([{"dimension": "volume"}], "evaluations.nothing-scored", id="nothing"),
    pytest.param([{"dimension": "volume", "score": "5"}], "rules.unknown-code", id="five of four"),
    pytest.param([{"dimension": "luck", "score": "2"}], "rules.unknown-code", id="no such dimension"),
    pytest.param([], "rules.required", id="no row"),
    pytest.param("high", "rules.not-rows", id="a word"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "code"), BAD_SCORES)
def test_scores_that_are_badly_said_are_answered(rows, code):
    told = Told(KIND, "MA", "FR", says=ROUND)
    assert not problems(KIND, "seal-scores", {"scores": SCORED}, about=told)
    assert code in codes(problems(KIND, "seal-scores", {"scores": rows}, about=told))


BAD_ROUNDS = [
    pytest.param({"until_on": "2025-02-30"}, "rules.no-such-day", id="no such day"),
    pytest.param({"until_on": "2025-06-30"}, "rules.ends-before-it-begins", id="ends first"),
    pytest.param({"until_on": "2026-12-31"}, "evaluations.period-not-over?", id="not over"),
    pytest.param({"scores_by": "2025-12-31"}, "rules.in-the-past", id="due before"),
    pytest.param({"instrument": "1999"}, "rules.unknown-code", id="no such version"),
]


@pytest.mark.parametrize(("changes", "code"), BAD_ROUNDS)
def test_a_round_that_is_badly_said_is_answered(changes, code):
    assert not problems(KIND, "open-evaluation", FORM)
    assert code in codes(problems(KIND, "open-evaluation", FORM | changes))


BAD_CONSENSUS = [
    pytest.param({"volume": ""}, "evaluations.dimension-left-out", id="left out"),
    pytest.param({"trust": "2"}, "evaluations.nobody-scored", id="nobody scored it"),
    pytest.param({"timeliness": "4"}, "evaluations.outside-what-was-scored?", id="above both"),
    pytest.param({"volume": "3"}, "evaluations.note-missing", id="apart from both, without a word"),
]


@pytest.mark.parametrize(("changes", "code"), BAD_CONSENSUS)
def test_a_consensus_that_is_badly_said_is_answered(changes, code):
    said = AGREED | {"notes": NOTES} | changes
    assert code in codes(problems(KIND, "propose-consensus", said, about=revealed()))


def test_what_one_side_alone_scored_needs_a_word():
    told = revealed(theirs={"timeliness": "2", "rights": "1"})
    said = AGREED | {"notes": NOTES}
    assert codes(problems(KIND, "propose-consensus", said, about=told)) == ["evaluations.note-missing"]


def test_a_form_begins_with_what_all_scored_alike_and_asks_for_the_rest():
    begins = KIND.step("propose-consensus").given(revealed().state, "", {})
    assert begins == {"volume": "2", "notes": [{"dimension": "timeliness"}, {"dimension": "rights"}]}


@pytest.mark.parametrize(("score", "acts"), [("0", True), ("1", True), ("2", False), ("4", False)])
def test_rights_below_two_ask_for_action_whatever_the_rest_says(score, acts):
    told = agreed(revealed(), **dict.fromkeys(AGREED, "4") | {"rights": score})
    assert needs_action(told.state) is acts
    assert read(told.state, {}).columns["verdict"] == ("needs-action" if acts else "")


def test_a_round_without_a_score_for_rights_is_no_verdict():
    assert not needs_action(revealed().state)


def test_of_two_consensuses_that_cross_one_is_in_force_on_every_node():
    told = revealed()
    ours = told.say("MA", "propose-consensus", says=AGREED)
    theirs = told.say("FR", "propose-consensus", says=AGREED | {"rights": "1"}, missed=[ours])
    told.say("FR", "accept-consensus", item=ours, missed=[])
    told.say("MA", "accept-consensus", item=theirs)
    stages = {told.item("consensus", each).stage for each in (ours, theirs)}
    assert proposals.in_force(told.state, "consensus") in (ours, theirs)
    assert "adopted" in stages
    assert told.stage == "agreed"


def test_a_round_is_final_once_all_have_signed_and_then_followed():
    told = agreed(revealed())
    told.say("MA", "sign-evaluation")
    assert (told.stage, turn(told.standing)) == ("agreed", {"FR"})
    told.say("FR", "sign-evaluation")
    assert told.stage == "signed"
    given = told.say("MA", "recommend", says={"about": "rights", "owner": "FR", "due_on": "2026-06-30"})
    assert turn(told.standing) == {"FR"}
    told.say("FR", "report-followed", item=given)
    told.say("MA", "ask-for-more", item=given)
    told.say("FR", "report-followed", item=given)
    told.say("MA", "accept-followed", item=given)
    assert told.item("recommendation", given).stage == "followed"
    for party in ("MA", "FR"):
        told.say(party, "close-evaluation")
    assert (told.stage, turn(told.standing)) == ("closed", frozenset())


def test_whoever_signed_another_consensus_signs_anew():
    told = agreed(revealed())
    first = next(each for each in told.said if each.step == "propose-consensus")
    told.say("MA", "sign-evaluation")
    second = told.say("FR", "propose-consensus", says=AGREED | {"rights": "1", "base": first.id})
    told.say("MA", "accept-consensus", item=second)
    assert (told.stage, turn(told.standing)) == ("agreed", {"MA", "FR"})
    for party in ("MA", "FR"):
        told.say(party, "sign-evaluation")
    assert told.stage == "signed"


def test_a_recommendation_is_dropped_by_all_alone_and_late_until_then():
    told = signed()
    given = told.say("FR", "recommend", says={"about": "rights", "owner": "MA", "due_on": "2026-02-01"})
    terms = Terms("a" * 64, calendars=CALENDARS)
    [owed] = [each for each in duties(told.standing, {}, terms) if each.duty == "recommendation"]
    assert (owed.by, owed.late(datetime(2027, 2, 1, tzinfo=UTC))) == ("MA", True)
    told.say("MA", "drop-recommendation", item=given)
    assert told.item("recommendation", given).stage == "open"
    assert codes(problems(KIND, "close-evaluation", {}, about=told)) == ["evaluations.still-to-follow?"]
    told.say("FR", "drop-recommendation", item=given)
    assert told.item("recommendation", given).stage == "dropped"
    assert not problems(KIND, "close-evaluation", {}, about=told)


def test_scores_are_owed_by_the_day_agreed_by_whoever_has_not_sealed():
    told = Told(KIND, "MA", "FR", says=ROUND)
    seal(told, "MA", body_of(volume="2"))
    owed = {each.by: each for each in duties(told.standing, {}, Terms("a" * 64, calendars=CALENDARS))}
    later = datetime(2026, 2, 1, 12, tzinfo=UTC)
    assert (owed["MA"].late(later), owed["FR"].late(later)) == (False, True)


def test_a_round_is_cancelled_by_all_alone():
    told = Told(KIND, "MA", "FR", says=ROUND)
    told.say("MA", "cancel-evaluation")
    assert told.stage == "scoring"
    told.say("FR", "cancel-evaluation")
    assert told.stage == "cancelled"
    assert KIND.step("open-scores").lapse_at(told.state) is None


def test_a_recommendation_names_a_party_and_a_day_to_come():
    about, form = signed(), {"text": "Confirmer chaque effacement.", "about": "rights"}
    bad = problems(KIND, "recommend", form | {"owner": "ES", "due_on": "2025-01-01"}, about=about, now=NINE)
    assert codes(bad) == ["rules.not-a-party", "rules.in-the-past"]

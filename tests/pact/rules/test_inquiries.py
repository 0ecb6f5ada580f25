"""Inquiries: the main path, what crosses on the way, and what a request or an answer may not say."""

import pytest

from mithaq.pact.codes import code_list
from mithaq.pact.rules.errors import StepNotAllowed
from mithaq.pact.rules.fields import RESTRICTIONS
from mithaq.pact.rules.fold import check_allowed, open_steps, standing, turn
from mithaq.pact.rules.inquiries import KIND
from mithaq.pact.rules.serving import served_by
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import TERMS, Told, codes, problems

SAYS = {"axis": "FUG", "urgency": "normal", "offence": "fraud", "question_count": 2}
TAKE_UP = {"access": "direct"}
ANSWER = {"evidence_use": "ask"}
BACK = {"usefulness": "4", "outcome": "new-lead"}
JUDGE = {"until": "2026-01-20T12:00:00.000Z"}


def asked(*parties: str, **says) -> Told:
    return Told(KIND, *(parties or ("FR", "MA")), says=SAYS | says)


def offered(told: Told, party: str) -> set[str]:
    return {option.step.name for option in open_steps(told.standing, party)}


@pytest.mark.law("L01")
def test_the_main_path_asked_taken_up_answered_fed_back_closed():
    told = asked()
    path = [("", told.stage, turn(told.standing))]
    for author, step, item, says in [
        ("MA", "take-up", "", TAKE_UP),
        ("MA", "answer-part", "", ANSWER),
        ("MA", "answer", "", ANSWER),
        ("FR", "feed-back", "MA", BACK),
        ("FR", "close", "", {}),
    ]:
        assert step in offered(told, author)
        told.say(author, step, item=item, says=says)
        path.append((step, told.stage, turn(told.standing)))
    assert path == [
        ("", "awaiting", {"MA"}),
        ("take-up", "in-progress", {"MA"}),
        ("answer-part", "answered-part", {"MA"}),
        ("answer", "answered", {"FR"}),
        ("feed-back", "fed-back", set()),
        ("close", "closed", set()),
    ]
    assert not told.standing.set_aside


@pytest.mark.parametrize("said", ["third-action", "A" * 64, 7, ("a" * 64,)])
def test_an_opening_that_badly_says_which_action_it_serves_counts_and_serves_none(said):
    told = asked(serves=said)
    assert (told.stage, served_by(told.opening)) == ("awaiting", "")
    assert "rules.no-such-entry" in codes(problems(KIND, KIND.opening, {"serves": said}))  # ours is refused
    assert served_by(asked(serves="a" * 64).opening) == "a" * 64


def test_two_authorities_asked_have_two_answers_and_the_matter_waits_for_the_slower():
    told = asked("FR", "ES", "MA")
    told.say("MA", "take-up", says=TAKE_UP)
    told.say("MA", "answer", says=ANSWER)
    assert (told.item("answer", "MA").stage, told.item("answer", "ES").stage) == ("answered", "awaiting")
    assert told.stage == "awaiting"
    assert turn(told.standing) == {"ES", "FR"}
    assert "close" not in offered(told, "FR")
    told.say("ES", "refuse", says={"ground": "not-available"})
    assert told.stage == "answered"
    assert "close" in offered(told, "FR")


def test_nobody_answers_for_another():
    told = asked("FR", "ES", "MA")
    told.say("ES", "answer", item="MA", says=ANSWER)
    told.say("FR", "answer", item="FR", says=ANSWER)
    assert told.aside() == {"ES answer": "rules.not-this-side", "FR answer": "rules.no-such-item"}


def test_an_answer_that_crosses_the_withdrawal_is_set_aside_on_both_sides():
    told = asked()
    answer = told.say("MA", "answer", says=ANSWER)
    told.say("FR", "withdraw", missed=[answer])
    assert told.stage == "withdrawn"
    assert told.aside() == {"MA answer": "rules.not-at-this-stage"}
    assert offered(told, "MA") == {"correct"}  # what was conveyed can still be recalled


def test_an_answer_given_before_stands_and_the_withdrawal_too():
    told = asked()
    told.say("MA", "answer", says=ANSWER)
    told.say("FR", "withdraw")
    assert told.stage == "withdrawn"
    assert told.item("answer", "MA").stage == "answered"
    assert not told.standing.set_aside


def test_what_may_end_the_request_is_told_by_its_track():
    request, answer = KIND.track("request"), KIND.track("answer")
    assert [step.name for step in KIND.steps if request.may_end_by(step.name)] == ["close", "withdraw"]
    assert not answer.may_end_by("feed-back")  # ends one authority's part, of several


def test_nothing_but_a_correction_follows_the_close():
    told = asked()
    told.say("MA", "answer", says=ANSWER)
    told.say("FR", "close")
    assert offered(told, "MA") == offered(told, "FR") == {"correct"}
    told.say("FR", "feed-back", item="MA", says=BACK)
    assert told.aside() == {"FR feed-back": "rules.not-at-this-stage"}


def test_clarification_is_asked_given_and_the_work_goes_on():
    told = asked()
    told.say("MA", "ask-clarification")
    assert (told.stage, turn(told.standing)) == ("clarifying", {"FR"})
    assert "answer" not in offered(told, "MA")
    told.say("FR", "clarify", item="MA")
    assert (told.stage, turn(told.standing)) == ("in-progress", {"MA"})


@pytest.mark.law("L11")
def test_waiting_for_a_judge_is_a_stage_of_its_own():
    told = asked()
    told.say("MA", "await-judge", says=JUDGE)
    assert told.stage == "pending-judge"
    told.say("MA", "answer", says=ANSWER)
    assert told.stage == "answered"


@pytest.mark.law("L24")
def test_a_correction_waits_for_every_recipient():
    told = asked("FR", "ES", "MA")
    answer = told.say("MA", "answer", says=ANSWER)
    says = {"corrects": answer.id, "reason": "inaccurate"}
    correction = told.say("MA", "correct", says=says)
    told.say("FR", "confirm-correction", item=correction)
    assert told.item("correction", correction).stage == "stated"
    told.say("ES", "confirm-correction", item=correction)
    assert told.item("correction", correction).stage == "confirmed"


@pytest.mark.law("L24")
def test_a_correction_after_the_close_still_waits_for_its_recipients():
    told = asked()
    answer = told.say("MA", "answer", says=ANSWER)
    told.say("FR", "close")
    told.say("MA", "correct", says={"corrects": answer.id, "reason": "wrong-person"})
    assert (told.stage, turn(told.standing)) == ("closed", {"FR"})


@pytest.mark.law("L25")
def test_only_the_owner_corrects():
    told = asked()
    answer = told.say("MA", "answer", says=ANSWER)
    values = {"corrects": answer.id, "reason": "inaccurate", "text": "12345-A-6"}
    assert codes(problems(KIND, "correct", values, by="MA", about=told)) == []
    assert codes(problems(KIND, "correct", values, by="FR", about=told)) == ["rules.not-yours-to-correct"]
    unknown = values | {"corrects": "0" * 64}
    assert codes(problems(KIND, "correct", unknown, by="MA", about=told)) == ["rules.no-such-entry"]
    told.say("FR", "correct", says={"corrects": answer.id, "reason": "inaccurate"})
    assert told.aside() == {"FR correct": "rules.not-at-this-stage"}


def test_a_step_that_nobody_here_knows_is_kept_and_shown_as_not_understood():
    told = asked()
    strange = told.say("MA", "dance")
    assert told.standing.not_understood == (strange,)
    for step, item in (("dance", ""), ("answer", "")):
        with pytest.raises(StepNotAllowed) as refused:
            check_allowed(standing(KIND, [strange]), step, "MA", item)
        assert refused.value.facts["reason"] == "rules.not-opened"
    with pytest.raises(StepNotAllowed) as refused:
        check_allowed(told.standing, "dance", "MA")
    assert refused.value.facts["reason"] == "rules.unknown-step"


# What a request may not say


def request(**changes):
    values = {
        "title": "Véhicule volé à Lyon", "axis": "FUG", "urgency": "normal", "offence": "vehicle-crime",
        "purpose": "Identifier le détenteur actuel du véhicule volé afin de le restituer.",
        "facts": "Vol constaté le 3 janvier 2026 à Lyon.",
        "why_you": "Le véhicule a embarqué pour Tanger le 5 janvier.",
        "questions": [{"text": "Le véhicule est-il entré sur le territoire ?"}],
        "subjects": [{"sort": "vehicle", "identifier": "AB-123-CD", "link": "véhicule volé"}],
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


def asking(**changes) -> list[str]:
    return codes(problems(KIND, "ask", request(**changes), by="FR"))


def person(**changes):
    return {"sort": "person", "category": "suspect", "name": "BENALI Karim", "link": "conducteur"} | changes


URGENT = {
    "urgency": "urgent",
    "urgency_ground": "life-or-limb",
    "urgency_reason": "Le suspect quitte le pays ce soir.",
}


def test_a_whole_request_has_no_problem():
    assert asking() == []


@pytest.mark.law("L04")
@pytest.mark.law("L20")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({"offence": None}, ["rules.required"], id="no offence"),
        pytest.param({"offence": "lèse-majesté"}, ["rules.unknown-code"], id="an offence nobody listed"),
        pytest.param(
            {"purpose": "Pour une enquête."}, ["rules.too-short"], id="a purpose under 40 characters"
        ),
        pytest.param({"purpose": " " * 60}, ["rules.required"], id="a purpose of blanks"),
        pytest.param({"questions": []}, ["rules.required"], id="no question"),
        pytest.param(
            {"questions": [{"text": f"Question précise numéro {n} ?"} for n in range(16)]},
            ["rules.too-many-rows"],
            id="sixteen questions",
        ),
        pytest.param(
            {"questions": [{"text": "Envoyez tout sur M. Untel."}]},
            ["inquiries.too-broad?"],
            id="everything about somebody",
        ),
        pytest.param(
            {"questions": [{"text": "نطلب جميع المعلومات المتوفرة عن المعني بالأمر"}]},
            ["inquiries.too-broad?"],
            id="everything about somebody, in Arabic",
        ),
        pytest.param(
            {"subjects": [person(name="")]}, ["inquiries.person-without-name"], id="a person without name"
        ),
        pytest.param(
            {"subjects": [person(name="", name_ar="كريم بنعلي")]}, [], id="a name in Arabic is a name"
        ),
        pytest.param(
            {"subjects": [person(category="")]},
            ["inquiries.person-without-category"],
            id="a person without category",
        ),
        pytest.param(
            {"subjects": [person(link="")]}, ["rules.required"], id="a person without link to the purpose"
        ),
        pytest.param(
            {"subjects": [person(born="1984-02-31")]}, ["rules.no-such-day"], id="born on 31 February"
        ),
        pytest.param({"subjects": [person(born="198X")]}, [], id="born in the eighties"),
        pytest.param(
            {"subjects": [{"sort": "vehicle", "link": "volé"}]},
            ["inquiries.object-without-identifier"],
            id="a vehicle without plate",
        ),
        pytest.param(
            {"subjects": [{"sort": "phone", "identifier": "06 12 34 56 78", "link": "appelant"}]},
            ["names.phone-without-country"],
            id="a telephone without country",
        ),
        pytest.param(
            {"subjects": [{"sort": "phone", "identifier": "+212 612-34-56-78", "link": "appelant"}]},
            [],
            id="a telephone with its country",
        ),
        pytest.param(
            {"subjects": [{"sort": "vehicle", "identifier": "12345-أ-6", "link": "volé"}]},
            [],
            id="a Moroccan plate with its letter",
        ),
        pytest.param(
            {"subjects": [{"sort": "vehicle", "identifier": "S-AB 1234 E", "link": "volé"}]},
            ["names.plate-not-understood?"],
            id="a plate of another country is a doubt, not an error",
        ),
        pytest.param({"subjects": "Karim"}, ["rules.not-rows"], id="subjects that are a text"),
        pytest.param({"colour": "bleu"}, ["rules.unknown-field"], id="a field nobody declared"),
    ],
)
def test_a_request_that_could_be_refused_for_its_form_is_stopped_at_home(changes, found):
    assert asking(**changes) == found


@pytest.mark.law("L05")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="with ground and reason"),
        pytest.param({"urgency_ground": None}, ["inquiries.urgency-without-ground"], id="without ground"),
        pytest.param({"urgency_reason": None}, ["inquiries.urgency-without-reason"], id="without reason"),
        pytest.param(
            {"urgency_reason": "  vite   "}, ["inquiries.urgency-without-reason"], id="reason too short"
        ),
        pytest.param(
            {"urgency": "life", "urgency_ground": None}, ["inquiries.urgency-without-ground"], id="life"
        ),
    ],
)
def test_urgency_names_its_ground_and_its_reason(changes, found):
    assert asking(**{**URGENT, **changes}) == found


@pytest.mark.law("AS-M7-2")
def test_as_m7_2_a_list_of_35_names_is_one_problem_and_nothing_of_it_is_said():
    names = [person(name=f"NOM {number}") for number in range(35)]
    found = problems(KIND, "ask", request(subjects=names), by="MA")
    assert codes(found) == ["rules.too-many-rows"]
    assert found[0].path == ("subjects",)
    assert found[0].facts == {"most": "20", "given": "35"}
    assert asking(subjects=names[:20]) == []


def test_how_many_questions_were_asked_stands_in_the_header_and_never_their_text():
    step = KIND.step("ask")
    assert step.derive({"questions": [{"text": "a"}, {"text": "b"}]}) == {"question_count": 2}
    assert {each.name for each in step.body_fields} >= {"title", "purpose", "facts", "questions", "subjects"}


@pytest.mark.law("L19")
def test_what_gives_information_takes_two_persons_and_danger_to_life_goes_alone():
    step = KIND.step("ask")
    assert step.two_persons({"urgency": "urgent"})
    assert not step.two_persons({"urgency": "life"})
    assert KIND.step("answer").two_persons({})
    assert not KIND.step("take-up").two_persons({})


@pytest.mark.law("L23")
def test_every_step_that_gives_information_conveys_so_that_handling_codes_are_asked():
    telling = {step.name for step in KIND.steps if step.body_fields}
    conveying = {step.name for step in KIND.steps if step.conveys}
    assert telling - conveying == {"await-judge"}  # says why one waits, and nothing of the case


# What an answer may not say


def answering(*rows, step="answer", told=None, **more) -> list[str]:
    values = {"answers": list(rows), "evidence_use": "ask"}
    return codes(problems(KIND, step, values, by="MA", about=told or asked(), **more))


def row(question=1, **changes):
    return {"question": question, "outcome": "no-hit", "source": "A", "accuracy": "1"} | changes


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param([row(1), row(2)], [], id="each question once"),
        pytest.param([row(1), row(1)], ["inquiries.question-answered-twice"], id="one question twice"),
        pytest.param([row(1), row(3)], ["inquiries.no-such-question"], id="a question nobody asked"),
        pytest.param([row(1)], ["inquiries.question-unanswered?"], id="a question left out"),
        pytest.param(
            [row(1), row(2, outcome="hit")], ["inquiries.hit-without-text"], id="a hit that says nothing"
        ),
        pytest.param([row(1), row(2, outcome="hit", text="Entré le 6.")], [], id="a hit that says something"),
        pytest.param([row(1), row(2, source="")], ["rules.required"], id="no word on the source"),
        pytest.param([row(1), row(2, nature="assessment")], [], id="an assessment, said to be one"),
        pytest.param(
            [row(1), row(2, nature="rumour")], ["rules.unknown-code"], id="neither fact nor assessment"
        ),
    ],
)
@pytest.mark.law("L21")
def test_an_answer_answers_each_question_once(rows, found):
    assert answering(*rows) == found


def test_a_question_left_out_is_no_doubt_when_a_part_was_answered_before():
    told = asked()
    told.say("MA", "answer-part", says=ANSWER)
    assert answering(row(2), told=told) == []
    assert answering(row(1), step="answer-part") == []


# Refusing


def refused(**changes):
    return (
        row(2, outcome="refused", ground="ongoing-case", text="Une enquête est en cours à Rabat.") | changes
    )


@pytest.mark.law("L14")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="on a ground, with a reason"),
        pytest.param({"ground": ""}, ["inquiries.refused-without-ground"], id="without ground"),
        pytest.param({"ground": "we-are-busy"}, ["rules.unknown-code"], id="on a ground nobody listed"),
        pytest.param({"ground": "incomplete-request"}, ["inquiries.clarify-first"], id="before asking back"),
        pytest.param({"text": "Non.".ljust(30)}, ["inquiries.refused-without-reason"], id="without reason"),
    ],
)
def test_a_part_is_refused_as_the_whole_is_on_a_ground_with_a_reason(changes, found):
    assert answering(row(1), refused(**changes)) == found


@pytest.mark.law("L14")
def test_a_part_is_refused_on_an_agreed_ground_alone():
    terms = Terms("a" * 64, {"refusal_grounds": ("not-available",)})
    assert answering(row(1), refused(), terms=terms) == ["inquiries.ground-not-agreed"]
    assert answering(row(1), refused(ground="not-available"), terms=terms) == []


@pytest.mark.law("L41")
def test_grounds_of_parts_stand_in_the_header_and_are_counted_with_those_of_the_whole():
    step = KIND.step("answer-part")
    rows = [row(1, ground="safety"), refused(), refused(ground="safety"), refused(ground="safety")]
    assert step.derive({"answers": rows}) == {"refused_for": ("ongoing-case", "safety")}
    assert step.derive({"answers": [row(1)]}) == step.derive({"answers": "hostile"}) == {}
    told = asked("FR", "MA", "ES")
    told.say("MA", "answer-part", says=ANSWER | {"refused_for": ("ongoing-case", "safety")})
    told.say("ES", "refuse", says={"ground": "safety"})
    facets = KIND.read(told.state, {}).facets
    assert [value for name, value in facets if name == "refused"] == ["ongoing-case", "safety"]


@pytest.mark.law("L14")
def test_the_grounds_are_those_of_the_directive_and_two_bilateral_ones():
    grounds = code_list("refusal-grounds").codes.values()
    assert {ground.value: ground.source.removeprefix("2023/977 art 6(1)") for ground in grounds} == {
        "not-available": "(a)", "incomplete-request": "(b)", "judicial-refused": "(c)",
        "data-category": "(d)",
        "inaccurate": "(e)", "national-security": "(f)(i)", "ongoing-case": "(f)(ii)", "safety": "(f)(ii)",
        "legal-person-interest": "(f)(iii)", "minor-offence": "(g)", "third-party-no-consent": "(h)",
        "political-or-rights": "bilateral", "sovereignty": "bilateral",
    }  # fmt: skip


def refusing(ground: str, told: Told, terms: Terms = TERMS) -> list[str]:
    values = {"ground": ground, "reason": "La donnée n'est pas détenue par nos services."}
    return codes(problems(KIND, "refuse", values, by="MA", about=told, terms=terms))


@pytest.mark.law("L14")
def test_only_a_listed_ground_refuses():
    assert refusing("not-available", asked()) == []
    assert refusing("we-are-busy", asked()) == ["rules.unknown-code"]


@pytest.mark.law("L14")
def test_an_agreement_may_allow_fewer_grounds():
    terms = Terms("a" * 64, {"refusal_grounds": ("not-available", "judicial-refused")})
    assert refusing("judicial-refused", asked(), terms) == []
    assert refusing("sovereignty", asked(), terms) == ["inquiries.ground-not-agreed"]


@pytest.mark.law("L15")
def test_an_incomplete_request_is_clarified_before_it_is_refused():
    told = asked()
    assert refusing("incomplete-request", told) == ["inquiries.clarify-first"]
    told.say("MA", "ask-clarification")
    assert refusing("incomplete-request", told) == []
    told.say("MA", "refuse", says={"ground": "incomplete-request"})
    assert told.stage == "refused"


@pytest.mark.law("L15")
def test_a_refusal_states_its_ground_in_the_header_and_its_reason_in_the_body():
    step = KIND.step("refuse")
    assert [each.name for each in step.public_fields] == ["ground"]
    assert [each.name for each in step.body_fields] == ["reason", RESTRICTIONS]


def test_clarification_has_as_many_rounds_as_were_agreed():
    told = asked()
    for _ in range(2):
        assert codes(clarifying(told)) == []
        told.say("MA", "ask-clarification")
        told.say("FR", "clarify", item="MA")
    found = clarifying(told)
    assert codes(found) == ["inquiries.no-more-clarification"]
    assert found[0].facts == {"most": "2"}


def clarifying(told: Told):
    values = {"unclear": "De quel véhicule s'agit-il exactement ?"}
    return problems(KIND, "ask-clarification", values, by="MA", about=told, terms=TERMS)


@pytest.mark.parametrize(
    ("until", "found"),
    [
        pytest.param("2026-01-20T12:00Z", [], id="later"),
        pytest.param("2026-01-05T08:59Z", ["rules.in-the-past"], id="a minute ago"),
        pytest.param(
            "2026-01-05T09:30+01:00", ["rules.in-the-past"], id="half past nine in Paris is before nine UTC"
        ),
        pytest.param("2026-01-05T23:00-11:00", [], id="tomorrow in another zone"),
        pytest.param("2026-02-30T12:00Z", ["rules.no-such-instant"], id="30 February"),
        pytest.param("2026-01-20T12:00", ["rules.no-such-instant"], id="without a zone"),
    ],
)
def test_a_judge_is_awaited_until_an_instant_to_come(until, found):
    values = {"until": until, "reason": "Réquisition transmise au parquet."}
    assert codes(problems(KIND, "await-judge", values, about=asked())) == found


def test_a_reading_shows_codes_without_the_body_and_the_subject_with_it():
    told = asked()
    assert KIND.read(told.state, {}).title == ""
    reading = KIND.read(told.state, {told.opening.id: request(subjects=[person(), "hostile", {"sort": 5}])})
    assert (reading.title, reading.axis) == ("Véhicule volé à Lyon", "FUG")
    assert [(each.sort, each.names) for each in reading.subjects] == [
        ("person", ("BENALI Karim",)),
        ("5", ()),
    ]

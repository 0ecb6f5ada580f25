"""Blind: nobody scores knowing the others, and nobody shows anything but what it had sealed."""

from dataclasses import replace
from secrets import token_hex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.rules import blind
from mithaq.pact.rules.errors import StepNotAllowed
from mithaq.pact.rules.evaluations import KIND, gap, opened
from mithaq.pact.rules.evaluations_say import DIMENSIONS, SCORES, shown
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.fold import check_allowed, turn
from mithaq.pact.rules.words import W
from tests.pact.rules.blind import body_of, open_own, said_of, seal
from tests.pact.rules.telling import Told

ROUND = {"instrument": "2026", "from_on": "2025-07-01", "until_on": "2025-12-31", "scores_by": "2026-01-31"}
bodies = st.dictionaries(st.sampled_from(DIMENSIONS), st.sampled_from(SCORES), min_size=1).map(
    lambda scores: body_of(**scores)
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda parts: st.lists(parts) | st.dictionaries(st.text(), parts),
)


def begun(*parties: str) -> Told:
    return Told(KIND, *(parties or ("MA", "FR")), says=ROUND)


@settings(max_examples=25)
@given(bodies, bodies)
def test_what_is_opened_is_what_was_sealed_and_nothing_else_is(one, other):
    told = begun()
    sealed = {party: seal(told, party, body) for party, body in (("MA", one), ("FR", other))}
    lie = {**said_of("open-scores", other), "opened_with": one["secret"]}
    told.say("MA", "open-scores", item="MA", says=lie)
    assert told.item("own", "MA").stage == "sealed"
    for party, body in (("MA", one), ("FR", other)):
        entry = open_own(told, party, body)
        assert blind.fits(sealed[party], entry, DIMENSIONS)
        assert blind.is_what_was_sealed(entry, body, shown)
        assert not blind.is_what_was_sealed(entry, {**body, "scores": [*body["scores"], {}]}, shown)
    scores = {"MA": shown(one), "FR": shown(other)}
    assert opened(told.state) == {
        party: {name: int(score) for name, score in own.items()} for party, own in scores.items()
    }


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_one_score_changed_after_the_seal_does_not_fit(dimension):
    body = body_of(**dict.fromkeys(DIMENSIONS, "2"))
    told = begun()
    seal(told, "MA", body)
    seal(told, "FR", body_of(volume="1"))
    told.say("MA", "open-scores", item="MA", says={**said_of("open-scores", body), dimension: "3"})
    assert told.aside() == {"MA open-scores": "rules.not-at-this-stage"}


def test_one_seal_tells_nothing_and_is_for_good():
    told = begun()
    first = seal(told, "MA", body_of(volume="4", rights="1"))
    assert set(first.says) == {"sealed"}
    assert first.says["sealed"] != said_of("seal-scores", body_of(volume="4", rights="1"))["sealed"]
    assert (told.stage, turn(told.standing)) == ("scoring", {"FR"})
    seal(told, "MA", body_of(volume="0"))
    assert told.aside() == {"MA seal-scores": "rules.not-at-this-stage"}


def test_nothing_is_opened_before_all_have_sealed_nor_by_who_has_not_seen_it():
    told, own, other = begun(), body_of(volume="3"), body_of(volume="1")
    seal(told, "MA", own)
    assert KIND.step("open-scores").lapse_at(told.state) is None
    open_own(told, "MA", own)
    theirs = seal(told, "FR", other)
    assert KIND.step("open-scores").lapse_at(told.state) < theirs.at
    told.say("MA", "open-scores", item="MA", says=said_of("open-scores", own), missed=[theirs])
    assert told.item("own", "MA").stage == "sealed"
    assert told.stage == "revealing"
    open_own(told, "FR", other)
    assert (told.stage, gap(told.state, "volume")) == ("revealing", None)
    open_own(told, "MA", own)
    assert (told.stage, gap(told.state, "volume")) == ("comparing", 2)
    assert KIND.step("open-scores").lapse_at(told.state) is None


def test_nobody_opens_for_another():
    told, own, other = begun(), body_of(volume="3"), body_of(volume="1")
    seal(told, "MA", own)
    seal(told, "FR", other)
    told.say("FR", "open-scores", item="MA", says=said_of("open-scores", own))
    assert told.aside() == {"FR open-scores": "rules.not-this-side"}
    check_allowed(told.standing, "open-scores", "MA", "MA")


def test_a_seal_that_is_a_copy_counts_for_nothing():
    told, own = begun(), body_of(volume="3")
    seal(told, "MA", own)
    seal(told, "FR", own)
    assert told.aside() == {"FR seal-scores": "rules.not-at-this-stage"}
    assert (told.item("own", "FR").stage, turn(told.standing)) == ("awaited", {"FR"})


@pytest.mark.parametrize("before", [True, False], ids=["before the first", "after the first"])
def test_who_seals_again_as_if_it_had_not_opens_neither(before):
    """The id decides which of the two comes first, and can be chosen by drawing secrets."""
    told, own, first = begun(), body_of(volume="3"), body_of(volume="1")
    seal(told, "MA", own)
    sealed = seal(told, "FR", first)
    shown_by_the_other = open_own(told, "MA", own)
    while True:
        second = body_of(volume="4")
        again = told.say("FR", "seal-scores", item="FR", says=said_of("seal-scores", second),
                         missed=[sealed, shown_by_the_other])  # fmt: skip
        if (again.id < sealed.id) is before:
            break
        told.said.remove(again)
    assert told.standing.told_twice
    for body in (first, second):
        open_own(told, "FR", body)
    assert "FR" not in opened(told.state)
    with pytest.raises(StepNotAllowed):  # its node does not go on trying
        check_allowed(told.standing, "open-scores", "FR", "FR")


def test_no_party_puts_the_opening_off_by_the_hour_it_states():
    told = begun()
    first = seal(told, "MA", body_of(volume="3"))
    told.say("FR", "seal-scores", item="FR", says=said_of("seal-scores", body_of(volume="1")),
             at=first.at.replace(year=2199))  # fmt: skip
    assert KIND.step("open-scores").lapse_at(told.state) == first.at


@settings(max_examples=60)
@given(ANYTHING)
def test_whatever_a_body_says_is_answered(anything):
    body = {"secret": token_hex(32), "scores": anything}
    assert isinstance(blind.words_digest(body), str)
    assert set(shown(body)) <= set(DIMENSIONS)
    assert blind.commitment("no secret", {}) == ""


def test_the_dimensions_and_scores_of_the_edition_are_those_of_the_lists():
    assert code_list("evaluation-dimensions").values == DIMENSIONS
    assert code_list("evaluation-scores").values == SCORES


def test_what_is_drawn_is_a_fingerprint_of_the_body():
    for wrong in ({"public": True}, {"type": Type.LINE}):
        with pytest.raises(ValueError, match="drawn"):
            Field(
                **(
                    {"name": "secret", "type": Type.FINGERPRINT, "words": W("x", "x", "x"), "drawn": True}
                    | wrong
                )
            )


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"opens": "open-evaluation"}, id="what is not held back"),
        pytest.param({"sections": KIND.step("open-scores").sections[1:]}, id="other words"),
        pytest.param({"lapse_at": None}, id="an officer's step"),
    ],
)
def test_a_step_opens_what_is_held_back_word_for_word_and_by_the_node(wrong):
    steps = tuple(replace(step, **wrong) if step.name == "open-scores" else step for step in KIND.steps)
    with pytest.raises(ValueError, match="opens what is not held back"):
        replace(KIND, steps=steps)

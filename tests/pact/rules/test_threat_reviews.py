"""Threats, edition 2: a crisis line by line, in sight of all; a share of what is over reviewed for rights."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.rules import crisis
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fields import PUBLIC_TYPES
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from mithaq.pact.rules.threats import KIND, SECOND
from tests.pact.rules.telling import Told, codes, problems
from tests.pact.rules.test_threats import LIFE, WARNED_AT

SINCE = WARNED_AT - timedelta(minutes=10)
HOURS = {"crisis_0": 30, "crisis_1": 60, "crisis_6": 360, "crisis_24": 1440}
TERMS = Terms("a" * 64, HOURS)


def declared(*parties: str) -> Told:
    told = Told(SECOND, *(parties or ("MA", "FR")), says=LIFE | {"sort": "event"}, at=WARNED_AT)
    told.say("FR", "declare-crisis", says={"since": SINCE.isoformat().replace("+00:00", "Z")})
    return told


def closed(share: int | None) -> tuple[Told, list]:
    """A warning that is over, and who owes a review of it."""
    told = Told(SECOND, "MA", "FR", says=LIFE, at=WARNED_AT)
    told.say("FR", "acknowledge")
    told.say("FR", "report-action", says={"outcome": "prevented"})
    for party in ("MA", "FR"):
        told.say(party, "close-warning")
    terms = Terms("a" * 64, {"rights_review": 60} | ({} if share is None else {"rights_sample": share}))
    received = {(entry.id, party): told.at for entry in told.said for party in ("MA", "FR")}
    return told, [each for each in duties(told.standing, received, terms) if each.duty == "rights-review"]


def test_the_list_of_the_edition_is_the_list_of_codes():
    assert set(crisis.EVERY_LINE) <= set(code_list(crisis.CODES).values)
    assert [f"h{hour}-" for hour in crisis.LINES for _ in crisis.LINES[hour]] == [
        line[: line.index("-") + 1] for line in crisis.EVERY_LINE
    ]


def test_a_declared_crisis_gives_every_side_its_list_due_by_the_hours_agreed():
    told = declared("MA", "FR", "ES")
    assert {party: item.stage for party, item in told.state.items("checklist").items()} == dict.fromkeys(
        ("ES", "FR", "MA"), "open"
    )
    owed = {each.duty: each for each in duties(told.standing, {}, TERMS) if each.by == "ES"}
    for hour, lines in crisis.LINES.items():
        for line in lines:
            due = owed[f"crisis-{line}"]
            assert due.due_at == SINCE + timedelta(minutes=HOURS[f"crisis_{hour}"])
            assert due.late(due.due_at + timedelta(seconds=1))


def test_each_side_ticks_its_own_lines_and_the_last_completes_its_list():
    told = declared()
    for line in crisis.EVERY_LINE[:-1]:
        told.say("FR", "tick-line", says={"line": line})
    assert told.item("checklist", "FR").stage == "open"
    assert "FR" in turn(told.standing)
    told.say("FR", "waive-line", says={"line": crisis.EVERY_LINE[-1], "reason": "nobody-concerned"})
    told.say("FR", "tick-line", item="MA", says={"line": "h0-call"})
    assert told.item("checklist", "FR").stage == "complete"
    assert crisis.unsettled(told.item("checklist", "MA")) == crisis.EVERY_LINE
    assert told.aside() == {"FR tick-line": "rules.not-this-side"}
    done = [each.by for each in duties(told.standing, {}, TERMS) if each.done_at]
    assert done == ["FR"] * len(crisis.EVERY_LINE)


def test_a_line_opened_again_is_owed_again():
    told = declared()
    told.say("MA", "tick-line", says={"line": "h1-people"})
    told.say("MA", "reopen-line", says={"line": "h1-people"})
    [due] = [
        each
        for each in duties(told.standing, {}, TERMS)
        if (each.duty, each.by) == ("crisis-h1-people", "MA")
    ]
    assert due.done_at is None
    told.say("MA", "tick-line", says={"line": "h1-people"})
    assert told.aside() == {}


BAD = [
    pytest.param("declare-crisis", {"since": "2026-01-07T00:00:00Z"}, "threats.not-yet", id="hour 0 to come"),
    pytest.param("tick-line", {"line": "h0-call"}, "threats.line-seen-to", id="twice"),
    pytest.param("waive-line", {"line": "h0-call", "reason": "overtaken"}, "threats.line-seen-to", id="both"),
    pytest.param("waive-line", {"line": "h1-people"}, "rules.required", id="no reason"),
    pytest.param("reopen-line", {"line": "h1-people"}, "threats.line-open-already", id="open already"),
    pytest.param(
        "tick-line", {"line": "h1-people", "done_at": "2026-01-07T00:00:00Z"}, "threats.not-yet", id="to come"
    ),
]


@pytest.mark.parametrize(("step", "values", "code"), BAD)
def test_what_is_badly_said_of_a_line_is_answered(step, values, code):
    told = declared()
    told.say("MA", "tick-line", says={"line": "h0-call"})
    assert code in codes(problems(SECOND, step, values, about=told, item="MA", now=told.at))


def test_an_empty_form_begins_with_the_first_line_that_is_open():
    told = declared()
    told.say("MA", "tick-line", says={"line": "h0-call"})
    given_now = SECOND.step("tick-line").given
    assert given_now(told.state, "MA", {}) == {"line": "h0-read-back"}


def test_the_crisis_is_over_when_all_have_said_so_and_open_lines_are_owed_no_more():
    told = declared()
    told.say("FR", "end-crisis")
    assert told.item("crisis").stage == "on"
    told.say("MA", "end-crisis")
    assert {each.stage for each in told.state.items("checklist").values()} == {"left-open"}
    assert all(each.moot for each in duties(told.standing, {}, TERMS) if each.duty.startswith("crisis-"))
    assert not [each for each in open_steps(told.standing, "MA") if each.step.name == "tick-line"]


MOVES = st.lists(
    st.tuples(
        st.sampled_from(("MA", "FR")),
        st.sampled_from(("tick-line", "waive-line", "reopen-line")),
        st.sampled_from(crisis.EVERY_LINE),
    ),
    max_size=12,
)


@settings(max_examples=15)
@given(MOVES)
def test_a_list_is_complete_exactly_when_every_line_is_settled_whatever_was_said(moves):
    told = declared()
    for party, step, line in moves:
        reason = {"reason": "overtaken"} if step == "waive-line" else {}
        told.say(party, step, says={"line": line, **reason})
    for item in told.state.items("checklist").values():
        assert (item.stage == "complete") == (not crisis.unsettled(item))
        assert set(crisis.settled(item)) | set(crisis.unsettled(item)) == set(crisis.EVERY_LINE)


@pytest.mark.parametrize(("share", "owing"), [(None, set()), (0, set()), (100, {"MA", "FR"})])
def test_the_share_that_was_agreed_is_reviewed(share, owing):
    told, owed = closed(share)
    assert (told.stage, {each.by for each in owed}) == ("closed", owing)


def test_the_lot_of_a_side_is_drawn_from_what_the_other_said():
    """Of many warnings about the share is drawn, and nothing that a side says itself changes its own lot."""
    drawn = 0
    for number in range(60):
        told = Told(SECOND, "MA", "FR", says=LIFE, at=WARNED_AT + timedelta(days=number))
        told.say("FR", "acknowledge")
        told.say("FR", "report-action", says={"outcome": "prevented"})
        closes = told.say("MA", "close-warning")
        told.say("FR", "close-warning", missed=[closes] if number % 2 else ())
        received = {(entry.id, "FR"): told.at for entry in told.said}
        owed = duties(told.standing, received, Terms("a" * 64, {"rights_sample": 50, "rights_review": 60}))
        drawn += sum(each.duty == "rights-review" and each.by == "FR" for each in owed)
    assert 15 <= drawn <= 45


def test_a_review_says_a_code_and_nothing_of_anybody():
    step = SECOND.step("review-rights")
    assert step.functions == {"rights-reviewer"}
    assert not step.body_fields
    assert {each.type for each in step.fields} <= PUBLIC_TYPES
    told, _ = closed(100)
    told.say("FR", "review-rights", says={"finding": "origin", "referred": True})
    assert told.item("rights", "FR").stage == "reviewed"
    assert told.item("rights", "MA").stage == "unreviewed"


def test_matters_of_the_first_edition_stay_as_they_are():
    assert kind("threat") is SECOND
    told = Told(KIND, "MA", "FR", says=LIFE, at=WARNED_AT)
    told.say("FR", "declare-crisis", says={"since": "2026-01-06T01:00:00Z"})
    assert told.aside() == {"FR declare-crisis": "rules.unknown-step"}
    assert not [each for each in KIND.steps if each.name in ("tick-line", "review-rights")]

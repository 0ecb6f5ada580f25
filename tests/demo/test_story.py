"""Both nodes act at once, and nobody waits for ever or speaks before hearing what they answer."""

from collections import deque
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from mithaq.demo.build import begun_at
from mithaq.demo.script import Planned, script
from mithaq.demo.story import SITTING, Story, Turn, arrange, stretches
from tests.demo.test_script import MADE_AT, PEOPLE, ZONES

SIDE = {each["username"]: code for code, people in PEOPLE.items() for each in people["personas"]}


def arranged(made_at):
    """The turns of each stretch; a side stands for its node."""
    for acts, _ in stretches(script(made_at, ZONES), begun_at(made_at), made_at):
        turns = [Turn(act, SIDE[act.who]) for act in acts]
        arrange(turns)
        yield turns


def play(turns):
    """Those that are left when nobody can act any more; and the order in which the others came."""
    desks = {side: deque(turn for turn in turns if turn.house == side) for side in PEOPLE}
    stated, played = {side: [] for side in desks}, []
    while ready := [side for side, desk in desks.items() if desk and desk[0].may_begin]:
        turn = desks[ready[0]].popleft()
        played.append(turn)
        stated[ready[0]].append(turn)
        if turn.ends:
            for each in stated[ready[0]]:
                each.is_known = True
            stated[ready[0]] = []
    return [turn for desk in desks.values() for turn in desk], played


@pytest.mark.parametrize("made_at", MADE_AT[::4], ids=str)
def test_whenever_it_is_made_nobody_waits_for_what_never_comes(made_at):
    for turns in arranged(made_at):
        left, played = play(turns)
        assert not left, f"{left[0].act.matter}: {left[0].act.step}"
        assert len(played) == len(turns)


@pytest.mark.parametrize("made_at", MADE_AT[:1], ids=str)
def test_whoever_answers_has_heard_everything_said_before_in_the_matter(made_at):
    for turns in arranged(made_at):
        _, played = play(turns)
        place = {id(turn): number for number, turn in enumerate(played)}
        named = {f"{turn.act.matter}/{turn.act.name}": turn for turn in turns}
        for number, turn in enumerate(turns):
            heard = [named[each] for each in turn.act.needs if each in named]
            if not turn.act.crossing:
                heard += [each for each in turns[:number] if each.act.matter == turn.act.matter]
            assert all(place[id(each)] < place[id(turn)] for each in heard)
            assert all(each in turn.after or each.house == turn.house for each in heard)


def test_what_leaves_together_was_said_without_a_break_and_before_any_answer_to_it():
    for turns in arranged(MADE_AT[0]):
        for side in PEOPLE:
            sitting = []
            for turn in (each for each in turns if each.house == side):
                assert not sitting or turn.act.at - sitting[-1].at <= SITTING
                sitting.append(turn.act)
                if not turn.ends:
                    continue
                answers = (each.act for each in turns if each.house != side and not each.act.crossing)
                for answer in (each for each in answers if sitting[0].at <= each.at <= sitting[-1].at):
                    assert answer.matter not in {act.matter for act in sitting if act.at < answer.at}
                sitting = []


def test_what_leaves_together_leaves_when_the_last_of_it_was_let_go():
    """A second person lets go at 43 what was begun at 32; at 40 one person stated something else."""
    house = SimpleNamespace(node=SimpleNamespace(authority="FR"), people={"personas": []})
    begun = datetime(2026, 11, 27, 20, 32, tzinfo=UTC)
    acts = [
        Planned("a", "c", "ask", begun, "inquiry"),
        Planned("b", "c", "tick", begun + timedelta(minutes=8), "threat"),
    ]
    first, second = (Turn(act, house, ends=act is acts[1]) for act in acts)
    story = Story([house])
    story._came(first, "entry of the first", begun + timedelta(minutes=11))
    story._came(second, "entry of the second", acts[1].at)
    [(at, sent)] = story._desk(house).to_send
    assert sent == [first, second]
    assert at > begun + timedelta(minutes=11)

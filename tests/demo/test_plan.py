"""The joint plan of the demonstration has actions in every state, whenever the demonstration is made."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from mithaq.demo.script import Planned, meant, script
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import Standing, standing
from mithaq.pact.rules.kind import Dated
from mithaq.pact.rules.mention import mentions_a_person
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from tests.demo.test_script import PEOPLE, ZONES
from tests.pact.rules.conversations import entry

PLAN = "21-joint-plan"
KIND = kind("plan")
SIDE = {each["username"]: code for code, people in PEOPLE.items() for each in people["personas"]}
CALENDARS = {"MA": Calendar("MA", "Africa/Casablanca"), "FR": Calendar("FR", "Europe/Paris")}
MADE_AT = [
    datetime(*day, 11, 20, tzinfo=UTC)
    for day in ((2026, 11, 26), (2027, 1, 31), (2027, 2, 1), (2027, 7, 31), (2027, 8, 1), (2028, 3, 1))
]


def told(made_at: datetime) -> Standing:
    """What the plan's acts add up to, each stated in knowledge of all before it."""
    said: list[Entry] = []
    named: dict[str, str] = {}
    for act in script(made_at, ZONES):
        if act.matter == PLAN:
            said.append(_stated(act, said, named))
            named[f"{PLAN}/{act.name}"] = said[-1].id
    return standing(KIND, said)


def _stated(act: Planned, said: list[Entry], named: dict[str, str]) -> Entry:
    step = KIND.step(act.step)
    values = {
        name: named[meant(PLAN, value)] if str(value).startswith("@") else value
        for name, value in act.says.items()
        if name in {each.name for each in step.public_fields}
    }
    where = {"matter": said[0], "seen": said} if said else {"parties": ("FR", "MA")}
    item = named[meant(PLAN, act.item)] if act.item else ""
    return entry(KIND, act.step, SIDE[act.who], says=values, item=item, at=act.at, **where)


@pytest.mark.parametrize("made_at", MADE_AT, ids=str)
def test_the_plan_is_in_force_and_every_step_of_it_counts(made_at):
    found = told(made_at)
    assert not found.set_aside
    assert found.stage == "in-force"
    assert len(list(found.state.created(("propose-axis",)))) >= 6


@pytest.mark.parametrize("made_at", MADE_AT, ids=str)
def test_twelve_actions_stand_in_every_state(made_at):
    state, today = told(made_at).state, made_at.date()
    actions = roadmap.actions(state)
    assert len(actions) == 12
    stages = Counter(action.stage for action in actions)
    assert stages.keys() == {
        "proposed", "planned", "running", "on-hold", "delivered", "verified", "closed", "dropped",
    }  # fmt: skip
    running = {roadmap.rag(state, action, today) for action in actions if action.stage == "running"}
    assert running == {"green", "amber", "red", "grey"}


@pytest.mark.parametrize("made_at", MADE_AT, ids=str)
def test_two_half_years_are_reported_on_and_one_countersignature_came_late(made_at):
    found = told(made_at)
    owed = duties(found, {}, Terms("a" * 64, {}, calendars=CALENDARS))
    signed = [each for each in owed if each.duty == "countersignature"]
    assert len({each.about for each in signed}) == 2
    late = [each for each in signed if each.late(made_at)]
    assert sorted((each.by, each.done_at is None) for each in late) == [("FR", False), ("FR", True)]
    assert [each.by for each in owed if each.duty == "report" and each.late(made_at)] == ["FR"]
    assert {each.name for each in KIND.dated if isinstance(each, Dated)} >= {"report", "countersignature"}


@pytest.mark.parametrize("made_at", MADE_AT[:1], ids=str)
def test_a_change_is_open_and_countered(made_at):
    changes = [each.stage for each in told(made_at).state.items("change").values()]
    assert sorted(changes) == ["adopted", "adopted", "declined", "open"]


def test_nobody_is_named_in_the_plan():
    for act in script(MADE_AT[0], ZONES):
        texts = [value for value in act.says.values() if isinstance(value, str)]
        assert act.matter != PLAN or not any(map(mentions_a_person, texts)), texts

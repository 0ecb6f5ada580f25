"""The matters of the demonstration stand under the rules, whenever the demonstration is made."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.demo.build import begun_at
from mithaq.demo.nodes import described
from mithaq.demo.script import cycle, script, span
from mithaq.node.partners.own import VALID_FOR
from mithaq.pact.codes import code_list
from mithaq.pact.rules.fields import check_values
from mithaq.pact.rules.register import kind

PEOPLE = described("personas")
ZONE = {"MA": "Africa/Casablanca", "FR": "Europe/Paris"}
ZONES = {each["username"]: ZONE[code] for code, people in PEOPLE.items() for each in people["personas"]}
MADE_AT = [
    *(datetime(2026, 11, day, hour, 20, tzinfo=UTC) for day in range(16, 23) for hour in (0, 11, 23)),
    *(datetime(2027, *day, 11, 20, tzinfo=UTC) for day in ((1, 31), (2, 1), (7, 31), (8, 1))),
]


@pytest.mark.parametrize("made_at", MADE_AT, ids=str)
def test_whenever_it_is_made_everything_has_happened_by_then(made_at):
    acts = script(made_at, ZONES)
    assert all(begun_at(made_at) + timedelta(days=2) < act.at <= made_at for act in acts)
    assert made_at - begun_at(made_at) < VALID_FOR - timedelta(days=60)  # keys that do not run out at once
    assert len({act.matter for act in acts}) >= 20


@pytest.mark.parametrize("made_at", MADE_AT[:3], ids=str)
def test_every_act_says_what_its_step_may_say(made_at):
    named: set[str] = set()
    for act in script(made_at, ZONES):
        assert act.needs <= named, f"{act.matter}: refers to what has not happened"
        named.add(f"{act.matter}/{act.name}")
        if act.step in ("review", "review-retention"):  # no steps of a kind
            continue
        step = kind(act.kind).step(act.step)
        assert step is not None, f"{act.matter}: no step {act.step}"
        said = {name: "0" * 64 if str(value).startswith("@") else value for name, value in act.says.items()}
        hard = [problem for problem in check_values(step.asked_fields, said) if not problem.soft]
        assert not hard, f"{act.matter} {act.step}: {hard}"


def test_every_persona_has_both_names_and_functions_that_go_together():
    known = code_list("functions").values
    for people in PEOPLE.values():
        for persona in people["personas"]:
            assert persona["unit"] in people["units"]
            assert set(persona["functions"]) <= set(known)
            assert all(
                persona[name] for name in ("family_name", "given_name", "family_name_ar", "given_name_ar")
            )


def test_the_tour_names_people_and_nodes_that_are_there():
    for place in described("tour")["place"]:
        assert place["who"] in {each["username"] for each in PEOPLE[place["authority"]]["personas"]}
        assert set(place["words"]) == {"ar", "fr", "en"}


def test_a_span_is_read_in_its_parts():
    assert span("2d 3h 10m") == timedelta(days=2, hours=3, minutes=10)


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        pytest.param(date(2026, 11, 26), date(2025, 7, 1), id="autumn"),
        pytest.param(date(2027, 1, 31), date(2025, 7, 1), id="the day a report is due"),
        pytest.param(date(2027, 2, 1), date(2026, 1, 1), id="the day after"),
        pytest.param(date(2027, 7, 31), date(2026, 1, 1), id="the summer's report is due"),
        pytest.param(date(2027, 8, 1), date(2026, 7, 1), id="and over"),
    ],
)
def test_two_half_years_have_been_reported_on_whenever_it_is(today, begins):
    assert cycle(today) == begins


@pytest.mark.parametrize("made_at", MADE_AT[-4:], ids=str)
def test_targets_are_set_for_whole_half_years(made_at):
    targets = [act.says for act in script(made_at, ZONES) if act.step == "propose-target"]
    assert {says["starts_on"][5:] for says in targets} == {"01-01", "07-01"}
    assert {says["ends_on"][5:] for says in targets} == {"06-30", "12-31"}

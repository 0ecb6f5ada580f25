"""The plan of the demonstration is signed: two invented heads, one text, before anything is run."""

from datetime import UTC, datetime

import pytest

from mithaq.demo.script import Planned, meant, script
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import fixing, signing
from mithaq.pact.rules.articles import hash_of
from mithaq.pact.rules.fold import Standing, standing
from mithaq.pact.rules.register import kind
from tests.demo.heads import TEXT, hash_of_text
from tests.demo.test_plan import PLAN, SIDE
from tests.demo.test_script import ZONES
from tests.pact.rules.conversations import entry

KIND = kind("instrument")
MADE_AT = [datetime(*day, 11, 20, tzinfo=UTC) for day in ((2026, 11, 26), (2027, 2, 1), (2027, 8, 1))]
HASH = hash_of_text()


def told(acts: list[Planned]) -> tuple[Standing, dict[str, dict]]:
    """What the acts of the text add up to, each stated in knowledge of all before it; and their bodies."""
    said: list[Entry] = []
    named: dict[str, str] = {}
    bodies: dict[str, dict] = {}
    for act in acts:
        step = KIND.step(act.step)
        says = {
            name: named[meant(TEXT, value)] if str(value).startswith("@") else value
            for name, value in act.says.items()
        }
        public = {each.name for each in step.public_fields}
        derived = {each.name: each.derived(says) for each in step.fields if each.derived}
        stated = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in (says | derived).items()
            if name in public
        }
        where = {"matter": said[0], "seen": said} if said else {"parties": ("FR", "MA")}
        item = named[meant(TEXT, act.item)] if act.item else _own(step, act)
        said.append(entry(KIND, act.step, SIDE[act.who], says=stated, item=item, at=act.at, **where))
        named[f"{TEXT}/{act.name}"] = said[-1].id
        bodies[said[-1].id] = says
    return standing(KIND, said), bodies


def _own(step, act: Planned) -> str:
    return SIDE[act.who] if step.track in ("fixing", "signatory") else ""


@pytest.mark.parametrize("made_at", MADE_AT, ids=str)
def test_the_text_is_in_force_and_both_signatures_prove_themselves(made_at):
    acts = script(made_at, ZONES)
    found, bodies = told([act for act in acts if act.matter == TEXT])
    assert not found.set_aside
    assert found.stage == "in-force"
    assert fixing.signed_hash(found.state) == hash_of(found.state, bodies) == HASH
    signed = [each for step in ("initial", "sign") for each in fixing.last_of(found.state, step).values()]
    assert len(signed) == 4
    assert {signing.verdict(found.state, bodies, each) for each in signed} == {signing.PROVEN}


@pytest.mark.parametrize("made_at", MADE_AT, ids=str)
def test_the_plan_names_the_text_that_was_signed_on_its_day_and_runs_after_it(made_at):
    acts = script(made_at, ZONES)
    recorded = next(act for act in acts if act.matter == PLAN and act.step == "propose-signature")
    last = max(act.at for act in acts if act.matter == TEXT)
    assert recorded.says["text"] == HASH
    assert recorded.says["signed_on"] == last.date().isoformat()
    assert last < recorded.at < min(act.at for act in acts if act.step == "start-action")

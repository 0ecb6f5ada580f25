"""Trend notes: how a threat develops, nobody named, read by the groups they name."""

from datetime import UTC, datetime

import pytest

from mithaq.pact.rules.fields import PERSONAL_TYPES
from mithaq.pact.rules.fold import turn
from mithaq.pact.rules.trends import KIND
from tests.pact.rules.telling import Told, codes, problems

NOW = datetime(2026, 7, 15, 9, tzinfo=UTC)
SAYS = {
    "sort": "online", "from_on": "2026-01-01", "until_on": "2026-06-30", "source": "B", "accuracy": "2",
    "group": "a" * 64,
}  # fmt: skip
OBSERVED = "Des appels à collecter des fonds passent par des jeux en ligne, avec des montants plus faibles."
FORM = {
    **SAYS, "title": "Collectes en ligne", "observed": OBSERVED,
    "meaning": "Le phénomène se déplace vers de petits montants.",
}  # fmt: skip


def wrong(**changes) -> list[str]:
    return codes(problems(KIND, "issue-note", FORM | changes, now=NOW))


def test_a_note_has_no_place_for_a_person_and_asks_nothing_of_anybody():
    assert not [each.name for step in KIND.steps for each in step.fields if each.type in PERSONAL_TYPES]
    told = Told(KIND, "MA", "FR", says=SAYS)
    assert (told.stage, turn(told.standing)) == ("issued", frozenset())
    assert [each.name for each in KIND.duties] == ["confirm-correction"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"accuracy": ""}, "rules.required", id="no accuracy"),
        pytest.param({"group": ""}, "rules.required", id="for nobody"),
        pytest.param({"until_on": "2025-12-31"}, "rules.ends-before-it-begins", id="ends first"),
        pytest.param({"until_on": "2026-12-31"}, "trends.not-over", id="to come"),
        pytest.param(
            {"meaning": "Secret défense : voir la note jointe."}, "threats.classified", id="classified"
        ),
        pytest.param({"observed": OBSERVED + " Voir M. Exemple."}, "threats.names-a-person?", id="a name"),
        pytest.param(
            {"observed": "Ces personnes sont membres de l’association X depuis plusieurs années déjà."},
            "threats.conduct-not-belief",
            id="belief",
        ),
    ],
)
def test_a_note_that_is_badly_said_is_answered(changes, code):
    assert not wrong()
    assert code in wrong(**changes)


def test_a_group_is_named_once():
    told = Told(KIND, "MA", "FR", says=SAYS)
    assert codes(problems(KIND, "name-group", {"group": "a" * 64}, about=told)) == ["trends.named-already"]
    assert not problems(KIND, "name-group", {"group": "b" * 64}, about=told)
    told.say("FR", "name-group", says={"group": "b" * 64})
    assert told.aside() == {"FR name-group": "rules.not-this-side"}

"""Rabat warns Paris of danger to life while cooperation is suspended; Paris acknowledges in nineteen minutes.

Source: acceptance stories AS-M10-1 and -2.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.sides import Side
from tests.stories.stage import all_delivered, assert_alike, sign_in, staged, take

pytestmark = pytest.mark.slow

WARNED_AT = datetime(2026, 11, 24, 1, 12, tzinfo=UTC)
PLACE = "Gare de la Part-Dieu"
WARNING = {
    "title": "Alerte sur un moyen de transport",
    "sort": "attack",
    "life_at_risk": "on",
    "offence": "terrorism",
    "from_at": "2026-11-24T06:00",
    "until_at": "2026-11-24T12:00",
    "place": PLACE,
    "target": "transport",
    "conduct": "Deux personnes ont acheté des produits précurseurs et repéré les accès de la gare.",
    "source": "B",
    "accuracy": "2",
    "lawful_origin": "on",
    "asked": "Renforcer la surveillance des accès.",
    "reach_back": "Permanence, jour et nuit",
    "on-handling": ["H1", "H2"],
}
BELIEF = "Cette personne est membre de l’association X depuis plusieurs années déjà."
AGREEMENT = "Matter.objects.get(kind='agreement').reference"
SUSPENSION = {"field": "threat", "from_at": "2026-11-23T12:00"}


@pytest.mark.law("AS-M10-1")
@pytest.mark.law("AS-M10-2")
def test_as_m10_1_and_2_danger_to_life_is_acknowledged_in_time_whatever_is_suspended():
    before, terms = WARNED_AT - timedelta(hours=2), {"crisis_0": 30}
    with staged("MA", "FR", at=before, kinds=("inquiry", "threat"), terms=terms) as nodes:
        rabat, paris = nodes
        for node in nodes:
            node.start("deliver")
        coordinator = sign_in(paris, "first")
        agreement = f"/matters/{paris.act('run', code=AGREEMENT)}/"
        take(coordinator, coordinator, agreement, "suspend", **SUSPENSION)
        all_delivered(nodes)

        for node in nodes:
            node.set_clock(WARNED_AT)
        duty = sign_in(rabat, "first")
        duty.open("/new/threat/")
        duty.send(**WARNING | {"conduct": BELIEF}, **{"on-parties": ["FR"]})  # AS-M10-2: no role sends that
        assert "Décrivez un comportement" in duty.page.text
        assert duty.path == "/new/threat/"
        duty.send(**WARNING, **{"on-parties": ["FR"]})
        if duty.path.startswith("/drafts/"):  # looked at once more, then sent by whoever wrote it
            duty.send("/send/")
        matter = duty.path
        assert matter.startswith("/matters/"), duty.page.text[:2000]
        all_delivered(nodes)
        for node in nodes:
            node.set_clock(WARNED_AT + timedelta(minutes=19))
        duty = sign_in(paris, "first")
        assert PLACE in duty.open(matter).text
        take(duty, duty, matter, "acknowledge", read_back="on")
        all_delivered(nodes)
        for node in nodes:
            owed = node.act("owed", reference=matter.split("/")[2])
            took = datetime.fromisoformat(owed["done_at"]) - datetime.fromisoformat(owed["from_at"])
            assert timedelta(minutes=17) < took < timedelta(minutes=21)
            assert owed["done_at"] < owed["due_at"]
        # An hour later it happens: what Paris has seen to stands on Rabat's page, and what is late is said.
        began = WARNED_AT + timedelta(hours=1)
        for node in nodes:
            node.set_clock(began + timedelta(minutes=35))
        duty = sign_in(paris, "first")
        take(duty, duty, matter, "declare-crisis", since=Side(paris).typed(began))
        take(duty, duty, matter, "tick-line", line="h0-call")
        all_delivered(nodes)
        duty = sign_in(rabat, "first")
        duty.open(matter)
        seen = duty.open(duty.link("/threats/")).text
        assert "Permanence de l’autre partie appelée" in seen
        assert "1/10" in seen
        assert "en retard de" in seen
        assert_alike(nodes)

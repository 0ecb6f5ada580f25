"""Rabat watches a quay where an officer of Paris has a meeting: two alerts, whom to call, and nothing else.

Source: acceptance story AS-M9-2.
"""

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.stories.stage import ZONES, all_delivered, assert_alike, sign_in, staged
from tests.two_nodes import wait_until

pytestmark = pytest.mark.slow

AFTERNOON = datetime(2026, 4, 5, 12, tzinfo=UTC)
QUAY = {"latitude": "35.889400", "longitude": "-5.502000", "radius_m": "300"}
NEXT_BERTH = {"latitude": "35,8897", "longitude": "-5,5016", "radius_m": "150"}
COLLIDES = "une activité d’un partenaire"


def typed(node, at) -> str:
    return at.astimezone(ZoneInfo(ZONES[node.code])).strftime("%Y-%m-%dT%H:%M")


def puts_aside(desk, node, begins, hours, **said) -> None:
    when = {"from_at": typed(node, begins), "until_at": typed(node, begins + timedelta(hours=hours))}
    desk.open("/deconfliction/")
    desk.send(**when, **said)
    assert "La comparaison est en cours" in desk.page.text, desk.page.text


@pytest.mark.law("AS-M9-2")
def test_as_m9_2_two_activities_at_one_quay_are_two_alerts_with_whom_to_call_and_nothing_else():
    with staged("MA", "FR", at=AFTERNOON, kinds=("deconfliction",)) as nodes:
        rabat, paris = nodes
        matter = rabat.act(
            "step", kind="deconfliction", step="open-register", matter="", parties=["FR"],
            values={"title": "Déconfliction du Détroit"},
        )  # fmt: skip
        for node in nodes:
            node.start("deliver")
        all_delivered(nodes)
        paris.act("step", kind="deconfliction", step="join-register", matter=matter)
        all_delivered(nodes)
        salma, claire = (sign_in(node, "first") for node in nodes)
        two, four = AFTERNOON + timedelta(hours=2), AFTERNOON + timedelta(hours=4)
        puts_aside(
            salma, rabat, two, 4, **QUAY, label="Surveillance Canari", contact="Salma, permanence +212 5 01"
        )
        puts_aside(
            claire,
            paris,
            four,
            1,
            **NEXT_BERTH,
            label="Rencontre Serin",
            contact="Claire, permanence +33 1 02",
        )
        begun = time.monotonic()
        stage = f"Matter.objects.get(pk='{matter}').stage"
        wait_until(lambda: {node.act("run", code=stage) for node in nodes} == {"match"}, seconds=60)
        wait_until(lambda: "Claire, permanence" in salma.open("/deconfliction/").text, seconds=60)
        wait_until(lambda: "Salma, permanence" in claire.open("/deconfliction/").text, seconds=60)
        assert time.monotonic() - begun < 60
        all_delivered(nodes)
        for desk in (salma, claire):
            assert COLLIDES in desk.open("/").text
        # Whom to call is all that either side has of the other, whatever one looks for in its database.
        for desk, others in ((salma, ("Serin", "35.8897")), (claire, ("Canari", "35.8894"))):
            for path in ("/", "/deconfliction/", f"/matters/{rabat_reference(rabat)}/"):
                assert not [told for told in others if told in desk.open(path).text]
        for node, others in ((rabat, ("Serin",)), (paris, ("Canari",))):
            assert not [told for told in others if told in everything_said(node, matter)]
            assert node.act("compared") == 1
        assert_alike(nodes)


def rabat_reference(rabat) -> str:
    (reference,) = rabat.act("references")
    return str(reference)


def everything_said(node, matter) -> str:
    """Every header and every opened body that a node holds of the register."""
    return str(node.act("all_said", matter=matter))

"""Rabat, Paris and Madrid charter a working group, meet, decide, and close it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.stage import all_delivered, assert_alike, sign_in, staged, state, take
from tests.two_nodes import wait_until

pytestmark = pytest.mark.slow

TODAY = datetime.now(UTC).date()
CHARTER = {
    "title": "Recherche des fugitifs",
    "sort": "thematic",
    "axis": "FUG",
    "mandate": "Comparer les procédures de localisation et fixer des points de contact chez chacun.",
    "objectives-0-text": "Un point de contact joignable chez chaque partie",
    "sunset_on": (TODAY + timedelta(days=200)).isoformat(),
    "quorum": "1",
    "rhythm_days": "60",
}
MEMBER = {"role": "co-chair", "no_conflict": "on", "on-basis": "instrument"}
MEETING = {
    "starts_at": f"{TODAY + timedelta(days=10)}T10:00",
    "ends_at": f"{TODAY + timedelta(days=10)}T12:00",
    "place": "Visioconférence",
    "agenda-0-text": "Points de contact",
}
MINUTES = "Les trois parties étaient présentes et ont examiné un point."
DECISION = {
    "text": "Vérifier toute adresse communiquée dans les trois jours.",
    "owner": "ES",
    "in_mandate": "on",
    "due_on": (TODAY + timedelta(days=30)).isoformat(),
}
REPORT = {"report": "Les objectifs sont atteints ; les points de contact restent en place.", "score": "4"}


class Party:
    """An authority with two officers at their browsers."""

    def __init__(self, node):
        self.node = node
        self.first, self.second = sign_in(node, "first"), sign_in(node, "second")

    def open(self, path, **values):
        return state(self.first, self.second, path, **values)

    def take(self, matter, step, **values):
        return take(self.first, self.second, matter, step, **values)


def test_three_authorities_charter_meet_decide_and_close():
    with staged("MA", "FR", "ES") as made:
        for node in made:
            node.start("deliver")
        rabat, paris, madrid = parties = [Party(node) for node in made]

        group = paris.open("/new/group/", **CHARTER, **{"on-parties": ["MA", "ES"]})
        all_delivered(made)
        rabat.take(group, "adopt-charter")
        all_delivered(made)
        assert _stages(made, group) == {"proposed"}  # every party once: Madrid has not
        madrid.take(group, "adopt-charter")
        all_delivered(made)
        assert _stages(made, group) == {"active"}

        for number, party in enumerate(parties):
            party.take(group, "name-member", name=f"MEMBRE Numéro {number}", **MEMBER)
        all_delivered(made)
        paris.take(group, "call-meeting", **MEETING)
        paris.take(group, "hold-meeting", minutes=MINUTES)
        all_delivered(made)
        for party in (rabat, madrid):
            party.take(group, "agree-minutes")
            all_delivered(made)  # else it may overtake the next officer, who has to read it first
        rabat.take(group, "table-decision", **DECISION)
        all_delivered(made)
        for party in (paris, madrid):
            party.take(group, "support-decision")
            all_delivered(made)  # else it may overtake the next officer, who has to read it first
        madrid.take(group, "report-done")
        all_delivered(made)
        for node in made:
            assert node.act("items", reference=_reference(group), track="meeting") == ["agreed"]
            assert node.act("items", reference=_reference(group), track="decision") == ["done"]

        paris.take(group, "begin-closing")
        for party in parties:
            all_delivered(made)
            # What cannot be undone waits until everybody holds everything.
            wait_until(lambda party=party: party.node.act("settled", reference=_reference(group)))
            party.take(group, "confirm-close", **REPORT)
        all_delivered(made)
        assert _stages(made, group) == {"closed"}
        assert_alike(made)
        assert made[0].act("receipts") == made[1].act("receipts") == made[2].act("receipts")


def _reference(path):
    return path.split("/")[2]


def _stages(made, group):
    return {node.act("stage", reference=_reference(group)) for node in made}

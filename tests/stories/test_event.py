"""Rabat hosts a tournament that Paris and Madrid follow; then the three host one together.

Source: acceptance stories AS-M11-1 to AS-M11-4.
"""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.stage import StagedNode, assert_alike, staged, state_calendars
from tests.two_nodes import deliver_all

pytestmark = pytest.mark.slow

PLANNED_AT = datetime(2025, 9, 1, 9, tzinfo=UTC)
HOLIDAYS = {"MA": ["2026-03-20"]}
CUP = {
    "title": "Coupe",
    "tier": "tournament",
    "sport": "football",
    "starts_on": "2025-12-21",
    "ends_on": "2026-04-30",
}
VENUE = {"gross": 67_000, "entry": 61_000, "holding": 64_000, "exit": 62_000, "emergency": 61_000}
CASABLANCA = {"title": "Casablanca", "latitude": "33.583", "longitude": "-7.700"} | VENUE
TANGIER = {"title": "Tanger", "latitude": "35.741", "longitude": "-5.858"} | VENUE
AGADIR = {"title": "Agadir", "latitude": "30.427", "longitude": "-9.541"} | VENUE
TICKETS = {"home_tickets": 30_000, "away_tickets": 15_500, "neutral_tickets": 5_000}
VIEW = {"view": "medium", "confidence": "high"}
ANALYSIS = {
    **VIEW, "factors": ["late-arrival"], "expected": 900,
    "assessment": "Le groupe arrive d’ordinaire une heure avant le coup d’envoi, sans incident connu.",
}  # fmt: skip
STANDS = (
    "sorted([row.name, row.owed_by, row.item, str(row.day), row.due_at.isoformat() if row.due_at else '', "
    "row.done_at.isoformat() if row.done_at else ''] for row in Duty.objects.filter(matter='{matter}'))"
)


class Event:
    """One event as three nodes know it."""

    def __init__(self, nodes: tuple[StagedNode, ...], **changes: str) -> None:
        self.nodes, self.matter, self.last = nodes, "", ""
        self.by = {node.code: node for node in nodes}
        others = [node.code for node in nodes[1:]]
        self.matter = self.say("MA", "open-event", CUP | changes, parties=others)

    def say(self, by: str, step: str, values: dict[str, object], **where: object) -> str:
        said = self.ask(by, step, values, **where)
        assert isinstance(said, str), said
        return said

    def ask(self, by: str, step: str, values: dict[str, object], **where: object) -> object:
        """A step, or why it is refused; whoever takes it has what the others said before."""
        if by != self.last:
            deliver_all(self.nodes)
        self.last = by
        return self.by[by].attempt(
            "step", kind="event", step=step, matter=self.matter, values=values, **where
        )

    def match(self, by: str, venue: dict[str, object], kickoff: datetime, **changes: object) -> str:
        place = self.say(by, "add-venue", venue)
        values = {
            "title": f"{by} – {kickoff:%d}", "round": "group", "venue": place,
            "played_on": f"{kickoff:%Y-%m-%d}",
            "kickoff_at": kickoff.isoformat(), "second_point": "FR", **TICKETS, **changes,
        }  # fmt: skip
        return self.say(by, "schedule-match", values)

    def owed(self, at: str, duty: str, by: str, item: str = "") -> list[str]:
        """When it is due and when it was done, as a node shows it: the day, the instant, the instant."""
        rows = self.by[at].act("run", code=STANDS.format(matter=self.matter))
        return next(row[3:] for row in rows if row[:3] == [duty, by, item])

    def move(self, at: datetime) -> None:
        for node in self.nodes:
            node.set_clock(at)


@pytest.mark.law("AS-M11-1")
@pytest.mark.law("AS-M11-2")
@pytest.mark.law("AS-M11-3")
@pytest.mark.law("AS-M11-4")
def test_as_m11_1_to_4_an_event_is_policed_together_by_the_right_forms_at_the_right_time():
    with staged("MA", "FR", "ES", at=PLANNED_AT, kinds=("event",)) as nodes:
        state_calendars(nodes, HOLIDAYS)

        # AS-M11-1: eight weeks before; four days late, yet it counts, and what is due next stays due.
        cup = Event(nodes)
        evening = datetime(2026, 3, 18, 19, tzinfo=UTC)
        game = cup.match("MA", CASABLANCA, evening)
        deliver_all(nodes)
        assert {cup.owed(node.code, "tournament-analysis", "FR")[0] for node in nodes} == {"2025-10-26"}
        cup.move(datetime(2025, 10, 30, 9, tzinfo=UTC))
        cup.say("FR", "send-analysis", ANALYSIS, handling=["H1"])
        deliver_all(nodes)
        for node in nodes:
            _, due, done = cup.owed(node.code, "tournament-analysis", "FR")
            assert due[:10] == "2025-10-26"
            assert done[:10] == "2025-10-30"
            following = cup.owed(node.code, "match-analysis", "FR", game)
            assert (datetime.fromisoformat(following[1]), following[2]) == (evening - timedelta(days=14), "")

        # AS-M11-4: five working days of whoever reports: a feast of one side alone moves one day alone.
        assert {cup.owed(node.code, "post-report", "FR", game)[0] for node in nodes} == {"2026-03-25"}
        assert {cup.owed(node.code, "post-report", "MA", game)[0] for node in nodes} == {"2026-03-26"}

        # AS-M11-3: one spotter, two cities, three hours apart.
        north = cup.match("MA", TANGIER, datetime(2026, 3, 21, 18, tzinfo=UTC))
        south = cup.match("MA", AGADIR, datetime(2026, 3, 21, 21, tzinfo=UTC))
        period = {
            "way": "offer",
            "arrives_on": "2026-03-15",
            "leaves_on": "2026-04-30",
            "liaison_officers": 2,
            "spotters": 3,
        }
        sent = cup.say("FR", "begin-delegation", period)
        cup.say("MA", "accept-help", {"accreditation": "2026/118"}, item=sent)
        cup.say("FR", "post-spotter", {"delegation": sent, "match": north, "spotter": 1})
        refused = cup.ask("FR", "post-spotter", {"delegation": sent, "match": south, "spotter": 1})
        assert "events.spotter-elsewhere" in str(refused)
        cup.say("FR", "post-spotter", {"delegation": sent, "match": south, "spotter": 2})

        # AS-M11-2: three hosts; those without a ticket are counted, and both views of the risk are kept.
        world = Event(nodes, title="Mondial 2030", starts_on="2030-06-08", ends_on="2030-07-21")
        semi = world.match("MA", CASABLANCA, datetime(2030, 7, 9, 19, tzinfo=UTC), round="semi-final")
        for host, point in (("ES", "MA"), ("FR", "ES")):
            theirs = world.match(host, CASABLANCA, datetime(2030, 7, 10, 19, tzinfo=UTC), second_point=point)
            level = {"match": theirs, "phase": "advance", "level": "low", "confidence": "medium"}
            world.say(host, "set-level", level)
            assert "events.not-your-match" in str(world.ask("MA", "set-level", level))
        many = {**ANALYSIS, "match": semi, "expected": 18_000}
        assert "events.ticketless-missing" in str(world.ask("FR", "send-analysis", many, handling=["H1"]))
        world.say("FR", "send-analysis", {**many, "ticketless": 2_500, "families": True}, handling=["H1"])
        for phase, level in (("advance", "medium"), ("dynamic", "high")):
            last = world.say(
                "MA", "set-level", {"match": semi, "phase": phase, "level": level, "confidence": "high"}
            )
        world.say(
            "FR",
            "contest-level",
            {"grounds": ["families"], "view": "medium", "note": "Familles attendues."},
            item=last,
        )
        deliver_all(nodes)
        reference = nodes[0].act("run", code=f"Matter.objects.get(pk='{world.matter}').reference")
        for node in nodes:
            assert node.act("run", code=f"Matter.objects.get(pk='{world.matter}').extra['level']") == "high"
            assert node.act("items", reference=reference, track="level")[-2:] == ["superseded", "contested"]
        assert_alike(nodes)

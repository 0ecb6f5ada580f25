"""The room of sports events: what is due, on which side, in the reader's language."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.officers.assign import assign
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

pytestmark = pytest.mark.django_db

KICKOFF = NOW + timedelta(days=20)
DAY = f"{KICKOFF:%Y-%m-%d}"
CUP = {
    "title": "Coupe <b>amie</b>",
    "tier": "tournament",
    "sport": "football",
    "starts_on": DAY,
    "ends_on": DAY,
}
VENUE = {
    "title": "Stade d’exemple", "latitude": "33.583", "longitude": "-7.700", "gross": 45_000, "entry": 41_000,
    "holding": 43_000, "exit": 42_000, "emergency": 42_500,
}  # fmt: skip
MATCH = {
    "title": "Lions <i>–</i> Coqs", "round": "group", "played_on": DAY, "kickoff_at": KICKOFF.isoformat(),
    "home_tickets": 26_000, "away_tickets": 4_500, "neutral_tickets": 5_000, "second_point": "FR",
}  # fmt: skip
VIEW = {
    "view": "low",
    "confidence": "high",
    "expected": 5_200,
    "risk": 150,
    "non_risk": 5_050,
    "ticketless": 700,
}
LEVEL = {"phase": "advance", "level": "high", "confidence": "high", "factors": ["pyrotechnics"]}
INCIDENT = {"zone": "stand", "happened_at": NOW.isoformat()}


@pytest.fixture
def played(tmp_path, settings, db, monkeypatch):
    """A match of ours that Paris follows, its risk seen two ways; two incidents; both ids."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("event",), now=NOW - timedelta(days=2))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    planner = officer("event-planner", "information-point-officer")

    def we(step, values, **where):
        said = state(Act("event", step, values, **where), officer=planner, now=NOW)
        paris.learn(said)
        return said

    def they(step, **parts):
        assert receive(paris.wire(step, kind="event", matter=cup.id, **parts), now=NOW).state == "kept"
        return paris.entries[-1]

    cup = we("open-event", CUP, parties=("FR",))
    venue = we("add-venue", VENUE, matter=cup.id)
    game = we("schedule-match", MATCH | {"venue": venue.id}, matter=cup.id)
    they("send-update", says={"match": game.id, "phase": "update", **VIEW})
    level = we("set-level", LEVEL | {"match": game.id}, matter=cup.id)
    says = {"grounds": ("families",), "view": "low"}
    they("contest-level", item=level.id, says=says)
    for sort, counts in (("fight", {"arrested": 128, "offences": 152}), ("crowd-crush-risk", {"injured": 3})):
        we("report-incident", {**INCIDENT, "sort": sort, "match": game.id, **counts}, matter=cup.id)
    return Matter.objects.get(pk=cup.id), game.id


def read(played, page, language, *functions):
    matter, game = played
    reader = officer(*functions, unit=unit(), language=language, zone="Africa/Casablanca", username="reader")
    assign(None, matter.pk, matter.kind, to=reader, now=NOW)
    where = [matter.reference] if page == "events:calendar" else [matter.reference, game]
    answer = signed_in(reader).get(reverse(page, args=where))
    assert answer.status_code == 200
    return answer.content.decode()


SAID = {
    "ar": ["العد التنازلي", "ضربة البداية", "عائلات وأطفال", "مرتفع", "ضعيف"],
    "fr": ["Compte à rebours", "Coup d’envoi", "Familles et enfants", "Élevé", "Faible"],
    "en": ["Countdown", "Kick-off", "Families and children", "High", "Low"],
}


@pytest.mark.parametrize("language", SAID)
def test_the_card_counts_down_and_keeps_both_views_of_the_risk(played, language):
    text = read(played, "events:match", language, "event-planner")
    assert all(word in text for word in SAID[language])
    assert "Lions &lt;i&gt;–&lt;/i&gt; Coqs" in text
    assert "41000" in text
    assert "/steps/amend-match/?item=" in text
    assert "/steps/contest-level/" not in text


@pytest.mark.parametrize("language", SAID)
def test_the_calendar_puts_people_in_danger_first_and_adds_no_offences_to_persons(played, language):
    text = read(played, "events:calendar", language, "information-point-officer")
    words = {
        "ar": ("خطر التدافع", "مشاجرة"),
        "fr": ("Risque d’écrasement", "Rixe"),
        "en": ("crowd crush", "Fight"),
    }
    crush, fight = words[language]
    assert text.index(crush) < text.index(fight)
    assert ">280<" not in text  # an id may well have these digits
    assert "<strong>128</strong>" in text
    assert "<strong>152</strong>" in text
    assert "Coupe &lt;b&gt;amie" in text
    assert "/steps/schedule-match/" not in text


def test_what_is_no_match_leads_to_the_calendar(played):
    matter, _ = played
    reader = officer("event-planner", unit=unit(), username="reader")
    assign(None, matter.pk, matter.kind, to=reader, now=NOW)
    answer = signed_in(reader).get(reverse("events:match", args=[matter.reference, matter.pk]))
    assert answer.headers["Location"] == reverse("events:calendar", args=[matter.reference])


@pytest.mark.usefixtures("played")
def test_an_event_without_matches_says_so():
    planner = officer("event-planner", unit=unit(), language="fr", username="reader")
    other = state(Act("event", "open-event", CUP, parties=("FR",)), officer=planner, now=NOW)
    reference = Matter.objects.get(pk=other.id).reference
    text = signed_in(planner).get(reverse("events:calendar", args=[reference])).content.decode()
    assert "Aucun match au calendrier." in text
    assert "Aucune délégation" in text

"""Assisting: asked for or offered, accepted, delivered, looked at again; who may take which step."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.pact.rules import assisting
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import turn
from mithaq.pact.rules.terms import Terms
from mithaq.pact.rules.training import KIND
from tests.pact.rules.telling import NINE, Told

SESSION = {
    "starts_on": "2026-03-02", "ends_on": "2026-03-06", "capacity": 20, "host_quota": 10, "guest_quota": 10,
    "nominate_by": "2026-02-01",
}  # fmt: skip
COURSE = {
    "axis": "PTS", "level": "specialist", "format": "in-person", "language": "fr", "hours": 30,
    "rights_hours": 3,
}  # fmt: skip
HELD = {"attended": 18, "reaction_answers": 0}
EFFECT = {"invited": 18, "answered": 6, "used": 4}
A_MONTH = Terms("a" * 64, {"training_effect": 30 * 24 * 60})


def begun(way: str, by: str = "MA", *parties: str) -> tuple[Told, str]:
    told = Told(KIND, *(parties or ("MA", "FR", "ES")), says=COURSE, by="MA")
    return told, told.say(by, "plan-session", says={**SESSION, "way": way}).id


def item(told: Told, key: str):
    return told.item("session", key)


def test_what_is_asked_for_is_offered_accepted_delivered_and_looked_at_again():
    told, key = begun("ask")
    assert turn(told.standing) == {"FR", "ES"}
    told.say("FR", "offer-help", item=key)
    assert (item(told, key).stage, turn(told.standing)) == ("offered", {"MA"})
    told.say("MA", "accept-help", item=key)
    assert (item(told, key).stage, turn(told.standing)) == ("accepted", {"FR"})
    assert assisting.provider(item(told, key)) == "FR"
    told.say("FR", "deliver-help", item=key, says=HELD)
    assert (item(told, key).stage, turn(told.standing)) == ("delivered", {"MA"})
    told.say("MA", "report-effect", item=key, says=EFFECT)
    assert (item(told, key).stage, turn(told.standing)) == ("effect-known", frozenset())
    assert not told.standing.set_aside


def test_an_offer_comes_unasked_and_each_that_accepts_says_what_came_of_it():
    told, key = begun("offer", "FR")
    assert turn(told.standing) == {"MA", "ES"}
    for party in ("MA", "ES"):
        told.say(party, "accept-help", item=key)
    assert assisting.takers(item(told, key)) == {"MA", "ES"}
    told.say("FR", "deliver-help", item=key, says=HELD)
    told.say("ES", "report-effect", item=key, says=EFFECT)
    assert (item(told, key).stage, turn(told.standing)) == ("delivered", {"MA"})
    told.say("ES", "report-effect", item=key, says=EFFECT)
    told.say("MA", "report-effect", item=key, says=EFFECT)
    assert item(told, key).stage == "effect-known"
    assert told.aside() == {"ES report-effect": "rules.not-this-side"}


@pytest.mark.parametrize("way", ["ask", "offer"])
def test_what_everybody_else_declines_is_declined(way):
    told, key = begun(way)
    told.say("FR", "decline-help", item=key)
    assert item(told, key).stage == ("asked" if way == "ask" else "offered")
    assert turn(told.standing) == {"ES"}
    told.say("FR", "decline-help", item=key)
    told.say("ES", "decline-help", item=key)
    assert item(told, key).stage == "declined"
    assert told.aside() == {"FR decline-help": "rules.not-this-side"}


def test_who_asked_may_decline_one_offer_and_take_another():
    told, key = begun("ask")
    told.say("FR", "offer-help", item=key)
    told.say("MA", "decline-help", item=key)
    assert item(told, key).stage == "asked"
    told.say("ES", "offer-help", item=key)
    told.say("MA", "accept-help", item=key)
    assert assisting.provider(item(told, key)) == "ES"


def test_an_offer_is_withdrawn_by_its_author_and_the_request_stays():
    told, key = begun("ask")
    told.say("FR", "offer-help", item=key)
    told.say("FR", "withdraw-help", item=key)
    assert item(told, key).stage == "asked"
    told.say("ES", "withdraw-help", item=key)
    told.say("MA", "withdraw-help", item=key)
    assert item(told, key).stage == "withdrawn"
    assert told.aside() == {"ES withdraw-help": "rules.not-this-side"}


def test_a_withdrawal_goes_before_the_acceptance_it_crosses():
    told, key = begun("offer", "FR")
    yes = told.say("MA", "accept-help", item=key)
    told.say("FR", "withdraw-help", item=key, missed=[yes])
    assert item(told, key).stage == "withdrawn"
    assert told.aside() == {"MA accept-help": "rules.not-at-this-stage"}


def test_it_goes_on_while_somebody_is_still_helped():
    told, key = begun("offer", "FR")
    for party in ("MA", "ES"):
        told.say(party, "accept-help", item=key)
    told.say("MA", "call-off-help", item=key)
    assert assisting.takers(item(told, key)) == {"ES"}
    told.say("MA", "accept-help", item=key)
    told.say("FR", "call-off-help", item=key)
    assert item(told, key).stage == "called-off"


def test_the_effect_is_owed_by_who_was_helped_from_its_receipt_of_the_delivery():
    told, key = begun("offer", "FR")
    told.say("MA", "accept-help", item=key)
    delivered = told.say("FR", "deliver-help", item=key, says=HELD)
    received = {(delivered.id, party): NINE + timedelta(hours=1) for party in ("MA", "ES")}
    [owed] = [each for each in duties(told.standing, received, A_MONTH) if each.duty == "effect"]
    assert (owed.by, owed.due_at) == ("MA", NINE + timedelta(days=30, hours=1))
    assert owed.late(datetime(2026, 3, 1, tzinfo=UTC))

"""What technical assistance adds up to: decisions, deliveries, recommendations, equipment in service."""

from datetime import timedelta
from decimal import Decimal

from mithaq.pact.indicators import assistance
from mithaq.pact.indicators.indicator import Case
from tests.pact.rules.test_assistance import MISSION, accepted, asked


def delivered():
    told = accepted()
    for answered, mean in ((4, "5"), (2, "3.5")):
        mission = told.say("FR", "plan-mission", says=MISSION)
        told.say("MA", "confirm-held", item=mission)
        told.say("FR", "report-mission", item=mission, says={"recommendations": 2})
        told.say(
            "MA",
            "evaluate-mission",
            item=mission,
            says={"asked": 6, "answered": answered, "satisfaction": mean},
        )
    told.say("FR", "deliver-help")
    return told


def test_nothing_is_measured_of_what_was_only_asked_for():
    state = asked().state
    assert assistance.time_to_decision([state]) is None
    assert assistance.delivered([state]) is None
    assert assistance.implemented(state) is None
    assert assistance.satisfaction(state) is None
    assert assistance.in_service(state) is None
    assert assistance.under_way([state]) == (0, 1)


def test_decisions_deliveries_and_means_with_their_numbers():
    told, other = delivered(), accepted()
    states = [told.state, other.state, asked(way="offer").state]
    assert assistance.time_to_decision(states) == timedelta(minutes=2)
    assert assistance.delivered(states) == (1, 2)
    assert assistance.satisfaction(told.state) == (Decimal("4.5"), 6, 12)
    assert assistance.under_way(states) == (2, 3)
    told.say("MA", "report-effect", says={"implemented": 3, "trained_others": 11})
    assert assistance.implemented(told.state) == (3, 4)
    assert assistance.reused(told.state) == 11


def test_equipment_in_service_is_counted_among_what_was_certified():
    told = accepted(format="equipment")
    for serves in (True, False):
        device = told.say("FR", "hand-over-equipment", says={"inspect_on": "2026-12-31"})
        told.say("MA", "certify-end-use", item=device)
        told.say(
            "MA", "inspect-equipment", item=device, says={"inspected_on": "2026-12-01", "in_service": serves}
        )
    told.say("FR", "hand-over-equipment", says={"inspect_on": "2026-12-31"})
    assert assistance.in_service(told.state) == (1, 2)


def test_what_duplicates_other_assistance_is_counted_by_who_declined_it():
    caught, other = asked(), asked()
    for told, ground in ((caught, "duplicates"), (other, "no-capacity")):
        told.say("FR", "agree-consultation")
        told.say("FR", "decline-help", says={"ground": ground})
    seen = [each.by for told in (caught, other) for each in assistance.duplicates(Case(told.state))]
    assert seen == ["FR"]

"""Seats: whoever is named a member of a group sees it, for as long as the membership lasts."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.step import state
from mithaq.node.officers.visible import sees
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules.register import kind
from tests.node.agreements import agreed
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated

pytestmark = pytest.mark.django_db

CHARTER = {
    "title": "Fugitifs et recherches", "sort": "thematic", "axis": "FUG", "quorum": 1,
    "mandate": "Coordonner la localisation des personnes recherchées par les deux autorités.",
    "objectives": ({"text": "Réduire le délai de réponse"},), "sunset_on": "2027-06-30",
}  # fmt: skip


@pytest.fixture
def group(db):
    """A chartered group, and its chair at home."""
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("group",), now=NOW - timedelta(days=2))
    chair = officer("group-chair", username="chair")
    opening = state(Act("group", "propose-charter", CHARTER, parties=("FR",)), officer=chair, now=NOW)
    adopted = paris.state(
        "adopt-charter", kind="group", edition=kind("group").edition, matter=opening.id, after=(opening.id,)
    )
    assert receive(to_wire(adopted, "MA"), now=NOW).state == "kept"

    def we(step, values=None, item=""):
        act = Act(
            "group", step, values or {}, matter=opening.id, item=item, handling=("H0",), basis="ma-treaty"
        )
        return state(act, officer=chair, now=NOW)

    return opening.id, we


def salma():
    who = officer("liaison-officer", username="salma")
    who.given_name, who.family_name = "Salma", "Idrissi"
    who.given_name_ar, who.family_name_ar = "سلمى", "الإدريسي"
    who.save()
    return who


@pytest.mark.parametrize(
    "named",
    [
        pytest.param({"name": "IDRISSI Salma"}, id="in Latin letters"),
        pytest.param({"name": "X Y", "name_ar": "سلمى الإدريسي"}, id="in Arabic"),
    ],
)
def test_a_member_sees_the_group_until_the_membership_ends(group, named):
    matter, we = group
    member = salma()
    assert not sees(member, matter, "group")
    named_member = we("name-member", {"role": "expert", "no_conflict": True} | named)
    assert sees(member, matter, "group")
    assert HouseEvent.objects.filter(action="matter.assigned").exists()
    we("end-membership", item=named_member.id)
    assert not sees(member, matter, "group")


def test_a_name_that_two_share_or_nobody_has_seats_nobody(group):
    matter, we = group
    member, other = salma(), officer("liaison-officer", username="other")
    we("name-member", {"role": "expert", "no_conflict": True, "name": "BENALI Karim"})
    other.given_name, other.family_name = "Salma", "Idrissi"
    other.save()
    we("name-member", {"role": "expert", "no_conflict": True, "name": "IDRISSI Salma"})
    assert not sees(member, matter, "group")
    assert not sees(other, matter, "group")


def test_who_is_a_member_twice_stays_when_one_membership_ends(group):
    matter, we = group
    member = salma()
    first = we("name-member", {"role": "expert", "no_conflict": True, "name": "IDRISSI Salma"})
    we("name-member", {"role": "secretary", "no_conflict": True, "name": "IDRISSI Salma"})
    we("end-membership", item=first.id)
    assert sees(member, matter, "group")

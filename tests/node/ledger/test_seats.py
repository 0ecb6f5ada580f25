"""Seats: whoever is named a member of a group sees it, for as long as the membership lasts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import find_observed
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.step import state
from mithaq.node.officers.models import Officer
from mithaq.node.officers.visible import sees
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules.register import kind
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
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


MEETING = {
    "starts_at": "2027-01-10T09:00:00Z", "ends_at": "2027-01-10T11:00:00Z", "place": "Salle <b>fermée</b>",
    "agenda": ({"text": "Points de <b>contact</b>"},),
}  # fmt: skip
OBSERVER = {"role": "observer", "no_conflict": True, "name": "IDRISSI Salma"}


def test_an_observer_reads_the_agenda_alone_and_no_page_of_the_group(group):
    matter, we = group
    member = salma()
    we("call-meeting", MEETING)
    assert not find_observed.observes(member)
    observing = we("name-member", OBSERVER)
    assert not sees(member, matter, "group")
    [found] = find_observed.observed(member)
    assert [set(told.values) for told in found.told] == [{"starts_at", "ends_at", "agenda"}]
    we("end-membership", item=observing.id)
    assert find_observed.observed(member) == []


def test_who_observed_and_is_named_a_member_sees_the_group_until_that_ends(group):
    matter, we = group
    member = salma()
    we("name-member", OBSERVER)
    seat = we("name-member", OBSERVER | {"role": "expert"})
    assert sees(member, matter, "group")
    we("end-membership", item=seat.id)
    assert not sees(member, matter, "group")
    assert find_observed.observes(member)


PAGE = {
    "ar": ["ما تحضره بصفة ملاحظ", "جدول الأعمال"],
    "fr": ["Ce que vous observez", "ordre du jour"],
    "en": ["What you observe", "agenda"],
}


@pytest.mark.parametrize("language", PAGE)
def test_the_page_of_who_observes_has_the_agenda_and_nothing_else(group, settings, language):
    settings.SECOND_FACTOR_REQUIRED = False
    _, we = group
    member = salma()
    Officer.objects.filter(pk=member.pk).update(language=language)
    we("call-meeting", MEETING)
    we("name-member", OBSERVER)
    client = signed_in(member)
    address = reverse("web:observed")
    assert address in client.get(reverse("web:matters")).content.decode()
    text = client.get(address).content.decode()
    assert all(said in text for said in [*PAGE[language], "Points de &lt;b&gt;contact"])
    assert "Salle" not in text
    assert CHARTER["title"] not in text
    assert HouseEvent.objects.filter(action="matters.observed").count() == 1

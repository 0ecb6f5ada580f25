"""What a matter names of another is shown at both ends, to whoever may open both, whichever came first."""

import pytest
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import find_naming
from mithaq.node.ledger.models import Matter, Naming
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.officers.assign import assign
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated
from tests.pact.rules.test_groups import CHARTER
from tests.wanted import BODY, SAYS

pytestmark = pytest.mark.django_db


@pytest.fixture
def wires(settings, db):
    """The charter of a group, and a wanted note that was opened in it; neither has arrived."""
    settings.SECOND_FACTOR_REQUIRED = False
    paris = Simulated("FR").introduced()
    terms = agreed(paris, kinds=("wanted", "group")).id
    charter = paris.wire(
        "propose-charter", kind="group", says=CHARTER, body={"title": "Groupe des ports"},
        reference="FR-GRP-2026-00001", terms=terms,
    )  # fmt: skip
    group = paris.entries[-1].id
    note = paris.wire(
        "issue", kind="wanted", says=SAYS | {"group": group}, body=BODY, reference="FR-WAN-2026-00001",
        terms=terms, handling=("H1",), basis="instrument",
    )  # fmt: skip
    return group, paris.entries[-1].id, charter, note


def named_by(group, eyes, most=5):
    page = find_naming.naming(group, eyes, most=most)
    return [(each.matter.id, each.step, each.field) for each in page.rows]


@pytest.mark.parametrize("turned", [False, True], ids=["the group first", "the note first"])
def test_a_case_is_listed_in_the_group_it_was_opened_in(wires, turned):
    group, note, *sealed = wires
    for wire in sealed[::-1] if turned else sealed:
        assert receive(wire, now=NOW).state == "kept"
    assert named_by(group, officer("duty-officer")) == [(note, "issue", "group")]
    before = list(Naming.objects.values_list("matter", "named", "named_matter"))
    rebuild()
    assert list(Naming.objects.values_list("matter", "named", "named_matter")) == before


def test_whoever_may_not_open_the_case_does_not_learn_of_it(wires):
    group, note, *sealed = wires
    for wire in sealed:
        receive(wire, now=NOW)
    member = officer("group-secretary", unit=unit("group-alone"), language="fr")
    assign(None, group, "group", to=member.unit, now=NOW)
    reference = Matter.objects.get(pk=group).reference
    page = text_of(signed_in(member).get(reverse("web:matter", args=[reference])))
    assert named_by(group, member) == []
    assert "Ce qui s’y rapporte" not in page
    assign(None, note, "wanted", to=member.unit, now=NOW)
    page = text_of(signed_in(member).get(reverse("web:matter", args=[reference])))
    assert "Ce qui s’y rapporte" in page
    assert Matter.objects.get(pk=note).reference in page


def test_what_a_case_names_leads_to_the_group_for_whoever_may_open_it(wires):
    group, note, *sealed = wires
    for wire in sealed:
        receive(wire, now=NOW)
    there = reverse("web:matter", args=[Matter.objects.get(pk=group).reference])
    here = reverse("web:matter", args=[Matter.objects.get(pk=note).reference])
    member = officer("translator", unit=unit("case-alone"))
    assign(None, note, "wanted", to=member.unit, now=NOW)
    page = signed_in(officer("duty-officer")).get(here).content.decode()
    assert f'<a href="{there}"><bdi>Groupe des ports</bdi></a>' in page
    page = signed_in(member).get(here)
    assert page.status_code == 200
    assert f'href="{there}"' not in page.content.decode()

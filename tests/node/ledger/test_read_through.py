"""A trend note is read by the members of the group it names, for as long as they are, and by no others."""

import pytest
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.assign import assign
from mithaq.node.officers.models import Assignment
from mithaq.node.officers.visible import sees, visible_matters
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated
from tests.pact.rules.test_groups import CHARTER

pytestmark = pytest.mark.django_db

NOTE = {
    "sort": "travel", "from_on": "2026-01-01", "until_on": "2026-06-30", "source": "B", "accuracy": "2",
}  # fmt: skip


@pytest.fixture
def wires(settings, db):
    """The charter of a group, and a note that names it; neither has arrived."""
    settings.SECOND_FACTOR_REQUIRED = False
    paris = Simulated("FR").introduced()
    terms = agreed(paris, kinds=("trend", "group")).id
    charter = paris.wire(
        "propose-charter", kind="group", says=CHARTER, reference="FR-GRP-2026-00001", terms=terms
    )
    group = paris.entries[-1].id
    note = paris.wire(
        "issue-note", kind="trend", says=NOTE | {"group": group}, reference="FR-TRD-2026-00001",
        terms=terms, handling=("H1",),
    )  # fmt: skip
    return group, paris.entries[-1].id, charter, note


@pytest.mark.parametrize("turned", [False, True], ids=["the group first", "the note first"])
def test_members_of_the_group_read_the_note_while_they_are_and_nobody_else_does(wires, turned):
    group, note, *sealed = wires
    for wire in sealed[::-1] if turned else sealed:
        assert receive(wire, now=NOW).state == "kept"
    member, of_unit = officer("translator"), officer("translator", unit=unit("thematic"))
    stranger, watches = officer("translator"), officer("counter-terrorism-officer")
    assign(None, group, "group", to=member, now=NOW)
    assign(None, group, "group", to=of_unit.unit, now=NOW)
    for reader in (member, of_unit, watches):
        assert sees(reader, note, "trend")
        assert list(
            Matter.objects.filter(visible_matters(reader), kind="trend").values_list("pk", flat=True)
        ) == [note]
        assert signed_in(reader).get(reverse("web:matter", args=["FR-TRD-2026-00001"])).status_code == 200
    assert not sees(stranger, note, "trend")
    assert not Matter.objects.filter(visible_matters(stranger), kind="trend").exists()
    Assignment.objects.filter(officer=member).delete()
    assert not sees(member, note, "trend")


def test_a_group_is_not_read_by_whoever_works_on_a_note_for_it(wires):
    group, note, *sealed = wires
    for wire in sealed:
        receive(wire, now=NOW)
    reader = officer("translator")
    assign(None, note, "trend", to=reader, now=NOW)
    assert sees(reader, note, "trend")
    assert not sees(reader, group, "group")

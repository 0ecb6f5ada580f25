"""Three functions clear a sensitive technology, and three persons: who holds two gives one clearance."""

import pytest
from django.urls import reverse

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import EntryRow, Matter
from mithaq.node.ledger.page import page
from mithaq.node.ledger.step import state
from mithaq.node.officers.assign import assign
from mithaq.node.officers.errors import SamePerson
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated

pytestmark = pytest.mark.django_db

HELD = {
    "way": "ask", "format": "equipment", "axis": "PTS", "participants": 6, "answer_by": "2026-12-31",
    "sensitive": ("interception",),
}  # fmt: skip
CHECKED = {"reason": "Contrôle export, marché et garanties vérifiés."}


@pytest.fixture
def held(settings, db):
    """A request for a sensitive technology, from Paris, with everybody who clears it."""
    paris = Simulated("FR").introduced()
    terms = agreed(paris, kinds=("assistance",)).id
    wire = paris.wire(
        "begin-assistance", kind="assistance", says=HELD, reference="FR-TAS-2026-00001", terms=terms
    )
    assert receive(wire, now=NOW).state == "kept"
    matter = Matter.objects.get(kind="assistance")
    assign(None, matter.id, "assistance", to=unit("clearing"), now=NOW)
    return matter


def person(*functions):
    return officer(*functions, unit=unit("clearing"), language="fr")


def clears(step, matter, by):
    return state(Act("assistance", step, CHECKED, matter=matter.id), officer=by, now=NOW)


@pytest.mark.law("AS-M8-2")
def test_as_m8_2_who_has_cleared_in_one_function_is_refused_in_another(held):
    both, legal, rights = (
        person("head-of-service", "legal-adviser"),
        person("legal-adviser"),
        person("rights-reviewer"),
    )
    clears("clear-as-head", held, both)
    before = EntryRow.objects.count()
    with pytest.raises(SamePerson) as refused:
        clears("clear-as-legal", held, both)
    assert (refused.value.code, EntryRow.objects.count()) == ("officers.same-person", before)
    offered = {each.step.name for each in page(held.reference, both).options}
    assert "clear-as-legal" not in offered
    assert "object" in offered  # objecting stays open to everybody

    clears("clear-as-legal", held, legal)
    clears("clear-as-rights", held, rights)
    officers = list(
        EntryRow.objects.filter(matter=held.id, author="MA").order_by("pk").values_list("step", flat=True)
    )
    assert officers == ["clear-as-head", "clear-as-legal", "clear-as-rights"]


def test_two_drafts_of_one_person_do_not_leave_both(held, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    both, second = person("head-of-service", "legal-adviser"), person("approver")
    prepared = [
        drafts.begin(Act("assistance", step, CHECKED, matter=held.id), officer=both, now=NOW)
        for step in ("clear-as-head", "clear-as-legal")
    ]
    for draft in prepared:
        drafts.submit(draft, officer=both, now=NOW)
        drafts.approve(draft, officer=second, digest=draft.digest, now=NOW)
    drafts.release(prepared[0], officer=both, now=NOW)
    with pytest.raises(SamePerson):
        drafts.release(prepared[1], officer=second, now=NOW)


def test_the_form_is_refused_with_a_sentence(held, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    both = person("head-of-service", "legal-adviser")
    clears("clear-as-head", held, both)
    refused = signed_in(both).get(reverse("web:step", args=[held.reference, "clear-as-legal"]))
    assert refused.status_code == 422
    assert "Il faut une personne différente pour chaque fonction" in text_of(refused)

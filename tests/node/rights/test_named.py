"""Whom bodies name is found in every kind that can name somebody, also when its search is over."""

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import readings
from mithaq.node.ledger.models import Matter
from mithaq.node.rights import decide, keep, look
from mithaq.node.rights.named import described
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules import register
from mithaq.pact.rules.fields import Type
from tests.node import inquiries
from tests.node.agreements import in_agreement
from tests.node.inquiries import CONFIDENTIAL
from tests.node.rights.conftest import heard
from tests.node.simulated import NOW
from tests.wanted import BODY, SAYS

pytestmark = pytest.mark.django_db
NOTICE = "FR-WNT-2026-00001"
CANCELLED = {"reason": "warrant-withdrawn", "withdrawn_at": "2026-11-24T08:00:00.000Z"}
WRITTEN = {
    "family": "BENZITOUN", "given": "Réda", "family_ar": "بنزيتون", "given_ar": "رضا", "born": "1979-02-11",
    "aliases": [{"name": "Rida El Hajjami"}], "documents": [{"sort": "passport", "number": "XQ7654321"}],
}  # fmt: skip
FIELDS = next(each for each in register.kind("wanted").steps if each.name == "issue").body_fields


@pytest.fixture
def cancelled(own_keys):
    """A note of Paris that was cancelled before anybody searched: its reader names nobody."""
    paris = in_agreement(kinds=("wanted",))
    made = {"says": SAYS | {"finding": "clear", "review_by": "2027-06-30"}, "body": BODY | WRITTEN}
    sealed = paris.state("issue", kind="wanted", reference=NOTICE, terms=paris.terms, **made, **CONFIDENTIAL)
    assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
    opening = sealed.signed.entry.id
    assert receive(paris.wire("cancel-note", kind="wanted", matter=opening, says=CANCELLED), now=NOW)
    return Matter.objects.get(pk=opening)


@pytest.mark.law("L37")
@pytest.mark.parametrize("name", ["Réda Benzitoun", "رضا بنزيتون", "Rida El Hajjami"])
def test_whose_notice_was_cancelled_is_still_found(cancelled, dpo, name):
    assert cancelled.stage == "cancelled"
    assert not readings.read(cancelled.pk).subjects
    row = heard(dpo, names=(name,))
    assert look.look(dpo, row, now=NOW) == 1
    assert look.found(row)[0].matter.reference == NOTICE


@pytest.mark.law("L37")
def test_nobody_else_is_found_in_a_cancelled_notice(cancelled, dpo):
    assert look.look(dpo, heard(dpo, names=("Berthe Guillaumet",)), now=NOW) == 0


@pytest.fixture
def unnamed(own_keys):
    """A matter of Paris that names things by their numbers alone."""
    paris = in_agreement()
    sorts = ("document", "vehicle")
    rows = [{"sort": sort, "identifier": "XQ7654321", "link": "saisi sur place"} for sort in sorts]
    body = inquiries.BODY | {"subjects": rows}
    made = {"kind": "inquiry", "says": inquiries.SAYS, "body": body, "reference": "FR-INQ-2026-00007"}
    assert receive(to_wire(paris.state("ask", **made, terms=paris.terms, **CONFIDENTIAL), "MA"), now=NOW)


@pytest.mark.law("L37")
@pytest.mark.parametrize(("document", "found"), [("XQ7654321", 1), ("XQ1234567", 0), ("", 0)])
def test_a_number_without_a_name_is_found_by_whose_it_is_and_by_nobody_else(unnamed, dpo, document, found):
    asked = keep.Asked("access", "in-writing", "document-seen", "fr", NOW.date())
    person = keep.Person(("Réda Benzitoun",), "1979", document)
    row = keep.enter(dpo, asked, person, now=NOW)
    assert look.look(dpo, row, now=NOW) == found
    assert row.concerns.filter(band__in=decide.TO_BE_SAID).count() == found  # somebody has to confirm it


def _said(fields):
    """A body that fills in every name these fields ask for."""
    said = {}
    for each in fields:
        if each.type is Type.NAME:
            said[each.name] = "طارق" if each.script == "Arab" else "Tarik"
        elif each.type is Type.GROUP and (row := _said(each.fields)):
            said[each.name] = [row]
    return said


NAMING = [
    pytest.param(step, id=f"{kind.name}: {step.name}")
    for kind in register.kinds()
    for step in kind.steps
    if _said(step.body_fields)
]


@pytest.mark.law("L37")
@pytest.mark.parametrize("step", NAMING)
def test_every_step_that_can_name_somebody_names_them_to_whoever_looks(step):
    found = [name for person in described(step.body_fields, _said(step.body_fields)) for name in person.names]
    assert any("Tarik" in name for name in found)


def test_there_are_such_steps_in_several_kinds():
    assert len({each.id.split(":")[0] for each in NAMING}) >= 8


def test_a_family_and_a_given_name_are_one_and_an_alias_has_the_same_birth():
    person, alias = described(FIELDS, WRITTEN)
    assert person.names == ("BENZITOUN Réda", "بنزيتون رضا")
    assert {person.born, alias.born} == {"1979-02-11"}
    assert alias.names == ("Rida El Hajjami",)
    assert "XQ7654321" in {each.number for each in person.documents}


@pytest.mark.parametrize(
    "written", [{"family": 7, "aliases": "x"}, {"aliases": [7, {"name": []}], "documents": [None]}, {}]
)
def test_what_a_partner_wrote_in_another_shape_names_nobody_and_stops_nothing(written):
    assert list(described(FIELDS, written)) == []

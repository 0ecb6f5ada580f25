"""What a partner names is looked up once, by the worker, and forgotten with what named it."""

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import at_rest, readings
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.persons import checks
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.models import CrossCheck, CrossFinding
from tests.node.inquiries import BODY, SAYS
from tests.node.persons.files import NOW, OFFICER, UN_SHAPED
from tests.node.simulated import Simulated, ourselves

NAMED = {
    "sort": "person",
    "category": "suspect",
    "name": "BEN ZITOUN Anouar",
    "born": "1984-06-24",
    "link": "cité",
}
NOBODY = {"sort": "person", "category": "witness", "name": "CANARI Testnom", "link": "témoin des faits"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db, tmp_path, settings):
    """Paris asks about two persons, the second of whom is on our list."""
    ourselves(tmp_path, settings)
    import_file(UN_SHAPED, "un", officer=OFFICER, now=NOW)
    paris = Simulated("FR").introduced()
    body = {**BODY, "subjects": [NOBODY, NAMED]}
    wire = paris.wire("ask", kind="inquiry", says=SAYS, body=body, reference="FR-INQ-2026-00001")
    assert receive(wire, now=NOW).state == "kept"
    return paris.entries[0]


@pytest.mark.law("L08")
def test_whom_a_partner_names_waits_to_be_looked_up_from_the_moment_of_the_receipt(asked):
    waiting = CrossCheck.objects.get()
    assert (waiting.matter, waiting.entry, waiting.done_at) == (asked.matter, asked.id, None)


@pytest.mark.law("L08")
def test_the_worker_finds_who_is_on_a_list_and_says_why(asked):
    assert checks.look_up_waiting(now=NOW) == 1
    assert checks.CrossCheck.objects.get().done_at == NOW
    (checked,) = checks.of_matter(asked.matter)
    ((found,),) = [human.found for human in checked.humans]
    assert (found.row, found.band) == (1, "likely")
    assert "born-same-day" in found.reasons
    assert found.against == []


def test_whom_to_look_up_rests_locked_with_the_check_until_that_is_done(asked):
    waiting = bytes(CrossCheck.objects.get().named)
    assert waiting
    assert not any(NAMED[name].encode() in waiting for name in ("name", "born"))
    checks.look_up_waiting(now=NOW)
    assert bytes(CrossCheck.objects.get().named) == b""


def test_a_check_whose_key_went_with_what_was_erased_reads_the_matter_anew(asked):
    """The key of a matter's reading goes with whatever is erased of it, also with what names nobody."""
    at_rest.destroy([], matter=asked.matter)
    readings.project(asked.matter)
    checks.look_up_waiting(now=NOW)
    assert CrossFinding.objects.count() == 1


def test_a_round_ends_in_time_and_the_next_goes_on(asked, monkeypatch):
    CrossCheck.objects.create(matter=asked.matter, entry="0" * 64)
    monkeypatch.setattr(checks, "LONG_ENOUGH", 0)
    assert [checks.look_up_waiting(now=NOW) for _ in range(3)] == [1, 1, 0]


def test_it_is_looked_up_once(asked):
    checks.look_up_waiting(now=NOW)
    assert checks.look_up_waiting(now=NOW) == 0
    assert CrossFinding.objects.count() == 1


def test_a_matter_read_anew_keeps_its_findings(asked):
    checks.look_up_waiting(now=NOW)
    rebuild()
    assert CrossFinding.objects.count() == 1
    assert not CrossCheck.objects.filter(done_at=None).exists()


def test_what_is_erased_leaves_no_finding(asked):
    checks.look_up_waiting(now=NOW)
    at_rest.destroy([asked.id], matter=asked.matter)
    readings.project(asked.matter)
    assert not CrossCheck.objects.exists()
    assert not CrossFinding.objects.exists()


def test_a_plate_alone_is_not_said_to_be_looked_up(tmp_path, settings):
    """The register is asked with names and documents: without one nobody looks, and no page says so."""
    ourselves(tmp_path, settings)
    plate = {"sort": "vehicle", "identifier": "12345-أ-6", "link": "seen on the spot"}
    wire = (
        Simulated("FR")
        .introduced()
        .wire(
            "ask",
            kind="inquiry",
            says=SAYS,
            body={**BODY, "subjects": [plate]},
            reference="FR-INQ-2026-00001",
        )
    )
    assert receive(wire, now=NOW).state == "kept"
    assert not CrossCheck.objects.exists()

"""Requests of persons are tested on a node with keys, a partner and a matter that names somebody."""

from datetime import date

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import Matter
from mithaq.node.rights import decide, keep, look
from mithaq.pact.exchange.envelope import to_wire
from tests.node.agreements import in_agreement
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer, unit
from tests.node.simulated import NOW, ourselves

REFERENCE = "FR-INQ-2026-00007"
NAME, ARABIC = "Tarik Zerhouni", "طارق الزرهوني"
WRITES = "Je demande si des données me concernant sont traitées."
CONTACT = "12, rue des Orangers\nMeknès"
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _without_a_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def own_keys(tmp_path, settings, db):
    return ourselves(tmp_path, settings)


@pytest.fixture
def paris(own_keys):
    return in_agreement()


@pytest.fixture
def named(paris):
    """A matter of Paris that names the person of `asked`."""
    subject = {"sort": "person", "category": "suspect", "name": NAME, "link": "conducteur"}
    body = {**BODY, "subjects": [subject]}
    parts = {"kind": "inquiry", "says": SAYS, "body": body, "reference": REFERENCE, "terms": paris.terms}
    assert receive(to_wire(paris.state("ask", **parts, **CONFIDENTIAL), "MA"), now=NOW).state == "kept"
    return Matter.objects.get(reference=REFERENCE)


@pytest.fixture
def dpo(own_keys):
    return officer("dpo", language="en", family_name="Idrissi")


@pytest.fixture
def adviser(db):
    return officer("legal-adviser", language="en", family_name="Tazi")


@pytest.fixture
def salma(db):
    """Who sees the matter."""
    return officer("duty-officer", unit=unit(), language="en", zone="Africa/Casablanca")


def heard(dpo, *, sort="access", names=(NAME,), received_on=date(2026, 10, 1), identity="document-seen"):
    """A request as it came."""
    asked = keep.Asked(sort, "in-writing", identity, "fr", received_on)
    person = keep.Person(names, "", "", CONTACT, WRITES)
    return keep.enter(dpo, asked, person, now=NOW)


@pytest.fixture
def asked(dpo):
    return heard(dpo, received_on=TODAY)


@pytest.fixture
def looked(asked, named, dpo, salma):
    """Looked for, and the one matter found confirmed to concern the person."""
    look.look(dpo, asked, now=NOW)
    look.say(dpo, asked.concerns.get(), "concerns", with_=salma, now=NOW)
    asked.refresh_from_db()
    return asked


@pytest.fixture
def refused(looked, dpo, adviser):
    """Decided by two: refused on a ground."""
    said = decide.Proposed("refused", ("inquiries",), why="Enquête en cours sur la filière.")
    decide.confirm(adviser, decide.prepare(dpo, looked, said, now=NOW), now=NOW)
    return looked

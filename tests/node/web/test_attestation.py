"""A certificate is a paper that stands without us: signed, checked with a card alone, made by few."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.node.papers import own
from mithaq.node.papers.verify import Answer, Trusted, verify
from mithaq.node.partners.own import own_card
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.reviewed import restricted
from tests.node.simulated import NOW

HELD = datetime(2027, 3, 5, 17, tzinfo=UTC)
pytestmark = pytest.mark.django_db

COURSE = {
    "title": "Traçage des actifs numériques", "axis": "CYB", "level": "specialist", "format": "in-person",
    "language": "fr", "hours": 30, "rights_hours": 3, "objectives": [{"text": "Suivre une transaction"}],
}  # fmt: skip
SESSION = {
    "way": "offer", "starts_on": "2027-03-01", "ends_on": "2027-03-05", "place": "Kénitra", "capacity": 2,
    "host_quota": 1, "guest_quota": 1, "nominate_by": "2027-02-01",
}  # fmt: skip


def certified(paris, manager):
    """The reference of a course of ours, and the certificate we issued to somebody Paris sent."""
    agreed(paris, kinds=("training",))

    def we(step, values=None, *, at=NOW, **where):
        entry = state(Act("training", step, values or {}, **where), officer=manager, now=at)
        paris.learn(entry)
        return entry

    def they(step, **parts):
        wire = paris.wire(step, kind="training", matter=course.id, **parts)
        assert receive(wire, now=NOW).state == "kept"
        return paris.entries[-1]

    course = we("open-course", COURSE, parties=("FR",))
    session = we("plan-session", SESSION, matter=course.id)
    they("accept-help", item=session.id)
    person = {
        "name": "EXEMPLE Une",
        "name_ar": "مثال واحدة",
        "post": "Commissaire",
        "relevance": "Confidentiel : son poste.",
    }
    says = {"session": session.id, "priority": 1, "language_level": "B2", "endorsed": True}
    nominee = they("nominate", says=says, body=person, handling=("H1",), basis="instrument")
    we("select", matter=course.id, item=nominee.id)
    they("confirm-seat", item=nominee.id)
    there = {"half_days": 10, "half_days_held": 10}
    we("record-attendance", there, matter=course.id, item=nominee.id, at=HELD)
    values = {"issued_on": "2027-03-05", "certified_hours": 30, "languages": ["ar", "fr"]}
    done = we("certify", values, matter=course.id, item=nominee.id, at=HELD)
    assert Matter.objects.get(pk=course.id).stage == "running"
    return Matter.objects.get(pk=course.id).reference, done.id, session.id


def test_a_certificate_is_verified_with_our_card_alone(paris):
    manager = officer("training-manager", unit=unit())
    reference, certificate, session = certified(paris, manager)
    own.make_certificate(clock.now())
    client = signed_in(manager)
    address = reverse("web:attest", args=[reference, certificate])
    assert address in client.get(reverse("web:matter", args=[reference])).content.decode()
    made = client.post(address)
    assert made["Content-Type"] == "application/pdf", made.content.decode()[-3000:]
    card = own_card()

    def keys_of(authority, key, at):
        return card.keys if (authority, key) == (card.code, card.keys.fingerprint) else None

    assert verify(made.content, Trusted(keys_of=keys_of)).answer is Answer.VALID
    assert verify(made.content, Trusted()).answer is Answer.AUTHORITY_UNKNOWN
    forged = made.content.replace(b"/Type", b"/Tyqe", 1)
    assert verify(forged, Trusted(keys_of=keys_of)).answer not in (Answer.VALID, Answer.AUTHORITY_UNKNOWN)

    assert client.post(reverse("web:attest", args=[reference, session])).status_code == 404
    others = signed_in(officer("plan-coordinator", unit=manager.unit, username="another"))
    assert others.post(address).status_code == 403
    restricted(Matter.objects.get(reference=reference), manager)
    assert client.post(address).status_code == 422

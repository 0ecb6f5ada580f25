"""Readings emptied and filled again are equal, whatever arrived in which order."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import EntryRow, Matter
from mithaq.node.ledger.rebuild import rebuild
from mithaq.pact.exchange.envelope import to_wire
from tests.node.inquiries import ANSWER_BODY, ANSWER_SAYS, BODY, SAYS
from tests.node.ledger.rows import readings
from tests.node.simulated import NOW, US, Simulated

THREE = ("ES", "FR", "MA")


def conversation():
    """A request of Paris to Madrid and us, taken up, answered and closed: every wire we get."""
    paris, madrid = Simulated("FR"), Simulated("ES")
    wires = []

    def say(partner, step, **parts):
        sealed = partner.state(step, kind="inquiry", **parts)
        wires.append(to_wire(sealed, US))
        for other in (paris, madrid):
            other.learn(sealed.signed.entry)
        return sealed.signed.entry

    asked = say(paris, "ask", says=SAYS, body=BODY, parties=THREE, reference="FR-INQ-2026-00001")
    wires.append(madrid.receipt_wire(asked.id, asked.id))
    say(madrid, "take-up", matter=asked.id, item="ES", says={"access": "direct"})
    say(madrid, "answer", matter=asked.id, item="ES", says=ANSWER_SAYS, body=ANSWER_BODY)
    say(paris, "feed-back", matter=asked.id, item="ES",
        says={"usefulness": "useful", "outcome": "none", "used_in_procedure": False})  # fmt: skip
    return wires


@pytest.fixture
def prepared(db):
    for code in ("FR", "ES"):
        Simulated(code).introduced()


def arrive(wires):
    """Everything once or twice, in this order; receipts come again until their entry is there."""
    left = list(wires)
    for _ in range(len(wires)):
        left = [wire for wire in left if receive(wire, now=NOW).later]
        if not left:
            return
    raise AssertionError("something was never kept")


def test_readings_emptied_and_refilled_are_equal(prepared):
    arrive(conversation())
    before = readings()
    assert before["Matter"]
    assert before["Facet"]
    assert before["Duty"]
    assert rebuild() == 1
    assert readings() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.randoms(use_true_random=False))
def test_any_order_of_arrival_and_any_repetition_gives_the_same_readings(prepared, chance):
    wires = WIRES
    seen = []
    for order in (wires, chance.sample(wires * 2, k=len(wires) * 2)):
        with transaction.atomic():
            arrive(order)
            seen.append(readings())
            assert EntryRow.objects.count() == 4
            transaction.set_rollback(True)
    first, second = seen
    for matters in (first["Matter"], second["Matter"]):
        for row in matters:
            row.pop("personal")  # locked under a key of its own each time
    assert first == second
    assert not Matter.objects.exists()


WIRES = conversation()

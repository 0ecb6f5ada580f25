"""What doors show something of: Paris asks, Rabat, which we are, answers."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import step
from mithaq.node.ledger.act import Act
from tests.node.agreements import in_agreement
from tests.node.inquiries import ANSWERED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer
from tests.node.simulated import NOW, US, ourselves


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris has asked us three times, once for a life; we have answered the first."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    partner = in_agreement()
    for number, urgency in enumerate(("normal", "life", "normal"), start=1):
        wire = partner.wire(
            "ask", kind="inquiry", says=SAYS | {"urgency": urgency}, body=BODY, terms=partner.terms,
            reference=f"FR-INQ-2026-{number:05d}", **CONFIDENTIAL,
        )  # fmt: skip
        assert receive(wire, now=NOW).state == "kept"
    first = next(entry.id for entry in partner.entries if entry.kind == "inquiry")
    act = Act("inquiry", "answer", ANSWERED, matter=first, item=US, **CONFIDENTIAL)
    step.state(act, officer=officer("duty-officer"), now=NOW + timedelta(hours=5))
    return partner

"""Lisbon has no node; an agreement with it is recorded by hand, step by step."""

from dataclasses import replace

from mithaq.node.ledger.act import Act, Recorded
from mithaq.node.ledger.step import state
from mithaq.node.partners.models import Partner
from mithaq.pact.ledger.entry import written_at
from tests.node.agreements import TERMS
from tests.node.people import officer
from tests.node.simulated import NOW

LETTER = {"channel": "i-24-7", "now": NOW}


def state_for(author, act, *, officer, channel, at, now):
    """An officer of ours records what a partner without a node stated."""
    return state(replace(act, recorded=Recorded(author, channel, written_at(at))), officer=officer, now=now)


def met(code="PT"):
    """A partner without a node, confirmed by two officers."""
    return Partner.objects.create(
        code=code, name_ar="لشبونة", name_fr="Lisbonne", name_en="Lisbon", zone="Europe/Lisbon",
        has_node=False, state="confirmed", met_at=NOW,
    )  # fmt: skip


def lisbon_in_agreement():
    """Lisbon, with which an agreement is in force: what it stated came by I-24/7; its code."""
    met()
    ours = officer("plan-coordinator", "legal-adviser")
    opening = state(Act("agreement", "found", {"title": "Accord", "legal_basis": "JAP2025"}, parties=("PT",),
                        handling=("H0",)), officer=ours, now=NOW)  # fmt: skip
    terms = state(Act("agreement", "propose-terms", TERMS, matter=opening.id), officer=ours, now=NOW)
    accept = Act("agreement", "accept-terms", matter=opening.id, item=terms.id)
    state_for("PT", accept, officer=ours, at=NOW, **LETTER)
    open_field = Act("agreement", "open-field", {"field": "inquiry"}, matter=opening.id)
    state(open_field, officer=ours, now=NOW)
    state_for("PT", open_field, officer=ours, at=NOW, **LETTER)
    return "PT"

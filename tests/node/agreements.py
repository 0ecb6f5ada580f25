"""An agreement between us and simulated partners, made by the real acts of our side and theirs."""

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.step import state
from tests.node.again import again
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated

TERMS = {
    "answer_life": 60, "answer_urgent_direct": 480, "answer_urgent_indirect": 4320,
    "answer_normal": 10080, "correction_confirm": 4320, "clarification_rounds": 2, "source": "JAP2025",
    "warning_life": 30, "warning_other": 1440,
    "event_tournament_analysis": 80640, "event_match_analysis": 20160, "event_update": 1440,
    "event_level": 120, "event_figures": 240, "event_post_report": 5, "event_effect": 43200,
    "refusal_grounds": ["incomplete-request"], "wanted_receive": 1440, "wanted_stop": 1440,
    "wanted_least_penalty": 24, "wanted_least_remaining": 6,
}  # fmt: skip


def agreed(*partners, kinds=("inquiry",), now=NOW, more_terms=()):
    """Found an agreement, adopt terms, open fields; returns the entry that holds the terms."""
    ours = officer("plan-coordinator", "legal-adviser")
    codes = tuple(partner.code for partner in partners)

    def we(step, values=None, **where):
        entry = state(Act("agreement", step, values or {}, **where), officer=ours, now=now)
        for partner in partners:
            partner.learn(entry)
        return entry

    def they(step, **parts):
        for partner in partners:
            wire = partner.wire(step, kind="agreement", matter=opening.id, **parts)
            assert receive(wire, now=now).state == "kept"
            for other in partners:
                other.learn(partner.entries[-1])

    opening = we("found", {"title": "Plan commun", "legal_basis": "JAP2025"}, parties=codes, handling=("H0",))
    terms = we("propose-terms", TERMS | dict(more_terms), matter=opening.id)
    they("accept-terms", item=terms.id)
    for kind in kinds:
        we("open-field", {"field": kind}, matter=opening.id)
        they("open-field", says={"field": kind})
    return terms


def in_agreement(code="FR", kinds=("inquiry",), now=NOW) -> Simulated:
    """A partner that was confirmed and with which an agreement opens these kinds; it knows the `terms`."""

    def make() -> Simulated:
        partner = Simulated(code).introduced()
        partner.terms = agreed(partner, kinds=kinds, now=now).id
        return partner

    return again(("in agreement", code, tuple(kinds), now), make, copied=Simulated.copied)

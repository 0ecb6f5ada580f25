"""A matter's evidence leaves in one file that stands without us, and holds nothing confidential."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import sequence
from mithaq.node.ledger.prove import proof_of
from mithaq.node.partners.models import Introduction, State
from mithaq.node.partners.own import own_card
from mithaq.pact.exchange.card import make_card, write_card
from mithaq.pact.exchange.proof import verify_proof
from mithaq.pact.exchange.verdict import Answer
from tests.node.inquiries import BODY, SAYS
from tests.node.simulated import NOW, pair_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(paris):
    """What Paris asked us, with a place in our log; its card is known."""
    pair = pair_of("FR")
    names = {"ar": "شرطة", "fr": "Police", "en": "Police"}
    card = make_card(
        code="FR", names=names, zone="Europe/Paris", address="", public=pair.public(), signer=pair
    )
    Introduction.objects.create(
        partner_id="FR",
        card=write_card(card),
        fingerprint=pair.fingerprint,
        state=State.CONFIRMED,
        met_at=NOW,
    )
    wire = paris.wire("ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00001")
    assert receive(wire, now=NOW).state == "kept"
    sequence.run_once(NOW + timedelta(seconds=1))
    return paris.entries[-1]


def test_a_proof_names_who_signed_and_where_it_stands_in_our_log(asked):
    verdict = verify_proof(proof_of(asked.matter, officer=None), [own_card()])
    (line,) = verdict.entries
    assert line.by.authority == "FR"
    assert [receipt.by.authority for receipt in line.receipts] == ["MA"]
    assert line.receipts[0].by.trusted
    assert line.logged
    assert not verdict.problems
    assert verdict.answer is Answer.AUTHORITY_UNKNOWN  # nobody vouches for the card of Paris yet


def test_a_proof_that_brings_its_own_keys_proves_no_authority(asked):
    assert verify_proof(proof_of(asked.matter, officer=None), []).answer is not Answer.PROVEN


def test_no_word_of_the_body_leaves_in_a_proof(asked):
    written = proof_of(asked.matter, officer=None)
    for word in ("CANARI", "Tanger", "livraison"):
        assert word.encode() not in written


def test_a_proof_leaves_a_trace_at_home_and_nothing_on_its_way(asked):
    from mithaq.node.safeguards.models import HouseEvent

    before = Outbox.objects.count()
    proof_of(asked.matter, officer=None)
    assert HouseEvent.objects.filter(action="matter.proved").count() == 1
    assert Outbox.objects.count() == before

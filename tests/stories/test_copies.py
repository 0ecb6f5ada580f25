"""Rabat and Paris sign a plan; each has its own copy, and both have sealed either."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from mithaq.node.papers.verify import Answer, Known, Trusted, verify
from mithaq.pact.exchange.signatory import statement, write_bytes
from tests.stories.stage import all_delivered, assert_alike, staged, state
from tests.stories.test_instrument import ARTICLE, OPENING, Side, _hash, _reference

pytestmark = pytest.mark.slow


def signed(side, matter, content):
    signature = side.key.sign(statement("sign", content), ec.ECDSA(hashes.SHA256()))
    today = datetime.now(UTC).date().isoformat()
    side.take(
        matter, "sign", method="certificate", signed_on=today, place="Rabat", signature=write_bytes(signature)
    )


def sealed(side, matter, action) -> None:
    """Make the file, look through it, hand it to the second person, who lets it leave."""
    room = f"/instruments/{_reference(matter)}/signing/"
    side.first.open(room)
    side.first.send(action)
    assert side.first.path.startswith("/drafts/"), side.first.page.text
    state(side.first, side.second, side.first.path)


@pytest.mark.law("AS-M2-2")
def test_as_m2_2_each_party_stands_first_in_its_own_copy_and_both_have_sealed_either():
    with staged("MA", "FR") as made:
        for node in made:
            node.start("deliver")
        rabat, paris = sides = [Side(node) for node in made]
        fingerprints = {side.node.code: side.node.act("certify") for side in sides}
        all_delivered(made)
        plan = state(rabat.first, rabat.second, "/new/instrument/", **OPENING)
        rabat.take(plan, "add-article", **ARTICLE)
        all_delivered(made)
        for step in ("confirm-concordance", "freeze"):
            for side in sides:
                side.take(plan, step)
                all_delivered(made)
        frozen = _hash(rabat.room(plan))
        for side in sides:
            side.named(plan)
            all_delivered(made)
            side.initialled(plan, frozen)
            all_delivered(made)
        for side in sides:
            signed(side, plan, frozen)
            all_delivered(made)

        sealed(rabat, plan, "/copies/MA/seal/")
        all_delivered(made)
        sealed(paris, plan, "/copies/FR/seal/")
        all_delivered(made)
        sealed(paris, plan, "/copies/MA/add/")
        sealed(rabat, plan, "/copies/FR/add/")
        all_delivered(made)

        files = rabat.node.act("copies", reference=_reference(plan))
        assert files == paris.node.act("copies", reference=_reference(plan))
        copies = {holder: bytes.fromhex(content) for holder, content in files.items()}
        trusted = Trusted({key: Known(code) for code, key in fingerprints.items()})
        for copy in copies.values():
            verdict = verify(copy, trusted)
            assert (verdict.answer, verdict.content_hash) == (Answer.VALID, frozen)
            assert {each.known.authority for each in verdict.signatures} == {"MA", "FR"}
        flipped = bytearray(copies["MA"])
        flipped[len(flipped) // 3] ^= 1
        assert verify(bytes(flipped), trusted).answer not in (Answer.VALID, Answer.AUTHORITY_UNKNOWN)
        assert copies["MA"] != copies["FR"]
        assert_alike(made)

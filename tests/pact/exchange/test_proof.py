"""Proofs: what a file shows to someone who trusts certain cards, and nobody else's word."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.exchange import proof_file
from mithaq.pact.exchange.errors import BadProof
from mithaq.pact.exchange.proof import Answer, Place, Placed, Proof, read_proof, verify_proof, write_proof
from mithaq.pact.exchange.proof_file import LARGEST_PROOF
from mithaq.pact.exchange.receipt import make_receipt, read_receipt
from mithaq.pact.ledger.checkpoint import cosign, origin_of, sign_checkpoint, write_checkpoint
from mithaq.pact.ledger.entry import SignedEntry
from mithaq.pact.ledger.log import inclusion_proof, leaf_hash, leaf_of_entry, leaf_of_receipt, root
from tests.pact.exchange.parties import AT, BODY, MADRID, PARIS, RABAT, STRANGER, card_of, pair_of, signed

MA, FR, ES = card_of("MA", RABAT), card_of("FR", PARIS), card_of("ES", MADRID)
ORIGIN = origin_of("MA", "exchange")

ASKED = signed()
ANSWERED = signed(PARIS, author="FR", matter=ASKED.entry.id, after=[ASKED.entry.id], step="answer", to=["MA"])
KEPT = make_receipt(entry=ASKED.entry.id, by="FR", at=AT, heads=[ASKED.entry.id], signer=PARIS)
LOG = [
    leaf_hash(b"before"),
    leaf_of_entry(ASKED.entry.id),
    leaf_of_receipt(KEPT.statement),
    leaf_of_entry(ANSWERED.entry.id),
    leaf_hash(b"after"),
]
UNWITNESSED = sign_checkpoint(write_checkpoint(ORIGIN, len(LOG), root(LOG)), RABAT.signing_keys[0])
CHECKPOINT = cosign(UNWITNESSED, by="FR", key=PARIS.signing_keys[0], at=AT)


def placed(what, leaf):
    return Placed(what, (Place(ORIGIN, len(LOG), leaf, tuple(inclusion_proof(leaf, len(LOG), LOG))),))


PROOF = Proof(
    matter=ASKED.entry.id,
    cards=(MA, FR),
    checkpoints=(CHECKPOINT,),
    entries=(placed(ASKED, 1), placed(ANSWERED, 3)),
    receipts=(placed(KEPT, 2),),
)


def verdict(proof=PROOF, trusted=(MA, FR)):
    return verify_proof(write_proof(proof), trusted)


def problems(proof, trusted=(MA, FR)):
    found = verdict(proof, trusted)
    assert found.answer is Answer.BROKEN
    return [(problem.what, problem.rule) for problem in found.problems]


def test_a_proof_lists_who_signed_who_received_and_where_it_is_logged():
    found = verdict()
    assert found.answer is Answer.PROVEN
    assert found.problems == ()
    assert found.missing == ()
    asked, answered = found.entries
    assert (asked.id, asked.step, asked.by.authority, asked.at) == (ASKED.entry.id, "ask", "MA", AT)
    assert (answered.by.authority, answered.by.key) == ("FR", PARIS.fingerprint)
    [receipt] = asked.receipts
    assert (receipt.by.authority, receipt.at) == ("FR", AT)
    [logged] = asked.logged
    assert (logged.origin, logged.size, logged.leaf, logged.trusted) == (ORIGIN, 5, 1, True)
    assert [(witness.authority, witness.at, witness.trusted) for witness in logged.cosigned] == [
        ("FR", AT, True)
    ]
    assert [place.leaf for place in receipt.logged] == [2]


def test_the_verdict_names_the_cards_it_trusted():
    assert verdict(trusted=[ES, FR, MA]).trusted == (FR, MA)


def test_a_proof_that_brings_its_own_keys_is_consistent_and_its_authority_unknown():
    found = verdict(trusted=[])
    assert found.answer is Answer.AUTHORITY_UNKNOWN
    assert found.trusted == ()
    assert not any(entry.by.trusted for entry in found.entries)


def test_half_a_trust_is_said_entry_by_entry():
    found = verdict(trusted=[FR])
    assert found.answer is Answer.AUTHORITY_UNKNOWN
    assert [entry.by.trusted for entry in found.entries] == [False, True]
    [logged] = found.entries[0].logged
    assert not logged.trusted
    assert logged.cosigned[0].trusted


def test_trusted_cards_need_not_stand_in_the_file():
    assert verdict(replace(PROOF, cards=())).answer is Answer.PROVEN


def test_a_forger_with_cards_of_its_own_proves_nothing_to_who_trusts_the_true_ones():
    forged = signed(STRANGER)
    proof = Proof(forged.entry.id, (card_of("MA", STRANGER),), (), (Placed(forged),), ())
    assert verdict(proof).answer is Answer.AUTHORITY_UNKNOWN
    assert problems(replace(proof, cards=())) == [("entry", "no-card-for-key")]


def test_what_the_file_does_not_hold_is_named():
    found = verdict(replace(PROOF, entries=PROOF.entries[:1], receipts=(
        Placed(make_receipt(entry=ASKED.entry.id, by="FR", at=AT, heads=[ANSWERED.entry.id], signer=PARIS)),
    )))  # fmt: skip
    assert found.answer is Answer.PROVEN
    assert found.missing == (ANSWERED.entry.id,)


def test_two_stories_told_by_one_author_are_shown():
    other = signed(
        PARIS, author="FR", matter=ASKED.entry.id, after=[ASKED.entry.id], step="refuse", to=["MA"]
    )
    found = verdict(replace(PROOF, entries=(*PROOF.entries, Placed(other))))
    assert found.equivocations == (tuple(sorted([ANSWERED.entry.id, other.entry.id])),)


def test_no_body_stands_in_a_proof():
    written = write_proof(PROOF)
    assert b"subject" not in written
    assert BODY not in written


def test_what_was_written_is_read():
    assert read_proof(write_proof(PROOF)) == PROOF


def test_what_nobody_reads_is_not_written(monkeypatch):
    monkeypatch.setattr(proof_file, "LARGEST_PROOF", 1000)
    with pytest.raises(BadProof):
        write_proof(PROOF)


ELSEWHERE = signed(says={"number": 2})
BY_ES = make_receipt(entry=ASKED.entry.id, by="ES", at=AT, heads=[], signer=MADRID)
BY_DE = make_receipt(entry=ASKED.entry.id, by="DE", at=AT, heads=[], signer=STRANGER)
LATER = make_receipt(entry=ASKED.entry.id, by="FR", at=AT + timedelta(hours=9), heads=[], signer=PARIS)
OLD = pair_of("Paris before", not_after=AT)
OLD_RECEIPT = make_receipt(entry=ASKED.entry.id, by="FR", at=AT, heads=[], signer=OLD)
BY_STRANGER = signed(STRANGER, author="DE", matter=ASKED.entry.id, after=[ASKED.entry.id])
FORK = sign_checkpoint(write_checkpoint(ORIGIN, len(LOG), bytes(32)), RABAT.signing_keys[0])
FOREIGN = sign_checkpoint(write_checkpoint(ORIGIN, len(LOG), root(LOG)), STRANGER.signing_keys[0])


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            {"entries": (Placed(SignedEntry(ASKED.entry, ANSWERED.signature)),), "receipts": ()},
            [("entry", "exchange.bad-signature")],
            id="an entry signed by another",
        ),
        pytest.param(
            {"entries": (Placed(ASKED), Placed(ELSEWHERE)), "receipts": ()},
            [("entry", "another-matter")],
            id="an entry of another matter",
        ),
        pytest.param(
            {"entries": (Placed(ASKED), Placed(BY_STRANGER)), "cards": (MA, FR, card_of("DE", STRANGER))},
            [("entry", "not-a-party")],
            id="an entry of who is no party",
        ),
        pytest.param(
            {"entries": (Placed(ASKED), Placed(ASKED)), "receipts": ()},
            [("matter", "entry-stated-twice")],
            id="an entry stated twice",
        ),
        pytest.param(
            {"entries": (Placed(ANSWERED),), "receipts": ()},
            [("matter", "opening-not-here")],
            id="the opening left out",
        ),
        pytest.param(
            {"entries": ()}, [("matter", "opening-not-here"), ("receipt", "entry-not-here")], id="no entry"
        ),
        pytest.param(
            {"receipts": (Placed(read_receipt(KEPT.statement, ANSWERED.signature)),)},
            [("receipt", "exchange.bad-signature")],
            id="a receipt signed as an entry",
        ),
        pytest.param(
            {"receipts": (Placed(BY_ES),)}, [("receipt", "no-card-for-key")], id="a receipt without card"
        ),
        pytest.param(
            {"receipts": (Placed(BY_ES),), "cards": (MA, FR, card_of("XX", MADRID))},
            [("receipt", "key-of-another-authority")],
            id="a receipt with a key of another",
        ),
        pytest.param(
            {"receipts": (Placed(BY_DE),), "cards": (MA, FR, card_of("DE", STRANGER))},
            [("receipt", "not-a-party")],
            id="a receipt of who is no party",
        ),
        pytest.param(
            {"receipts": (Placed(OLD_RECEIPT),), "cards": (MA, FR, card_of("FR", OLD))},
            [("receipt", "outside-the-period-of-its-key")],
            id="a receipt signed with a key that had ended",
        ),
        pytest.param(
            {"receipts": (Placed(KEPT), Placed(LATER))},
            [("receipt", "second-receipt")],
            id="a second receipt",
        ),
        pytest.param(
            {"entries": (placed(ASKED, 3), placed(ANSWERED, 3))},
            [("entry", "ledger.not-in-log")],
            id="another's place in the log",
        ),
        pytest.param(
            {"checkpoints": (), "receipts": (), "entries": (placed(ASKED, 1),)},
            [("entry", "checkpoint-not-here")],
            id="the checkpoint left out",
        ),
        pytest.param(
            {"checkpoints": (CHECKPOINT, FORK), "entries": (Placed(ASKED),), "receipts": ()},
            [("checkpoint", "log-forked")],
            id="two histories of one log",
        ),
        pytest.param(
            {"checkpoints": (FOREIGN,), "entries": (Placed(ASKED),), "receipts": ()},
            [("checkpoint", "not-signed-by-its-keeper")],
            id="a checkpoint signed by another",
        ),
    ],
)
def test_a_named_attack_breaks_the_proof_for_its_reason(changes, expected):
    assert problems(replace(PROOF, **changes)) == expected


LINES = write_proof(PROOF).splitlines()


def with_line(number, **changes):
    stated = json.loads(LINES[number]) | changes
    lines = [*LINES]
    lines[number] = json.dumps(stated, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return b"\n".join(lines) + b"\n"


PLACE = {"origin": ORIGIN, "size": 5, "leaf": 1, "path": []}


@pytest.mark.parametrize(
    ("written", "facts"),
    [
        pytest.param(b"", {"line": "1", "rule": "not-json"}, id="nothing"),
        pytest.param(b"{}\n", {"line": "1", "rule": "not-a-proof"}, id="something else"),
        pytest.param(
            with_line(0, proof="mithaq-proof 2"), {"line": "1", "rule": "not-a-proof"}, id="another edition"
        ),
        pytest.param(write_proof(PROOF)[:-9], {"line": "7", "rule": "not-json"}, id="cut short"),
        pytest.param(write_proof(PROOF) + b"\n", {"line": "8", "rule": "not-json"}, id="an empty line"),
        pytest.param(with_line(4, body="x"), {"line": "5", "rule": "not-understood"}, id="a body"),
        pytest.param(with_line(4, entry="{}"), {"line": "5", "rule": "ledger.unknown-suite"}, id="no entry"),
        pytest.param(
            with_line(4, entry=1), {"line": "5", "rule": "not-understood"}, id="an entry that is no text"
        ),
        pytest.param(with_line(4, signature="x"), {"line": "5", "rule": "not-understood"}, id="no signature"),
        pytest.param(
            with_line(4, logged=[PLACE | {"size": "5"}]),
            {"line": "5", "rule": "not-understood"},
            id="no size",
        ),
        pytest.param(
            with_line(4, logged=[PLACE | {"path": ["AA=="]}]),
            {"line": "5", "rule": "not-understood"},
            id="no path",
        ),
        pytest.param(with_line(1, card="x"), {"line": "2", "rule": "exchange.bad-card armour"}, id="no card"),
        pytest.param(
            with_line(1, card=1), {"line": "2", "rule": "not-understood"}, id="a card that is no text"
        ),
        pytest.param(
            with_line(3, checkpoint="x"),
            {"line": "4", "rule": "ledger.bad-checkpoint lines"},
            id="no checkpoint",
        ),
        pytest.param(
            with_line(6, receipt="{}"),
            {"line": "7", "rule": "exchange.bad-receipt wrong-keys"},
            id="no receipt",
        ),
        pytest.param(b" " * (LARGEST_PROOF + 1), {"line": "0", "rule": "too-large"}, id="too large"),
    ],
)
def test_what_is_no_proof_is_refused_with_its_line(written, facts):
    with pytest.raises(BadProof) as refused:
        verify_proof(written, [MA, FR])
    assert refused.value.facts == facts


@given(st.binary() | st.lists(st.sampled_from([*LINES, b"{}", b"[]"])).map(b"\n".join))
def test_any_bytes_get_a_verdict_or_are_refused(written):
    try:
        found = verify_proof(written, [MA, FR])
    except BadProof:
        return
    assert found.answer in Answer


@given(st.data())
def test_one_turned_bit_anywhere_never_leaves_more_than_was_signed(data):
    written = bytearray(write_proof(PROOF))
    bit = data.draw(st.integers(0, len(written) * 8 - 1))
    written[bit // 8] ^= 1 << bit % 8
    try:
        found = verify_proof(bytes(written), [MA, FR])
    except BadProof:
        return
    # A turned bit in a witness's line may hide the witness; all else breaks the proof.
    if found.answer is Answer.PROVEN:
        whole = verdict().entries
        assert [(entry.id, entry.by, entry.at) for entry in found.entries] == [
            (entry.id, entry.by, entry.at) for entry in whole
        ]

"""Our code against the vectors of the protocol, both ways: it reads them, and makes the same again."""

import json
from datetime import datetime

import pytest

from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange import attachment, card, keys
from mithaq.pact.exchange.envelope import seal, to_wire
from mithaq.pact.exchange.frames import split_frames
from mithaq.pact.exchange.keys import KeyPair, PublicKeys
from mithaq.pact.exchange.proof import read_proof, verify_proof, write_proof
from mithaq.pact.exchange.receipt import make_receipt, make_receipts, receipt_to_wire
from mithaq.pact.ledger import log
from mithaq.pact.ledger.body import commitment, encode_body, read_body
from mithaq.pact.ledger.checkpoint import cosign, sign_checkpoint, verify_checkpoint
from mithaq.pact.ledger.entry import compose, read_entry
from mithaq.pact.ledger.order import equivocations, heads, in_order, missing
from tests.vectors import second
from tests.vectors.frozen import each, vector
from tests.vectors.test_second import known, wire_of
from vectors.makers.envelopes import opened_as
from vectors.makers.log import check_consistency, check_inclusion
from vectors.makers.notation import base64, bytes_of, unbase64
from vectors.makers.parties import PAIRS
from vectors.makers.proofs import stated
from vectors.makers.receipts import verified


def refused(call, *arguments) -> tuple[str, str]:
    with pytest.raises(MithaqError) as found:
        call(*arguments)
    return found.value.code, found.value.facts.get("rule", "")


def expected(case) -> tuple[str, str]:
    return case["code"], case["rule"]


@pytest.mark.parametrize("case", each("entries", "good"))
def test_entries(case):
    entry = read_entry(case["header"].encode())
    assert (entry.id, entry.matter) == (case["id"], case["matter"])
    parts = {part: getattr(entry, part) for part in second.HEADER - {"suite"}}
    assert compose(**parts | {"matter": "" if entry.opens else entry.matter}) == case["header"].encode()


@pytest.mark.parametrize("case", each("entries", "refused"))
def test_entries_that_are_refused(case):
    assert refused(read_entry, bytes_of(case["header"])) == expected(case)


@pytest.mark.parametrize("case", each("bodies", "good"))
def test_bodies(case):
    written = bytes_of(case["body"])
    assert encode_body(read_body(written)) == written
    assert commitment(bytes.fromhex(case["salt"]), written) == case["commitment"]


@pytest.mark.parametrize("case", each("bodies", "refused"))
def test_bodies_that_are_refused(case):
    assert refused(read_body, bytes_of(case["body"])) == expected(case)


@pytest.mark.parametrize("case", each("order", "cases"))
def test_order(case):
    precedence = vector("mithaq-1/order")["precedence"]
    held = [read_entry(header.encode()) for header in case["arrived"]]
    for arrived in (held, held[::-1], held + held):
        assert [entry.id for entry in in_order(arrived, lambda each: precedence.get(each.step, 0))] == case[
            "order"
        ]
        assert list(heads(arrived)) == case["heads"]
        assert sorted(missing(arrived)) == case["missing"]
        assert [list(pair) for pair in equivocations(arrived)] == case["told_twice"]


LOG = vector("mithaq-1/log")
LEAVES = [bytes.fromhex(leaf["hash"]) for leaf in LOG["leaves"]]


def test_leaves_roots_and_frontiers():
    assert [log.leaf_hash(leaf["recorded"].encode()) for leaf in LOG["leaves"]] == LEAVES
    assert [log.root(LEAVES[:size]).hex() for size in range(len(LEAVES) + 1)] == LOG["roots"]
    for written in LOG["frontiers"]:
        frontier = log.Frontier.read(written)
        assert frontier.root().hex() == LOG["roots"][frontier.size]
        assert frontier.write() == written


def test_proofs_are_made_and_hold():
    for case in LOG["inclusion"]:
        check_inclusion(case)
        made = log.inclusion_proof(case["leaf"], case["size"], log.Tree(LEAVES))
        assert [step.hex() for step in made] == case["path"]
    for case in LOG["consistency"]:
        check_consistency(case)
        made = log.consistency_proof(case["earlier"], case["later"], log.Tree(LEAVES))
        assert [step.hex() for step in made] == case["path"]


@pytest.mark.parametrize("case", each("log", "refused_inclusion"))
def test_inclusions_that_are_refused(case):
    assert refused(check_inclusion, case)[0] == case["code"]


@pytest.mark.parametrize("case", each("log", "refused_consistency"))
def test_consistencies_that_are_refused(case):
    assert refused(check_consistency, case)[0] == case["code"]


CHECKPOINT_KEYS = {
    by: [bytes.fromhex(key) for key in held] for by, held in vector("mithaq-1/checkpoints")["keys"].items()
}
ED25519 = {pair.public().ed25519.hex(): pair.signing_keys[0] for pair in PAIRS.values()}


@pytest.mark.parametrize("case", each("checkpoints", "good"))
def test_checkpoints(case):
    found = verify_checkpoint(case["text"], CHECKPOINT_KEYS)
    checkpoint = found.checkpoint
    assert (checkpoint.origin, checkpoint.size, checkpoint.root.hex(), found.key.hex()) == (
        case["origin"], case["size"], case["root"], case["signed_with"],
    )  # fmt: skip
    again = sign_checkpoint(checkpoint.body, ED25519[case["signed_with"]])
    for cosignature, said in zip(found.cosignatures, case["cosigned"], strict=True):
        assert (cosignature.by, cosignature.key.hex()) == (said["by"], said["key"])
        assert cosignature.at == datetime.fromisoformat(said["at"])
        again = cosign(again, by=said["by"], key=ED25519[said["key"]], at=cosignature.at)
    assert case["text"].startswith(again)
    assert again == case["text"] or "ignored" in case["name"]


@pytest.mark.parametrize("case", each("checkpoints", "refused"))
def test_checkpoints_that_are_refused(case):
    text = bytes_of(case["text"]).decode()
    assert refused(verify_checkpoint, text, CHECKPOINT_KEYS) == expected(case)


@pytest.mark.parametrize("name", vector("mithaq-1/keys")["pairs"])
def test_keys(name):
    frozen = vector("mithaq-1/keys")["pairs"][name]
    seeds = {f"{part}_seed": bytes.fromhex(seed) for part, seed in frozen["seeds"].items()}
    period = {part: datetime.fromisoformat(frozen["public"][part]) for part in ("not_before", "not_after")}
    pair = KeyPair(**seeds, **period)
    assert pair == PAIRS[name]
    assert pair.public() == public_of(frozen["public"])
    assert pair.fingerprint == frozen["public"]["fingerprint"]


def public_of(stated) -> PublicKeys:
    period = {part: datetime.fromisoformat(stated[part]) for part in ("not_before", "not_after")}
    return PublicKeys(**{part: unbase64(stated[part]) for part in keys.PUBLIC_BYTES}, **period)


@pytest.mark.parametrize("case", each("keys", "refused_keys"))
def test_keys_that_are_refused(case):
    assert refused(public_of, case["public"]) == expected(case)


@pytest.mark.parametrize("part", ["signatures", "refused_signatures"])
def test_signatures(part):
    for case in vector("mithaq-1/keys")[part]:
        statement, context, signature = (
            case["statement"].encode(),
            case["context"].encode(),
            unbase64(case["signature"]),
        )
        public = PAIRS[case["key"]].public()
        assert keys.is_signed(public, statement, signature, context) == (part == "signatures"), case


@pytest.mark.parametrize("case", each("cards", "good"))
def test_cards(case):
    read = card.read_card(case["text"])
    assert (read.code, dict(read.names), read.zone, read.address, read.keys.fingerprint) == (
        case["code"], case["names"], case["zone"], case["address"], case["fingerprint"],
    )  # fmt: skip
    assert (read.statement, read.signature) == (case["statement"].encode(), unbase64(case["signature"]))
    assert card.read_card(card.write_card(read)) == read
    assert card.write_card(read) == case["text"] or case["name"] not in (
        "as we write it",
        "of an authority without a node",
    )


@pytest.mark.parametrize("case", each("cards", "refused"))
def test_cards_that_are_refused(case):
    assert refused(card.read_card, bytes_of(case["text"]).decode()) == expected(case)


def test_the_words_of_phrases_never_change():
    assert {language: list(words) for language, words in card._words().items()} == vector("mithaq-1/cards")[
        "words"
    ]
    for case in vector("mithaq-1/cards")["phrases"]:
        numbers = b"".join(card._stretched(each["code"], each["fingerprint"]) for each in sorted(
            case["cards"], key=lambda each: each["code"]
        ))  # fmt: skip
        assert [f"{number:03d}" for number in numbers] == case["digits"]


@pytest.mark.parametrize("case", each("envelopes", "good"))
def test_envelopes(case):
    wire = unbase64(case["wire"])
    envelope, opened = opened_as(case["to"], wire)
    assert (envelope.signed.entry.id, envelope.signed.entry.header) == (
        case["entry"],
        case["header"].encode(),
    )
    if case["opened"] is None:
        assert opened is None
        return
    salt, key = (bytes.fromhex(case["opened"][part]) for part in ("salt", "content_key"))
    body = case["opened"]["body"].encode()
    assert (opened.salt, opened.content_key, opened.body) == (salt, key, body)

    to = PAIRS[case["to"]].public()
    again = seal(envelope.signed, salt=salt, body=body, content_key=key, recipients={case["to"]: to})
    made = to_wire(again, case["to"])
    assert frames_of(made)[:3] == frames_of(wire)[:3]  # only wraps are random
    of = vector("mithaq-1/envelopes")["keys_of"]
    assert (
        second.open_envelope(made, case["to"], known(of), [PAIRS[case["to"]].xwing_seed])["opened"]["body"]
        == body
    )


def frames_of(wire: bytes) -> list[bytes]:
    return split_frames(wire.partition(b"\n")[2], 4)


@pytest.mark.parametrize("case", each("envelopes", "refused"))
def test_envelopes_that_are_refused(case):
    assert refused(opened_as, case["to"], wire_of(case)) == expected(case)


@pytest.mark.parametrize("case", each("receipts", "good"))
def test_receipts(case):
    wire = unbase64(case["wire"])
    receipt = verified(wire)
    assert receipt_to_wire(receipt) == wire
    assert receipt.statement == case["statement"].encode()
    at = datetime.fromisoformat(case["at"])
    pair = next(pair for pair in PAIRS.values() if pair.fingerprint == case["key"])
    made = make_receipt(entry=case["entry"], by=case["by"], at=at, heads=case["heads"][::-1], signer=pair)
    assert made.statement == receipt.statement
    assert made.signature[: keys.ED25519_BYTES] == receipt.signature[: keys.ED25519_BYTES]
    of = vector("mithaq-1/receipts")["keys_of"]
    assert second.read_receipt(receipt_to_wire(made), known(of))["heads"] == case["heads"]


@pytest.mark.parametrize("case", each("receipts-together", "good"))
def test_receipts_signed_together(case):
    receipt = verified(unbase64(case["wire"]))
    assert receipt_to_wire(receipt) == unbase64(case["wire"])
    assert receipt.statement == case["statement"].encode()


def test_the_second_reads_what_we_sign_together():
    heads = {number * 64: [] for number in "0123456789abcdef"}
    pair, of = PAIRS["FR"], known(vector("mithaq-1/receipts-together")["keys_of"])
    made = make_receipts(heads, by="FR", at=pair.not_before, signer=pair)
    assert [second.read_receipt(receipt_to_wire(each), of)["entry"] for each in made] == list(heads)


@pytest.mark.parametrize("case", each("receipts", "refused") + each("receipts-together", "refused"))
def test_receipts_that_are_refused(case):
    assert refused(verified, wire_of(case)) == expected(case)


@pytest.mark.parametrize("case", each("proofs", "verdicts"))
def test_proofs(case):
    written = case["file"].encode()
    cards = vector("mithaq-1/proofs")["cards"]
    verdict = verify_proof(written, [card.read_card(cards[name]) for name in case["trusted"]])
    assert stated(verdict) == case["verdict"]
    assert write_proof(read_proof(written)) == written


@pytest.mark.parametrize("case", each("proofs", "refused"))
def test_proofs_that_are_refused(case):
    assert refused(lambda: verify_proof(case["file"].encode(), [])) == expected(case)


@pytest.mark.parametrize("case", each("attachments", "good"))
def test_files(case):
    manifest = attachment.read_manifest(json.loads(case["manifest"]))
    assert attachment.digests([manifest], salt=bytes.fromhex(case["salt"])) == (case["digest"],)
    content = bytes_of(case["content"])
    chunks = list(attachment._sealed(content, manifest.id, manifest.key))
    assert tuple(chunk.name for chunk in chunks) == manifest.chunks
    for chunk, shown in zip(chunks, case["ciphertexts"], strict=True):
        assert shown in (None, base64(chunk.ciphertext))
    assert b"".join(attachment.open_file(manifest, (chunk.ciphertext for chunk in chunks))) == content


@pytest.mark.parametrize("case", each("attachments", "refused_manifests"))
def test_manifests_that_are_refused(case):
    assert refused(attachment.read_manifest, case["manifest"]) == expected(case)


@pytest.mark.parametrize("case", each("attachments", "refused_lists"))
def test_lists_of_files_that_are_refused(case):
    assert refused(attachment.manifests_in, {"attachments": case["attachments"]}) == expected(case)


@pytest.mark.parametrize("case", each("attachments", "refused_chunks"))
def test_chunks_that_are_refused(case):
    manifest = attachment.read_manifest(case["manifest"])
    ciphertext = unbase64(case["ciphertext"])
    assert refused(attachment.open_chunk, manifest, case["number"], ciphertext) == expected(case)

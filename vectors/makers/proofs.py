"""Proof files and the verdict that whoever trusts certain cards must come to.

The files hold random signatures, so this part is made once; the verdicts are not random.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from mithaq.pact.exchange.card import Card, write_card
from mithaq.pact.exchange.envelope import sign_entry
from mithaq.pact.exchange.errors import BadProof
from mithaq.pact.exchange.proof import Place, Placed, Proof, Verdict, verify_proof, write_proof
from mithaq.pact.exchange.receipt import make_receipt
from mithaq.pact.exchange.verdict import Logged, ProvenEntry, ProvenReceipt
from mithaq.pact.ledger.checkpoint import cosign, origin_of, sign_checkpoint, write_checkpoint
from mithaq.pact.ledger.entry import SignedEntry, compose, written_at
from mithaq.pact.ledger.log import inclusion_proof, leaf_hash, leaf_of_entry, leaf_of_receipt, root
from vectors.makers.notation import Json
from vectors.makers.parties import AT, ES, FR, MA, MINUTE, SECOND, STRANGER, card_of, seed

ORIGIN = origin_of("MA", "exchange")
CARDS = {
    "MA": card_of("MA"),
    "FR": card_of("FR"),
    "ES": card_of("ES"),
    "MA, by a stranger": card_of("MA", STRANGER),
}
OPENING = compose(
    kind="inquiry", edition=1, step="ask", author="MA", key=MA.fingerprint, at=AT, to=["FR"],
    parties=["ES", "FR", "MA"], body=seed("a commitment").hex(), reference="MA-INQ-2026-00012",
)  # fmt: skip
ASKED = sign_entry(OPENING, MA)
MATTER = ASKED.entry.id


def _step(step: str, prev: str = "", **parts: object) -> SignedEntry:
    header = compose(
        kind="inquiry", edition=1, step=step, author="FR", key=FR.fingerprint, at=AT + MINUTE,
        matter=MATTER, after=[prev or MATTER], prev=prev, **parts,  # type: ignore[arg-type]
    )  # fmt: skip
    return sign_entry(header, FR)


ANSWERED, REFUSED = _step("answer", to=["MA"]), _step("refuse")
KEPT = make_receipt(entry=MATTER, by="FR", at=AT + SECOND, heads=[MATTER], signer=FR)
KEPT_TOO = make_receipt(entry=MATTER, by="ES", at=AT + 2 * SECOND, heads=[MATTER], signer=ES)
LEAVES = [
    leaf_hash(b"entry " + b"0" * 64), leaf_of_entry(MATTER), leaf_of_receipt(KEPT.statement),
    leaf_of_entry(ANSWERED.entry.id), leaf_hash(b"entry " + b"1" * 64),
]  # fmt: skip
UNWITNESSED = sign_checkpoint(write_checkpoint(ORIGIN, len(LEAVES), root(LEAVES)), MA.signing_keys[0])
CHECKPOINT = cosign(UNWITNESSED, by="FR", key=FR.signing_keys[0], at=AT + 5 * MINUTE)


def _places(leaf: int) -> tuple[Place, ...]:
    return (Place(ORIGIN, len(LEAVES), leaf, tuple(inclusion_proof(leaf, len(LEAVES), LEAVES))),)


WHOLE = Proof(
    matter=MATTER,
    cards=(),
    checkpoints=(CHECKPOINT,),
    entries=(Placed(ASKED, _places(1)), Placed(ANSWERED, _places(3))),
    receipts=(Placed(KEPT, _places(2)),),
)
WITH_CARDS = replace(WHOLE, cards=(CARDS["MA"], CARDS["FR"]))


def make() -> Json:
    """The content of proofs.json."""
    return {
        "cards": {name: write_card(card) for name, card in CARDS.items()},
        "verdicts": [_verdict(name, write_proof(proof), trusted) for name, proof, trusted in _proofs()],
        "refused": [_refused(name, written) for name, written in _bad_files()],
    }


def _proofs() -> Iterator[tuple[str, Proof, tuple[str, ...]]]:
    """Name, proof, whose cards are trusted."""
    both = ("MA", "FR")
    yield "whole, and both cards trusted", WITH_CARDS, both
    yield "the cards not in the file, but trusted", WHOLE, both
    yield "nobody trusted: consistent, authority unknown", WITH_CARDS, ()
    yield "one of two trusted", WITH_CARDS, ("FR",)
    yield "entries in no log, receipts by two", replace(
        WHOLE, checkpoints=(), entries=(Placed(ANSWERED), Placed(ASKED)),
        receipts=(Placed(KEPT), Placed(KEPT_TOO)),
    ), ("MA", "FR", "ES")  # fmt: skip
    later = replace(WHOLE, entries=(*WHOLE.entries, Placed(_step("feed-back", prev=seed("gone").hex()))))
    yield "an entry that others name is not in the file", later, both
    yield "one author told two stories", replace(WHOLE, entries=(*WHOLE.entries, Placed(REFUSED))), both
    yield from _broken(both)


def _broken(both: tuple[str, ...]) -> Iterator[tuple[str, Proof, tuple[str, ...]]]:
    yield "a signature taken from another entry", replace(
        WHOLE, entries=(Placed(replace(ASKED, signature=ANSWERED.signature)), WHOLE.entries[1])
    ), both  # fmt: skip
    yield (
        "a leaf that stands elsewhere",
        replace(WHOLE, entries=(Placed(ASKED, _places(3)), WHOLE.entries[1])),
        both,
    )
    yield "a checkpoint that is not there", replace(WHOLE, checkpoints=()), both
    other = sign_checkpoint(write_checkpoint(ORIGIN, len(LEAVES), seed("fork")), MA.signing_keys[0])
    yield "a log that tells two histories", replace(WHOLE, checkpoints=(other, CHECKPOINT)), both
    yield "a receipt for an entry that is not there", replace(WHOLE, entries=WHOLE.entries[1:]), both
    again = make_receipt(entry=MATTER, by="FR", at=AT + MINUTE, heads=[MATTER], signer=FR)
    yield "two receipts by one authority", replace(WHOLE, receipts=(*WHOLE.receipts, Placed(again))), both
    yield "an entry twice", replace(WHOLE, entries=(*WHOLE.entries, Placed(ASKED))), both
    forged = sign_entry(OPENING.replace(MA.fingerprint.encode(), STRANGER.fingerprint.encode()), STRANGER)
    stranger = Proof(forged.entry.id, (CARDS["MA, by a stranger"],), (), (Placed(forged),), ())
    yield "a forger with a card of its own", stranger, both
    yield "a forger without", replace(stranger, cards=()), both
    yield "the card of another authority", replace(
        stranger, cards=(card_of("ES", STRANGER),), entries=(Placed(forged),)
    ), both  # fmt: skip
    late = compose(
        kind="inquiry", edition=1, step="ask", author="MA", key=MA.fingerprint, parties=["FR", "MA"],
        at=AT + timedelta(days=800),
    )  # fmt: skip
    signed = sign_entry(late, MA)
    yield (
        "keys whose period was over",
        Proof(signed.entry.id, (CARDS["MA"],), (), (Placed(signed),), ()),
        both,
    )
    yield "no entry at all", Proof(MATTER, (), (), (), ()), both


def _bad_files() -> Iterator[tuple[str, bytes]]:
    lines = write_proof(WHOLE).splitlines(keepends=True)
    entry = lines[2]  # after the head and a checkpoint
    yield "nothing at all", b""
    yield "another edition", lines[0].replace(b"proof 1", b"proof 2")
    yield "an entry first", b"".join(lines[1:])
    yield "an empty line", lines[0] + b"\n" + lines[1]
    yield "a line with a space", lines[0] + entry.replace(b'{"entry":', b'{ "entry":')
    yield "a line with a body", lines[0] + entry.replace(b'{"entry":', b'{"body":"{}","entry":')
    yield "an entry without its places", lines[0] + entry.split(b',"logged"')[0] + b"}\n"
    yield "a place with more than it says", lines[0] + entry.replace(b'"leaf":1', b'"leaf":1,"left":1')
    yield "a header that is none", lines[0] + entry.replace(b'\\"step\\":\\"ask\\"', b'\\"step\\":\\"ASK\\"')
    yield "a signature in another spelling", lines[0] + entry.replace(b'"signature":"', b'"signature":" ')
    yield "half a line", lines[0] + entry[: len(entry) // 2]


def _refused(name: str, written: bytes) -> Json:
    try:
        verify_proof(written, ())
    except BadProof as error:
        return {"name": name, "code": error.code, **error.facts, "file": written.decode()}
    raise AssertionError(f"not refused: {name}")


def _verdict(name: str, written: bytes, trusted: tuple[str, ...]) -> Json:
    verdict = verify_proof(written, [CARDS[card] for card in trusted])
    return {"name": name, "trusted": list(trusted), "verdict": stated(verdict), "file": written.decode()}


def stated(verdict: Verdict) -> Json:
    """A verdict as vectors write it."""
    return {
        "answer": verdict.answer.value,
        "matter": verdict.matter,
        "trusted": _cards(verdict.trusted),
        "entries": [_entry(entry) for entry in verdict.entries],
        "problems": [{"what": each.what, "id": each.id, "rule": each.rule} for each in verdict.problems],
        "missing": list(verdict.missing),
        "told_twice": [list(pair) for pair in verdict.equivocations],
    }


def _cards(cards: Iterable[Card]) -> list[str]:
    return [str(card) for card in cards]


def _entry(entry: ProvenEntry) -> Json:
    return {
        "id": entry.id, "step": entry.step, "by": entry.by.authority, "key": entry.by.key,
        "trusted": entry.by.trusted, "at": written_at(entry.at), "logged": _logged(entry.logged),
        "receipts": [_receipt(receipt) for receipt in entry.receipts],
    }  # fmt: skip


def _receipt(receipt: ProvenReceipt) -> Json:
    return {
        "by": receipt.by.authority, "key": receipt.by.key, "trusted": receipt.by.trusted,
        "at": written_at(receipt.at), "logged": _logged(receipt.logged),
    }  # fmt: skip


def _logged(places: Iterable[Logged]) -> list[Json]:
    return [
        {
            "origin": place.origin, "size": place.size, "leaf": place.leaf, "trusted": place.trusted,
            "cosigned": [
                {"by": each.authority, "at": written_at(each.at), "trusted": each.trusted}
                for each in place.cosigned
            ],
        }
        for place in places
    ]  # fmt: skip

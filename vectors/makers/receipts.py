"""Receipts: what keeps an entry, as it travels; and bytes that are none, by code and rule.

ML-DSA signatures are random, so this part is made once. Keys are named as in keys.json.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from mithaq.node.partners.errors import KeyNotValidThen, UnknownKey
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange import keys, together
from mithaq.pact.exchange.frames import join_frames
from mithaq.pact.exchange.receipt import (
    LARGEST_RECEIPT,
    MAGIC,
    Receipt,
    make_receipt,
    make_receipts,
    receipt_from_wire,
    receipt_to_wire,
    verify_receipt,
)
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import written_at
from mithaq.pact.ledger.log import leaf_hash, root
from vectors.makers.envelopes import KNOWN
from vectors.makers.notation import Json, base64, bytes_of, repeated
from vectors.makers.parties import AT, FR, FR_BEFORE, FROM, MA, PAIRS, STRANGER, seed

ENTRY, HEADS = seed("an entry").hex(), sorted(seed(f"head {number}").hex() for number in range(3))
KEPT = make_receipt(entry=ENTRY, by="FR", at=AT + timedelta(milliseconds=2417), heads=[ENTRY], signer=FR)


def make() -> Json:
    """The content of receipts.json."""
    return {
        "keys_of": KNOWN,
        "good": [_good(name, receipt_to_wire(receipt)) for name, receipt in _receipts()],
        "refused": [_refused(name, wire) for name, wire in _bad_wires()],
    }


def make_together() -> Json:
    """The content of receipts-together.json: receipts that were signed at once."""
    return {
        "keys_of": KNOWN,
        "good": [_good(name, receipt_to_wire(receipt)) for name, receipt in _together()],
        "refused": [_refused(name, wire) for name, wire in _bad_together()],
    }


def verified(wire: bytes) -> Receipt:
    """The receipt that bytes state, verified with the keys of the vectors. Raises: MithaqError."""
    receipt = receipt_from_wire(wire)
    pairs = [PAIRS[name] for name in KNOWN.get(receipt.by, ())]
    pair = next((pair for pair in pairs if pair.fingerprint == receipt.key), None)
    if pair is None:
        raise UnknownKey
    if not pair.public().covers(receipt.at):
        raise KeyNotValidThen
    verify_receipt(receipt, pair.public())
    return receipt


def _receipts() -> Iterator[tuple[str, Receipt]]:
    yield "of an entry that is the only head", KEPT
    yield "with several heads", make_receipt(entry=ENTRY, by="FR", at=AT, heads=HEADS, signer=FR)
    yield "without heads", make_receipt(entry=ENTRY, by="MA", at=AT, heads=[], signer=MA)
    before = FROM - timedelta(days=1)
    yield (
        "with keys of before, in their period",
        make_receipt(entry=ENTRY, by="FR", at=before, heads=[ENTRY], signer=FR_BEFORE),
    )


BAD_PARTS: dict[str, dict[str, Any]] = {
    "another suite": {"suite": "mithaq-2"},
    "a part too many": {"more": 1},
    "an entry too short": {"entry": ENTRY[:-1]},
    "by nobody": {"by": ""},
    "a key too short": {"key": "0"},
    "no such day": {"at": "2026-02-30T09:00:00.000Z"},
    "another zone": {"at": "2026-11-23T09:00:00.000+01:00"},
    "heads that are not sorted": {"heads": HEADS[::-1]},
    "a head twice": {"heads": [ENTRY, ENTRY]},
    "257 heads": {"heads": sorted(seed(f"head {number}").hex() for number in range(257))},
    "heads that are no list": {"heads": ENTRY},
}


def _bad_wires() -> Iterator[tuple[str, bytes | Json]]:
    wire = receipt_to_wire(KEPT)
    statement, signature = KEPT.statement, KEPT.signature
    yield "nothing at all", b""
    yield "another first line", wire.replace(b"receipt 1", b"receipt 2", 1)
    yield "cut short", wire[:-1]
    yield "a byte after the last frame", wire + b"\0"
    yield "too large", repeated(("mithaq-receipt 1\n", 1), ("x", LARGEST_RECEIPT + 4096))
    for name, changed in BAD_PARTS.items():
        yield name, _signed_anew(canonical.encode(json.loads(statement) | changed))
    spaced = json.dumps(json.loads(statement), sort_keys=True).encode()
    yield "a statement with spaces", _signed_anew(spaced)
    altered = statement.replace(b"02.417", b"02.416")
    yield "a statement altered after it was signed", MAGIC + join_frames([altered, signature])
    yield "signed as an entry", MAGIC + join_frames([statement, FR.sign(statement, keys.ENTRY)])
    yield "a signature too short", MAGIC + join_frames([statement, signature[:-1]])
    unknown = make_receipt(entry=ENTRY, by="FR", at=AT, heads=[ENTRY], signer=STRANGER)
    yield "with keys that nobody confirmed", receipt_to_wire(unknown)
    yield (
        "with the keys of another authority",
        receipt_to_wire(make_receipt(entry=ENTRY, by="FR", at=AT, heads=[ENTRY], signer=MA)),
    )
    yield (
        "outside the period of its keys",
        receipt_to_wire(make_receipt(entry=ENTRY, by="FR", at=AT, heads=[ENTRY], signer=FR_BEFORE)),
    )


def _at_once(number: int) -> list[Receipt]:
    """As many receipts, signed at once."""
    heads = {entry: [entry] for entry in (seed(f"entry {each}").hex() for each in range(number))}
    return make_receipts(heads, by="FR", at=AT, signer=FR)


def _together() -> Iterator[tuple[str, Receipt]]:
    for number, places in {2: (0, 1), 3: (0, 1, 2), 7: (3, 6), 64: (0, 63)}.items():
        made = _at_once(number)
        for place in places:
            yield f"{place + 1} of {number}", made[place]


def _bad_together() -> Iterator[tuple[str, bytes]]:
    of_three, of_two = _at_once(3), _at_once(2)
    statement, signature = of_three[0].statement, of_three[0].signature
    of_all, place, hashes = (
        signature[: keys.SIGNATURE_BYTES],
        signature[keys.SIGNATURE_BYTES :][: together.PLACE_BYTES],
        signature[keys.SIGNATURE_BYTES + together.PLACE_BYTES :],
    )
    forged = {
        "a statement altered": (statement.replace(b"09:00", b"08:00"), signature),
        "with the hashes of another": (statement, of_all + place + of_three[1].signature[-64:]),
        "at another place": (statement, of_all + bytes((1, 3)) + hashes),
        "at a place beyond the last": (statement, of_all + bytes((3, 3)) + hashes),
        "of another number": (statement, of_all + bytes((0, 4)) + hashes),
        "of none": (statement, of_all + bytes((0, 0)) + hashes),
        "without its place": (statement, of_all + hashes),
        "without hashes": (statement, of_all + place),
        "a hash too few": (statement, of_all + place + hashes[:-32]),
        "a hash too many": (statement, signature + hashes[:32]),
        "a hash cut short": (statement, signature[:-1]),
        "with the signature of others": (statement, of_two[0].signature[: len(of_all)] + place + hashes),
        "signed for one": (
            statement,
            FR.sign(bytes((3,)) + _root(of_three), keys.RECEIPT) + place + hashes,
        ),
        "one of one": (
            statement,
            FR.sign(bytes((1,)) + leaf_hash(statement), keys.RECEIPT + b" of many") + bytes((0, 1)),
        ),
        "their root alone": (bytes((3,)) + _root(of_three), of_all),
    }
    for name, (stated, by) in forged.items():
        yield name, MAGIC + join_frames([stated, by])


def _root(receipts: Sequence[Receipt]) -> bytes:
    return root([leaf_hash(each.statement) for each in receipts])


def _signed_anew(statement: bytes) -> bytes:
    return MAGIC + join_frames([statement, FR.sign(statement, keys.RECEIPT)])


def _good(name: str, wire: bytes) -> Json:
    receipt = verified(wire)
    return {
        "name": name, "entry": receipt.entry, "by": receipt.by, "key": receipt.key,
        "at": written_at(receipt.at), "heads": list(receipt.heads),
        "statement": receipt.statement.decode(), "wire": base64(wire),
    }  # fmt: skip


def _refused(name: str, wire: bytes | Json) -> Json:
    try:
        verified(wire if isinstance(wire, bytes) else bytes_of(wire))
    except MithaqError as error:
        written = base64(wire) if isinstance(wire, bytes) else wire
        return {"name": name, "code": error.code, "rule": error.facts.get("rule", ""), "wire": written}
    raise AssertionError(f"not refused: {name}")

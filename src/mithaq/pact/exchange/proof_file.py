"""The file in which a matter's evidence leaves a node.

One JSON statement a line: what the file is, then cards, checkpoints, signed headers and
receipts, the latter two with their places in logs. Digests, codes and times only: the form
has no room for a body.

Everything read here was written by somebody else; `proof` says what of it stands.
Specified in docs/protocol/proof.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from mithaq.pact.exchange.card import Card, read_card, write_card
from mithaq.pact.exchange.errors import BadProof, ExchangeError
from mithaq.pact.exchange.receipt import Receipt, read_receipt
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.checkpoint import read_checkpoint
from mithaq.pact.ledger.entry import SignedEntry, read_entry
from mithaq.pact.ledger.errors import LedgerError
from mithaq.pact.ledger.log import HASH_BYTES

EDITION = "mithaq-proof 1"
LARGEST_PROOF = 64 * 1024 * 1024
LARGEST_LINE = 256 * 1024
DEEPEST_LINE = 6
LONGEST_PATH = 64

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a log, and the path of hashes that shows it."""

    origin: str
    size: int  # of the checkpoint that the path leads to
    leaf: int
    path: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Placed(Generic[Thing]):
    """A signed entry or a receipt, with its places in logs."""

    what: Thing
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof file holds, nothing verified but the cards' own signatures."""

    matter: str
    cards: tuple[Card, ...]
    checkpoints: tuple[str, ...]
    entries: tuple[Placed[SignedEntry], ...]
    receipts: tuple[Placed[Receipt], ...]


def write_proof(proof: Proof) -> bytes:
    """The file. Raises: BadProof if it is larger than anyone reads."""
    lines: list[dict[str, Any]] = [{"proof": EDITION, "matter": proof.matter}]
    lines += [{"card": write_card(card)} for card in proof.cards]
    lines += [{"checkpoint": text} for text in proof.checkpoints]
    lines += [
        _line("entry", entry.what.entry.header, entry.what.signature, entry.places) for entry in proof.entries
    ]
    lines += [
        _line("receipt", receipt.what.statement, receipt.what.signature, receipt.places)
        for receipt in proof.receipts
    ]
    written = b"".join(canonical.encode(line) + b"\n" for line in lines)
    if len(written) > LARGEST_PROOF:
        raise BadProof(line="0", rule="too-large")
    return written


def read_proof(written: bytes) -> Proof:
    """What a file holds, nothing verified but the cards' own signatures.

    Raises: BadProof, whatever the bytes; it names the line.
    """
    if len(written) > LARGEST_PROOF:
        raise BadProof(line="0", rule="too-large")
    first, *others = written.removesuffix(b"\n").split(b"\n")
    head = _decoded(first, 1)
    if head.keys() != {"proof", "matter"} or head["proof"] != EDITION or not isinstance(head["matter"], str):
        raise BadProof(line="1", rule="not-a-proof")
    found: dict[str, list[Any]] = {"card": [], "checkpoint": [], "entry": [], "receipt": []}
    for number, line in enumerate(others, start=2):
        name, what = _read_line(line, number)
        found[name].append(what)
    return Proof(
        matter=head["matter"],
        cards=tuple(found["card"]),
        checkpoints=tuple(found["checkpoint"]),
        entries=tuple(found["entry"]),
        receipts=tuple(found["receipt"]),
    )


def _line(name: str, statement: bytes, signature: bytes, places: Iterable[Place]) -> dict[str, Any]:
    return {
        name: statement.decode(),
        "signature": canonical.encode_bytes(signature),
        "logged": [
            {
                "origin": place.origin,
                "size": place.size,
                "leaf": place.leaf,
                "path": [canonical.encode_bytes(step) for step in place.path],
            }
            for place in places
        ],
    }


def _decoded(line: bytes, number: int) -> dict[str, Any]:
    try:
        return canonical.decode(line, what="proof", largest=LARGEST_LINE, deepest=DEEPEST_LINE)
    except LedgerError as error:
        raise BadProof(line=str(number), rule=error.facts["rule"]) from None


def _read_line(line: bytes, number: int) -> tuple[str, Any]:
    stated = _decoded(line, number)
    try:
        return _understood(stated)
    except (LedgerError, ExchangeError) as error:
        raise BadProof(line=str(number), rule=f"{error.code} {error.facts.get('rule', '')}".strip()) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadProof(line=str(number), rule="not-understood") from None


def _understood(stated: dict[str, Any]) -> tuple[str, Any]:
    """What a line is, and what it holds. Raises: much, if it is none."""
    if stated.keys() == {"card"}:
        return "card", read_card(stated["card"])
    if stated.keys() == {"checkpoint"}:
        return "checkpoint", read_checkpoint(stated["checkpoint"]).text
    signature = canonical.decode_bytes(stated.pop("signature"))
    places = tuple(_read_place(place) for place in stated.pop("logged"))
    if stated.keys() == {"entry"}:
        return "entry", Placed(SignedEntry(read_entry(stated["entry"].encode()), signature), places)
    if stated.keys() == {"receipt"}:
        return "receipt", Placed(read_receipt(stated["receipt"].encode(), signature), places)
    raise ValueError("neither entry nor receipt")


def _read_place(stated: dict[str, Any]) -> Place:
    path = tuple(canonical.decode_bytes(step) for step in stated["path"])
    if len(path) > LONGEST_PATH or any(len(step) != HASH_BYTES for step in path):
        raise ValueError("not a path")
    whole = stated.keys() == {"origin", "size", "leaf", "path"}
    if not whole or type(stated["size"]) is not int or type(stated["leaf"]) is not int:
        raise ValueError("not a place")
    return Place(str(stated["origin"]), stated["size"], stated["leaf"], path)

"""A receipt: what became of an entry, signed by who kept it.

It means *kept*: the receiver makes it in the transaction that stores the entry, and gives
the same bytes for the same entry for ever. Deadlines run from its time. It carries the
receiver's heads of the matter, so that both sides can tell when an entry is settled. What is
kept at once is signed at once (`together`); each receipt stands alone all the same.

Specified in docs/protocol/receipt.md.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mithaq.pact.exchange import keys, together
from mithaq.pact.exchange.errors import BadReceipt, BadSignature
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.exchange.keys import PublicKeys, Signer
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import AUTHORITY, DIGEST, FINGERPRINT, MOST_IN_A_LIST, is_instant, written_at
from mithaq.pact.ledger.errors import Malformed

SUITE = "mithaq-1"
MAGIC = b"mithaq-receipt 1\n"
LARGEST_RECEIPT = 32 * 1024

_KEYS = frozenset({"suite", "entry", "by", "key", "at", "heads"})


@dataclass(frozen=True, slots=True)
class Receipt:
    """One authority's word that it keeps one entry, not yet verified."""

    entry: str
    by: str
    key: str
    at: datetime  # the receiver's clock
    heads: tuple[str, ...]  # the receiver's heads of the matter after keeping it, sorted
    statement: bytes = field(repr=False)  # the exact bytes signed
    signature: bytes = field(repr=False)


def make_receipt(*, entry: str, by: str, at: datetime, heads: Iterable[str], signer: Signer) -> Receipt:
    """A receipt for an entry that has been kept. Units: `at` is aware; cut to milliseconds, UTC."""
    return make_receipts({entry: heads}, by=by, at=at, signer=signer)[0]


def make_receipts(
    heads: Mapping[str, Iterable[str]], *, by: str, at: datetime, signer: Signer
) -> list[Receipt]:
    """Receipts for entries that have been kept, at most 64, signed at once. `heads`: of each, by entry."""
    statements = [
        canonical.encode({
            "suite": SUITE, "entry": entry, "by": by, "key": signer.fingerprint,
            "at": written_at(at), "heads": sorted(set(named)),
        })
        for entry, named in heads.items()
    ]  # fmt: skip
    signatures = together.sign_together(statements, signer, keys.RECEIPT)
    return [read_receipt(*each) for each in zip(statements, signatures, strict=True)]


def read_receipt(statement: bytes, signature: bytes) -> Receipt:
    """The receipt these bytes state, not yet verified. Raises: BadReceipt, whatever the bytes."""
    try:
        stated: dict[str, Any] = canonical.decode(
            statement, what="receipt", largest=LARGEST_RECEIPT, deepest=2
        )
    except Malformed as error:
        raise BadReceipt(rule=error.facts["rule"]) from None
    if stated.keys() != _KEYS:
        raise BadReceipt(rule="wrong-keys")
    if stated.pop("suite") != SUITE:
        raise BadReceipt(rule="suite")
    for name, pattern in {"entry": DIGEST, "by": AUTHORITY, "key": FINGERPRINT}.items():
        if not _is(pattern, stated[name]):
            raise BadReceipt(rule=name)
    if not is_instant(stated["at"]):
        raise BadReceipt(rule="at")
    heads = stated["heads"]
    if (
        not isinstance(heads, list)
        or len(heads) > MOST_IN_A_LIST
        or not all(_is(DIGEST, head) for head in heads)
    ):
        raise BadReceipt(rule="heads")
    if heads != sorted(set(heads)):
        raise BadReceipt(rule="heads")
    stated |= {"at": datetime.fromisoformat(stated["at"]), "heads": tuple(heads)}
    return Receipt(**stated, statement=statement, signature=signature)


def verify_receipt(receipt: Receipt, public: PublicKeys) -> None:
    """Nothing, if the receipt names these keys and both signatures stand, of it alone or of it and others.

    Raises: BadSignature.
    """
    named = receipt.key == public.fingerprint
    if not (named and together.is_signed(public, receipt.statement, receipt.signature, keys.RECEIPT)):
        raise BadSignature(what="receipt", entry=receipt.entry, key=receipt.key)


def receipt_to_wire(receipt: Receipt) -> bytes:
    """The bytes in which a receipt travels."""
    return MAGIC + join_frames([receipt.statement, receipt.signature])


def receipt_from_wire(wire: bytes) -> Receipt:
    """The receipt these bytes state, not yet verified. Raises: BadReceipt, whatever the bytes."""
    if len(wire) > LARGEST_RECEIPT + together.LARGEST + 100:
        raise BadReceipt(rule="too-large")
    if not wire.startswith(MAGIC):
        raise BadReceipt(rule="magic")
    try:
        statement, signature = split_frames(wire[len(MAGIC) :], 2)
    except ValueError:
        raise BadReceipt(rule="frames") from None
    return read_receipt(statement, signature)


def _is(pattern: str, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None

"""Prove: a matter's evidence as one file, for anyone to check without us.

Holds the signed headers, every receipt, their places in our exchange log under one signed checkpoint (the
last that a partner cosigned, if there is one), and the cards of the authorities that signed. Digests, codes
and times only: no body leaves in a proof (D19). Whoever checks it says which cards to trust.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mithaq.node.ledger import held
from mithaq.node.ledger.errors import EntryNotHere
from mithaq.node.ledger.models import EXCHANGE, CheckpointRow, EntryRow, Leaf, ReceiptRow
from mithaq.node.ledger.sequence import leaf_hashes
from mithaq.node.officers.models import Officer
from mithaq.node.partners.models import Introduction, State
from mithaq.node.partners.own import own_card
from mithaq.node.safeguards.house import note
from mithaq.pact.exchange.card import Card, read_card
from mithaq.pact.exchange.proof_file import Place, Placed, Proof, write_proof
from mithaq.pact.ledger.checkpoint import read_checkpoint
from mithaq.pact.ledger.log import Tree, inclusion_proof

TRUSTED = (State.CONFIRMED, State.SUSPENDED)


def proof_of(matter: str, *, officer: Officer | None) -> bytes:
    """The proof file of a matter; that it was made stands in the house log.

    The caller has asked whether the officer may see the matter; None is the node's own command line.

    Raises: EntryNotHere if nothing of the matter is here; BadProof if it is larger than anyone reads.
    """
    rows = list(EntryRow.objects.filter(matter=matter).order_by("seq"))
    if not rows:
        raise EntryNotHere(entry=matter)
    receipts = [row for row in held.receipts_of(row.entry for row in rows) if not row.by_hand]
    checkpoint = _checkpoint()
    named = {**_names_of(rows), **_names_of_receipts(receipts)}
    places = _places(checkpoint, named)
    proof = Proof(
        matter=matter,
        cards=tuple(_cards({held.read(bytes(row.header)).key for row in rows} | _keys(receipts))),
        checkpoints=(checkpoint.text,) if checkpoint else (),
        entries=tuple(Placed(held.signed(row), places.get(f"entry:{row.entry}", ())) for row in rows),
        receipts=tuple(Placed(held.receipt(row), places.get(named_receipt(row), ())) for row in receipts),
    )
    written = write_proof(proof)
    note("matter.proved", officer=officer, matter=matter, entries=str(len(rows)))
    return written


def named_receipt(row: ReceiptRow) -> str:
    return f"receipt:{row.entry}:{row.by}"


def _names_of(rows: Iterable[EntryRow]) -> dict[str, None]:
    return {f"entry:{row.entry}": None for row in rows}


def _names_of_receipts(rows: Iterable[ReceiptRow]) -> dict[str, None]:
    return {named_receipt(row): None for row in rows}


def _keys(receipts: Iterable[ReceiptRow]) -> set[str]:
    return {held.receipt(row).key for row in receipts}


def _checkpoint() -> CheckpointRow | None:
    """The last checkpoint a partner has cosigned; the last of all while there is none."""
    rows = list(CheckpointRow.objects.filter(log=EXCHANGE).order_by("-size")[:200])
    cosigned = (row for row in rows if len(read_checkpoint(row.text).signatures) > 1)
    return next(cosigned, rows[0] if rows else None)


def _places(checkpoint: CheckpointRow | None, named: Mapping[str, None]) -> dict[str, tuple[Place, ...]]:
    """Where each of these stands in the log, as far as the checkpoint reaches."""
    if checkpoint is None:
        return {}
    tree = Tree(leaf_hashes(EXCHANGE, end=checkpoint.size))
    origin = read_checkpoint(checkpoint.text).origin
    leaves = Leaf.objects.filter(log=EXCHANGE, what__in=list(named), index__lt=checkpoint.size)
    return {
        leaf.what: (
            Place(
                origin, checkpoint.size, leaf.index, tuple(inclusion_proof(leaf.index, checkpoint.size, tree))
            ),
        )
        for leaf in leaves
    }


def _cards(keys: set[str]) -> list[Card]:
    """The cards of the keys that signed, ours and those two officers have confirmed."""
    confirmed = Introduction.objects.filter(fingerprint__in=keys, state__in=TRUSTED).order_by("pk")
    cards = {own_card().keys.fingerprint: own_card()}
    cards |= {row.fingerprint: read_card(row.card) for row in confirmed}
    return list(cards.values())

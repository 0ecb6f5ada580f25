"""A proof: a matter's evidence in one file, and what anyone can check of it.

Needs no node, no database and no network: signatures, receipts, places in logs and
cosignatures are checked with the keys of cards. Which cards are to be trusted is said by
whoever checks. A file brings cards of its own, so that it can be checked at all; with those
alone the answer is "consistent, authority unknown".

What it cannot show: that the file holds every entry. It names the entries that others refer
to and that are not there.

Specified in docs/protocol/proof.md.
"""

from collections.abc import Iterable
from datetime import datetime

from mithaq.pact.exchange.card import Card
from mithaq.pact.exchange.envelope import verify_signed
from mithaq.pact.exchange.errors import ExchangeError
from mithaq.pact.exchange.proof_file import Place, Placed, Proof, read_proof, write_proof
from mithaq.pact.exchange.receipt import Receipt, verify_receipt
from mithaq.pact.exchange.verdict import (
    Answer,
    Logged,
    Problem,
    ProvenEntry,
    ProvenReceipt,
    Signatory,
    Verdict,
    Witness,
)
from mithaq.pact.ledger.checkpoint import Witnessed, verify_checkpoint
from mithaq.pact.ledger.entry import SignedEntry
from mithaq.pact.ledger.errors import LedgerError
from mithaq.pact.ledger.log import leaf_of_entry, leaf_of_receipt, verify_inclusion
from mithaq.pact.ledger.order import equivocations, in_order, missing

__all__ = ["Answer", "Place", "Placed", "Proof", "Verdict", "read_proof", "verify_proof", "write_proof"]


def verify_proof(written: bytes, trusted_cards: Iterable[Card]) -> Verdict:
    """What a proof file shows to someone who trusts these cards.

    Raises: BadProof if the file is none; what is in it and does not stand becomes a problem.
    """
    proof = read_proof(written)
    check = _Check(proof.cards, tuple(trusted_cards))
    check.note_checkpoints(proof.checkpoints)
    signed = {placed.what.entry.id: placed for placed in proof.entries}
    entries = [placed.what.entry for placed in signed.values()]
    opening = next((entry for entry in entries if entry.id == proof.matter), None)
    if opening is None:
        check.found("matter", proof.matter, "opening-not-here")
    if len(signed) < len(proof.entries):
        check.found("matter", proof.matter, "entry-stated-twice")

    parties = opening.parties if opening else ()
    receipts = _received(check, proof.receipts, parties)
    for entry_id in receipts.keys() - signed.keys():
        check.found("receipt", entry_id, "entry-not-here")
    proven = []
    for entry in in_order(entries, lambda _: 0):
        if entry.matter != proof.matter:
            check.found("entry", entry.id, "another-matter")
        elif opening and entry.author not in parties:
            check.found("entry", entry.id, "not-a-party")
        elif found := check.entry(signed[entry.id], tuple(receipts.get(entry.id, ()))):
            proven.append(found)
    heads = {head for placed in proof.receipts for head in placed.what.heads}
    return Verdict(
        matter=proof.matter,
        trusted=check.vouching(),
        entries=tuple(proven),
        problems=tuple(check.problems),
        missing=tuple(sorted(missing(entries) | (heads - signed.keys()))),
        equivocations=equivocations(entries),
    )


def _received(
    check: "_Check", placed: Iterable[Placed[Receipt]], parties: tuple[str, ...]
) -> dict[str, list[ProvenReceipt]]:
    """The receipts that stand, by entry: one from each party."""
    receipts: dict[str, list[ProvenReceipt]] = {}
    seen = set()
    for each in placed:
        name = (each.what.entry, each.what.by)
        if name in seen:  # a receipt is the same for ever
            check.found("receipt", each.what.entry, "second-receipt")
        elif parties and each.what.by not in parties:
            check.found("receipt", each.what.entry, "not-a-party")
        elif found := check.receipt(each):
            receipts.setdefault(each.what.entry, []).append(found)
        seen.add(name)
    return receipts


class _Check:
    """The keys to check with, and what was found so far."""

    def __init__(self, brought: tuple[Card, ...], trusted: tuple[Card, ...]) -> None:
        self._cards = {card.keys.fingerprint: card for card in (*brought, *trusted)}
        self._trusted = {card.keys.fingerprint: card for card in trusted}
        self._checkpoints: dict[tuple[str, int], Witnessed] = {}
        self._used: set[str] = set()
        self.problems: list[Problem] = []

    def found(self, what: str, name: str, rule: str) -> None:
        """Note that something does not stand."""
        self.problems.append(Problem(what, name, rule))

    def vouching(self) -> tuple[Card, ...]:
        """The trusted cards that vouch for something here."""
        return tuple(card for key, card in self._trusted.items() if key in self._used)

    def note_checkpoints(self, texts: Iterable[str]) -> None:
        """Keep the checkpoints that stand, with who signed them."""
        keys: dict[str, list[bytes]] = {}
        for card in self._cards.values():
            keys.setdefault(card.code, []).append(card.keys.ed25519)
        for text in texts:
            try:
                witnessed = verify_checkpoint(text, keys)
            except LedgerError as error:
                self.found("checkpoint", error.facts.get("origin", ""), error.facts["rule"])
                continue
            checkpoint = witnessed.checkpoint
            place = (checkpoint.origin, checkpoint.size)
            if place in self._checkpoints and self._checkpoints[place].checkpoint.root != checkpoint.root:
                self.found("checkpoint", checkpoint.origin, "log-forked")
            self._checkpoints[place] = witnessed

    def entry(self, placed: Placed[SignedEntry], receipts: tuple[ProvenReceipt, ...]) -> ProvenEntry | None:
        """What stands of an entry; None, and a problem, if its signature does not."""
        entry = placed.what.entry
        by = self._signatory("entry", entry.id, entry.author, entry.key, entry.at)
        if by is None:
            return None
        try:
            verify_signed(placed.what, self._cards[entry.key].keys)
        except ExchangeError as error:
            self.found("entry", entry.id, error.code)
            return None
        logged = self._logged("entry", entry.id, leaf_of_entry(entry.id), placed.places)
        return ProvenEntry(entry.id, entry.step, by, entry.at, logged, receipts)

    def receipt(self, placed: Placed[Receipt]) -> ProvenReceipt | None:
        """What stands of a receipt; None, and a problem, if its signature does not."""
        receipt = placed.what
        by = self._signatory("receipt", receipt.entry, receipt.by, receipt.key, receipt.at)
        if by is None:
            return None
        try:
            verify_receipt(receipt, self._cards[receipt.key].keys)
        except ExchangeError as error:
            self.found("receipt", receipt.entry, error.code)
            return None
        leaf = leaf_of_receipt(receipt.statement)
        return ProvenReceipt(by, receipt.at, self._logged("receipt", receipt.entry, leaf, placed.places))

    def _signatory(self, what: str, name: str, authority: str, key: str, at: datetime) -> Signatory | None:
        """Whose key this is, by the cards; None, and a problem, if it is not the author's."""
        card = self._cards.get(key)
        if card is None:
            self.found(what, name, "no-card-for-key")
        elif card.code != authority:
            self.found(what, name, "key-of-another-authority")
        elif not card.keys.covers(at):
            self.found(what, name, "outside-the-period-of-its-key")
        else:
            self._used.add(key)
            return Signatory(authority, key, key in self._trusted)
        return None

    def _logged(self, what: str, name: str, leaf_is: bytes, places: Iterable[Place]) -> tuple[Logged, ...]:
        """The places in logs that were shown to hold."""
        logged = []
        for place in places:
            if (place.origin, place.size) not in self._checkpoints:
                self.found(what, name, "checkpoint-not-here")
                continue
            witnessed = self._checkpoints[place.origin, place.size]
            root = witnessed.checkpoint.root
            try:
                verify_inclusion(leaf_is, leaf=place.leaf, size=place.size, proof=place.path, root_is=root)
            except LedgerError as error:
                self.found(what, name, error.code)
                continue
            kept = self._is_trusted(witnessed.checkpoint.authority, witnessed.key)
            witnesses = tuple(
                Witness(each.by, each.at, self._is_trusted(each.by, each.key))
                for each in witnessed.cosignatures
            )
            logged.append(Logged(place.origin, place.size, place.leaf, kept, witnesses))
        return tuple(logged)

    def _is_trusted(self, authority: str, log_key: bytes) -> bool:
        """Whether a trusted card of this authority vouches for a key that signs checkpoints."""
        for key, card in self._trusted.items():
            if card.code == authority and card.keys.ed25519 == log_key:
                self._used.add(key)
                return True
        return False

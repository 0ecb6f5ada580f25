"""Gather: what partners hold of us, asked for when this node was restored, and what of it is believed (D11).

Nothing a partner gives back is true because it says so. How our log went on is told by a checkpoint we
signed ourselves, whose root the leaves must give. What is behind a leaf must have its hash, and signatures
that verify. A single item that does not is left out: nobody can hold up healing with it.

What stands in our own log, or has our receipt, was judged at the door when it first came. So a loss of its
key that was recorded since, takes nothing back of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from mithaq.node.exchange.alarms import FORKED, raise_alarm
from mithaq.node.exchange.errors import BadAnswer
from mithaq.node.exchange.models import Shown
from mithaq.node.exchange.rebuilding import (
    LARGEST,
    MAGIC,
    MOST_HASHES,
    MOST_ITEMS,
    content_key_of,
    read_healed,
    read_items,
    read_stretch,
)
from mithaq.node.ledger import standstill
from mithaq.node.ledger.models import EXCHANGE, Leaf
from mithaq.node.ledger.realign import frontier_at
from mithaq.node.ledger.record import Parcel
from mithaq.node.partners.errors import UnknownKey
from mithaq.node.partners.known import keys_once_known, public_keys
from mithaq.node.partners.own import own_keys
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.envelope import opened_at_rest, verify_signed
from mithaq.pact.exchange.frames import split_frames
from mithaq.pact.exchange.keys import PublicKeys
from mithaq.pact.exchange.receipt import MAGIC as RECEIPT_MAGIC
from mithaq.pact.exchange.receipt import Receipt, receipt_from_wire, verify_receipt
from mithaq.pact.ledger.checkpoint import Checkpoint, origin_of, verify_checkpoint
from mithaq.pact.ledger.log import leaf_of_entry, leaf_of_receipt

MOST_TAILS = 100  # answers of a partner that never comes to its end

Asking = Callable[..., bytes]  # asking(what, payload=…, **parts): what the partner answered


@dataclass(frozen=True, slots=True)
class History:
    """How a partner saw our log go on from `start`: the leaves give the root that we signed."""

    start: int
    leaves: list[bytes] = field(repr=False)
    checkpoint: Checkpoint

    @property
    def size(self) -> int:
        return self.checkpoint.size


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something given back that was left out, and why."""

    code: str
    by: str
    entry: str = ""


@dataclass
class Found:
    """What the partners gave back. `entries` and `receipts` are by leaf hash, and were verified."""

    histories: dict[str, History] = field(default_factory=dict)
    logged: set[bytes] = field(default_factory=set)  # what stood in our log, as any of them saw it
    tail: dict[bytes, None] = field(default_factory=dict)  # in the order in which they were told
    entries: dict[bytes, Parcel] = field(default_factory=dict)
    receipts: dict[bytes, Receipt] = field(default_factory=dict)
    receipted: dict[str, datetime] = field(default_factory=dict)  # entries, and when we receipted each
    doubtful: dict[bytes, list[tuple[str, bytes]]] = field(default_factory=dict)

    def longest(self) -> History | None:
        """The longest of the histories: what our log becomes."""
        return max(self.histories.values(), key=lambda history: history.size, default=None)

    def wanted(self) -> dict[bytes, None]:
        """All leaves that a partner knew, in the order in which what is behind them is put back."""
        longest = self.longest()
        first = dict.fromkeys(longest.leaves) if longest else {}
        return first | {leaf: None for each in self.histories.values() for leaf in each.leaves} | self.tail


def ask_history(partner: str, asking: Asking, found: Found, *, now: datetime) -> None:
    """Learn how this partner saw our log go on, beyond what it had cosigned as far as we know.

    Raises: BadAnswer, BadCheckpoint, and why it did not answer.
    """
    shown = Shown.objects.filter(pk=partner).first()
    cosigned = min(shown.size if shown else 0, standstill.log_size())
    # From the beginning only if it had cosigned another history than ours: then the two were forked before.
    for start in dict.fromkeys((cosigned, 0)):
        history = _history(asking, start)
        if history is None:
            return
        if _root_is_right(history):
            found.histories[partner] = history
            found.logged.update(history.leaves)
            return
        raise_alarm(FORKED, settings.AUTHORITY, evidence=history.checkpoint.text, now=now)
    raise BadAnswer(rule="leaves")


def ask_tail(asking: Asking, found: Found) -> None:
    """Learn what this partner holds of matters we share, and never saw in our log."""
    start = 0
    for _ in range(MOST_TAILS):
        said, leaves = read_stretch(asking("tail", start=start))
        found.tail |= dict.fromkeys(leaves)
        start += len(leaves)
        if not leaves or start >= int(str(said["size"])):
            return


def ask_items(partner: str, asking: Asking, found: Found, *, now: datetime) -> None:
    """Get what is behind the leaves we lack, as far as this partner has it."""
    wanted = [leaf for leaf in found.wanted() if _lacks(found, leaf)]
    while wanted:
        batch = wanted[:MOST_ITEMS]
        items = read_items(asking("items", payload=b"".join(batch)))
        answered = {leaf_of(item): item for item in items}
        for leaf in batch:
            if leaf in answered:
                _take(found, leaf, answered[leaf], partner, now)
        # What did not fit into the answer is asked again; what it does not have, it did not answer.
        full = sum(map(len, items)) > LARGEST // 2
        left = [leaf for leaf in wanted if leaf not in answered]
        wanted = left if full and len(left) < len(wanted) else wanted[MOST_ITEMS:]


def settle(found: Found, *, wait_for_keys: bool, now: datetime) -> list[Refusal]:
    """Look again at what did not verify, now that our receipts are here; what is left out, and why.

    Raises: UnknownKey, with `wait_for_keys`, if our own log names a key that nobody has confirmed since the
    backup: its author has our receipt and will not send it again, so it would be missing for good.
    """
    refusals = []
    for leaf, given in found.doubtful.items():
        for by, item in given:
            if leaf in found.receipts or (leaf in found.entries and not _may_add_body(found, leaf)):
                break
            try:
                _verify(found, leaf, item, now)
            except UnknownKey as error:
                if wait_for_keys and leaf in found.logged:
                    raise
                refusals.append(Refusal(error.code, by))
            except MithaqError as error:
                refusals.append(Refusal(error.code, by, error.facts.get("entry", "")))
    return refusals


def leaf_of(item: bytes) -> bytes:
    """The leaf hash of an item, also of one that cannot be read; b"" if it is none."""
    try:
        if item.startswith(MAGIC):
            header = split_frames(item[len(MAGIC) :], 4)[0]
            return leaf_of_entry(sha256(header).hexdigest())
        if item.startswith(RECEIPT_MAGIC):
            return leaf_of_receipt(split_frames(item[len(RECEIPT_MAGIC) :], 2)[0])
    except ValueError:
        pass
    return b""


def _history(asking: Asking, start: int) -> History | None:
    """What the partner says of our log from there on; None if it saw no more. Its root is not yet checked.

    The checkpoint comes first: a partner that names a size we never signed is asked once.
    """
    said, leaves = read_stretch(asking("leaves", start=start))
    size = int(str(said["size"]))
    if size <= start:
        return None
    ours = {settings.AUTHORITY: [pair.public().ed25519 for pair in own_keys()]}
    checkpoint = verify_checkpoint(str(said.get("checkpoint")), ours).checkpoint
    if checkpoint.origin != origin_of(settings.AUTHORITY, EXCHANGE) or checkpoint.size != size:
        raise BadAnswer(rule="not-our-checkpoint")
    for _ in range((size - start) // MOST_HASHES):
        if start + len(leaves) >= size:
            break
        leaves += read_stretch(asking("leaves", start=start + len(leaves)))[1]
    if start + len(leaves) < size:
        raise BadAnswer(rule="leaves")
    return History(start, leaves[: size - start], checkpoint)


def _root_is_right(history: History) -> bool:
    frontier = frontier_at(history.start)
    for leaf in history.leaves:
        frontier.append(leaf)
    return frontier.root() == history.checkpoint.root


def _lacks(found: Found, leaf: bytes) -> bool:
    """Whether this is not here and nobody has given it yet, or only without the body."""
    if leaf in found.receipts or Leaf.objects.filter(log=EXCHANGE, hash=leaf).exists():
        return False
    return leaf not in found.entries or _may_add_body(found, leaf)


def _may_add_body(found: Found, leaf: bytes) -> bool:
    parcel = found.entries[leaf]
    return bool(parcel.signed.entry.body and not parcel.content_key)


def _take(found: Found, leaf: bytes, item: bytes, partner: str, now: datetime) -> None:
    """Keep an item that verifies; one that does not is looked at again at the end."""
    try:
        _verify(found, leaf, item, now)
    except MithaqError:
        found.doubtful.setdefault(leaf, []).append((partner, item))


def _verify(found: Found, leaf: bytes, item: bytes, now: datetime) -> None:
    """Believe an item whose signatures verify as they did when it first came. Raises: MithaqError."""
    if not item.startswith(MAGIC):
        receipt = receipt_from_wire(item)
        verify_receipt(receipt, _keys(receipt.by, receipt.key, receipt.at, now, kept=leaf in found.logged))
        found.receipts[leaf] = receipt
        if receipt.by == settings.AUTHORITY:
            found.receipted[receipt.entry] = receipt.at
        return
    healed = read_healed(item)
    entry = healed.signed.entry
    kept = leaf in found.logged or entry.id in found.receipted
    verify_signed(healed.signed, _keys(entry.author, entry.key, entry.at, now, kept=kept))
    if leaf not in found.entries:
        found.entries[leaf] = Parcel(healed.signed)  # also if its body is not what the header commits to
    content_key = content_key_of(healed)
    if content_key is not None:
        opened_at_rest(healed.ciphertext, content_key, entry)
        found.entries[leaf] = Parcel(healed.signed, healed.ciphertext, content_key)


def _keys(author: str, key: str, at: datetime, now: datetime, *, kept: bool) -> PublicKeys:
    return keys_once_known(author, key, at) if kept else public_keys(author, key, at, arrived_at=now)

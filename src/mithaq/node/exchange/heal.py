"""Heal: a restored node makes its ledger again exactly what it was, from what its partners hold (D11).

While it stands still it states nothing, receives nothing, and puts nothing into its log. Every partner
with a node is asked; one that is away keeps the node standing (an officer may suspend it, and answer for
that). Then, in one transaction: what was lost is put back in the order of the log, the log gets the leaves
its witnesses saw, and its root is compared with the checkpoint we signed ourselves. Bodies that were
erased do not come back.

Not restored are drafts, accounts and the house log, which never left this node: a newer backup is their
only source.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from mithaq.node.exchange import line
from mithaq.node.exchange.alarms import FORKED, raise_alarm
from mithaq.node.exchange.ask import write_ask
from mithaq.node.exchange.errors import BadAnswer
from mithaq.node.exchange.models import Outbox, Shown
from mithaq.node.exchange.rebuilding import (
    ITEMS,
    LARGEST,
    MAGIC,
    MOST_ITEMS,
    Healed,
    content_key_of,
    read_healed,
    read_items,
    read_stretch,
)
from mithaq.node.exchange.show import TRIES
from mithaq.node.exchange.witness import AGAIN, read_word
from mithaq.node.ledger import standstill
from mithaq.node.ledger.models import EXCHANGE, EntryRow, Leaf, LogState, PendingLeaf, ReceiptRow
from mithaq.node.ledger.record import Parcel
from mithaq.node.ledger.restore import forget_pending, read_anew, restore_body, restore_entry, restore_receipt
from mithaq.node.ledger.sequence import append, locked
from mithaq.node.partners.known import public_keys
from mithaq.node.partners.models import Partner
from mithaq.node.partners.own import own_keys
from mithaq.node.safeguards.house import note
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.envelope import opened_at_rest, verify_signed
from mithaq.pact.exchange.receipt import Receipt, receipt_from_wire, verify_receipt
from mithaq.pact.ledger.checkpoint import Checkpoint, origin_of, verify_checkpoint
from mithaq.pact.ledger.log import Frontier, leaf_of_entry, leaf_of_receipt

log = logging.getLogger(__name__)

Send = Callable[[str, bytes], bytes]


@dataclass
class Found:
    """What the partners gave back, every signature verified. `entries` and `receipts` are by leaf hash."""

    checkpoint: Checkpoint | None = None
    leaves: list[bytes] = field(default_factory=list)
    tail: list[bytes] = field(default_factory=list)
    entries: dict[bytes, Parcel] = field(default_factory=dict)
    receipts: dict[bytes, Receipt] = field(default_factory=dict)


def heal(partners: Sequence[Partner], *, now: datetime, send: Send | None = None) -> bool:
    """Ask every partner, and put everything back if all of them answered; whether this node acts again."""
    start = standstill.log_size()
    found = Found()
    carry = send or (lambda address, body: line.send(address, body, largest=LARGEST))
    try:
        for partner in partners:
            _ask_leaves(partner, start, found, now, carry)
        for partner in partners:
            _ask_items(partner, found, now, carry)
    except MithaqError as error:
        log.warning("not healed yet: %s", error.code)
        return False
    with transaction.atomic():
        state = locked(EXCHANGE)
        if state.size != start or not _root_is_right(state, found):
            raise_alarm(FORKED, settings.AUTHORITY, now=now)
            return False
        restored = _put_back(state, found, now)
        note("node.healed", officer=None, entries=restored, leaves=len(found.leaves))
        standstill.end()
    standstill.remember_size()
    return True


def _ask_leaves(partner: Partner, start: int, found: Found, now: datetime, send: Send) -> None:
    """Learn how long the partner saw our log, and its leaves beyond what we have."""
    said, leaves = read_stretch(_asked(partner, "leaves", now, send, start=start))
    size = int(str(said["size"]))
    while start + len(leaves) < size:
        more = read_stretch(_asked(partner, "leaves", now, send, start=start + len(leaves)))[1]
        if not more:
            raise BadAnswer(rule="leaves")
        leaves += more
    if size > start and len(leaves) > len(found.leaves):
        ours = {settings.AUTHORITY: [pair.public().ed25519 for pair in own_keys()]}
        checkpoint = verify_checkpoint(str(said.get("checkpoint")), ours).checkpoint
        if checkpoint.origin != origin_of(settings.AUTHORITY, EXCHANGE) or checkpoint.size != size:
            raise BadAnswer(rule="not-our-checkpoint")
        found.checkpoint, found.leaves = checkpoint, leaves[: size - start]
    said, tail = read_stretch(_asked(partner, "tail", now, send))
    found.tail += [leaf for leaf in tail if leaf not in found.tail]


def _ask_items(partner: Partner, found: Found, now: datetime, send: Send) -> None:
    """Get what is behind the leaves we lack, as far as this partner has it."""
    wanted = [leaf for leaf in dict.fromkeys((*found.leaves, *found.tail)) if _lacks(found, leaf)]
    while wanted:
        batch = wanted[:MOST_ITEMS]
        items = read_items(_asked(partner, "items", now, send, payload=b"".join(batch)))
        answered = {_take(item, found, now) for item in items}
        # What did not fit into the answer is asked again; what it does not have, it did not answer.
        full = sum(map(len, items)) > LARGEST // 2
        wanted = (
            [leaf for leaf in wanted if leaf not in answered] if full and answered else wanted[MOST_ITEMS:]
        )


def _lacks(found: Found, leaf: bytes) -> bool:
    """Whether this is not here and nobody has given it yet, or only without the body."""
    if leaf in found.receipts or Leaf.objects.filter(log=EXCHANGE, hash=leaf).exists():
        return False
    parcel = found.entries.get(leaf)
    return parcel is None or bool(parcel.signed.entry.body and not parcel.content_key)


def _take(item: bytes, found: Found, now: datetime) -> bytes:
    """One item, verified as it was when it first came; its leaf hash."""
    if not item.startswith(MAGIC):
        receipt = receipt_from_wire(item)
        verify_receipt(receipt, public_keys(receipt.by, receipt.key, receipt.at, arrived_at=now))
        leaf = leaf_of_receipt(receipt.statement)
        found.receipts[leaf] = receipt
        return leaf
    healed = read_healed(item)
    entry = healed.signed.entry
    verify_signed(healed.signed, public_keys(entry.author, entry.key, entry.at, arrived_at=now))
    leaf = leaf_of_entry(entry.id)
    before = found.entries.get(leaf)
    if before is None or not before.content_key:
        found.entries[leaf] = _opened(healed)
    return leaf


def _opened(healed: Healed) -> Parcel:
    content_key = content_key_of(healed)
    if content_key is None:
        return Parcel(healed.signed)
    opened_at_rest(healed.ciphertext, content_key, healed.signed.entry)  # it is what the header commits to
    return Parcel(healed.signed, healed.ciphertext, content_key)


def _root_is_right(state: LogState, found: Found) -> bool:
    if found.checkpoint is None:
        return not found.leaves
    frontier = Frontier.read(state.frontier)
    for leaf in found.leaves:
        frontier.append(leaf)
    return frontier.size == found.checkpoint.size and frontier.root() == found.checkpoint.root


def _put_back(state: LogState, found: Found, now: datetime) -> int:
    """Put everything back in the order of the log, then what never had a place; how many entries it was."""
    kept_at = {each.entry: each.at for each in found.receipts.values() if each.by == settings.AUTHORITY}
    pending = PendingLeaf.objects.filter(log=EXCHANGE).values_list("hash", "what")
    named = {bytes(leaf): what for leaf, what in pending}
    restored = []
    for leaf in dict.fromkeys((*found.leaves, *found.tail)):
        name, entry = _put_one(leaf, found, kept_at)
        named[leaf] = name or named.get(leaf, "lost")
        restored += [entry] if entry else []
    append(state, ((named[leaf], leaf) for leaf in found.leaves))
    forget_pending(named[leaf] for leaf in found.leaves)
    read_anew(restored, [receipt.entry for receipt in found.receipts.values()], now)
    _mark_delivered(now)
    # Partners saw our log this long; what we know of their seeing it is as old as the backup.
    Shown.objects.all().update(tried_at=None)
    return len(restored)


def _put_one(leaf: bytes, found: Found, kept_at: dict[str, datetime]) -> tuple[str, str]:
    """Put one thing back: its name in the log, and the entry's id if the entry was missing."""
    if receipt := found.receipts.get(leaf):
        restore_receipt(receipt)
        return f"receipt:{receipt.entry}:{receipt.by}", ""
    parcel = found.entries.get(leaf)
    if parcel is None:
        return "", ""
    entry = parcel.signed.entry
    name = f"entry:{entry.id}"
    if EntryRow.objects.filter(entry=entry.id).exists():
        restore_body(parcel)
        return name, ""
    own = entry.author == settings.AUTHORITY
    if not own and entry.id not in kept_at:
        return "", ""  # never receipted by us: its author sends it by itself
    restore_entry(parcel, kept_at=entry.at if own else kept_at[entry.id])
    return name, entry.id


def _mark_delivered(now: datetime) -> None:
    """What a partner has receipted need not be sent again."""
    waiting = Outbox.objects.filter(accepted_at=None, what=Outbox.ENTRY)
    for row in waiting.iterator():
        if ReceiptRow.objects.filter(entry=row.entry, by=row.recipient).exists():
            Outbox.objects.filter(pk=row.pk).update(state=Outbox.ACCEPTED, accepted_at=now, reason="")


def _asked(
    partner: Partner, what: str, now: datetime, send: Send, *, payload: bytes = b"", **parts: int
) -> bytes:
    """A partner's answer to one question."""
    shown, _ = Shown.objects.get_or_create(authority=partner.code)
    number = shown.number
    for _ in range(TRIES):
        number += 1
        Shown.objects.filter(pk=partner.code).update(number=number)
        ask = write_ask(what, to=partner.code, number=number, now=now, payload=payload, **parts)
        answered = send(f"{partner.address.rstrip('/')}/exchange/{what}", ask)
        if answered.startswith(ITEMS):
            return answered
        word = read_word(answered)
        if word.state != AGAIN:
            raise BadAnswer(rule=word.code or "word")
        number = max(number, word.number)
    raise BadAnswer(rule="never-satisfied")

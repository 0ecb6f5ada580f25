"""Rebuilding: what we hold of a partner's log and ledger, given back to it when it has lost them (D11).

Asked by the partner alone, signed, and answered only from matters it is a party to. Three questions:

    leaves   the hashes of its own log's leaves, as it showed them to us, and its checkpoint
    tail     the leaf hashes of what we hold from matters we share and never saw in its log
    items    the entries and receipts behind such hashes

The first two are told from some place on, as many as one answer holds.

A body goes back to its author, and from its author to whoever may read it; never from a third party (D9). A
partner to whom nothing is sent gets back what it has said and what it had received, without our bodies.
What it erased it does not take in again: that is its own list's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from django.conf import settings

from mithaq.node.exchange.ask import Ask
from mithaq.node.exchange.errors import BadAnswer
from mithaq.node.exchange.models import WitnessedLeaves, WitnessedLog
from mithaq.node.ledger import at_rest, held
from mithaq.node.ledger.models import BodyRow, EntryRow, Leaf, PendingLeaf, ReceiptRow
from mithaq.node.partners.known import is_sent_to, sealing_keys
from mithaq.node.partners.own import own_keys
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.exchange.receipt import receipt_to_wire
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import Entry, SignedEntry, read_entry
from mithaq.pact.ledger.log import HASH_BYTES, leaf_of_entry, leaf_of_receipt

MAGIC = b"mithaq-healed 1\n"
ITEMS = b"mithaq-items 1\n"
LARGEST = 4 * 1024 * 1024
MOST_HASHES = 50_000
MOST_ITEMS = 200
_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Healed:
    """An entry on its way back, with its body if the receiver may have it."""

    signed: SignedEntry
    ciphertext: bytes = field(repr=False)
    wrap: bytes = field(repr=False)


def answer_leaves(ask: Ask) -> bytes:
    """The leaves of the asker's log from `start` on, and the last checkpoint it showed us."""
    start = _start(ask)
    seen = WitnessedLog.objects.filter(authority=ask.by).first()
    hashes = witnessed_hashes(ask.by)[start * HASH_BYTES : (start + MOST_HASHES) * HASH_BYTES]
    stated = {"size": seen.size if seen else 0, "checkpoint": seen.text if seen else ""}
    return ITEMS + join_frames([canonical.encode(stated), hashes])


def answer_tail(ask: Ask) -> bytes:
    """The leaves, from `start` on, of what we hold from shared matters and never saw in the asker's log."""
    start = _start(ask)
    joined = witnessed_hashes(ask.by)
    seen = {joined[place : place + HASH_BYTES] for place in range(0, len(joined), HASH_BYTES)}
    unseen = [leaf for leaf in _shared_leaves(ask.by) if leaf not in seen]
    hashes = unseen[start : start + MOST_HASHES]
    return ITEMS + join_frames([canonical.encode({"size": len(unseen)}), b"".join(hashes)])


def answer_items(ask: Ask, *, now: datetime) -> bytes:
    """The entries and receipts behind the hashes asked for, as many as one answer holds."""
    wanted = [ask.payload[place : place + HASH_BYTES] for place in range(0, len(ask.payload), HASH_BYTES)]
    items: list[bytes] = []
    size = 0
    for what in _named(wanted[:MOST_ITEMS]):
        item = _item(what, ask.by, now)
        if item is None:
            continue
        size += len(item) + 4
        if size > LARGEST - 1024:
            break
        items.append(item)
    return ITEMS + len(items).to_bytes(4, "big") + join_frames(items)


def read_stretch(answered: bytes) -> tuple[dict[str, object], list[bytes]]:
    """What `answer_leaves` and `answer_tail` say. Raises: BadAnswer, whatever the bytes."""
    try:
        stated, hashes = split_frames(_after(answered, ITEMS), 2)
        said = canonical.decode(stated, what="stretch", largest=64 * 1024, deepest=2)
    except Exception:
        raise BadAnswer(rule="stretch") from None
    if len(hashes) % HASH_BYTES or type(said.get("size")) is not int:
        raise BadAnswer(rule="stretch")
    return said, [hashes[place : place + HASH_BYTES] for place in range(0, len(hashes), HASH_BYTES)]


def read_items(answered: bytes) -> list[bytes]:
    """The items of an answer, nothing in them verified. Raises: BadAnswer, whatever the bytes."""
    inside = _after(answered, ITEMS)
    count = int.from_bytes(inside[:4], "big")
    if len(inside) < 4 or count > MOST_ITEMS:
        raise BadAnswer(rule="items")
    try:
        return split_frames(inside[4:], count)
    except ValueError:
        raise BadAnswer(rule="items") from None


def read_healed(item: bytes) -> Healed:
    """The entry an item holds, nothing verified. Raises: BadAnswer, Malformed, whatever the bytes."""
    try:
        header, signature, ciphertext, wrap = split_frames(_after(item, MAGIC), 4)
    except ValueError:
        raise BadAnswer(rule="healed") from None
    return Healed(SignedEntry(read_entry(header), signature), ciphertext, wrap)


def content_key_of(healed: Healed) -> bytes | None:
    """The content key that came back wrapped to us; None if it did not, or none of our keys opens it."""
    for pair in own_keys() if healed.wrap else ():
        try:
            return _HPKE.decrypt(
                healed.wrap, pair.opening_key, _bound_to(healed.signed.entry, settings.AUTHORITY)
            )
        except (InvalidTag, ValueError):
            continue
    return None


def witnessed_hashes(authority: str) -> bytes:
    """Every leaf hash of a partner's log that we saw, joined."""
    rows = WitnessedLeaves.objects.filter(authority=authority).order_by("start")
    return b"".join(bytes(hashes) for hashes in rows.values_list("hashes", flat=True))


def _start(ask: Ask) -> int:
    start = ask.parts.get("start")
    return start if type(start) is int and start >= 0 else 0


def _item(what: str, asker: str, now: datetime) -> bytes | None:
    sort, _, name = what.partition(":")
    if sort == "entry":
        return _entry_item(name, asker, now)
    if sort != "receipt":
        return None
    entry, _, by = name.partition(":")
    row = ReceiptRow.objects.filter(entry=entry, by=by, by_hand=False).first()
    named = held.entry(entry)
    if row is None or named is None or not _shares(named.matter, asker):
        return None
    return receipt_to_wire(held.receipt(row))


def _entry_item(name: str, asker: str, now: datetime) -> bytes | None:
    row = EntryRow.objects.filter(entry=name, by_hand=False).first()
    if row is None or not _shares(row.matter, asker) or row.entry in _withheld(asker):
        return None
    signed = held.signed(row)
    ciphertext, wrap = _body_for(signed.entry, asker, now)
    return MAGIC + join_frames([signed.entry.header, signed.signature, ciphertext, wrap])


def _body_for(entry: Entry, asker: str, now: datetime) -> tuple[bytes, bytes]:
    ours = entry.author == settings.AUTHORITY and asker in entry.to
    may_have = asker == entry.author or (ours and is_sent_to(asker))
    content_key = at_rest.content_key(entry.id) if entry.body and may_have else None
    body = BodyRow.objects.filter(entry=entry.id).first()
    if content_key is None or body is None:
        return b"", b""
    key = sealing_keys(asker, now).sealing_key
    return bytes(body.ciphertext), _HPKE.encrypt(content_key, key, _bound_to(entry, asker))


def _bound_to(entry: Entry, code: str) -> bytes:
    return b"mithaq heal 1" + entry.id.encode() + code.encode()


def _shares(matter: str, asker: str) -> bool:
    opening = held.entry(matter)
    return opening is not None and asker in opening.parties


def _named(hashes: Iterable[bytes]) -> list[str]:
    """What the leaves are, in the order asked."""
    wanted = list(hashes)
    names: dict[bytes, str] = {}
    for model in (Leaf, PendingLeaf):
        rows = model.objects.filter(hash__in=wanted).values_list("hash", "what")
        names.update({bytes(leaf): what for leaf, what in rows})
    return [names[leaf] for leaf in wanted if leaf in names]


def _withheld(asker: str) -> frozenset[str]:
    """What we have stated and this partner has not received, while nothing is sent to it."""
    if is_sent_to(asker):
        return frozenset()
    received = ReceiptRow.objects.filter(by=asker).values("entry")
    stated = EntryRow.objects.filter(author=settings.AUTHORITY).exclude(entry__in=received)
    return frozenset(stated.values_list("entry", flat=True))


def _shared_leaves(asker: str) -> Iterator[bytes]:
    withheld = _withheld(asker)
    openings = EntryRow.objects.filter(entry__in=EntryRow.objects.values("matter")).order_by("seq")
    for row in openings.only("entry", "header").iterator():
        if asker not in held.read(bytes(row.header)).parties:
            continue
        there = EntryRow.objects.filter(matter=row.entry, by_hand=False).values_list("entry", flat=True)
        entries = [entry for entry in there if entry not in withheld]
        receipts = ReceiptRow.objects.filter(entry__in=entries, by_hand=False).order_by("pk")
        yield from (leaf_of_entry(entry) for entry in entries)
        yield from (
            leaf_of_receipt(bytes(statement)) for statement in receipts.values_list("statement", flat=True)
        )


def _after(written: bytes, magic: bytes) -> bytes:
    if not written.startswith(magic):
        raise BadAnswer(rule="magic")
    return written[len(magic) :]

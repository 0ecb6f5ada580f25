"""Record: the one door, for our own steps and for what partners sent.

In one transaction: the entry; its body, the body's key and its files, if it is for us; our receipt, if it
is a partner's; their leaves for the log; the matter read anew; whatever other storeys owe (`kept`). Either
all of it is there or nothing, so a receipt that leaves after the commit means *kept*. Signing happens
before, so that nobody waits for it; no network ever happens here.

An entry that comes again gets the receipt it got the first time, byte for byte, however it was sealed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from mithaq.node.ledger import at_rest, attached, held, readings
from mithaq.node.ledger.errors import NotAParty, Overtaken, SignedOtherwise
from mithaq.node.ledger.held import Held
from mithaq.node.ledger.kept import Kept, tell_kept
from mithaq.node.ledger.models import (
    EXCHANGE,
    BodyKey,
    BodyRow,
    ChunkUse,
    EntryRow,
    PendingLeaf,
    ReceiptRow,
)
from mithaq.node.ledger.references import take_number
from mithaq.node.ledger.stay_erased import stays_erased
from mithaq.node.ledger.terms import hold_with_terms
from mithaq.node.partners.own import signing_key
from mithaq.node.safeguards.house import note
from mithaq.node.statements import insert, instant, select
from mithaq.pact.exchange.attachment import Manifest
from mithaq.pact.exchange.receipt import Receipt, make_receipts
from mithaq.pact.ledger.entry import Entry, SignedEntry
from mithaq.pact.ledger.log import leaf_of_entry, leaf_of_receipt
from mithaq.pact.ledger.order import heads
from mithaq.pact.rules.fold import Standing

MOST_HEADS = 256  # of a matter that an entry or a receipt can name


@dataclass(frozen=True, slots=True)
class Parcel:
    """An entry at the door: its signature verified or made by us, its body opened if it is for us.

    `stated`: the body as it was read on the way here, so that it need not be opened again at once.
    """

    signed: SignedEntry
    ciphertext: bytes = field(default=b"", repr=False)
    content_key: bytes = field(default=b"", repr=False)
    attachments: tuple[Manifest, ...] = field(default=(), repr=False)
    stated: Mapping[str, Any] | None = field(default=None, repr=False)


def record(
    parcel: Parcel,
    *,
    now: datetime,
    made_on: tuple[str, ...] | None = None,
    ahead: Receipt | None = None,
) -> Kept:
    """Keep an entry for good; what became of it.

    `made_on`: for our own step, the heads of the matter it was made on; `ahead`: for a partner's, our
    receipt, where it has been signed already (`receipts_ahead`).

    Raises: SignedOtherwise, NotAParty; ChunksLacking if a file has not come whole; Overtaken if our own step
    was made on what is no longer all.
    """
    entry = parcel.signed.entry
    own = entry.author == settings.AUTHORITY
    if not own and ahead is None:
        ahead = receipts_ahead([entry], now=now)[entry.id]
    with transaction.atomic(savepoint=False):  # whoever calls takes it back whole
        hold_with_terms(entry.matter, entry if entry.opens else None)
        seen = held.entries_of(entry.matter)
        if own:
            _check_not_overtaken(entry, made_on, seen.entries)
        elif entry.id in seen.kept_at and (earlier := kept_before(parcel.signed)):
            return earlier
        else:
            _check_party(entry, seen.opening)
        _note_second_story(entry, seen.entries)
        rests = keep(parcel, own=own, now=now)
        receipt = _kept_receipt(ahead, entry, seen.entries, now) if ahead else None
        standing = readings.project(
            entry.matter,
            seen.with_one_more(entry, now),
            is_new=entry.opens,
            # Of what is wholly new there is no receipt but ours.
            receipts=None if seen.entries else [receipt_row(receipt)] if receipt else [],
            stated={entry.id: parcel.stated} if rests and parcel.stated is not None else {},
        )
        _note_displaced(entry, seen, standing)
        opening = entry if entry.opens else seen.opening
        kept = Kept(
            entry, own, now, receipt,
            parties=opening.parties if opening else (),
            precedence=standing.state.kind.precedence(entry) if standing and standing.state else 0,
            first=not seen.entries,
        )  # fmt: skip
        tell_kept(kept)
    return kept


def current_heads(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """The heads an entry or a receipt names; of a matter with too many, the first."""
    return heads(entries)[:MOST_HEADS]


def kept_before(signed: SignedEntry) -> Kept | None:
    """What became of this entry when it came the first time; None if it never did.

    The signature was verified then, so equal bytes need not be again.

    Raises: SignedOtherwise.
    """
    rows = select("SELECT signature, own, kept_at FROM ledger_entryrow WHERE entry = %s", signed.entry.id)
    if not rows:
        return None
    signature, own, kept_at = rows[0]
    if bytes(signature) != signed.signature:
        raise SignedOtherwise(entry=signed.entry.id, author=signed.entry.author)
    row = ReceiptRow.objects.filter(entry=signed.entry.id, by=settings.AUTHORITY).first()
    receipt = held.receipt(row) if row else None
    return Kept(signed.entry, bool(own), instant(kept_at), receipt, before=True)


def _check_not_overtaken(entry: Entry, made_on: tuple[str, ...] | None, seen: tuple[Entry, ...]) -> None:
    """Two officers at once: the second makes its entry again, on what the first has stated."""
    if entry.opens:
        take_number(entry)
    elif made_on is not None and current_heads(seen) != made_on:
        raise Overtaken(matter=entry.matter)


def _check_party(entry: Entry, opening: Entry | None) -> None:
    if opening is not None and entry.author not in opening.parties:
        raise NotAParty(matter=entry.matter, author=entry.author)


def _note_second_story(entry: Entry, seen: tuple[Entry, ...]) -> None:
    """An author that continues one entry twice tells two stories: both are kept, and that is noted (D5)."""
    told = (each.id for each in seen if each.author == entry.author and each.prev == entry.prev)
    if other := next(told, ""):
        note(
            "security.told-twice",
            officer=None,
            matter=entry.matter,
            author=entry.author,
            entry=entry.id,
            other=other,
        )


def _note_displaced(entry: Entry, seen: Held, standing: Standing | None) -> None:
    """What counted until this arrived, and counts no longer: whoever acted on it must be told (D6)."""
    aside = {other.id: other for other, _ in standing.set_aside if other != entry} if standing else {}
    before = held.standing_of(seen) if aside else None
    counted = {other.id for other in before.counted} if before else set()
    for displaced in sorted(aside.keys() & counted):
        if standing and not _is_stated_still(aside[displaced], standing):
            note("matter.set-aside-later", officer=None, matter=entry.matter, entry=displaced, by=entry.id)


def _is_stated_still(displaced: Entry, standing: Standing) -> bool:
    """Whether another node has stated the same lapse, which counts: nobody acted on which of them does."""
    step = standing.state.kind.step(displaced.step) if standing.state else None
    said = (displaced.step, displaced.item, displaced.says)
    alike = (other for other in standing.counted if (other.step, other.item, other.says) == said)
    return step is not None and step.by_the_node and any(alike)


def keep(parcel: Parcel, *, own: bool, now: datetime) -> bool:
    """Store an entry, its body if it is here, and its leaf; whether the body rests here now. The caller has
    checked everything.
    """
    entry = parcel.signed.entry
    insert(
        EntryRow,
        entry=entry.id,
        matter=entry.matter,
        kind=entry.kind,
        edition=entry.edition,
        step=entry.step,
        author=entry.author,
        prev=entry.prev,
        at=entry.at,
        kept_at=now,
        own=own,
        header=entry.header,
        signature=parcel.signed.signature,
    )
    # What was erased here stays erased, also when it comes again to a restored node.
    rests = bool(parcel.content_key) and not stays_erased(entry.id)
    if rests:
        insert(BodyRow, entry=entry.id, ciphertext=parcel.ciphertext)
        insert(BodyKey, entry=entry.id, wrapped=at_rest.wrap(parcel.content_key, of=entry.id))
        if parcel.attachments:
            attached.hold(ChunkUse.ENTRY, entry.id, parcel.attachments, now=now)
    insert(PendingLeaf, log=EXCHANGE, what=f"entry:{entry.id}", hash=leaf_of_entry(entry.id))
    return rests


def receipts_ahead(entries: Iterable[Entry], *, now: datetime) -> dict[str, Receipt]:
    """Our receipts, by entry, signed at once on what is held now: one is made again in the rare case that
    something comes between.
    """
    return _our_receipts(((each, held.entries_of(each.matter).entries) for each in entries), now)


def _our_receipts(seen: Iterable[tuple[Entry, tuple[Entry, ...]]], now: datetime) -> dict[str, Receipt]:
    """Our receipts for partners' entries, as they will be if nothing else of their matters is kept before."""
    heads = {entry.id: current_heads((*before, entry)) for entry, before in seen}
    made = make_receipts(heads, by=settings.AUTHORITY, at=now, signer=signing_key(now)) if heads else []
    return {receipt.entry: receipt for receipt in made}


def _kept_receipt(ahead: Receipt, entry: Entry, seen: tuple[Entry, ...], now: datetime) -> Receipt:
    """Our receipt, stored; it may leave after the commit."""
    as_signed = ahead.heads == current_heads((*seen, entry))
    receipt = ahead if as_signed else _our_receipts([(entry, seen)], now)[entry.id]
    keep_receipt_row(receipt)
    return receipt


def keep_receipt_row(receipt: Receipt) -> None:
    """Store a verified receipt and its leaf; the caller holds the matter and knows that it is new."""
    insert(ReceiptRow, **_said(held.remember(receipt)))
    leaf = leaf_of_receipt(receipt.statement)
    insert(PendingLeaf, log=EXCHANGE, what=f"receipt:{receipt.entry}:{receipt.by}", hash=leaf)


def receipt_row(receipt: Receipt) -> ReceiptRow:
    """The row of a receipt, as it has just been stored."""
    return ReceiptRow(**_said(receipt))


def _said(receipt: Receipt) -> dict[str, Any]:
    return {
        "entry": receipt.entry,
        "by": receipt.by,
        "at": receipt.at,
        "statement": receipt.statement,
        "signature": receipt.signature,
    }

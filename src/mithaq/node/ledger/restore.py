"""Restore: entries and receipts that this node had kept once and lost, put back as they were.

Unlike at the door, nothing is judged and no receipt is made: what comes back was kept before, and its
receipt comes back with it, byte for byte. Only signatures and the body's commitment are checked, by the
caller and here. What was erased stays erased.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from mithaq.node.ledger import at_rest, attached, held, readings
from mithaq.node.ledger.kept import Kept, tell_kept
from mithaq.node.ledger.models import EXCHANGE, BodyKey, BodyRow, EntryRow, PendingLeaf, ReceiptRow
from mithaq.node.ledger.record import Parcel, keep, keep_receipt_row
from mithaq.node.ledger.references import make_up_for
from mithaq.node.ledger.stay_erased import stays_erased
from mithaq.pact.exchange.attachment import attachments_of
from mithaq.pact.exchange.envelope import opened_at_rest
from mithaq.pact.exchange.receipt import Receipt
from mithaq.pact.ledger.body import read_body


def restore_entry(parcel: Parcel, *, kept_at: datetime) -> None:
    """Put an entry back that is not here."""
    entry = parcel.signed.entry
    keep(parcel, own=entry.author == settings.AUTHORITY, now=kept_at)
    if not stays_erased(entry.id):
        _expect_files(parcel, kept_at)
    if entry.opens and entry.author == settings.AUTHORITY:
        make_up_for(entry)


def restore_receipt(receipt: Receipt) -> bool:
    """Put a receipt back; whether it was missing."""
    if ReceiptRow.objects.filter(entry=receipt.entry, by=receipt.by).exists():
        return False
    keep_receipt_row(receipt)
    return True


def read_anew(entries: Iterable[str], receipted: Iterable[str], now: datetime) -> None:
    """Read the matters of restored entries and receipts, and have other storeys told of the entries.

    They are told as if each had just been kept. `receipted` are the entries the restored receipts are for.
    """
    rows = list(EntryRow.objects.filter(entry__in=list(entries)).order_by("seq"))
    touched = EntryRow.objects.filter(entry__in=list(receipted)).order_by("seq")
    for matter in dict.fromkeys([*(row.matter for row in rows), *touched.values_list("matter", flat=True)]):
        readings.project(matter)
    for row in rows:
        entry = held.read(bytes(row.header))
        opening = held.entry(row.matter)
        kind = held.kind_of(opening) if opening else None
        receipt = ReceiptRow.objects.filter(entry=row.entry, by=settings.AUTHORITY).first()
        tell_kept(
            Kept(
                entry,
                row.own,
                now,
                held.receipt(receipt) if receipt else None,
                parties=opening.parties if opening else (),
                precedence=kind.precedence(entry) if kind else 0,
            )
        )


def forget_pending(placed: Iterable[bytes]) -> None:
    """Take back the waiting leaves (their hashes) of what already has its place in the log."""
    hashes = list(placed)
    for start in range(0, len(hashes), 500):
        PendingLeaf.objects.filter(log=EXCHANGE, hash__in=hashes[start : start + 500]).delete()


def restore_body(parcel: Parcel) -> None:
    """Put the body of an entry back that is here without it."""
    entry = parcel.signed.entry.id
    missing = not BodyKey.objects.filter(entry=entry).exists()
    if not parcel.content_key or not missing or stays_erased(entry):
        return
    BodyRow.objects.update_or_create(entry=entry, defaults={"ciphertext": parcel.ciphertext})
    BodyKey.objects.create(entry=entry, wrapped=at_rest.wrap(parcel.content_key, of=entry))
    _expect_files(parcel, parcel.signed.entry.at)


def _expect_files(parcel: Parcel, now: datetime) -> None:
    """The files of a restored entry are needed again, so that what the disk still holds is not swept."""
    entry = parcel.signed.entry
    if parcel.content_key and entry.attachments:
        salt, body = opened_at_rest(parcel.ciphertext, parcel.content_key, entry)
        attached.expect(entry.id, attachments_of(entry, salt=salt, body=read_body(body)), now=now)

"""Inbox: hostile bytes in, an answer out, always.

Everything here was written by a partner or by somebody who would like to pass for one; nothing is true
until the signatures have been verified with keys that two officers confirmed. What stands is kept and
answered with our receipt; what does not is answered with the code of what was broken, and nothing changes.
The same entry gets the same receipt for ever. Bytes that name no known authority leave a count and no row
(D18).

A partner's entry that is authentic and well formed is always kept, whatever the rules of its kind say:
they decide in the fold whether it counts (law 1).
"""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction

from mithaq.node.exchange.count import count, note_refusal
from mithaq.node.exchange.errors import (
    BrokenHere,
    InOurName,
    NotOurMatter,
    NotUnderstood,
    UnknownAuthority,
)
from mithaq.node.exchange.framing import KEPT, REFUSED, Answer
from mithaq.node.exchange.outbox import delivered
from mithaq.node.exchange.whose import signing_keys
from mithaq.node.ledger import attached
from mithaq.node.ledger.errors import ChunksLacking, EntryNotHere, StandsStill
from mithaq.node.ledger.judge import check_may_act
from mithaq.node.ledger.kept import Kept
from mithaq.node.ledger.receipts import keep_receipt
from mithaq.node.ledger.record import Parcel, kept_before, record
from mithaq.node.ledger.stay_erased import stays_erased
from mithaq.node.partners.errors import NoKeyFile, NoKeyNow
from mithaq.node.partners.known import TRUSTED
from mithaq.node.partners.own import own_keys
from mithaq.node.statements import select
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.attachment import attachments_of
from mithaq.pact.exchange.envelope import FAMILY, Sealed, from_wire, open_sealed, verify_signed
from mithaq.pact.exchange.errors import KeyFileClosed
from mithaq.pact.exchange.receipt import MAGIC as RECEIPT_MAGIC
from mithaq.pact.exchange.receipt import receipt_from_wire, receipt_to_wire, verify_receipt
from mithaq.pact.ledger.body import read_body

log = logging.getLogger(__name__)

# Nothing is wrong with what came, or the fault is ours; it may come again.
LATER = (BrokenHere, StandsStill, EntryNotHere, ChunksLacking, NoKeyFile, NoKeyNow, KeyFileClosed)


def receive(wire: bytes, *, now: datetime) -> Answer:
    """Keep what came if it stands; say why if not. An answer, whatever the bytes."""
    names = _Names()
    try:
        if wire.startswith(FAMILY):
            return _receive_envelope(wire, names, now)
        if wire.startswith(RECEIPT_MAGIC):
            return _receive_receipt(wire, names, now)
        raise NotUnderstood
    except MithaqError as error:
        return _refused(error, names, now)
    except DatabaseError:
        log.exception("could not keep what came")
        return _refused(BrokenHere(), names, now)


class _Names:
    """What is known so far of something that may be refused: a known author, the entry it claims to be."""

    def __init__(self) -> None:
        self.author = self.entry = self.matter = ""

    def learn(self, author: str, entry: str, matter: str = "") -> None:
        self.author, self.entry, self.matter = author, entry, matter


def _receive_envelope(wire: bytes, names: _Names, now: datetime) -> Answer:
    sealed = from_wire(wire)
    entry = sealed.signed.entry
    _check_known(entry.author)
    names.learn(entry.author, entry.id, entry.matter)
    if entry.author == settings.AUTHORITY:
        raise InOurName(entry=entry.id)
    check_may_act()
    if earlier := kept_before(sealed.signed):  # however it was sealed this time
        return _answer(earlier)
    if entry.opens and settings.AUTHORITY not in entry.parties:
        raise NotOurMatter(entry=entry.id)
    verify_signed(sealed.signed, signing_keys(entry.author, entry.key, entry.at, now=now))
    return _answer(record(_opened(sealed), now=now))


def _answer(kept: Kept) -> Answer:
    assert kept.receipt is not None  # of every foreign entry there is one
    return Answer(KEPT, receipt=receipt_to_wire(kept.receipt))


def _opened(sealed: Sealed) -> Parcel:
    opened = open_sealed(sealed, me=settings.AUTHORITY, keypairs=own_keys())
    if opened is None:
        return Parcel(sealed.signed)
    entry = sealed.signed.entry
    files = attachments_of(entry, salt=opened.salt, body=read_body(opened.body))
    if stays_erased(entry.id):  # its files are not wanted back either
        files = ()
    attached.check_opens(files)
    return Parcel(sealed.signed, sealed.ciphertext, opened.content_key, files)


def _receive_receipt(wire: bytes, names: _Names, now: datetime) -> Answer:
    receipt = receipt_from_wire(wire)
    _check_known(receipt.by)
    names.learn(receipt.by, receipt.entry)
    if receipt.by == settings.AUTHORITY:
        raise InOurName(entry=receipt.entry)
    check_may_act()
    verify_receipt(receipt, signing_keys(receipt.by, receipt.key, receipt.at, now=now))
    with transaction.atomic():
        keep_receipt(receipt)
        delivered(receipt.entry, receipt.by, now=now)
    return Answer(KEPT)


def _check_known(author: str) -> None:
    if author != settings.AUTHORITY and not select(_IS_TRUSTED, author, *TRUSTED):
        raise UnknownAuthority


_IS_TRUSTED = "SELECT 1 FROM partners_partner WHERE code = %s AND state IN (%s, %s)"


def _refused(error: MithaqError, names: _Names, now: datetime) -> Answer:
    """The answer to what does not stand, counted, and in a known partner's name written down."""
    later = isinstance(error, LATER)
    try:
        if not names.author:
            count(error.code, now=now)
        elif not later:
            note_refusal(error.code, author=names.author, entry=names.entry, matter=names.matter, now=now)
    except DatabaseError:
        log.exception("could not write down a refusal")
    return Answer(REFUSED, code=error.code, facts=error.facts, later=later)

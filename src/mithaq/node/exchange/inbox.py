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
from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, transaction

from mithaq.node.exchange.count import count, note_refusal
from mithaq.node.exchange.errors import (
    BrokenHere,
    InOurName,
    LapseTooEarly,
    NotOurMatter,
    NotUnderstood,
    UnknownAuthority,
)
from mithaq.node.exchange.framing import KEPT, REFUSED, Answer
from mithaq.node.exchange.outbox import delivered
from mithaq.node.exchange.whose import signing_keys
from mithaq.node.ledger import attached, held
from mithaq.node.ledger.errors import ChunksLacking, EntryNotHere, StandsStill
from mithaq.node.ledger.judge import check_may_act
from mithaq.node.ledger.kept import Kept
from mithaq.node.ledger.receipts import keep_receipt, matter_of
from mithaq.node.ledger.record import Parcel, kept_before, receipts_ahead, record
from mithaq.node.ledger.stay_erased import stays_erased
from mithaq.node.ledger.terms import hold_with_terms
from mithaq.node.partners.errors import NoKeyFile, NoKeyNow
from mithaq.node.partners.known import TRUSTED
from mithaq.node.partners.own import own_keys
from mithaq.node.statements import select
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.attachment import attachments_of
from mithaq.pact.exchange.envelope import FAMILY, Sealed, from_wire, open_sealed, verify_signed
from mithaq.pact.exchange.errors import KeyFileClosed
from mithaq.pact.exchange.receipt import MAGIC as RECEIPT_MAGIC
from mithaq.pact.exchange.receipt import Receipt, receipt_from_wire, receipt_to_wire, verify_receipt
from mithaq.pact.ledger.body import read_body
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import lapses

log = logging.getLogger(__name__)

AT_ONCE = 32  # items kept in one transaction: an officer who states something meanwhile waits some 100 ms

# Nothing is wrong with what came, or the fault is ours; it may come again.
LATER = (
    BrokenHere, LapseTooEarly, StandsStill, EntryNotHere, ChunksLacking, NoKeyFile, NoKeyNow, KeyFileClosed,
)  # fmt: skip


def receive(wire: bytes, *, now: datetime) -> Answer:
    """Keep what came if it stands; say why if not. An answer, whatever the bytes."""
    return receive_all([wire], now=now)[0]


def receive_all(wires: Sequence[bytes], *, now: datetime) -> list[Answer]:
    """Each item of a post, kept or refused by itself, in the order they came.

    Signatures are verified, bodies opened and our receipts signed for all of them before anything is
    written: nobody waits for that. Then a few at a time are kept in one transaction; what does not stand
    goes back alone.
    """
    items = [_Item(wire) for wire in wires]
    for begin in range(0, len(items), AT_ONCE):
        few = items[begin : begin + AT_ONCE]
        for item in few:
            item.attempt(item.look_at, now)
        _sign([item for item in few if item.waits], now)
        _keep([item for item in few if item.waits], now)
    return [item.answered(now) for item in items]


def _sign(items: Sequence[_Item], now: datetime) -> None:
    """Our receipts for the entries that are to be kept, signed at once: signatures take longest."""
    arrived = {item: entry for item in items if (entry := item.arrived)}
    wrong: MithaqError
    try:
        ahead = receipts_ahead(arrived.values(), now=now)
    except MithaqError as error:  # we have no key now
        wrong = error
    except DatabaseError:
        log.exception("could not sign for what came")
        wrong = BrokenHere()
    else:
        for item in arrived:
            item.ahead = ahead[item.entry]
        return
    for item in arrived:
        item.error = wrong


def _keep(items: Sequence[_Item], now: datetime) -> None:
    """Keep these together; each has its error, if it has one. If the transaction fails, none is kept.

    Nearly always all of them stand, and going back to before one of them costs every item its part of a
    transaction (a seventh of keeping it). So they are first kept without; if one does not stand, nothing of
    that was done, and each is kept so that it alone goes back.
    """
    if not items:
        return
    try:
        _write(items, lambda item: item.keep(now))
    except (MithaqError, DatabaseError):
        held.forget(item.entry for item in items)
    else:
        return
    try:
        _write(items, lambda item: item.attempt(item.keep_alone, now))
    except DatabaseError:
        log.exception("could not keep what came")
        for item in items:
            item.error = item.error or BrokenHere()
    held.forget(item.entry for item in items if item.error)


def _write(items: Sequence[_Item], write: Callable[[_Item], None]) -> None:
    """Write these in one transaction. Raises: what `write` raises, DatabaseError; then none was written."""
    with transaction.atomic():
        for item in sorted(items, key=lambda each: each.matter):  # two posts never wait for each other
            hold_with_terms(item.matter, item.opening)
        for item in items:
            write(item)
        _check_nothing_was_lost()


def _check_nothing_was_lost() -> None:
    """A transaction in which something failed outside of a savepoint ends in a rollback without a word, by
    Django or by PostgreSQL, which answers a commit all the same: none of it was kept then.
    """
    if transaction.get_rollback():
        raise DatabaseError("a savepoint was lost")
    select("SELECT 1")  # refused by PostgreSQL in a transaction that has failed


class _Item:
    """One envelope or receipt of a post, on its way through the inbox.

    `author`, `entry` and `matter` are what is known so far of something that may be refused.
    """

    def __init__(self, wire: bytes) -> None:
        self._wire = wire
        self._parcel: Parcel | None = None
        self._receipt: Receipt | None = None
        self._answer: Answer | None = None
        self.author = self.entry = self.matter = ""
        self.ahead: Receipt | None = None  # ours, as it will be if it is kept
        self.error: MithaqError | None = None

    @property
    def waits(self) -> bool:
        """Whether it stands as far as was looked, and is to be written."""
        return self.error is None and self._answer is None

    @property
    def arrived(self) -> Entry | None:
        """The entry that is to be kept, if it is one."""
        return self._parcel.signed.entry if self._parcel else None

    @property
    def opening(self) -> Entry | None:
        """The entry that opens its matter, if it is this one."""
        return self.arrived if self.arrived and self.arrived.opens else None

    def attempt(self, what: Callable[[datetime], None], now: datetime) -> None:
        """Do it; what is wrong with it is remembered."""
        try:
            what(now)
        except MithaqError as error:
            self.error = error
        except DatabaseError:
            log.exception("could not keep what came")
            self.error = BrokenHere()

    def look_at(self, now: datetime) -> None:
        """Everything that needs no transaction. Raises: MithaqError."""
        if self._wire.startswith(FAMILY):
            self._look_at_envelope(now)
        elif self._wire.startswith(RECEIPT_MAGIC):
            self._look_at_receipt(now)
        else:
            raise NotUnderstood

    def keep(self, now: datetime) -> None:
        """Write it, within a transaction, which is to go back if it is refused. Raises: MithaqError."""
        if self._parcel is not None:
            _check_not_early(self._parcel.signed.entry, now)
            self._answer = _answer(record(self._parcel, now=now, ahead=self.ahead))
        elif self._receipt is not None:
            keep_receipt(self._receipt)
            delivered(self._receipt.entry, self._receipt.by, now=now)
            self._answer = Answer(KEPT)

    @transaction.atomic
    def keep_alone(self, now: datetime) -> None:
        """The same in a transaction that others share: it goes back alone. Raises: MithaqError."""
        self.keep(now)

    def answered(self, now: datetime) -> Answer:
        """The answer; a refusal is counted, and in a known partner's name written down."""
        if self.error is None:
            assert self._answer is not None
            return self._answer
        later = isinstance(self.error, LATER)
        try:
            if not self.author:
                count(self.error.code, now=now)
            elif not later:
                named = {"author": self.author, "entry": self.entry, "matter": self.matter}
                note_refusal(self.error.code, **named, now=now)
        except DatabaseError:
            log.exception("could not write down a refusal")
        return Answer(REFUSED, code=self.error.code, facts=self.error.facts, later=later)

    def _look_at_envelope(self, now: datetime) -> None:
        sealed = from_wire(self._wire)
        entry = sealed.signed.entry
        _check_known(entry.author)
        self.author, self.entry, self.matter = entry.author, entry.id, entry.matter
        if entry.author == settings.AUTHORITY:
            raise InOurName(entry=entry.id)
        check_may_act()
        if earlier := kept_before(sealed.signed):  # however it was sealed this time
            self._answer = _answer(earlier)
            return
        if entry.opens and settings.AUTHORITY not in entry.parties:
            raise NotOurMatter(entry=entry.id)
        verify_signed(sealed.signed, signing_keys(entry.author, entry.key, entry.at, now=now))
        self._parcel = _opened(sealed)

    def _look_at_receipt(self, now: datetime) -> None:
        receipt = receipt_from_wire(self._wire)
        _check_known(receipt.by)
        self.author, self.entry = receipt.by, receipt.entry
        if receipt.by == settings.AUTHORITY:
            raise InOurName(entry=receipt.entry)
        check_may_act()
        verify_receipt(receipt, signing_keys(receipt.by, receipt.key, receipt.at, now=now))
        self._receipt = receipt
        self.matter = matter_of(receipt)


def _check_not_early(entry: Entry, now: datetime) -> None:
    """A lapse counts by its author's hour, so it is taken once that has come on our clock too."""
    opening = None if entry.opens else held.entry(entry.matter)
    kind = held.kind_of(opening or entry)
    step = kind.step(entry.step) if kind else None
    if step is None or step.lapse_at is None:
        return
    if opening is None:
        raise EntryNotHere(entry=entry.matter)
    ours = opening.author == settings.AUTHORITY
    received = {row.by: row.at for row in held.receipts_of((opening.id,))}
    received_at = opening.at if ours else received.get(settings.AUTHORITY)
    if lapses.is_early(step, entry, received_at, now):
        raise LapseTooEarly(entry=entry.id, step=entry.step)


def _answer(kept: Kept) -> Answer:
    assert kept.receipt is not None  # of every foreign entry there is one
    return Answer(KEPT, receipt=receipt_to_wire(kept.receipt))


def _opened(sealed: Sealed) -> Parcel:
    opened = open_sealed(sealed, me=settings.AUTHORITY, keypairs=own_keys())
    if opened is None:
        return Parcel(sealed.signed)
    entry = sealed.signed.entry
    body = read_body(opened.body)
    files = attachments_of(entry, salt=opened.salt, body=body)
    if stays_erased(entry.id):  # its files are not wanted back either
        files = ()
    attached.check_opens(files)
    return Parcel(sealed.signed, sealed.ciphertext, opened.content_key, files, body)


def _check_known(author: str) -> None:
    if author != settings.AUTHORITY and not select(_IS_TRUSTED, author, *TRUSTED):
        raise UnknownAuthority


_IS_TRUSTED = "SELECT 1 FROM partners_partner WHERE code = %s AND state IN (%s, %s)"

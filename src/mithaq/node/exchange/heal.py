"""Heal: a restored node makes its ledger again exactly what it was, from what its partners hold (D11).

While it stands still it states nothing, receives nothing, and puts nothing into its log. Every partner
with a node is asked; one that is away keeps the node standing (an officer may suspend it, and answer for
that). Then, in one transaction: what was lost is put back in the order of the log, and the log goes on as
its witnesses saw it. What was recorded since the restore, before anybody knew, stands after that. What does
not verify is left out and noted, and bodies that were erased do not come back.

Two witnesses that saw two histories, each signed by us, can never both be satisfied: the longer one is
taken, an alarm keeps both checkpoints, and nothing of what was recorded is missing.

Not restored are drafts, accounts and the house log, which never left this node: a newer backup is their
only source.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from mithaq.node.exchange import line
from mithaq.node.exchange.alarms import FORKED, raise_alarm
from mithaq.node.exchange.ask import write_ask
from mithaq.node.exchange.count import note_refusal
from mithaq.node.exchange.errors import BadAnswer
from mithaq.node.exchange.gather import (
    Asking,
    Found,
    Refusal,
    ask_history,
    ask_items,
    ask_tail,
    settle,
)
from mithaq.node.exchange.models import Outbox, Shown
from mithaq.node.exchange.rebuilding import ITEMS, LARGEST
from mithaq.node.exchange.show import TRIES
from mithaq.node.exchange.witness import AGAIN, read_word
from mithaq.node.ledger import standstill
from mithaq.node.ledger.models import EXCHANGE, EntryRow, LogState, PendingLeaf, ReceiptRow, Standstill
from mithaq.node.ledger.realign import realign
from mithaq.node.ledger.restore import forget_pending, read_anew, restore_body, restore_entry, restore_receipt
from mithaq.node.ledger.sequence import leaf_hashes, locked, sign
from mithaq.node.partners.models import Partner
from mithaq.node.safeguards.house import note
from mithaq.pact.errors import MithaqError

log = logging.getLogger(__name__)

Send = Callable[[str, bytes], bytes]

KEYS_WITHIN = timedelta(days=3)  # over a weekend: to take in the cards of partners that changed their keys


def heal(partners: Sequence[Partner], *, now: datetime, send: Send | None = None) -> bool:
    """Ask every partner, and put everything back if all of them answered; whether this node acts again."""
    found = Found()
    carry = send or (lambda address, body: line.send(address, body, largest=LARGEST))
    try:
        refusals = _ask_everybody(partners, found, now, carry)
    except MithaqError as error:
        log.warning("not healed yet: %s", error.code)
        return False
    with transaction.atomic():
        state = locked(EXCHANGE)
        if not Standstill.objects.exists():
            return True  # another worker was faster
        restored = _put_back(state, found, now)
        _look_for_forks(found, now)
        for refusal in refusals:
            note_refusal(refusal.code, author=refusal.by, entry=refusal.entry, now=now)
        longest = found.longest()
        note("node.healed", officer=None, entries=restored, leaves=len(longest.leaves) if longest else 0)
        standstill.end()
        sign(EXCHANGE, now)  # the next checkpoint shown must not be shorter than what was seen
    standstill.remember_size()
    return True


def _ask_everybody(partners: Sequence[Partner], found: Found, now: datetime, send: Send) -> list[Refusal]:
    """Fill `found`; what is left out. Raises: MithaqError if somebody has to be asked again later."""
    askings = {partner.code: _asking(partner, now, send) for partner in partners}
    for code, asking in askings.items():
        ask_history(code, asking, found, now=now)
        ask_tail(asking, found)
    for code, asking in askings.items():
        ask_items(code, asking, found, now=now)
    began = Standstill.objects.order_by("pk").values_list("since_at", flat=True).first()
    return settle(found, wait_for_keys=began is not None and now - began < KEYS_WITHIN, now=now)


def _put_back(state: LogState, found: Found, now: datetime) -> int:
    """Put everything back in the order of the log, then what never had a place; how many entries it was."""
    pending = PendingLeaf.objects.filter(log=EXCHANGE).values_list("hash", "what")
    names = {bytes(leaf): what for leaf, what in pending}
    restored = []
    order = list(found.wanted())
    # A receipt follows its entry, whichever partner told of which first.
    for leaf in [*(each for each in order if each not in found.receipts), *found.receipts]:
        name, entry = _put_one(leaf, found, logged=leaf in found.logged)
        if name:
            names[leaf] = name
        restored += [entry] if entry else []
    if longest := found.longest():
        realign(state, longest.start, longest.leaves, names)
        forget_pending(longest.leaves)
    read_anew(restored, [receipt.entry for receipt in found.receipts.values()], now)
    _mark_delivered(now)
    for code, history in found.histories.items():
        Shown.objects.filter(pk=code, size__lt=history.size).update(size=history.size)
    Shown.objects.all().update(tried_at=None)
    return len(restored)


def _look_for_forks(found: Found, now: datetime) -> None:
    """Whether some witness saw another history than the one our log now has: only a person can judge that."""
    longest = found.longest()
    for history in found.histories.values():
        if longest and leaf_hashes(EXCHANGE, history.start, history.size) != history.leaves:
            evidence = f"{longest.checkpoint.text}\n{history.checkpoint.text}"
            raise_alarm(FORKED, settings.AUTHORITY, evidence=evidence, now=now)


def _put_one(leaf: bytes, found: Found, *, logged: bool) -> tuple[str, str]:
    """Put one thing back: its name in the log, and the entry's id if the entry was missing."""
    if receipt := found.receipts.get(leaf):
        if not logged and not EntryRow.objects.filter(entry=receipt.entry).exists():
            return "", ""  # for an entry that never was here: its maker sends both
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
    if not own and entry.id not in found.receipted:
        return "", ""  # never receipted by us: its author sends it by itself
    restore_entry(parcel, kept_at=entry.at if own else found.receipted[entry.id])
    return name, entry.id


def _mark_delivered(now: datetime) -> None:
    """What a partner has receipted need not be sent again."""
    waiting = Outbox.objects.filter(accepted_at=None, what=Outbox.ENTRY)
    for row in waiting.iterator():
        if ReceiptRow.objects.filter(entry=row.entry, by=row.recipient).exists():
            Outbox.objects.filter(pk=row.pk).update(state=Outbox.ACCEPTED, accepted_at=now, reason="")


def _asking(partner: Partner, now: datetime, send: Send) -> Asking:
    """How to ask this partner one question after the other."""

    def asking(what: str, *, payload: bytes = b"", **parts: int) -> bytes:
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

    return asking

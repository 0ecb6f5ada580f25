"""Deliver: make the bytes of what is due to a partner, send them, take the answer.

Bytes are made from the ledger at the moment of sending, outside of any transaction, and sealed to the keys
the partner has now. One post carries up to 64 items; each is answered by itself. An envelope with files goes
when the partner has all their chunks (D12).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from django.conf import settings

from mithaq.node.exchange import line, outbox
from mithaq.node.exchange.bring import bring, files_of, lacking_at
from mithaq.node.exchange.errors import BadAnswer, ErasedBeforeDelivery, NoAnswer
from mithaq.node.exchange.framing import LARGEST_POST, read_answers, write_post
from mithaq.node.exchange.models import Outbox
from mithaq.node.exchange.outbox import Claim
from mithaq.node.ledger import held
from mithaq.node.ledger.errors import EntryNotHere
from mithaq.node.ledger.models import ReceiptRow
from mithaq.node.partners.known import sealing_keys
from mithaq.node.partners.models import Partner
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.envelope import Sealed, opened_at_rest, seal, to_wire
from mithaq.pact.exchange.keys import PublicKeys
from mithaq.pact.exchange.receipt import receipt_to_wire
from mithaq.pact.ledger.entry import SignedEntry

Send = Callable[[str, bytes], bytes]
"""Carries bytes to an address and brings the answer back. Raises: NoAnswer, BadAnswer."""

FRAME_BYTES = 4


def deliver(partner: Partner, *, now: datetime, send: Send = line.send) -> int | None:
    """Send a partner what is due, in one post; how much of it was accepted, None if nothing was due."""
    claimed = outbox.claim(partner.code, now=now)
    if claimed is None:
        return None
    try:
        waiting = lacking_at(partner, files_of(claimed.rows), now=now, send=send)
    except (NoAnswer, BadAnswer) as error:
        outbox.release(claimed, error.facts.get("reason") or error.code, now=now)
        return 0
    ready = tuple(row for row in claimed.rows if row not in waiting)
    made = made_of(replace(claimed, rows=ready), now=now)
    accepted = _send_post(partner, claimed, made, now, send) if made else 0
    if accepted is not None:
        _bring_files(partner, claimed, waiting, now, send)
    return accepted or 0


def _send_post(
    partner: Partner, claimed: Claim, made: dict[Outbox, bytes], now: datetime, send: Send
) -> int | None:
    """One post with what was made; how much of it was accepted, None if the line is down."""
    try:
        answered = send(f"{partner.address.rstrip('/')}/exchange/inbox", write_post(list(made.values())))
        answers = read_answers(answered, len(made))
    except (NoAnswer, BadAnswer) as error:
        outbox.release(claimed, error.facts.get("reason") or error.code, now=now)
        return None
    outcomes = [outbox.judged(row, answer, now=now) for row, answer in zip(made, answers, strict=True)]
    outbox.apply(claimed, outcomes, now=now)
    return sum(outcome.accepted for outcome in outcomes)


def _bring_files(
    partner: Partner, claimed: Claim, waiting: dict[Outbox, list[str]], now: datetime, send: Send
) -> None:
    """Some chunks more for the envelopes that wait for them; the rest goes in the next rounds."""
    for row, names in waiting.items():
        try:
            bring(partner, names, now=now, send=send)
        except (NoAnswer, BadAnswer) as error:
            outbox.release(claimed, error.facts.get("reason") or error.code, now=now)
            return
        except MithaqError as error:
            outbox.set_back(claimed, row, error.facts.get("reason") or error.code, now=now)
        else:
            outbox.give_back(claimed, row, "exchange.chunks-under-way")


def made_of(claimed: Claim, *, now: datetime) -> dict[Outbox, bytes]:
    """The bytes of the rows claimed, as many as one post carries; the rest is given back."""
    made: dict[Outbox, bytes] = {}
    keys = KeysTo(claimed.recipient, now)
    room = LARGEST_POST - 100
    for row in claimed.rows:
        try:
            wire = wire_of(row, keys)
        except MithaqError as error:
            outbox.set_back(claimed, row, error.code, now=now)
            continue
        room -= len(wire) + FRAME_BYTES
        if room < 0 and made:
            outbox.give_back(claimed, row)
        else:
            made[row] = wire
    return made


class KeysTo:
    """The keys to which bodies for one partner are sealed now: looked up once, if any body goes at all."""

    def __init__(self, recipient: str, now: datetime) -> None:
        self._recipient, self._now = recipient, now

    @cached_property
    def sealing(self) -> PublicKeys:
        """Raises: NoKeyNow."""
        return sealing_keys(self._recipient, self._now)


def wire_of(row: Outbox, keys: KeysTo) -> bytes:
    """The bytes of what a row owes.

    Raises: EntryNotHere, ErasedBeforeDelivery, NoKeyNow.
    """
    if row.what == Outbox.RECEIPT:
        ours = ReceiptRow.objects.filter(entry=row.entry, by=settings.AUTHORITY).first()
        if ours is None:
            raise EntryNotHere(entry=row.entry)
        return receipt_to_wire(held.receipt(ours))
    signed = held.signed_entry(row.entry)
    if signed is None:
        raise EntryNotHere(entry=row.entry)
    return to_wire(_sealed(signed, row.recipient, keys), row.recipient)


def _sealed(signed: SignedEntry, recipient: str, keys: KeysTo) -> Sealed:
    """The envelope for one recipient: with the body for an addressee, the header alone for the others."""
    entry = signed.entry
    if not entry.body or recipient not in entry.to:
        return Sealed(signed, b"", {})
    resting = held.body_at_rest(entry.id)
    if resting is None:
        raise ErasedBeforeDelivery(entry=entry.id)
    salt, body = opened_at_rest(*resting, entry)
    return seal(signed, salt=salt, body=body, content_key=resting[1], recipients={recipient: keys.sealing})

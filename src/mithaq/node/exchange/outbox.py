"""Outbox: claiming what is due to a partner, and applying what it answered.

A row is claimed with a lease, so that several workers never send the same thing at once, and one that dies
leaves only a lease that runs out. Sending twice does no harm: the receiver gives the receipt it gave
first. Delivery never gives up by itself (D18): a line that is down is tried at least every minute, a
refusal every few hours, since the partner may have mended what made it refuse.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from django.db import transaction
from django.db.models import F, Q, QuerySet

from mithaq.node.exchange.count import note_refusal
from mithaq.node.exchange.errors import ReceiptOfAnother
from mithaq.node.exchange.framing import KEPT, MOST_ITEMS, Answer
from mithaq.node.exchange.models import Line, Outbox
from mithaq.node.exchange.whose import signing_keys
from mithaq.node.ledger.receipts import keep_receipt
from mithaq.node.statements import insert, select, stored_instant, update
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.receipt import Receipt, receipt_from_wire, verify_receipt

LEASE = timedelta(seconds=60)
FIRST, LINE_MOST = timedelta(seconds=1), timedelta(seconds=60)
LATER_MOST, REFUSED_MOST = timedelta(minutes=5), timedelta(hours=6)
MOST_DOUBLINGS = 20

UNDELIVERED = Q(accepted_at__isnull=True)


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows that one worker may send to one partner until its lease runs out."""

    lease: str
    recipient: str
    rows: tuple[Outbox, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer means for a row: a verified receipt, or the code of why there is none."""

    row: Outbox
    receipt: Receipt | None = None
    code: str = ""
    later: bool = False
    accepted: bool = False
    unreadable: bool = False


def is_due(recipient: str, now: datetime, *, since: datetime | None = None) -> bool:
    """Whether something waits for a partner now, since this instant at the latest, and its line does not
    rest: a look, without a lock.
    """
    due, free = stored_instant(since or now), stored_instant(now)
    return bool(select(_DUE, recipient, due, free)) and not _rests(recipient, now)


def _rests(recipient: str, now: datetime) -> bool:
    return bool(select(_RESTS, recipient, stored_instant(now)))


_RESTS = "SELECT 1 FROM exchange_line WHERE recipient = %s AND next_at > %s"


_DUE = (
    "SELECT 1 FROM exchange_outbox WHERE recipient = %s AND accepted_at IS NULL AND next_at <= %s "
    "AND (lease_until IS NULL OR lease_until < %s) LIMIT 1"
)


def claim(recipient: str, *, now: datetime, most: int = MOST_ITEMS) -> Claim | None:
    """The next rows for a partner, stopping steps first; None if its line rests or nothing is due."""
    if _rests(recipient, now):
        return None
    with transaction.atomic():
        due = Outbox.objects.filter(UNDELIVERED, _free(now), recipient=recipient, next_at__lte=now)
        rows = tuple(due.select_for_update(skip_locked=True).order_by("precedence", "seq")[:most])
        if not rows:
            return None
        lease = token_hex(16)
        Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease=lease, lease_until=now + LEASE, attempts=F("attempts") + 1, tried_at=now
        )
    return Claim(lease, recipient, rows)


def judged(row: Outbox, answer: Answer, *, now: datetime) -> Outcome:
    """What a partner's answer means: everything in it was written by the partner; nothing is true yet."""
    if answer.state != KEPT:
        return Outcome(row, code=answer.code, later=answer.later)
    if row.what == Outbox.RECEIPT:
        return Outcome(row, accepted=True)
    try:
        receipt = receipt_from_wire(answer.receipt)
        if receipt.entry != row.entry or receipt.by != row.recipient:
            raise ReceiptOfAnother(entry=row.entry)
        verify_receipt(receipt, signing_keys(receipt.by, receipt.key, receipt.at, now=now))
    except MithaqError as error:
        return Outcome(row, code=error.code, unreadable=True)
    return Outcome(row, receipt=receipt, accepted=True)


def apply(claimed: Claim, outcomes: Sequence[Outcome], *, now: datetime) -> None:
    """Store what the answers mean, in one transaction: receipts before what they prove."""
    with transaction.atomic():
        ordered = sorted(outcomes, key=lambda each: each.row.matter)
        accepted = [each.row.pk for each in ordered if _apply_one(claimed, each, now)]
        Outbox.objects.filter(pk__in=accepted).update(
            state=Outbox.ACCEPTED, accepted_at=now, reason="", lease="", lease_until=None
        )
        _line_is_up(claimed.recipient, now)


def delivered(entry: str, recipient: str, *, now: datetime) -> None:
    """A partner's receipt has come, whichever way: its entry need not be sent again."""
    owed = Outbox.objects.filter(UNDELIVERED, what=Outbox.ENTRY, entry=entry, recipient=recipient)
    owed.update(state=Outbox.ACCEPTED, accepted_at=now, reason="", lease="", lease_until=None)


def release(claimed: Claim, reason: str, *, now: datetime) -> None:
    """Give back what could not be sent because the line is down, and let the line rest."""
    with transaction.atomic():
        mine = Outbox.objects.filter(lease=claimed.lease)
        mine.update(lease="", lease_until=None, reason=reason[:64])
        line, _ = Line.objects.select_for_update().get_or_create(recipient=claimed.recipient)
        line.attempts += 1
        line.down_since = line.down_since or now
        line.reason = reason[:64]
        line.next_at = now + backoff(line.attempts, LINE_MOST)
        line.save()


def set_back(claimed: Claim, row: Outbox, code: str, *, now: datetime) -> None:
    """Give back one row that cannot be made into bytes now; the others go on."""
    mine = Outbox.objects.filter(pk=row.pk, lease=claimed.lease)
    _rest(mine, row, LATER_MOST, state=Outbox.WAITING, code=code, now=now)


def give_back(claimed: Claim, row: Outbox, reason: str = "") -> None:
    """Give back a row that had no room in the post, or waits for its files: it goes with the next."""
    mine = Outbox.objects.filter(pk=row.pk, lease=claimed.lease)
    told = {"reason": reason} if reason else {}
    mine.update(lease="", lease_until=None, attempts=F("attempts") - 1, **told)


def backoff(attempts: int, most: timedelta) -> timedelta:
    """How long to rest after so many attempts: doubling, up to `most`, with full jitter.

    Jitter keeps many nodes that lost one partner from coming back all at once.
    """
    ceiling: timedelta = min(FIRST * 2 ** min(attempts, MOST_DOUBLINGS), most)
    jitter = random.random()  # noqa: S311 - no secret: only who waits how long
    return ceiling * jitter


def _apply_one(claimed: Claim, outcome: Outcome, now: datetime) -> bool:
    """Store the receipt of one outcome, or give its row back; whether the row is delivered."""
    code = outcome.code
    if outcome.accepted:
        try:
            if outcome.receipt is not None:
                keep_receipt(outcome.receipt)
        except MithaqError as error:  # refused before anything was written
            code = error.code
        else:
            return True
    mine = Outbox.objects.filter(pk=outcome.row.pk, lease=claimed.lease)
    if outcome.later:
        _rest(mine, outcome.row, LATER_MOST, state=Outbox.WAITING, code=code, now=now)
        return False
    state = Outbox.SENT if outcome.accepted or outcome.unreadable else Outbox.REFUSED
    note_refusal(f"by-partner:{code}"[:64], author=claimed.recipient, entry=outcome.row.entry, now=now)
    _rest(mine, outcome.row, REFUSED_MOST, state=state, code=code, now=now)
    return False


def _rest(
    mine: QuerySet[Outbox], row: Outbox, most: timedelta, *, state: str, code: str, now: datetime
) -> None:
    """Give a row back, with the reason, to be tried again after a while."""
    next_at = now + backoff(row.attempts + 1, most)
    mine.update(state=state, reason=code[:64], lease="", lease_until=None, next_at=next_at)


def _line_is_up(recipient: str, now: datetime) -> None:
    """Note that a partner answered; after an outage, what waits for it is due at once."""
    line = select("SELECT down_since FROM exchange_line WHERE recipient = %s", recipient)
    if not line:
        insert(Line, recipient=recipient, or_nothing=True)
    elif line[0][0] is not None:
        waiting = Outbox.objects.filter(UNDELIVERED, recipient=recipient, state=Outbox.WAITING)
        waiting.filter(next_at__gt=now).update(next_at=now)
    update(Line, recipient, down_since=None, reason="", attempts=0, next_at=None, answered_at=now)


def _free(now: datetime) -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lt=now)

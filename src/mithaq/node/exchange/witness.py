"""Witness: a partner shows its log, and we cosign it if it continues what we saw before.

With each checkpoint come the hashes of all new leaves. We append them to the edge of the log as we last
saw it: if the root is the one the partner signed, the log was continued and not rewritten, and we hold
enough to rebuild it should the partner lose it (D11). What we saw is stored before we answer, in a
transaction that begins when the leaves are hashed: it holds up nobody. What a partner can make us keep in a
day has an end. A log that shows another history, or is shorter, raises an alarm with both
signed checkpoints; the exchange itself goes on.

Source: C2SP tlog-witness, whose consistency proof the hashes of all new leaves replace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from mithaq.node.exchange.alarms import FORKED, ROLLED_BACK, end_alarm, raise_alarm
from mithaq.node.exchange.ask import Ask, read_ask, use_number
from mithaq.node.exchange.count import count, counted
from mithaq.node.exchange.errors import BadAnswer, BadAsk, TooManyLeaves
from mithaq.node.exchange.models import WitnessedLeaves, WitnessedLog
from mithaq.node.ledger.models import EXCHANGE
from mithaq.node.partners.models import PartnerKey
from mithaq.node.partners.own import signing_key
from mithaq.pact.errors import MithaqError
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.checkpoint import Checkpoint, cosign, origin_of, verify_checkpoint
from mithaq.pact.ledger.log import HASH_BYTES, Frontier

COSIGNED, HAVE, AGAIN, REFUSED = "cosigned", "have", "again", "refused"
COUNTED = "exchange.leaves-kept"
MOST_A_DAY = 10_000_000  # leaves of one partner's log: 320 MB; a log that is shown anew comes whole in a day


@dataclass(frozen=True, slots=True)
class Word:
    """Our answer to a checkpoint.

    COSIGNED with `text`; HAVE with the `size` we hold and the `text` we saw last; AGAIN with the last
    `number` used; REFUSED with a `code`.
    """

    state: str
    text: str = ""
    size: int = 0
    number: int = 0
    code: str = ""

    def write(self) -> bytes:
        return canonical.encode({
            "state": self.state, "text": self.text, "size": self.size, "number": self.number, "code":
            self.code,
        })  # fmt: skip


def read_word(answered: bytes) -> Word:
    """A partner's answer. Raises: BadAnswer, whatever the bytes."""
    try:
        stated: dict[str, Any] = canonical.decode(answered, what="word", largest=64 * 1024, deepest=2)
        word = Word(**stated)
    except (MithaqError, TypeError):
        raise BadAnswer(rule="not-a-word") from None
    if not all(type(each) is str for each in (word.state, word.text, word.code)):
        raise BadAnswer(rule="not-a-word")
    if not all(type(each) is int and 0 <= each < 2**53 for each in (word.size, word.number)):
        raise BadAnswer(rule="not-a-word")
    return word


def witness(written: bytes, *, now: datetime) -> Word:
    """Look at a partner's checkpoint and say what we make of it.

    Raises: BadAsk, BadCheckpoint, TooManyLeaves, and what is refused about keys; whatever the bytes.
    """
    ask = read_ask(written, "checkpoint", now=now)
    checkpoint = _read(ask)
    last = use_number(ask)
    if last is not None:
        return Word(AGAIN, number=last)
    before, _ = WitnessedLog.objects.get_or_create(authority=ask.by)
    frontier = _continued(ask, before, now)
    with transaction.atomic():
        seen = WitnessedLog.objects.select_for_update().get(authority=ask.by)
        word = _compare(ask, checkpoint, seen, frontier, now)
    if word.state != COSIGNED:
        return word
    key = signing_key(now).signing_keys[0]
    return Word(COSIGNED, cosign(checkpoint.text, by=settings.AUTHORITY, key=key, at=now), checkpoint.size)


def checkpoint_keys(authority: str) -> list[bytes]:
    """The keys with which an authority may have signed a checkpoint: those not revoked, old ones included."""
    rows = PartnerKey.objects.filter(partner=authority, revoked_at=None)
    return [bytes(key) for key in rows.order_by("pk").values_list("ed25519", flat=True)]


def _read(ask: Ask) -> Checkpoint:
    text = ask.parts.get("checkpoint")
    if not isinstance(text, str) or type(ask.parts.get("old")) is not int or len(ask.payload) % HASH_BYTES:
        raise BadAsk(rule="parts")
    checkpoint = verify_checkpoint(text, {ask.by: checkpoint_keys(ask.by)}).checkpoint
    if checkpoint.origin != origin_of(ask.by, EXCHANGE):
        raise BadAsk(rule="origin")
    return checkpoint


def _continued(ask: Ask, seen: WitnessedLog, now: datetime) -> Frontier:
    """The edge of the log with the leaves that are shown, if they are said to follow what we saw.

    Raises: TooManyLeaves.
    """
    frontier = Frontier.read(seen.frontier)
    if ask.parts["old"] != seen.size or not ask.payload:
        return frontier
    lately = counted(COUNTED, author=ask.by, since=now - timedelta(days=1))
    if lately + len(ask.payload) // HASH_BYTES > MOST_A_DAY:
        raise TooManyLeaves(most=str(MOST_A_DAY))
    for place in range(0, len(ask.payload), HASH_BYTES):
        frontier.append(ask.payload[place : place + HASH_BYTES])
    return frontier


def _compare(ask: Ask, checkpoint: Checkpoint, seen: WitnessedLog, frontier: Frontier, now: datetime) -> Word:
    """What the partner shows against what we saw; stores it if it continues that."""
    evidence = f"{seen.text}\n{checkpoint.text}"
    if checkpoint.size < seen.size:
        raise_alarm(ROLLED_BACK, ask.by, evidence=evidence, now=now)
        return Word(HAVE, text=seen.text, size=seen.size)
    leaves = len(ask.payload) // HASH_BYTES
    # Also if another showing was faster, while these leaves were hashed.
    if ask.parts["old"] != seen.size or frontier.size != seen.size + leaves:
        return Word(HAVE, text=seen.text, size=seen.size)
    # The partner signed the checkpoint and this list of leaves: whichever is false, it is its own word.
    if frontier.size != checkpoint.size or frontier.root() != checkpoint.root:
        raise_alarm(FORKED, ask.by, evidence=evidence, now=now)
        return Word(REFUSED, code=FORKED)
    if leaves:
        WitnessedLeaves.objects.create(authority=ask.by, start=seen.size, hashes=ask.payload)
        count(COUNTED, author=ask.by, now=now, times=leaves)
    seen.size, seen.frontier, seen.text, seen.at = checkpoint.size, frontier.write(), checkpoint.text, now
    seen.save()
    end_alarm(ROLLED_BACK, ask.by, now=now)
    return Word(COSIGNED)

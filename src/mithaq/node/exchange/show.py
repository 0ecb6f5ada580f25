"""Show: our log shown to each partner, which cosigns it; how a restored node learns that it is one.

A partner that has seen more of our log than we have ourselves, or another one, proves it with a checkpoint
we signed. Then this node stands still until it is healed. A partner that is away raises an alarm after a
while and stops nothing.

After a start each partner is asked once before anything gets a place in the log: what a restored node puts
there instead of what was there, and shows to one partner, could never be shown to another.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from mithaq.node.exchange import line
from mithaq.node.exchange.alarms import FORKED, WITNESS_AWAY, end_alarm, raise_alarm
from mithaq.node.exchange.ask import write_ask
from mithaq.node.exchange.errors import BadAnswer, LogForked, TooManyLeaves
from mithaq.node.exchange.models import Shown
from mithaq.node.exchange.witness import AGAIN, COSIGNED, HAVE, Word, checkpoint_keys, read_word
from mithaq.node.ledger import standstill
from mithaq.node.ledger.models import EXCHANGE, CheckpointRow
from mithaq.node.ledger.realign import frontier_at
from mithaq.node.ledger.sequence import leaf_hashes
from mithaq.node.partners.models import Partner
from mithaq.node.partners.own import own_keys, signing_key
from mithaq.pact.errors import MithaqError
from mithaq.pact.ledger.checkpoint import (
    Witnessed,
    origin_of,
    read_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
    write_checkpoint,
)
from mithaq.pact.ledger.log import EMPTY_ROOT, root

Send = Callable[[str, bytes], bytes]

EVERY, FIRST_AGAIN = timedelta(seconds=60), timedelta(seconds=3)
ALARM_AFTER = timedelta(minutes=10)
MOST_LEAVES = 100_000  # in one showing: 3.2 MB
TRIES = 4
ANSWERS = ("", HAVE, FORKED, TooManyLeaves.code)  # what is noted of a partner that said something to our log


def show(partner: Partner, *, now: datetime, send: Send = line.send) -> str:
    """Show a partner where our log stands; the state it answered, or the code of why it did not.

    Never raises what the partner could cause.
    """
    shown, _ = Shown.objects.get_or_create(authority=partner.code)
    try:
        state = _until_answered(partner, shown, now, send)
    except MithaqError as error:
        Shown.objects.filter(pk=partner.code).update(tried_at=now, reason=error.code)
        _alarm_if_away(partner.code, now)
        return error.code
    Shown.objects.filter(pk=partner.code).update(tried_at=now, reason="" if state == COSIGNED else state)
    return state


def is_due(authority: str, now: datetime) -> bool:
    """Whether our log has grown since this partner saw it, and it was not shown just now."""
    shown = Shown.objects.filter(pk=authority).first()
    if shown is None or shown.tried_at is None:
        return True
    rested = FIRST_AGAIN if not shown.size else EVERY
    return standstill.log_size() > shown.size and now - shown.tried_at >= rested


def ask_anew() -> None:
    """At the start: nobody has been asked since, whatever a database put back from a backup may say."""
    Shown.objects.update(tried_at=None)


def has_asked(authorities: Collection[str], *, patient: bool) -> bool:
    """Whether each of these has been asked since the start; with `patient`, whether each has answered."""
    asked = Shown.objects.filter(authority__in=authorities).exclude(tried_at=None)
    reasons = dict(asked.values_list("authority", "reason"))
    answered = {code for code, reason in reasons.items() if reason in ANSWERS}
    return set(authorities) <= (answered if patient else reasons.keys())


def _until_answered(partner: Partner, shown: Shown, now: datetime, send: Send) -> str:
    """Ask, and ask again with the number or the size the partner named; a few times at most."""
    number, size = shown.number + 1, shown.size
    for _ in range(TRIES):
        checkpoint, end = _checkpoint(size, now)
        payload = b"".join(leaf_hashes(EXCHANGE, size, end))
        ask = write_ask("checkpoint", to=partner.code, number=number, now=now, payload=payload,
                        checkpoint=checkpoint, old=size)  # fmt: skip
        word = read_word(send(f"{partner.address.rstrip('/')}/exchange/checkpoint", ask))
        number = max(number, word.number) + 1
        Shown.objects.filter(pk=partner.code).update(number=number)
        if word.state == COSIGNED:
            _keep(partner.code, word, checkpoint, now)
            return COSIGNED
        if word.state == HAVE:
            if word.size > shown.size and _saw_otherwise(partner.code, word):
                standstill.begin("restored", witness=partner.code, seen_size=word.size, now=now)
                return HAVE
            size = word.size
        elif word.state != AGAIN:
            if word.code == FORKED:
                raise_alarm(FORKED, settings.AUTHORITY, evidence=checkpoint, now=now)
            if word.code == TooManyLeaves.code:
                raise TooManyLeaves
            raise LogForked(origin=origin_of(settings.AUTHORITY, EXCHANGE), size=str(end))
    raise BadAnswer(rule="never-satisfied")


def _checkpoint(size: int, now: datetime) -> tuple[str, int]:
    """The checkpoint to show to somebody who has seen this much: the latest, or one on the way to it."""
    row = CheckpointRow.objects.filter(log=EXCHANGE).order_by("-size").first()
    if row is not None and row.size - size <= MOST_LEAVES:
        return row.text.split("\n\n")[0] + "\n\n" + _first_line(row.text), row.size
    end = size + MOST_LEAVES if row is not None else 0
    root_is = root(leaf_hashes(EXCHANGE, 0, end)) if end else EMPTY_ROOT
    body = write_checkpoint(origin_of(settings.AUTHORITY, EXCHANGE), end, root_is)
    return sign_checkpoint(body, signing_key(now).signing_keys[0]), end


def _first_line(text: str) -> str:
    """The keeper's own signature line; what others cosigned is of no interest to the next witness."""
    return text.split("\n\n", 1)[1].split("\n", maxsplit=1)[0] + "\n"


def _keep(authority: str, word: Word, checkpoint: str, now: datetime) -> None:
    """Add the partner's cosignature to the checkpoint it is for, once it has been verified."""
    witnessed = _verified(authority, word.text)
    mine = read_checkpoint(checkpoint)
    if witnessed.checkpoint.body != mine.body or authority not in {
        each.by for each in witnessed.cosignatures
    }:
        raise BadAnswer(rule="cosignature")
    line_of = word.text.removeprefix(checkpoint)
    with transaction.atomic():
        row, _ = CheckpointRow.objects.select_for_update().get_or_create(
            log=EXCHANGE, size=mine.size, defaults={"at": now, "text": checkpoint}
        )
        if line_of not in row.text:
            row.text += line_of
            row.save(update_fields=["text"])
        Shown.objects.filter(pk=authority).update(size=mine.size, at=now)
    end_alarm(WITNESS_AWAY, authority, now=now)


def _verified(authority: str, text: str) -> Witnessed:
    ours = [pair.public().ed25519 for pair in own_keys()]
    return verify_checkpoint(text, {settings.AUTHORITY: ours, authority: checkpoint_keys(authority)})


def _saw_otherwise(authority: str, word: Word) -> bool:
    """Whether the partner saw what our log does not have: believed only if we signed it ourselves."""
    seen = _verified(authority, word.text).checkpoint
    if seen.origin != origin_of(settings.AUTHORITY, EXCHANGE) or seen.size != word.size:
        raise BadAnswer(rule="not-our-checkpoint")
    return seen.size > standstill.log_size() or frontier_at(seen.size).root() != seen.root


def _alarm_if_away(authority: str, now: datetime) -> None:
    """A witness that has not cosigned for a while although our log has grown."""
    shown = Shown.objects.get(pk=authority)
    since = shown.at
    if since is None:
        first = CheckpointRow.objects.filter(log=EXCHANGE).order_by("at").first()
        since = first.at if first else now
    if standstill.log_size() > shown.size and now - since >= ALARM_AFTER:
        raise_alarm(WITNESS_AWAY, authority, now=now)

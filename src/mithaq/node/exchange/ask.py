"""Asks: what nodes ask of each other beside envelopes, signed by who asks.

    ask = "mithaq-ask 1\\n" then three frames: statement, signature, payload

The statement is canonical JSON: who asks whom what, with which key, under which number, and the digest of
the payload. Numbers only grow: a question that was overheard cannot be asked again. No clock is compared,
so nodes may disagree about the time.

Specified in docs/protocol/ask.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction

from mithaq.node.exchange.errors import BadAsk
from mithaq.node.exchange.models import Asked
from mithaq.node.partners.known import is_trusted, public_keys
from mithaq.node.partners.own import signing_key
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import is_instant, written_at

MAGIC = b"mithaq-ask 1\n"
LARGEST_STATEMENT = 64 * 1024
_KEYS = frozenset({"suite", "by", "to", "key", "at", "what", "number", "parts", "payload"})
_MOST = 2**53 - 1


@dataclass(frozen=True, slots=True)
class Ask:
    """A question between nodes whose signatures were verified."""

    by: str
    what: str
    number: int
    parts: Mapping[str, Any]
    payload: bytes = field(repr=False)


def write_ask(
    what: str, *, to: str, number: int, now: datetime, payload: bytes = b"", **parts: str | int
) -> bytes:
    """A question of ours, signed."""
    signer = signing_key(now)
    statement = canonical.encode({
        "suite": "mithaq-1", "by": settings.AUTHORITY, "to": to, "key": signer.fingerprint,
        "at": written_at(now), "what": what, "number": number, "parts": parts,
        "payload": sha256(payload).hexdigest(),
    })  # fmt: skip
    return MAGIC + join_frames([statement, signer.sign(statement, keys.ASK), payload])


def read_ask(written: bytes, *what: str, now: datetime) -> Ask:
    """The question these bytes ask, one of `what`, its signatures verified. Its number is not yet used up.

    Raises: BadAsk, and what is refused about keys; whatever the bytes.
    """
    if not written.startswith(MAGIC):
        raise BadAsk(rule="magic")
    try:
        statement, signature, payload = split_frames(written[len(MAGIC) :], 3)
    except ValueError:
        raise BadAsk(rule="frames") from None
    stated: dict[str, Any] = canonical.decode(statement, what="ask", largest=LARGEST_STATEMENT, deepest=3)
    _check_form(stated, what)
    at = datetime.fromisoformat(stated["at"])
    if not is_trusted(stated["by"]):
        raise BadAsk(rule="by")
    public = public_keys(stated["by"], stated["key"], at, arrived_at=now)
    keys.verify(public, statement, signature, keys.ASK)
    if stated["payload"] != sha256(payload).hexdigest():
        raise BadAsk(rule="payload")
    return Ask(stated["by"], stated["what"], stated["number"], stated["parts"], payload)


def use_number(ask: Ask) -> int | None:
    """Use up the number of a question: None if it was new, else the last number that was used."""
    with transaction.atomic():
        Asked.objects.get_or_create(authority=ask.by)
        row = Asked.objects.select_for_update().get(authority=ask.by)
        if ask.number <= row.number:
            return row.number
        row.number = ask.number
        row.save(update_fields=["number"])
    return None


def _check_form(stated: dict[str, Any], what: tuple[str, ...]) -> None:
    if stated.keys() != _KEYS or stated["suite"] != "mithaq-1" or stated["what"] not in what:
        raise BadAsk(rule="what")
    if stated["to"] != settings.AUTHORITY:
        raise BadAsk(rule="to")
    if not all(isinstance(stated[name], str) for name in ("by", "key", "payload")):
        raise BadAsk(rule="by")
    if not is_instant(stated["at"]) or not isinstance(stated["parts"], dict):
        raise BadAsk(rule="at")
    number = stated["number"]
    if type(number) is not int or not 0 < number <= _MOST:
        raise BadAsk(rule="number")

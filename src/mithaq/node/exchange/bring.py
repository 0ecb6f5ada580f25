"""Bring: the chunks of an entry's files to its addressee, before the envelope (D12).

The partner says which chunks it lacks, so after a cut, or a worker's death, only what is missing goes again.
A few go in each round: a large file holds up nothing else that is due to the same partner.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from mithaq.node.exchange.ask import write_ask
from mithaq.node.exchange.chunks import ASK_CHUNK, ASK_LACKING, LACKING, MOST_NAMES
from mithaq.node.exchange.errors import BadAnswer, ChunkRefused
from mithaq.node.exchange.framing import KEPT
from mithaq.node.exchange.models import Outbox
from mithaq.node.exchange.witness import Word, read_word
from mithaq.node.ledger import chunks, held
from mithaq.node.ledger.errors import ChunksLacking
from mithaq.node.ledger.models import ChunkUse
from mithaq.node.partners.models import Partner
from mithaq.pact.ledger.entry import Entry

Send = Callable[[str, bytes], bytes]

CHUNKS_A_ROUND = 8


def files_of(rows: Iterable[Outbox]) -> dict[Outbox, tuple[str, ...]]:
    """The rows whose envelopes go after chunks: those with files for the addressee, with all their chunks."""
    owed = {}
    for row in rows:
        entry = held.entry(row.entry) if row.what == Outbox.ENTRY else None
        if entry is not None and entry.attachments and row.recipient in entry.to:
            owed[row] = _chunks_of(entry)
    return {row: names for row, names in owed.items() if names}


def lacking_at(
    partner: Partner, owed: Mapping[Outbox, tuple[str, ...]], *, now: datetime, send: Send
) -> dict[Outbox, list[str]]:
    """Which rows have chunks that the partner lacks, and which those are.

    Raises: NoAnswer, BadAnswer.
    """
    names = list(dict.fromkeys(name for each in owed.values() for name in each))
    absent: set[str] = set()
    for start in range(0, len(names), MOST_NAMES):
        asked = names[start : start + MOST_NAMES]
        word = _asked(partner, ASK_LACKING, "\n".join(asked).encode(), now, send)
        told = word.text.split("\n") if word.text else []
        if word.state != LACKING or not set(told) <= set(asked):
            raise BadAnswer(rule="lacking", reason=word.code or "exchange.bad-answer")
        absent.update(told)
    found = {row: [name for name in each if name in absent] for row, each in owed.items()}
    return {row: each for row, each in found.items() if each}


def bring(partner: Partner, names: Iterable[str], *, now: datetime, send: Send) -> None:
    """Bring a partner these chunks, as many as go in a round.

    Raises: NoAnswer, BadAnswer; ChunksLacking if one is not here; ChunkRefused.
    """
    for name in list(names)[:CHUNKS_A_ROUND]:
        ciphertext = chunks.read(name)
        if ciphertext is None:
            raise ChunksLacking(count="1")
        word = _asked(partner, ASK_CHUNK, ciphertext, now, send)
        if word.state != KEPT:
            raise ChunkRefused(reason=word.code)


def _asked(partner: Partner, what: str, payload: bytes, now: datetime, send: Send) -> Word:
    # Not counted: asked again, these questions change nothing.
    ask = write_ask(what, to=partner.code, number=1, now=now, payload=payload)
    return read_word(send(f"{partner.address.rstrip('/')}/exchange/chunks", ask))


def _chunks_of(entry: Entry) -> tuple[str, ...]:
    uses = ChunkUse.objects.filter(what=ChunkUse.ENTRY, holder=entry.id).order_by("pk")
    return tuple(uses.values_list("chunk", flat=True))

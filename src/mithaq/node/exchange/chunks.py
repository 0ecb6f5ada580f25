"""Chunks on the way: a partner asks which ones we lack, and brings them, before the envelope comes.

Everything here was written by the partner, or by somebody on the way: the signature is verified, the name
is made from the bytes, nothing is opened. A chunk that comes twice is kept once, so a question that was
overheard and is asked again changes nothing, and numbers are not used up.

Specified in docs/protocol/attachment.md.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mithaq.node.exchange.ask import Ask, read_ask
from mithaq.node.exchange.errors import BadAsk, TooManyChunks
from mithaq.node.exchange.framing import KEPT
from mithaq.node.exchange.witness import Word
from mithaq.node.ledger import chunks
from mithaq.node.ledger.judge import check_may_act
from mithaq.node.ledger.models import ChunkUse
from mithaq.pact.exchange.attachment import CHUNK_NAME, LARGEST_CHUNK, chunk_name

LACKING = "lacking"
ASK_LACKING, ASK_CHUNK = "chunks-lacking", "chunk"
MOST_NAMES = 500  # in one question: ten files of fifty chunks
MOST_WAITING = 4096  # chunks of one partner whose entries have not come


def receive_chunks(written: bytes, *, now: datetime) -> Word:
    """What we lack of the chunks a partner names, or that we keep the one it brings.

    Raises: BadAsk, StandsStill, TooManyChunks, and what is refused about keys; whatever the bytes.
    """
    ask = read_ask(written, ASK_CHUNK, ASK_LACKING, now=now)
    check_may_act()
    if ask.what == ASK_LACKING:
        return Word(LACKING, text="\n".join(chunks.lacking(_names(ask.payload))))
    _keep(ask, now)
    return Word(KEPT)


def _keep(ask: Ask, now: datetime) -> None:
    if not 16 < len(ask.payload) <= LARGEST_CHUNK:
        raise BadAsk(rule="chunk")
    name = chunk_name(ask.payload)
    needed = ChunkUse.objects.filter(chunk=name).exists()
    if needed and not chunks.lacking([name]):
        return
    if not needed:
        # The row first: a chunk on disk that no row names may be swept at any time.
        with transaction.atomic():
            waiting = ChunkUse.objects.filter(what=ChunkUse.ARRIVED, holder=ask.by)
            if waiting.count() >= MOST_WAITING:
                raise TooManyChunks
            waiting.get_or_create(chunk=name, what=ChunkUse.ARRIVED, holder=ask.by, defaults={"at": now})
    chunks.put(ask.payload)


def _names(payload: bytes) -> list[str]:
    names = payload.decode("latin-1").split("\n")
    if len(names) > MOST_NAMES or not all(CHUNK_NAME.fullmatch(name) for name in names):
        raise BadAsk(rule="names")
    return names

"""How several envelopes and receipts travel in one post, and how each is answered.

    post    = "mithaq-post 1\\n" then frames (length in four bytes, big-endian, then that many bytes)
    answer  = JSON: {"answers": [{"state": "kept", "receipt": base64} | {"state": "refused", "code",
    "facts"}, …]}

A frame is an envelope or a receipt as the pact writes it; answers stand in the order of the frames.

Specified in docs/protocol/post.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mithaq.node.exchange.errors import BadAnswer, NotAPost
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.frames import join_frames
from mithaq.pact.ledger import canonical

MAGIC = b"mithaq-post 1\n"
MOST_ITEMS = 64
LARGEST_POST = 4 * 1024 * 1024 - 1024  # bytes; the framework refuses 4 MiB
LARGEST_ANSWER = 1024 * 1024
KEPT, REFUSED = "kept", "refused"

_CODE = re.compile(r"[a-z][a-z.-]{1,62}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one item of a post. `later`: nothing is wrong with it, only not now."""

    state: str
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    receipt: bytes = field(default=b"", repr=False)
    later: bool = False


def write_post(items: Sequence[bytes]) -> bytes:
    """The post that carries these items."""
    return MAGIC + join_frames(items)


def read_post(written: bytes) -> list[bytes]:
    """The items of a post. Raises: NotAPost, whatever the bytes."""
    if len(written) > LARGEST_POST:
        raise NotAPost(rule="too-large")
    if not written.startswith(MAGIC):
        raise NotAPost(rule="magic")
    items, start = [], len(MAGIC)
    while start < len(written):
        end = start + 4 + int.from_bytes(written[start : start + 4], "big")
        if start + 4 > len(written) or end > len(written):
            raise NotAPost(rule="cut-short")
        items.append(written[start + 4 : end])
        start = end
        if len(items) > MOST_ITEMS:
            raise NotAPost(rule="too-many-items")
    if not items:
        raise NotAPost(rule="empty")
    return items


def write_answers(answers: Sequence[Answer]) -> bytes:
    """The answers as JSON."""
    return canonical.encode({"answers": [_written(answer) for answer in answers]})


def read_answers(written: bytes, count: int) -> list[Answer]:
    """The answers to a post of `count` items. Raises: BadAnswer, whatever the bytes."""
    try:
        stated = canonical.decode(written, what="answer", largest=LARGEST_ANSWER, deepest=5)
        answers = [_read(answer) for answer in stated["answers"]]  # type: ignore[attr-defined]
    except (MithaqError, ValueError, TypeError, KeyError, AttributeError):
        raise BadAnswer(rule="not-answers") from None
    if len(answers) != count:
        raise BadAnswer(rule="count")
    return answers


def _written(answer: Answer) -> dict[str, object]:
    written: dict[str, object] = {"state": answer.state}
    if answer.receipt:
        written["receipt"] = canonical.encode_bytes(answer.receipt)
    if answer.code:
        written |= {"code": answer.code, "facts": dict(answer.facts), "later": answer.later}
    return written


def _read(stated: dict[str, Any]) -> Answer:
    if stated["state"] == KEPT:
        receipt = stated.get("receipt", "")
        return Answer(KEPT, receipt=canonical.decode_bytes(receipt) if receipt else b"")
    if stated["state"] != REFUSED or not _CODE.fullmatch(stated["code"]):
        raise ValueError("neither kept nor refused")
    return Answer(REFUSED, code=stated["code"], later=stated.get("later") is True)

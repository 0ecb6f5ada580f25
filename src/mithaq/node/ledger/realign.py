"""Realign: the exchange log made to continue as its witnesses saw it, once this node was restored.

What stood there instead was recorded since the restore, and nobody was shown it: it is taken back and
follows what the witnesses saw. Nothing leaves the log, so it is never shorter than before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from mithaq.node.ledger.models import EXCHANGE, CheckpointRow, Leaf, LogState
from mithaq.node.ledger.sequence import append
from mithaq.pact.ledger.log import Frontier

LOST = "lost"  # a leaf of which nobody knows any more what it was


def frontier_at(size: int) -> Frontier:
    """The right edge our exchange log had when it was this long."""
    frontier = Frontier()
    leaves = Leaf.objects.filter(log=EXCHANGE, index__lt=size).order_by("index")
    for leaf in leaves.values_list("hash", flat=True).iterator(chunk_size=5000):
        frontier.append(bytes(leaf))
    return frontier


def realign(state: LogState, start: int, leaves: Sequence[bytes], names: Mapping[bytes, str]) -> None:
    """Let the log, whose row the caller holds, continue from `start` with these leaves.

    `names` says what the leaves are, as far as that is known.
    """
    rows = Leaf.objects.filter(log=EXCHANGE, index__gte=start).order_by("index")
    ours = [(what, bytes(leaf)) for what, leaf in rows.values_list("what", "hash")]
    pairs = zip(ours, leaves, strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0][1] == pair[1], pairs))
    if alike == len(leaves):
        return  # they saw no more than stands here
    displaced = ours[alike:]
    if displaced:
        _take_back(state, start + alike)
    known = {leaf: what for what, leaf in displaced} | dict(names)
    append(state, ((known.get(leaf, LOST), leaf) for leaf in leaves[alike:]))
    seen = set(leaves)
    append(state, ((what, leaf) for what, leaf in displaced if leaf not in seen))


def _take_back(state: LogState, size: int) -> None:
    """Make the log as long as it was, with no checkpoint beyond."""
    Leaf.objects.filter(log=EXCHANGE, index__gte=size).delete()
    CheckpointRow.objects.filter(log=EXCHANGE, size__gt=size).delete()
    state.frontier = frontier_at(size).write()
    state.size = size

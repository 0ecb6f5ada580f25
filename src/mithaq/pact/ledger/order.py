"""Order: which entry came first, without asking a clock.

An entry names what its author had seen (`after`, `prev`), so most entries are ordered by
cause. Those that did not know of each other are ordered by the precedence their steps
declare, stopping steps first, then by id. The same entries give the same order on every
node, however and how often they arrived.

Specified in docs/protocol/order.md.
"""

from collections.abc import Callable, Iterable
from graphlib import TopologicalSorter
from heapq import heapify, heappop, heappush
from itertools import combinations

from mithaq.pact.ledger.entry import Entry


def in_order(entries: Iterable[Entry], precedence: Callable[[Entry], int]) -> list[Entry]:
    """Each entry once, causes before what they caused.

    Among entries that may come next, the one with the least precedence goes first, counting
    for each entry the least of its own and of all that depend on it: otherwise a stopping
    step would wait behind its own causes and lose to what it was to stop.
    """
    held = {entry.id: entry for entry in entries}
    causes = {entry.id: _causes(entry) & held.keys() for entry in held.values()}
    followers: dict[str, list[str]] = {name: [] for name in held}
    for name, before in causes.items():
        for cause in before:
            followers[cause].append(name)

    rank = {name: precedence(entry) for name, entry in held.items()}
    for name in reversed(list(TopologicalSorter(causes).static_order())):
        rank[name] = min([rank[name], *(rank[follower] for follower in followers[name])])

    waits_for = {name: len(before) for name, before in causes.items()}
    ready = [(rank[name], name) for name, count in waits_for.items() if count == 0]
    heapify(ready)
    ordered = []
    while ready:
        _, name = heappop(ready)
        ordered.append(held[name])
        for follower in followers[name]:
            waits_for[follower] -= 1
            if waits_for[follower] == 0:
                heappush(ready, (rank[follower], follower))
    return ordered


def missing(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of entries that these name as their causes, or as their opening, and are not here."""
    held = {entry.id: entry for entry in entries}
    named = {name for entry in held.values() for name in _causes(entry) | {entry.matter}}
    return frozenset(named - held.keys())


def heads(entries: Iterable[Entry]) -> tuple[str, ...]:
    """The ids of entries that no other here names as its cause. Shape: sorted."""
    held = {entry.id: entry for entry in entries}
    named = {name for entry in held.values() for name in _causes(entry)}
    return tuple(sorted(held.keys() - named))


def equivocations(entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """Pairs of entries in which one author tells two stories: same author, matter and `prev`.

    Each pair is evidence: both entries carry the author's signature. Shape: sorted.
    """
    told: dict[tuple[str, str, str], set[str]] = {}
    for entry in entries:
        told.setdefault((entry.matter, entry.author, entry.prev), set()).add(entry.id)
    return tuple(sorted(pair for ids in told.values() for pair in combinations(sorted(ids), 2)))


def _causes(entry: Entry) -> set[str]:
    return {*entry.after, entry.prev} - {""}

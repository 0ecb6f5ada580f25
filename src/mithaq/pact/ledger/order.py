"""Order: which entry came first, without asking a clock.

An entry names what its author had seen (`after`, `prev`), so most entries are ordered by
cause. Those that did not know of each other are ordered by the precedence their steps
declare, stopping steps first, then by id. The same entries give the same order on every
node, however and how often they arrived. What an author had seen is never ordered otherwise
by what the author says then: what is settled stays.

Specified in docs/protocol/order.md.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from heapq import heapify, heappop, heappush
from itertools import combinations

from mithaq.pact.ledger.entry import Entry


def in_order(entries: Iterable[Entry], precedence: Callable[[Entry], int]) -> list[Entry]:
    """Each entry once, causes before what they caused.

    Made from its end: of the entries that cause no other here, the one with the greatest
    precedence, and among equals the greatest id, comes last; then likewise among the rest. So a
    stopping step comes before all that did not lead to one, and an entry whose author had seen
    all others comes last and moves none of them.
    """
    held = {entry.id: entry for entry in entries}
    if len(held) < 2:  # of most matters that are looked at the opening alone is here
        return [*held.values()]
    causes = {entry.id: _causes(entry) & held.keys() for entry in held.values()}
    waits_for = Counter(cause for before in causes.values() for cause in before)

    def turn(name: str) -> tuple[int, int, str]:
        return -precedence(held[name]), -int(name, 16), name

    ready = [turn(name) for name in held if not waits_for[name]]
    heapify(ready)
    backwards = []
    while ready:
        *_, name = heappop(ready)
        backwards.append(held[name])
        for cause in causes[name]:
            waits_for[cause] -= 1
            if not waits_for[cause]:
                heappush(ready, turn(cause))
    return backwards[::-1]


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

    Each pair is evidence: both entries carry the author's signature. A thousand stories are half a million
    pairs: whoever asks only whether there are some asks `told_twice`. Shape: sorted.
    """
    return tuple(sorted(pair for ids in _stories(entries) for pair in combinations(sorted(ids), 2)))


def told_twice(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids of entries in which one author tells more than one story."""
    return frozenset(entry for ids in _stories(entries) if len(ids) > 1 for entry in ids)


def _stories(entries: Iterable[Entry]) -> Iterable[set[str]]:
    told: dict[tuple[str, str, str], set[str]] = {}
    for entry in entries:
        told.setdefault((entry.matter, entry.author, entry.prev), set()).add(entry.id)
    return told.values()


def _causes(entry: Entry) -> set[str]:
    return {*entry.after, entry.prev} - {""}

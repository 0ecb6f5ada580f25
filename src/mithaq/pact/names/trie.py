"""All words of one script as a tree of letters, searched by cost for those that a word may stand for.

The tree is walked level by level, every branch still worth a look at once: each node
holds the cost at which its letters face each beginning of the word sought. A branch is left when what it
explains falls too far below what it ought to by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.costs import IMPOSSIBLE, LONGEST, REACH, LetterCosts, Side

Ints = NDArray[np.int32]
EXPLAINED = 34  # in a hundred of a word's letters, which must be explained
SLACK = 330  # hundredths of a nat a branch may fall short of that on its way
WIDEST = 5_000  # branches followed at one depth
_EDGE = {"^": 0x5E, "$": 0x24}


@dataclass(frozen=True, slots=True)
class Trie:
    """Nodes in breadth-first order; node 0 is the beginning of every word, `$` nodes are their ends.

    `word` is the number of the word that ends at a node, or -1.
    """

    letter: NDArray[np.uint32]
    parent: Ints
    children: Ints
    word: Ints

    @classmethod
    def of(cls, words: list[str]) -> "Trie":
        """The tree of these words, which are numbered by their place; sorted, none twice."""
        longest = min(LONGEST, max((len(word) for word in words), default=0))
        spelt = np.zeros((len(words), longest + 2), dtype=np.uint32)
        for row, word in enumerate(words):
            text = f"^{word[:longest]}$"
            spelt[row, : len(text)] = [ord(mark) for mark in text]
        order = np.lexsort(spelt.T[::-1])
        spelt, numbers = spelt[order], order.astype(np.int32)
        letter, parent, ends = (
            [np.array([_EDGE["^"]], np.uint32)],
            [np.array([-1], np.int32)],
            [np.array([-1], np.int32)],
        )
        above, started = np.zeros(len(words), dtype=np.int64), np.zeros(len(words), dtype=bool)
        started[:1] = True
        made = 1
        for depth in range(1, spelt.shape[1]):
            marks = spelt[:, depth]
            started = started.copy()
            started[1:] |= marks[1:] != marks[:-1]
            first = np.flatnonzero(started & (marks > 0))
            here = np.full(len(words), -1, dtype=np.int64)
            here[first] = np.arange(made, made + len(first))
            here = np.maximum.accumulate(here)
            letter.append(marks[first])
            parent.append(above[first].astype(np.int32))
            ends.append(np.where(marks[first] == _EDGE["$"], numbers[first], -1).astype(np.int32))
            above, made = here, made + len(first)
        parents = np.concatenate(parent)
        children = np.searchsorted(parents[1:], np.arange(made + 1)).astype(np.int32) + 1
        return cls(np.concatenate(letter), parents, children, np.concatenate(ends))


class Walk:
    """A tree made ready for one table: which group ends at each node, what the way to it costs alone."""

    def __init__(self, trie: Trie, table: LetterCosts, place: int) -> None:
        self._trie, self._place, self._table = trie, place, table
        side: Side = (table.first, table.second)[place]
        self._sought: Side = (table.second, table.first)[place]
        face = table.face if place else table.face.T
        self._face = np.minimum(face, IMPOSSIBLE)
        self._shapes = [(a, b) if place else (b, a) for a, b in table.shapes]
        self._groups = _groups(trie, side.numbers)
        alone = np.array([*side.alone, IMPOSSIBLE], dtype=np.int32)
        self._own = _own(trie, self._groups, alone)

    @property
    def turned(self) -> bool:
        """Whether the table has the tree's side first."""
        return not self._place

    @property
    def nodes(self) -> Ints:
        """What is asked of a node, together: children, parent, word, its cost alone, groups by length."""
        trie = self._trie
        nodes = np.zeros((len(trie.children), 8), dtype=np.int32)
        for place, array in enumerate([trie.children, trie.parent, trie.word, self._own, *self._groups]):
            nodes[: len(array), place] = array
        return nodes

    @property
    def leaves(self) -> Ints:
        """The node at which each word ends."""
        ended = np.flatnonzero(self._trie.word >= 0)
        leaves = np.zeros(int(self._trie.word.max(initial=-1)) + 1, dtype=np.int32)
        leaves[self._trie.word[ended]] = ended
        return leaves

    def face(self, word: str, others: Sequence[str]) -> list[int]:
        """What it costs that the word faces each of these."""
        pairs = [(word, other) if self._place else (other, word) for other in others]
        costs: list[int] = self._table.compare(pairs).tolist()
        return costs

    def near(self, word: str, most: int) -> tuple[list[int], list[int]]:
        """Numbers of the words that this one may best stand for, and the cost at which each faces it."""
        cut = self._sought.groups(word)
        wanted = _prefix_costs(cut, self._sought.alone)
        words, costs, gains = self._walk(cut, wanted * (100 - EXPLAINED) // 100)
        words, costs, gains = (level[gains > -wanted[-1]] for level in (words, costs, gains))
        best = np.lexsort((words, -gains))[:most]
        return words[best].tolist(), costs[best].tolist()

    def _walk(self, cut: Ints, share: Ints) -> tuple[Ints, Ints, Ints]:
        """Every word reached, its cost, and what it explains beyond the cost."""
        faces = [np.ascontiguousarray(self._face[cut[:, length]].T) for length in range(REACH + 1)]
        nothing = np.full((1, len(cut)), IMPOSSIBLE, dtype=np.int32)
        nothing[0, 0] = 0
        levels = [(np.zeros(1, dtype=np.int64), nothing)]
        found: list[tuple[Ints, Ints, Ints]] = []
        frontier, above = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
        while len(frontier):
            costs = self._costs(frontier, above, levels, faces)
            ended = self._trie.word[frontier] >= 0
            leaves, cost = frontier[ended], costs[ended, -1]
            found.append((self._trie.word[leaves], cost, self._own[leaves] - cost))
            gain = (self._own[frontier][:, None] + share - costs).max(axis=1)
            alive = np.flatnonzero((gain > -SLACK) & ~ended)
            if len(alive) > WIDEST:
                alive = alive[gain[alive] >= np.partition(gain[alive], -WIDEST)[-WIDEST]]
            levels = [(above[alive], costs[alive]), *levels[: REACH - 1]]
            frontier, above = _children(self._trie.children, frontier[alive])
        words, costs, gains = (np.concatenate([level[field] for level in found]) for field in range(3))
        return words, costs, gains

    def _costs(self, nodes: Any, above: Any, levels: Any, faces: list[Ints]) -> Ints:
        """For each node and each beginning of the word, the least cost at which they face each other."""
        width = faces[0].shape[1]
        least = np.full((len(nodes), width), 3 * IMPOSSIBLE, dtype=np.int32)
        back = above
        for length in range(1, REACH + 1):
            if length > len(levels):
                break
            before = levels[length - 1][1][back]
            groups = self._groups[length][nodes]
            for a, b in self._shapes:
                if b == length:
                    way = before[:, : width - a] + faces[a][groups, a:]
                    np.minimum(least[:, a:], way, out=least[:, a:])
            back = levels[length - 1][0][back]
        alone = [a for a, b in self._shapes if b == 0]
        for end in range(1, width):
            for a in alone:
                if end >= a:
                    np.minimum(least[:, end], least[:, end - a] + faces[a][0, end], out=least[:, end])
        return np.minimum(least, IMPOSSIBLE)


def _children(children: Ints, nodes: Any) -> tuple[Any, Any]:
    """The children of these nodes, and for each which of the nodes it hangs from."""
    many = (children[nodes + 1] - children[nodes]).astype(np.int64)
    above = np.repeat(np.arange(len(nodes)), many)
    firsts = np.cumsum(many) - many
    return children[nodes][above] + np.arange(int(many.sum())) - firsts[above], above


def _groups(trie: Trie, numbers: Mapping[str, int]) -> list[Ints]:
    """For each length, the number of the group of letters that ends at each node, or -1."""
    letter = trie.letter.astype(np.int64)
    up = np.where(trie.parent < 0, len(letter), trie.parent)
    padded = np.append(letter, 0)
    one_up = padded[up]
    two_up = padded[np.append(up, len(letter))[up]]
    packed = [letter, letter | (one_up << 21), letter | (one_up << 21) | (two_up << 42)]
    groups = [np.zeros(len(letter), dtype=np.int32)]
    for length, keys in enumerate(packed, start=1):
        kinds, where = np.unique(keys, return_inverse=True)
        known = [_number(int(kind), length, numbers) for kind in kinds]
        groups.append(np.array(known, dtype=np.int32)[where])
    return groups


def _number(key: int, length: int, numbers: Mapping[str, int]) -> int:
    marks = [key >> 21 * place & 0x1FFFFF for place in reversed(range(length))]
    if not all(marks):
        return -1
    return numbers.get("".join(map(chr, marks)), 1 if length == 1 else -1)


def _own(trie: Trie, groups: list[Ints], alone: Ints) -> Ints:
    """What the letters down to each node cost by themselves."""
    own = np.full(len(trie.letter) + 1, IMPOSSIBLE, dtype=np.int64)
    own[-1] = 0
    parent = np.where(trie.parent < 0, len(trie.letter), trie.parent)
    parent = np.append(parent, len(trie.letter))
    start, end = 0, 1
    while start < end:
        nodes = np.arange(start, end)
        back = nodes
        for length in range(1, REACH + 1):
            back = parent[back]
            own[nodes] = np.minimum(own[nodes], own[back] + alone[groups[length][nodes]])
        start, end = end, int(trie.children[end])
    return own[:-1].astype(np.int32)


def _prefix_costs(cut: Ints, alone: tuple[int, ...]) -> Ints:
    """What each beginning of a word costs by itself, cut in the cheapest way."""
    costs = [0] + [IMPOSSIBLE] * (len(cut) - 1)
    for end in range(1, len(cut)):
        for length in range(1, min(REACH, end) + 1):
            if cut[end, length] > 0:
                costs[end] = min(costs[end], costs[end - length] + alone[cut[end, length]])
    return np.array(costs, dtype=np.int32)

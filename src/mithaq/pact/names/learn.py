"""Learn, from pairs of words that are the same name, which letter groups stand for which.

Pairs come as two words and a weight. Every way of cutting both words into facing groups is
weighed at once (expectation-maximisation over a joint multigram model): a group of up to two or three
letters faces a group of up to three, or nothing. Groups that explain little lose half a
count each round, so that the table stays small. `^` and `$` are the edges of a word: a silent e at the end
is cheap, within a word it is not.

Source: Bisani and Ney, "Joint-sequence models for grapheme-to-phoneme conversion" (2008).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.errors import NothingToLearn

Pair = tuple[str, str, float]
Groups = dict[tuple[str, str], float]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ACROSS = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1), (2, 2), (1, 3), (2, 3))
WITHIN = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2))
_FIRST_GUESS = {2: 1.0, 3: 0.2, 1: 0.05, 4: 0.02, 5: 0.005}  # by letters in both groups together
_DISCOUNT = 0.5  # counts a group loses each round: what is seen once teaches nothing
_MET_AT_LEAST = 6.0  # by chance or not; fewer meetings are not followed up
LONGEST_WORD = 16
EDGES = ("^", "$")


@dataclass(slots=True)
class _Block:
    """Pairs of equal lengths, and for each cell and shape the number of the group that ends there."""

    weights: Floats
    size: tuple[int, int]
    groups: dict[tuple[int, int, int], NDArray[np.integer[Any]]]


def learn_groups(
    pairs: Sequence[Pair], *, shapes: Sequence[tuple[int, int]] = ACROSS, rounds: int = 8
) -> Groups:
    """Probability of each pair of facing letter groups; they add up to one.

    Shape: keys are (group of the first word, group of the second), either may be empty.
    """
    coded = _Code(pairs)
    blocks, keys = _blocks(coded, pairs, shapes)
    chance = _first_guess(coded, blocks, keys)
    allowed = (chance > 0).astype(float)
    for _ in range(rounds):
        counts = np.zeros(len(keys))
        for block in blocks:
            _count(block, shapes, chance, counts)
        counts = np.where(coded.single(keys), counts + 0.1, np.maximum(counts - _DISCOUNT, 0.0)) * allowed
        chance = counts / counts.sum()
    return {coded.group(int(keys[number])): float(chance[number]) for number in np.flatnonzero(chance)}


class _Code:
    """Letters as numbers, groups as one number: what numpy can look up at once."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.first = ["", *EDGES, *sorted({mark for a, _, _ in pairs for mark in a} - {"^", "$"})]
        self.second = ["", *EDGES, *sorted({mark for _, b, _ in pairs for mark in b} - {"^", "$"})]
        self._of_first = {mark: number for number, mark in enumerate(self.first)}
        self._of_second = {mark: number for number, mark in enumerate(self.second)}

    def words(self, pairs: Sequence[Pair]) -> tuple[Ints, Ints]:
        first = [[self._of_first[mark] for mark in f"^{a}$"] for a, _, _ in pairs]
        second = [[self._of_second[mark] for mark in f"^{b}$"] for _, b, _ in pairs]
        return np.array(first, dtype=np.int64), np.array(second, dtype=np.int64)

    def key(self, first: Ints, second: Ints) -> Ints:
        return self._pack(first, len(self.first)) * len(self.second) ** 3 + self._pack(
            second, len(self.second)
        )

    def _pack(self, group: Ints, base: int) -> Ints:
        packed = np.zeros(len(group), dtype=np.int64)
        for column in range(group.shape[1]):
            packed = packed * base + group[:, column]
        return packed

    def group(self, key: int) -> tuple[str, str]:
        first, second = divmod(key, len(self.second) ** 3)
        return _unpack(first, self.first), _unpack(second, self.second)

    def may_face(self, keys: Ints) -> NDArray[np.bool_]:
        """Whether a group holds each edge on both sides or on neither."""
        groups = (self.group(int(key)) for key in keys)
        return np.array([all((edge in a) == (edge in b) for edge in EDGES) for a, b in groups])

    def single(self, keys: Ints) -> NDArray[np.bool_]:
        """Groups of at most one letter on each side: they are never forgotten."""
        return np.array([key > 0 and max(len(side) for side in self.group(int(key))) < 2 for key in keys])


def _unpack(number: int, marks: list[str]) -> str:
    text = ""
    while number:
        number, last = divmod(number, len(marks))
        text = marks[last] + text
    return text


def _blocks(
    coded: _Code, pairs: Sequence[Pair], shapes: Sequence[tuple[int, int]]
) -> tuple[list[_Block], Ints]:
    by_size: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for pair in pairs:
        if 0 < len(pair[0]) <= LONGEST_WORD and 0 < len(pair[1]) <= LONGEST_WORD:
            by_size[len(pair[0]), len(pair[1])].append(pair)
    blocks = [_block(coded, same, shapes) for _, same in sorted(by_size.items())]
    return blocks, _renumber(coded, blocks)


def _renumber(coded: _Code, blocks: list[_Block]) -> Ints:
    """Number the groups that are met often enough, from 1; 0 stands for all the others."""
    met: dict[int, float] = defaultdict(float)
    for block in blocks:
        for numbers in block.groups.values():
            keys, where = np.unique(numbers, return_inverse=True)
            for key, weight in zip(
                keys.tolist(), np.bincount(where, weights=block.weights).tolist(), strict=True
            ):
                met[key] += weight
    often = np.array(sorted(key for key, weight in met.items() if weight >= _MET_AT_LEAST), dtype=np.int64)
    if not len(often):
        raise NothingToLearn
    kept = np.concatenate([[-1], often[coded.may_face(often)]])
    for block in blocks:
        for cell, numbers in block.groups.items():
            at = np.minimum(np.searchsorted(kept, numbers), len(kept) - 1)
            block.groups[cell] = np.where(kept[at] == numbers, at, 0).astype(np.int32)
    return kept


def _block(coded: _Code, pairs: list[Pair], shapes: Sequence[tuple[int, int]]) -> _Block:
    first, second = coded.words(pairs)
    n, m = first.shape[1], second.shape[1]
    groups: dict[tuple[int, int, int], NDArray[np.integer[Any]]] = {}
    for i in range(n + 1):
        for j in range(m + 1):
            for shape, (a, b) in enumerate(shapes):
                if i >= a and j >= b and _near(i, j, n, m) and _near(i - a, j - b, n, m):
                    groups[i, j, shape] = coded.key(first[:, i - a : i], second[:, j - b : j])
    return _Block(np.array([weight for _, _, weight in pairs]), (n, m), groups)


def _near(i: int, j: int, n: int, m: int) -> bool:
    """Whether a cell is near enough to the diagonal to be worth a look."""
    return abs(i * m - j * n) <= 0.4 * n * m + max(n, m)


def _first_guess(coded: _Code, blocks: list[_Block], keys: Ints) -> Floats:
    """Groups that meet more often than chance would have it."""
    met = np.zeros(len(keys))
    for block in blocks:
        _add(block, [block.weights] * len(block.groups), met)
    sides = [("", "")] + [coded.group(int(key)) for key in keys[1:]]
    alone: list[dict[str, float]] = [defaultdict(float), defaultdict(float)]
    for (a, b), count in zip(sides, met, strict=True):
        alone[0][a] += count
        alone[1][b] += count
    prior = [_FIRST_GUESS[len(a) + len(b)] / (alone[0][a] * alone[1][b]) for a, b in sides[1:]]
    guess: Floats = met**2 * np.array([0.0, *prior])
    guess /= guess.sum()
    return guess


def _count(block: _Block, shapes: Sequence[tuple[int, int]], chance: Floats, counts: Floats) -> None:
    """Add how often each group is expected in these pairs, all cuttings weighed."""
    n, m = block.size
    size: Any = (n + 1, m + 1, len(block.weights))
    ahead, behind = np.zeros(size), np.zeros(size)
    ahead[0, 0], behind[n, m] = 1.0, 1.0
    cells = sorted(block.groups)
    for i, j, shape in cells:
        a, b = shapes[shape]
        ahead[i, j] += ahead[i - a, j - b] * chance[block.groups[i, j, shape]]
    for i, j, shape in reversed(cells):
        a, b = shapes[shape]
        behind[i - a, j - b] += behind[i, j] * chance[block.groups[i, j, shape]]
    total = ahead[n, m]
    share = np.where(total > 0, block.weights / np.where(total > 0, total, 1.0), 0.0)
    expected = []
    for (i, j, shape), numbers in block.groups.items():
        a, b = shapes[shape]
        expected.append(ahead[i - a, j - b] * chance[numbers] * behind[i, j] * share)
    _add(block, expected, counts)


def _add(block: _Block, expected: Sequence[Floats], counts: Floats) -> None:
    numbers = np.concatenate(list(block.groups.values()))
    counts += np.bincount(numbers, weights=np.concatenate(expected), minlength=len(counts))

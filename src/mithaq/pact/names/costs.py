"""What it costs that one letter group stands for another: a learned table between two scripts.

A cost is a whole number, a hundredth of a nat: -100 ln of the probability, so that the same
sums come out wherever they are computed. Two words face each other by the cheapest way of
cutting both into facing groups (Viterbi); what that costs, less what each word costs alone,
says how much better "the same word" explains them than chance.

Source: tables/SOURCES.md names what each table was learned from.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names import kernel

Costs = NDArray[np.int32]
NAT = 100
IMPOSSIBLE = 16_000  # far above any sum that counts, and two of them still fit into sixteen bits
STRANGE = 1_100  # a letter the table does not know, facing nothing
LONGEST = 24  # letters of a word that are compared
REACH = 3  # letters of the longest group
_AT_ONCE = 4_096
_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class Side:
    """One script of a table: its groups by number, and what each costs by itself.

    Number 0 is the empty group, 1 any letter that the table does not know.
    """

    script: str
    numbers: Mapping[str, int]
    alone: tuple[int, ...]
    in_nats: NDArray[np.float64] = field(compare=False)
    kept: dict[str, Costs] = field(default_factory=dict, compare=False)

    def groups(self, word: str) -> Costs:
        """For each end of a group in `^word$` and each length, the group's number, or -1.

        Shape: (letters + 3, 4); column 0 is the empty group.
        """
        known = self.kept.get(word)
        if known is None:
            if len(self.kept) > _KEPT:
                self.kept.clear()
            known = self.kept[word] = self._cut(f"^{word[:LONGEST]}$")
        return known

    def _cut(self, text: str) -> Costs:
        ends = [[0, -1, -1, -1]]
        numbers = self.numbers.get
        for end in range(1, len(text) + 1):
            cut = [0, numbers(text[end - 1 : end], 1), -1, -1]
            for length in range(2, min(REACH, end) + 1):
                cut[length] = numbers(text[end - length : end], -1)
            ends.append(cut)
        return np.array(ends, dtype=np.int32)

    def cost(self, word: str) -> int:
        """What the word costs by itself, all ways of cutting it weighed."""
        cut = self.groups(word)
        if kernel.LIBRARY is not None:
            return kernel.cost_alone(cut, self.in_nats, NAT)
        ends = cut.tolist()
        reached = [0.0]
        for end in range(1, len(ends)):
            ways = [
                reached[end - length] + self.in_nats[group].item()
                for length, group in enumerate(ends[end])
                if group > 0
            ]
            least = min(ways)
            reached.append(least - math.log(sum(math.exp(least - way) for way in ways)))
        return round(reached[-1] * NAT)


class LetterCosts:
    """A table between two scripts: `face` is what it costs that one group faces another."""

    def __init__(self, first: str, second: str, costs: Mapping[tuple[str, str], int]) -> None:
        numbers: tuple[dict[str, int], dict[str, int]] = ({"": 0, "�": 1}, {"": 0, "�": 1})
        alone: tuple[dict[str, float], ...] = (defaultdict(float), defaultdict(float))
        for group, cost in sorted(costs.items()):
            for side in (0, 1):
                numbers[side].setdefault(group[side], len(numbers[side]))
                alone[side][group[side]] += math.exp(-cost / NAT)
        self.first, self.second = (
            _side(script, numbers[side], alone[side]) for side, script in enumerate((first, second))
        )
        # The last row and column, number -1, are groups that the table does not hold.
        self.face = np.full((len(numbers[0]) + 1, len(numbers[1]) + 1), IMPOSSIBLE, dtype=np.int32)
        self.face[1, 0] = self.face[0, 1] = STRANGE
        for (a, b), cost in costs.items():
            self.face[numbers[0][a], numbers[1][b]] = cost
        self.shapes = sorted({_shape(a, b) for a, b in costs})
        self._comparer: kernel.Comparer | None = None

    @classmethod
    def read(cls, text: str) -> "LetterCosts":
        """A table from its file: a header line naming the scripts, then group, group, cost."""
        header, *lines = (line for line in text.splitlines() if line and not line.startswith("#"))
        first, second, _ = header.split("\t")
        rows = (line.split("\t") for line in lines)
        return cls(first, second, {(a, b): int(cost) for a, b, cost in rows})

    def share(self, a: str, b: str) -> float:
        """Of all writings of one group, or of the other if that is more, the share in which they face so.

        Shape: 0 to 1; 0 if the table does not have both. An empty group counts on neither side.
        """
        sides = (self.first, self.second)
        numbers = [side.numbers.get(group) for side, group in zip(sides, (a, b), strict=True)]
        if numbers[0] is None or numbers[1] is None:
            return 0.0
        cost = int(self.face[numbers[0], numbers[1]])
        alone = [side.alone[number] for side, number in zip(sides, numbers, strict=True) if number]
        return min(1.0, math.exp((max(alone, default=0) - cost) / NAT)) if cost < IMPOSSIBLE else 0.0

    def compare(self, pairs: Sequence[tuple[str, str]]) -> Costs:
        """The least cost at which the two words of each pair face each other."""
        if kernel.LIBRARY is not None:
            return self._compiled(pairs)
        costs = np.zeros(len(pairs), dtype=np.int32)
        first, second = _Cut(self.first), _Cut(self.second)
        order = sorted(range(len(pairs)), key=lambda place: (len(pairs[place][0]), len(pairs[place][1])))
        at_once = min(_AT_ONCE, max(128, len(order) // 8))  # few pairs of many sizes: less to fill up
        for start in range(0, len(order), at_once):
            places = order[start : start + at_once]
            costs[places] = self._block(
                *first.stack([pairs[place][0] for place in places]),
                *second.stack([pairs[place][1] for place in places]),
            )
        return costs

    def _compiled(self, pairs: Sequence[tuple[str, str]]) -> Costs:
        if self._comparer is None:
            self._comparer = kernel.Comparer(self.face, np.array(self.shapes, dtype=np.int32))
        cut = [(self.first.groups(a), self.second.groups(b)) for a, b in pairs]
        return np.array([self._comparer.cost(a, b) for a, b in cut], dtype=np.int32)

    def _block(self, first: Costs, first_ends: Costs, second: Costs, second_ends: Costs) -> Costs:
        """Many words at once; group numbers as (end, length, word), shorter words filled up with -1."""
        n, m, many = first.shape[0], second.shape[0], first.shape[2]
        least = np.full((n, m, many), IMPOSSIBLE, dtype=np.int32)
        least[0, 0] = 0
        for i in range(n):
            for j in range(m):
                for a, b in self.shapes:
                    if i >= a and j >= b:
                        way = least[i - a, j - b] + self.face[first[i, a], second[j, b]]
                        np.minimum(least[i, j], way, out=least[i, j])
        found: Costs = least[first_ends, second_ends, np.arange(many)]
        return found


class _Cut:
    """Words of one side cut into numbered groups, each word once."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._known: dict[str, Costs] = {}

    def stack(self, words: Sequence[str]) -> tuple[Costs, Costs]:
        """Their groups side by side, and where each word ends."""
        cut = []
        for word in words:
            if word not in self._known:
                self._known[word] = self._side.groups(word)
            cut.append(self._known[word])
        ends = np.array([len(groups) - 1 for groups in cut], dtype=np.int32)
        stacked = np.full((int(ends.max()) + 1, REACH + 1, len(cut)), -1, dtype=np.int32)
        for place, groups in enumerate(cut):
            stacked[: len(groups), :, place] = groups
        return stacked, ends


def _side(script: str, numbers: Mapping[str, int], chances: Mapping[str, float]) -> Side:
    alone = tuple(_alone(numbers, chances))
    return Side(script, numbers, alone, np.array(alone, dtype=np.float64) / NAT)


def _alone(numbers: Mapping[str, int], chances: Mapping[str, float]) -> Iterable[int]:
    for group in numbers:
        chance = chances.get(group, 0.0)
        yield round(-NAT * math.log(chance)) if chance else STRANGE


def _shape(a: str, b: str) -> tuple[int, int]:
    return len(a), len(b)

"""The words of an index that are near a word sought, each with what their meeting would say.

Given names repeat, so what was found once is kept.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names import kernel
from mithaq.pact.names.finder import Manner, Seeker
from mithaq.pact.names.parts import Part, joined, part_of
from mithaq.pact.names.tables import scales, weights
from mithaq.pact.names.trie import EXPLAINED, SLACK, WIDEST, Trie, Walk
from mithaq.pact.names.weigher import WEIGHT_TELLS

Ints = NDArray[np.int32]
Word = tuple[str, str]  # the script it is compared in, its letters
KEPT = 50_000
NEAREST = 120  # words weighed for each word sought
SHORT = 4  # letters of a part that may be written joined to its neighbour
LEAST = 50  # hundredths of a nat that a meeting must say to be followed
_ITSELF = 800


class Neighbours(NamedTuple):
    """Words near the one sought, by number among all words of the index, the heaviest first.

    `points` is what each may be worth in the score. Units: hundredths of a nat, which add up to the same
    in whatever order.
    """

    told: Ints  # numbers, weights, points: a row each
    lies: tuple[int, int]  # where, and how many

    @property
    def numbers(self) -> Ints:
        numbers: Ints = self.told[0]
        return numbers

    @property
    def weights(self) -> Ints:
        weights: Ints = self.told[1]
        return weights

    @property
    def points(self) -> Ints:
        points: Ints = self.told[2]
        return points


class Near:
    """Vocabularies by script, with their trees, and what was found near the last words sought."""

    def __init__(self, vocabularies: Mapping[str, Sequence[str]], tries: Mapping[str, Trie]) -> None:
        self._letters, self._tries = vocabularies, tries
        self._first: dict[str, int] = {}
        for script in vocabularies:
            self._first[script] = sum(len(vocabularies[before]) for before in self._first)
        self._numbers: dict[str, dict[str, int]] = {}
        self._walks: dict[tuple[str, str], Walk] = {}
        self._seekers: dict[tuple[str, str], Seeker] = {}
        self._kept: OrderedDict[Word, Neighbours] = OrderedDict()

    def of_names(self, names: Sequence[Sequence[Part]]) -> Iterator[tuple[list[Neighbours], list[int]]]:
        """The words near each part of a name, then near two read as one; of which the first of each two."""
        asked = [_words_of(name) for name in names]
        known = self.of_words(list(dict.fromkeys(word for words, _ in asked for word in words)))
        for words, joins in asked:
            yield [known[word] for word in words], joins

    def of_words(self, words: Sequence[Word]) -> dict[Word, Neighbours]:
        """The words near each of these, none of which stands twice; the heaviest first."""
        fresh = [word for word in words if word not in self._kept]
        known = {word: self._kept.pop(word) for word in words if word in self._kept}
        known.update(self._found(fresh))
        self._kept.update(known)  # asked for last, to be forgotten last
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return known

    def _found(self, words: Sequence[Word]) -> Iterator[tuple[Word, Neighbours]]:
        found = [self._in_script(words, other) for other in self._letters]
        for word, told in zip(words, zip(*found, strict=True), strict=False):
            yield word, _neighbours(told[0] if len(told) == 1 else _heaviest(told))
        if not found:
            yield from ((word, _neighbours(np.zeros((3, 0), dtype=np.int32))) for word in words)

    def _in_script(self, words: Sequence[Word], other: str) -> list[Ints]:
        """The words of the other script near each of these, heaviest first: numbers, weights, points."""
        first, number = self._first[other], self._number_of(other)
        found: dict[Word, Ints] = {}
        sought: dict[str, list[Word]] = {}
        for script, word in words:
            if len(word) == 1 or not self._has_table(script, other):
                itself = [first + number[word]] if script == other and word in number else []
                found[script, word] = _ints([itself, [_ITSELF] * len(itself), [_ITSELF] * len(itself)])
            else:
                sought.setdefault(script, []).append((script, word))
        for script, some in sought.items():
            # Words that lists of names give for one, however far their letters are.
            listed = [
                {number[one] for one in scales().seen_for(script, word, other) if one in number}
                for _, word in some
            ]
            parts = [part_of(word)._replace(script=script) for _, word in some]
            if kernel.LIBRARY is not None:
                told = self._seeker(script, other).near(parts, listed)
            else:
                told = [self._near(*one, other) for one in zip(parts, listed, strict=True)]
            found.update(zip(some, told, strict=True))
        return [found[word] for word in words]

    def _near(self, part: Part, listed: set[int], other: str) -> Ints:
        """What the kernel does for many: the words near one part, and those listed for it."""
        letters = self._letters[other]
        words, costs = self._walk(part.script, other).near(part.letters, NEAREST)
        if seen := sorted(listed - set(words)):
            costs += self._walk(part.script, other).face(part.letters, [letters[place] for place in seen])
            words += seen
        table = _ints([words, *self._said(part, other, words, costs)])
        table[0] += self._first[other]
        return _heaviest([table[:, table[1] > LEAST]])

    def _said(self, part: Part, other: str, places: list[int], costs: list[int]) -> tuple[Any, Any]:
        """What the word sought says meeting each of these at that cost, and what that is worth."""
        turned, across = self._is_turned(part.script, other), part.script != other
        tells, points = [], []
        for place, cost in zip(places, costs, strict=True):
            one, two = part.letters, self._letters[other][place]
            scripts = (other, part.script) if turned else (part.script, other)
            said = scales().evidence(scripts, *((two, one) if turned else (one, two)), cost)
            worth = weights(across).of_names(said) if part.kind == "name" else 0.0
            tells.append(round(100 * said.weight))
            points.append(round(WEIGHT_TELLS * said.weight + 100 * worth))
        return tells, points

    def _has_table(self, script: str, other: str) -> bool:
        costs = scales().costs
        return (script, other) in costs or (other, script) in costs

    def _number_of(self, script: str) -> dict[str, int]:
        if script not in self._numbers:
            self._numbers[script] = {word: place for place, word in enumerate(self._letters[script])}
        return self._numbers[script]

    def _is_turned(self, script: str, other: str) -> bool:
        """Whether the table has the other script first."""
        return (script, other) not in scales().costs

    def _walk(self, script: str, other: str) -> Walk:
        """The tree of the other script, ready for the table by which this script faces it."""
        key = (script, other)
        if key not in self._walks:
            turned = self._is_turned(script, other)
            table = scales().costs[(other, script) if turned else key]
            self._walks[key] = Walk(self._tries[other], table, 0 if turned else 1)
        return self._walks[key]

    def _seeker(self, script: str, other: str) -> Seeker:
        """The same for the kernel."""
        key = (script, other)
        if key not in self._seekers:
            manner = Manner(EXPLAINED, SLACK, WIDEST, NEAREST, LEAST, WEIGHT_TELLS)
            walk, words = self._walk(script, other), self._letters[other]
            self._seekers[key] = Seeker(key, walk, words, first=self._first[other], manner=manner)
        return self._seekers[key]


def _neighbours(told: Ints) -> Neighbours:
    return Neighbours(told, (told.__array_interface__["data"][0], told.shape[1]))


def _words_of(name: Sequence[Part]) -> tuple[list[Word], list[int]]:
    """Each part of the name, then two read as one where they may be; of which the first of each two."""
    joins = [place for place, two in enumerate(pairwise(name)) if _may_join(*two)]
    words = [(part.script, part.letters) for part in name]
    words += [(name[place].script, joined(*name[place : place + 2])) for place in joins]
    return words, joins


def _may_join(part: Part, after: Part) -> bool:
    return part.script == after.script and min(len(part.letters), len(after.letters)) <= SHORT


def _ints(numbers: Sequence[int] | Sequence[Sequence[int]]) -> Ints:
    return np.array(numbers, dtype=np.int32)


def _heaviest(found: Sequence[Ints]) -> Ints:
    """Of all that was found the heaviest, in order."""
    table = np.concatenate(found, axis=1)
    heaviest: Ints = np.ascontiguousarray(table[:, np.lexsort((table[0], -table[1]))[:NEAREST]])
    return heaviest

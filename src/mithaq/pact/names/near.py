"""The words of an index that are near a word sought, each with what their meeting would say.

Given names repeat, so what was found once is kept.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.parts import Part, joined, part_of
from mithaq.pact.names.tables import scales, weights
from mithaq.pact.names.trie import Trie, Walk
from mithaq.pact.names.weigh import Sought, Vocabulary

Ints = NDArray[np.int32]
KEPT = 50_000
NEAREST = 120  # words weighed for each word sought
SHORT = 4  # letters of a part that may be written joined to its neighbour
LEAST = 50  # hundredths of a nat that a meeting must say to be followed
WEIGHT_TELLS = 60  # hundredths of a nat that a nat of weight is worth when names are put in order
_ITSELF = 800


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Words near the one sought, by number among all words of the index, the heaviest first.

    `points` is what each may be worth in the score. Units: hundredths of a nat, which add up to the same
    in whatever order.
    """

    numbers: Ints
    weights: Ints
    points: Ints


class Near:
    """Vocabularies by script, with their trees, and what was found near the last words sought."""

    def __init__(self, vocabularies: Mapping[str, Sequence[str]], tries: Mapping[str, Trie]) -> None:
        self._letters, self._tries = vocabularies, tries
        self._first: dict[str, int] = {}
        for script in vocabularies:
            self._first[script] = sum(len(vocabularies[before]) for before in self._first)
        self._numbers: dict[str, dict[str, int]] = {}
        self._walks: dict[tuple[str, str], tuple[Walk, Vocabulary, bool]] = {}
        self._kept: OrderedDict[tuple[str, str], Neighbours] = OrderedDict()

    def of_name(self, name: Sequence[Part]) -> tuple[list[Neighbours], list[int]]:
        """The words near each part of the name, then near two read as one; of which the first of each two."""
        near = [self.of_word(part.script, part.letters) for part in name]
        joins = [place for place, two in enumerate(pairwise(name)) if _may_join(*two)]
        near += [self.of_word(name[place].script, joined(*name[place : place + 2])) for place in joins]
        return near, joins

    def of_word(self, script: str, word: str) -> Neighbours:
        """The words near this one, the heaviest first."""
        key = (script, word)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = [self._in_script(script, word, other) for other in self._letters]
        table = np.concatenate([np.zeros((3, 0), dtype=np.int32), *found], axis=1)
        order = np.lexsort((table[0], -table[1]))[:NEAREST]
        self._kept[key] = Neighbours(*np.ascontiguousarray(table[:, order]))
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _in_script(self, script: str, word: str, other: str) -> Ints:
        """The words of the other script near this one: numbers, weights, points."""
        first = self._first[other]
        if len(word) == 1 or not self._has_table(script, other):
            place = self._number_of(other).get(word) if script == other else None
            itself = [] if place is None else [first + place]
            return _ints([itself, [_ITSELF] * len(itself), [_ITSELF] * len(itself)])
        walk, vocabulary, turned = self._walk(script, other)
        sought = Sought(script, word, vocabulary, turned)
        words, costs = walk.near(word, NEAREST)
        # Words that lists of names give for this one, however far their letters are.
        seen = sorted(set(scales().sightings(sought)[0]) - set(words))
        costs += walk.face(word, seen, [vocabulary.letters[place] for place in seen])
        places = _ints(words + seen)
        said = scales().weights(sought, places, _ints(costs))
        tells = 100 * said.weight
        points = WEIGHT_TELLS * said.weight
        if part_of(word).kind == "name":
            points += weights(script != other).of_words(said)
        table: Ints = np.rint(np.stack([first + places, tells, points])).astype(np.int32)
        return table[:, tells > LEAST]

    def _has_table(self, script: str, other: str) -> bool:
        costs = scales().costs
        return (script, other) in costs or (other, script) in costs

    def _number_of(self, script: str) -> dict[str, int]:
        if script not in self._numbers:
            self._numbers[script] = {word: place for place, word in enumerate(self._letters[script])}
        return self._numbers[script]

    def _walk(self, script: str, other: str) -> tuple[Walk, Vocabulary, bool]:
        """The tree of the other script, ready for the table by which this script faces it."""
        key = (script, other)
        if key not in self._walks:
            tables = scales()
            turned = key not in tables.costs
            table = tables.costs[(other, script) if turned else key]
            walk = Walk(self._tries[other], table, 0 if turned else 1)
            letters = self._letters[other]
            chances = tables.words[other].chances(letters, walk.alone)
            totals = tables.totals(other, script, letters)
            vocabulary = Vocabulary(other, letters, self._number_of(other), walk.alone, chances, totals)
            self._walks[key] = walk, vocabulary, turned
        return self._walks[key]


def _may_join(part: Part, after: Part) -> bool:
    return part.script == after.script and min(len(part.letters), len(after.letters)) <= SHORT


def _ints(numbers: Sequence[int] | Sequence[Sequence[int]]) -> Ints:
    return np.array(numbers, dtype=np.int32)

"""The words of an index that are near a word sought, each with what their meeting would say.

Given names repeat, so what was found once is kept.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.parts import Part, joined
from mithaq.pact.names.tables import scales
from mithaq.pact.names.trie import Trie, Walk
from mithaq.pact.names.weigh import Sought, Vocabulary

KEPT = 50_000
NEAREST = 120  # words weighed for each word sought
SHORT = 4  # letters of a part that may be written joined to its neighbour
LEAST = 0.5  # nats a meeting must say to be followed
NOTHING = 0.0  # what is said by words that no table compares
_ITSELF = 8.0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Words near the one sought, by number among all words of the index, the heaviest first."""

    numbers: NDArray[np.int64]
    weights: NDArray[np.float32]


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

    def of_name(self, name: Sequence[Part]) -> Iterator[Neighbours]:
        """For each part of the name, and for two parts read as one, the words near it."""
        for part in name:
            yield self.of_word(part.script, part.letters)
        for part, after in pairwise(name):
            if part.script == after.script and min(len(part.letters), len(after.letters)) <= SHORT:
                yield self.of_word(part.script, joined(part, after))

    def of_word(self, script: str, word: str) -> Neighbours:
        """The words near this one, the heaviest first."""
        key = (script, word)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = [self._in_script(script, word, other) for other in self._letters]
        numbers = np.concatenate([numbers for numbers, _ in found] or [np.zeros(0, dtype=np.int64)])
        weights = np.concatenate([weights for _, weights in found] or [np.zeros(0)])
        order = np.lexsort((numbers, -weights))[:NEAREST]
        self._kept[key] = Neighbours(numbers[order], weights[order].astype(np.float32))
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def weigh(self, name: Sequence[Part], others: Iterable[Part]) -> None:
        """Weigh every part of a name meeting every one of these words of the index."""
        by_script: dict[str, list[str]] = {}
        for part in others:
            by_script.setdefault(part.script, []).append(part.letters)
        tables = scales()
        for script, word in {(part.script, part.letters) for part in name if len(part.letters) > 1}:
            for other, words in by_script.items():
                if not self._has_table(script, other):
                    continue
                wanted = [one for one in words if not tables.is_weighed(script, word, other, one)]
                if wanted:
                    walk, vocabulary, turned = self._walk(script, other)
                    places = [vocabulary.number[one] for one in wanted]
                    costs = walk.face(word, places, wanted)
                    tables.note(Sought(script, word, vocabulary, turned), _ints(places), _ints(costs))

    def roughly(self, name: Sequence[Part], others: Sequence[Part]) -> NDArray[np.float64]:
        """What every part of a name says meeting every one of these words of the index: (part, word)."""
        said = np.full((len(name), len(others)), NOTHING)
        for script in self._letters:
            columns = [place for place, part in enumerate(others) if part.script == script]
            words = [others[place].letters for place in columns]
            for row, part in enumerate(name):
                if not columns or len(part.letters) == 1 or not self._has_table(part.script, script):
                    continue
                walk, vocabulary, turned = self._walk(part.script, script)
                places = [vocabulary.number[word] for word in words]
                sought = Sought(part.script, part.letters, vocabulary, turned)
                costs = _ints(walk.face(part.letters, places, words))
                said[row, columns] = scales().weights(sought, _ints(places), costs).weight
        return said

    def _in_script(self, script: str, word: str, other: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        first = self._first[other]
        if len(word) == 1 or not self._has_table(script, other):
            place = self._number_of(other).get(word) if script == other else None
            itself = [] if place is None else [first + place]
            return np.array(itself, dtype=np.int64), np.full(len(itself), _ITSELF)
        walk, vocabulary, turned = self._walk(script, other)
        sought = Sought(script, word, vocabulary, turned)
        words, costs = walk.near(word, NEAREST)
        # Words that lists of names give for this one, however far their letters are.
        seen = sorted(set(scales().sightings(sought)[0]) - set(words))
        costs += walk.face(word, seen, [vocabulary.letters[place] for place in seen])
        places = _ints(words + seen)
        weights = scales().weights(sought, places, _ints(costs)).weight
        follows = weights > LEAST
        return first + places[follows].astype(np.int64), weights[follows]

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


def _ints(numbers: Sequence[int]) -> NDArray[np.int32]:
    return np.array(numbers, dtype=np.int32)

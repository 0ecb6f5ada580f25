"""The words of an index that are near a word sought, each with what their meeting would say.

Given names repeat, so what was found once is kept.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from mithaq.pact.names.parts import Part, joined
from mithaq.pact.names.tables import scales
from mithaq.pact.names.trie import Trie, Walk
from mithaq.pact.names.weigh import Scales

Neighbours = list[tuple[str, int, float]]  # script, number of the word, weight
KEPT = 50_000
NEAREST = 120  # words weighed for each word sought
SHORT = 4  # letters of a part that may be written joined to its neighbour
LEAST = 0.5  # nats a meeting must say to be followed


class Near:
    """Vocabularies by script, with their trees, and what was found near the last words sought."""

    def __init__(self, vocabularies: Mapping[str, Sequence[str]], tries: Mapping[str, Trie]) -> None:
        self._words, self._tries = vocabularies, tries
        self._numbers: dict[str, dict[str, int]] = {}
        self._walks: dict[tuple[str, str, str], Walk] = {}
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
        found: Neighbours = []
        for other in self._words:
            found += self._in_script(script, word, other)
        found.sort(key=lambda near: (-near[2], near[0], near[1]))
        self._kept[key] = found[:NEAREST]
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return self._kept[key]

    def _in_script(self, script: str, word: str, other: str) -> Neighbours:
        tables = scales()
        numbers = self._numbers_of(other)
        if len(word) == 1 or not ((script, other) in tables.costs or (other, script) in tables.costs):
            return [(other, numbers[word], 8.0)] if script == other and word in numbers else []
        words, costs = self._walk(script, other).near(word, NEAREST)
        names = self._words[other]
        tables.note(
            script, word, other, {names[place]: cost for place, cost in zip(words, costs, strict=True)}
        )
        near = []
        for place in set(words) | self._seen(tables, script, word, other):
            evidence = tables.of(script, word, other, names[place])
            if evidence and evidence.weight > LEAST:
                near.append((other, place, evidence.weight))
        return near

    def _seen(self, tables: Scales, script: str, word: str, other: str) -> set[int]:
        """Words that the lists of names seen for each other give, however far their letters are."""
        numbers = self._numbers_of(other)
        return {numbers[one] for one in tables.seen_for(script, word, other) if one in numbers}

    def _numbers_of(self, script: str) -> dict[str, int]:
        if script not in self._numbers:
            self._numbers[script] = {word: place for place, word in enumerate(self._words[script])}
        return self._numbers[script]

    def _walk(self, script: str, other: str) -> Walk:
        """The tree of the other script, ready for the table by which this script faces it."""
        tables = scales().costs
        scripts, place = ((script, other), 1) if (script, other) in tables else ((other, script), 0)
        key = (other, *scripts)
        if key not in self._walks:
            self._walks[key] = Walk(self._tries[other], tables[scripts], place)
        return self._walks[key]

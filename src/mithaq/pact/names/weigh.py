"""How much it says that one word meets another: letters, and how frequent the words are.

Two questions are asked of two words. Would this spelling come out if the second were written
for the first (letter costs, and how often it was seen)? And how likely is it to be met
anyway? محمد meets Mohamed everywhere and says little; لوجيي meets Laugier by letters alone and says
much; John and سالم are both well known, and never for each other, which speaks against.

Weights are in nats; what is known of words is a count, and what the letters say stands in
for it as a few imagined sightings, so that a frequent word is believed and a rare one is read.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mithaq.pact.names import kernel
from mithaq.pact.names.costs import NAT, LetterCosts, Side
from mithaq.pact.names.parts import Part

IMAGINED = 2.0  # sightings that the letter costs are worth beside real ones
UNSEEN = 0.15  # share of all words that stands in no list
FEW = 60.0  # sightings below which a count is more chance than frequency
_LONG = 1_400  # what the letters of a rare word cost, at the least
_KEPT = 400_000


class Evidence(NamedTuple):
    """What the meeting of two words says. Symmetric: the same both ways round.

    `weight` is for (positive) or against, in nats; `letters` the share of the letters that is
    explained, 1 if all of them; `rarity` how seldom the more frequent of both is met; `apart`
    grows with how well both are known without ever being the same name.
    """

    weight: float
    letters: float
    rarity: float
    apart: float
    seen: int


Met = tuple[float, Evidence, str]  # how strongly two parts meet, what it says, and in what manner


@dataclass(frozen=True, slots=True)
class WordList:
    """How often the words of one script are met."""

    counts: Mapping[str, float]
    total: float

    def chance(self, word: str, alone: int) -> float:
        """Logarithm of how likely the word is to be met, `alone` being what its letters cost."""
        spelt = UNSEEN * self.total * math.exp(-alone / NAT)
        met = self.counts.get(word, 0.0)
        return math.log((met * met / (met + FEW) + spelt + 1e-9) / (self.total * (1 + UNSEEN)))


NO_WORDS = WordList({}, 1_000.0)


@dataclass(frozen=True, slots=True)
class SeenPairs:
    """How often words of two scripts were seen for each other, and each in all."""

    pairs: Mapping[tuple[str, str], int]
    first: Mapping[str, int]
    second: Mapping[str, int]
    of_first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_second: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Scales:
    """The tables by which words are weighed, and what was weighed already."""

    costs: Mapping[tuple[str, str], LetterCosts]
    words: Mapping[str, WordList]
    seen: Mapping[tuple[str, str], SeenPairs]
    met: dict[tuple[Part, Part], Met] = field(default_factory=dict)
    compiled: Callable[[tuple[str, str], str, str], Evidence] | None = None  # `evidence` by the loops
    _alone: dict[tuple[str, str, int, str], tuple[int, float]] = field(default_factory=dict)
    _rarities: dict[tuple[str, str], float] = field(default_factory=dict)
    _weighed: dict[tuple[str, str, str, str], Evidence] = field(default_factory=dict)

    def weigh(self, pairs: Iterable[tuple[str, str, str, str]]) -> None:
        """Weigh many meetings at once: (script, word, script, word) each."""
        wanted: dict[tuple[str, str], set[tuple[str, str]]] = {}
        if len(self._weighed) > _KEPT:
            self._weighed.clear()
        for one, a, other, b in pairs:
            way = self._way(one, a, other, b)
            if way and way not in self._weighed:
                wanted.setdefault((way[0], way[2]), set()).add((way[1], way[3]))
        for scripts, words in wanted.items():
            self._weigh(scripts, sorted(words))

    def keep(self, one: Part, other: Part, met: Met) -> None:
        """Keep what two parts say meeting each other, for the next name that holds them."""
        if len(self.met) > _KEPT:
            self.met.clear()
        self.met[one, other] = met

    def seen_for(self, script: str, word: str, other: str) -> tuple[str, ...]:
        """The words of the other script for which this one was seen."""
        if known := self.seen.get((script, other)):
            return known.of_first.get(word, ())
        known = self.seen.get((other, script))
        return known.of_second.get(word, ()) if known else ()

    def of(self, one: str, a: str, other: str, b: str) -> Evidence | None:
        """What the meeting says; nothing where we have no table for the two scripts."""
        way = self._way(one, a, other, b)
        if way is None:
            return None
        if way not in self._weighed:
            self._weigh((way[0], way[2]), [(way[1], way[3])])
        return self._weighed[way]

    def _by_itself(self, scripts: tuple[str, str], place: int, word: str) -> tuple[int, float]:
        """What the word costs, and how likely it is to be met."""
        key = (*scripts, place, word)
        known = self._alone.get(key)
        if known is None:
            if len(self._alone) > _KEPT:
                self._alone.clear()
            alone = self._side(scripts, place).cost(word)
            known = self._alone[key] = alone, self.words[scripts[place]].chance(word, alone)
        return known

    def rarity(self, script: str, word: str) -> float:
        """How seldom a word of this script is met, in nats, by the list of words alone."""
        key = (script, word)
        if key not in self._rarities:
            if len(self._rarities) > _KEPT:
                self._rarities.clear()
            self._rarities[key] = -self.words.get(script, NO_WORDS).chance(word, _LONG)
        return self._rarities[key]

    def _side(self, scripts: tuple[str, str], place: int) -> Side:
        table = self.costs[scripts]
        return table.second if place else table.first

    def _way(self, one: str, a: str, other: str, b: str) -> tuple[str, str, str, str] | None:
        """The meeting in the order of its table; within a script, in alphabetical order."""
        if one == other and b < a:
            a, b = b, a
        if (one, other) in self.costs:
            return one, a, other, b
        return (other, b, one, a) if (other, one) in self.costs else None

    def _weigh(self, scripts: tuple[str, str], pairs: list[tuple[str, str]]) -> None:
        if self.compiled and kernel.LIBRARY is not None:
            for a, b in pairs:
                self._weighed[scripts[0], a, scripts[1], b] = self.compiled(scripts, a, b)
            return
        together = self.costs[scripts].compare(pairs)
        for (a, b), cost in zip(pairs, together.tolist(), strict=True):
            self._weighed[scripts[0], a, scripts[1], b] = self.evidence(scripts, a, b, cost)

    def evidence(self, scripts: tuple[str, str], a: str, b: str, cost: int) -> Evidence:
        """What it says that two words meet, at either side of a table, whose letters face each other so."""
        alone_a, chance_a = self._by_itself(scripts, 0, a)
        alone_b, chance_b = self._by_itself(scripts, 1, b)
        seen, first, second = self._seen(scripts, a, b)
        b_for_a = _log_sum(seen, (alone_a - cost) / NAT) - math.log(first + IMAGINED)
        a_for_b = _log_sum(seen, (alone_b - cost) / NAT) - math.log(second + IMAGINED)
        return Evidence(
            weight=(b_for_a - chance_b + a_for_b - chance_a) / 2,
            letters=(alone_a + alone_b - cost) / (min(alone_a, alone_b) + 10),
            rarity=-max(chance_a, chance_b),
            apart=0.0 if seen else min(math.log1p(first), math.log1p(second)),
            seen=seen,
        )

    def _seen(self, scripts: tuple[str, str], a: str, b: str) -> tuple[int, int, int]:
        known = self.seen.get(scripts)
        if known is None:
            return 0, 0, 0
        return known.pairs.get((a, b), 0), known.first.get(a, 0), known.second.get(b, 0)


def _log_sum(seen: int, spelt: float) -> float:
    """Logarithm of the sightings and of the imagined ones together; `spelt` is a logarithm already."""
    imagined = math.log(IMAGINED) + spelt
    if not seen:
        return imagined
    high, low = max(math.log(seen), imagined), min(math.log(seen), imagined)
    return high + math.log1p(math.exp(low - high))

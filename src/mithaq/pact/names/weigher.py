"""The tables by which names are weighed, laid out as the compiled loops read them, and rows scored by those.

Nothing is decided here that `weigh`, `pairing` and `score` do not say: the loops take the same steps in the
same order, and what comes out is equal to the last bit.
"""

import ctypes
import math
from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names import kernel
from mithaq.pact.names.costs import IMPOSSIBLE, REACH, LetterCosts, Side
from mithaq.pact.names.parts import Part
from mithaq.pact.names.score import ABD, LINES, Worth
from mithaq.pact.names.tables import scales, weights
from mithaq.pact.names.weigh import FEW, Evidence, SeenPairs, WordList

WEIGHT_TELLS = 60  # hundredths of a nat that a nat of weight is worth when names are put in order
KINDS = ("name", "link", "initial", "title")
_KIND = {kind: place for place, kind in enumerate(KINDS)}
# By which the loops tell of two names, in their order (`loops/evidence.c`).
CODES = (
    *("parts-agree", "parts-joined", "parts-close", "parts-differ", "link-met", "initial-met", "title-met"),
    *("part-left-out", "link-left-out", "initial-left-out", "title-left-out"),
    *("whole", "other-order", "one-name-only"),
)
_PARTS = 16
_KNOTS = 10
_KEPT = 16384 * 1024  # bytes for the words that were last compared (`loops/evidence.c`)
NOT_WEIGHED = -(1 << 31)
_KNOWN = np.dtype([("alone", np.int32), ("listed", np.int32), ("chance", np.float64)])
_NO_PAIRS = SeenPairs({}, {}, {})

Ints = NDArray[np.int32]
Pointers = tuple[tuple[str, Any], ...]


def _pointers(*names: str) -> Pointers:
    return tuple((name, ctypes.c_void_p) for name in names)


class _Lexicon(ctypes.Structure):
    _fields_ = (*_pointers("letters", "starts", "met"), ("many", ctypes.c_int64), ("total", ctypes.c_double))


class _Side(ctypes.Structure):
    _fields_ = (
        *_pointers("groups", "numbers"),
        ("many", ctypes.c_int64),
        ("script", ctypes.c_int64),
        *_pointers("alone", "times"),
    )


class _Scale(ctypes.Structure):
    _fields_ = (
        ("faced", kernel.Table * 2),
        ("side", _Side * 2),
        *_pointers("pairs", "counts"),
        ("many", ctypes.c_int64),
    )


class _Worth(ctypes.Structure):
    _fields_ = (
        *_pointers("knots", "worth", "left", "many", "manner", "beside", "whole"),
        ("other_order", ctypes.c_int64),
    )


class _Scales(ctypes.Structure):
    _fields_ = (
        *_pointers("scales", "lexicons", "ways"),
        ("scripts", ctypes.c_int64),
        ("arabic", ctypes.c_int64),
        *_pointers("worth"),
    )


class Spelling(ctypes.Structure):
    """Words as the loops read them; holds what they are made of."""

    _fields_ = _pointers("letters", "starts", "scripts", "kinds", "servant", "kept")

    def __init__(self, *arrays: NDArray[Any]) -> None:
        super().__init__(*(array.ctypes.data for array in arrays))
        self.arrays = arrays


class Spelt(ctypes.Structure):
    """The words of names as the loops read them, in bytes: quicker made than arrays."""

    _fields_ = tuple((name, ctypes.c_char_p) for name, _ in Spelling._fields_)


class Weigher:
    """All tables, where the kernel finds them."""

    def __init__(self) -> None:
        tables = scales()
        self._kept: list[Any] = []  # what the kernel reads must stay
        self._tables = list(tables.costs)
        self._scripts = {script: place for place, script in enumerate(sorted(tables.words))}
        known: dict[str, set[str]] = {script: set(listed.counts) for script, listed in tables.words.items()}
        for (first, second), seen in tables.seen.items():
            known[first] |= {*seen.first, *(one for one, _ in seen.pairs)}
            known[second] |= {*seen.second, *(other for _, other in seen.pairs)}
        words = {script: sorted(known[script]) for script in self._scripts}
        numbers = {script: {word: place for place, word in enumerate(words[script])} for script in words}
        ways = np.full((len(words), len(words)), -1, dtype=np.int32)
        for place, (first, second) in enumerate(tables.costs):
            ways[self._scripts[second], self._scripts[first]] = 2 * place + 1
            ways[self._scripts[first], self._scripts[second]] = 2 * place
        costs = [
            self._scale(table, tables.seen.get(scripts, _NO_PAIRS), numbers)
            for scripts, table in tables.costs.items()
        ]
        lexicons = [self._lexicon(words[script], tables.words[script]) for script in words]
        worth = [self._worth(weights(across)) for across in (False, True)]
        self._told = _Scales(
            self._all(_Scale, costs),
            self._all(_Lexicon, lexicons),
            self._at(ways, np.int32),
            len(words),
            self._scripts.get("Arab", -1),
            self._all(_Worth, worth),
        )
        self._by_reference = ctypes.byref(self._told)

    def spelling(self, words: Sequence[str], scripts: Sequence[str], kinds: Sequence[int]) -> Spelling:
        """Words as the loops read them; `kinds` are places in KINDS."""
        numbers = [self._number_of(script) for script in scripts]
        servant = [word in ABD for word in words]
        flags = (np.array(one, dtype=np.int8) for one in (numbers, kinds, servant))
        return Spelling(*_spelt(words), *flags, np.zeros(_KEPT, dtype=np.int8))

    def score(
        self, name: Sequence[Part], words: Spelling, held: tuple[Ints, NDArray[np.int64]], rows: Ints
    ) -> list[tuple[int, float] | None]:
        """The score of each of these rows and what its meetings weigh; nothing where it is not for the loops.

        `held` are the numbers of the words of all rows, one row after the other, and where each begins.
        """
        assert kernel.LIBRARY is not None
        scores, weighed = np.empty(len(rows), dtype=np.int32), np.zeros(len(rows), dtype=np.float64)
        many = kernel.LIBRARY.mithaq_score(
            *(self._by_reference, ctypes.byref(words), *map(kernel.at, held)),
            *(ctypes.byref(self.spelt(name)), len(name)),
            *(kernel.at(rows), ctypes.c_int64(len(rows))),
            *(*map(kernel.at, (scores, weighed)), None),
        )
        if many < 0:
            return [None] * len(rows)
        said = zip(scores.tolist(), weighed.tolist(), strict=True)
        return [None if one[0] == NOT_WEIGHED else one for one in said]

    def evidence(self, scripts: tuple[str, str], a: str, b: str) -> Evidence:
        """What it says that two words meet, each at its side of a table."""
        assert kernel.LIBRARY is not None
        told = (ctypes.c_double * 5)()
        letters = (word.encode("utf-32-le", "surrogatepass") for word in (a, b))
        words = [each for pair in zip(letters, map(len, (a, b)), strict=True) for each in pair]
        if kernel.LIBRARY.mithaq_tell(self._by_reference, self._tables.index(scripts), *words, told) < 0:
            raise MemoryError
        weight, explained, rarity, apart, seen = told
        return Evidence(weight, explained, rarity, apart, int(seen))

    def known(self, scripts: tuple[str, str], turned: bool, words: Sequence[str]) -> NDArray[Any]:
        """What is known of words of the second script by themselves, as the first one's table has them."""
        assert kernel.LIBRARY is not None
        known = np.empty(len(words), dtype=_KNOWN)
        kernel.LIBRARY.mithaq_know(
            ctypes.byref(self._told),
            ctypes.byref(self.spelling(words, [scripts[1]] * len(words), [0] * len(words))),
            *(self.table(scripts, turned), 0 if turned else 1),
            *(ctypes.c_int64(0), ctypes.c_int64(len(words))),
            kernel.at(known),
        )
        return known

    def spelt(self, parts: Sequence[Part]) -> Spelt:
        """The words of names as the loops read them, to be read at once."""
        return Spelt(
            "".join([part.letters for part in parts]).encode("utf-32-le", "surrogatepass"),
            array("q", [0, *accumulate([len(part.letters) for part in parts])]).tobytes(),
            bytes([self._number_of(part.script) for part in parts]),
            bytes([_KIND[part.kind] for part in parts]),
            bytes([part.letters in ABD for part in parts]),
        )

    @property
    def told(self) -> _Scales:
        """All tables, as the kernel reads them."""
        return self._told

    def _number_of(self, script: str) -> int:
        return self._scripts.setdefault(script, len(self._scripts))

    def table(self, scripts: tuple[str, str], turned: bool) -> int:
        """The number of the table by which the first script faces the second."""
        return self._tables.index(scripts[::-1] if turned else scripts)

    def _lexicon(self, words: Sequence[str], listed: WordList) -> _Lexicon:
        letters, starts = _spelt(words)
        counts = [listed.counts.get(word, 0.0) for word in words]
        met = [count * count / (count + FEW) for count in counts]
        return _Lexicon(
            self._at(letters, np.uint32),
            self._at(starts, np.int64),
            self._at(met, np.float64),
            len(words),
            listed.total,
        )

    def _scale(self, table: LetterCosts, seen: SeenPairs, numbers: Mapping[str, Mapping[str, int]]) -> _Scale:
        shapes = np.array(table.shapes, dtype=np.int32)
        faced = [
            kernel.table(
                *(self._array(one, np.int32) for one in (*_facing(face), letters)), groups=face.shape[1]
            )
            for face, letters in ((table.face, shapes), (table.face.T, shapes[:, ::-1]))
        ]
        first, second = (numbers[side.script] for side in (table.first, table.second))
        sides = [
            self._side(table.first, seen.first, first),
            self._side(table.second, seen.second, second),
        ]
        pairs = sorted((first[a] * len(second) + second[b], count) for (a, b), count in seen.pairs.items())
        return _Scale(
            (kernel.Table * 2)(*faced),
            (_Side * 2)(*sides),
            self._at([pair for pair, _ in pairs], np.int64),
            self._at([count for _, count in pairs], np.int32),
            len(pairs),
        )

    def _side(self, side: Side, times: Mapping[str, int], words: Mapping[str, int]) -> _Side:
        groups = sorted((_packed(group), number) for group, number in side.numbers.items() if group)
        return _Side(
            self._at([group for group, _ in groups], np.uint64),
            self._at([number for _, number in groups], np.int32),
            len(groups),
            self._scripts[side.script],
            self._at(side.in_nats, np.float64),
            self._at([times.get(word, 0) for word in words], np.int32),
        )

    def _worth(self, worth: Worth) -> _Worth:
        lines = [worth.line(name) for name in LINES]
        filled = [[[*values, *[math.inf] * (_KNOTS - len(values))] for values in line] for line in lines]
        manner = [worth.alone(f"{kind}-{how}") for kind in KINDS for how in ("differs", "fits")]
        whole = [worth.of_whole(met, left) for met in range(_PARTS + 1) for left in range(2 * _PARTS + 1)]
        return _Worth(
            self._at([knots for knots, _ in filled], np.float64),
            self._at([points for _, points in filled], np.float64),
            self._at([worth.share(f"left-{where}") for where in ("first", "middle", "last")], np.float64),
            self._at([len(knots) for knots, _ in lines], np.int32),
            self._at(manner, np.int32),
            self._at([worth.alone("left-initial"), worth.alone("left-abd")], np.int32),
            self._at(whole, np.int32),
            worth.of_other_order(),
        )

    def _at(self, values: Any, kind: Any) -> int:
        return int(self._array(values, kind).ctypes.data)

    def _array(self, values: Any, kind: Any) -> NDArray[Any]:
        array = np.ascontiguousarray(values, dtype=kind)
        self._kept.append(array)
        return array

    def _all(self, kind: Any, some: Sequence[Any]) -> int:
        array = (kind * len(some))(*some)
        self._kept.append(array)
        return ctypes.addressof(array)


@cache
def weigher() -> Weigher:
    """The tables that ship, laid out once a process; from then on they are told by the loops, too."""
    made = Weigher()
    scales().compiled = made.evidence
    return made


def _spelt(words: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The letters of all words, one after the other, and where each begins."""
    letters = np.frombuffer("".join(words).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return letters, np.array([0, *accumulate(map(len, words))], dtype=np.int64)


def _facing(face: Ints) -> tuple[NDArray[Any], NDArray[Any]]:
    """The groups that each group may face, and at what cost, one after the other; where each begins."""
    first, second = np.nonzero(face < IMPOSSIBLE)
    return np.stack([second, face[first, second]], axis=1), first.searchsorted(np.arange(len(face) + 1))


def _packed(group: str) -> int:
    """A group of letters as one number, as the loops make it of a word."""
    assert len(group) <= REACH
    return sum(ord(letter) << 21 * place for place, letter in enumerate(reversed(group)))

"""A search as the kernel does it whole: the words near a word, and the rows nearest to a name.

Nothing is decided here that `near` and `index` do not say: equal results, in one call each.
"""

import ctypes
from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names import kernel
from mithaq.pact.names.parts import Part
from mithaq.pact.names.trie import Walk
from mithaq.pact.names.weigher import Spelling, weigher

Ints = NDArray[np.int32]
Rows = tuple[list[int], list[int], list[float]]
"""Rows, what each scores, and what its meetings weigh."""
_REACHED = 1 << 16  # words that one walk may reach
_LISTS = {
    "rows": np.int32,
    "row_starts": np.int64,
    "words": np.int32,
    "word_starts": np.int64,
    "least": np.int16,
}
_FIRST = 6  # words of a row that lie beside what else is asked of it


class Manner(NamedTuple):
    """How words are sought, as `trie` and `near` say it."""

    explained: int
    slack: int
    widest: int
    nearest: int
    least: int
    tells: int


class _Manner(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_int32) for name in Manner._fields)


class _Tree(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("nodes", "leaves", "known")),
        *((name, ctypes.c_int32) for name in ("table", "place", "across", "first")),
    )


class Seeker:
    """The words of one script, as those of another are sought among them."""

    def __init__(
        self, scripts: tuple[str, str], walk: Walk, words: Sequence[str], *, first: int, manner: Manner
    ) -> None:
        known = weigher().known(scripts, walk.turned, words)
        walked = np.zeros((_REACHED + len(words), 3), dtype=np.int32)
        self._near = np.zeros((_REACHED, 3), dtype=np.int32)
        self._kept: tuple[NDArray[Any], ...] = walk.nodes, walk.leaves, known, walked
        self._tree = _Tree(
            *(kept.ctypes.data for kept in self._kept[:3]),
            weigher().table(scripts, walk.turned),
            walk.turned,
            scripts[0] != scripts[1],
            first,
        )
        self._manner = _Manner(*manner)
        self._room = kernel.at(walked), ctypes.c_int64(_REACHED), kernel.at(self._near)

    def near(self, part: Part, listed: Collection[int]) -> Ints:
        """Numbers, weights and points of the words near this part; `listed` are places of words in lists."""
        assert kernel.LIBRARY is not None
        many = kernel.LIBRARY.mithaq_words(
            ctypes.byref(weigher().told),
            ctypes.byref(weigher().one([part])),
            ctypes.byref(self._tree),
            ctypes.byref(self._manner),
            array("i", sorted(listed)).tobytes(),
            ctypes.c_int64(len(listed)),
            *self._room,
        )
        if many < 0:
            raise MemoryError
        return self._near[:many].T.copy()


class _Search(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("lists", "scales", "words")),
        *((name, ctypes.c_int32) for name in ("dear", "far_below", "however_far", "looked_at", "compared")),
    )


class _Lists(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_void_p) for name in (*_LISTS, "held", "first", "asked"))


class Sought(NamedTuple):
    """The parts of a name, and what each says if it meets nothing.

    `near` is where the words near each part are told, and how many, then near two parts read as one;
    `joins` is the first part of each two.
    """

    parts: Sequence[Part]
    least: Sequence[int]
    near: Sequence[tuple[int, int]]
    joins: Sequence[int]


class Finder:
    """The lists of an index that say which rows hold a word and which words a row, and room to work in."""

    def __init__(self, arrays: Mapping[str, Any], words: Spelling, bounds: Sequence[int]) -> None:
        kinds = {kind: np.ascontiguousarray(arrays[kind], dtype=dtype) for kind, dtype in _LISTS.items()}
        self._held = _held(kinds["words"], kinds["word_starts"])
        first = np.zeros(len(kinds["least"]), dtype=np.int32)
        asked = np.zeros(len(first) // 64 + 1, dtype=np.uint64)
        self._arrays = (*kinds.values(), self._held, first, asked)
        self._lists = _Lists(*(kept.ctypes.data for kept in self._arrays))
        self._words, self._bounds = words, tuple(bounds)
        looked_at = bounds[-1]
        self._rows, self._scores = np.zeros((2, looked_at), dtype=np.int32)
        self._weights, work = np.zeros(looked_at), np.zeros((2, looked_at), dtype=np.int32)
        self._room = tuple(map(kernel.at, (self._rows, work, self._scores, self._weights)))
        self._arrays += (work,)
        self._now = 0

    def find(self, sought: Sought, compared: int, gone: Ints) -> Rows:
        """The rows worth comparing with a name, never one that is gone.

        A row that is not for the kernel scores `NOT_WEIGHED`.
        """
        assert kernel.LIBRARY is not None
        if self._now > 1 << 30:
            self._held[:, 0] = 0
            self._now = 0
        self._now += 2
        search = _Search(
            ctypes.addressof(self._lists),
            ctypes.addressof(weigher().told),
            ctypes.addressof(self._words),
            *self._bounds,
            compared,
        )
        found = kernel.LIBRARY.mithaq_find(
            ctypes.byref(search),
            ctypes.byref(weigher().one(sought.parts)),
            len(sought.parts),
            array("q", [number for near in sought.near for number in near]).tobytes(),
            len(sought.near),
            array("i", sought.least).tobytes(),
            array("i", sought.joins).tobytes(),
            self._now,
            gone.tobytes(),
            ctypes.c_int64(len(gone)),
            *self._room,
        )
        if found < 0:
            raise MemoryError
        return self._rows[:found].tolist(), self._scores[:found].tolist(), self._weights[:found].tolist()


def _held(words: Ints, starts: NDArray[np.int64]) -> Ints:
    """For each row when it was last seen, how many words it holds, and the first of them."""
    many = np.diff(starts)
    held = np.zeros((len(many), 2 + _FIRST), dtype=np.int32)
    held[:, 1] = many
    for place in range(_FIRST):
        rows = np.flatnonzero(many > place)
        held[rows, 2 + place] = words[starts[rows] + place]
    return held

"""A search as the kernel does it whole: the words near words, and the rows nearest to names.

Nothing is decided here that `near` and `index` do not say: equal results, in one call for many.
"""

import ctypes
from array import array
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names import kernel
from mithaq.pact.names.parts import Part
from mithaq.pact.names.trie import Walk
from mithaq.pact.names.weigher import CODES, Spelling, weigher

Ints = NDArray[np.int32]
_REACHED = 1 << 16  # words that one walk may reach
_LISTS = {
    "rows": np.int32,
    "row_starts": np.int64,
    "words": np.int32,
    "word_starts": np.int64,
    "least": np.int16,
}
_LINE = 64
_AGAIN = 1 << 30  # numbers by which rows are told apart that were seen, before they begin again
_FIRST = 6  # words of a row that lie beside what else is asked of it


class Rows(NamedTuple):
    """For each name how many rows were found, then the rows, what each scores and what its meetings weigh.

    `by_code` is what each of `CODES` says of them.
    """

    many: Ints
    rows: Ints
    scores: Ints
    weights: NDArray[np.float64]
    by_code: Ints


def no_rows(names: int, room: int) -> Rows:
    """Room for so many rows for each of so many names, none of it filled."""
    rows, scores = np.zeros((2, names, room), dtype=np.int32)
    by_code = np.zeros((names, room, len(CODES)), dtype=np.int32)
    return Rows(np.zeros(names, dtype=np.int32), rows, scores, np.zeros(rows.shape), by_code)


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
        near = np.zeros((_REACHED, 3), dtype=np.int32)
        self._kept: tuple[NDArray[Any], ...] = walk.nodes, walk.leaves, known, walked, near
        self._tree = _Tree(
            *(kept.ctypes.data for kept in self._kept[:3]),
            weigher().table(scripts, walk.turned),
            walk.turned,
            scripts[0] != scripts[1],
            first,
        )
        self._manner = _Manner(*manner)
        self._nearest = manner.nearest
        self._room = kernel.at(walked), ctypes.c_int64(_REACHED), kernel.at(near)

    def near(self, parts: Sequence[Part], listed: Sequence[Collection[int]]) -> list[Ints]:
        """Numbers, weights and points of the words near each part; `listed` are places of words in lists."""
        assert kernel.LIBRARY is not None
        told = np.empty(3 * self._nearest * len(parts), dtype=np.int32)
        starts = np.empty(len(parts) + 1, dtype=np.int64)
        many = kernel.LIBRARY.mithaq_words(
            ctypes.byref(weigher().told),
            ctypes.byref(weigher().spelt(parts)),
            len(parts),
            ctypes.byref(self._tree),
            ctypes.byref(self._manner),
            array("i", [place for one in listed for place in sorted(one)]).tobytes(),
            array("q", [0, *accumulate(map(len, listed))]).tobytes(),
            *self._room,
            *map(kernel.at, (told, starts)),
        )
        if many < 0:
            raise MemoryError
        told = told[: 3 * starts[-1]].copy()
        return [told[3 * begin : 3 * end].reshape(3, -1) for begin, end in pairwise(starts.tolist())]


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
        work = np.zeros((3, bounds[-1]), dtype=np.int32)
        self._arrays = (*kinds.values(), self._held, first, asked, work)
        self._lists = _Lists(*(kept.ctypes.data for kept in self._arrays[:-1]))
        self._words, self._bounds, self._work = words, tuple(bounds), kernel.at(work)
        self._now = 1

    def find(self, names: Sequence[Sought], compared: int, gone: Ints) -> Rows:
        """The rows worth comparing with each name, never one that is gone.

        A row that is not for the kernel scores `NOT_WEIGHED`.
        """
        assert kernel.LIBRARY is not None
        if self._now > _AGAIN:
            self._held[:, 0] = 0
            self._now = 1
        search = _Search(
            ctypes.addressof(self._lists),
            ctypes.addressof(weigher().told),
            ctypes.addressof(self._words),
            *self._bounds,
            compared,
        )
        told = no_rows(len(names), compared)
        found = kernel.LIBRARY.mithaq_find(
            ctypes.byref(search),
            ctypes.byref(weigher().spelt([part for name in names for part in name.parts])),
            len(names),
            _ints([0, *accumulate(len(name.parts) for name in names)]),
            array("q", [told for name in names for near in name.near for told in near]).tobytes(),
            _ints([0, *accumulate(len(name.near) for name in names)]),
            _ints([least for name in names for least in name.least]),
            _ints([place for name in names for place in name.joins]),
            self._now,
            gone.tobytes(),
            ctypes.c_int64(len(gone)),
            self._work,
            *map(kernel.at, told),
        )
        if found < 0:
            raise MemoryError
        self._now += 2 * len(names)
        return told


def _ints(numbers: Sequence[int]) -> bytes:
    return array("i", numbers).tobytes()


def _held(words: Ints, starts: NDArray[np.int64]) -> Ints:
    """For each row when it was last seen, how many words it holds, and the first of them.

    No row lies in two lines of the processor's memory, whose lines are fetched whole.
    """
    many = np.diff(starts)
    room = np.zeros((len(many) + 2) * (2 + _FIRST), dtype=np.int32)
    begin = -room.ctypes.data % _LINE // room.itemsize
    held = room[begin:][: len(many) * (2 + _FIRST)].reshape(-1, 2 + _FIRST)
    held[:, 1] = many
    for place in range(_FIRST):
        rows = np.flatnonzero(many > place)
        held[rows, 2 + place] = words[starts[rows] + place]
    return held

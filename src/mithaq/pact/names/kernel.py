"""The compiled loops of a search, if they were built here (`./dev kernel`); else numpy does the same.

Both work on the same whole numbers and give equal results; the kernel is faster, and nothing else.
"""

import ctypes
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
FILE = Path(__file__).with_name("loops.built")  # no name that Python would import


class Table(ctypes.Structure):
    """What it costs that one group faces another, and how many letters of either side may face each other."""

    _fields_ = [
        ("face", ctypes.c_void_p),
        ("groups", ctypes.c_int64),
        ("shapes", ctypes.c_void_p),
        ("many", ctypes.c_int32),
    ]


_LISTS = {
    "rows": np.int32,
    "row_starts": np.int64,
    "words": np.int32,
    "word_starts": np.int64,
    "many_words": np.int16,
    "least": np.int16,
}


class _Lists(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in (*_LISTS, "stamp", "first")]


class _Asked(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_void_p) for name in ("numbers", "weights", "points", "starts", "least", "joins")),
        ("parts", ctypes.c_int32),
        ("many", ctypes.c_int32),
        *((name, ctypes.c_void_p) for name in ("next", "of")),
    ]


class Bounds(NamedTuple):
    """What a word must gain at the least, how far a branch may fall short, how many are followed."""

    least_gain: int
    slack: int
    widest: int


class Asked(NamedTuple):
    """Words near each part of a name, then near two parts read as one, of which `joins` has the first part.

    Shape: of each the numbers and what they say, hundredths of a nat, heaviest first. `least` is what each
    part says if it meets nothing.
    """

    numbers: Sequence[Ints]
    weights: Sequence[Ints]
    points: Sequence[Ints]
    least: Sequence[int]
    joins: Sequence[int]


def _loaded() -> ctypes.PyDLL | None:
    """The library, or nothing where it was not built or is another machine's."""
    try:
        library = ctypes.PyDLL(str(FILE))  # one thread at a time: it keeps workspaces
        for name in ("near", "face", "compare", "alone", "gather", "score", "know", "weigh"):
            getattr(library, f"mithaq_{name}").restype = ctypes.c_int64
    except (OSError, AttributeError):
        return None
    return library


LIBRARY = _loaded()


def cost_alone(cut: Ints, alone: NDArray[np.float64], nat: int) -> int:
    """What a word, cut into groups, costs by itself; `alone` is what each group costs, in nats."""
    assert LIBRARY is not None
    return int(LIBRARY.mithaq_alone(_read(cut), len(cut), at(alone), ctypes.c_double(nat)))


class Comparer:
    """One table, where the kernel finds it."""

    def __init__(self, face: Ints, shapes: Ints) -> None:
        self._face, self._shapes = np.ascontiguousarray(face), np.ascontiguousarray(shapes, dtype=np.int32)
        self._table = (
            ctypes.c_void_p(self._face.ctypes.data),
            ctypes.c_int64(self._face.shape[1]),
            ctypes.c_void_p(self._shapes.ctypes.data),
            len(self._shapes),
        )

    def cost(self, first: Ints, second: Ints) -> int:
        """The least cost at which two words, cut into groups, face each other."""
        assert LIBRARY is not None
        one, other = _read(first), _read(second)
        return int(LIBRARY.mithaq_compare(*self._table, one, len(first), other, len(second)))


class Walker:
    """One tree and one table, where the kernel finds them."""

    def __init__(self, tree: dict[str, Ints], groups: list[Ints], face: Ints, shapes: Ints) -> None:
        nodes = np.zeros((len(tree["children"]), 8), dtype=np.int32)  # what is asked of a node lies together
        for place, array in enumerate([*tree.values(), *groups]):
            nodes[: len(array), place] = array
        self._nodes = nodes
        self._tree = at(nodes)
        self._face = np.ascontiguousarray(face, dtype=np.int16)
        self._shapes = np.ascontiguousarray(shapes, dtype=np.int32)
        self._table = table(self._face, self._shapes)
        self._found = np.zeros((1 << 16, 3), dtype=np.int32)

    def near(self, cut: Ints, share: Ints, bounds: Bounds, wanted: int) -> Ints:
        """Rows of (word, cost, gain): all that gain as much as the `wanted` of most gain."""
        assert LIBRARY is not None
        many = LIBRARY.mithaq_near(
            self._tree,
            ctypes.byref(self._table),
            _read(cut),
            len(cut),
            _read(share),
            *bounds[:2],
            ctypes.c_int64(bounds.widest),
            ctypes.c_int64(wanted),
            at(self._found),
            ctypes.c_int64(len(self._found)),
        )
        if many < 0:
            raise MemoryError
        return self._found[:many]

    def face(self, cut: Ints, leaves: Ints) -> Ints:
        """What it costs that the word sought faces the words that end at these nodes."""
        assert LIBRARY is not None
        costs = np.empty(len(leaves), dtype=np.int32)
        many = LIBRARY.mithaq_face(
            self._tree,
            ctypes.byref(self._table),
            _read(cut),
            len(cut),
            _read(leaves),
            ctypes.c_int64(len(leaves)),
            at(costs),
        )
        if many < 0:
            raise MemoryError
        return costs


class Gatherer:
    """The lists of an index that say which rows hold a word and which words a row, and room to work in."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        kinds = {kind: np.ascontiguousarray(arrays[kind], dtype=dtype) for kind, dtype in _LISTS.items()}
        self._stamp = np.zeros(len(kinds["many_words"]), dtype=np.int32)
        self._first = np.zeros(len(kinds["least"]), dtype=np.int32)
        self._kept = (*kinds.values(), self._stamp, self._first)
        self._lists = _Lists(*(array.ctypes.data for array in self._kept))
        self._now = 0

    def best(self, asked: Asked, gone: Ints, *, dear: int, far_below: int, most: int) -> tuple[Ints, Ints]:
        """The rows that hold the most of what was sought, and how well each fits; never one that is gone."""
        assert LIBRARY is not None
        if self._now > 1 << 30:
            self._stamp[:] = 0
            self._now = 0
        self._now += 1
        self._stamp[gone] = self._now
        numbers, weights, points = map(np.concatenate, (asked.numbers, asked.weights, asked.points))
        starts = np.cumsum([0, *map(len, asked.numbers)], dtype=np.int32)
        least, joins = (np.array(kind, dtype=np.int32) for kind in (asked.least, asked.joins))
        work, best = np.empty((2, len(numbers) + 1), dtype=np.int32), np.empty((3, most), dtype=np.int32)
        told = _Asked(
            *(array.ctypes.data for array in (numbers, weights, points, starts, least, joins)),
            len(least),
            len(asked.numbers),
            *(array.ctypes.data for array in work),
        )
        kept = LIBRARY.mithaq_gather(
            ctypes.byref(self._lists),
            ctypes.byref(told),
            *(dear, far_below, self._now),
            ctypes.c_int64(most),
            *map(at, best),
        )
        return best[0, :kept], best[2, :kept]


def _read(numbers: Ints) -> bytes:
    """Few numbers, to be read only: quicker than to ask where they are."""
    return numbers.astype(np.int32, copy=False).tobytes()


def table(face: NDArray[np.int16], shapes: Ints) -> Table:
    """A table as the loops read it: a row for each group sought; what it is made of must be kept."""
    return Table(face.ctypes.data, face.shape[1], shapes.ctypes.data, len(shapes))


def at(array: Any) -> ctypes.c_void_p:
    """Where an array lies."""
    return ctypes.c_void_p(array.ctypes.data)

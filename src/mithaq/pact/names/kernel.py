"""The compiled loops of a search, if they were built here (`./dev kernel`); else numpy does the same.

Both work on the same whole numbers and give equal results; the kernel is faster, and nothing else.
"""

import ctypes
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
FILE = Path(__file__).with_name("loops.built")  # no name that Python would import


class _Tree(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("children", "parent", "word", "own")] + [
        ("group", ctypes.c_void_p * 4)
    ]


class _Table(ctypes.Structure):
    _fields_ = [
        ("face", ctypes.c_void_p),
        ("columns", ctypes.c_int64),
        ("shapes", ctypes.c_void_p),
        ("many", ctypes.c_int32),
    ]


def _loaded() -> ctypes.PyDLL | None:
    """The library, or nothing where it was not built or is another machine's."""
    try:
        library = ctypes.PyDLL(str(FILE))  # one thread at a time: it keeps workspaces
        for name in ("mithaq_near", "mithaq_face", "mithaq_compare", "mithaq_gather"):
            getattr(library, name).restype = ctypes.c_int64
    except (OSError, AttributeError):
        return None
    return library


LIBRARY = _loaded()


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
        one, other = ctypes.c_void_p(first.ctypes.data), ctypes.c_void_p(second.ctypes.data)
        return int(LIBRARY.mithaq_compare(*self._table, one, len(first), other, len(second)))


class Walker:
    """One tree and one table, where the kernel finds them."""

    def __init__(self, tree: dict[str, Ints], groups: list[Ints], face: Ints, shapes: Ints) -> None:
        self._kept = [np.ascontiguousarray(array, dtype=np.int32) for array in tree.values()]
        self._groups = [np.ascontiguousarray(group, dtype=np.int32) for group in groups]
        self._face, self._shapes = np.ascontiguousarray(face), np.ascontiguousarray(shapes, dtype=np.int32)
        numbers = (ctypes.c_void_p * 4)(*(group.ctypes.data for group in self._groups))
        self._tree = _Tree(*(array.ctypes.data for array in self._kept), numbers)
        self._table = _Table(
            self._face.ctypes.data, self._face.shape[1], self._shapes.ctypes.data, len(self._shapes)
        )
        self._found = np.zeros((1 << 16, 3), dtype=np.int32)

    def near(self, cut: Ints, share: Ints, least_gain: int, slack: int, widest: int) -> Ints:
        """Rows of (word, cost, gain), as the tree is walked."""
        assert LIBRARY is not None
        share = np.ascontiguousarray(share, dtype=np.int32)
        many = LIBRARY.mithaq_near(
            ctypes.byref(self._tree),
            ctypes.byref(self._table),
            ctypes.c_int64(self._face.shape[1]),
            ctypes.c_void_p(cut.ctypes.data),
            len(cut),
            ctypes.c_void_p(share.ctypes.data),
            least_gain,
            slack,
            ctypes.c_int64(widest),
            ctypes.c_void_p(self._found.ctypes.data),
            ctypes.c_int64(len(self._found)),
        )
        if many < 0:
            raise MemoryError
        return self._found[:many]

    def face(self, cut: Ints, leaves: Ints) -> Ints:
        """What it costs that the word sought faces the words that end at these nodes."""
        assert LIBRARY is not None
        leaves = np.ascontiguousarray(leaves, dtype=np.int32)
        costs = np.empty(len(leaves), dtype=np.int32)
        many = LIBRARY.mithaq_face(
            ctypes.byref(self._tree),
            ctypes.byref(self._table),
            ctypes.c_int64(self._face.shape[1]),
            ctypes.c_void_p(cut.ctypes.data),
            len(cut),
            ctypes.c_void_p(leaves.ctypes.data),
            ctypes.c_int64(len(leaves)),
            ctypes.c_void_p(costs.ctypes.data),
        )
        if many < 0:
            raise MemoryError
        return costs


class Gatherer:
    """The lists of an index that say which rows hold a word, and room to add up in."""

    def __init__(self, rows: Any, starts: Any, many_words: Any) -> None:
        self._rows = np.ascontiguousarray(rows, dtype=np.int32)
        self._starts = np.ascontiguousarray(starts, dtype=np.int64)
        self._long = np.ascontiguousarray(many_words, dtype=np.int16)
        many = len(self._long)
        self._total = np.zeros(many, dtype=np.float32)
        self._stamp, self._touched = np.zeros(many, dtype=np.int32), np.zeros(many, dtype=np.int32)
        self._now = 1

    def best(self, words: Any, weights: Any, sought: Any, *, dear: float, most: int) -> tuple[Ints, Any]:
        """The rows that hold the most of what was sought, the best first, and how much."""
        assert LIBRARY is not None
        words = np.ascontiguousarray(words, dtype=np.int64)
        weights = np.ascontiguousarray(weights, dtype=np.float32)
        sought = np.ascontiguousarray(sought, dtype=np.int32)
        best, ranks = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.float32)
        if self._now > 1 << 30:
            self._stamp[:] = 0
            self._now = 1
        arrays = (self._rows, self._starts, words, weights, sought)
        work = (self._total, self._stamp, self._touched)
        kept = LIBRARY.mithaq_gather(
            *(ctypes.c_void_p(array.ctypes.data) for array in arrays),
            ctypes.c_int64(len(words)),
            ctypes.c_void_p(self._long.ctypes.data),
            ctypes.c_float(dear),
            *(ctypes.c_void_p(array.ctypes.data) for array in work),
            self._now,
            ctypes.c_void_p(best.ctypes.data),
            ctypes.c_void_p(ranks.ctypes.data),
            ctypes.c_int64(most),
        )
        self._now += 64
        order = np.lexsort((best[:kept], -ranks[:kept]))
        return best[:kept][order], ranks[:kept][order]

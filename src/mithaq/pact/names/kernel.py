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


class Table(ctypes.Structure):
    """What groups may face each other at what cost, and how many letters of either side may."""

    _fields_ = [
        ("faced", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("groups", ctypes.c_int64),
        ("shapes", ctypes.c_void_p),
        ("many", ctypes.c_int32),
    ]


def _loaded() -> ctypes.PyDLL | None:
    """The library, or nothing where it was not built or is another machine's."""
    try:
        library = ctypes.PyDLL(str(FILE))  # one thread at a time: it keeps workspaces
        for name in ("compare", "alone", "know", "score", "tell", "words", "find"):
            getattr(library, f"mithaq_{name}").restype = ctypes.c_int64
    except (OSError, AttributeError):
        return None
    return library


LIBRARY = _loaded()


def cost_alone(cut: Ints, alone: NDArray[np.float64], nat: int) -> int:
    """What a word, cut into groups, costs by itself; `alone` is what each group costs, in nats."""
    assert LIBRARY is not None
    return int(LIBRARY.mithaq_alone(as_bytes(cut), len(cut), at(alone), ctypes.c_double(nat)))


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
        one, other = as_bytes(first), as_bytes(second)
        return int(LIBRARY.mithaq_compare(*self._table, one, len(first), other, len(second)))


def as_bytes(numbers: Ints) -> bytes:
    """Few numbers, to be read only: quicker than to ask where they are."""
    return numbers.astype(np.int32, copy=False).tobytes()


def table(faced: Ints, starts: Ints, shapes: Ints, *, groups: int) -> Table:
    """A table as the loops read it: what each group sought may face; what it is made of must be kept."""
    assert groups < 1 << 15, "the loops number groups by so many bits"
    return Table(faced.ctypes.data, starts.ctypes.data, groups, shapes.ctypes.data, len(shapes))


def at(array: Any) -> ctypes.c_void_p:
    """Where an array lies."""
    return ctypes.c_void_p(array.ctypes.data)

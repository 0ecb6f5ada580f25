"""How often a node's processes look for memory that circles hold: not while they load, and seldom afterwards.

What is loaded at the start stays: Python would look through it dozens of times, which took a seventh of the
start, and finds next to nothing. A search makes some thousands of small things that all go by themselves;
Python would look through them every 700 (measured: a tenth of the search).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 20_000  # made since the last look, before the next


@contextmanager
def loading() -> Iterator[None]:
    """For as long as a process loads its modules."""
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


def collect_seldom() -> None:
    """To be called when a process that serves officers or partners has loaded what it needs."""
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)

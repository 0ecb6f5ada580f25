"""How often a node's processes look for memory that circles hold: seldom.

What is loaded at the start stays, and is looked through no more. A search makes some thousands of small
things that all go by themselves; Python would look through them every 700 (measured: a tenth of the
search).
"""

import gc

OBJECTS = 20_000  # made since the last look, before the next


def collect_seldom() -> None:
    """To be called when a process has loaded what it needs."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 20)

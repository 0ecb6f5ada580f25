"""The keys of a running demonstration: one letter each, read without waiting for a line."""

from __future__ import annotations

import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def keys() -> Iterator[bool]:
    """While this runs, keys are read one by one; whether there is a keyboard at all."""
    try:
        import termios
        import tty

        before = termios.tcgetattr(sys.stdin)
    except (ImportError, OSError, ValueError):  # no terminal: piped, or another system
        yield False
        return
    except Exception as error:
        if type(error).__name__ != "error":  # termios.error has no better name
            raise
        yield False
        return
    try:
        tty.setcbreak(sys.stdin)
        yield True
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def pressed(seconds: float) -> str:
    """The key that was pressed within so many seconds; "" if none was."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return sys.stdin.read(1) if ready else ""

"""The clock of a demonstration: every node lives the same while ahead of, or behind, the real time.

It stands still while the demo is not running, so that what was due within the hour still is.
"""

import os
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

OFFSET_FILE = "clock-offset"  # as `mithaq.node.clock` reads it, where settings allow
WIDTH = 24  # characters: whatever is written next covers what was written before


def offset(home: Path) -> timedelta:
    """How far a node lives ahead of the real time."""
    try:
        return timedelta(seconds=float((home / OFFSET_FILE).read_text("ascii") or 0))
    except FileNotFoundError:
        return timedelta()


def set_offset(homes: Iterable[Path], length: timedelta) -> None:
    """Let nodes live so far ahead of the real time."""
    for home in homes:
        partial = home / f"{OFFSET_FILE}.new"
        partial.write_text(_written(length), "ascii")
        partial.replace(home / OFFSET_FILE)


def set_alone(home: Path, instant: datetime) -> None:
    """Let it be this instant on a node whose clock nobody else reads meanwhile: written in place, into a file
    that stays open, which is quicker.
    """
    written = f"{_written(instant - datetime.now(UTC)):{WIDTH}}"
    os.pwrite(_opened(home / OFFSET_FILE), written.encode("ascii"), 0)


@cache
def _opened(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)


def _written(length: timedelta) -> str:
    return f"{length.total_seconds():.3f}"


def now(home: Path) -> datetime:
    """What time it is on a node."""
    return datetime.now(UTC) + offset(home)


def move_to(homes: Iterable[Path], instant: datetime) -> None:
    """Let it be this instant on these nodes, now."""
    set_offset(homes, instant - datetime.now(UTC))

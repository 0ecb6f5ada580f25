"""The erasure list: what must stay erased, kept outside the database and its backups.

A backup holds keys that were destroyed since. So the ids of erased entries stand in a
file of their own, one JSON line each, and are replayed before a restored node opens; what
heals from a partner asks the list too (D10). The list is written first and the database
second: a crash between them is finished at the next start, never forgotten.

It holds ids and times, nothing about a person.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from django.conf import settings

from mithaq.node import clock


def path() -> Path:
    """Where the list lies."""
    return Path(place())


def place() -> str:
    """The same as text: asked for every entry, where taking a path apart is not worth its time."""
    return f"{settings.HOME}/erased.jsonl"


def remember(entries: Iterable[str]) -> None:
    """Put entries on the list, durably, before they are erased; those that stand there already are left."""
    known = listed()
    fresh = [entry for entry in entries if entry not in known]
    if not fresh:
        return
    at = clock.now().isoformat(timespec="seconds")
    lines = "".join(json.dumps({"at": at, "entry": entry}) + "\n" for entry in fresh)
    _append(path(), lines)


def listed() -> frozenset[str]:
    """The ids of all entries that must stay erased.

    A last line cut short by a crash is passed over: what it named was not yet erased.
    """
    try:
        lines = path().read_text("utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    return frozenset(entry for line in lines if (entry := _entry(line)))


def replay(erase: Callable[[str], object]) -> int:
    """Erase again whatever stands on the list; how many there were. For a restored node, before it opens."""
    entries = sorted(listed())
    for entry in entries:
        erase(entry)
    return len(entries)


def _append(file: Path, lines: str) -> None:
    begins_anew = file.exists() and not file.read_bytes().endswith(b"\n") and file.stat().st_size > 0
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, (("\n" if begins_anew else "") + lines).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _entry(line: str) -> str:
    try:
        return str(json.loads(line)["entry"])
    except (ValueError, KeyError, TypeError):
        return ""

"""The formats a list may come in; each reader yields the records of a file, one by one."""

from datetime import date
from pathlib import Path
from typing import Protocol

from mithaq.node.persons.formats import ftm, table, un
from mithaq.node.persons.formats.row import Records


class Reader(Protocol):
    """Yields each record with the line it begins on, always in the same order for the same file."""

    def __call__(self, path: Path, *, on: date, source: str) -> Records: ...


READERS: dict[str, Reader] = {"csv": table.read, "ftm": ftm.read, "un": un.read}
# Formats whose files always hold the whole list, so that who is missing has been taken off it.
WHOLE_LISTS = frozenset({"un"})

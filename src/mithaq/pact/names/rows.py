"""The rows of a table that ships with Mithaq: text, cells apart by tabs, comments behind a #.

The given names are read here and not in `tables`, so that who asks for them alone waits for no costs.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "tables"


def write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Write a table: a comment that says what it is, then one row a line."""
    lines = [*(f"# {line}" for line in header.splitlines()), *("\t".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read(path: Path) -> Iterator[list[str]]:
    """The rows of a table, cell by cell."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


@cache
def given_names(folder: Path = HERE) -> frozenset[str]:
    """The given names we know, in every spelling we know of them, without capitals."""
    return frozenset(
        word.casefold() for row in read(folder / "given.tsv") for cell in row for word in cell.split()
    )

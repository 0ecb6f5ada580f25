"""The bytes of a list before anybody believes them: how large, of which type, line by line.

What a file is called says nothing; its first bytes do. Lines are read with a bound, so that
a file without line ends cannot fill the memory.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from mithaq.node.persons.errors import EmptyFile, FileTooLarge, WrongFileType

MOST_MIB = 512
MOST_IN_LINE = 1024 * 1024  # bytes
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
HEAD = 4096  # bytes

# First bytes of what people send instead of a list.
# Source: the file formats' own specifications.
MAGIC = {
    b"PK\x03\x04": "zip",  # also .xlsx, .docx, .ods
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"%PDF": "pdf",
    b"\xd0\xcf\x11\xe0": "ole",  # .xls, .doc
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"SQLite format 3": "sqlite",
    b"\x7fELF": "program",
    b"MZ": "program",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
OPENS = {"un": (b"<",), "ftm": (b"{",)}


@dataclass(frozen=True, slots=True)
class Measured:
    """What can be said of a file without reading it as anything: its digest and its lines."""

    digest: str
    lines: int


def measure(path: Path) -> Measured:
    """Raises: FileTooLarge, EmptyFile."""
    if path.stat().st_size > MOST_MIB * 1024 * 1024:
        raise FileTooLarge(most=str(MOST_MIB))
    digest, ends = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1024 * 1024):
            digest.update(block)
            ends += block.count(b"\n")
    if path.stat().st_size == 0:
        raise EmptyFile
    return Measured(digest.hexdigest(), ends + 1)


def check_type(path: Path, expected: str) -> None:
    """Raises: WrongFileType, EmptyFile."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = next((name for magic, name in MAGIC.items() if head.startswith(magic)), "")
    if found:
        raise WrongFileType(expected=expected, found=found)
    text = head.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not text:
        raise EmptyFile
    if expected in OPENS and not text.startswith(OPENS[expected]):
        raise WrongFileType(expected=expected, found="text" if b"\0" not in head else "binary")
    if expected == "csv" and text.startswith((b"<", b"{", b"[")):
        raise WrongFileType(expected=expected, found="xml" if text.startswith(b"<") else "json")


def lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, line ends included; one that is too long is cut, and its rest passed over."""
    first = True
    while line := file.readline(MOST_IN_LINE):
        if len(line) == MOST_IN_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(MOST_IN_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line.removeprefix(BYTE_ORDER_MARK) if first else line
        first = False

"""Rows as a file that a spreadsheet opens without running anything.

UTF-8 with its mark, so that Arabic shows; no direction marks and no narrow no-break
space, which would stay in the cells; a cell that starts like a formula gets an apostrophe.

Source: common.md 2.4, exports; OWASP, CSV injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from mithaq.node.safeguards.text import DIRECTION_MARKS, clean

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NARROW_SPACE = "\u202f"


def csv_bytes(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """The table as CSV, its heading first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in heading])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def safe_cell(value: object) -> str:
    """The value as one cell's text: never a formula, never a mark that turns the reading around."""
    text = DIRECTION_MARKS.sub("", clean("" if value is None else str(value)).text).replace(NARROW_SPACE, " ")
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text

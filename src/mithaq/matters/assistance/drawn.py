"""Drawn: numbers as bars, a row for each thing that is counted, one bar or two in a row.

A bar begins where the line begins, in Arabic on the right, and its number stands at its end. A look has a
pattern besides its colour, and every row says its numbers in words when pointed at. What stands in a picture
stands in the table beside it.

Pure: a function of what it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

from mithaq.node.web.pen import Pen, broken

# Narrow, with the words above their bars: on a telephone it is neither cut nor too small to read.
WIDTH, START, END, LABEL = 420, 2, 40, 20
BAR, BETWEEN, AROUND = 13, 3, 10
# The looks that are told apart by a pattern too; the others are plain.
PATTERNS = {
    "waiting": "M1 1L2 1M5 5L6 5",
    "good": "M0 8L8 0",
    "bad": "M0 8L8 0M0 0L8 8",
    "quiet": "M0 4L8 4",
    "pieces": "M0 8L8 0",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """A number, what it counts in words, and its look."""

    look: str
    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """What is counted, where it leads ("" nowhere), and its bars."""

    words: str
    url: str
    bars: tuple[Bar, ...]

    @property
    def told(self) -> str:
        """The row in words."""
        one = len(self.bars) == 1
        said = (str(bar.number) if one else f"{bar.words} {bar.number}" for bar in self.bars)
        return " · ".join((self.words, *said))


def bars(name: str, rows: Sequence[Row]) -> SafeString:
    """The picture; empty where there is no row."""
    if not rows:
        return SafeString("")
    pen = Pen(WIDTH, mirrored=get_language_bidi(), alone=False)
    for look in sorted({bar.look for row in rows for bar in row.bars} & PATTERNS.keys()):
        pen.pattern(f"bar-{look}", PATTERNS[look], f"bar-stroke bar-{look}-stroke")
    most = max(1, *(bar.number for row in rows for bar in row.bars))
    y = 0.0
    for row in rows:
        y = _row(pen, row, y, most)
    return pen.sheet(y, name=name, look="picture")


def _row(pen: Pen, row: Row, y: float, most: int) -> float:
    """Draws a row from `y` on; where the next one begins."""
    with pen.link(row.url, row.told):
        pen.told(row.told)
        [said] = broken(row.words, 14, WIDTH - 2 * START, 1) or [""]
        pen.words(START, y + LABEL - 5, said, "title")
        for place, bar in enumerate(row.bars):
            _bar(pen, bar, y + LABEL + place * (BAR + BETWEEN), most)
    return y + LABEL + len(row.bars) * (BAR + BETWEEN) + AROUND


def _bar(pen: Pen, bar: Bar, y: float, most: int) -> None:
    long = (WIDTH - START - END) * bar.number / most
    pen.rect(START, y, long, BAR, f"bar-{bar.look}", rounded=2)
    if bar.look in PATTERNS:
        pen.patterned(START, y, long, BAR, f"bar-{bar.look}")
    pen.words(START + long + 6, y + BAR - 2, str(bar.number), "value")

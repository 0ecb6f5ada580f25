"""Radar: eight dimensions around one centre, a line for each side and one for what all agreed.

Every line has its own stroke and its own mark, named beside the drawing; nothing is told by colour alone. The
dimensions run as the page does: clockwise, in Arabic the other way round. A dimension without a score leaves
a gap in the line and is said to be not applicable: the others stand where they stood.

Pure: a function of what it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from mithaq.node.web.pen import Pen, Point, broken

WIDTH, TALL, RADIUS, HIGHEST = 640, 470, 150, 4
CENTRE = (WIDTH / 2, 218)
LABEL = 132  # how wide the name of a dimension may be
LOOKS = ("radar-first", "radar-second", "radar-third")
MARK = 4.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line: whose scores, by dimension. `agreed`: what all agreed on, a band beneath the others."""

    name: str
    scores: Mapping[str, int]
    agreed: bool = False


def draw(name: str, dimensions: Sequence[tuple[str, str]], lines: Sequence[Drawn]) -> SafeString:
    """The picture; empty where nobody has a score. Shape: `dimensions` are a name and its words."""
    if not any(line.scores for line in lines):
        return SafeString("")
    pen = Pen(WIDTH, mirrored=get_language_bidi(), alone=False)
    _Radar(pen, dimensions, lines).draw()
    return pen.sheet(TALL, name=name, look="picture")


class _Radar:
    def __init__(self, pen: Pen, dimensions: Sequence[tuple[str, str]], lines: Sequence[Drawn]) -> None:
        self.pen, self.dimensions, self.lines = pen, dimensions, lines

    def at(self, number: int, score: float) -> Point:
        """Where a score stands on the spoke of a dimension."""
        angle = 2 * pi * number / len(self.dimensions) - pi / 2
        reach = RADIUS * score / HIGHEST
        return CENTRE[0] + reach * cos(angle), CENTRE[1] + reach * sin(angle)

    def draw(self) -> None:
        for ring in range(1, HIGHEST + 1):
            around = [self.at(number, ring) for number in range(len(self.dimensions))]
            self.pen.line(around, "grid", closed=True)
            self.pen.words(CENTRE[0] + 4, CENTRE[1] - RADIUS * ring / HIGHEST - 3, str(ring), "tick")
        for number, (dimension, words) in enumerate(self.dimensions):
            self.pen.line([CENTRE, self.at(number, HIGHEST)], "grid")
            self._label(number, dimension, words)
        agreed = [line for line in self.lines if line.agreed]
        sides = [line for line in self.lines if not line.agreed]
        for line, look in [*((each, "radar-agreed") for each in agreed), *zip(sides, LOOKS, strict=False)]:
            self._line(line, look)
        self._legend([*zip(sides, LOOKS, strict=False), *((each, "radar-agreed") for each in agreed)])

    def _label(self, number: int, dimension: str, words: str) -> None:
        x, y = self.at(number, HIGHEST + (0.6 if number == 0 else 0.35))
        aside = x - CENTRE[0]
        anchor = "middle" if abs(aside) < 1 else "start" if aside > 0 else "end"
        told = any(dimension in line.scores for line in self.lines)
        said = broken(words, 12.5, LABEL, 2)
        said += [] if told else [gettext("not applicable")]
        top = y - 15 * (len(said) - 1) if y < CENTRE[1] else y + 10
        for row, line in enumerate(said):
            look = "title" if row < len(said) - (not told) else "note"
            self.pen.words(x, top + 15 * row, line, look, anchor=anchor)

    def _line(self, line: Drawn, look: str) -> None:
        with self.pen.inside("g"):
            self.pen.told(line.name)
            for run, closed in self._runs(line):
                if len(run) > 1:
                    self.pen.line(run, look, closed=closed)
            for number, (dimension, _) in enumerate(self.dimensions):
                if dimension in line.scores:
                    self._mark(self.at(number, line.scores[dimension]), look)

    def _runs(self, line: Drawn) -> Iterator[tuple[list[Point], bool]]:
        """The pieces of a line between dimensions that have no score; one that is closed if all have."""
        count = len(self.dimensions)
        missing = [number for number, (name, _) in enumerate(self.dimensions) if name not in line.scores]
        if not missing:
            yield [self.at(n, line.scores[name]) for n, (name, _) in enumerate(self.dimensions)], True
            return
        run: list[Point] = []
        for step in range(1, count + 1):
            number = (missing[0] + step) % count
            name = self.dimensions[number][0]
            if name in line.scores:
                run.append(self.at(number, line.scores[name]))
            else:
                yield run, False
                run = []

    def _mark(self, at: Point, look: str) -> None:
        x, y = at
        if look == "radar-first":
            self.pen.circle(x, y, MARK, f"{look}-mark")
        elif look == "radar-second":
            self.pen.rect(x - MARK, y - MARK, 2 * MARK, 2 * MARK, f"{look}-mark")
        elif look == "radar-third":
            corners = [(x, y - 6), (x + 6, y + 4), (x - 6, y + 4)]
            self.pen.line(corners, f"{look}-mark", closed=True)
        else:
            corners = [(x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y)]
            self.pen.line(corners, f"{look}-mark", closed=True)

    def _legend(self, lines: Sequence[tuple[Drawn, str]]) -> None:
        wide = (WIDTH - 40) / max(len(lines), 1)
        for number, (line, look) in enumerate(lines):
            x, y = 20 + wide * number, TALL - 18
            self.pen.line([(x, y), (x + 34, y)], look)
            self._mark((x + 17, y), look)
            [said] = broken(line.name, 12, wide - 50, 1) or [""]
            self.pen.words(x + 42, y + 4, said, "note")

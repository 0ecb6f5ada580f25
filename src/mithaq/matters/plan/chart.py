"""Chart: an indicator drawn, period by period: what was aimed at as a line, what came of it as a column.

A figure that the other side has verified is a full column, one that it has not is an open one with a broken
edge. The baseline is a broken line over all periods. Time runs from right to left in Arabic; figures stand
above their columns. Pure, like the timeline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.node.web import dates
from mithaq.node.web.pen import Pen, broken

HEIGHT, TOP, BOTTOM, SIDE = 260, 30, 44, 56
LINES = 4  # of the scale
CROSSES = 18  # so near above a column a target would cross its figure
MOST = 24  # periods in one picture: the last ones


@dataclass(frozen=True, slots=True)
class Point:
    """A period in a chart; a figure that is not there is None."""

    words: str
    target: Decimal | None
    actual: Decimal | None
    verified: bool = False


def chart(
    name: str, points: Sequence[Point], *, language: str, baseline: Decimal | None = None, width: float = 720,
    alone: bool = False,
) -> SafeString:  # fmt: skip
    """The picture as SVG."""
    with translation.override(language):
        pen = Pen(width, mirrored=translation.get_language_bidi(), alone=alone)
        _Chart(pen, list(points)[-MOST:], baseline, language).draw()
        return pen.sheet(HEIGHT, name=name, look="picture")


class _Chart:
    def __init__(self, pen: Pen, points: list[Point], baseline: Decimal | None, language: str) -> None:
        self.pen, self.points, self.baseline, self.language = pen, points, baseline, language
        figures = [each for point in points for each in (point.target, point.actual) if each is not None]
        self.low, self.high = _bounds([*figures, *([] if baseline is None else [baseline])])

    def draw(self) -> None:
        self._scale()
        wide = (self.pen.width - SIDE - 8) / max(len(self.points), 1)
        for number, point in enumerate(self.points):
            self._point(point, SIDE + wide * number, wide)
        if self.baseline is not None:
            y = self.y(self.baseline)
            self.pen.line([(SIDE, y), (self.pen.width - 8, y)], "reference")
            self.pen.words(self.pen.width - 8, y - 4, gettext("baseline"), "tick", anchor="end")

    def y(self, figure: Decimal) -> float:
        """Where a figure stands, from the top."""
        share = float((figure - self.low) / (self.high - self.low))
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)

    def _scale(self) -> None:
        step = (self.high - self.low) / LINES
        for number in range(LINES + 1):
            figure = self.low + step * number
            y = self.y(figure)
            self.pen.line([(SIDE, y), (self.pen.width - 8, y)], "grid-major" if figure == 0 else "grid")
            self.pen.words(SIDE - 8, y + 4, self._figure(figure), "tick", anchor="end")

    def _point(self, point: Point, x: float, wide: float) -> None:
        pen, middle, column = self.pen, x + wide / 2, min(wide * 0.46, 54)
        ground = self.y(max(self.low, min(Decimal(0), self.high)))
        with pen.inside("g"):
            pen.told(self._sentence(point))
            if point.actual is not None:
                top = self.y(point.actual)
                look = "actual" if point.verified else "actual-unchecked"
                pen.rect(middle - column / 2, min(top, ground), column, max(abs(ground - top), 1.5), look)
                pen.words(
                    middle,
                    self._above(point, min(top, ground)),
                    self._figure(point.actual),
                    "value",
                    anchor="middle",
                )
            if point.target is not None:
                y = self.y(point.target)
                pen.line([(middle - column * 0.75, y), (middle + column * 0.75, y)], "target")
                if point.actual is None:
                    pen.words(middle, y - 5, self._figure(point.target), "value", anchor="middle")
        for number, line in enumerate(broken(point.words, 11, wide, 2)):
            pen.words(middle, HEIGHT - BOTTOM + 16 + 13 * number, line, "tick", anchor="middle")

    def _above(self, point: Point, top: float) -> float:
        """Where the figure of a column stands: above its end, and above a target that would cross it."""
        target = top if point.target is None else self.y(point.target)
        return min(top, target if -2 <= top - target <= CROSSES else top) - 5

    def _sentence(self, point: Point) -> str:
        none = gettext("none")
        return gettext("%(period)s: target %(target)s, actual %(actual)s") % {
            "period": point.words,
            "target": none if point.target is None else self._figure(point.target),
            "actual": none if point.actual is None else self._figure(point.actual),
        }

    def _figure(self, figure: Decimal) -> str:
        return dates.number(f"{figure.normalize():f}", self.language)


def _bounds(figures: list[Decimal]) -> tuple[Decimal, Decimal]:
    """From where to where the scale runs: round figures, zero among them; never nothing."""
    low, high = min([*figures, Decimal(0)]), max([*figures, Decimal(0)])
    if low == high:
        return low, low + LINES
    step = _round((high - low) / LINES)
    first = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    last = (high / step).to_integral_value(rounding="ROUND_CEILING") * step
    lines = int((last - first) / step)
    return first, first + step * max(lines + -lines % LINES, LINES)


def _round(step: Decimal) -> Decimal:
    """The next larger of 1, 2, 2.5, 5 and 10 times a power of ten."""
    power = Decimal(10) ** step.adjusted()
    return next(power * each for each in map(Decimal, ("1", "2", "2.5", "5", "10")) if power * each >= step)

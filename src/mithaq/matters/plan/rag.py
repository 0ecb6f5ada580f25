"""How an action is doing, in words and in shapes: a disc, a triangle, a square, a ring, a dash; never
colour alone.
"""

from __future__ import annotations

from mithaq.node.web.pen import Pen
from mithaq.pact.codes import code_list

ALL = ("green", "amber", "red", "grey", "none")
SIZE = 12


def said(rag: str, language: str) -> str:
    """How an action is doing, in words."""
    return code_list("rag").label(rag, language)


def draw(pen: Pen, x: float, y: float, rag: str) -> None:
    """The shape of how an action is doing, in a square of `SIZE` that begins at `x` and is centred on `y`."""
    middle, half = x + SIZE / 2, SIZE / 2
    if rag == "green":
        pen.circle(middle, y, half, "rag-green")
        pen.line(_turned(pen, middle, [(-2.8, 0.2), (-0.8, 2.3), (2.8, -2)], y), "rag-mark")
    elif rag == "amber":
        pen.circle(middle, y, half - 0.8, "rag-amber")
        pen.line(_turned(pen, middle, [(0, -3.2), (0, 0.3), (2.2, 1.6)], y), "rag-mark-dark")
    elif rag == "red":
        pen.rect(x, y - half, SIZE, SIZE, "rag-red", rounded=1)
        pen.line([(middle, y - 3.6), (middle, y + 1)], "rag-mark")
        pen.line([(middle, y + 3), (middle, y + 4)], "rag-mark")
    elif rag == "grey":
        pen.line(
            [(middle, y - half + 0.5), (x + SIZE, y + half - 1), (x, y + half - 1)], "rag-grey", closed=True
        )
        pen.line([(middle, y - 1.6), (middle, y + 1.6)], "rag-mark-grey")
        pen.line([(middle, y + 2.9), (middle, y + 3.6)], "rag-mark-grey")
    else:
        pen.line([(x + 1.5, y), (x + SIZE - 1.5, y)], "rag-none")


def _turned(
    pen: Pen, middle: float, points: list[tuple[float, float]], y: float
) -> list[tuple[float, float]]:
    """Points about a middle that look the same in both directions: a tick is never mirrored."""
    side = -1 if pen.mirrored else 1
    return [(middle + side * x, y + down) for x, down in points]

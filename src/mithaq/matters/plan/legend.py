"""Legend: what each shape of a timeline means, drawn with the same pen."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from mithaq.matters.plan import rag
from mithaq.node.web.idents import language
from mithaq.node.web.pen import Pen

HEIGHT = 14


def legend(*, alone: bool = False) -> list[tuple[SafeString, str]]:
    """Each shape and its words, how actions are doing first."""
    doing = [(_doing(each, alone), rag.said(each, language())) for each in rag.ALL]
    return [*doing, *((_of(shape, alone), words) for shape, words in _bars())]


def _bars() -> list[tuple[Callable[[Pen], None], str]]:
    return [
        (_bar("bar-run", "progress", 16), gettext("from start to expected end, and how far it has come")),
        (_bar("baseline"), gettext("as first agreed")),
        (_bar("bar-open"), gettext("proposed, not agreed yet")),
        (_bar("bar-held"), gettext("on hold")),
        (_bar("bar-over", "progress-over", 28), gettext("delivered")),
        (_depends, gettext("waits for another action")),
    ]


def _bar(look: str, inside: str = "", width: float = 0) -> Callable[[Pen], None]:
    def shape(pen: Pen) -> None:
        pen.rect(1, 2, 28, 10, look)
        pen.rect(1, 5, width, 4, inside)

    return shape


def _depends(pen: Pen) -> None:
    pen.line([(2, 7), (24, 7)], "depends")
    pen.line([(29, 7), (23, 3), (23, 11)], "depends-head", closed=True)


def _doing(one: str, alone: bool) -> SafeString:
    pen = Pen(HEIGHT, mirrored=get_language_bidi(), alone=alone)
    rag.draw(pen, 1, HEIGHT / 2, one)
    return pen.sheet(HEIGHT, name="", look="picture")


def _of(shape: Callable[[Pen], None], alone: bool) -> SafeString:
    pen = Pen(30, mirrored=get_language_bidi(), alone=alone)
    shape(pen)
    return pen.sheet(HEIGHT, name="", look="picture")

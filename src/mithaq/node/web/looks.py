"""Looks: what each part of a picture looks like where no sheet of styles can reach it, as in a PDF.

On a page the same names are classes of `static/plan/plan.css`, which knows light and dark. Nothing is told
by colour alone: what differs in meaning differs in shape, in pattern or in its words.
"""

from collections.abc import Mapping

INK, SOFT, LINE, STRONG = "#182126", "#4e5a61", "#d6dad9", "#7d8990"
LATIN, ARABIC = "IBM Plex Sans", "IBM Plex Sans Arabic"


def _text(size: float, ink: str = INK, **more: str) -> dict[str, str]:
    return {"font-size": str(size), "fill": ink, **more}


def _stroke(ink: str, width: float = 1, **more: str) -> dict[str, str]:
    return {"fill": "none", "stroke": ink, "stroke-width": str(width), **more}


def _face(fill: str, ink: str = "none", **more: str) -> dict[str, str]:
    return {"fill": fill, "stroke": ink, **more}


LOOKS: Mapping[str, Mapping[str, str]] = {
    "picture": {},
    "row": {},
    # Words
    "title": _text(13),
    "axis": _text(13, **{"font-weight": "600"}),
    "tick": _text(11, SOFT),
    "tick-major": _text(12, **{"font-weight": "600"}),
    "note": _text(11.5, SOFT),
    "today-words": _text(11, "#b3480a", **{"font-weight": "600"}),
    "value": _text(11.5, **{"font-weight": "600"}),
    # Ground
    "ground": _face("none"),
    "plain": _face("#ffffff"),
    "axis-ground": _face("#f3f4f2"),
    "grid": _stroke(LINE),
    "grid-major": _stroke(STRONG),
    "today": _stroke("#b3480a", 1.6),
    "holiday-mark": _face(SOFT),
    "hatch": _stroke("#b6c0c4", 0.9),
    # Bars
    "baseline": _face("#ffffff", STRONG, **{"stroke-dasharray": "3 2"}),
    "bar-run": _face("#e5eff9", "#134873"),
    "bar-open": _face("#ffffff", "#134873", **{"stroke-dasharray": "5 3"}),
    "bar-held": _face("#fdf2d8", "#654500", **{"stroke-dasharray": "2 2"}),
    "bar-over": _face("#eaedec", "#404a50"),
    "progress": _face("#134873"),
    "progress-over": _face("#7d8990"),
    "arrow-out": _face(INK),
    # Links
    "depends": _stroke(SOFT, 1.3),
    "depends-head": _face(SOFT),
    "relates": _stroke(SOFT, 1.1, **{"stroke-dasharray": "2 3"}),
    # How it is doing
    "rag-green": _face("#145629"),
    "rag-amber": _face("#fdf2d8", "#654500"),
    "rag-red": _face("#86180f"),
    "rag-grey": _face("#ffffff", "#404a50"),
    "rag-none": _stroke("#404a50", 1.5),
    "rag-mark": _stroke("#ffffff", 1.5),
    "rag-mark-dark": _stroke("#654500", 1.5),
    "rag-mark-grey": _stroke("#404a50", 1.3),
    # Columns of an indicator
    "target": _stroke(INK, 2),
    "actual": _face("#2a6f97", "#134873"),
    "actual-unchecked": _face("#e5eff9", "#134873", **{"stroke-dasharray": "3 2"}),
    "reference": _stroke("#4e5a61", 1.2, **{"stroke-dasharray": "6 3"}),
}

"""Drawn: what waits on each side, field by field: our bars run to one side of the middle, theirs to the
other.

As in a mirror, so that a glance says who owes whom. What is late is hatched. The numbers stand beside the
bars and in the table under the picture. Pure: a function of what it is given.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from mithaq.front.briefing.briefed import FieldLine
from mithaq.node.web.pen import Pen, broken

WIDTH, NAME, ROW, HEAD, BAR = 860, 250, 34, 30, 12
NUMBER = 34  # room beside a bar
HATCH = "M0 8L8 0"
MIDDLE = NAME + (WIDTH - NAME) / 2
REACH = WIDTH - MIDDLE - NUMBER


def draw(name: str, us: str, them: str, fields: Sequence[FieldLine]) -> SafeString:
    """The picture; empty where nothing waits and nothing is late. `us` and `them` stand over the sides."""
    drawn = [each for each in fields if each.most]
    most = max((each.most for each in drawn), default=0)
    if not most:
        return SafeString("")
    pen, bottom = Pen(WIDTH, mirrored=get_language_bidi(), alone=False), HEAD + ROW * len(drawn)
    pen.pattern("brief-late", HATCH, "late-hatch")
    pen.words(MIDDLE - 10, 18, us, "side", anchor="end")
    pen.words(MIDDLE + 10, 18, them, "side")
    for number, each in enumerate(drawn):
        _row(pen, each, HEAD + ROW * number, REACH / most)
    pen.line([(MIDDLE, HEAD - 4), (MIDDLE, bottom)], "middle")
    return pen.sheet(bottom + 4, name=name, look="picture")


def _row(pen: Pen, each: FieldLine, y: float, one: float) -> None:
    with pen.inside("g"):
        pen.told(
            gettext("%(field)s: %(ours)d wait for us, %(theirs)d for them") %
            {"field": each.name, "ours": each.ours, "theirs": each.theirs}
        )  # fmt: skip
        pen.line([(0, y), (WIDTH, y)], "grid")
        for line in broken(each.name, 13, NAME - 16, 1):
            pen.words(4, y + 21, line, "title")
        for waits, late, way in ((each.ours, each.late_ours, -1), (each.theirs, each.late_theirs, 1)):
            _bar(pen, waits * one, y + 4, way, "waits-bar")
            _bar(pen, late * one, y + 4 + BAR + 2, way, "late-bar")
            if waits or late:
                at = MIDDLE + way * (max(waits, late) * one + 8)
                pen.words(at, y + 21, _said(pen, waits, late), "number", anchor="end" if way < 0 else "start")


def _said(pen: Pen, waits: int, late: int) -> str:
    """What waits, then what is late, for whoever reads the legend: digits stand from left to right, so on a
    page that is read from the right what is read first stands last.
    """
    if not late:
        return str(waits)
    return " / ".join(map(str, (late, waits) if pen.mirrored else (waits, late)))


def _bar(pen: Pen, long: float, y: float, way: int, look: str) -> None:
    start = MIDDLE if way > 0 else MIDDLE - long
    pen.rect(start, y, long, BAR, look)
    if look == "late-bar":
        pen.patterned(start, y, long, BAR, "brief-late")

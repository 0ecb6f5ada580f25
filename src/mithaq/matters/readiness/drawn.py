"""Drawn: risks in a matrix of five by five, capabilities on a map of their criteria.

In the matrix likelihood runs from the start of the line to its end, in Arabic from right to left; impact runs
upwards. Each band has its own pattern, and its name stands in its corner. A risk is its number in a circle,
with a ring around it where its controls no longer count. On the map a level is a digit and a bar as long as
it; the weakest criterion of a critical capability, which decides, is framed. Nothing is told by colour alone.

Pure: functions of what they are given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from mithaq.node.web.pen import Pen, broken
from mithaq.pact.rules.readiness_levels import band

SIDE, CELL_WIDE, CELL_TALL, LEFT, TOP = 5, 104, 62, 64, 12
WIDTH, TALL = LEFT + SIDE * CELL_WIDE + 12, TOP + SIDE * CELL_TALL + 48
PATTERNS = {
    "moderate": "M1 1L2 1M5 5L6 5",
    "high": "M0 8L8 0",
    "critical": "M0 8L8 0M0 0L8 8",
}
MOST_IN_A_CELL = 6
ROW, HEAD, NAME, HIGHEST = 44, 34, 250, 4
MAP_WIDE = 900


@dataclass(frozen=True, slots=True)
class Placed:
    """A risk as it is drawn: what is left of it. `bare`: its controls no longer count."""

    number: int
    title: str
    likelihood: int
    impact: int
    bare: bool


@dataclass(frozen=True, slots=True)
class Mapped:
    """A capability as it is drawn: its levels in the order of the criteria; `weakest` decides."""

    title: str
    levels: tuple[int, ...]
    ready: str
    weakest: int | None


def matrix(name: str, risks: Sequence[Placed], bands: dict[str, str]) -> SafeString:
    """The matrix; empty where no risk is assessed. Shape: `bands` are the words of each band."""
    if not risks:
        return SafeString("")
    pen = Pen(WIDTH, mirrored=get_language_bidi(), alone=False)
    for look, shape in PATTERNS.items():
        pen.pattern(f"risk-{look}", shape, f"risk-{look}-stroke")
    for likelihood in range(1, SIDE + 1):
        for impact in range(1, SIDE + 1):
            there = [each for each in risks if (each.likelihood, each.impact) == (likelihood, impact)]
            _cell(pen, likelihood, impact, there, bands)
    for number in range(1, SIDE + 1):
        pen.words(LEFT + CELL_WIDE * (number - 0.5), TALL - 30, str(number), "tick", anchor="middle")
        pen.words(LEFT - 12, TOP + CELL_TALL * (SIDE - number + 0.5) + 4, str(number), "tick", anchor="end")
    pen.words(LEFT + CELL_WIDE * SIDE / 2, TALL - 8, gettext("likelihood"), "title", anchor="middle")
    pen.words(4, TOP + 12, gettext("impact"), "title")
    return pen.sheet(TALL, name=name, look="picture")


def _cell(pen: Pen, likelihood: int, impact: int, there: Sequence[Placed], bands: dict[str, str]) -> None:
    look = band(likelihood * impact)
    x, y = LEFT + CELL_WIDE * (likelihood - 1), TOP + CELL_TALL * (SIDE - impact)
    with pen.inside("g"):
        told = "; ".join(f"{each.number}. {each.title}" for each in there)
        pen.told(
            f"{likelihood} × {impact} = {likelihood * impact} · {bands[look]}{f' · {told}' if told else ''}"
        )
        pen.rect(x, y, CELL_WIDE, CELL_TALL, f"risk-{look}")
        if look in PATTERNS:
            pen.patterned(x, y, CELL_WIDE, CELL_TALL, f"risk-{look}")
        pen.words(x + 6, y + 13, bands[look], "risk-band")
        for place, each in enumerate(there[:MOST_IN_A_CELL]):
            at = x + 18 + 32 * (place % 3), y + 29 + 20 * (place // 3)
            pen.circle(*at, 11 if each.bare else 9.5, "risk-bare" if each.bare else "risk-mark")
            pen.words(at[0], at[1] + 4, str(each.number), "risk-number", anchor="middle")
        if more := len(there) - MOST_IN_A_CELL:
            pen.words(x + CELL_WIDE - 6, y + 13, f"+{more}" if more > 0 else "", "risk-band", anchor="end")


def capability_map(name: str, criteria: Sequence[str], rows: Sequence[Mapped]) -> SafeString:
    """The map; empty where there is no capability. Shape: `criteria` are their words, in order."""
    if not rows:
        return SafeString("")
    pen = Pen(MAP_WIDE, mirrored=get_language_bidi(), alone=False)
    wide = (MAP_WIDE - NAME - 90) / len(criteria)
    for number, words in enumerate(criteria):
        [said] = broken(words, 12, wide - 8, 1) or [""]
        pen.words(NAME + wide * number + 4, HEAD - 12, said, "note")
    pen.words(MAP_WIDE - 84, HEAD - 12, gettext("ready"), "note")
    for place, row in enumerate(rows):
        y = HEAD + ROW * place
        with pen.inside("g"):
            pen.told(f"{row.title} · {row.ready}")
            pen.line([(0, y), (MAP_WIDE, y)], "grid")
            for number, line in enumerate(broken(row.title, 13, NAME - 20, 2)):
                pen.words(6, y + 18 + 15 * number, line, "title")
            for number, level in enumerate(row.levels):
                _level(pen, NAME + wide * number, y + 8, wide - 10, level, framed=row.weakest == number)
            pen.words(MAP_WIDE - 84, y + 26, row.ready, "value")
    return pen.sheet(HEAD + ROW * len(rows) + 4, name=name, look="picture")


def _level(pen: Pen, x: float, y: float, wide: float, level: int, *, framed: bool) -> None:
    """A level as a digit and a bar; what decides is framed."""
    room = wide - 22
    pen.rect(x + 20, y + 8, room, 12, "level-ground")
    pen.rect(x + 20, y + 8, room * level / HIGHEST, 12, "level-bar")
    pen.words(x + 4, y + 19, str(level), "value")
    if framed:
        pen.rect(x - 2, y, wide + 4, 28, "level-frame", rounded=2)

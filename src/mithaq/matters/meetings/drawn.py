"""Drawn: decisions over time, one row each, across the meetings that came after them.

An open bar from when a decision was taken to the day it is due; from there to when it was done, or to
today, a hatched one. A meeting is a line from top to bottom; where it found the decision due and not done,
the line bears a mark. Time runs from right to left in Arabic. What stands in the picture stands in words in
the table under it.

Pure: a function of what it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from mithaq.node.web.pen import Pen, broken

WIDTH, COLUMN, ROW, HEAD, BAR, END = 980, 280, 46, 34, 14, 40
APART = 74  # between the days of two meetings, so that neither is written over
HATCH = "M0 8L8 0"
LEAST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A decision as it is drawn. `until` is when it was done, None while it is not; `carried` are the days of
    the meetings at which it was carried over.
    """

    title: str
    said: str  # whose it is and where it stands, in words
    taken: date
    due: date
    until: date | None
    carried: tuple[date, ...]


def draw(name: str, drawn: Sequence[Drawn], meetings: Sequence[tuple[date, str]], today: date) -> SafeString:
    """The picture; empty where nothing was decided. Of each meeting its day, and how that is written."""
    if not drawn:
        return SafeString("")
    pen = Pen(WIDTH, mirrored=get_language_bidi(), alone=False)
    _Rows(pen, drawn, meetings, today).draw()
    return pen.sheet(HEAD + ROW * len(drawn) + 20, name=name, look="picture")


class _Rows:
    def __init__(
        self, pen: Pen, drawn: Sequence[Drawn], meetings: Sequence[tuple[date, str]], today: date
    ) -> None:
        self.pen, self.drawn, self.meetings, self.today = pen, drawn, meetings, today
        days = [today, *(day for day, _ in meetings), *(day for one in drawn for day in (one.taken, one.due))]
        self.first = min(days)
        self.last = max(*days, self.first + LEAST)

    def x(self, day: date) -> float:
        share = (day - self.first) / (self.last - self.first)
        return COLUMN + share * (WIDTH - COLUMN - END)

    def draw(self) -> None:
        bottom = HEAD + ROW * len(self.drawn)
        self.pen.pattern("overdue", HATCH, "overdue-hatch")
        written = -APART * 1.0
        for day, said in self.meetings:
            at = self.x(day)
            self.pen.line([(at, HEAD - 6), (at, bottom)], "meeting-line")
            if at - written >= APART:
                self.pen.words(at, HEAD - 12, said, "tick", anchor="middle")
                written = at
        for number, one in enumerate(self.drawn):
            self._row(one, HEAD + ROW * number)
        self.pen.line([(self.x(self.today), HEAD - 6), (self.x(self.today), bottom)], "today")
        self.pen.words(self.x(self.today), bottom + 14, gettext("today"), "today-words", anchor="middle")

    def _row(self, one: Drawn, y: float) -> None:
        pen, due = self.pen, self.x(one.due)
        with pen.inside("g"):
            pen.told(f"{one.title} · {one.said}")
            pen.line([(0, y), (WIDTH, y)], "grid")
            for row, line in enumerate(broken(one.title, 12.5, COLUMN - 20, 1)):
                pen.words(8, y + 19 + 14 * row, line, "title")
            pen.words(8, y + 36, one.said, "note")
            pen.rect(
                self.x(one.taken), y + 16, max(due - self.x(one.taken), 2), BAR, "decision-bar", rounded=2
            )
            over = self.x(one.until or self.today)
            if over > due:
                pen.rect(due, y + 16, over - due, BAR, "overdue-bar")
                pen.patterned(due, y + 16, over - due, BAR, "overdue")
            for day in one.carried:
                at = self.x(day)
                mark = [(at, y + 15), (at + 8, y + 23), (at, y + 31), (at - 8, y + 23)]
                pen.line(mark, "carried-mark", closed=True)

"""Drawn: the legs of an operation over time, one row each, with what authorises them.

Of each leg a bar from its departure to its arrival; under it a line for as long as its authorisation holds.
Where that ends before the leg does, the rest of the bar is hatched and says so; a leg without
authorisation is an open bar with a broken edge. Time runs from right to left in Arabic. Nothing is told by
colour alone.

Pure: a function of what it is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi, gettext

from mithaq.node.web.pen import Pen, broken

WIDTH, COLUMN, ROW, HEAD, BAR = 980, 260, 54, 30, 16
MOST_TICKS = 9
STEPS = tuple(timedelta(minutes=minutes) for minutes in (15, 30, 60, 120, 180, 360, 720, 1440, 2880))
HATCH = "M0 8L8 0"


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg as it is drawn. `valid` is from when until when it is authorised, None where it is not."""

    number: int
    title: str
    authority: str
    departs: datetime
    arrives: datetime
    valid: tuple[datetime, datetime] | None
    said: str  # where it stands, in words

    @property
    def lapses_at(self) -> datetime | None:
        """When the authorisation ends, if that is before the leg does."""
        if self.valid is None or self.valid[1] >= self.arrives:
            return None
        return max(self.valid[1], self.departs)


def draw(name: str, drawn: Sequence[Leg], zone: ZoneInfo, now: datetime) -> SafeString:
    """The picture; empty where there is no leg."""
    if not drawn:
        return SafeString("")
    pen = Pen(WIDTH, mirrored=get_language_bidi(), alone=False)
    _Legs(pen, drawn, zone, now).draw()
    return pen.sheet(HEAD + ROW * len(drawn) + 8, name=name, look="picture")


class _Legs:
    def __init__(self, pen: Pen, drawn: Sequence[Leg], zone: ZoneInfo, now: datetime) -> None:
        self.pen, self.drawn, self.zone, self.now = pen, drawn, zone, now
        first = min(leg.departs for leg in drawn)
        last = max(leg.arrives for leg in drawn)
        self.step = next((step for step in STEPS if (last - first) / step < MOST_TICKS - 1), STEPS[-1])
        self.begin = _floor(first.astimezone(zone), self.step)
        self.end = last + self.step / 2

    def x(self, at: datetime) -> float:
        """Where an instant stands; what lies outside stands at the edge."""
        share = (at - self.begin) / (self.end - self.begin)
        return COLUMN + min(max(share, 0.0), 1.0) * (WIDTH - COLUMN - 12)

    def draw(self) -> None:
        bottom = HEAD + ROW * len(self.drawn)
        self.pen.pattern("lapsed", HATCH, "leg-hatch")
        for at in self._ticks():
            self.pen.line([(self.x(at), HEAD - 4), (self.x(at), bottom)], "grid")
            self.pen.words(
                self.x(at), HEAD - 10, f"{at.astimezone(self.zone):%H:%M}", "tick", anchor="middle"
            )
        for number, leg in enumerate(self.drawn):
            self._leg(leg, HEAD + ROW * number)
        if self.begin <= self.now <= self.end:
            self.pen.line([(self.x(self.now), HEAD - 4), (self.x(self.now), bottom)], "today")
            self.pen.words(self.x(self.now), bottom + 6, gettext("now"), "today-words", anchor="middle")

    def _ticks(self) -> list[datetime]:
        number = int((self.end - self.begin) / self.step) + 1
        return [self.begin + self.step * each for each in range(min(number, MOST_TICKS * 2))]

    def _leg(self, leg: Leg, y: float) -> None:
        pen, start, end = self.pen, self.x(leg.departs), self.x(leg.arrives)
        with pen.inside("g"):
            pen.told(f"{leg.number} · {leg.title} · {leg.authority} · {leg.said}")
            pen.line([(0, y), (WIDTH, y)], "grid")
            for row, line in enumerate(broken(f"{leg.number}. {leg.title}", 13, COLUMN - 20, 2)):
                pen.words(8, y + 18 + 15 * row, line, "title")
            pen.words(8, y + 48, f"{leg.authority} · {leg.said}", "note")
            look = "leg-bar" if leg.valid else "leg-open"
            pen.rect(start, y + 10, max(end - start, 2), BAR, look, rounded=2)
            if leg.valid:
                self._authorised(leg, y)

    def _authorised(self, leg: Leg, y: float) -> None:
        assert leg.valid is not None
        pen, (since, until) = self.pen, (self.x(leg.valid[0]), self.x(leg.valid[1]))
        pen.line([(since, y + 34), (until, y + 34)], "leg-valid")
        pen.line([(until, y + 29), (until, y + 39)], "leg-valid")
        if leg.lapses_at is not None:
            at = self.x(leg.lapses_at)
            end = self.x(leg.arrives)
            pen.rect(at, y + 10, end - at, BAR, "leg-open")
            pen.patterned(at, y + 10, end - at, BAR, "lapsed")
            pen.words(end, y + 48, gettext("the authorisation ends before the leg"), "note", anchor="end")


def _floor(at: datetime, step: timedelta) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (at - midnight) // step * step

"""Timeline: the actions of a plan drawn over time, as one picture that is the same on screen and on paper.

A row an action: its title, who leads it and how it is doing, its bar from its start to its expected end,
filled as far as it has come, and under the bar the baseline as first agreed. Over all rows run the line of
today and every side's holidays, each side in a pattern of its own and named in a strip of its own. Time
runs from right to left in Arabic.

Pure: a function of what it is given. It knows no plan, no database and no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.plan import rag
from mithaq.matters.plan.window import Window
from mithaq.node.web import dates
from mithaq.node.web.pen import Pen, Point, broken, width_of

PATTERNS = ("M0 8L8 0", "M0 0L8 8", "M4 0V8", "M0 4H8", "M3 3h2v2h-2z")  # a side each, by turns
HEAD, STRIP, AXIS = 56, 16, 28  # heights: the units, a side's holidays, an axis
ROW, BAR, GHOST = 52, 14, 6
ONE_DAY = timedelta(days=1)
FROM_END = ("FS", "FF", "BLOCKS", "RELATES")  # links that leave the end of the first
TO_END = ("FF", "SF")  # links that arrive at the end of the other
PAST_A_LINE = 10  # a figure beside a bar whose end a line leaves stands behind that line


@dataclass(frozen=True, slots=True)
class Bar:
    """An action in a drawing. `look` is how its bar is drawn: bar-run, bar-open, bar-held, bar-over.

    Units: `progress` in percent.
    """

    id: str
    title: str
    lead: str
    stage: str
    rag: str
    starts: date
    ends: date  # as expected
    baseline: tuple[date, date]
    progress: int = 0
    look: str = "bar-run"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """An axis, and the actions under it."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """An action that depends on another: FS, SS, FF, SF, BLOCKS or RELATES, as the first letter ends one
    and begins the other.
    """

    first: str
    then: str
    relation: str


@dataclass(frozen=True, slots=True)
class Holidays:
    """The holidays of one side."""

    code: str
    name: str
    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Sheet:
    """How wide the picture is and how much of that the titles take; without a column they stand above bars.

    `lines` is how many lines a title may have.
    """

    width: float = 1180
    column: float = 330
    lines: int = 2

    @property
    def row(self) -> float:
        return ROW - 16 * (2 - self.lines) if self.column else ROW + 22

    @property
    def lift(self) -> float:
        """How far below the top of its row a bar begins."""
        return 42 if not self.column else 12 if self.lines > 1 else 7

    @property
    def strip(self) -> float:
        return STRIP if self.column else STRIP + 12


DESK, PHONE, PAPER = Sheet(), Sheet(360, 0, 1), Sheet(1040, 330, 1)


@dataclass(frozen=True)
class Timeline:
    """All that is drawn."""

    name: str
    groups: tuple[Group, ...]
    window: Window
    today: date
    links: tuple[Link, ...] = ()
    holidays: tuple[Holidays, ...] = field(default=())


def draw(timeline: Timeline, *, language: str, sheet: Sheet = DESK, alone: bool = False) -> SafeString:
    """The picture as SVG; `alone` for a file or a PDF, where no sheet of styles and no link can reach it."""
    with translation.override(language):
        drawing = _Drawing(timeline, language, sheet, alone)
        return drawing.made()


class _Drawing:
    """A timeline while it is drawn: the pen, where rows stand, and which actions have been given a place."""

    def __init__(self, timeline: Timeline, language: str, sheet: Sheet, alone: bool) -> None:
        self.of, self.language, self.sheet = timeline, language, sheet
        mirrored = translation.get_language_bidi()
        self.pen = Pen(sheet.width, mirrored=mirrored, alone=alone)
        self.begin, self.over = sheet.column + 7, sheet.width - 7
        self.top = HEAD + sheet.strip * len(timeline.holidays)
        self.rows: dict[str, tuple[float, Bar]] = {}
        self.at_end = {each.first for each in timeline.links if each.relation in FROM_END}
        self.at_end |= {each.then for each in timeline.links if each.relation in TO_END}
        # Two drawings may stand on one page: patterns have names of their own in each.
        self.prefix = f"h{int(sheet.width)}"

    def made(self) -> SafeString:
        height = self.top + sum(AXIS + len(group.bars) * self.sheet.row for group in self.of.groups) + 4
        self._ground(height)
        axes, at = list[tuple[float, Group]](), float(self.top)
        for group in self.of.groups:
            axes.append((at, group))
            for number, bar in enumerate(group.bars):
                self.rows[bar.id] = (at + AXIS + number * self.sheet.row, bar)
            at += AXIS + len(group.bars) * self.sheet.row
        # Where words stand over the bars, not beside them, no line runs through them.
        if not self.sheet.column:
            self._lines(height)
        for at, group in axes:
            self._axis(group, at)
            for bar in group.bars:
                self._row(bar, self.rows[bar.id][0])
        if self.sheet.column:
            self._lines(height)
        return self.pen.sheet(height, name=self.of.name, look="picture")

    def _lines(self, height: float) -> None:
        """What runs across rows: what waits for what, and today."""
        for link in self.of.links:
            self._link(link)
        self._today(height)

    def x(self, day: date) -> float:
        """Where a day begins, from the start of the sheet."""
        return self.begin + self.of.window.place(day) * (self.over - self.begin)

    # What lies under the rows

    def _ground(self, height: float) -> None:
        pen, window = self.pen, self.of.window
        for tick in window.majors(self.language):
            x, until = self.x(tick.day), self.x(tick.until)
            pen.line([(x, 4), (x, height)], "grid-major")
            if width_of(tick.words, 12) <= until - x - 8:
                pen.words(x + 5, 17, tick.words, "tick-major")
        for tick in window.units(self.language, self.over - self.begin):
            pen.line([(self.x(tick.day), 22), (self.x(tick.day), height)], "grid")
            pen.words(self.x(tick.day) + 4, 35, tick.words, "tick")
        for number, side in enumerate(self.of.holidays):
            self._holidays(side, number, height)

    def _holidays(self, side: Holidays, number: int, height: float) -> None:
        """A strip that names the side, with a mark a day, and its pattern down all rows."""
        pen, y = self.pen, HEAD + number * self.sheet.strip
        name = f"{self.prefix}-{number}"
        pen.pattern(name, PATTERNS[number % len(PATTERNS)], "hatch")
        pen.line([(0, y), (self.sheet.width, y)], "grid")
        said = gettext("Holidays: %(authority)s") % {"authority": side.name}
        pen.patterned(4, y + 3, 14, 11, name)
        pen.words(24, y + 12, broken(said, 11.5, (self.sheet.column or self.sheet.width) - 30, 1)[0], "note")
        shown = sorted(day for day in side.days if self.of.window.holds(day))
        for first, last in _runs(shown):
            x, width = self.x(first), max(self.x(last + ONE_DAY) - self.x(first), 2.5)
            pen.patterned(x, self.top, width, height - self.top, name)
            with pen.inside("g"):
                pen.told(f"{said}, {dates.day(first, self.language)}")
                pen.rect(x, y + self.sheet.strip - 12, width, 9, "holiday-mark")

    def _today(self, height: float) -> None:
        if not self.of.window.holds(self.of.today):
            return
        x, day = self.x(self.of.today), dates.day(self.of.today, self.language)
        words = gettext("Today, %(day)s") % {"day": day}
        self.pen.line([(x, 42), (x, height)], "today")
        late = x + width_of(words, 11) + 6 > self.over
        self.pen.words(x - 4 if late else x + 4, 51, words, "today-words", anchor="end" if late else "start")

    # Rows

    def _axis(self, group: Group, y: float) -> None:
        self.pen.rect(0, y, self.sheet.width, AXIS, "axis-ground")
        title = broken(group.title, 13, self.sheet.width - 16, 1)
        self.pen.words(8, y + 18, title[0] if title else "", "axis")

    def _row(self, bar: Bar, y: float) -> None:
        pen, row = self.pen, self.sheet.row
        with pen.link(bar.url, "" if pen.alone else _sentence(bar, self.language)):
            pen.rect(0, y, self.sheet.width, row, "ground")
            pen.line([(0, y + row), (self.sheet.width, y + row)], "grid")
            if not self.sheet.column:
                pen.rect(0, y + 2, self.sheet.width, 38, "plain")
            room = (self.sheet.column or self.sheet.width) - 16
            lines = broken(bar.title, 13, room, self.sheet.lines)
            for number, line in enumerate(lines):
                pen.words(8, y + 16 + 16 * number, line, "title")
            notes = y + (46 if len(lines) == 2 else 24 + self.sheet.lines * 6 if self.sheet.column else 36)
            rag.draw(pen, 8, notes - 4, bar.rag)
            said = f"{rag.said(bar.rag, self.language)} · {bar.stage}"
            code = width_of(bar.lead, 11.5)
            pen.words(26, notes, bar.lead, "value")
            pen.words(26 + code + 8, notes, said, "note")
            self._bar(bar, y + self.sheet.lift)

    def _bar(self, bar: Bar, y: float) -> None:
        pen = self.pen
        baseline = (self.x(bar.baseline[0]), self.x(bar.baseline[1] + ONE_DAY))
        pen.rect(baseline[0], y + BAR + 4, baseline[1] - baseline[0], GHOST, "baseline")
        x, end = self.x(bar.starts), self.x(bar.ends + ONE_DAY)
        if end > x:
            pen.rect(x, y, max(end - x, 3), BAR, bar.look, rounded=2)
            done = (bar.ends + ONE_DAY - bar.starts) * bar.progress / 100
            filled = self.x(bar.starts + done) - x
            look = "progress-over" if bar.look == "bar-over" else "progress"
            pen.rect(x, y + 3, filled, BAR - 6, look, rounded=1)
            if bar.progress and bar.look != "bar-over":
                lined = end + PAST_A_LINE if bar.id in self.at_end else end
                self._beside(x, lined, y + BAR - 3, dates.percent(bar.progress, self.language))
        self._arrows_out(bar, y + BAR / 2)

    def _beside(self, x: float, end: float, y: float, words: str) -> None:
        """A figure after the bar; before it where there is no room after."""
        if end + width_of(words, 11.5) + 8 <= self.over:
            self.pen.words(end + 5, y, words, "value")
        elif x - width_of(words, 11.5) - 8 >= self.begin:
            self.pen.words(x - 5, y, words, "value", anchor="end")

    def _arrows_out(self, bar: Bar, y: float) -> None:
        """Where a bar goes on outside the window, an arrow points there."""
        window = self.of.window
        if bar.starts < window.first:
            self._arrow(self.begin - 1, y, -1)
        if bar.ends >= window.end:
            self._arrow(self.over + 1, y, 1)

    def _arrow(self, x: float, y: float, side: int) -> None:
        self.pen.line([(x, y - 5), (x + side * 6, y), (x, y + 5)], "arrow-out", closed=True)

    # What waits for what

    def _link(self, link: Link) -> None:
        if link.first not in self.rows or link.then not in self.rows:
            return
        (first_y, first), (then_y, then) = self.rows[link.first], self.rows[link.then]
        leaves_end, reaches_end = (
            link.relation in FROM_END,
            link.relation in TO_END,
        )
        leaves, reaches = (
            first.ends if leaves_end else first.starts,
            then.ends if reaches_end else then.starts,
        )
        if not self.of.window.holds(leaves) or not self.of.window.holds(reaches):
            return  # the arrows at the edge say that there is more
        x1 = self.x(leaves + ONE_DAY) if leaves_end else self.x(leaves)
        x2 = self.x(reaches + ONE_DAY) if reaches_end else self.x(reaches)
        lift = self.sheet.lift
        points = _route(
            (x1, first_y + lift + BAR / 2),
            leaves_end,
            (x2, then_y + lift + BAR / 2),
            reaches_end,
            self.sheet.row,
        )
        if link.relation == "RELATES":
            self.pen.line(points, "relates")
            return
        self.pen.line(points, "depends")
        (x, y), side = points[-1], 1 if reaches_end else -1
        self.pen.line([(x, y), (x + side * 6, y - 4), (x + side * 6, y + 4)], "depends-head", closed=True)


@lru_cache(maxsize=2048)
def _sentence(bar: Bar, language: str) -> str:
    """The whole row in words: what a screen reader says. Asked for by each drawing of a page."""
    said = gettext(
        "%(title)s. Lead: %(lead)s. %(stage)s, %(rag)s, progress: %(progress)s. "
        "From %(starts)s to %(ends)s; first agreed: %(first)s to %(last)s."
    )
    return said % {
        "title": bar.title,
        "lead": bar.lead,
        "stage": bar.stage,
        "rag": rag.said(bar.rag, language),
        "progress": dates.percent(bar.progress, language),
        "starts": dates.day(bar.starts, language),
        "ends": dates.day(bar.ends, language),
        "first": dates.day(bar.baseline[0], language),
        "last": dates.day(bar.baseline[1], language),
    }


def _route(start: Point, leaves_end: bool, end: Point, reaches_end: bool, row: float) -> list[Point]:
    """The corners of a line that leaves one bar and reaches another without crossing either."""
    (x1, y1), (x2, y2), step = start, end, 9
    out, into = x1 + (step if leaves_end else -step), x2 + (step if reaches_end else -step)
    if leaves_end and not reaches_end and out <= into:
        return [start, (out, y1), (out, y2), end]
    if leaves_end == reaches_end:
        turn = max(out, into) if leaves_end else min(out, into)
        return [start, (turn, y1), (turn, y2), end]
    between = y1 + (row / 2 + 6 if y2 > y1 else -row / 2 + 2)
    return [start, (out, y1), (out, between), (into, between), (into, y2), end]


def _runs(days: Iterable[date]) -> Iterable[tuple[date, date]]:
    """Days that follow each other, taken together: first and last."""
    run: list[date] = []
    for day in days:
        if run and day - run[-1] != ONE_DAY:
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]

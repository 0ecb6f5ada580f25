"""Radar: what is owed on wanted notes, drawn over time from now on; what no time was agreed for says
which term of the agreement would set it.

A row a duty: a line from when it began to when it is due, and at its end a mark whose *shape* tells how it
is, so that nothing depends on colour. Time runs from right to left in Arabic. What stands in the picture
stands in words in the table beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_bidi, gettext

from mithaq.node.ledger import find, held
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates
from mithaq.node.web.clocks import Clock, clock
from mithaq.node.web.idents import language
from mithaq.node.web.listing import declared
from mithaq.pact.rules import agreement
from mithaq.pact.rules.words import NOTHING, Words

KIND = "wanted"
TERMS = tuple(each for section in agreement.TERMS for each in section.fields)
MOST = 60
WIDTH, HEAD, ROW, LABELS, WORDS = 1080, 50, 46, 300, 290
AHEAD, BEHIND, FARTHEST = timedelta(days=14), timedelta(days=2), timedelta(days=70)
ISOLATE, END = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing owed on a note, by whom, until when, and how its clock stands.

    `term` is what the agreement calls the time it is owed within, `agreement` the reference of that
    agreement, "" where this officer may not open it.
    """

    matter: Matter
    duty: Duty
    words: Words
    clock: Clock
    term: Words = NOTHING
    agreement: str = ""

    @property
    def configured(self) -> bool:
        """Whether anybody knows when it is due. A law's time that was not agreed is never guessed."""
        duty = self.duty
        return bool(duty.due_at or duty.paused_at or duty.day) or duty.from_at is None


def owed(officer: Officer, *, now: datetime) -> list[Owed]:
    """What is owed and undone on the notes this officer sees: what is due first, then what nobody set a
    time for.
    """
    visible = find.visible(officer).filter(kind=KIND)
    undone = find.owed(officer).filter(kind=KIND, done_at=None, moot=False)
    rows = [
        *undone.exclude(due_at=None).order_by("due_at", "pk")[:MOST],
        *undone.filter(due_at=None).order_by("from_at", "pk")[:MOST],
    ]
    matters = {row.id: row for row in visible.filter(pk__in={each.matter for each in rows})}
    made = [
        Owed(matters[each.matter], each, _words(matters[each.matter], each), clock(each, now))
        for each in rows
    ]
    pinned = {each.matter.terms for each in made if not each.configured}
    agreements = _agreements(pinned - {""}, officer) if pinned else {}
    return [
        each
        if each.configured
        else replace(each, term=_term(each.duty), agreement=agreements.get(each.matter.terms, ""))
        for each in made
    ]


def _term(duty: Duty) -> Words:
    """What the agreement calls the time that the duty is owed within."""
    return next((each.words for each in TERMS if each.name == duty.term), NOTHING)


def _agreements(pinned: Iterable[str], officer: Officer) -> dict[str, str]:
    """By the terms that notes stand on: the reference of their agreement, if this officer may open it."""
    proposals = {terms: proposal.matter for terms in pinned if (proposal := held.entry(terms))}
    openable = find.openable(officer).filter(pk__in=set(proposals.values()))
    references = dict(openable.values_list("pk", "reference"))
    return {terms: references.get(matter, "") for terms, matter in proposals.items()}


def draw(rows: Sequence[Owed], *, now: datetime) -> SafeString:
    """The radar as a picture; nothing if nothing has a time."""
    timed = [each for each in rows if each.duty.due_at is not None or not each.configured]
    if not timed:
        return SafeString("")
    sheet = _Sheet(now, _until(timed, now), mirrored=get_language_bidi())
    height = HEAD + ROW * len(timed) + 8
    drawn = [
        sheet.axis(height),
        *(sheet.row(number, each) for number, each in enumerate(timed)),
        sheet.today(height),
    ]
    name = escape(gettext("What is owed over time; the table below says the same"))
    inside = "".join(drawn)
    return mark_safe(  # noqa: S308 - every word was escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" direction="ltr" viewBox="0 0 {WIDTH} {height}" '
        f'role="group" aria-label="{name}">{inside}</svg>'
    )


def _until(rows: Iterable[Owed], now: datetime) -> datetime:
    last = max((each.duty.due_at for each in rows if each.duty.due_at), default=now)
    return min(max(last, now + AHEAD), now + FARTHEST) + timedelta(days=1)


class _Sheet:
    """Where an instant stands on the sheet, and what is drawn there."""

    def __init__(self, now: datetime, until: datetime, *, mirrored: bool) -> None:
        self.now, self.first, self.until, self.mirrored = now, now - BEHIND, until, mirrored

    def at(self, instant: datetime) -> float:
        """The place of an instant, from the start of the line; what is outside stands at the edge."""
        share = (min(max(instant, self.first), self.until) - self.first) / (self.until - self.first)
        return LABELS + share * (WIDTH - LABELS - WORDS)

    def x(self, place: float) -> str:
        return f"{WIDTH - place if self.mirrored else place:.1f}"

    def words(self, place: float, y: float, text: str, look: str, anchor: str = "start") -> SafeString:
        side = {"start": "end", "end": "start"}.get(anchor, anchor) if self.mirrored else anchor
        return format_html(
            '<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>',
            self.x(place),
            y,
            side,
            look,
            f"{ISOLATE}{text}{END}",
        )

    def line(self, one: float, other: float, y: float, look: str) -> SafeString:
        return format_html('<path d="M{} {}H{}" class="{}"/>', self.x(one), y, self.x(other), look)

    def upright(self, place: float, height: float, look: str) -> SafeString:
        return format_html('<path d="M{} {}V{}" class="{}"/>', self.x(place), HEAD - 8, height, look)

    def axis(self, height: float) -> SafeString:
        """A line a day, or a week where there are many."""
        step = timedelta(days=1) if self.until - self.now <= timedelta(days=21) else timedelta(days=7)
        days, day = [], self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        while day <= self.until:
            if day >= self.first:
                days.append(day)
            day += step
        every = max(1, len(days) // 8)
        lines = format_html_join("", "{}", ((self.upright(self.at(each), height, "grid"),) for each in days))
        named = (
            (
                self.words(
                    self.at(each), HEAD - 14, dates.day(each.date(), language(), "d MMM"), "tick", "middle"
                ),
            )
            for each in days[1::every]
        )
        return lines + format_html_join("", "{}", named)

    def today(self, height: float) -> SafeString:
        return self.upright(self.at(self.now), height, "now") + self.words(
            self.at(self.now), 12, gettext("now"), "now-words", "middle"
        )

    def row(self, number: int, each: Owed) -> SafeString:
        """What is owed: its reference, by whom, its line and its mark; it leads to the matter."""
        y = HEAD + ROW * number + ROW / 2
        due_at = each.duty.due_at
        begun = self.at(each.duty.from_at or self.first)
        end = self.at(due_at) if due_at else self.at(self.until)
        told = each.clock.words if each.configured else gettext("no time was agreed")
        parts = [
            self.words(8, y - 4, f"{each.matter.reference} · {each.duty.owed_by}", "title"),
            self.words(8, y + 13, _short(each.words.say(language())), "note"),
            self.line(begun, end, y, "span" if due_at else "span-open"),
            self.mark(end, y, each.clock.tone if due_at else "none"),
            self.words(WIDTH - WORDS + 14, y + 4, told, f"value {each.clock.tone if due_at else 'quiet'}"),
        ]
        url = reverse("web:matter", args=[each.matter.reference])
        return format_html(
            '<a href="{}" class="row"><title>{}</title>{}</a>',
            url,
            f"{each.matter.reference}: {told}",
            SafeString("".join(parts)),
        )

    def mark(self, place: float, y: float, tone: str) -> SafeString:
        """Late is a full diamond, soon a triangle, in time a ring; without a time a question mark."""
        x = WIDTH - place if self.mirrored else place
        if tone == "bad":
            return format_html('<path d="M{} {}l9 9l-9 9l-9 -9Z" class="mark-bad"/>', f"{x:.1f}", y - 9)
        if tone == "waiting":
            return format_html('<path d="M{} {}l9 16h-18Z" class="mark-soon"/>', f"{x:.1f}", y - 9)
        if tone == "none":
            return self.words(place, y + 5, "?", "mark-none", "middle")
        return format_html('<circle cx="{}" cy="{}" r="7" class="mark-good"/>', f"{x:.1f}", y)


def _short(words: str) -> str:
    return words if len(words) <= 44 else f"{words[:43].rstrip()}…"


def _words(matter: Matter, duty: Duty) -> Words:
    kind = declared(matter.kind, matter.edition)
    return kind.owed[duty.name].words if kind and duty.name in kind.owed else NOTHING

"""Briefed: where we stand with one partner now, gathered once for the page and for the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from mithaq.front.desk.desk import Undelivered, undelivered
from mithaq.front.evaluation.statistics import Direction, directions
from mithaq.node.ledger import find, seen
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.ledger.page import Line, page
from mithaq.node.ledger.totals import Counted
from mithaq.node.officers.models import Officer
from mithaq.node.officers.visible import openable_matters
from mithaq.node.partners.models import Partner
from mithaq.node.web.authorities import Known, known
from mithaq.node.web.clocks import Clock, remaining
from mithaq.node.web.field_indicators import Span
from mithaq.node.web.fields import label_of
from mithaq.node.web.items import in_language, name_of
from mithaq.node.web.listing import declared
from mithaq.node.web.rooms import Chapter, chapters
from mithaq.pact.indicators.indicator import indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.words import NOTHING, Words

AHEAD = (7, 30, 90)  # days that can be asked for
USUAL = 30
MOST = 10  # rows of each side; how many more there are is said
COUNTED = 200  # of what may be opened; who has more than that is not told what others work on


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field with this partner, in numbers: matters that run, whose move it is, what each side owes and is
    late with. A matter may wait for both.
    """

    kind: Kind
    running: int
    ours: int
    theirs: int
    late_ours: int
    late_theirs: int

    @property
    def name(self) -> str:
        return label_of(self.kind.plural)

    @property
    def most(self) -> int:
        """The longest bar that draws it; 0: nothing waits, and nothing is late."""
        return max(self.ours, self.theirs, self.late_ours, self.late_theirs)


@dataclass(frozen=True, slots=True)
class Owed:
    """Something owed: in which matter, what, of which part, about what, how long it is late or still has.

    `public_part` is what the part is called where that may be taken along, `kind_words` what sort of matter
    it is.
    """

    matter: Matter
    words: Words
    part: str
    public_part: str
    kind_words: str
    about: str
    clock: Clock
    day: str
    due_at: datetime
    names_nobody: bool  # the matter's kind: its title may be taken along


@dataclass(frozen=True, slots=True)
class Side:
    """What one side owes by the day that is asked for, what is late first. `closed` counts what stands in
    matters that this officer does not open, `more` what there was no room for.
    """

    code: str
    rows: tuple[Owed, ...]
    more: int
    closed: int


@dataclass(frozen=True)
class Briefing:
    """Where we stand with a partner, as one officer may know it."""

    partner: Partner
    officer: Officer
    now: datetime
    days: int = USUAL

    @property
    def until(self) -> datetime:
        return self.now + timedelta(days=self.days)

    @cached_property
    def fields(self) -> list[FieldLine]:
        """The fields in which something runs, waits or is late, by name."""
        lines = [self._line(kind) for kind in register.kinds()]
        return sorted((line for line in lines if line), key=lambda line: line.name)

    @cached_property
    def sides(self) -> tuple[Side, Side]:
        """Ours first."""
        return self._side(settings.AUTHORITY), self._side(self.partner.code)

    @cached_property
    def chapters(self) -> list[Chapter]:
        return chapters(self.officer, self.partner.code, self.now)

    @cached_property
    def directions(self) -> list[Direction]:
        """What each asked of the other this year, and last year while this one is young."""
        pair = {settings.AUTHORITY, self.partner.code}
        every = directions(self._counted, register.kinds())
        between = [each for each in every if {each.asks, each.asked} == pair]
        return sorted(between, key=lambda each: (label_of(each.kind.plural), each.asks != settings.AUTHORITY))

    @property
    def span(self) -> Span:
        """The year that is counted: the last one until the end of March, since nothing can be said of a
        quarter.
        """
        today = self.now.date()
        return Span(today.year if today.month > 3 else today.year - 1)

    @cached_property
    def line(self) -> Undelivered | None:
        """What this partner has not received yet; None if it has everything."""
        return next((each for each in undelivered() if each.partner == self.partner.code), None)

    @property
    def _counted(self) -> Counted:
        names = [each.name for each in indicators_of(EVERY_FIELD)]
        return seen.counted(self.span.period(self.now), names)

    @cached_property
    def _matters(self) -> dict[str, tuple[int, int, int]]:
        """By kind: what runs, what waits for us, what waits for them."""
        code = self.partner.code
        rows = (
            Matter.objects.filter(find.with_party(code))
            .order_by()
            .values("kind")
            .annotate(
                running=Count("pk", filter=Q(final=False)),
                ours=Count("pk", filter=Q(our_turn=True)),
                theirs=Count("pk", filter=Q(waits_for__contains=f" {code} ")),
            )
        )
        return {row["kind"]: (row["running"], row["ours"], row["theirs"]) for row in rows}

    @cached_property
    def _due(self) -> dict[tuple[str, str], tuple[int, int]]:
        """By kind and by who owes it: what is late, and what is due by the day that is asked for."""
        rows = (
            self._owed.order_by()
            .values("kind", "owed_by")
            .annotate(late=Count("pk", filter=Q(due_at__lte=self.now)), due=Count("pk"))
        )
        return {(row["kind"], row["owed_by"]): (row["late"], row["due"]) for row in rows}

    def _line(self, kind: Kind) -> FieldLine | None:
        told = self._matters.get(kind.name)
        if told is None:
            return None
        sides = (settings.AUTHORITY, self.partner.code)
        late = [self._due.get((kind.name, side), (0, 0))[0] for side in sides]
        line = FieldLine(kind, *told, *late)
        return line if line.running or line.most else None

    @property
    def _owed(self) -> QuerySet[Duty]:
        """What one of us owes the other by the day that is asked for and has not done."""
        open_ = Duty.objects.filter(done_at=None, paused_at=None, moot=False, due_at__lte=self.until)
        sides = (settings.AUTHORITY, self.partner.code)
        return open_.filter(find.with_party(self.partner.code, matter="matter"), owed_by__in=sides)

    def _side(self, code: str) -> Side:
        every = sum(due for (_, by), (_, due) in self._due.items() if by == code)
        mine = self._owed.filter(openable_matters(self.officer, matter="matter"), owed_by=code)
        found = list(mine.order_by("due_at", "pk")[: COUNTED + 1])
        rows, more = found[:MOST], len(found) - MOST
        shown = find.openable(self.officer).filter(pk__in={row.matter for row in rows})
        matters = {each.id: each for each in find.with_titles(shown)}
        owed = tuple(self._row(row, matters[row.matter]) for row in rows if row.matter in matters)
        closed = 0 if len(found) > COUNTED else every - len(found)
        return Side(code, owed, max(0, more), closed)

    def _row(self, row: Duty, matter: Matter) -> Owed:
        kind = declared(matter.kind, matter.edition)
        duty = kind.owed.get(row.name) if kind else None
        public = in_language(find.names_in(matter).get(row.item, {}))
        assert row.due_at is not None  # what is chosen is due by a day
        return Owed(
            matter, duty.words if duty else NOTHING, public or self._part(matter, row.item), public,
            label_of(kind.words) if kind else matter.kind, row.about, remaining(row.due_at, self.now),
            row.day, row.due_at, kind is not None and kind.open_at_home,
        )  # fmt: skip

    def _part(self, matter: Matter, item: str) -> str:
        """What a part of a matter is called on its own page; "" for the whole, and for a side of it."""
        if not item or item in matter.parties:
            return ""
        lines = self._lines.get(matter.id)
        if lines is None:
            own = page(matter.reference, self.officer)
            lines = self._lines[matter.id] = {line.entry.id: line for line in own.lines}
        called = name_of(item, matter.parties, lines, self._met)
        return "" if called == item[:12] else called  # nothing calls it anything

    @cached_property
    def _met(self) -> Mapping[str, Known]:
        return known()

    @cached_property
    def _lines(self) -> dict[str, dict[str, Line]]:
        return {}


def asked(said: str) -> int:
    """How many days ahead an address asks for; the usual where it makes no sense."""
    return next((days for days in AHEAD if str(days) == said), USUAL)

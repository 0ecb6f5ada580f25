"""The page of one matter, of any kind: what the ledger holds of it, in words.

Everything is taken from the kind's declaration; no kind is named here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger.awaiting import About
from mithaq.node.ledger.models import Draft, Duty
from mithaq.node.ledger.on_behalf import without_node
from mithaq.node.ledger.page import Line, MatterPage, offered
from mithaq.node.officers.models import Assignment, Officer
from mithaq.node.officers.permission import may_take
from mithaq.node.web.fields import label_of
from mithaq.node.web.items import name_of, shown_of, stage_in
from mithaq.node.web.needs import Needs, step_url
from mithaq.node.web.notices import Notice, notices
from mithaq.node.web.said import Authorities
from mithaq.node.web.said import Line as SaidLine
from mithaq.node.web.timeline import Event, events, place_of
from mithaq.pact.rules.fold import Option
from mithaq.pact.rules.kind import Proposals, Stage, Track
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import Words

MOST_EVENTS = 60  # on one page of a timeline
ENDED_WITH_IT = Stage(
    "ended-with-it",
    Words("انقضى بانتهاء الملف", "sans objet : l’affaire a pris fin", "ended with the matter"),
    "quiet",
)
AT_ONCE = 12  # ways, parts and duties that are shown before the others are folded away


@dataclass(frozen=True, slots=True)
class Way:
    """A step that can be taken now: where its form is, its verb, what follows, and what it is about."""

    url: str
    button: str
    consequence: str
    about: str
    rare: bool = False  # no ordinary step at this stage of the matter
    chief: bool = False  # the first of them, while we owe something
    draft: Draft | None = None  # of this step, that waits for a second person or to be sent


@dataclass(frozen=True, slots=True)
class Piece:
    """One instance of a track: what it is about, where it stands, where on the page it began, and what its
    last step says.
    """

    words: str
    about: str
    stage: Stage
    place: str
    lines: tuple[SaidLine, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A matter's page in words. `own` is what the ledger gathered; `drafts` are open ones of this officer."""

    own: MatterPage
    now: datetime
    authorities: Authorities
    drafts: tuple[Draft, ...] = ()
    officers: Mapping[str, str] = field(default_factory=dict)  # names of our own, by reference
    turned: int = 1  # the page of the timeline
    officer: Officer | None = None  # who reads the page; nobody for a printed copy
    waiting: Mapping[About, Draft] = field(default_factory=dict)  # what was prepared and handed over

    @property
    def name(self) -> str:
        """The kind's name; what the matter calls it if this node does not know it."""
        return label_of(self.own.kind.words) if self.own.kind else self.own.matter.kind

    @property
    def plural(self) -> str:
        return label_of(self.own.kind.plural) if self.own.kind else self.own.matter.kind

    @property
    def stage(self) -> Stage | None:
        kind = self.own.kind
        return next((one for one in kind.stages if one.name == self.own.matter.stage), None) if kind else None

    @property
    def events(self) -> list[Event]:
        """What was stated, the latest first, a page of it."""
        return events(self.own.lines)[self.skipped : self.skipped + MOST_EVENTS]

    @property
    def skipped(self) -> int:
        """How many later statements the page leaves out.

        Units: statements; a whole number of pages.
        """
        last = max(0, len(self.own.lines) - 1)
        return min(max(0, self.turned - 1) * MOST_EVENTS, last - last % MOST_EVENTS)

    @property
    def earlier(self) -> int:
        """The number of the page with what was stated earlier; 0 if this is the last."""
        return self.skipped // MOST_EVENTS + 2 if len(self.own.lines) > self.skipped + MOST_EVENTS else 0

    @property
    def later(self) -> int:
        """The number of the page with what was stated later; 0 if this is the first."""
        return self.skipped // MOST_EVENTS

    @cached_property
    def on_the_way(self) -> dict[str, list[Outbox]]:
        """By our entry: to whom it is still on its way, and in which state."""
        rows: dict[str, list[Outbox]] = {}
        undelivered = Outbox.objects.filter(matter=self.own.matter.id, what=Outbox.ENTRY, accepted_at=None)
        for row in undelivered.order_by("recipient"):
            rows.setdefault(row.entry, []).append(row)
        return rows

    @property
    def drafts_of_others(self) -> list[Draft]:
        """What colleagues have prepared here, and waits for a second person or to be sent."""
        return [each for each in self.waiting.values() if self.officer and each.author_id != self.officer.pk]

    @property
    def ways(self) -> list[Way]:
        """What this officer can do now: first what ends something we owe, and before it what is done first
        where that stands; then the others as declared.
        """
        options = self.own.options
        first = self._needs.first(options)
        others = [option for option in options if option not in first]
        ways = [self._way(option, chief=option in first[:1]) for option in (*first, *others)]
        # Of a matter with many parts, what concerns the whole of it comes before what concerns one.
        many = len(ways) > AT_ONCE
        return ways[: len(first)] + sorted(
            ways[len(first) :], key=lambda way: (way.rare, many and bool(way.about))
        )

    @property
    def ways_at_once(self) -> list[Way]:
        """Those that are shown before the others are folded away: ordinary ones, and not too many."""
        return [way for way in self.ways if not way.rare][:AT_ONCE]

    @property
    def ways_behind(self) -> list[Way]:
        return self.ways[len(self.ways_at_once) :]

    @cached_property
    def without_node(self) -> tuple[str, ...]:
        """The other parties, if none of them has a node: what came from them this officer may record."""
        return without_node(self.own.matter.parties) if self.officer and self.own.standing else ()

    @property
    def spoken_for(self) -> list[tuple[str, list[Way]]]:
        """By partner without a node: the steps open to it, which this officer may record for it."""
        return [(code, self._ways_of(code)) for code in self.without_node]

    @property
    def hand_over(self) -> dict[str, list[str]]:
        """By our entry: partners without a node whom this officer may record as having been handed it."""
        if not self.without_node:
            return {}
        return {
            entry: [row.recipient for row in rows if row.recipient in self.without_node]
            for entry, rows in self.on_the_way.items()
            if (line := self._by_entry.get(entry)) and line.step and self._may_take(line.step.name)
        }

    @property
    def for_others(self) -> list[str]:
        """What is open to our authority, but not to this officer's functions."""
        return sorted({label_of(option.step.button) for option in self.own.others})

    @cached_property
    def duties(self) -> list[tuple[Words, Duty, str]]:
        """What is owed, with its words and what the part is called: running ones first, done ones last."""
        words = {name: each.words for name, each in self.own.kind.owed.items()} if self.own.kind else {}
        by_need = sorted(
            self.own.duties, key=lambda row: (row.done_at is not None, row.moot, row.due_at or self.now)
        )
        called = {item: self._owed_for(item) for item in {row.item for row in by_need}}
        return [(words[row.name], row, called[row.item]) for row in by_need if row.name in words]

    @property
    def pieces(self) -> list[Piece]:
        """Where each part of the matter stands; nothing if the matter's own stage says it all."""
        found = list(self._pieces())
        return found if len(found) > 1 else []

    @property
    def workers(self) -> list[Assignment]:
        """The units and officers of ours it is assigned to."""
        held = Assignment.objects.filter(matter=self.own.matter.id)
        return list(held.select_related("unit", "officer"))

    @property
    def notices(self) -> list[Notice]:
        return notices(self.own)

    def _may_take(self, step: str) -> bool:
        return self.officer is not None and may_take(self.officer, self.own.matter.kind, step)

    def _ways_of(self, author: str) -> list[Way]:
        options = offered(self.own.standing, author) if self.own.standing else ()
        return [self._way(each, author=author) for each in options if self._may_take(each.step.name)]

    def _way(self, option: Option, *, chief: bool = False, author: str = "") -> Way:
        """Where a step is taken; where it is recorded for its `author`, nothing follows from it for us."""
        about = (self.own.matter.id, option.step.name, option.item)
        draft = None if author else self.waiting.get(about)
        return Way(
            step_url(self.own.matter, option, author),
            label_of(option.step.button),
            "" if author else label_of(option.step.consequence),
            "" if option.item in ("", author) else self._about(option.item),
            rare=self._needs.is_rare(option),
            chief=chief and draft is None,
            draft=draft,
        )

    def _owed_for(self, item: str) -> str:
        """What the part is called that a duty is owed for; "" where that is the matter, or a side."""
        return self._about(item) if item and item not in self.own.matter.parties else ""

    def _about(self, item: str, *, among: int = 1) -> str:
        return name_of(item, self.own.matter.parties, self._by_entry, self.authorities, among)

    def _place(self, entry: str) -> str:
        """Where an entry stands on the pages of the timeline; "" if it is not here."""
        latest_first = (line.entry.id for line in reversed(self.own.lines))
        at = next((number for number, key in enumerate(latest_first) if key == entry), None)
        if at is None:
            return ""
        return (f"?page={at // MOST_EVENTS + 1}" if at >= MOST_EVENTS else "") + f"#{place_of(entry)}"

    def _stands_at(self, track: Track | Proposals, item: Item) -> Stage:
        """Where a part stands. What was under way when the matter ended goes on no more: its stage would
        say that somebody works on it. What is good or bad and waits for nobody is a result, and stays.
        """
        stage = stage_in(track, item.stage)
        kind = self.own.kind
        lasting = {duty.track for duty in kind.duties if duty.outlives} if kind else ()
        result = stage.final or (stage.turn is None and stage.tone in ("good", "bad"))
        return ENDED_WITH_IT if self.own.matter.final and track.name not in lasting and not result else stage

    @cached_property
    def _needs(self) -> Needs:
        own = self.own
        return Needs(own.kind, own.standing, own.matter.stage, own.duties, self.now)

    @cached_property
    def _by_entry(self) -> dict[str, Line]:
        return {line.entry.id: line for line in self.own.lines}

    def _pieces(self) -> Iterator[Piece]:
        state = self.own.standing.state if self.own.standing else None
        if state is None:
            return
        for track in state.kind.tracks:
            items = state.items(track.name).values()
            for item in items:
                stage = self._stands_at(track, item)
                place = self._place(item.key)
                name = self._about(item.key, among=len(items)) if item.key else ""
                lines = tuple(shown_of(state.kind, track, item))
                yield Piece(label_of(track.words), name, stage, place, lines)

"""Tracker: what a series of meetings left: its decisions, whose they are, how late, how often carried over;
its topics; each meeting with its agenda, its delegations and its minutes.

What is counted is the pact's (`carried`); what it is called stands in the bodies, in the reader's language
where it is said in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.meetings.drawn import Drawn, draw
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates
from mithaq.node.web.authorities import called, known, zone_where
from mithaq.node.web.idents import language
from mithaq.node.web.items import stage_in
from mithaq.node.web.seen import Seen, beginnings
from mithaq.pact.rules import carried, proposals
from mithaq.pact.rules.bilingual import LANGUAGES
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.meetings import settles
from mithaq.pact.rules.state import Item

KIND = "meeting"
BEGUN_HERE = ("raise-topic", "propose-session", "record-decision", "name-delegation")
SETTLED = frozenset({"accepted", "cancelled", "opposed"})


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision in the table. `late_days` 0: it is not late; `times` is how often it was carried over."""

    text: str
    owner: str
    due: str
    stage: Stage
    late_days: int
    times: int
    ways: tuple[tuple[str, str], ...]
    item: Item = field(repr=False)

    @property
    def is_over(self) -> bool:
        return self.stage.name in SETTLED


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that stays open, and at how many meetings it has been since it was raised."""

    title: str
    axis: str
    by: str
    meetings: int
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting with how far its texts are. `agenda` and `minutes` None: nobody has proposed any; `barred`
    says that the agenda cannot be settled as it is written.
    """

    title: str
    sort: str
    host: str
    day: str
    starts: str
    stage: Stage
    agenda: Stage | None
    minutes: Stage | None
    barred: bool
    people: tuple[tuple[str, int], ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Tracker(Seen):
    """A series as one officer sees it now."""

    @cached_property
    def today(self) -> date:
        met = known()
        return self.now.astimezone(zone_where(settings.AUTHORITY, met)).date()

    @cached_property
    def decisions(self) -> list[Decision]:
        """What is open first, the first due first; then what is over."""
        found = [self._decision(item) for item in self.state.items("decision").values()]
        return sorted(found, key=lambda each: (each.is_over, each.due))

    @property
    def open(self) -> list[Decision]:
        return [each for each in self.decisions if not each.is_over]

    @property
    def late(self) -> int:
        return sum(each.late_days > 0 for each in self.open)

    @property
    def carried(self) -> int:
        return sum(each.times > 0 for each in self.open)

    @property
    def topics(self) -> list[Topic]:
        return [self._topic(item) for item in carried.open_topics(self.state)]

    @property
    def sessions(self) -> list[Session]:
        """The latest first."""
        found = [(carried.day_of(item), item) for item in self.state.items("session").values()]
        return [self._session(item) for _, item in sorted(found, key=lambda pair: pair[0], reverse=True)]

    @property
    def ways(self) -> list[tuple[str, str]]:
        return self.begin(BEGUN_HERE)

    @property
    def picture(self) -> SafeString:
        """The decisions that are open or were done, over time."""
        drawn = [made for each in self.decisions if (made := self._drawn(each))]
        days = [date.fromisoformat(carried.day_of(item)) for item in carried.held(self.state)]
        name = gettext("Decisions of %(reference)s over time") % {"reference": self.matter.reference}
        return draw(name, drawn, [(day, dates.day(day, language())) for day in days], self.today)

    def _decision(self, item: Item) -> Decision:
        return Decision(
            self._in_words(item.key, "text"), item.holder, carried.due_on(item),
            stage_in(self.state.kind.track("decision"), item.stage),
            carried.days_late(item, self.today), len(carried.carried_at(self.state, item)),
            tuple(self.steps(item.key).values()), item,
        )  # fmt: skip

    def _drawn(self, each: Decision) -> Drawn | None:
        if not each.due or each.stage.name in ("tabled", "opposed", "cancelled"):
            return None
        done = carried.reported(each.item)
        days = (carried.day_of(session) for session in carried.carried_at(self.state, each.item))
        met = known()
        owner = called(each.owner, met)
        return Drawn(
            each.text or gettext("Decision"), f"{owner} · {each.stage.words.say(language())}",
            each.item.entries[0].at.date(), date.fromisoformat(each.due), done.at.date() if done else None,
            tuple(date.fromisoformat(day) for day in days),
        )  # fmt: skip

    def _topic(self, item: Item) -> Topic:
        raised = item.entries[0]
        since = [
            each for each in carried.held(self.state) if (at := carried.begins_at(each)) and at >= raised.at
        ]
        ways = tuple(self.steps(item.key).values())
        return Topic(
            self._in_words(item.key, "title"),
            str(raised.says.get("axis", "")),
            raised.author,
            len(since),
            ways,
        )

    def _session(self, item: Item) -> Session:
        says = item.entries[0].says
        named = (
            each
            for each in self.state.items("delegation").values()
            if each.entries[0].says.get("session") == item.key
        )
        people = {
            each.holder: number
            for each in named
            if (last := each.latest()) and isinstance(number := last.says.get("people"), int)
        }
        agenda = self._last("agenda", item)
        return Session(
            self._in_words(item.key, "title"), str(says.get("sort", "")), str(says.get("host", "")),
            carried.day_of(item), str(says.get("starts_at", "")),
            stage_in(self.state.kind.track("session"), item.stage),
            self._stands("agenda", agenda), self._stands("minutes", self._last("minutes", item)),
            agenda is not None and agenda.stage == proposals.OPEN and not settles(self.state, agenda),
            tuple(sorted(people.items())),
            tuple(self.steps(item.key).values()),
        )  # fmt: skip

    def _last(self, track: str, session: Item) -> Item | None:
        """The text of a meeting: what is in force, or the last that was proposed."""
        proposal = proposals.in_force(self.state, track, session.key)
        if proposal is not None:
            return self.state.item(track, proposal.id)
        every = tuple(self.state.items(track).values())
        return next(
            (each for each in reversed(every) if each.entries[0].says.get("session") == session.key), None
        )

    def _stands(self, track: str, text: Item | None) -> Stage | None:
        return stage_in(self.state.kind.track(track), text.stage) if text else None

    def _in_words(self, key: str, name: str) -> str:
        """What a thing is called, in the reader's language or in another in which it is said."""
        said = self.bodies.get(key, {})
        every = (str(said.get(f"{name}_{each}") or "") for each in (language(), *LANGUAGES))
        return next((each for each in every if each), "")


def read(matter: Matter, officer: Officer, now: datetime) -> Tracker | None:
    """A series that `find` gave; None if this node does not understand it."""
    return Tracker.read(matter, officer, beginnings("decision", "topic", "session"), now=now)

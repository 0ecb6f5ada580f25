"""What an officer finds on the desk, gathered once for the page.

Matters come from `ledger.find` with the officer, so nobody finds here what they may not open. How the
exchange is, in counts and states, is for everybody: whoever looks after the machine sees it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, F, Min, Q, QuerySet
from django.utils import timezone

from mithaq.front.desk.items import names_of
from mithaq.front.desk.moves import Move, Moves
from mithaq.node.exchange.models import Alarm, Line, Outbox
from mithaq.node.ledger import drafts, erasures, find, held, retention
from mithaq.node.ledger.displaced import untold
from mithaq.node.ledger.models import Draft, Duty, EntryRow, Matter, Standstill
from mithaq.node.national import tasks
from mithaq.node.officers.break_glass import awaiting_review
from mithaq.node.officers.duties import DPO
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import may_take_of
from mithaq.node.officers.visible import reads_content
from mithaq.node.partners.models import Introduction, State
from mithaq.node.rights import keep as rights
from mithaq.node.web import rooms
from mithaq.node.web.clocks import Clock, remaining
from mithaq.node.web.draft_titles import with_titles
from mithaq.node.web.listing import Row, declared, rows_of
from mithaq.node.web.new_matters import NewMatter, new_matters
from mithaq.node.web.reminders import Together, reminders, together
from mithaq.node.web.rooms import Alert, alerts
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Step
from mithaq.pact.rules.words import NOTHING, Words

MOST = 12  # rows of each part; the rest is one click away
LOOKED_AT = 100  # matters that wait, among which this officer's own are looked for
MOST_COUNTED = 99  # more is said to be more
ARRIVED_WITHIN = timedelta(days=14)
SOON = timedelta(days=7)
# What comes next with a partner's card, by how far it is trusted.
NEXT_OF_A_CARD = {State.MET: ("partner", "compare"), State.COMPARED: ("partner", "confirm")}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The matters whose move is ours, what is due first: those whose next step is this officer's, then those
    that wait for others of ours. `more` says that there are further ones.
    """

    own: list[Next]
    others: list[Next]
    more: bool

    @property
    def rows(self) -> list[Next]:
        return [*self.own, *self.others]


@dataclass(frozen=True, slots=True)
class Next:
    """A matter whose move is ours, and what comes next in it, as far as that can be told."""

    row: Row
    move: Move | None

    @property
    def clock(self) -> Clock | None:
        """Of what this officer's step ends, if it ends anything; the matter's where it is for others."""
        return self.move.clock if self.move and self.move.url else self.row.clock


@dataclass(frozen=True, slots=True)
class Late:
    """Something owed and not done in time: by whom, in which matter."""

    matter: Matter
    owed_by: str
    words: Words
    item: str  # what the part is called that it is owed of
    about: str
    clock: Clock
    ours: bool
    move: Move | None  # what comes first on the way to doing it, where it is ours


@dataclass(frozen=True, slots=True)
class Arrived:
    """An entry a partner sent: its matter, who, which step, when it reached us."""

    matter: Matter
    entry: Entry
    step: Step | None
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A national task of this officer or their unit: in which matter, and where it is shown."""

    shown: tasks.Shown
    reference: str
    url: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What a partner has not received: how much, since when, and how its line is."""

    partner: str
    count: int
    refused: int
    since: datetime
    line: Line | None


@dataclass(frozen=True, slots=True)
class Told:
    """What must be known before anything is done."""

    alarms: list[Alarm]
    standstill: Standstill | None
    untold: list[Matter]
    cards: list[Introduction]
    emergencies: int
    erasures: int
    rights: rights.Standing
    reviews: int
    given_up: int
    reminders: list[Together]
    alerts: list[Alert]

    @property
    def reviews_shown(self) -> str:
        return f"{MOST_COUNTED}+" if self.reviews > MOST_COUNTED else str(self.reviews)


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the page shows; `reads_content` says whether matters are this officer's business at all."""

    reads_content: bool
    waiting: Waiting
    late: list[Late]
    arrived: list[Arrived]
    to_approve: list[Draft]
    to_review: list[Draft]
    to_review_first: list[Draft]
    own_drafts: list[Draft]
    own_tasks: list[OwnTask]
    undelivered: list[Undelivered]
    told: Told
    openable: list[NewMatter]

    @property
    def late_ours(self) -> list[Late]:
        return [each for each in self.late if each.ours]

    @property
    def late_theirs(self) -> list[Late]:
        return [each for each in self.late if not each.ours]


def desk(officer: Officer, *, now: datetime) -> Desk:
    """What this officer finds now."""
    seen = find.visible(officer)
    waiting, late = _ours_to_move(seen, now), _late_rows(officer, now)
    matters = _matters(seen, [row.matter for row in late])
    to_approve, standstill = drafts.drafts_to_approve(officer), begun_standstill()
    moves = Moves(
        officer,
        [*waiting, *matters.values()],
        now,
        behind=standstill is not None,
        to_approve=to_approve,
    )
    return Desk(
        reads_content=reads_content(officer),
        waiting=_waiting(waiting, moves, now),
        late=_late(late, matters, moves, now),
        arrived=_arrived(seen, now),
        to_approve=with_titles(to_approve),
        to_review=with_titles(drafts.drafts_to_review(officer)),
        to_review_first=with_titles(drafts.drafts_to_review_first(officer)),
        own_drafts=with_titles(drafts.drafts_of(officer)[:MOST]),
        own_tasks=own_tasks(officer, now),
        undelivered=undelivered(),
        told=told(officer, seen, standstill=standstill, now=now),
        openable=new_matters(officer, register.kinds()),
    )


def told(officer: Officer, seen: QuerySet[Matter], *, standstill: Standstill | None, now: datetime) -> Told:
    """What this officer must know before anything else; `seen` are the matters they see."""
    may = may_take_of(officer, {*NEXT_OF_A_CARD.values(), *rights.ACTS})
    return Told(
        alarms=list(Alarm.objects.filter(ended_at=None)[:MOST]),
        untold=untold(officer, seen, now=now)[:MOST],
        standstill=standstill,
        cards=_cards(officer, may),
        emergencies=awaiting_review().count() if officer.holds(DPO) else 0,
        erasures=erasures.to_confirm(officer).count(),
        rights=rights.standing(officer, may, today=timezone.localdate(now)),
        given_up=retention.given_up().count() if officer.holds(DPO) else 0,
        reviews=retention.count_due_to(officer, seen, now=now, most=MOST_COUNTED),
        reminders=together(reminders(officer, now=now)),
        alerts=alerts(officer, now),
    )


def begun_standstill() -> Standstill | None:
    """Why this node may state nothing for now; None while it may."""
    return Standstill.objects.order_by("pk").first()


def waits_for_us(now: datetime) -> Q:
    """The condition under which a matter waits for us: its move is ours, though it may have ended; or we owe
    something in it within a week, whoever moves otherwise.
    """
    owed = Duty.objects.filter(owed_by=settings.AUTHORITY, done_at=None, paused_at=None, moot=False)
    soon = owed.filter(due_at__gt=now, due_at__lte=now + SOON)
    return Q(our_turn=True) | Q(pk__in=soon.values("matter"))


def _ours_to_move(seen: QuerySet[Matter], now: datetime) -> list[Matter]:
    ours = seen.filter(waits_for_us(now))
    return list(ours.order_by(F("due_at").asc(nulls_last=True), "-moved_at", "id")[:LOOKED_AT])


def _waiting(matters: list[Matter], moves: Moves, now: datetime) -> Waiting:
    found = [(each, moves.next(each.id)) for each in matters]
    # What this officer may do stands first: whoever decides seldom finds it among what others owe.
    first = sorted(found, key=lambda each: not (each[1] and each[1].url))[:MOST]
    rows = rows_of(find.with_titles(each for each, _ in first), now)
    shown = [Next(row, move) for row, (_, move) in zip(rows, first, strict=True)]
    own = [each for each in shown if each.move and each.move.url]
    return Waiting(own, shown[len(own) :], len(found) > MOST)


def _late_rows(officer: Officer, now: datetime) -> list[Duty]:
    """What is late, on our side first, then what has been late longest."""
    running = find.owed(officer).filter(done_at=None, paused_at=None, moot=False, due_at__lte=now)
    ours = Q(owed_by=settings.AUTHORITY)
    return [
        *running.filter(ours).order_by("due_at", "pk")[:MOST],
        *running.exclude(ours).order_by("due_at", "pk")[:MOST],
    ]


def _late(rows: list[Duty], matters: dict[str, Matter], moves: Moves, now: datetime) -> list[Late]:
    named = names_of(rows, moves.standings)
    return [
        Late(
            matters[row.matter],
            row.owed_by,
            _duty_words(matters[row.matter], row.name),
            named.get(row.item, ""),
            row.about,
            remaining(row.due_at, now),
            row.owed_by == settings.AUTHORITY,
            moves.ending(row) if row.owed_by == settings.AUTHORITY else None,
        )
        for row in rows
        if row.due_at is not None
    ]


def _arrived(seen: QuerySet[Matter], now: datetime) -> list[Arrived]:
    """The last entries of partners, newest first; not what nodes tell each other by themselves."""
    by_themselves = [step.name for kind in register.kinds() for step in kind.steps if step.unattended]
    recent = EntryRow.objects.filter(
        own=False, kept_at__gte=now - ARRIVED_WITHIN, matter__in=seen.values("id")
    )
    recent = recent.exclude(step__in=by_themselves)
    rows = list(recent.order_by("-seq")[:MOST])
    matters = _matters(seen, [row.matter for row in rows])
    return [
        Arrived(
            matters[row.matter],
            held.read(bytes(row.header)),
            _step(matters[row.matter], row.step),
            row.kept_at,
        )
        for row in rows
    ]


def own_tasks(officer: Officer, now: datetime) -> list[OwnTask]:
    """The open national tasks of this officer and their unit, the first due first."""
    rows = tasks.own_tasks(officer, today=timezone.localdate(now), most=MOST)
    named = {each.matter for each in rows}
    known = {each.id: each for each in find.openable(officer).filter(pk__in=named)}
    found = ((each, known[each.matter]) for each in rows if each.matter in known)
    return [
        OwnTask(each, one.reference, rooms.item_url(one.kind, one.reference, each.about))
        for each, one in found
    ]


def _matters(seen: QuerySet[Matter], ids: Sequence[str]) -> dict[str, Matter]:
    return {row.id: row for row in find.with_titles(seen.filter(pk__in=set(ids)))}


def _duty_words(matter: Matter, name: str) -> Words:
    kind = declared(matter.kind, matter.edition)
    return kind.owed[name].words if kind and name in kind.owed else NOTHING


def _step(matter: Matter, name: str) -> Step | None:
    kind = declared(matter.kind, matter.edition)
    return kind.step(name) if kind else None


def undelivered() -> list[Undelivered]:
    """What waits in the outbox, by partner, whoever stated it."""
    waiting = Outbox.objects.filter(accepted_at=None).values("recipient").order_by("recipient")
    counted = waiting.annotate(
        count=Count("pk"), refused=Count("pk", filter=Q(state=Outbox.REFUSED)), since=Min("posted_at")
    )
    lines = Line.objects.in_bulk([row["recipient"] for row in counted])
    return [
        Undelivered(row["recipient"], row["count"], row["refused"], row["since"], lines.get(row["recipient"]))
        for row in counted
    ]


def _cards(officer: Officer, may: frozenset[tuple[str, str]]) -> list[Introduction]:
    """Cards of which this officer does what comes next: whoever compared one does not confirm it."""
    states = [state for state, act in NEXT_OF_A_CARD.items() if act in may]
    if not states:
        return []
    waiting = Introduction.objects.filter(state__in=states)
    waiting = waiting.exclude(state=State.COMPARED, compared_by=officer)
    return list(waiting.select_related("partner").order_by("met_at", "pk")[:MOST])

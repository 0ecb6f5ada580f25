"""Moves: what comes next in the matters on a desk, each as one verb.

Where the step is for this officer, its form is one click away; where it is for others of ours, the row says
for which functions it waits. A step that was prepared already is not offered as if nobody had begun it: it
waits for the second person, or to be sent. The matters are read together: their entries, what they owe, what
is prepared and what this node says of functions are one question each, however many they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.urls import reverse

from mithaq.node.ledger import held, prior_reviews
from mithaq.node.ledger.apart import took_another
from mithaq.node.ledger.awaiting import awaiting
from mithaq.node.ledger.models import Draft, Duty, Matter
from mithaq.node.ledger.page import offered
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import APPROVE, is_sealed, takers_of
from mithaq.node.officers.visible import reads_content
from mithaq.node.web.clocks import Clock, remaining
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.needs import Needs, step_url
from mithaq.pact.codes import code_list
from mithaq.pact.rules.fold import Option, Standing, waiting_for


@dataclass(frozen=True, slots=True)
class Move:
    """A step that comes next: its verb, its form; where it is not this officer's, which functions take it.

    Where it was prepared, `url` is the draft and `does` what this officer does with it, or `awaits` says what
    it waits for, `by` who may approve it and `draft` where its author finds it. `clock` is of what it ends.
    """

    button: str
    url: str = ""
    by: tuple[str, ...] = ()
    does: str = ""
    awaits: str = ""
    draft: str = ""
    clock: Clock | None = None


class Moves:
    """What comes next in several matters for one officer. The matters must be the officer's to see; `behind`
    says that this node is, and `to_approve` are the drafts that wait for this officer.
    """

    def __init__(
        self,
        officer: Officer,
        matters: Iterable[Matter],
        now: datetime,
        *,
        behind: bool = False,
        to_approve: Collection[Draft] = (),
    ) -> None:
        self._officer, self._now = officer, now
        # Behind, a node may state nothing, and does not say where some matters stand.
        self._matters = {} if behind else {each.id: each for each in matters}
        self._standings = {
            matter: standing
            for matter, kept in held.entries_of_each(self._matters).items()
            if (standing := held.standing_of(kept)) and standing.state
        }
        self._open = {each: offered(where, settings.AUTHORITY) for each, where in self._standings.items()}
        self._needs = {each: self._needed(each, rows) for each, rows in self._owed().items()}
        self._takers = takers_of(
            {
                (self._matters[matter].kind, step)
                for matter, options in self._open.items()
                for step in (APPROVE, *(option.step.name for option in options))
            }
        )
        self._to_approve = {each.pk for each in to_approve}
        self._awaiting = awaiting(self._standings)

    def next(self, matter: str) -> Move | None:
        """What comes next in a matter that waits for us: what is this officer's before what is for others."""
        if matter not in self._standings:
            return None
        # What waits may be moved by what stands elsewhere in the matter: any ordinary step, then.
        ways = list(self._expected(matter)) or self._ordinary(matter)
        # What was prepared may end it otherwise than is expected.
        prepared = [each for each in self._open[matter] if self._prepared(matter, each)]
        mine = next((each for each in (*prepared, *ways) if self._is_mine(matter, each)), None)
        return self._move(matter, mine or ways[0]) if mine or ways else None

    @property
    def standings(self) -> Mapping[str, Standing]:
        """Where the matters stand, by matter; none of them while this node is behind."""
        return self._standings

    def ending(self, row: Duty) -> Move | None:
        """What comes first on the way to doing what we owe; None if no step of ours leads there now."""
        needs = self._needs.get(row.matter)
        option = needs.for_duty(row, self._open[row.matter]) if needs else None
        return self._move(row.matter, option, row) if option else None

    def _expected(self, matter: str) -> Iterator[Option]:
        """One step for everything we owe, what is due first before; then one for each item that waits."""
        options, needs = self._ordinary(matter), self._needs[matter]
        waiting = set(waiting_for(self._standings[matter], settings.AUTHORITY))
        for row in needs.running:
            if option := needs.for_duty(row, options):
                waiting -= {(option.step.track, option.item), needs.about(row)}
                yield option
        for track, item in sorted(waiting):
            about = (each for each in options if (each.step.track, each.item) == (track, item))
            yield from islice(about, 1)

    def _ordinary(self, matter: str) -> list[Option]:
        return [each for each in self._open[matter] if not self._needs[matter].is_rare(each)]

    def _is_mine(self, matter: str, option: Option) -> bool:
        step = option.step
        if not reads_content(self._officer):
            return False
        if draft := self._prepared(matter, option):
            return bool(self._does(draft))
        return self._officer.holds(*self._takers[self._matters[matter].kind, step.name]) and not took_another(
            self._officer, step, option.item, self._standings[matter].counted
        )

    def _prepared(self, matter: str, option: Option) -> Draft | None:
        """The draft of this step that was handed over, as far as this officer may know of it."""
        draft, kind = self._awaiting.get((matter, option.step.name, option.item)), self._matters[matter].kind
        if draft is None or self._officer.pk in (draft.author_id, draft.approver_id):
            return draft
        takes = self._officer.holds(*self._takers[kind, option.step.name])
        part = draft.pk in self._to_approve or prior_reviews.has_part(draft, self._officer)
        known = takes or part or not is_sealed(kind, option.step.name)
        return draft if known else None

    def _does(self, draft: Draft) -> str:
        """What this officer does with a prepared step: "review", "approve", "send"; "": it is for others."""
        if draft.state == Draft.APPROVED:
            return "send" if self._officer.pk in (draft.author_id, draft.approver_id) else ""
        if prior_reviews.function_to_give(draft, self._officer):
            return "review"
        return "approve" if draft.pk in self._to_approve else ""

    def _move(self, matter: str, option: Option, row: Duty | None = None) -> Move:
        """A step as the next one; `row` is what is owed that it leads to, where that is known."""
        button, found = label_of(option.step.button), self._matters[matter]
        row = row or self._needs[matter].ended_by(option, self._open[matter])
        draft, clock = self._prepared(matter, option), self._clock(row)
        if draft:
            return self._prepared_move(Move(button, clock=clock), draft)
        if self._is_mine(matter, option):
            about = row.item if row and not option.item else ""
            return Move(button, step_url(found, option, about=about), clock=clock)
        return Move(button, by=self._called(found.kind, option.step.name))

    def _prepared_move(self, move: Move, draft: Draft) -> Move:
        """What comes next where a draft was handed over: its review, its approval, or its sending."""
        url = reverse("web:draft", args=[draft.pk])
        if does := self._does(draft):
            return replace(move, url=url, does=does)
        own = url if draft.author_id == self._officer.pk else ""
        if draft.state == Draft.APPROVED:
            return replace(move, awaits="sending", draft=own)
        if missing := prior_reviews.lacking(draft):
            return replace(move, awaits="review", by=_labels(missing), draft=own)
        return replace(move, awaits="approval", by=self._called(draft.kind, APPROVE), draft=own)

    def _called(self, kind: str, step: str) -> tuple[str, ...]:
        """The functions that take a step, as they are called."""
        return _labels(sorted(self._takers[kind, step]))

    def _clock(self, row: Duty | None) -> Clock | None:
        """The clock of what the step ends, or leads to: of nothing else that is owed in the matter."""
        runs = row is not None and row.paused_at is None
        return remaining(row.due_at, self._now) if row and runs and row.due_at else None

    def _needed(self, matter: str, rows: list[Duty]) -> Needs:
        standing = self._standings[matter]
        kind = standing.state.kind if standing.state else None
        return Needs(kind, standing, standing.stage, rows, self._now)

    def _owed(self) -> dict[str, list[Duty]]:
        """What our side owes in these matters and has not done, what is due first before."""
        rows: dict[str, list[Duty]] = {each: [] for each in self._standings}
        running = Duty.objects.filter(
            matter__in=list(rows), owed_by=settings.AUTHORITY, done_at=None, moot=False
        )
        for row in running.order_by("due_at", "pk"):
            rows[row.matter].append(row)
        return rows


def _labels(functions: Iterable[str]) -> tuple[str, ...]:
    called = code_list("functions")
    return tuple(called.label(each, language()) for each in functions)

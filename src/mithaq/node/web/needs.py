"""Needs: what our side owes in a matter, as far as pages put the steps that can be taken in order by it.

First stands what ends something we owe, and before it what is usually done first where that stands; a step
that is no ordinary one at this stage stands last. Asked by a matter's page and by the desk, so that both name
the same step.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.web.items import stage_in
from mithaq.pact.rules import proposals
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.fold import Option, Standing, open_steps
from mithaq.pact.rules.kind import Dated, Kind, Proposals
from mithaq.pact.rules.kind import Duty as Timed
from mithaq.pact.rules.state import Item, State

AHEAD = timedelta(days=30)  # what is owed by a later day is not expected yet


@dataclass(frozen=True)
class Needs:
    """What is owed in one matter. `kind` and `standing` are None if this node does not know the kind."""

    kind: Kind | None
    standing: Standing | None
    stage: str
    duties: Sequence[Duty]
    now: datetime

    def first(self, options: Sequence[Option]) -> list[Option]:
        """Of the options, what ends something we owe, behind what is done before it; none if nothing does."""
        behind = {row.pk: self._behind(row) for row in self.running}
        ready = [row for row in self.running if not behind[row.pk] and not self._is_to_come(row)]
        owed = next((each for each in options if any(self._ends(each, row) for row in ready)), None)
        if owed:
            return self._with_before(owed, options)
        return [option for option in options if option.step.name in behind.values()][:1]

    def for_duty(self, row: Duty, options: Sequence[Option]) -> Option | None:
        """Of the options, what comes first on the way to doing what is owed; None if none leads there."""
        if behind := self._behind(row):
            return self._its(row, [option for option in options if option.step.name == behind])
        owed = self._its(row, [option for option in options if self._ends(option, row)])
        return self._with_before(owed, options)[0] if owed else None

    def ended_by(self, option: Option, options: Sequence[Option]) -> Duty | None:
        """Of what we owe, what a step ends, or is the way to; the first due. None if there is nothing, or it
        is of another item.
        """
        for row in self.running:
            way = self.for_duty(row, options)
            led = way is not None and (way.step.name, way.item) == (option.step.name, option.item)
            if led or (self._ends(option, row) and option.item in ("", row.item)):
                return row
        return None

    def about(self, row: Duty) -> tuple[str, str]:
        """The item that something is owed of: its track and key."""
        declared = self._declared(row)
        return (declared.track if declared else "", row.item)

    def ends_a_duty(self, option: Option) -> bool:
        """Whether we owe something that the step would end."""
        return any(self._ends(option, row) for row in self.running)

    def is_rare(self, option: Option) -> bool:
        """Whether the step is no ordinary one at this stage, and nothing asks for it: no duty, and no party
        that has taken it and waits for us to join.
        """
        usual = option.step.usual
        rare = usual is not None and self.stage not in usual
        return rare and not self.ends_a_duty(option) and not self._is_begun(option)

    @cached_property
    def running(self) -> list[Duty]:
        """What our side owes and has not done."""
        return [
            row
            for row in self.duties
            if row.owed_by == settings.AUTHORITY and row.done_at is None and not row.moot
        ]

    @property
    def _state(self) -> State | None:
        return self.standing.state if self.standing else None

    def _declared(self, row: Duty) -> Timed | Dated | None:
        """What is owed, as its kind declares it; None if this node knows nothing of it."""
        return self.kind.owed.get(row.name) if self.kind else None

    def _is_begun(self, option: Option) -> bool:
        """Whether others have taken a step that every party takes."""
        state = self._state
        item = state.item(option.step.track, option.item) if state else None
        return item is not None and bool(item.yes) and item.yes_to == option.step.name

    def _its(self, row: Duty, ways: Sequence[Option]) -> Option | None:
        """Of the items that are open to a step, the one that something is owed of; the first if none is."""
        its = (option for option in ways if (option.step.track, option.item) == self.about(row))
        return next(its, ways[0] if ways else None)

    def _with_before(self, owed: Option, options: Sequence[Option]) -> list[Option]:
        before = next(self._before(owed, options), None)
        return [option for option in (before, owed) if option]

    def _before(self, owed: Option, options: Sequence[Option]) -> Iterator[Option]:
        """What an officer does before what is owed, where that stands: the kind says so."""
        state = self._state
        item = state.item(owed.step.track, owed.item) if state else None
        if state is None or item is None:
            return
        first = stage_in(state.kind.track(owed.step.track), item.stage).first
        for option in options:
            same = (option.step.track, option.item) == (owed.step.track, owed.item)
            if same and option.step.name == first:
                yield option

    def _behind(self, row: Duty) -> str:
        """The step that comes before one that would end what is owed; "" once what comes before is taken."""
        state = self._state
        declared = self._declared(row)
        if state is None or declared is None:
            return ""
        steps = (each for each in state.kind.steps if each.behind and each.name in declared.ends)
        return next((first for each in steps if (first := each.behind(state, settings.AUTHORITY))), "")  # type: ignore[misc]

    def _is_to_come(self, row: Duty) -> bool:
        """Whether what is owed after a day or an hour cannot be done yet: it has not begun."""
        state = self._state
        declared = self._declared(row)
        item = state.item(declared.track, row.item) if state and declared else None
        if not isinstance(declared, Dated) or state is None or item is None:
            return False
        if declared.offset is None or declared.offset.before:
            return False
        return all(
            at > self.now if (at := instant(day)) else day > self.now.date().isoformat()
            for _, day in declared.days(state, item)
        )

    def _proposed(self, row: Duty) -> tuple[str, Item] | None:
        """What stands proposed of what something is owed of, and the step that agrees to it."""
        state = self._state
        declared = self._declared(row)
        if state is None or declared is None:
            return None
        for track in state.kind.tracks:
            if isinstance(track, Proposals) and track.subject_field and track.accept in declared.ends:
                for item in state.items(track.name).values():
                    about = item.entries[0].says.get(track.subject_field)
                    if item.stage == proposals.OPEN and about == row.item:
                        return track.accept, item
        return None

    @cached_property
    def _open(self) -> frozenset[tuple[str, str]]:
        """The steps that are open to us now, each with its item."""
        options = open_steps(self.standing, settings.AUTHORITY) if self.standing else ()
        return frozenset((each.step.name, each.item) for each in options)

    def _ends(self, option: Option, row: Duty) -> bool:
        """Whether the step ends what is owed; by a day or an hour: if that is soon, and on this item."""
        declared = self._declared(row)
        if declared is None or option.step.name not in declared.ends:
            return False
        if proposed := self._proposed(row):
            # What stands proposed is answered, not proposed again; whoever has agreed waits for the others.
            answer, item = proposed
            if settings.AUTHORITY in item.yes:
                return False
            if (answer, item.key) in self._open:
                return (option.step.name, option.item) == (answer, item.key)
        soon = row.due_at is not None and row.due_at <= self.now + AHEAD
        return not isinstance(declared, Dated) or (soon and option.item in ("", row.item))


def step_url(matter: Matter, option: Option, author: str = "", *, about: str = "") -> str:
    """Where the form of a step is; where it is recorded for an `author`, that too, and what it is `about`."""
    url = reverse("web:step", args=[matter.reference, option.step.name])
    named = (("for", author), ("item", option.item), ("about", about))
    asked = urlencode({name: each for name, each in named if each})
    return f"{url}?{asked}" if asked else url

"""Page: everything one matter's page shows an officer, gathered once, nothing left to be looked up.

Bodies are opened for whoever may see the matter; one that was erased, or was never sent to us, says so in
one word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings

from mithaq.node.ledger import find, held
from mithaq.node.ledger.apart import took_another
from mithaq.node.ledger.displaced import displaced_in
from mithaq.node.ledger.held import Held
from mithaq.node.ledger.models import BodyKey, Duty, EntryRow, Matter, ReceiptRow
from mithaq.node.ledger.settled import STATED, states
from mithaq.node.ledger.terms import terms_of
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import may_take
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.ledger.order import in_order
from mithaq.pact.rules.corrections import CORRECT, has_stated
from mithaq.pact.rules.fold import Option, Standing, open_steps
from mithaq.pact.rules.kind import Kind, Step
from mithaq.pact.rules.terms import NO_TERMS, Terms

OPEN, ERASED, WITHHELD, NONE = "open", "erased", "withheld", "none"


@dataclass(frozen=True, slots=True)
class Body:
    """What an entry says in confidence, or why that cannot be shown."""

    state: str
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the timeline shows it. `aside` is the reason it does not count, "" if it does.

    `counted_until` is when it ceased to count, if it did before what displaced it arrived. `state` says how
    far it has come: stated, received, settled. `step` is None if it is not understood here.
    """

    entry: Entry
    step: Step | None
    aside: str
    state: str
    kept_at: datetime
    by_hand: bool
    receipts: tuple[ReceiptRow, ...]
    body: Body
    counted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class MatterPage:
    """A matter as one officer sees it. `standing` and `kind` are None if this node does not know the kind."""

    matter: Matter
    kind: Kind | None
    standing: Standing | None
    lines: tuple[Line, ...]
    options: tuple[Option, ...]  # the steps this officer may take now
    others: tuple[Option, ...]  # the steps that are open to us, but not to this officer
    duties: tuple[Duty, ...]
    terms: Terms
    heads: tuple[str, ...]


def page(reference: str, officer: Officer) -> MatterPage:
    """The page of a matter.

    Raises: UnknownMatter.
    """
    matter = find.matter(reference, officer)
    everything = held.entries_of(matter.id)
    standing = held.standing_of(everything)
    kind = standing.state.kind if standing and standing.state else None
    lines = _lines(everything, kind, standing, tuple(matter.parties))
    options = _with_something_to_correct(offered(standing, settings.AUTHORITY), lines) if standing else ()
    counted = standing.counted if standing else ()
    mine = tuple(
        option
        for option in options
        if may_take(officer, matter.kind, option.step.name)
        and not took_another(officer, option.step, option.item, counted)
    )
    return MatterPage(
        matter=matter,
        kind=kind,
        standing=standing,
        lines=lines,
        options=mine,
        others=tuple(option for option in options if option not in mine),
        duties=tuple(Duty.objects.filter(matter=matter.id)),
        terms=terms_of(everything.opening) if everything.opening else NO_TERMS,
        heads=standing.heads if standing else (),
    )


def offered(standing: Standing, authority: str) -> tuple[Option, ...]:
    """The steps that are open to an authority, but for those that come behind another it has yet to take, and
    for a correction while it has said nothing to correct.
    """
    options, state = open_steps(standing, authority), standing.state
    if state is None:
        return options
    said = has_stated(state, authority)
    return tuple(
        option
        for option in options
        if (said or option.step.name != CORRECT)
        and not (option.step.behind and option.step.behind(state, authority))
    )


def _with_something_to_correct(options: tuple[Option, ...], lines: tuple[Line, ...]) -> tuple[Option, ...]:
    """The same steps; without a correction where all that we had said was erased here."""
    ours = any(line.entry.author == settings.AUTHORITY and line.body.state == OPEN for line in lines)
    return options if ours else tuple(option for option in options if option.step.name != CORRECT)


def body_of(entry: Entry, opened: Mapping[str, Mapping[str, Any]], keys: frozenset[str]) -> Body:
    """What can be shown of an entry's body."""
    if not entry.body:
        return Body(NONE)
    if entry.id in opened:
        return Body(OPEN, opened[entry.id])
    ours = entry.author == settings.AUTHORITY or settings.AUTHORITY in entry.to
    return Body(ERASED if ours and entry.id not in keys else WITHHELD)


def _lines(
    everything: Held, kind: Kind | None, standing: Standing | None, parties: tuple[str, ...]
) -> tuple[Line, ...]:
    """The timeline: what counted, in causal order, and what was set aside where it was kept."""
    entries = everything.entries
    receipts: dict[str, list[ReceiptRow]] = {}
    for row in held.receipts_of(entry.id for entry in entries):
        receipts.setdefault(row.entry, []).append(row)
    flat = [row for rows in receipts.values() for row in rows]
    how_far = states(entries, flat, parties)
    opened = held.bodies_of(entries)
    keys = frozenset(
        BodyKey.objects.filter(entry__in=list(everything.kept_at)).values_list("entry", flat=True)
    )
    by_hand = set(
        EntryRow.objects.filter(matter=entries[0].matter, by_hand=True).values_list("entry", flat=True)
    )
    reasons = {entry.id: reason for entry, reason in standing.set_aside} if standing else {}
    displaced = displaced_in(entries[0].matter) if reasons else {}
    return tuple(
        Line(
            entry=entry,
            step=kind.step(entry.step) if kind else None,
            aside=reasons.get(entry.id, "" if standing else "rules.unknown-kind"),
            state=how_far.get(entry.id, STATED),
            kept_at=everything.kept_at[entry.id],
            by_hand=entry.id in by_hand,
            receipts=tuple(receipts.get(entry.id, ())),
            body=body_of(entry, opened, keys),
            counted_until=displaced.get(entry.id) if entry.id in reasons else None,
        )
        for entry in _in_order(entries, kind)
    )


def _in_order(entries: tuple[Entry, ...], kind: Kind | None) -> list[Entry]:
    return in_order(entries, kind.precedence) if kind else list(entries)

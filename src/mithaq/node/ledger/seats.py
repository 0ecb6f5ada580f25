"""Seats: who of ours works on a matter because a step names them, and sees it for as long as they do.

A kind declares which field of a step names a member, and which step ends that. Where the name is that of one
active officer here, in either script, the officer is given the matter, and it is taken back with the seat.
A name that is nobody's here, or that two share, seats nobody: then somebody assigns by hand. Whom a step
names to observe alone is seated so that no page of the matter opens to them: they read what is declared for
observers (`find_observed`).

Source: common.md 2.3: access is role, need to know (membership of a space) and handling code together.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Manager

from mithaq.node.ledger import held
from mithaq.node.officers.duties import NEVER_READS_CONTENT
from mithaq.node.officers.models import Assignment, Observation, Officer
from mithaq.node.safeguards.house import note
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.names.normalise import name_key
from mithaq.pact.rules.kind import Step


def change_seats(entry: Entry, step: Step, now: datetime) -> None:
    """Give the matter to whom an entry of ours names, or take it back from whom it lets go.

    Call in the transaction that keeps the entry.
    """
    if step.seats and step.unseats:
        _let_go(entry, step)
    elif step.seats:
        named = _named(entry.id, entry, step.seats)
        if named is not None:
            _seat(named, entry, now, observes=_observes(step, entry))


def _seat(named: Officer, entry: Entry, now: datetime, *, observes: bool) -> None:
    rows, action = _seats(observes=observes)
    if not rows.filter(matter=entry.matter, officer=named).exists():
        rows.create(matter=entry.matter, officer=named, at=now)
        note(action, officer=None, matter=entry.matter, to=named.reference)


def _let_go(entry: Entry, step: Step) -> None:
    standing = held.standing_of(held.entries_of(entry.matter))
    state = standing.state if standing else None
    items = state.items(step.track) if state else {}
    left = items.get(entry.item)
    if state is None or left is None or (named := _named(entry.item, left.entries[0], step.seats)) is None:
        return
    naming = state.kind.step(left.created_by)
    observes = _observes(naming, left.entries[0])
    others = (
        item
        for item in items.values()
        if item.key != entry.item
        and item.stage != left.stage
        and _observes(naming, item.entries[0]) == observes
    )
    if any(_named(item.key, item.entries[0], step.seats) == named for item in others):
        return  # who sits there twice stays
    rows, _ = _seats(observes=observes)
    if rows.filter(matter=entry.matter, officer=named).delete()[0]:
        note("matter.taken-back", officer=None, matter=entry.matter, to=named.reference)


def _seats(*, observes: bool) -> tuple[Manager[Assignment] | Manager[Observation], str]:
    """Where the seats of members are, or of those who observe; how the house log calls giving one."""
    if observes:
        return Observation.objects, "matter.observer-named"
    return Assignment.objects, "matter.assigned"


def _observes(step: Step | None, entry: Entry) -> bool:
    return step is not None and step.observes is not None and step.observes(entry.says)


def _named(key: str, entry: Entry, field: str) -> Officer | None:
    """The one officer here whose name an entry says."""
    said = held.bodies_of([entry]).get(key, {})
    wanted = {name_key(str(said.get(each) or "")) for each in (field, f"{field}_ar")} - {""}
    here = Officer.objects.filter(is_active=True).order_by("pk")
    found = [each for each in here if not each.held & NEVER_READS_CONTENT and wanted & _keys(each)]
    return found[0] if len(found) == 1 else None


def _keys(officer: Officer) -> set[str]:
    latin = f"{officer.given_name} {officer.family_name}"
    arabic = f"{officer.given_name_ar} {officer.family_name_ar}"
    return {name_key(latin), name_key(arabic)} - {""}

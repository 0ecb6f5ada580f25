"""Namings: what a matter publicly names of another one, kept as rows, so that each is shown at both ends.

A field that is an entry of another kind (`Field.in_kind`) links two matters: the action that a matter serves,
the group in which a note was made, the text that a communiqué is about. An id alone tells nothing to whoever
does not hold what it names. `find_naming` lists them for an officer.

A kind may say that whoever works on what it names reads it (`Kind.read_by`): a note for a working group is
read by its members, for as long as they are. That too is asked of these rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mithaq.node.ledger.kept import Kept, when_kept
from mithaq.node.ledger.models import EntryRow, Naming
from mithaq.node.officers.models import Assignment
from mithaq.node.statements import execute, insert_all, select
from mithaq.pact.rules import register
from mithaq.pact.rules.fields import ENTRY_ID, Type
from mithaq.pact.rules.fold import Standing
from mithaq.pact.rules.kind import Step

_THERE = "SELECT entry, step, field, named, id FROM ledger_naming WHERE matter = %s"
_GONE = "DELETE FROM ledger_naming WHERE id = %s"
_CAME = "UPDATE ledger_naming SET named_matter = %s WHERE named = %s AND named_matter = ''"


def write(matter: str, standing: Standing, *, is_new: bool) -> None:
    """Write anew what a matter names of others; only what differs is touched."""
    wanted = {row[:4]: row[4] for row in _names(standing)}
    there = {} if is_new else {tuple(row[:4]): row[4] for row in select(_THERE, matter)}
    for gone in [pk for row, pk in there.items() if row not in wanted]:
        execute(_GONE, gone)
    new = sorted(wanted.keys() - there.keys())
    if not new:
        return
    whose = dict(EntryRow.objects.filter(entry__in={row[3] for row in new}).values_list("entry", "matter"))
    kind = standing.state.kind.name if standing.state else ""
    insert_all(Naming, (
        {
            "matter": matter, "kind": kind, "entry": entry, "step": step, "field": field, "named": named,
            "named_matter": whose.get(named, ""), "at": wanted[entry, step, field, named],
        }
        for entry, step, field, named in new
    ))  # fmt: skip


@when_kept
def arrived(kept: Kept) -> None:
    """What was named before it was here is known from now on."""
    execute(_CAME, kept.entry.matter or kept.entry.id, kept.entry.id)


def read_through(assigned: Q) -> QuerySet[Any, str] | None:
    """What whoever works on what it names may read, for the assignments of this condition; None where there
    is no such kind.
    """
    declared = [(kind.name, field) for kind in register.kinds() for field in sorted(kind.read_by)]
    if not declared:
        return None
    says = Q()
    for kind, field in declared:
        says |= Q(kind=kind, field=field)
    # Asked of each note whether its group is theirs: there are few notes, and a unit has many matters.
    theirs = Assignment.objects.filter(assigned, matter=OuterRef("named_matter"))
    return Naming.objects.order_by().filter(says, Exists(theirs)).values_list("matter", flat=True)


def _names(standing: Standing) -> Iterator[tuple[Any, ...]]:
    if standing.state is None:
        return
    for entry in standing.counted:
        step = standing.state.kind.step(entry.step)
        for field in _links(step) if step else ():
            named = entry.says.get(field, "")
            if isinstance(named, str) and ENTRY_ID.fullmatch(named):
                yield entry.id, entry.step, field, named, entry.at


def _links(step: Step) -> tuple[str, ...]:
    return tuple(each.name for each in step.public_fields if each.type is Type.ENTRY and each.in_kind)

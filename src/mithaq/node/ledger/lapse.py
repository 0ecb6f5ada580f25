"""Lapses: a time that passed, stated by the node so that it counts (law 3).

A fold knows no clock. Where a kind declares a lapse step, the node takes it once the instant its standing
gives has passed; the entry then changes the stage on every node alike. What a partner states so is held
against our own clock before we take it (`pact.rules.lapses`). A step that opens what was held back
is stated likewise, as soon as everybody is bound: what our own step said then goes to all, word for word.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings

from mithaq.node.ledger import held
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.pact.errors import MithaqError
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import lapses, register
from mithaq.pact.rules.kind import Step
from mithaq.pact.rules.state import State

log = logging.getLogger(__name__)


def state_lapses(now: datetime) -> list[Entry]:
    """State every lapse that is due and ours to state."""
    stated = []
    for kind in register.kinds():
        steps = [step for step in kind.steps if step.lapse_at is not None]
        if not steps:
            continue
        running = Matter.objects.filter(kind=kind.name, final=False).order_by("pk")
        for matter in running.values_list("pk", flat=True):
            stated += [entry for step in steps if (entry := _stated(matter, step.name, now))]
    return stated


def _stated(matter: str, step: str, now: datetime) -> Entry | None:
    standing = held.standing_of(held.entries_of(matter))
    if standing is None or standing.state is None:
        return None
    declared = standing.state.kind.step(step)
    if declared is None:
        return None
    if not lapses.is_over(declared, standing.state, _received(declared, standing.state), now):
        return None
    values = _held_back(standing.state, declared) if declared.opens else {}
    try:
        act = Act(standing.state.kind.name, step, values=values, matter=matter)
        return state(act, officer=None, now=now)
    except MithaqError as error:  # the other side stated it first, or it is not ours to state
        log.info("a lapse was not stated: %s", error.code)
        return None


def _received(step: Step, state: State) -> dict[str, datetime]:
    """When each party received the opening; asked only where silence binds somebody."""
    rows = held.receipts_of((state.opening.id,)) if step.heard_for else ()
    return {row.by: row.at for row in rows}


def _held_back(state: State, step: Step) -> dict[str, Any]:
    """What our own step said that this one makes known; nothing if it is no longer here."""
    item = state.item(step.track, settings.AUTHORITY)
    said = item.latest(step.opens) if item else None
    return held.bodies_of([said]).get(said.id, {}) if said else {}

"""Observed: what whoever observes a matter may read of it: the fields its kind declares for that, no more.

An observer sees no matter: neither its page, nor its title, nor who else is there. What is read here is
taken from the bodies by the names that are declared, so that whatever a kind says besides stays where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from mithaq.node.ledger import held
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Observation, Officer
from mithaq.node.officers.visible import reads_content
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.kind import Kind, Step

MOST_TOLD = 20  # of one matter, the latest first


@dataclass(frozen=True, slots=True)
class Told:
    """A step, as far as an observer reads it."""

    entry: Entry
    step: Step
    values: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Observed:
    """A matter that somebody observes: its kind and reference, and what is told of it."""

    reference: str
    kind: Kind
    told: tuple[Told, ...]


def observes(officer: Officer) -> bool:
    """Whether this officer observes any matter."""
    return _observed(officer).exists()


def observed(officer: Officer) -> list[Observed]:
    """The running matters that this officer observes, by reference."""
    matters = Matter.objects.filter(pk__in=_observed(officer).values("matter"), final=False)
    return [found for matter in matters.order_by("reference") if (found := _read(matter))]


def _observed(officer: Officer) -> QuerySet[Observation]:
    if not reads_content(officer):
        return Observation.objects.none()
    return Observation.objects.filter(officer=officer)


def _read(matter: Matter) -> Observed | None:
    standing = held.standing_of(held.entries_of(matter.id))
    if standing is None or standing.state is None:
        return None
    kind = standing.state.kind
    named = [(entry, step) for entry in standing.counted if (step := kind.step(entry.step)) and _names(step)]
    latest = named[: -MOST_TOLD - 1 : -1]
    bodies = held.bodies_of([entry for entry, _ in latest])
    told = (Told(entry, step, _values(entry, step, bodies.get(entry.id, {}))) for entry, step in latest)
    return Observed(matter.reference, kind, tuple(told))


def _names(step: Step) -> frozenset[str]:
    return frozenset(each.name for each in step.fields if each.observed)


def _values(entry: Entry, step: Step, body: Mapping[str, Any]) -> dict[str, Any]:
    every = {**entry.says, **body}
    return {name: every[name] for name in _names(step) if name in every}

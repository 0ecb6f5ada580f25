"""Delivery: everything that has not reached a partner, with its state, reason, owner and next try (D18).

Counts and lines are for everybody, the machine's keeper included. Which matter a row belongs
to is shown to those alone who may see the matter.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from mithaq.node.exchange.models import Alarm, Line, Outbox
from mithaq.node.ledger import find
from mithaq.node.ledger.models import EntryRow
from mithaq.node.officers.models import Officer
from mithaq.node.partners.models import Partner, State
from mithaq.node.web.authorities import names_of
from mithaq.node.web.listing import declared
from mithaq.pact.rules.kind import Step

MOST = 200  # rows on one page
HELD, NO_NODE, DUE = "exchange.held-suspended", "exchange.held-no-node", "exchange.due"


@dataclass(frozen=True, slots=True)
class Undelivered:
    """One thing a partner has not confirmed: `reference` and `step` only for who may see the matter.

    `owner` is "" for what the node itself owes; `next_at` is None while nothing is sent to the partner.
    """

    row: Outbox
    reference: str
    step: Step | None
    owner: str
    reason: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """How one partner is reached: what waits for it, what it refused, and whether its line is up."""

    code: str
    waiting: int
    refused: int
    line: Line | None
    held: str

    @property
    def down(self) -> bool:
        return self.line is not None and self.line.down_since is not None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The page: lines of partners, what has not arrived, what somebody must look at."""

    lines: list[PartnerLine]
    rows: list[Undelivered]
    counted: int
    next: str
    alarms: list[Alarm]


def delivery(officer: Officer, after: str = "") -> Delivery:
    """How delivery stands now, as this officer may see it; `after` is the `next` of the page before."""
    waiting = Outbox.objects.filter(accepted_at=None)
    following = list(waiting.filter(_beyond(after)).order_by("precedence", "seq")[: MOST + 1])
    rows = following[:MOST]
    held = _held()
    references = dict(
        find.visible(officer).filter(pk__in={row.matter for row in rows}).values_list("pk", "reference")
    )
    alarms = list(Alarm.objects.filter(ended_at=None))
    place = f"{rows[-1].precedence}.{rows[-1].seq}" if len(following) > MOST else ""
    return Delivery(_lines(held), _undelivered(rows, references, held), waiting.count(), place, alarms)


def _beyond(place: str) -> Q:
    """What stands after a place of the list; everything for what is no place."""
    precedence, _, seq = place.partition(".")
    try:
        stopping, number = int(precedence), int(seq)
    except ValueError:
        return Q()
    return Q(precedence__gt=stopping) | Q(precedence=stopping, seq__gt=number)


def _undelivered(
    rows: list[Outbox], references: Mapping[str, str], held: Mapping[str, str]
) -> list[Undelivered]:
    owners, steps = names_of(row.owner for row in rows), _steps(row.entry for row in rows)
    resting = {line.recipient: line for line in Line.objects.filter(down_since__isnull=False)}
    return [
        Undelivered(
            row,
            references.get(row.matter, ""),
            steps.get(row.entry) if row.matter in references else None,
            owners.get(row.owner, row.owner),
            held.get(row.recipient) or _reason(row, resting.get(row.recipient)),
            None if row.recipient in held else _next_at(row, resting.get(row.recipient)),
        )
        for row in rows
    ]


def _reason(row: Outbox, line: Line | None) -> str:
    """Why it has not arrived; what waits behind a line that is down waits for the line."""
    return row.reason or (line.reason if line else "") or DUE


def _next_at(row: Outbox, line: Line | None) -> datetime:
    """When it is tried next: not before the line is."""
    return max(row.next_at, line.next_at) if line and line.next_at else row.next_at


def _lines(held: Mapping[str, str]) -> list[PartnerLine]:
    lines, waiting, refused = Line.objects.in_bulk(), _counted(Q()), _counted(Q(state=Outbox.REFUSED))
    return [
        PartnerLine(code, waiting.get(code, 0), refused.get(code, 0), lines.get(code), held.get(code, ""))
        for code in Partner.objects.values_list("code", flat=True)
    ]


def _counted(which: Q) -> dict[str, int]:
    """How many undelivered rows each partner has of those asked for."""
    rows = Outbox.objects.filter(which, accepted_at=None).order_by("recipient")
    return dict(rows.values_list("recipient").annotate(Count("pk")))


def _held() -> dict[str, str]:
    """Partners to whom nothing is sent, and why."""
    return {
        partner.code: NO_NODE if not partner.has_node else HELD
        for partner in Partner.objects.filter(Q(has_node=False) | Q(state=State.SUSPENDED))
    }


def _steps(entries: Iterable[str]) -> dict[str, Step]:
    rows = EntryRow.objects.filter(entry__in=set(entries)).values_list("entry", "kind", "edition", "step")
    found = {}
    for entry, kind_name, edition, step_name in rows:
        kind = declared(kind_name, edition)
        if kind and (step := kind.step(step_name)):
            found[entry] = step
    return found

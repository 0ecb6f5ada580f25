"""Equipment: the register of what was handed over, in all matters the officer sees.

The day by which a piece is to be inspected is owed by who was helped, on the calendar of that side. Whether
it is late is read from what is owed (`Duty`), never counted here: this page says what the matter's own says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from mithaq.matters.assistance.opened import Case, Opened
from mithaq.node.ledger.models import Matter
from mithaq.node.web.clocks import Clock, clock
from mithaq.node.web.items import stage_in
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item

CERTIFY, INSPECT, INSPECTION = "certify-end-use", "inspect-equipment", "inspection"
LATE = "bad"


@dataclass(frozen=True, slots=True)
class Certificate:
    """That the end use was certified, by whom and when."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Due:
    """The next inspection of a piece: whose it is, by which day, how its clock stands."""

    by: str
    day: str
    clock: Clock

    @property
    def is_late(self) -> bool:
        return self.clock.tone == LATE


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of equipment. `is_here` False: what was said of it was erased, or was not addressed to us.
    `due` is empty once it was inspected; `inspected` is the day of the last inspection.
    """

    matter: Matter
    is_here: bool
    what: str
    serial: str
    end_user: str
    maintenance: str
    handed_over: date
    by: str
    certificates: tuple[Certificate, ...]
    due: tuple[Due, ...]
    inspected: str
    stage: Stage

    @property
    def is_late(self) -> bool:
        return any(each.is_late for each in self.due)


def register(opened: Opened) -> list[Piece]:
    """Every piece: what is late first, then what is due first, then what is due no more."""
    found = [_piece(opened, case, item) for case, item in opened.items("equipment")]
    return sorted(found, key=_order)


def _order(piece: Piece) -> tuple[bool, bool, str, str]:
    first = min((each.day for each in piece.due), default="")
    return not piece.is_late, not first, first, piece.matter.reference


def _piece(opened: Opened, case: Case, item: Item) -> Piece:
    handed, told = item.entries[0], opened.told(item)
    said = told or {}
    inspected = item.latest(INSPECT)
    return Piece(
        case.matter, told is not None, str(said.get("what") or ""), str(said.get("serial") or ""),
        str(said.get("end_user") or ""), str(said.get("maintenance") or ""), localdate(handed.at),
        handed.author,
        tuple(Certificate(each.author, localdate(each.at)) for each in item.all(CERTIFY)),
        tuple(_due(opened, case, item)),
        str(inspected.says.get("inspected_on", "")) if inspected else "",
        stage_in(case.state.kind.track("equipment"), item.stage),
    )  # fmt: skip


def _due(opened: Opened, case: Case, item: Item) -> list[Due]:
    owed = (each for each in opened.owed(case, item, INSPECTION) if each.done_at is None and not each.moot)
    return [Due(each.owed_by, each.day, clock(each, opened.now)) for each in owed]

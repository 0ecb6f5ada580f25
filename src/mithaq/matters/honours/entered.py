"""Entered: a register of honours as who prepares a ceremony reads it: names and offices in both scripts, the
order and its grade, the day of the instrument and that of the ceremony, and whether the award may be worn.

What has not been entered is not here: a proposal is a draft, and stands with the drafts of who prepares it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web.items import stage_in
from mithaq.node.web.seen import Seen, beginnings
from mithaq.pact.rules.honours import awards, may_wear_from, pending_days, presentations
from mithaq.pact.rules.honours_say import issued_on
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item

KIND = "honour"
BEGUN_HERE = ("enter-award", "record-presentation")


@dataclass(frozen=True, slots=True)
class Award:
    """An award of the register. `wear_from` "": it may not be worn; `presented` are days of ceremonies."""

    order: str
    grade: str
    by: str
    of: str
    names: tuple[tuple[str, str], ...]
    offices: tuple[tuple[str, str], ...]
    issued: str
    presented: tuple[str, ...]
    wear_from: str
    pending: int
    stage: Stage
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Register(Seen):
    """A register as one officer sees it now."""

    @property
    def awards(self) -> list[Award]:
        return [self._award(item) for item in awards(self.state)]

    @property
    def ways(self) -> list[tuple[str, str]]:
        return self.begin(BEGUN_HERE)

    def _award(self, item: Item) -> Award:
        says, body = item.entries[0].says, self.bodies.get(item.key, {})
        return Award(
            str(says.get("order", "")), str(says.get("grade", "")), item.creator, item.holder,
            self._both(body, "name_ar", "name"), self._both(body, "office_ar", "office_fr"), issued_on(item),
            tuple(str(each.says.get("presented_on", "")) for each in presentations(self.state, item)),
            may_wear_from(item), pending_days(item, self.now.date()),
            stage_in(self.state.kind.track("award"), item.stage), tuple(self.steps(item.key).values()),
        )  # fmt: skip

    def _both(self, body: Mapping[str, Any], arabic: str, latin: str) -> tuple[tuple[str, str], ...]:
        """What is said in each script, with its language."""
        said = (("ar", str(body.get(arabic) or "")), ("fr", str(body.get(latin) or "")))
        return tuple(pair for pair in said if pair[1])


def read(matter: Matter, officer: Officer, now: datetime) -> Register | None:
    """A register that `find` gave; None if this node does not understand it."""
    return Register.read(matter, officer, beginnings("award"), now=now)

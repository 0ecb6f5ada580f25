"""Indicator: one formula over the matters of a kind, in a period.

A formula is pure: it sees where each matter stands and what was owed in it (`gathered`), and the day it is asked.
Nothing is estimated: what cannot be measured is left out, and how many were is said beside the figure.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from mithaq.pact.rules.clocks import Owed
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import Words

if TYPE_CHECKING:
    from mithaq.pact.indicators.gathered import Gathered

DAYS_A_YEAR = 365.25
ENOUGH = 0.5  # of those asked: below it a figure speaks for a few


class Unit(StrEnum):
    """What a figure is counted in."""

    PERCENT = "percent"
    DAYS = "days"
    HOURS = "hours"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Case:
    """A matter as a formula sees it: where it stands, and what was owed in it."""

    state: State
    owed: tuple[Owed, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, as it is known on the day `today` (which may be before its end), at `now` of it.

    Units: days in UTC, both included.
    """

    first: date
    last: date
    today: date
    now: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Whether an instant lies in the period, and not after today, nor after now where that is known."""
        known = self.now is None or at <= self.now
        return known and self.first <= at.astimezone(UTC).date() <= min(self.last, self.today)

    def a_year(self, number: float) -> float | None:
        """What this number would come to in a year; None before the period began."""
        days = (min(self.last, self.today) - self.first).days + 1
        return number * DAYS_A_YEAR / days if days > 0 else None


@dataclass(frozen=True, slots=True)
class Part:
    """A share of a figure: how much of how many, so that what is counted can be seen."""

    value: float | None
    counted: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What a formula gave. `value` is None where there was nothing to measure; `by` is the same by authority.

    Where people were asked (`Indicator.asks`), those counted answered, and those left out did not.
    """

    value: float | None
    counted: int = 0
    left_out: int = 0
    by: Mapping[str, Part] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        return self.counted + self.left_out

    @property
    def low_response(self) -> bool:
        """Whether so few answered that it says little of the others."""
        return is_low(self.counted, self.asked)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A formula with its words. `counts` says what is counted, `leaves_out` what is not. `kind` "" is every field."""

    name: str
    kind: str
    unit: Unit
    words: Words
    formula: Words
    counts: Words
    leaves_out: Words
    measure: "Gathered"
    unit_by: Unit | None = None  # what the parts by authority are counted in, where it is another
    asks: bool = False  # of people who were asked: how many answered stands beside the figure


_ENTERED: dict[str, Indicator] = {}


def enter(indicator: Indicator) -> Indicator:
    """Make an indicator known. The same name with another declaration is a bug and raises ValueError."""
    if _ENTERED.setdefault(indicator.name, indicator) is not indicator:
        raise ValueError(f"indicator {indicator.name} is entered twice")
    return indicator


def indicators_of(kind: str) -> tuple[Indicator, ...]:
    """The indicators of a field alone, by name; those of every field for ""."""
    _load()
    return _of(kind, len(_ENTERED))


@cache
def _of(kind: str, _entered: int) -> tuple[Indicator, ...]:
    return tuple(each for _, each in sorted(_ENTERED.items()) if each.kind == kind)


@cache
def _load() -> None:
    """Import every module of this package, once a process."""
    from mithaq.pact import indicators

    for module in pkgutil.iter_modules(indicators.__path__):
        importlib.import_module(f"{indicators.__name__}.{module.name}")


def is_low(answered: int, asked: int) -> bool:
    """Whether a figure speaks for a few of those who were asked."""
    return answered < ENOUGH * asked

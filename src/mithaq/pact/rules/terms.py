"""Terms: what an agreement set, as far as a matter stands on it.

Deadlines, grounds and handling defaults are the content of an adopted proposal of an `agreement` matter. A matter pins
the entry that holds them, so its clocks run the same for ever, whatever is agreed later (D4). A term that was not
set is None, and the screen says "not configured". While cooperation in the field is suspended no clock runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar

LONGEST_MINUTES = 3650 * 24 * 60  # ten years

Span = tuple[datetime, datetime | None]
"""From an instant until another; None: it lasts."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The adopted terms a matter stands on. `entry` is the proposal's id, "" when none is known here; `suspended` is
    when cooperation in the matter's field was, in any order; `calendars` are those that parties have stated.
    """

    entry: str = ""
    values: Mapping[str, Said] = field(default_factory=lambda: MappingProxyType({}))
    suspended: tuple[Span, ...] = ()
    calendars: Mapping[str, Calendar] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def of(
        cls,
        entry: Entry,
        suspended: tuple[Span, ...] = (),
        calendars: Mapping[str, Calendar] = MappingProxyType({}),
    ) -> "Terms":
        return cls(entry.id, entry.says, suspended, calendars)

    def duration(self, name: str) -> timedelta | None:
        """How long the term `name` allows; None if it was not set, or set to what no time can be.

        Units: the term is stated in minutes.
        """
        minutes = self.number(name)
        return timedelta(minutes=minutes) if minutes is not None and 0 < minutes <= LONGEST_MINUTES else None

    def number(self, name: str) -> int | None:
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def codes(self, name: str) -> tuple[str, ...]:
        """The codes the term allows; empty if it was not set."""
        value = self.values.get(name, ())
        return value if isinstance(value, tuple) else ()


NO_TERMS = Terms()

"""Matrix: who to call, field by field and side by side: now, in the coming night, and hour by hour for a day.

What the pact says of who answers (`answering`), with the names and numbers that stand in the bodies. A field
in which no side has anybody is named apart, so that the table holds what can be called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.matters.contacts.hours import DEPUTY, NOBODY, THERE, strip
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web.authorities import known
from mithaq.node.web.idents import language
from mithaq.node.web.seen import Seen, beginnings
from mithaq.pact.codes import code_list
from mithaq.pact.indicators import contacts as indicators
from mithaq.pact.rules.answering import (
    Answer,
    answered_hours,
    codes,
    confirmed_at,
    contacts_of,
    gap_days,
    hours_from,
    says,
    who_answers,
)
from mithaq.pact.rules.answers import rows_of
from mithaq.pact.rules.state import Item

KIND = "contacts"
HOURS = 24
NIGHT = time(2)  # the hour of the night that is asked about
BEGUN_HERE = ("publish-contact", "test-channel", "propose-mechanism", "post-officer")


@dataclass(frozen=True, slots=True)
class Called:
    """Who answers at an instant, as a page shows it. `contact` None: nobody."""

    at: str
    contact: Item | None
    name: str
    phones: tuple[str, ...]
    stands_in: bool
    gap_days: int
    unconfirmed_days: int

    @property
    def function(self) -> str:
        return str(says(self.contact, "function")) if self.contact else ""

    @property
    def languages(self) -> tuple[str, ...]:
        return codes(self.contact, "languages") if self.contact else ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One side in one field."""

    party: str
    now: Called
    night: Called
    strip: SafeString
    hours: int  # of the next twenty-four in which somebody answers

    @property
    def missing(self) -> int:
        return HOURS - self.hours


@dataclass(frozen=True, slots=True)
class Row:
    """One field."""

    axis: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix(Seen):
    """A directory as one officer sees it now."""

    @cached_property
    def zones(self) -> Mapping[str, str]:
        """Where each side's clock runs, as its card says."""
        met = known()
        return {party: met[party].zone if party in met else "UTC" for party in self.parties}

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        served = self._axes
        return tuple(self._row(axis) for axis in code_list("axes").values if axis in served)

    @property
    def uncovered(self) -> tuple[str, ...]:
        """Fields in which no side has published anybody."""
        return tuple(axis for axis in code_list("axes").values if axis not in self._axes)

    @property
    def coverage(self) -> float | None:
        return indicators.coverage(self.state, tuple(row.axis for row in self.rows), self.now)

    @property
    def covered(self) -> int:
        """In how many of the fields shown every side has two confirmed contacts."""
        return round((self.coverage or 0) * len(self.rows))

    @property
    def gap_days(self) -> int:
        return indicators.handover_gap_days(self.state, self.now)

    @property
    def stale(self) -> int:
        return len(indicators.stale(self.state, self.now))

    @property
    def tests(self) -> tuple[int, int]:
        """Tests answered in time, and all of them."""
        every = self.state.items("test").values()
        return sum(item.stage == "passed" for item in every), len(every)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """What this officer can begin here: the address of the form, and its verb."""
        return self.begin(BEGUN_HERE)

    @cached_property
    def _axes(self) -> frozenset[str]:
        every = (item for party in self.parties for item in contacts_of(self.state, party))
        return frozenset(axis for item in every if item.stage != "ended" for axis in codes(item, "axes"))

    def _row(self, axis: str) -> Row:
        return Row(axis, tuple(self._cell(axis, party) for party in self.parties))

    def _cell(self, axis: str, party: str) -> Cell:
        zone = ZoneInfo(self.zones[party])
        hours = hours_from(self.now)
        answers = answered_hours(self.state, party, axis, hours)
        looks = [NOBODY if not each.contact else DEPUTY if each.stands_in else THERE for each in answers]
        answered = sum(each is not NOBODY for each in looks)
        said = gettext("%(place)s: somebody answers in %(hours)d of the next 24 hours") % {
            "place": f"{code_list('axes').label(axis, language())}, {party}",
            "hours": answered,
        }
        return Cell(
            party,
            self._called(who_answers(self.state, party, axis, self.now), self.now, zone),
            self._called(who_answers(self.state, party, axis, at := night(self.now, zone)), at, zone),
            strip(said, [hour.astimezone(zone).hour for hour in hours], looks),
            answered,
        )

    def _called(self, answer: Answer, at: datetime, zone: ZoneInfo) -> Called:
        said = self.bodies.get(answer.contact.key, {}) if answer.contact else {}
        phones = tuple(str(row.get("number") or "") for row in rows_of(said.get("phones")))
        return Called(
            f"{at.astimezone(zone):%H:%M}", answer.contact, str(said.get("name") or ""), phones,
            answer.stands_in, self._gap_days(answer.left), self._unconfirmed_days(answer.contact),
        )  # fmt: skip

    def _gap_days(self, left: Item | None) -> int:
        """As of now, for tonight's row too: the sum above the table counts no day that is still to come."""
        return gap_days(self.state, left, self.now) if left else 0

    def _unconfirmed_days(self, contact: Item | None) -> int:
        """For how many days a contact that was to be confirmed was not; 0 while it need not be."""
        if contact is None or contact not in indicators.stale(self.state, self.now):
            return 0
        return (self.now - confirmed_at(contact)).days


def night(now: datetime, zone: ZoneInfo) -> datetime:
    """The next time it is two at night in a zone."""
    local = now.astimezone(zone)
    tonight = datetime.combine(local.date(), NIGHT, zone)
    return tonight if tonight > local else datetime.combine(local.date() + timedelta(days=1), NIGHT, zone)


def read(matter: Matter, officer: Officer, now: datetime) -> Matrix | None:
    """A directory that `find` gave; None if this node does not understand it."""
    return Matrix.read(matter, officer, beginnings("contact"), now=now)

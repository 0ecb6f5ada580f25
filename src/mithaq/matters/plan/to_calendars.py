"""To calendars: the milestones of a plan as a file that calendar programs read.

Starts and ends are whole days. What is due ends when the day ends in the zone of the side that owes it, for
that is when it is late. The rules of every side's zone stand in the file: a program need not know Morocco's
by itself. Each event keeps its id, so taking the file in again moves it. No person is named in a plan, nor
here. icalendar is imported when the first file is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mithaq.matters.plan.milestones import DUE, Milestone
from mithaq.matters.plan.shown import PlanShown
from mithaq.node.ledger.terms import terms_of
from mithaq.node.web.authorities import known
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.idents import language

if TYPE_CHECKING:
    from icalendar import Event

PROGRAM = "-//Mithaq//Joint plan//EN"
LASTS = timedelta(minutes=30)
ONE_DAY = timedelta(days=1)


def as_calendar(plan: PlanShown, found: Iterable[Milestone], copy: Copy) -> bytes:
    """The file."""
    from icalendar import Calendar, Timezone

    listed, zones = list(found), zones_of(plan)
    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", plan.title or plan.matter.reference)
    calendar.add("x-mithaq-copy", copy.watermark)
    days = [each.day for each in listed] or [plan.today]
    for zone in sorted(set(zones.values())):
        first, last = min(days) - timedelta(days=370), max(days) + timedelta(days=370)
        calendar.add_component(Timezone.from_tzid(zone, first_date=first, last_date=last))
    for each in listed:
        calendar.add_component(_event(plan, each, zones.get(each.by, "UTC"), copy))
    return bytes(calendar.to_ical())


def zones_of(plan: PlanShown) -> dict[str, str]:
    """The zone of each side: as its calendar in the agreement says, else as its card does."""
    stated, cards = terms_of(plan.state.opening).calendars, known()
    named = {party: cards[party].zone for party in plan.parties if party in cards}
    return {**named, **{party: stated[party].zone for party in plan.parties if party in stated}}


def _event(plan: PlanShown, each: Milestone, zone: str, copy: Copy) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{each.part[:32]}-{each.sort}-{each.by}-{plan.matter.id[:16]}@mithaq")
    event.add("dtstamp", copy.at.astimezone(UTC))
    if each.sort in DUE:
        ends = datetime.combine(each.day + ONE_DAY, time(), ZoneInfo(zone))
        event.add("dtstart", ends - LASTS)
        event.add("dtend", ends)
    else:
        event.add("dtstart", each.day)
        event.add("dtend", each.day + ONE_DAY)
    event.add("summary", " · ".join([plan.matter.reference, each.words, each.title, each.by]))
    event.add("description", f"{copy.marking(language())} · {copy.watermark}")
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event

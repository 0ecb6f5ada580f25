"""What is owed as a calendar: an event for each time limit that runs, in the zone of the side that owes.

A calendar ends on telephones, so it names no person: a reference, what is owed and by whom. Each
event keeps its id as long as the duty is owed, so that taking the calendar in again moves it.
The rules of the zones used stand in the file: a program need not know Morocco's by itself. icalendar is
imported when the first file is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mithaq.node.ledger.models import Duty
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.exports.plain import Authorities
from mithaq.node.web.idents import language
from mithaq.node.web.listing import Row
from mithaq.pact.rules.words import Words

if TYPE_CHECKING:
    from icalendar import Event

PROGRAM = "-//Mithaq//Time limits//EN"
LASTS = timedelta(minutes=30)  # the event ends when the time limit does
AROUND = timedelta(days=370)  # the rules of a zone are told for a year before and after


def as_calendar(listed: Iterable[Row], authorities: Authorities, copy: Copy) -> bytes:
    """Every running time limit of these matters."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-mithaq-copy", copy.watermark)
    rows = {row.matter.id: row for row in listed}
    running = list(_running(rows))
    for duty, ends in running:
        calendar.add_component(_event(rows[duty.matter], duty, ends, authorities, copy))
    if running:
        instants = [ends for _, ends in running]
        first, last = (min(instants) - AROUND).date(), (max(instants) + AROUND).date()
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def _running(rows: Mapping[str, Row]) -> Iterator[tuple[Duty, datetime]]:
    """Each duty that a clock runs for, with its end; the first to end first."""
    open_ones = Duty.objects.filter(matter__in=list(rows), done_at=None, paused_at=None, moot=False)
    for duty in open_ones.order_by("due_at", "matter", "name", "item", "owed_by"):
        if duty.due_at:
            yield duty, duty.due_at


def _event(row: Row, duty: Duty, ends: datetime, authorities: Authorities, copy: Copy) -> Event:
    from icalendar import Event

    known, words = authorities.get(duty.owed_by), _duties(row).get(duty.name)
    here = ends.astimezone(ZoneInfo(known.zone if known else "UTC"))
    owed = words.say(language()) if words else duty.name
    event = Event()
    event.add("uid", f"{duty.matter[:32]}-{duty.name}-{duty.item[:16] or 'all'}-{duty.owed_by}@mithaq")
    event.add("dtstamp", copy.at.astimezone(UTC))
    event.add("dtstart", here - LASTS)
    event.add("dtend", here)
    event.add("summary", " · ".join([row.matter.reference, owed, known.name if known else duty.owed_by]))
    event.add("description", f"{copy.marking(language())} · {copy.watermark}")
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event


def _duties(row: Row) -> Mapping[str, Words]:
    return {each.name: each.words for each in row.kind.duties} if row.kind else {}

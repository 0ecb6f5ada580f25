"""Task file: the national tasks of one officer, for their own calendar.

A calendar ends on telephones, so a task is named by its matter alone: what it says never leaves the node.
icalendar is imported when the first file is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.utils.translation import gettext

from mithaq.front.desk.desk import OwnTask
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.idents import language

PROGRAM = "-//Mithaq//National tasks//EN"


def as_calendar(listed: Iterable[OwnTask], copy: Copy) -> bytes:
    """The file: a whole day for each task, the day on which it is due."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-mithaq-copy", copy.watermark)
    for each in listed:
        event, day = Event(), each.shown.task.due_on
        event.add("uid", f"{each.shown.id}@mithaq")
        event.add("dtstamp", copy.at.astimezone(UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", f"{each.reference} · {gettext('Task due')}")
        event.add("description", f"{copy.marking(language())} · {copy.watermark}")
        event.add("class", "PRIVATE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())

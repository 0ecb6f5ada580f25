"""What is owed, and the days a matter names, as a calendar.

An event for each time limit that runs, in the zone of the side that owes; of one matter also an event for
each day or instant that its running parts state in public. A calendar ends on telephones, so it names no
person: a reference, what it is, and by whom. Each event keeps its id, so that taking the calendar in again
moves it.
The rules of the zones used stand in the file: a program need not know Morocco's by itself. icalendar is
imported when the first file is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from mithaq.node.ledger.models import Duty
from mithaq.node.web import dates
from mithaq.node.web.authorities import zone_where
from mithaq.node.web.exports.exported import Exported
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.exports.plain import Authorities
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.items import stage_in
from mithaq.node.web.listing import Row
from mithaq.pact.rules.fields import Field, Type, instant, is_day
from mithaq.pact.rules.kind import Kind, Track
from mithaq.pact.rules.state import Item, State

if TYPE_CHECKING:
    from icalendar import Event

PROGRAM = "-//Mithaq//Time limits//EN"
LASTS = timedelta(minutes=30)  # the event ends when the time limit does
AROUND = timedelta(days=370)  # the rules of a zone are told for a year before and after
DATED = frozenset({Type.DAY, Type.INSTANT})


def of_list(listed: Iterable[Row], authorities: Authorities, copy: Copy) -> bytes:
    """Every running time limit of these matters."""
    rows = {row.matter.id: (row.matter.reference, row.kind) for row in listed}
    return _written(_owed(rows, authorities, copy), copy)


def of_matter(exported: Exported) -> bytes:
    """The running time limits of a matter, and the days it names."""
    own, copy = exported.own, exported.copy
    owed = _owed({own.matter.id: (own.matter.reference, own.kind)}, exported.authorities, copy)
    state = own.standing.state if own.standing and not own.matter.final else None
    return _written([*owed, *(_named(exported, state) if state else ())], copy)


def _written(events: Iterable[Event], copy: Copy) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-mithaq-copy", copy.watermark)
    calendar.add("x-mithaq-marking", copy.marking(language()))
    instants = []
    for event in events:
        calendar.add_component(event)
        if isinstance(at := event.decoded("dtstart"), datetime):
            instants.append(at)
    if instants:
        first, last = (min(instants) - AROUND).date(), (max(instants) + AROUND).date()
        calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def _owed(
    rows: Mapping[str, tuple[str, Kind | None]], authorities: Authorities, copy: Copy
) -> Iterator[Event]:
    """An event for each duty that a clock runs for; the first to end first."""
    open_ones = Duty.objects.filter(matter__in=list(rows), done_at=None, paused_at=None, moot=False)
    for duty in open_ones.order_by("due_at", "matter", "name", "item", "about", "owed_by"):
        if duty.due_at:
            known = authorities.get(duty.owed_by)
            event = _event(_uid(duty), copy)
            here = duty.due_at.astimezone(zone_where(duty.owed_by, authorities))
            event.add("dtstart", here - LASTS)
            event.add("dtend", here)
            reference, kind = rows[duty.matter]
            who = known.name if known else duty.owed_by
            event.add("summary", " · ".join([reference, _owed_in_words(duty, kind), who]))
            yield event


def _uid(duty: Duty) -> str:
    about = "-".join(filter(None, [duty.item[:16] or "all", duty.about]))
    return f"{duty.matter[:32]}-{duty.name}-{about}-{duty.owed_by}"


def _owed_in_words(duty: Duty, kind: Kind | None) -> str:
    declared = kind.owed.get(duty.name) if kind else None
    about = dates.about(duty.about, language())
    return f"{declared.words.say(language()) if declared else duty.name} {about and f'({about})'}".strip()


def _named(exported: Exported, state: State) -> Iterator[Event]:
    """An event for each day or instant that a running part of a matter has stated last."""
    matter = exported.own.matter
    for track in state.kind.tracks:
        running = (
            item
            for item in state.items(track.name).values()
            if isinstance(track, Track) and not stage_in(track, item.stage).final
        )
        for item in running:
            for field, at in _days(state.kind, item):
                words = [matter.reference, label_of(track.words), label_of(field.words)]
                event = _event(
                    f"{matter.id[:32]}-{track.name}-{item.key[:16] or 'all'}-{field.name}", exported.copy
                )
                event.add("dtstart", at)
                event.add("summary", " · ".join(words))
                yield event


def _days(kind: Kind, item: Item) -> Iterator[tuple[Field, date | datetime]]:
    """What the entries of an item say last in each of their public fields that hold a day or an instant."""
    said: dict[str, tuple[Field, date | datetime]] = {}
    for entry in item.entries:
        step = kind.step(entry.step)
        for field in step.public_fields if step else ():
            if field.type in DATED and (at := _at(entry.says.get(field.name))):
                said[field.name] = (field, at)
    yield from said.values()


def _at(value: object) -> date | datetime | None:
    if is_day(value):
        return date.fromisoformat(str(value))
    at = instant(value)
    # Beyond these years no zone can be reckoned, and nobody plans.
    return at.astimezone(UTC) if at and 1900 < at.year < 2100 else None


def _event(uid: str, copy: Copy) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@mithaq")
    event.add("dtstamp", copy.at.astimezone(UTC))
    event.add("description", f"{copy.marking(language())} · {copy.watermark}")
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    return event

"""What is checked of a sports event beyond its fields: numbers that agree, hours that are meant, groups and never people.

A text may tell what groups do. One that tells of belief, opinion or origin and of no behaviour is stopped; one that seems to
name a person is a doubt, since a stadium may bear a name. Nothing is computed about a crowd: what is expected was counted
by somebody.

Source: domain model of sports events (bad input, misuse); Convention CETS 218, article 5.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from mithaq.pact.codes import code_list
from mithaq.pact.names.normalise import name_key
from mithaq.pact.rules.assisting import was_asked
from mithaq.pact.rules.calendars import zone_of
from mithaq.pact.rules.days import day_of, has_come, is_over, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.extents import is_outside, looks_swapped
from mithaq.pact.rules.fields import instant, is_day
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.matches import (
    BOUNDS,
    SAID,
    confirmed_lines,
    free_spotters,
    hosts,
    kickoff,
    last_said,
    number,
    safe_capacity,
    tickets,
    venue_of,
)
from mithaq.pact.rules.mention import mentions_a_person
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.warnings import mentions

CHECKLIST = "event-checklist"
IDENTITY = ("religion", "opinion", "origin", "membership")
NEARLY_FULL = 90  # percent of what a venue may hold
FULL_SHARE = 100
FARTHEST = timedelta(days=5 * 366)  # no calendar of a sport is drawn up further ahead


def check_period(saying: Saying) -> Iterable[Problem]:
    starts, ends = str(saying.says.get("starts_on") or ""), str(saying.says.get("ends_on") or "")
    if starts and ends and ends < starts:
        yield Problem("rules.ends-before-it-begins", ("ends_on",))
        return
    if is_over(ends, saying):
        yield Problem("events.over-already", ("ends_on",), soft=True)
    elif is_day(starts) and starts > day_of(saying.now + FARTHEST, saying):
        yield Problem("events.far-away", ("starts_on",), soft=True)
    if saying.says.get("tier") == "match" and ends > starts:
        yield Problem("events.match-of-days", ("ends_on",), soft=True)


def check_goes_live(saying: Saying) -> Iterable[Problem]:
    """An event is under way from its first day on; a checklist that its host has not been through is looked at again."""
    if saying.state is None:
        return
    if is_to_come(str(saying.state.opening.says.get("starts_on") or ""), saying):
        yield Problem("events.not-begun-yet")
    elif left := len(set(code_list(CHECKLIST).values) - confirmed_lines(saying.state, saying.author)):
        yield Problem("events.checklist-not-done", soft=True, facts={"number": str(left)})


def check_venue(saying: Saying) -> Iterable[Problem]:
    """No part of a venue lets in more than it has seats for."""
    gross = saying.says.get("gross")
    for name in BOUNDS:
        bound = saying.says.get(name)
        if isinstance(gross, int) and isinstance(bound, int) and bound > gross:
            yield Problem("events.more-than-seats", (name,))
    if all(saying.says.get(name) == 0 for name in ("gross", *BOUNDS)):
        yield Problem("events.holds-nobody", ("gross",))
    if is_over(str(saying.says.get("certificate_until") or ""), saying):
        yield Problem("events.certificate-over", ("certificate_until",), soft=True)
    parties = saying.state.parties if saying.state else (saying.author,)
    place = saying.says.get("latitude"), saying.says.get("longitude")
    if looks_swapped(parties, *place):
        yield Problem("events.place-swapped", ("latitude",), soft=True)
    elif is_outside(parties, *place):
        yield Problem("events.place-elsewhere", ("latitude",), soft=True)


def check_match(saying: Saying) -> Iterable[Problem]:
    says, state = saying.says, saying.state
    at, day = instant(says.get("kickoff_at")), str(says.get("played_on") or "")
    calendar = saying.terms.calendars.get(saying.author)
    if at and calendar and day and at.astimezone(zone_of(calendar.zone)).date().isoformat() != day:
        yield Problem("events.kickoff-not-that-day", ("kickoff_at",))
    for name in ("first_point", "second_point"):
        if says.get(name) and state and says[name] not in state.parties:
            yield Problem("events.point-not-a-party", (name,))
    if says.get("first_point") and says.get("first_point") == says.get("second_point"):
        yield Problem("events.one-point-for-both", ("second_point",), soft=True)
    if state is None:
        return
    first, last = (str(state.opening.says.get(name)) for name in ("starts_on", "ends_on"))
    if is_day(day) and not first <= day <= last:  # of what is no day the form says so
        yield Problem("events.outside-the-event", ("played_on",))
    yield from _check_capacity(says, venue_of(state, says), day if is_day(day) else "")
    others = [
        item
        for item in state.items("match").values()
        if item.stage != "called-off" and item.key != saying.item
    ]
    if at and any(
        (kickoff(item), last_said(item).get("venue")) == (at, says.get("venue")) for item in others
    ):
        yield Problem("events.match-twice", ("kickoff_at",))
    elif _told_already(saying, others):
        yield Problem("events.match-twice", ("title",), soft=True)


def _check_capacity(says: Mapping[str, Any], venue: Mapping[str, Any], day: str) -> Iterable[Problem]:
    safe, sold = safe_capacity(venue), tickets(says)
    if safe is not None and sold > safe:
        yield Problem("events.more-tickets-than-safe", ("neutral_tickets",), facts={"safe": str(safe)})
    elif safe is not None and FULL_SHARE * sold > NEARLY_FULL * safe:
        yield Problem("events.nearly-full", ("neutral_tickets",), soft=True)
    if str(venue.get("certificate_until") or "9999") < day:
        yield Problem("events.certificate-expired", ("venue",), soft=True)


def _told_already(saying: Saying, others: Iterable[Item]) -> bool:
    """Whether a match of the same teams in the same round stands there already."""
    said = [
        match
        for item in others
        if (match := item.latest(*SAID)) and match.says.get("round") == saying.says.get("round")
    ]
    bodies = saying.bodies() if said else {}
    title = name_key(str(saying.body.get("title") or ""))
    return bool(title) and title in {
        name_key(str(bodies.get(each.id, {}).get("title") or "")) for each in said
    }


def _named(saying: Saying) -> Item | None:
    return saying.state.item("match", str(saying.says.get("match") or "")) if saying.state else None


def check_goes_on(saying: Saying) -> Iterable[Problem]:
    """Nothing is stated any more of a match that was called off."""
    match = _named(saying)
    if match is not None and match.stage == "called-off":
        yield Problem("events.match-called-off", ("match",))


def check_host(saying: Saying) -> Iterable[Problem]:
    match = _named(saying)
    if match is not None and match.holder != saying.author:
        yield Problem("events.not-your-match", ("match",))


def check_group(saying: Saying) -> Iterable[Problem]:
    """Those who may be a risk and the others add up to all; who has no ticket is counted too."""
    says = saying.says
    expected = says.get("expected")
    parts = [says.get(name) for name in ("risk", "non_risk")]
    counted = [each for each in parts if isinstance(each, int)]
    if isinstance(expected, int) and counted and sum(counted) != expected:
        yield Problem("events.group-does-not-add-up", ("non_risk",))
    match = _named(saying)
    without = number(says, "expected") - number(last_said(match), "away_tickets") if match else 0
    if match is not None and saying.author != match.holder and number(says, "ticketless") < without:
        yield Problem("events.ticketless-missing", ("ticketless",), facts={"number": str(without)})
    begins, ends = instant(says.get("arrives_from")), instant(says.get("arrives_until"))
    if begins and ends and ends < begins:
        yield Problem("rules.ends-before-it-begins", ("arrives_until",))


def check_texts(saying: Saying) -> Iterable[Problem]:
    """Behaviour, never identity; groups, never people."""
    for name, value in saying.body.items():
        if not isinstance(value, str):
            continue
        if any(mentions(topic, value) for topic in IDENTITY) and not mentions("act", value):
            yield Problem("events.behaviour-not-identity", (name,))
        if mentions_a_person(value):
            yield Problem("events.groups-not-people", (name,), soft=True)


def check_figures(saying: Saying) -> Iterable[Problem]:
    spectators, away = saying.says.get("spectators"), saying.says.get("away_came")
    if isinstance(spectators, int) and isinstance(away, int) and away > spectators:
        yield Problem("events.more-than-spectators", ("away_came",))


def check_has_kicked_off(saying: Saying) -> Iterable[Problem]:
    """What came of a match is told after it has begun."""
    match = _named(saying) or (saying.state.item("match", saying.item) if saying.state else None)
    at = kickoff(match) if match else None
    if at is not None and at > saying.now:
        yield Problem("events.not-played-yet", ())


def check_delegation(saying: Saying) -> Iterable[Problem]:
    arrives, leaves = str(saying.says.get("arrives_on") or ""), str(saying.says.get("leaves_on") or "")
    if arrives and leaves and leaves < arrives:
        yield Problem("rules.ends-before-it-begins", ("leaves_on",))
    elif is_over(leaves, saying):
        yield Problem("rules.in-the-past", ("leaves_on",))
    elif is_over(arrives, saying):
        yield Problem("events.delegation-there-already", ("arrives_on",), soft=True)


def check_there(saying: Saying) -> Iterable[Problem]:
    """A delegation has helped from its first day on: that it has is not said before."""
    delegation = saying.state.item("delegation", saying.item) if saying.state else None
    if delegation and is_to_come(str(delegation.entries[0].says.get("arrives_on") or ""), saying):
        yield Problem("events.delegation-not-there-yet")


def check_accreditation(saying: Saying) -> Iterable[Problem]:
    """A host accredits a delegation by the reference of its ministry."""
    delegation = saying.state.item("delegation", saying.item) if saying.state else None
    if delegation is None or saying.state is None:
        return
    by_host = saying.author in hosts(saying.state)
    if by_host and not str(saying.body.get("accreditation") or "").strip():
        yield Problem("events.no-accreditation", ("accreditation",), soft=was_asked(delegation))


def check_posting(saying: Saying) -> Iterable[Problem]:
    """Nobody is in two cities at once; who of the delegation is free is said."""
    state, match = saying.state, _named(saying)
    delegation = state.item("delegation", str(saying.says.get("delegation") or "")) if state else None
    spotter = saying.says.get("spotter")
    if state is None or match is None or delegation is None or not isinstance(spotter, int):
        return
    if spotter > number(delegation.entries[0].says, "spotters"):
        yield Problem("events.no-such-spotter", ("spotter",))
        return
    free = free_spotters(state, delegation, match)
    if spotter not in free:
        others = ", ".join(map(str, free)) or "–"
        yield Problem("events.spotter-elsewhere", ("spotter",), facts={"free": others})


def check_incident(saying: Saying) -> Iterable[Problem]:
    at = instant(saying.says.get("happened_at"))
    if at is not None and at > saying.now:
        yield Problem("events.incident-in-the-future", ("happened_at",))
    elif at and saying.state and day_of(at, saying) < str(saying.state.opening.says.get("starts_on") or ""):
        yield Problem("events.incident-before-it", ("happened_at",), soft=True)


def check_lesson(saying: Saying) -> Iterable[Problem]:
    by = str(saying.says.get("apply_by") or "")
    if has_come(by, saying):
        yield Problem("rules.in-the-past", ("apply_by",))


def check_line(saying: Saying) -> Iterable[Problem]:
    if saying.state and str(saying.says.get("line") or "") in confirmed_lines(saying.state, saying.author):
        yield Problem("events.line-confirmed-already", ("line",))

"""Owed by a day: due when it is over in the zone of the side that owes, once for each thing it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.inquiries import KIND
from mithaq.pact.rules.kind import Dated, Side
from mithaq.pact.rules.terms import Terms
from mithaq.pact.rules.words import W
from tests.pact.rules.telling import NINE, Told

CALENDARS = {"FR": Calendar("FR", "Europe/Paris"), "MA": Calendar("MA", "Africa/Casablanca")}
TERMS = Terms("a" * 64, calendars=CALENDARS)
SAYS = {"axis": "FUG", "urgency": "normal", "offence": "fraud"}
MINUTE = timedelta(minutes=1)


def answered(_state, item, _about, party):
    return next((each for each in item.entries if each.author == party and each.step == "answer"), None)


def asked(*days: tuple[str, str], by: Side = Side.ANY) -> Told:
    """A request to which something is owed by these days."""
    report = Dated("report", W("تقرير", "rapport", "report"), "answer", by, lambda *_: days, answered)
    return Told(replace(KIND, dated=(report,)), "FR", "MA", says=SAYS)


def by_day(told: Told, terms: Terms = TERMS):
    return [each for each in duties(told.standing, {}, terms) if each.day]


@pytest.mark.law("AS-M1-2")
def test_as_m1_2_at_the_end_of_january_in_paris_it_is_late_and_that_is_said_of_france():
    told = asked(("2025-H2", "2026-01-31"))
    paris = {each.by: each for each in by_day(told)}["FR"]
    midnight = datetime(2026, 2, 1, tzinfo=ZoneInfo("Europe/Paris"))
    assert (paris.about, paris.day, paris.due_at) == ("2025-H2", "2026-01-31", midnight)
    assert not paris.late(midnight - MINUTE)
    assert paris.late(midnight + MINUTE)


def test_each_side_has_until_the_end_of_the_day_where_it_is():
    """In Ramadan the day is over in Morocco an hour after it is in France."""
    due = {each.by: each.due_at for each in by_day(asked(("", "2026-02-20")))}
    assert due["MA"] - due["FR"] == timedelta(hours=1)


def test_an_item_owes_as_often_as_its_days_say_and_each_is_done_apart():
    told = asked(("2025-H2", "2026-01-31"), ("2026-H1", "2026-07-31"), by=Side.PARTNER)
    found = by_day(told)
    assert [(each.about, each.by, each.from_at, each.done_at) for each in found] == [
        ("2025-H2", "MA", NINE, None),
        ("2026-H1", "MA", NINE, None),
    ]
    assert all(each.running for each in found)


def test_what_was_done_says_when_and_whether_it_was_late():
    told = asked(("", "2026-01-31"), by=Side.PARTNER)
    at = datetime(2026, 2, 3, 9, tzinfo=UTC)
    told.say("MA", "answer", says={"evidence_use": "ask"}, at=at)
    [owed] = by_day(told)
    assert (owed.done_at, owed.late(at), owed.took()) == (at, True, at - NINE)


def test_without_a_calendar_it_is_owed_and_nobody_can_say_when_it_is_late():
    [owed] = by_day(asked(("", "2026-01-31"), by=Side.PARTNER), Terms("a" * 64))
    assert (owed.day, owed.due_at, owed.late(NINE + timedelta(days=999))) == ("2026-01-31", None, False)


def test_a_suspension_moves_no_day():
    told = asked(("", "2026-01-31"), by=Side.PARTNER)
    assert by_day(told, replace(TERMS, suspended=((NINE, None),))) == by_day(told)


def test_it_is_owed_no_more_once_the_matter_is_over():
    told = asked(("", "2026-01-31"), by=Side.PARTNER)
    told.say("FR", "withdraw")
    [owed] = by_day(told)
    assert (owed.moot, owed.running, owed.late(NINE + timedelta(days=999))) == (True, False, False)


def test_what_a_partner_stated_and_is_no_day_or_named_twice_is_owed_by_nobody():
    days = [("", "2026-02-31"), ("a", "soon"), ("b", "9999-12-31"), ("c", 5), ("x" * 65, "2026-01-31")]
    told = asked(*days, ("twice", "2026-01-31"), ("twice", "2026-03-31"), by=Side.PARTNER)
    assert [(each.about, each.day) for each in by_day(told)] == [("twice", "2026-01-31")]

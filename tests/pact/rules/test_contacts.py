"""Contacts: who answers now on every side, what is confirmed and tested, and the gaps, by the day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.indicators import contacts as indicators
from mithaq.pact.rules.answering import answered_hours, gap_days, hours_from, is_open, last_day, who_answers
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.contacts import KIND
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import Told, codes, problems

OPENED = datetime(2026, 1, 5, 9, tzinfo=UTC)
DIRECTORY = {"confirm_every_days": 92, "stale_after_days": 100, "pickup_seconds": 300}
DAY = {
    "function": "primary", "axes": ("FUG",), "languages": ("fr",), "zone": "Europe/Paris",
    "from_on": "2026-01-01",
    "days": ("mon", "tue", "wed", "thu", "fri"), "from_hour": 8, "until_hour": 18, "h24": False,
}  # fmt: skip
NIGHT = DAY | {"function": "duty", "from_hour": 18, "until_hour": 8, "days": (*DAY["days"], "sat", "sun")}
ALWAYS = DAY | {"h24": True}
RABAT = {"zone": "Africa/Casablanca", "languages": ("ar",)}
CALENDARS = {"MA": Calendar("MA", "Africa/Casablanca"), "FR": Calendar("FR", "Europe/Paris")}
TERMS = Terms("a" * 64, {}, calendars=CALENDARS)
RAMADAN_0330 = datetime(2026, 3, 10, 3, 30, tzinfo=UTC)  # Rabat keeps UTC in Ramadan


def in_use(*parties: str) -> Told:
    parties = parties or ("MA", "FR")
    told = Told(KIND, *parties, says=DIRECTORY, at=OPENED)
    for party in parties[1:]:
        told.say(party, "adopt-directory")
    return told


def publish(told: Told, party="FR", says=DAY, **changes):
    return told.say(party, "publish-contact", says=says | changes)


def answers(told: Told, at: datetime, party="FR", axis="FUG"):
    return who_answers(told.state, party, axis, at)


def offered(told: Told, party: str) -> set[str]:
    return {option.step.name for option in open_steps(told.standing, party)}


# Who answers now


@pytest.mark.parametrize(
    ("says", "at", "found"),
    [
        pytest.param(DAY, datetime(2026, 6, 1, 6, 0, tzinfo=UTC), True, id="eight on a Monday, Paris summer"),
        pytest.param(DAY, datetime(2026, 6, 1, 5, 59, tzinfo=UTC), False, id="a minute before"),
        pytest.param(DAY, datetime(2026, 6, 1, 16, 0, tzinfo=UTC), False, id="six in the evening"),
        pytest.param(DAY, datetime(2026, 6, 6, 10, 0, tzinfo=UTC), False, id="a Saturday"),
        pytest.param(NIGHT, datetime(2026, 6, 1, 23, 0, tzinfo=UTC), True, id="one at night, over midnight"),
        pytest.param(NIGHT, datetime(2026, 6, 1, 10, 0, tzinfo=UTC), False, id="the night desk at noon"),
        pytest.param(
            NIGHT | {"days": ("fri",)}, datetime(2026, 6, 5, 23, 30, tzinfo=UTC), True, id="a Friday's night"
        ),
        pytest.param(
            NIGHT | {"days": ("fri",)}, datetime(2026, 6, 6, 23, 30, tzinfo=UTC), False, id="and no other"
        ),
        pytest.param(ALWAYS, datetime(2026, 12, 25, 3, 0, tzinfo=UTC), True, id="day and night"),
        pytest.param(
            DAY | {"axes": ("CYB",)}, datetime(2026, 6, 1, 10, tzinfo=UTC), False, id="another field"
        ),
        pytest.param(
            DAY | {"from_on": "2026-07-01"}, datetime(2026, 6, 1, 10, tzinfo=UTC), False, id="not there yet"
        ),
    ],
)
def test_a_contact_answers_in_its_field_at_its_hours_by_its_own_clock(says, at, found):
    told = in_use()
    contact = publish(told, says=says)
    assert (getattr(answers(told, at).contact, "key", None) == contact.id) is found


def test_who_was_confirmed_comes_before_who_was_not():
    told = in_use()
    publish(told)
    desk = publish(told, function="duty")
    told.say("FR", "confirm-contact", item=desk)
    assert answers(told, datetime(2026, 6, 1, 10, tzinfo=UTC)).contact.key == desk.id


@pytest.mark.law("AS-M3-1")
def test_as_m3_1_the_night_contact_left_the_deputy_stands_in_and_the_gap_is_counted_from_midnight():
    told = in_use()
    deputy = publish(told, says=DAY | {"function": "deputy"})
    night = publish(told, says=NIGHT | {"deputy": deputy.id, "until_on": "2026-08-31"})
    on_its_last_night = datetime(2026, 8, 31, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert answers(told, on_its_last_night).contact.key == night.id
    at_two = datetime(2026, 9, 1, 2, 0, tzinfo=ZoneInfo("Europe/Paris"))
    found = answers(told, at_two)
    assert (found.contact.key, found.stands_in) == (deputy.id, True)
    assert gap_days(told.state, found.left, at_two) == 1
    # The coordinator of Paris owes a successor, and is late from midnight of Paris on.
    [owed] = [each for each in duties(told.standing, {}, TERMS) if each.duty == "succession"]
    midnight = datetime(2026, 9, 1, tzinfo=ZoneInfo("Europe/Paris"))
    assert (owed.by, owed.due_at) == ("FR", midnight)
    assert owed.late(at_two)
    assert not owed.late(midnight - timedelta(minutes=1))
    told.say("FR", "publish-contact", says=NIGHT | {"from_on": "2026-09-03", "succeeds": night.id})
    assert indicators.handover_gap_days(told.state, at_two + timedelta(days=30)) == 2
    assert told.item("contact", night).stage == "replaced"


@pytest.mark.law("AS-M3-2")
def test_as_m3_2_a_line_that_is_not_answered_in_time_fails_and_the_call_to_the_deputy_is_kept():
    told = in_use()
    deputy = publish(told, "MA", says=DAY | RABAT | {"function": "deputy"})
    line = publish(told, "MA", says=ALWAYS | RABAT | {"deputy": deputy.id})
    assert answers(told, RAMADAN_0330, "MA").contact.key == line.id
    assert RAMADAN_0330.astimezone(ZoneInfo("Africa/Casablanca")).hour == 3
    assert RAMADAN_0330.astimezone(ZoneInfo("Europe/Paris")).hour == 4
    said = {
        "contact": line.id,
        "sort": "call",
        "tested_at": "2026-03-10T03:30:00Z",
        "answered": False,
        "seconds": 300,
    }
    tried = told.say("FR", "test-channel", says=said)
    assert told.item("test", tried).stage == "failed"
    assert turn(told.standing) >= {"FR", "MA"}
    told.say("FR", "log-failover", item=tried, says={"answered": True, "seconds": 45})
    assert told.item("test", tried).stage == "deputy-answered"
    assert indicators.test_success(told.state) == 0
    assert indicators.median_pickup(told.state) is None
    assert "explain-test" in offered(told, "MA") - offered(told, "FR")
    told.say("FR", "test-channel", says=said | {"answered": True, "seconds": 20})
    assert indicators.test_success(told.state) == 0.5
    assert indicators.median_pickup(told.state) == 20


@pytest.mark.law("L13")
def test_twenty_four_hours_from_now_each_with_who_answers():
    told = in_use()
    day, night = publish(told), publish(told, says=NIGHT)
    at = datetime(2026, 6, 1, 9, 20, tzinfo=UTC)  # twenty past eleven in Paris
    hours = answered_hours(told.state, "FR", "FUG", hours_from(at))
    keys = [hour.contact.key for hour in hours]
    assert keys == [day.id] * 7 + [night.id] * 14 + [day.id] * 3
    assert answered_hours(told.state, "MA", "FUG", hours_from(at))[0].contact is None


@given(
    first=st.integers(0, 23), length=st.integers(1, 23), hour=st.integers(0, 23), day=st.integers(0, 6),
)  # fmt: skip
def test_hours_and_their_complement_cover_every_hour_once(first, length, hour, day):
    every = {"days": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "zone": "UTC"}
    last = (first + length) % 24
    told = in_use()
    one = publish(told, from_hour=first, until_hour=last, **every)
    other = publish(told, from_hour=last, until_hour=first, **every)
    at = datetime(2026, 6, 1 + day, hour, 30, tzinfo=UTC)
    assert is_open(told.item("contact", one), at) != is_open(told.item("contact", other), at)


# Confirmed, replaced, left


def test_a_contact_is_confirmed_every_quarter_and_stale_after_a_hundred_days():
    told = in_use()
    contact = publish(told)
    [owed] = duties(told.standing, {}, TERMS)
    assert (owed.duty, owed.by, owed.day) == ("confirm", "FR", "2026-04-07")
    late = datetime(2026, 4, 20, tzinfo=UTC)
    assert [item.key for item in indicators.stale(told.state, late)] == [contact.id]
    told.say("FR", "confirm-contact", item=contact, at=datetime(2026, 3, 2, tzinfo=UTC))
    assert not indicators.stale(told.state, late)
    days = {each.day: each.done_at is not None for each in duties(told.standing, {}, TERMS)}
    assert days == {"2026-04-07": True, "2026-06-02": False}


def test_a_successor_that_begins_the_next_day_leaves_no_gap():
    told = in_use()
    contact = publish(told)
    told.say("FR", "end-contact", item=contact, says={"left_on": "2026-08-31"})
    publish(told, succeeds=contact.id, from_on="2026-09-01")
    assert gap_days(told.state, told.item("contact", contact), datetime(2026, 10, 1, tzinfo=UTC)) == 0


def test_who_is_succeeded_without_a_last_day_answers_until_the_day_before():
    told = in_use()
    contact = publish(told)
    publish(told, succeeds=contact.id, from_on="2026-09-01")
    assert last_day(told.state, told.item("contact", contact)) == "2026-08-31"


def test_a_function_that_is_given_up_is_no_gap():
    told = in_use()
    contact = publish(told)
    told.say("FR", "end-contact", item=contact, says={"left_on": "2026-02-01", "not_replaced": True})
    assert indicators.handover_gap_days(told.state, datetime(2026, 10, 1, tzinfo=UTC)) == 0


def test_a_field_is_covered_with_two_confirmed_contacts_on_every_side():
    told = in_use()
    now = datetime(2026, 2, 2, 10, tzinfo=UTC)
    for party in ("MA", "FR"):
        for _ in range(2):
            told.say(party, "confirm-contact", item=publish(told, party))
    publish(told, axes=("CYB",))
    assert indicators.coverage(told.state, ("FUG", "CYB"), now) == 0.5
    assert indicators.coverage(told.state, (), now) is None


# Mechanisms and postings


def test_a_protocol_on_returnees_is_a_flow_of_contacts_and_names_nobody():
    told = in_use()
    says = {"sort": "returnee-contact", "since_on": "2026-01-01", "legal_basis": "A2000"}
    row = {"called": "FR", "function": "duty", "channel": "telephone", "minutes": 30}
    body = {
        "title_ar": "بروتوكول الاتصال",
        "title_fr": "Protocole de contact",
        "mandate": "Qui appelle qui lors d’un retour.",
    }
    values = says | body

    def found(**changed):
        return codes(problems(KIND, "propose-mechanism", values | changed, about=told))

    assert found() == ["contacts.protocol-without-flow"]
    assert not found(flow=(row,))
    assert not found(sort="hotline")
    belief = "S’appeler au sujet de tout membre de l’association des amis du livre."
    assert found(flow=(row,), mandate=belief) == ["threats.conduct-not-belief"]


def test_an_older_mechanism_is_recorded_once_all_agree_and_sleeps_after_a_year_without_news():
    told = in_use("MA", "FR", "ES")
    says = {"sort": "joint-committee", "since_on": "2001-03-01", "legal_basis": "A2000"}
    mechanism = told.say("MA", "propose-mechanism", says=says)
    told.say("FR", "agree-mechanism", item=mechanism)
    assert told.item("mechanism", mechanism).stage == "proposed"
    told.say("ES", "agree-mechanism", item=mechanism)
    assert indicators.dormant_share(told.state, date(2026, 6, 1)) == 0
    assert indicators.dormant_share(told.state, date(2027, 2, 1)) == 1
    told.say("ES", "report-activity", item=mechanism, says={"done_on": "2026-11-03"})
    assert indicators.dormant_share(told.state, date(2027, 2, 1)) == 0


def test_only_the_host_accredits_and_relief_is_owed_a_month_before_the_end():
    told = in_use("MA", "FR", "ES")
    says = {
        "sort": "liaison",
        "host": "FR",
        "from_on": "2026-01-01",
        "until_on": "2026-12-31",
        "powers": "none",
    }
    posting = told.say("MA", "post-officer", says=says)
    assert turn(told.standing) == {"FR"}
    assert "accredit-posting" in offered(told, "FR") - offered(told, "ES")
    [owed] = duties(told.standing, {}, TERMS)
    assert (owed.duty, owed.by, owed.day, owed.done_at) == ("relief", "MA", "2026-12-01", None)
    told.say("FR", "accredit-posting", item=posting)
    told.say("MA", "post-officer", says=says | {"from_on": "2027-01-01", "until_on": "2027-12-31"})
    assert [each.done_at is not None for each in duties(told.standing, {}, TERMS)] == [True, False]


# What may not be said


def contact(**changes):
    values = DAY | {"name": "Permanence", "phones": [{"number": "+33 1 40 00 00 00"}]} | changes
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="a whole contact"),
        pytest.param({"h24": True}, ["contacts.open-day-and-night-without-deputy"], id="24 hours, no deputy"),
        pytest.param(
            {"phones": [{"number": "01 40 00 00 00"}]},
            ["contacts.phone-without-country-code"],
            id="no country",
        ),
        pytest.param({"until_on": "2025-12-31"}, ["rules.ends-before-it-begins"], id="ends before it begins"),
        pytest.param({"days": ()}, ["rules.required"], id="no day"),
        pytest.param({"until_hour": 8}, ["contacts.no-hours"], id="no hours"),
        pytest.param({"axes": ()}, ["rules.required"], id="no field"),
    ],
)
def test_a_contact_can_be_called(changes, found):
    assert codes(problems(KIND, "publish-contact", contact(**changes), about=in_use())) == found


def test_a_deputy_is_somebody_else_of_the_same_side():
    told = in_use()
    ours, theirs = publish(told, "MA"), publish(told, "FR")
    bodies = {ours.id: {"name": "BENNIS Yassine"}}
    asked = {"about": told, "bodies": lambda: bodies}
    values = contact(name="Yassine Bennis", deputy=ours.id)
    assert codes(problems(KIND, "publish-contact", values, **asked)) == ["contacts.deputy-of-oneself"]
    values = contact(deputy=theirs.id)
    assert codes(problems(KIND, "publish-contact", values, **asked)) == ["contacts.of-another-side"]
    assert codes(problems(KIND, "publish-contact", contact(deputy=ours.id), **asked)) == []


def test_a_successor_that_comes_late_is_a_doubt_with_its_days():
    told = in_use()
    former = publish(told, "MA", until_on="2026-08-31")
    [found] = problems(KIND, "publish-contact", contact(succeeds=former.id, from_on="2026-09-04"), about=told)
    assert (found.code, found.soft, found.facts) == ("contacts.handover-gap", True, {"days": "3"})


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="another year"),
        pytest.param({"until_on": "2026-12-31"}, ["rules.ends-before-it-begins"], id="ends before it begins"),
        pytest.param({"host": "MA"}, ["contacts.posted-nowhere-else"], id="to one's own side"),
        pytest.param({"host": "XX"}, ["contacts.posted-nowhere-else"], id="to nobody here"),
        pytest.param({"from_on": "2026-12-31"}, ["contacts.postings-overlap?"], id="two at once"),
    ],
)
def test_a_posting_is_to_another_side_and_has_an_end(changes, found):
    told = in_use()
    says = {
        "sort": "liaison",
        "host": "FR",
        "from_on": "2026-01-01",
        "until_on": "2026-12-31",
        "powers": "none",
    }
    told.say("MA", "post-officer", says=says)
    values = says | {"name": "X", "from_on": "2027-01-01", "until_on": "2027-12-31"} | changes
    assert codes(problems(KIND, "post-officer", values, about=told)) == found


def test_a_test_that_has_not_taken_place_is_not_recorded():
    told = in_use()
    line = publish(told)
    values = {"contact": line.id, "sort": "call", "tested_at": "2026-01-06T03:30:00Z", "seconds": 5}
    assert codes(problems(KIND, "test-channel", values, about=told)) == ["contacts.tested-in-the-future"]


def test_a_reading_counts_contacts_and_gaps_without_any_body():
    told = in_use()
    left = publish(told)
    publish(told)
    told.say("FR", "end-contact", item=left, says={"left_on": "2026-02-01"})
    assert KIND.read(told.state, {}).columns == {"contacts": "1", "gaps": "1"}

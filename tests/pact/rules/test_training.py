"""Training: seats within a ranking, attendance, certificates, and a mean never without its number."""

from datetime import UTC, datetime

import pytest

from mithaq.pact.rules import seats
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import turn
from mithaq.pact.rules.terms import Terms
from mithaq.pact.rules.training import KIND
from tests.pact.rules.telling import Told, codes, problems
from tests.pact.rules.test_assisting import COURSE, HELD, SESSION

AFTER = datetime(2026, 2, 2, 8, tzinfo=UTC)
NOMINEE = {"language_level": "B2", "endorsed": True}
PERSON = {
    **NOMINEE, "name": "EXEMPLE Une", "post": "Commissaire", "priority": 1,
    "relevance": "Dirige le laboratoire concerné par ce stage.",
}  # fmt: skip


def running(*parties: str, **changes) -> tuple[Told, str]:
    parties = parties or ("MA", "FR")
    told = Told(KIND, *parties, says=COURSE | changes.pop("course", {}), by="FR")
    key = told.say("FR", "plan-session", says={**SESSION, "way": "offer", **changes}).id
    for party in parties:
        if party != "FR":
            told.say(party, "accept-help", item=key)
    return told, key


def nominate(told: Told, session: str, party: str, number: int) -> list:
    return [
        told.say(party, "nominate", says={**NOMINEE, "session": session, "priority": rank})
        for rank in range(1, number + 1)
    ]


def select(told: Told, nominations, **when) -> None:
    for each in nominations:
        told.say("FR", "select", item=each, **when)


def stages(told: Told, nominations) -> list[str]:
    return [told.item("nomination", each).stage for each in nominations]


@pytest.mark.law("AS-M6-1")
def test_as_m6_1_free_seats_go_to_the_other_sides_reserves_after_the_deadline():
    told, key = running()
    ours, theirs = nominate(told, key, "MA", 12), nominate(told, key, "FR", 8)
    select(told, [*ours[:10], *theirs])
    assert set(stages(told, [*ours[:10], *theirs])) == {"selected"}
    for each in ours[10:]:
        told.say("FR", "keep-in-reserve", item=each)
    assert codes(problems(KIND, "select", {}, by="FR", about=told, item=ours[10].id)) == [
        "training.no-seat-left"
    ]
    select(told, ours[10:])  # too early: the two seats are France's until its own deadline has passed
    assert stages(told, ours[10:]) == ["reserve", "reserve"]

    assert not problems(KIND, "select", {}, by="FR", about=told, item=ours[10].id, now=AFTER)
    select(told, ours[10:], at=AFTER)
    assert stages(told, ours[10:]) == ["selected", "selected"]
    assert seats.taken(told.state, key) == {"MA": 12, "FR": 8}


def test_a_seat_is_never_taken_from_a_party_that_has_somebody_waiting():
    told, key = running(capacity=2, host_quota=1, guest_quota=1)
    ours, theirs = nominate(told, key, "MA", 2), nominate(told, key, "FR", 1)
    select(told, ours, at=AFTER)
    assert stages(told, ours) == ["selected", "nominated"]
    select(told, theirs)
    assert stages(told, theirs) == ["selected"]


def test_the_host_selects_within_the_ranking_and_adds_no_name():
    told, key = running()
    first, second = nominate(told, key, "MA", 2)
    assert codes(problems(KIND, "select", {}, by="FR", about=told, item=second.id)) == [
        "training.passes-over-another"
    ]
    select(told, [second])
    told.say("FR", "turn-down", item=first)
    select(told, [second])
    assert stages(told, [first, second]) == ["turned-down", "selected"]
    told.say("MA", "select", item=second)
    assert told.aside() == {"FR select": "rules.not-at-this-stage", "MA select": "rules.not-this-side"}


def test_only_who_takes_part_nominates():
    told, _ = running("MA", "FR")
    other = told.say("FR", "plan-session", says={**SESSION, "way": "offer"}).id
    nominate(told, other, "MA", 1)  # not accepted yet
    assert told.aside() == {"MA nominate": "rules.not-at-this-stage"}
    assert turn(told.standing) == {"FR", "MA"}  # to hold the one, to answer the other


@pytest.mark.parametrize(
    ("there", "stage", "certified"),
    [(0, "no-show", False), (7, "attended", False), (8, "attended", True), (10, "attended", True)],
)
def test_a_certificate_is_for_whoever_was_there_for_four_fifths(there, stage, certified):
    told, key = running()
    [nominee] = nominate(told, key, "MA", 1)
    select(told, [nominee])
    told.say("MA", "confirm-seat", item=nominee)
    told.say("FR", "record-attendance", item=nominee, says={"half_days": there, "half_days_held": 10})
    assert stages(told, [nominee]) == [stage]
    values = {"issued_on": "2026-03-06", "certified_hours": 30, "languages": ["ar", "fr"]}
    said = codes(problems(KIND, "certify", values, by="FR", about=told, item=nominee.id))
    assert said == ([] if certified else ["training.not-there-enough"])
    says = values | {"languages": ("ar", "fr")}
    told.say("FR", "certify", item=nominee, says=says)
    assert (told.item("nomination", nominee).stage == "certified") is certified


def test_nominations_are_owed_by_their_day_by_who_accepted():
    told, key = running()
    terms = Terms("a" * 64, {}, calendars={"MA": Calendar("MA", "Africa/Casablanca")})
    [owed] = [each for each in duties(told.standing, {}, terms) if each.duty == "nominations"]
    assert (owed.by, owed.day, owed.due_at) == ("MA", "2026-02-01", datetime(2026, 2, 1, 23, tzinfo=UTC))
    [first] = nominate(told, key, "MA", 1)
    [owed] = [each for each in duties(told.standing, {}, terms) if each.duty == "nominations"]
    assert owed.done_at == first.at


BAD = [
    pytest.param(
        "plan-session", {**SESSION, "starts_on": "2026-01-05"}, "rules.in-the-past", id="in the past"
    ),
    pytest.param(
        "plan-session", {**SESSION, "ends_on": "2026-03-01"}, "rules.ends-before-it-begins", id="ends first"
    ),
    pytest.param(
        "plan-session", {**SESSION, "nominate_by": "2026-03-02"}, "training.nominations-too-late", id="late"
    ),
    pytest.param(
        "plan-session", {**SESSION, "guest_quota": 11}, "training.more-seats-than-there-are", id="quota"
    ),
    pytest.param("nominate", PERSON | {"endorsed": False}, "training.not-endorsed", id="nobody endorsed"),
    pytest.param(
        "nominate", PERSON | {"language_level": "A2"}, "training.language-not-understood", id="language"
    ),
    pytest.param("nominate", PERSON | {"recent_courses": 3}, "training.sent-often?", id="sent often"),
    pytest.param(
        "deliver-help",
        HELD | {"reaction_answers": 19, "reaction_mean": "5"},
        "training.more-than-there-are",
        id="19 of 18",
    ),
    pytest.param(
        "deliver-help", HELD | {"reaction_mean": "5.1"}, "training.mean-without-number", id="a bare mean"
    ),
    pytest.param(
        "deliver-help",
        HELD | {"tested": 9, "before_mean": "40", "after_mean": "101"},
        "rules.number-out-of-range",
        id="101 of 100",
    ),
    pytest.param(
        "report-effect",
        {"invited": 18, "answered": 6, "used": 7},
        "training.more-than-there-are",
        id="7 of 6",
    ),
    pytest.param(
        "record-attendance",
        {"half_days": 11, "half_days_held": 10},
        "training.more-than-was-held",
        id="11 of 10",
    ),
]


@pytest.mark.parametrize(("step", "values", "code"), BAD)
def test_bad_input_is_answered(step, values, code):
    told, key = running()
    said = (
        {"place": "Kénitra", "way": "offer"}
        if step == "plan-session"
        else {"session": key}
        if step == "nominate"
        else {}
    )
    assert code in codes(problems(KIND, step, values | said, by="FR", about=told, item=key))


def test_counter_terrorism_needs_vetting_and_hours_on_human_rights():
    told, key = running(course={"axis": "TER"})
    assert "training.vetting-missing" in codes(
        problems(KIND, "nominate", PERSON | {"session": key}, about=told)
    )
    assert "training.rights-hours-missing" in codes(
        problems(KIND, "open-course", COURSE | {"axis": "TER", "rights_hours": 2})
    )


def test_nobody_is_nominated_twice_for_the_same_days():
    told, key = running()
    [first] = nominate(told, key, "MA", 1)
    again = problems(
        KIND,
        "nominate",
        PERSON | {"session": key},
        about=told,
        bodies=lambda: {first.id: {"name": "Exemple Une"}},
    )
    assert codes(again) == ["training.nominated-already"]


DAYS = [
    pytest.param("2026-03-01", 10, ["training.not-begun-yet"], id="before the first day"),
    pytest.param("2026-03-02", 2, [], id="both halves of the first day"),
    pytest.param("2026-03-02", 3, ["training.more-than-has-passed"], id="of two days, on the first"),
    pytest.param("2026-03-06", 10, [], id="on the last day"),
    pytest.param("2026-04-06", 11, ["training.more-than-has-passed"], id="more than five days have"),
]


@pytest.mark.parametrize(("day", "held", "found"), DAYS)
def test_nobody_attends_what_has_not_been_held(day, held, found):
    told, key = running()
    [nominee] = nominate(told, key, "MA", 1)
    noon = datetime.fromisoformat(f"{day}T12:00:00Z")
    terms = Terms("a" * 64, {}, calendars={"FR": Calendar("FR", "Europe/Paris")})
    values = {"half_days": 1, "half_days_held": held}
    parts = {"by": "FR", "about": told, "item": nominee.id, "now": noon, "terms": terms}
    assert codes(problems(KIND, "record-attendance", values, **parts)) == found


def test_a_session_has_begun_by_the_clock_of_who_holds_it():
    told, key = running()
    midnight = datetime(2026, 3, 1, 23, tzinfo=UTC)  # in Paris; in Rabat it is an hour before
    for zone, found in (("Europe/Paris", []), ("Africa/Casablanca", ["training.not-begun-yet"])):
        terms = Terms("a" * 64, {}, calendars={"FR": Calendar("FR", zone)})
        parts = {"by": "FR", "about": told, "item": key, "now": midnight, "terms": terms}
        assert codes(problems(KIND, "deliver-help", HELD, **parts)) == found

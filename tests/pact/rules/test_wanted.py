"""Wanted notes: what stops one before it leaves, what crosses its end, whose clock runs from when."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import check_allowed
from mithaq.pact.rules.terms import NO_TERMS, Terms
from mithaq.pact.rules.wanted import KIND, given_again
from mithaq.pact.rules.wanted_gates import QUESTIONS, screened_as
from tests.pact.rules.telling import NINE, Told, codes, problems
from tests.wanted import BODY, NOTE, SAYS

TERMS = Terms(
    "a" * 64,
    {"wanted_least_penalty": 24, "wanted_least_remaining": 6, "wanted_provisional_arrest": 40 * 24 * 60},
)
CLEAR = {"finding": "clear"}
CANCELLED = {"reason": "warrant-withdrawn", "withdrawn_at": "2026-01-05T10:00:00.000Z"}
NATIONAL = {
    "screen_nat": "YES",
    "nationalities": [{"country": "MA", "at_facts": "YES"}, {"country": "FR", "at_facts": "YES"}],
}
MAGISTRATE = {
    "magistrate": "Juge d’instruction, Paris",
    "decided_on": "2026-01-04",
    "decision": "La personne a renoncé à sa nationalité avant les faits.",
}
NOT_NOW = "rules.not-at-this-stage"


def issued(**says) -> Told:
    return Told(KIND, "FR", "MA", by="FR", says=SAYS | {"finding": "clear"} | says)


def sought() -> Told:
    told = issued()
    told.say("MA", "acknowledge")
    told.say("MA", "screen", says=CLEAR)
    told.say("MA", "accept-search")
    return told


def arrested(at=NINE) -> Told:
    told = sought()
    told.say(
        "MA",
        "report-arrest",
        says={"arrested_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z")},
    )
    return told


def found(terms=TERMS, **changes) -> list[str]:
    return codes(problems(KIND, "issue", NOTE | changes, by="FR", to=("MA",), terms=terms))


def test_a_whole_note_may_leave():
    assert found() == []


@pytest.mark.law("L28")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"max_penalty_months": 23}, ["wanted.penalty-too-low"], id="23 months at most"),
        pytest.param(
            {"purpose": "sentence", "remaining_months": 5}, ["wanted.remaining-too-short"], id="5 months left"
        ),
        pytest.param(
            {"purpose": "sentence"}, ["wanted.remaining-missing"], id="how much is left is not said"
        ),
        pytest.param({"born": "2013"}, ["wanted.minor-not-said"], id="born in 2013, not said to be a minor"),
        pytest.param(
            {"born": "2008", "screen_min": "YES", "minor_agreed": True},
            [],
            id="a minor, agreed by a magistrate",
        ),
        pytest.param(
            {"born": "2008", "screen_min": "YES"}, ["wanted.minor-not-agreed"], id="a minor, agreed by nobody"
        ),
        pytest.param({"born": "198X"}, ["wanted.birth-year-needed"], id="a decade is no year"),
        pytest.param({"born": "1446"}, ["rules.year-out-of-range", "wanted.hijri-year"], id="a Hijri year"),
        pytest.param({"facts_from": ""}, ["rules.required"], id="facts without a date"),
        pytest.param(
            {"facts_from": "2025-04-01", "facts_to": ""},
            ["wanted.facts-after-warrant"],
            id="facts after the warrant",
        ),
        pytest.param(
            {"facts_to": "2024-01-01"}, ["rules.ends-before-it-begins"], id="facts that end before they begin"
        ),
        pytest.param(
            {"warrant_judicial": False}, ["wanted.warrant-not-judicial"], id="a warrant by the police"
        ),
        pytest.param(
            {"warrant_on": "2026-02-01"}, ["wanted.warrant-in-the-future"], id="a warrant of next month"
        ),
        pytest.param({"description": ""}, ["wanted.identity-thin"], id="a name and nothing else"),
        pytest.param({"description": "", "prints_held": True}, [], id="prints are held"),
        pytest.param({"limitation_on": "2026-01-05"}, ["wanted.time-barred"], id="time-barred today"),
        pytest.param(
            {"death_penalty": True, "screen_dp": "YES"},
            ["wanted.death-penalty-without-assurance"],
            id="no assurance",
        ),
        pytest.param(
            {
                "death_penalty": True,
                "screen_dp": "YES",
                "death_note": "Peine remplacée de plein droit, art. 5.",
            },
            [],
            id="the penalty is replaced",
        ),
        pytest.param(
            {"in_absentia": True}, ["wanted.absentia-without-retrial"], id="in absentia, no retrial"
        ),
        pytest.param({"screen_hr": "UNKNOWN"}, ["wanted.screening-unknown"], id="a question nobody answered"),
        pytest.param({"screen_pol": "YES"}, ["wanted.for-a-magistrate"], id="political"),
        pytest.param({"screen_pol": "YES"} | MAGISTRATE, [], id="political, and decided"),
        pytest.param(
            {"screen_pol": "YES"} | MAGISTRATE | {"decided_on": ""},
            ["wanted.for-a-magistrate"],
            id="decided, no day",
        ),
        pytest.param(
            {"nationalities": [{"country": "XX", "at_facts": "NO"}]},
            ["wanted.no-such-country"],
            id="no such country",
        ),
        pytest.param(
            {"nationalities": [{"country": "MA", "at_facts": "UNKNOWN"}]},
            ["wanted.nationality-not-said"],
            id="held since when",
        ),
        pytest.param(
            NATIONAL | {"screen_nat": "NO"}, ["wanted.nationality-differs"], id="said one way and the other"
        ),
        pytest.param(
            {"extradition_sought": False}, ["wanted.extradition-not-assured"], id="extradition not assured"
        ),
        pytest.param(
            {"legal_reviewed": False, "rights_reviewed": False},
            ["wanted.not-reviewed-by-legal", "wanted.not-reviewed-for-rights"],
            id="reviewed by nobody",
        ),
        pytest.param(
            {"review_by": "2027-02-01"}, ["wanted.review-too-late"], id="reviewed after more than a year"
        ),
        pytest.param({"priority": "P3"}, ["wanted.urgency-without-priority?"], id="urgent and ordinary"),
    ],
)
def test_what_a_gate_stops(changes, expected):
    assert found(**changes) == expected


def test_a_national_is_denounced_and_not_extradited():
    assert found(**NATIONAL) == ["wanted.national-not-extradited"]
    assert found(**NATIONAL, path="denunciation") == []
    assert found(**NATIONAL | MAGISTRATE) == []  # who overrides it says who decided, when and why


def test_a_threshold_that_was_not_agreed_is_said_to_be_missing_and_never_supposed():
    assert found(terms=NO_TERMS, max_penalty_months=1) == ["wanted.threshold-not-configured?"]


def test_whatever_stands_in_a_note_it_is_judged_and_never_a_crash():
    for junk in ("", "x", 5, True, (), [1], [{"country": 5}], {"a": 1}, None):
        problems(KIND, "issue", dict.fromkeys(NOTE, junk), by="FR", to=("MA",))


def test_nobody_takes_up_a_search_that_they_have_not_screened():
    told = issued()
    told.say("MA", "acknowledge")
    assert codes(problems(KIND, "accept-search", {}, about=told)) == ["wanted.screen-first"]
    told.say("MA", "screen", says={"finding": "doubt"})
    assert codes(problems(KIND, "accept-search", {}, about=told)) == ["wanted.undecided"]
    told.say("MA", "accept-search")
    assert told.aside() == {"MA accept-search": NOT_NOW}


def test_a_hit_that_crosses_a_cancellation_is_set_aside_whoever_heard_what_first():
    told = sought()
    cancelled = told.say("FR", "cancel-note", says=CANCELLED)
    told.say("MA", "report-hit", missed=[cancelled])
    assert told.stage == "cancelled"  # in both orders of arrival: `Told.standing` folds both
    assert told.aside() == {"MA report-hit": NOT_NOW}


def test_it_stays_red_until_every_authority_has_stopped():
    told = sought()
    told.say("FR", "cancel-note", says=CANCELLED)
    assert KIND.place("cancelled").tone == "bad"
    stopped = told.say(
        "MA",
        "confirm-stopped",
        says={"systems": ("national-file", "border", "local-units"), "nobody_held": True},
    )
    assert (told.stage, told.item("note").latest()) == ("cleared", stopped)


@pytest.mark.parametrize("after", [("cancel-note", CANCELLED)])
def test_whoever_is_not_sought_any_more_is_named_nowhere(after):
    told = sought()
    bodies = {told.opening.id: BODY}
    named = KIND.read(told.state, bodies)
    assert named.title == "TESTNOM Canari · تستنوم كناري"
    assert [subject.names for subject in named.subjects] == [
        ("TESTNOM Canari", "تستنوم كناري"),
        ("Le Serin",),
    ]
    told.say("FR", after[0], says=after[1])
    unnamed = KIND.read(told.state, bodies)
    assert (unnamed.title, unnamed.subjects) == ("", ())


def test_each_authority_searches_as_long_as_its_own_search_runs():
    def searching(told):
        (named, *_) = KIND.read(told.state, {told.opening.id: BODY}).subjects
        return named.sought_by

    assert searching(issued()) == searching(sought()) == ("FR", "MA")
    assert searching(arrested()) == ()
    declined = issued()
    declined.say("MA", "decline-search", says={"ground": "POL"})
    assert searching(declined) == ()
    suspended = sought()
    suspended.say("FR", "suspend-note", says={"reason": "interpol"})
    assert searching(suspended) == ()


def test_provisional_arrest_runs_from_the_arrest_on_whoever_was_told_when():
    told = arrested()
    arrest = told.said[-1]
    for receipts in ({}, {(arrest.id, "FR"): NINE + timedelta(days=30)}):
        owed = next(each for each in duties(told.standing, receipts, TERMS) if each.duty == "formal-request")
        assert (owed.by, owed.from_at, owed.due_at) == ("FR", NINE, NINE + timedelta(days=40))


def test_no_suspension_of_cooperation_stops_what_the_law_counts():
    terms = Terms(TERMS.entry, TERMS.values, suspended=((NINE, None),))
    owed = next(each for each in duties(arrested().standing, {}, terms) if each.duty == "formal-request")
    assert (owed.due_at, owed.paused_at) == (NINE + timedelta(days=40), None)


def test_a_time_of_provisional_arrest_that_was_not_agreed_is_none_and_never_a_guess():
    owed = next(each for each in duties(arrested().standing, {}, NO_TERMS) if each.duty == "formal-request")
    assert (owed.from_at, owed.due_at) == (NINE, None)


def test_who_is_arrested_again_after_a_release_has_a_new_time():
    told = arrested()
    told.say("FR", "send-formal-request", item="MA", says={"sent_on": "2026-01-06", "channel": "diplomatic"})
    told.say("MA", "report-release", says={"released_at": "2026-01-07T09:00:00.000Z", "reason": "no-request"})
    owed = next(each for each in duties(told.standing, {}, TERMS) if each.duty == "formal-request")
    assert owed.done_at is not None
    told.say("MA", "report-arrest", says={"arrested_at": "2026-01-08T09:00:00.000Z"})
    owed = next(each for each in duties(told.standing, {}, TERMS) if each.duty == "formal-request")
    assert (owed.from_at, owed.done_at, owed.moot) == (datetime(2026, 1, 8, 9, tzinfo=UTC), None, False)


def test_a_suspension_reopens_every_screening_and_leaves_the_custody_clock():
    told = sought()
    suspended = told.say("FR", "suspend-note", says={"reason": "interpol"})
    told.say("MA", "report-arrest", says={"arrested_at": "2026-01-05T09:00:00.000Z"}, missed=[suspended])
    assert (told.stage, told.item("search", "MA").stage) == ("suspended", "arrested")
    assert {item.stage for item in told.state.items("screening").values()} == {"reopened"}
    begun = given_again(told.state, "MA", {told.opening.id: BODY})
    assert (begun["screen_hr"], begun["screen_asy"], begun["screen_pol"]) == ("UNKNOWN", "UNKNOWN", "NO")
    owed = next(each for each in duties(told.standing, {}, TERMS) if each.duty == "formal-request")
    assert owed.running


def test_a_search_goes_on_only_when_all_have_screened_anew_and_agreed():
    told = sought()
    told.say("MA", "suspend-note", says={"reason": "rights"})
    for party in ("FR", "MA"):
        told.say(party, "screen", says=CLEAR)
        told.say(party, "lift-suspension")
    assert told.stage == "active"


def test_only_who_issued_a_note_cancels_it_and_nobody_asks_twice():
    told = sought()
    with pytest.raises(Exception, match="not-allowed"):
        check_allowed(told.standing, "cancel-note", "MA")
    check_allowed(told.standing, "cancel-note", "FR")


def test_nothing_is_asked_of_relatives_bodies_or_the_future():
    names = {each.name for step in KIND.steps for field in step.fields for each in (field, *field.fields)}
    assert not {
        name
        for name in names
        if any(word in name for word in ("father", "mother", "parent", "spouse", "relative"))
    }
    assert not names & {"biometrics", "fingerprint", "template", "dna", "next_place", "prediction"}
    assert {screened_as(each.code) for each in QUESTIONS} <= names


SENT = {"channel": "diplomatic", "request_ref": "2026/12"}
CHAMBER, AWAITED = {"milestone": "opinion"}, {"milestone": "decree-awaited"}
GRANTED = {"outcome": "granted", "court": "Cour de cassation"}
AT_HOME = GRANTED | {"outcome": "local-prosecution"}


@pytest.mark.parametrize(
    ("step", "says", "expected"),
    [
        ("send-formal-request", SENT | {"sent_on": "2026-01-09"}, []),
        ("send-formal-request", SENT | {"sent_on": "2026-01-10"}, []),
        ("send-formal-request", SENT | {"sent_on": "2026-01-11"}, ["wanted.day-to-come"]),
        ("send-formal-request", SENT | {"sent_on": "2026-01-06"}, ["wanted.sent-before-the-arrest?"]),
        ("send-formal-request", SENT | {"sent_on": "2026-01-04"}, ["wanted.before-the-note"]),
        ("send-formal-request", SENT | {"sent_on": ""}, ["rules.required"]),
        ("record-milestone", CHAMBER | {"reached_on": "2026-01-09"}, []),
        ("record-milestone", CHAMBER | {"reached_on": "2031-01-09"}, ["wanted.day-to-come"]),
        ("record-milestone", CHAMBER | {"reached_on": "2026-01-06"}, ["wanted.before-the-arrest"]),
        ("record-milestone", AWAITED | {"reached_on": "2026-03-01"}, []),
        ("record-milestone", AWAITED | {"reached_on": "2026-01-09"}, ["wanted.awaited-day-is-over?"]),
        ("record-milestone", AWAITED | {"reached_on": "2026-01-06"}, ["wanted.before-the-arrest"]),
        ("record-decision", GRANTED | {"decided_on": "2026-01-10"}, []),
        ("record-decision", GRANTED | {"decided_on": "2026-01-11"}, ["wanted.day-to-come"]),
        ("record-decision", GRANTED | {"decided_on": "2026-01-06"}, ["wanted.before-the-arrest"]),
        ("record-decision", AT_HOME | {"decided_on": "2024-05-02"}, []),
        ("record-decision", AT_HOME | {"decided_on": "2026-01-11"}, ["wanted.day-to-come"]),
    ],
)
def test_what_has_happened_has_had_its_day_after_what_it_follows(step, says, expected):
    told = arrested(at=NINE + timedelta(days=2))
    terms = Terms("a" * 64, {}, calendars={"FR": Calendar("FR", "Europe/Paris")})
    parts = {"by": "FR", "item": "MA", "now": datetime(2026, 1, 10, 9, tzinfo=UTC), "terms": terms}
    assert codes(problems(KIND, step, says, about=told, **parts)) == expected


def test_nobody_is_released_before_the_arrest():
    told = arrested()
    for at, expected in ((NINE, []), (NINE - timedelta(minutes=1), ["wanted.before-the-arrest"])):
        released = {
            "released_at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "reason": "no-request",
        }
        assert codes(problems(KIND, "report-release", released, about=told, item="MA")) == expected

"""Events: the right form at the right time, groups and never people, both views of a risk kept."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.pact.codes import code_list
from mithaq.pact.rules import matches
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.events import KIND
from mithaq.pact.rules.fields import PERSONAL_TYPES, Type
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import Told, codes, problems

DAY, HOUR = 24 * 60, 60
EID = ("2026-03-20", "2026-03-21")
TERMS = Terms(
    "a" * 64,
    {
        "event_tournament_analysis": 56 * DAY, "event_match_analysis": 14 * DAY, "event_update": DAY,
        "event_level": 2 * HOUR, "event_figures": 4 * HOUR, "event_post_report": 5, "event_effect": 30 * DAY,
    },
    calendars={
        "FR": Calendar("FR", "Europe/Paris", frozenset({"2025-12-25", "2026-01-01"})),
        "MA": Calendar("MA", "Africa/Casablanca", frozenset({"2026-01-01", *EID})),
    },
)  # fmt: skip
EVENT = {
    "tier": "tournament", "sport": "football", "starts_on": "2025-12-21", "ends_on": "2026-01-18",
    "bid": False,
}  # fmt: skip
PLANNED_AT = datetime(2025, 9, 1, 9, tzinfo=UTC)
KICKOFF = datetime(2025, 12, 23, 19, tzinfo=UTC)
CASABLANCA = {"latitude": "33.583", "longitude": "-7.700"}
TANGIER = {"latitude": "35.741", "longitude": "-5.858"}
AGADIR = {"latitude": "30.427", "longitude": "-9.541"}
HOLDS = {"gross": 67_000, "entry": 60_000, "holding": 64_000, "exit": 62_000, "emergency": 61_000}
MATCH = {
    "round": "group", "played_on": "2025-12-23", "kickoff_at": "2025-12-23T19:00:00.000Z",
    "home_tickets": 40_000, "away_tickets": 3_000, "neutral_tickets": 2_000, "second_point": "FR",
}  # fmt: skip
ASSESSED = {"view": "medium", "factors": ("late-arrival",), "confidence": "medium"}
GROUP = {"expected": 3_000, "risk": 200, "non_risk": 2_800}
ANALYSIS = (
    "Le groupe a allumé des fumigènes à deux matches et arrive d’ordinaire une heure avant le coup d’envoi."
)
BY_ORIGIN = "Des supporters d’origine ethnique étrangère viendront nombreux au match."
BY_OPINION = "Le groupe affiche une opinion politique dans les tribunes du stade."
BY_NAME = "Le meneur du groupe est M. Dupont, venu avec une centaine de personnes."
DELEGATION = {
    "way": "offer", "arrives_on": "2025-12-20", "leaves_on": "2026-01-19", "liaison_officers": 2,
    "spotters": 3,
}  # fmt: skip


def planned(*parties: str, **changes) -> Told:
    return Told(KIND, *(parties or ("MA", "FR")), says=EVENT | changes, by="MA", at=PLANNED_AT)


def scheduled(*parties: str, by: str = "MA", where=CASABLANCA, **changes) -> tuple[Told, str]:
    told = planned(*parties)
    return told, add_match(told, by=by, where=where, **changes)


def add_match(told: Told, *, by: str = "MA", where=CASABLANCA, **changes) -> str:
    venue = told.say(by, "add-venue", says=where | HOLDS)
    return told.say(by, "schedule-match", says={**MATCH, "venue": venue.id, **changes}).id


def owed(told: Told, duty: str, by: str = "FR"):
    return next(each for each in duties(told.standing, {}, TERMS) if (each.duty, each.by) == (duty, by))


def wrong(step: str, values, told: Told, *, by="FR", **more) -> list[str]:
    return codes(problems(KIND, step, values, by=by, about=told, terms=TERMS, **more))


@pytest.mark.law("AS-M11-1")
def test_as_m11_1_an_analysis_of_the_tournament_four_days_late_counts_and_is_late():
    told = planned()
    group = add_match(told)
    due = owed(told, "tournament-analysis")
    assert due.day == "2025-10-26"
    told.say("FR", "send-analysis", says=ASSESSED | GROUP, at=datetime(2025, 10, 30, 9, tzinfo=UTC))
    due = owed(told, "tournament-analysis")
    assert due.late(due.done_at)
    assert (due.done_at.date() - date.fromisoformat(due.day)).days == 4
    assert (told.stage, told.aside()) == ("advance-risk", {})
    following = owed(told, "match-analysis")
    assert (following.item, following.due_at, following.done_at) == (
        group,
        KICKOFF - timedelta(days=14),
        None,
    )


@pytest.mark.law("AS-M11-2")
def test_as_m11_2_who_has_no_ticket_is_counted_and_both_views_of_the_risk_are_kept():
    told, match = scheduled(home_tickets=39_500, away_tickets=15_500, neutral_tickets=5_000)
    many = {"match": match, **ASSESSED, "expected": 18_000, "assessment": ANALYSIS}
    found = problems(KIND, "send-analysis", many, by="FR", about=told, terms=TERMS)
    assert [(each.code, each.facts) for each in found] == [("events.ticketless-missing", {"number": "2500"})]
    assert not wrong("send-analysis", many | {"ticketless": 2_500}, told)
    for phase, level in (("advance", "medium"), ("dynamic", "high")):
        said = {"match": match, "phase": phase, "level": level, "confidence": "high"}
        at = KICKOFF - timedelta(days=20 if phase == "advance" else 0, hours=3)
        last = told.say("MA", "set-level", says=said, at=at)
    told.say("FR", "contest-level", item=last, says={"grounds": ("families",), "view": "medium"})
    levels = told.state.items("level").values()
    assert [item.stage for item in levels] == ["superseded", "contested"]
    standing = matches.level(told.state, match)
    assert standing.entries[0].says["level"] == "high"
    assert standing.latest("contest-level").says == {"grounds": ("families",), "view": "medium"}
    assert not owed(told, "last-level", "MA").late(KICKOFF)
    defaults = {each.name: each.default for each in KIND.step("begin-delegation").fields}
    assert (defaults["liaison_officers"], defaults["spotters"]) == (2, 3)


@pytest.mark.law("AS-M11-3")
def test_as_m11_3_a_spotter_is_not_posted_to_two_cities_at_once_and_others_are_named():
    told, tangier = scheduled(where=TANGIER, kickoff_at="2025-12-23T17:00:00.000Z")
    agadir = add_match(told, where=AGADIR, kickoff_at="2025-12-23T20:00:00.000Z")
    sent = told.say("FR", "begin-delegation", says=DELEGATION).id
    told.say("FR", "post-spotter", says={"delegation": sent, "match": tangier, "spotter": 1})
    assert told.aside() == {"FR post-spotter": "rules.not-this-side"}  # not accredited yet
    told.say("MA", "accept-help", item=sent)
    for number in (1, 3):
        told.say("FR", "post-spotter", says={"delegation": sent, "match": tangier, "spotter": number})
    posting = {"delegation": sent, "match": agadir}
    found = problems(KIND, "post-spotter", {**posting, "spotter": 1}, by="FR", about=told)
    assert [(each.code, each.facts) for each in found] == [("events.spotter-elsewhere", {"free": "2"})]
    assert not wrong("post-spotter", {**posting, "spotter": 2}, told)
    assert wrong("post-spotter", {**posting, "spotter": 4}, told) == ["events.no-such-spotter"]
    told.say("FR", "relieve-spotter", item=next(iter(told.state.items("posting"))))
    assert not wrong("post-spotter", {**posting, "spotter": 1}, told)


def test_a_venue_beyond_the_pole_and_a_delegation_of_billions_are_answered():
    told, first = scheduled(where={"latitude": "120", "longitude": "-999"})
    other = add_match(told, where={"latitude": "60", "longitude": "0"}, kickoff_at="2025-12-23T17:00:00.000Z")
    sent = told.say("FR", "begin-delegation", says=DELEGATION | {"spotters": 2**53 - 1}).id
    told.say("MA", "accept-help", item=sent)
    told.say("FR", "post-spotter", says={"delegation": sent, "match": first, "spotter": 1})
    assert not told.aside()
    found = wrong("post-spotter", {"delegation": sent, "match": other, "spotter": 1}, told)
    assert found == ["events.spotter-elsewhere"]
    free = matches.free_spotters(told.state, told.item("delegation", sent), told.item("match", other))
    assert free == list(range(2, matches.MOST_SPOTTERS + 1))


@pytest.mark.law("AS-M11-4")
def test_as_m11_4_a_post_report_is_due_in_working_days_of_whoever_reports():
    told = planned(ends_on="2026-04-30")
    add_match(told, played_on="2026-03-18", kickoff_at="2026-03-18T21:00:00.000Z")
    # Five working days from a Wednesday; the feast is a holiday of the one that reports, or it is not.
    assert owed(told, "post-report").day == "2026-03-25"
    assert owed(told, "post-report", "MA").day == "2026-03-26"
    assert owed(told, "post-report").due_at == datetime(2026, 3, 25, 23, tzinfo=UTC)


def test_nothing_is_owed_by_a_time_that_was_not_agreed():
    told, _ = scheduled()
    bare = duties(told.standing, {}, Terms("a" * 64, {}, calendars=TERMS.calendars))
    assert {each.due_at for each in bare} == {None}
    assert {each.term for each in bare} == {each.offset.term for each in KIND.dated if each.offset}


def test_a_match_that_was_called_off_owes_nothing_and_takes_nothing():
    told, match = scheduled()
    told.say("MA", "call-off-match", item=match)
    assert {each.moot for each in duties(told.standing, {}, TERMS) if each.item == match} == {True}
    values = {"match": match, **ASSESSED, **GROUP, "assessment": ANALYSIS}
    assert "events.match-called-off" in wrong("send-analysis", values, told)
    told.say("FR", "send-analysis", says={"match": match, **ASSESSED, **GROUP})
    assert told.aside() == {"FR send-analysis": "rules.not-at-this-stage"}


def test_matches_and_venues_are_called_what_their_host_called_them_last():
    told, match = scheduled()
    venue = told.item("match", match).entries[0].says["venue"]
    amended = told.say("MA", "amend-match", item=match, says={**MATCH, "venue": venue})
    bodies = {match: {"title": "A – B"}, amended.id: {"title": "A – C"}, venue: {"title": "Stade"}}
    read = KIND.read(told.state, bodies)
    assert read.names == {match: {"en": "A – C"}, venue: {"en": "Stade"}}
    assert (read.columns["next"], KIND.read(told.state, {}).names) == ("2025-12-23", {})


def test_a_team_may_be_renamed_and_its_forms_stay_with_the_match():
    told, match = scheduled()
    told.say("FR", "send-analysis", says={"match": match, **ASSESSED, **GROUP})
    venue = told.item("match", match).entries[0].says["venue"]
    later = {"venue": venue, "played_on": "2025-12-24", "kickoff_at": "2025-12-24T19:00:00.000Z"}
    told.say("MA", "amend-match", item=match, says={**MATCH, **later})
    due = owed(told, "match-analysis")
    assert (due.done_at is not None, due.due_at) == (True, KICKOFF - timedelta(days=13))


def test_the_hosts_are_three_and_each_speaks_of_its_own_matches():
    told = Told(KIND, "MA", "FR", "ES", says=EVENT, by="MA", at=PLANNED_AT)
    ours, theirs = add_match(told), add_match(told, by="ES")
    assert matches.hosts(told.state) == {"MA", "ES"}
    said = {"phase": "advance", "level": "low", "confidence": "low"}
    told.say("MA", "set-level", says={"match": theirs, **said})
    told.say("FR", "set-level", says={"match": ours, **said})
    told.say("ES", "set-level", says={"match": theirs, **said})
    assert told.aside() == {"MA set-level": "rules.not-at-this-stage", "FR set-level": "rules.not-this-side"}
    assert wrong("set-level", {"match": theirs, **said}, told, by="MA") == ["events.not-your-match"]
    assert {each.by for each in duties(told.standing, {}, TERMS) if each.duty == "tournament-analysis"} == {
        "FR"
    }
    told.say("ES", "go-live")
    told.say("FR", "stand-down")
    assert told.stage == "live"


def test_the_event_passes_from_a_bid_to_its_lessons():
    told = planned(bid=True)
    assert told.stage == "bid"
    told.say("MA", "confirm-event")
    match = add_match(told)
    assert told.stage == "planning"
    told.say("FR", "send-analysis", says={"match": match, **ASSESSED, **GROUP})
    assert told.stage == "advance-risk"
    sent = told.say("FR", "begin-delegation", says=DELEGATION).id
    told.say("MA", "accept-help", item=sent)
    assert told.stage == "deployment"
    told.say("MA", "go-live")
    told.say("MA", "report-figures", item=match, says={"spectators": 44_000, "away_came": 2_700})
    told.say("MA", "stand-down")
    assert told.stage == "stand-down"
    told.say("FR", "deliver-help", item=sent)
    assert told.stage == "post-reports"
    for party in ("MA", "FR"):
        told.say(party, "send-post-report", says={"match": match, "complaints": 2})
    assert told.stage == "lessons"
    for party in ("MA", "FR"):
        told.say(party, "close-event")
    assert (told.stage, told.aside()) == ("closed", {})


def test_each_host_confirms_each_line_once_and_again_once_it_is_reopened():
    told = planned()
    line = told.say("MA", "confirm-line", says={"line": "safety-medical"})
    assert wrong("confirm-line", {"line": "safety-medical"}, told, by="MA") == [
        "events.line-confirmed-already"
    ]
    told.say("MA", "confirm-line", says={"line": "safety-medical"})
    assert told.aside() == {"MA confirm-line": "rules.not-at-this-stage"}
    told.say("MA", "reopen-line", item=line)
    assert matches.confirmed_lines(told.state, "MA") == frozenset()
    told.say("MA", "confirm-line", says={"line": "safety-medical"})
    assert matches.confirmed_lines(told.state, "MA") == {"safety-medical"}


def with_venue() -> tuple[Told, str]:
    told = planned()
    return told, told.say("MA", "add-venue", says=CASABLANCA | HOLDS | {"certificate_until": "2025-12-24"}).id


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="as it should be"),
        pytest.param(
            {"kickoff_at": "2025-12-23T23:30:00.000Z"},
            ["events.kickoff-not-that-day"],
            id="local taken for UTC",
        ),
        pytest.param(
            {"home_tickets": 57_000}, ["events.more-tickets-than-safe"], id="more than the venue holds safely"
        ),
        pytest.param({"away_tickets": 61_000}, ["events.more-tickets-than-safe"], id="away above capacity"),
        pytest.param({"home_tickets": 54_000}, ["events.nearly-full?"], id="above nine tenths"),
        pytest.param(
            {"played_on": "2025-12-25", "kickoff_at": "2025-12-25T19:00:00.000Z"},
            ["events.certificate-expired?"],
            id="certificate over",
        ),
        pytest.param(
            {"played_on": "2026-01-20", "kickoff_at": "2026-01-20T19:00:00.000Z"},
            ["events.outside-the-event", "events.certificate-expired?"],
            id="after the event",
        ),
        pytest.param(
            {"played_on": "2025-12-32", "kickoff_at": ""},
            ["rules.no-such-day", "rules.required"],
            id="no day",
        ),
        pytest.param({"second_point": "ES"}, ["events.point-not-a-party"], id="followed by nobody here"),
        pytest.param({"first_point": "FR"}, ["events.one-point-for-both?"], id="one point for both teams"),
    ],
)
def test_a_match_that_cannot_be_is_refused(changes, found):
    told, venue = with_venue()
    values = {**MATCH, "title": "Maroc – France", "venue": venue, **changes}
    assert wrong("schedule-match", values, told, by="MA") == found


def test_one_match_stands_there_once():
    told, venue = with_venue()
    values = {**MATCH, "title": "Maroc – France", "venue": venue}
    first = told.say("MA", "schedule-match", says={**MATCH, "venue": venue})
    bodies = {first.id: {"title": "MAROC – FRANCE"}}
    assert wrong("schedule-match", values, told, by="MA") == ["events.match-twice"]
    later = values | {"kickoff_at": "2025-12-23T21:00:00.000Z"}
    assert wrong("schedule-match", later, told, by="MA", bodies=lambda: bodies) == ["events.match-twice?"]
    assert not wrong("amend-match", values, told, by="MA", item=first.id, bodies=lambda: bodies)


@pytest.mark.parametrize(
    ("step", "values", "found"),
    [
        pytest.param(
            "add-venue",
            HOLDS | CASABLANCA | {"title": "Stade", "exit": 67_001},
            ["events.more-than-seats"],
            id="safe above seats",
        ),
        pytest.param(
            "send-analysis",
            {**ASSESSED, "expected": 100, "risk": 120, "assessment": ANALYSIS},
            ["events.group-does-not-add-up"],
            id="more at risk than there are",
        ),
        pytest.param(
            "send-analysis",
            {**ASSESSED, **GROUP, "assessment": BY_ORIGIN},
            ["events.behaviour-not-identity"],
            id="profiled by origin",
        ),
        pytest.param(
            "send-analysis",
            {**ASSESSED, **GROUP, "assessment": BY_OPINION},
            ["events.behaviour-not-identity"],
            id="peaceful fan politics",
        ),
        pytest.param(
            "send-analysis",
            {**ASSESSED, **GROUP, "assessment": BY_NAME},
            ["events.groups-not-people?"],
            id="somebody named",
        ),
        pytest.param(
            "open-event",
            {**EVENT, "title": "Coupe", "ends_on": "2025-12-01"},
            ["rules.ends-before-it-begins"],
            id="over before it begins",
        ),
        pytest.param(
            "begin-delegation",
            {**DELEGATION, "leaves_on": "2025-12-01"},
            ["rules.ends-before-it-begins"],
            id="gone before it comes",
        ),
        pytest.param(
            "open-event",
            {**EVENT, "title": "Coupe", "starts_on": "2025-08-01", "ends_on": "2025-08-31"},
            ["events.over-already?"],
            id="over when it is opened",
        ),
        pytest.param(
            "open-event",
            {**EVENT, "title": "Coupe", "starts_on": "2031-06-01", "ends_on": "2031-06-30"},
            ["events.far-away?"],
            id="in six years",
        ),
        pytest.param("open-event", {**EVENT, "title": "Coupe"}, [], id="a tournament of weeks"),
        pytest.param(
            "open-event",
            {**EVENT, "title": "Coupe", "tier": "match"},
            ["events.match-of-days?"],
            id="a match of weeks",
        ),
        pytest.param(
            "open-event",
            {**EVENT, "title": "Coupe", "tier": "match", "ends_on": "2025-12-21"},
            [],
            id="a match of a day",
        ),
        pytest.param(
            "add-venue",
            CASABLANCA | dict.fromkeys(HOLDS, 0) | {"title": "Stade"},
            ["events.holds-nobody"],
            id="holds nobody",
        ),
        pytest.param(
            "add-venue",
            HOLDS | CASABLANCA | {"title": "Stade", "certificate_until": "2025-08-31"},
            ["events.certificate-over?"],
            id="a certificate that is over",
        ),
        pytest.param(
            "add-venue",
            HOLDS | {"title": "Stade", "latitude": "-7.700", "longitude": "33.583"},
            ["events.place-swapped?"],
            id="latitude for longitude",
        ),
        pytest.param(
            "add-venue",
            HOLDS | {"title": "Stade", "latitude": "33.583", "longitude": "7.700"},
            ["events.place-elsewhere?"],
            id="east for west",
        ),
        pytest.param(
            "begin-delegation",
            {**DELEGATION, "arrives_on": "2025-08-01", "leaves_on": "2025-08-31"},
            ["rules.in-the-past"],
            id="gone already",
        ),
        pytest.param(
            "begin-delegation",
            {**DELEGATION, "arrives_on": "2025-08-31"},
            ["events.delegation-there-already?"],
            id="come already",
        ),
        pytest.param("begin-delegation", {**DELEGATION, "arrives_on": "2025-09-01"}, [], id="comes today"),
        pytest.param(
            "report-incident",
            {"sort": "drone", "happened_at": "2025-09-01T08:00:00.000Z", "zone": "city"},
            ["events.incident-before-it?"],
            id="an incident before the event",
        ),
        pytest.param(
            "draw-lesson",
            {"lesson": "Ouvrir les portes deux heures plus tôt.", "apply_by": "2025-09-01"},
            ["rules.in-the-past"],
            id="to be applied yesterday",
        ),
        pytest.param(
            "report-incident",
            {"sort": "drone", "happened_at": "2025-09-02T09:00:00.000Z", "zone": "city"},
            ["events.incident-in-the-future"],
            id="tomorrow's incident",
        ),
    ],
)
def test_bad_input_has_its_answer(step, values, found):
    assert wrong(step, values, planned(), by="MA", now=PLANNED_AT) == found


def test_figures_come_after_the_kick_off_and_agree():
    told, match = scheduled()
    figures = {"spectators": 100, "away_came": 200}
    assert wrong("report-figures", figures, told, by="MA", item=match, now=PLANNED_AT) == [
        "events.more-than-spectators",
        "events.not-played-yet",
    ]
    assert not wrong(
        "report-figures", {"spectators": 200, "away_came": 100}, told, by="MA", item=match, now=KICKOFF
    )


def test_a_host_accredits_by_the_reference_of_its_ministry():
    told = planned()
    offered = told.say("FR", "begin-delegation", says=DELEGATION)
    assert wrong("accept-help", {}, told, by="MA", item=offered.id) == ["events.no-accreditation"]
    assert not wrong("accept-help", {"accreditation": "2025/117"}, told, by="MA", item=offered.id)


def test_a_delegation_has_helped_from_its_first_day_on():
    told = planned()
    sent = told.say("FR", "begin-delegation", says=DELEGATION)
    told.say("MA", "accept-help", item=sent)
    eve, first = (datetime(2025, 12, day, 9, tzinfo=UTC) for day in (19, 20))
    assert wrong("deliver-help", {}, told, item=sent.id, now=eve) == ["events.delegation-not-there-yet"]
    assert not wrong("deliver-help", {}, told, item=sent.id, now=first)


def test_the_safe_capacity_is_the_least_of_what_a_venue_allows():
    assert matches.safe_capacity(HOLDS) == 60_000
    assert round(matches.distance_km(TANGIER, AGADIR)) in range(650, 720)
    assert matches.distance_km(TANGIER, TANGIER) == 0


# What must not exist


def _fields(fields):
    for each in fields:
        yield each
        yield from _fields(each.fields)


def test_no_supporter_can_be_put_anywhere_as_a_person():
    """No field for a name, a birth, a document, a file, or rows in which people could be listed."""
    listing = PERSONAL_TYPES | {Type.GROUP, Type.ATTACHMENT}
    assert not [
        (step.name, each.name) for step in KIND.steps for each in _fields(step.fields) if each.type in listing
    ]
    told, match = scheduled()
    told.say("FR", "send-analysis", says={"match": match, **ASSESSED, **GROUP})
    assert KIND.read(told.state, {}).subjects == ()


def test_nothing_asks_for_what_somebody_believes_or_is():
    asked = {
        code
        for step in KIND.steps
        for each in step.fields
        if each.codes.startswith("event-")
        for code in code_list(each.codes).values
    }
    words = (
        "belie",
        "religi",
        "opinion",
        "ethnic",
        "origin",
        "nationality",
        "politic",
        "colour",
        "minor",
        "face",
    )
    assert asked
    assert not [code for code in asked if any(word in code for word in words)]


def test_no_number_about_a_crowd_is_made_by_a_machine():
    """Whatever is said of a group was counted by somebody: nothing is derived, forecast or scored."""
    assert not [each.name for step in KIND.steps for each in step.fields if each.derived]
    names = {each.name for step in KIND.steps for each in step.fields}
    assert not [
        name for name in names if any(word in name for word in ("predict", "forecast", "score", "probab"))
    ]


def test_nobody_is_tasked_by_another_side():
    """The centre informs: whoever is sent is posted by its own side alone."""
    told, match = scheduled()
    sent = told.say("FR", "begin-delegation", says=DELEGATION).id
    told.say("MA", "accept-help", item=sent)
    told.say("MA", "post-spotter", says={"delegation": sent, "match": match, "spotter": 1})
    assert told.aside() == {"MA post-spotter": "rules.not-this-side"}


def test_an_event_goes_live_from_its_first_day_and_an_unconfirmed_checklist_is_a_doubt():
    told = planned()
    eve, first = (datetime(2025, 12, day, 9, tzinfo=UTC) for day in (20, 21))
    assert wrong("go-live", {}, told, by="MA", now=eve) == ["events.not-begun-yet"]
    assert wrong("go-live", {}, told, by="MA", now=first) == ["events.checklist-not-done?"]
    lines = sorted(code_list("event-checklist").values)
    for line in lines[1:]:
        told.say("MA", "confirm-line", says={"line": line})
    [left] = problems(KIND, "go-live", {}, by="MA", about=told, terms=TERMS, now=first)
    assert (left.soft, left.facts) == (True, {"number": "1"})
    told.say("MA", "confirm-line", says={"line": lines[0]})
    assert not wrong("go-live", {}, told, by="MA", now=first)

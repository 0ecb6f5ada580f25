"""Agreement: terms in force once all accepted them, fields open once all opened them, a suspension by one."""

from datetime import UTC, datetime

import pytest

from mithaq.pact.rules import agreement, proposals
from mithaq.pact.rules.agreement import KIND
from mithaq.pact.rules.fold import open_steps
from mithaq.pact.rules.terms import NO_TERMS, Terms
from tests.pact.rules.telling import Told, codes, problems

FOUND = {"legal_basis": "JAP2025"}
TERMS = {"source": "JAP2025", "answer_normal": 7 * 24 * 60}
INQUIRY = {"field": "inquiry"}
FROM = {"from_at": "2026-03-01T00:00:00.000Z"}


def founded(*parties: str) -> Told:
    return Told(KIND, *(parties or ("MA", "FR")), says=FOUND)


def in_force(*parties: str) -> Told:
    told = founded(*parties)
    proposal = told.say("MA", "propose-terms", says=TERMS)
    for party in parties[1:] or ("FR",):
        told.say(party, "accept-terms", item=proposal)
    return told


def opened(*parties: str) -> Told:
    told = in_force(*parties)
    for party in parties or ("MA", "FR"):
        told.say(party, "open-field", says=INQUIRY)
    return told


def test_terms_are_in_force_once_every_party_has_accepted():
    told = founded("MA", "FR", "ES")
    proposal = told.say("MA", "propose-terms", says=TERMS)
    told.say("FR", "accept-terms", item=proposal)
    assert (told.stage, proposals.in_force(told.state, "terms")) == ("founding", None)
    told.say("ES", "accept-terms", item=proposal)
    assert (told.stage, proposals.in_force(told.state, "terms")) == ("in-force", proposal)
    assert Terms.of(proposal).duration("answer_normal").days == 7


def test_later_terms_replace_the_earlier_and_a_matter_that_pinned_those_keeps_them():
    told = in_force()
    first = proposals.in_force(told.state, "terms")
    later = told.say("FR", "propose-terms", says=TERMS | {"answer_normal": 60, "base": first.id})
    told.say("MA", "accept-terms", item=later)
    assert proposals.in_force(told.state, "terms") == later
    assert Terms.of(first).number("answer_normal") == 7 * 24 * 60


def test_a_term_that_was_not_set_is_none_and_never_a_guess():
    for terms in (NO_TERMS, Terms("a" * 64, {"answer_life": "soon", "answer_normal": True})):
        assert (
            terms.duration("answer_life")
            is terms.duration("answer_normal")
            is terms.number("answer_life")
            is None
        )
        assert terms.codes("refusal_grounds") == ()


@pytest.mark.parametrize("minutes", [0, -1, 2**52, 3650 * 24 * 60 + 1])
def test_a_time_that_no_time_can_be_is_not_set(minutes):
    """A partner may state any number, and somebody may accept it: no page may break over it."""
    assert Terms("a" * 64, {"answer_normal": minutes}).duration("answer_normal") is None


def test_a_field_is_open_once_every_party_has_opened_it():
    told = in_force("MA", "FR", "ES")
    for party in ("MA", "FR"):
        told.say(party, "open-field", says=INQUIRY)
    assert agreement.opened_by(told.state, "inquiry") == {"MA", "FR"}
    assert not agreement.is_open(told.state, "inquiry")
    told.say("ES", "open-field", says=INQUIRY)
    assert agreement.is_open(told.state, "inquiry")
    assert not agreement.is_open(told.state, "group")


def test_a_reading_has_the_title_where_the_body_is_there():
    told = founded()
    assert KIND.read(told.state, {}).title == ""
    assert KIND.read(told.state, {told.opening.id: {"title": "Échange"}}).title == "Échange"


def test_a_field_shut_by_one_is_open_no_more():
    told = opened()
    [ours] = [key for key, item in told.state.items("field").items() if item.holder == "FR"]
    told.say("FR", "shut-field", item=ours)
    assert not agreement.is_open(told.state, "inquiry")


def test_nobody_shuts_what_another_opened():
    told = opened()
    [theirs] = [key for key, item in told.state.items("field").items() if item.holder == "FR"]
    told.say("MA", "shut-field", item=theirs)
    assert told.aside() == {"MA shut-field": "rules.not-this-side"}


def test_one_party_suspends_alone_and_all_must_agree_to_resume():
    told = opened("MA", "FR", "ES")
    suspension = told.say("ES", "suspend", says=INQUIRY | FROM)
    assert (told.stage, agreement.is_open(told.state, "inquiry")) == ("suspended", False)
    for party in ("MA", "ES"):
        told.say(party, "resume", item=suspension)
        assert agreement.suspended(told.state, "inquiry", "JAP2025")
    told.say("FR", "resume", item=suspension)
    assert (told.stage, agreement.is_open(told.state, "inquiry")) == ("in-force", True)


def test_a_suspension_lasts_from_when_it_was_stated_until_the_last_party_resumes():
    told = opened("MA", "FR", "ES")
    backwards = told.say("ES", "suspend", says=INQUIRY | {"from_at": "2020-01-01T00:00:00Z"})
    stated_at = told.said[-1].at
    assert agreement.suspensions(told.state, "inquiry") == ((stated_at, None),)
    assert agreement.suspensions(told.state, "group") == ()
    for party in ("MA", "ES", "FR"):
        told.say(party, "resume", item=backwards)
    assert agreement.suspensions(told.state, "inquiry") == ((stated_at, told.said[-1].at),)


@pytest.mark.law("D4")
@pytest.mark.parametrize(
    ("named", "stops"), [("JAP2025", True), ("MLA2008", False), ("from-a-later-list", False), (None, True)]
)
def test_a_suspension_that_names_a_legal_basis_stops_what_stands_on_it_alone(named, stops):
    told = opened()
    told.say("FR", "suspend", says=INQUIRY | FROM | ({"legal_basis": named} if named else {}))
    assert agreement.suspended(told.state, "inquiry", "JAP2025") is stops
    assert bool(agreement.suspensions(told.state, "inquiry", "JAP2025")) is stops
    assert agreement.is_open(told.state, "inquiry") is not stops
    assert not agreement.suspended(told.state, "group", "JAP2025")
    assert told.stage == "suspended"


@pytest.mark.law("D4")
def test_a_field_is_open_again_for_what_stands_on_terms_of_another_legal_basis():
    told = opened()
    told.say("FR", "suspend", says=INQUIRY | FROM | {"legal_basis": "JAP2025"})
    first = proposals.in_force(told.state, "terms")
    later = told.say("MA", "propose-terms", says=TERMS | {"source": "A2000", "base": first.id})
    assert not agreement.is_open(told.state, "inquiry")
    told.say("FR", "accept-terms", item=later)
    assert agreement.is_open(told.state, "inquiry")
    assert agreement.suspended(told.state, "inquiry", agreement.basis_of(first))
    assert not agreement.suspended(told.state, "inquiry", agreement.basis_of(later))


def test_two_suspensions_that_crossed_are_resumed_one_by_one():
    told = opened()
    first = told.say("MA", "suspend", says=INQUIRY | FROM)
    told.say("FR", "suspend", says=INQUIRY | FROM, missed=[first])
    told.say("FR", "resume", item=first)
    told.say("MA", "resume", item=first)
    assert agreement.suspended(told.state, "inquiry", "JAP2025")


def test_the_agreement_ends_when_every_party_has_asked_and_nothing_follows():
    told = opened()
    told.say("MA", "end")
    assert told.stage == "in-force"
    told.say("FR", "end")
    assert (told.stage, agreement.is_open(told.state, "inquiry")) == ("ended", False)
    assert open_steps(told.standing, "MA") == open_steps(told.standing, "FR") == ()
    told.say("MA", "propose-terms", says=TERMS)
    assert told.aside() == {"MA propose-terms": "rules.not-at-this-stage"}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="the default terms"),
        pytest.param({"source": None}, ["rules.required"], id="terms without a legal basis"),
        pytest.param({"answer_normal": 0}, ["rules.number-out-of-range"], id="no time at all"),
        pytest.param({"answer_normal": "7 d"}, ["rules.not-a-number"], id="a duration in words"),
        pytest.param(
            {"refusal_grounds": ["we-are-busy"]}, ["rules.unknown-code"], id="a ground nobody listed"
        ),
        pytest.param({"base": "the last one"}, ["rules.no-such-entry"], id="a base that is no entry"),
    ],
)
def test_terms_are_data_with_a_source(changes, found):
    values = {name: value for name, value in (TERMS | changes).items() if value is not None}
    assert codes(problems(KIND, "propose-terms", values)) == found


def test_the_defaults_are_those_of_the_directive():
    default = {each.name: each.default for each in KIND.step("propose-terms").fields}
    assert (default["answer_urgent_direct"], default["answer_urgent_indirect"]) == (8 * 60, 72 * 60)
    assert (default["answer_normal"], default["review_after"]) == (168 * 60, 180 * 24 * 60)


MOROCCO = {"zone": "Africa/Casablanca", "holidays": ("2026-01-11", "2026-07-30")}


def test_each_party_states_its_own_calendar_alone_and_again_when_it_changes():
    told = founded("MA", "FR", "ES")
    told.say("MA", "state-calendar", says=MOROCCO)
    told.say("FR", "state-calendar", says={"zone": "Europe/Paris"}, item="FR")
    told.say("MA", "state-calendar", says=MOROCCO | {"holidays": ("2026-07-30", "2026-08-14")})
    found = agreement.calendars(told.state)
    assert {party: each.zone for party, each in found.items()} == {
        "MA": "Africa/Casablanca",
        "FR": "Europe/Paris",
    }
    assert found["MA"].holidays == {"2026-07-30", "2026-08-14"}
    assert (told.item("calendar", "MA").stage, told.item("calendar", "ES").stage) == ("stated", "unstated")


def test_nobody_states_the_calendar_of_another():
    told = founded()
    told.say("FR", "state-calendar", says=MOROCCO, item="MA")
    assert told.aside() == {"FR state-calendar": "rules.not-this-side"}
    assert agreement.calendars(told.state) == {}


@pytest.mark.parametrize("zone", ["Nowhere/At-All", "../../etc/passwd"])
def test_a_zone_nobody_knows_leaves_the_calendar_as_it_was(zone):
    told = founded()
    told.say("MA", "state-calendar", says={"zone": zone})
    assert agreement.calendars(told.state) == {}
    told.say("MA", "state-calendar", says=MOROCCO)
    told.say("MA", "state-calendar", says={"zone": zone})
    assert agreement.calendars(told.state)["MA"].zone == "Africa/Casablanca"


def test_a_year_that_no_calendar_reaches_is_no_holiday():
    told = founded()
    told.say("MA", "state-calendar", says=MOROCCO | {"holidays": ("2026-07-30", "9999-12-31")})
    assert told.aside() == {}
    assert agreement.calendars(told.state)["MA"].holidays == {"2026-07-30"}
    assert codes(problems(KIND, "state-calendar", MOROCCO | {"holidays": ["9999-12-31"]})) == [
        "rules.year-out-of-range"
    ]


def test_what_is_stated_after_a_day_was_over_does_not_move_it():
    told = founded()
    told.say("MA", "state-calendar", says=MOROCCO, at=datetime(2026, 2, 1, 9, tzinfo=UTC))
    told.say("MA", "state-calendar", says={"zone": "Europe/Lisbon"}, at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    ours = agreement.calendars(told.state)["MA"]
    assert ours.closes("2026-01-31") is None
    assert ours.closes("2026-02-10") == datetime(2026, 2, 10, 23, tzinfo=UTC)
    assert ours.closes("2026-07-01") == datetime(2026, 7, 1, 23, tzinfo=UTC)

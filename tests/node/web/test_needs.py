"""Needs: which step comes first, and which are kept behind the ordinary ones."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.node.ledger.models import Duty
from mithaq.node.ledger.page import offered
from mithaq.node.web.needs import Needs
from mithaq.pact.rules import agreement, events, meetings, training
from tests.pact.rules import test_meetings
from tests.pact.rules.telling import NINE, Told
from tests.pact.rules.test_assisting import COURSE, SESSION
from tests.pact.rules.test_events import CASABLANCA, HOLDS, KICKOFF, MATCH

OURS = "MA"


@pytest.fixture(autouse=True)
def rabat(settings):
    settings.AUTHORITY = OURS


def needs(told: Told, *duties, now=NINE) -> Needs:
    return Needs(told.kind, told.standing, told.stage, duties, now)


def ordinary(told: Told) -> list[str]:
    here = needs(told)
    return [each.step.name for each in offered(told.standing, OURS) if not here.is_rare(each)]


EVENT = {"tier": "tournament", "sport": "football", "starts_on": "2026-06-01", "ends_on": "2026-06-20"}
DELEGATION = {
    "way": "offer",
    "arrives_on": "2026-05-30",
    "leaves_on": "2026-06-21",
    "liaison_officers": 2,
    "spotters": 3,
}


@pytest.mark.parametrize(
    ("kind", "says", "begin", "values"),
    [
        pytest.param(events.KIND, EVENT, "begin-delegation", DELEGATION, id="delegation"),
        pytest.param(training.KIND, COURSE, "plan-session", SESSION | {"way": "offer"}, id="course"),
    ],
)
def test_help_that_is_agreed_is_not_renounced_as_the_next_ordinary_step(kind, says, begin, values):
    told = Told(kind, "FR", OURS, says=says)
    sent = told.say("FR", begin, says=values)
    told.say(OURS, "accept-help", item=sent)
    assert "call-off-help" in {each.step.name for each in offered(told.standing, OURS)}
    assert "call-off-help" not in ordinary(told)


def test_an_end_that_is_for_all_is_ordinary_once_another_side_has_asked_for_it():
    told = Told(agreement.KIND, OURS, "FR", says={"legal_basis": "JAP2025"})
    assert ordinary(told)[0] == "propose-terms"
    assert "end" not in ordinary(told)
    told.say("FR", "end")
    assert ordinary(told)[0] == "end"


def test_a_meeting_that_is_agreed_is_held_rather_than_cancelled():
    told = Told(meetings.KIND, OURS, "FR", says=test_meetings.SERIES, at=datetime(2026, 1, 1, tzinfo=UTC))
    proposed = told.say(OURS, "propose-session", says=test_meetings.SESSION)
    told.say("FR", "agree-session", item=proposed)
    here = needs(told)
    ways = {each.step.name: here.is_rare(each) for each in offered(told.standing, OURS)}
    assert (ways["cancel-session"], ways["hold-session"], ways["close-series"]) == (True, False, True)


def test_the_figures_of_a_match_are_not_what_comes_first_before_it_has_kicked_off():
    told = Told(events.KIND, OURS, "FR", says=EVENT)
    venue = told.say(OURS, "add-venue", says=CASABLANCA | HOLDS)
    match = told.say(OURS, "schedule-match", says=MATCH | {"venue": venue.id})
    row = Duty(pk=1, name="figures", item=match.id, owed_by=OURS, due_at=KICKOFF + timedelta(hours=4))

    def first(at):
        options = offered(told.standing, OURS)
        return [each.step.name for each in needs(told, row, now=at).first(options)]

    assert first(KICKOFF - timedelta(days=13)) == []
    assert first(KICKOFF + timedelta(minutes=1)) == ["report-figures"]


def minutes_of(told, session, by):
    step = meetings.KIND.step("propose-minutes")
    texts = [{"language": "fr", "text": "Trois mesures."}, {"language": "ar", "text": "ثلاثة تدابير."}]
    says = {"session": session.id, **step.derive({"session": session.id, "texts": texts})}
    return told.say(by, "propose-minutes", says=says)


@pytest.mark.parametrize(
    ("by", "leads"),
    [
        pytest.param("", ("propose-minutes", False), id="nobody has presented them"),
        pytest.param("FR", ("accept-minutes", True), id="the other side has: they are signed"),
        pytest.param("MA", None, id="we have: the other side signs"),
    ],
)
def test_minutes_that_stand_presented_are_signed_and_not_presented_again(by, leads):
    told, session = test_meetings.held()
    proposed = minutes_of(told, session, by) if by else None
    late = NINE + timedelta(days=400)
    row = Duty(name="minutes", item=session.id, owed_by=OURS, due_at=late - timedelta(days=1))
    found = needs(told, row, now=late).for_duty(row, offered(told.standing, OURS))
    named = (found.step.name, bool(proposed) and found.item == proposed.id) if found else None
    assert named == leads

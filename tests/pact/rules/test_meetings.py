"""Meetings: one order in every language, minutes signed in both, decisions counted and never dropped."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.carried import carried_at, days_late, in_order, open_decisions
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.meetings import KIND
from mithaq.pact.rules.meetings_say import given_agenda
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import NINE, Told, codes, problems

SERIES = {"languages": ("ar", "fr"), "hosting": "alternating", "agenda_days": 7, "minutes_days": 30}
SESSION = {
    "sort": "joint-committee", "host": "MA", "starts_at": "2026-02-02T09:00:00.000Z",
    "ends_at": "2026-02-02T16:00:00.000Z", "zone": "Africa/Casablanca",
}  # fmt: skip
FORM = {**SESSION, "title_ar": "الدورة الثالثة", "title_fr": "Troisième session", "place": "Rabat"}
BEGUN = datetime(2026, 2, 2, 9, 5, tzinfo=UTC)
IN_FORCE = Terms("a" * 64, {}, calendars={party: Calendar(party, "Europe/Paris") for party in ("MA", "FR")})
POINTS = [("ar", 1, "القرارات"), ("ar", 2, "الموانئ"), ("fr", 1, "Décisions"), ("fr", 2, "Ports")]


def rows(*points):
    return [{"language": one, "number": number, "title": title} for one, number, title in points]


def agreed(**changes):
    told = Told(KIND, "MA", "FR", says=SERIES)
    session = told.say("MA", "propose-session", says=SESSION | changes)
    told.say("FR", "agree-session", item=session)
    return told, session


def held(**changes):
    told, session = agreed(**changes)
    told.say("MA", "hold-session", item=session, at=BEGUN)
    return told, session


def ways(told, party, item):
    """The steps a side may take now about an item."""
    return {each.step.name for each in open_steps(told.standing, party) if each.item == item.id}


def decided(told, session, *, owner="FR", due="2026-03-15"):
    decision = told.say("MA", "record-decision", says={"session": session.id, "owner": owner, "due_on": due})
    told.say("FR", "agree-decision", item=decision)
    return decision


@pytest.mark.law("AS-M13-2")
def test_as_m13_2_a_decision_not_done_is_carried_over_late_and_only_all_together_cancel_it():
    told = Told(KIND, "MA", "FR", says=SERIES, at=datetime(2025, 11, 3, 9, tzinfo=UTC))
    session = told.say(
        "MA", "propose-session",
        says=SESSION | {"starts_at": "2025-12-01T09:00:00.000Z", "ends_at": "2025-12-01T15:00:00.000Z"},
    )  # fmt: skip
    told.say("FR", "agree-session", item=session)
    told.say("MA", "hold-session", item=session, at=datetime(2025, 12, 1, 9, 1, tzinfo=UTC))
    decision = decided(told, session, due="2026-01-15")
    assert carried_at(told.state, told.item("decision", decision)) == []
    next_at = {"starts_at": "2027-02-01T09:00:00.000Z", "ends_at": "2027-02-01T15:00:00.000Z"}
    second = told.say("FR", "propose-session", says=SESSION | next_at | {"host": "FR"})
    told.say("MA", "agree-session", item=second)
    told.say("MA", "hold-session", item=second, at=datetime(2027, 2, 1, 9, 1, tzinfo=UTC))
    item = told.item("decision", decision)
    assert [each.key for each in carried_at(told.state, item)] == [second.id]
    assert (days_late(item, date(2027, 2, 1)), item.holder) == (382, "FR")
    assert open_decisions(told.state) == [item]
    assert ways(told, "FR", decision) == {"report-done", "cancel-decision"}
    told.say("FR", "cancel-decision", item=decision)
    assert told.item("decision", decision).stage == "open"
    assert "MA" in turn(told.standing)
    told.say("MA", "cancel-decision", item=decision)
    assert told.item("decision", decision).stage == "cancelled"


@pytest.mark.law("AS-M13-3")
def test_as_m13_3_an_agenda_in_another_order_is_a_doubt_and_is_not_settled_until_the_order_is_one():
    told, session = agreed()
    crooked = {"session": session.id, "points": rows(POINTS[0], POINTS[1], POINTS[3], POINTS[2])}
    assert codes(problems(KIND, "propose-agenda", crooked, about=told)) == ["meetings.order-differs?"]
    derived = KIND.step("propose-agenda").derive(crooked)
    assert derived == {"written_in": ("ar", "fr"), "one_order": False}
    proposal = told.say("MA", "propose-agenda", says={"session": session.id, **derived})
    assert ways(told, "FR", proposal) == {"decline-agenda"}
    told.say("FR", "accept-agenda", item=proposal)  # by a node that does not ask its own rules
    assert told.aside() == {"FR accept-agenda": "rules.not-this-side"}
    straight = {"session": session.id, "points": rows(*POINTS)}
    assert not problems(KIND, "propose-agenda", straight, about=told)
    again = told.say(
        "MA", "propose-agenda", says={"session": session.id, **KIND.step("propose-agenda").derive(straight)}
    )
    assert ways(told, "FR", again) == {"accept-agenda", "decline-agenda"}
    told.say("FR", "accept-agenda", item=again)
    assert told.item("agenda", again).stage == "adopted"


def test_minutes_are_signed_in_every_language_or_not_at_all():
    told, session = held()
    texts = [{"language": "fr", "text": "Les deux parties sont convenues de trois mesures."}]
    lame = {"session": session.id, "texts": texts}
    assert codes(problems(KIND, "propose-minutes", lame, about=told)) == ["meetings.one-language-missing?"]
    step = KIND.step("propose-minutes")
    one = told.say("FR", "propose-minutes", says={"session": session.id, **step.derive(lame)})
    assert ways(told, "MA", one) == {"decline-minutes"}
    whole = {**lame, "texts": [*texts, {"language": "ar", "text": "اتفق الطرفان على ثلاثة تدابير مشتركة."}]}
    assert not problems(KIND, "propose-minutes", whole, about=told)
    both = told.say("FR", "propose-minutes", says={"session": session.id, **step.derive(whole)})
    told.say("MA", "accept-minutes", item=both)
    assert told.item("session", session).stage == "signed"
    spaced = {**whole, "texts": [{**row, "text": row["text"].replace(" ", "  ")} for row in whole["texts"]]}
    assert step.derive(spaced)["hash"] == both.says["hash"]


def test_topics_stay_for_the_next_agenda_until_all_call_them_settled():
    told, session = held()
    kept = told.say("FR", "raise-topic", says={"axis": "CYB"})
    over = told.say("MA", "raise-topic", says={"axis": "FOR"})
    for party in ("MA", "FR"):
        told.say(party, "settle-topic", item=over)
    decided(told, session)
    bodies = {kept.id: {"title_ar": "الجريمة السيبرانية", "title_fr": "Cybercriminalité"}}
    points = given_agenda(told.state, "", bodies)["points"]
    assert [(row["language"], row["number"]) for row in points] == [
        ("ar", 1),
        ("ar", 2),
        ("fr", 1),
        ("fr", 2),
    ]
    assert [points[1]["title"], points[3]["title"]] == ["الجريمة السيبرانية", "Cybercriminalité"]


def test_each_side_owes_its_part_of_the_agenda_and_of_the_minutes_by_their_days():
    told, session = agreed()
    owed = [each for each in duties(told.standing, {}, IN_FORCE) if each.duty == "agenda"]
    assert [(each.by, each.day) for each in owed] == [("FR", "2026-01-26"), ("MA", "2026-01-26")]
    told.say("MA", "hold-session", item=session, at=BEGUN)
    told.say(
        "MA", "propose-minutes", says={"session": session.id, "written_in": ("ar", "fr"), "hash": "0" * 64}
    )
    owed = {(each.duty, each.by): each for each in duties(told.standing, {}, IN_FORCE)}
    assert "agenda" not in {duty for duty, _ in owed}  # it was held without one
    assert {each.day for (duty, _), each in owed.items() if duty == "minutes"} == {"2026-03-04"}
    assert owed["minutes", "MA"].done_at is None  # proposed, and not yet signed by all
    told.say("FR", "accept-minutes", item=told.said[-1])
    done = {each.by: each.done_at for each in duties(told.standing, {}, IN_FORCE) if each.duty == "minutes"}
    assert set(done) == {"MA", "FR"}
    assert all(done.values())


def test_a_decision_sent_back_is_owed_again_and_a_series_does_not_close_over_it():
    told, session = held()
    decision = decided(told, session)
    told.say("FR", "report-done", item=decision)
    told.say("MA", "return-decision", item=decision)
    [due] = [each for each in duties(told.standing, {}, IN_FORCE) if each.duty == "decision"]
    assert (due.by, due.done_at, due.day) == ("FR", None, "2026-03-15")
    assert codes(problems(KIND, "close-series", {}, about=told)) == ["meetings.decisions-open"]
    for party in ("MA", "FR"):
        told.say(party, "close-series")
    assert told.aside() == {"FR close-series": "rules.not-at-this-stage"}
    told.say("FR", "report-done", item=decision)
    told.say("MA", "accept-done", item=decision)
    told.say("FR", "close-series")
    assert told.stage == "closed"


BAD = [
    pytest.param({"starts_at": "2027-02-29T09:00:00.000Z"}, "rules.no-such-instant", id="29 February 2027"),
    pytest.param(  # the clocks of Paris go forward at two: the later hour is the earlier instant
        {"starts_at": "2026-03-29T03:10:00+02:00", "ends_at": "2026-03-29T01:55:00+01:00"},
        "rules.ends-before-it-begins", id="ends before it begins, across the change of hour",
    ),
    pytest.param({"title_ar": ""}, "rules.required", id="in one language"),
    pytest.param({"host": "XX"}, "rules.not-a-party", id="hosted by nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code"), BAD)
def test_a_meeting_that_is_badly_said_is_answered(changes, code):
    told = Told(KIND, "MA", "FR", says=SERIES)
    assert not problems(KIND, "propose-session", FORM, about=told)
    assert code in codes(problems(KIND, "propose-session", FORM | changes, about=told))


def test_the_same_host_twice_is_a_doubt():
    told, _ = agreed()
    assert codes(problems(KIND, "propose-session", FORM, about=told)) == ["meetings.same-host-twice?"]
    assert not problems(KIND, "propose-session", FORM | {"host": "FR"}, about=told)
    assert not problems(KIND, "propose-session", FORM | {"sort": "video"}, about=told)


def test_meetings_stand_by_the_instant_they_begin_in_whatever_zone_it_is_stated():
    told, later = agreed()
    early = SESSION | {"starts_at": "2026-02-02T10:00:00+02:00", "host": "FR"}
    earlier = told.say("FR", "propose-session", says=early)
    found = in_order(told.state.items("session").values())
    assert [each.key for each in found] == [earlier.id, later.id]


def member(role):
    return {"role": role, "name": "ALAOUI Samir", "name_ar": "سمير العلوي", "office": "Directeur"}


@pytest.mark.parametrize(
    ("roles", "found"),
    [
        (("head", "member"), []),
        (("head", "head"), ["meetings.two-heads"]),
        (("member",), ["meetings.no-head"]),
    ],
)
def test_a_delegation_has_one_head(roles, found):
    told, session = agreed()
    said = {"session": session.id, "members": [member(role) for role in roles]}
    assert codes(problems(KIND, "name-delegation", said, about=told)) == found
    told.say("MA", "name-delegation", says={"session": session.id, "people": 2})
    assert "meetings.delegation-named-already" in codes(problems(KIND, "name-delegation", said, about=told))


def test_nothing_is_decided_before_the_meeting_begins_nor_without_owner_and_day():
    told, session = agreed()
    decision = {
        "session": session.id, "owner": "FR", "due_on": "2026-06-30",
        "text_ar": "إعداد لائحة مشتركة", "text_fr": "Établir une liste commune",
    }  # fmt: skip
    assert codes(problems(KIND, "record-decision", decision, about=told)) == ["meetings.not-begun"]
    assert not problems(KIND, "record-decision", decision, about=told, now=BEGUN)
    for name in ("owner", "due_on"):
        found = problems(KIND, "record-decision", decision | {name: ""}, about=told, now=BEGUN)
        assert [(each.code, each.path) for each in found] == [("rules.required", (name,))]
    assert codes(problems(KIND, "hold-session", {}, about=told, item=session.id)) == ["meetings.not-begun"]
    told.say("MA", "hold-session", item=session, at=NINE + timedelta(days=2))
    assert told.aside() == {"MA hold-session": "rules.not-at-this-stage"}

"""Groups: a charter adopted by all, decisions with quorum, a sunset, a close that every party confirms."""

from datetime import UTC, datetime

import pytest

from mithaq.pact.rules import groups
from mithaq.pact.rules.errors import StepNotAllowed
from mithaq.pact.rules.fold import check_allowed, open_steps, turn
from mithaq.pact.rules.groups import KIND
from tests.pact.rules.telling import Told, codes, problems

CHARTER = {"sort": "thematic", "axis": "FUG", "sunset_on": "2026-12-31", "quorum": 1}
MEMBER = {"role": "member"}
DECISION = {"owner": "FR", "due_on": "2026-06-30"}
MEETING = {"starts_at": "2026-02-01T09:00:00.000Z", "ends_at": "2026-02-01T12:00:00.000Z"}
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def chartered(*parties: str, **changes) -> Told:
    parties = parties or ("MA", "FR")
    told = Told(KIND, *parties, says=CHARTER | changes)
    for party in parties[1:]:
        told.say(party, "adopt-charter")
    return told


def with_members(*parties: str) -> Told:
    told = chartered(*parties)
    for party in parties or ("MA", "FR"):
        told.say(party, "name-member", says=MEMBER)
    return told


def test_the_charter_is_adopted_by_every_party_once():
    told = Told(KIND, "MA", "FR", "ES", says=CHARTER)
    assert turn(told.standing) == {"FR", "ES"}
    told.say("FR", "adopt-charter")
    assert (told.stage, turn(told.standing)) == ("proposed", {"ES"})
    told.say("FR", "adopt-charter")
    told.say("ES", "adopt-charter")
    assert told.stage == "active"
    assert told.aside() == {"FR adopt-charter": "rules.already-taken"}


def test_one_no_ends_the_proposal_of_a_charter():
    told = Told(KIND, "MA", "FR", "ES", says=CHARTER)
    yes = told.say("FR", "adopt-charter")
    told.say("ES", "decline-charter", missed=[yes])
    assert told.stage == "declined"


def test_an_adoption_beats_a_withdrawal_it_had_not_seen():
    """Else whoever proposed could undo a working group for ever, by pretending it never saw it adopted."""
    told = Told(KIND, "MA", "FR", "ES", says=CHARTER)
    crossed = [told.say("FR", "adopt-charter"), told.say("ES", "adopt-charter")]
    told.say("FR", "name-member", says=MEMBER)
    told.say("MA", "withdraw-charter", missed=crossed)
    assert told.stage == "active"
    assert not told.standing.set_aside


def test_a_withdrawal_that_one_party_had_seen_before_it_adopted_stands():
    told = Told(KIND, "MA", "FR", "ES", says=CHARTER)
    withdrawal = told.say("MA", "withdraw-charter")
    told.say("FR", "adopt-charter", missed=[withdrawal])
    assert (told.stage, turn(told.standing)) == ("withdrawn", frozenset())
    assert open_steps(told.standing, "ES") == ()
    told.say("ES", "adopt-charter")
    assert told.stage == "withdrawn"
    assert told.aside() == {"ES adopt-charter": "rules.not-at-this-stage"}


def test_nothing_happens_in_a_group_before_its_charter_stands():
    told = Told(KIND, "MA", "FR", says=CHARTER)
    assert {option.step.name for option in open_steps(told.standing, "FR")} == {
        "adopt-charter",
        "decline-charter",
    }
    told.say("FR", "name-member", says=MEMBER)
    assert told.aside() == {"FR name-member": "rules.not-at-this-stage"}


@pytest.mark.law("AS-M4-2")
def test_as_m4_2_when_one_side_has_no_member_left_decisions_wait_for_quorum():
    told = with_members()
    [of_france] = [key for key, item in told.state.items("member").items() if item.holder == "FR"]
    told.say("FR", "end-membership", item=of_france)
    assert groups.members(told.state) == {"FR": 0, "MA": 1}
    assert not groups.has_quorum(told.state)

    values = {"text": "Échanger les listes de contacts.", **DECISION}
    assert codes(problems(KIND, "table-decision", values, by="MA", about=told)) == ["groups.no-quorum?"]
    decision = told.say("MA", "table-decision", says=DECISION)
    assert told.item("decision", decision).stage == "pending-quorum"
    told.say("FR", "support-decision", item=decision)
    assert told.aside() == {"FR support-decision": "rules.not-at-this-stage"}

    told.say("MA", "table-again", item=decision)  # still without quorum
    assert told.item("decision", decision).stage == "pending-quorum"
    told.say("FR", "name-member", says=MEMBER)
    told.say("MA", "table-again", item=decision)
    assert told.item("decision", decision).stage == "tabled"
    told.say("FR", "support-decision", item=decision)
    assert told.item("decision", decision).stage == "adopted"


def test_a_quorum_lost_while_a_decision_is_tabled_is_needed_again_before_it_is_adopted():
    told = with_members("MA", "FR", "ES")
    decision = told.say("MA", "table-decision", says=DECISION)
    told.say("FR", "support-decision", item=decision)
    [of_spain] = [key for key, item in told.state.items("member").items() if item.holder == "ES"]
    told.say("ES", "end-membership", item=of_spain)
    told.say("ES", "support-decision", item=decision)
    assert told.item("decision", decision).stage == "pending-quorum"
    told.say("ES", "name-member", says=MEMBER)
    told.say("MA", "table-again", item=decision)
    for party in ("FR", "ES"):
        assert told.item("decision", decision).stage == "tabled"
        told.say(party, "support-decision", item=decision)
    assert told.item("decision", decision).stage == "adopted"


def test_a_member_named_while_the_decision_is_tabled_does_not_give_it_quorum():
    """What crossed is ordered the same way everywhere, so the two nodes never disagree on a quorum."""
    told = chartered()
    told.say("MA", "name-member", says=MEMBER)
    member = told.say("FR", "name-member", says=MEMBER)
    decision = told.say("MA", "table-decision", says=DECISION, missed=[member])
    assert told.item("decision", decision).stage in ("tabled", "pending-quorum")


def test_the_charter_says_how_many_of_each_party():
    told = chartered(quorum=2)
    for party in ("MA", "MA", "FR"):
        told.say(party, "name-member", says=MEMBER)
    assert not groups.has_quorum(told.state)
    told.say("FR", "name-member", says=MEMBER)
    assert groups.has_quorum(told.state)


def test_a_decision_needs_every_party_and_one_no_ends_it():
    told = with_members("MA", "FR", "ES")
    decision = told.say("MA", "table-decision", says=DECISION)
    told.say("FR", "support-decision", item=decision)
    assert told.item("decision", decision).stage == "tabled"
    told.say("ES", "oppose-decision", item=decision)
    assert told.item("decision", decision).stage == "not-adopted"


def test_a_decision_is_due_by_a_day_to_come():
    values = {"text": "Échanger les listes de contacts.", **DECISION, "due_on": "2026-01-05"}
    found = problems(KIND, "table-decision", values, by="MA", about=with_members())
    assert codes(found) == ["rules.in-the-past"]


def test_the_party_in_charge_says_that_a_decision_was_carried_out():
    told = with_members()
    decision = told.say("MA", "table-decision", says=DECISION)
    told.say("FR", "support-decision", item=decision)
    offered = {
        party: {option.step.name for option in open_steps(told.standing, party)} for party in ("MA", "FR")
    }
    assert "report-done" in offered["FR"]
    assert "report-done" not in offered["MA"]
    assert codes(problems(KIND, "report-done", {}, by="MA", about=told, item=decision.id)) == [
        "groups.not-in-charge"
    ]
    assert not problems(KIND, "report-done", {}, by="FR", about=told, item=decision.id)
    told.say("MA", "report-done", item=decision)  # what a partner's older node lets through counts as before
    assert told.item("decision", decision).stage == "done"


def test_who_tables_a_decision_does_not_also_support_it():
    told = with_members()
    decision = told.say("MA", "table-decision", says=DECISION)
    with pytest.raises(StepNotAllowed) as refused:
        check_allowed(told.standing, "support-decision", "MA", decision.id)
    assert refused.value.facts["reason"] == "rules.not-this-side"


def test_minutes_are_agreed_by_every_party():
    told = with_members("MA", "FR", "ES")
    meeting = told.say("FR", "call-meeting", says=MEETING)
    told.say("FR", "hold-meeting", item=meeting)
    told.say("MA", "agree-minutes", item=meeting)
    assert told.item("meeting", meeting).stage == "held"
    told.say("ES", "agree-minutes", item=meeting)
    assert told.item("meeting", meeting).stage == "agreed"


# The sunset


def test_the_sunset_is_over_when_its_day_is_over():
    assert groups.sunset_at(chartered().state) == NEW_YEAR


@pytest.mark.parametrize(
    ("at", "stage", "aside"),
    [
        pytest.param(
            datetime(2026, 12, 31, 23, 59, 59, 999000, UTC), "active", "rules.not-at-this-stage", id="early"
        ),
        pytest.param(NEW_YEAR, "closing", None, id="on the stroke"),
        pytest.param(datetime(2027, 3, 1, tzinfo=UTC), "closing", None, id="late"),
    ],
)
def test_a_node_states_the_sunset_and_only_then_the_group_is_closing(at, stage, aside):
    told = chartered()
    told.say("FR", "state-sunset", at=at)
    assert (told.stage, told.aside().get("FR state-sunset")) == (stage, aside)


def test_time_alone_closes_no_group_and_no_officer_is_offered_to_state_it():
    told = chartered()
    told.say("MA", "name-member", says=MEMBER, at=datetime(2028, 1, 1, tzinfo=UTC))
    assert told.stage == "active"
    assert "state-sunset" not in {option.step.name for option in open_steps(told.standing, "MA")}


def test_both_nodes_state_the_sunset_and_it_counts_once():
    told = chartered()
    first = told.say("MA", "state-sunset", at=NEW_YEAR)
    told.say("FR", "state-sunset", at=NEW_YEAR, missed=[first])
    assert told.stage == "closing"
    assert list(told.aside().values()) == ["rules.not-at-this-stage"]


def test_an_extension_adopted_by_all_moves_the_sunset():
    told = chartered()
    extension = told.say("FR", "propose-extension", says={"sunset_on": "2027-06-30"})
    told.say("MA", "accept-extension", item=extension)
    assert groups.sunset_at(told.state) == datetime(2027, 7, 1, tzinfo=UTC)
    told.say("MA", "state-sunset", at=NEW_YEAR)
    assert told.stage == "active"


def test_the_group_is_closed_once_every_party_has_confirmed():
    told = with_members("MA", "FR", "ES")
    decision = told.say("MA", "table-decision", says=DECISION)
    told.say("MA", "begin-closing")
    for party in ("MA", "FR", "ES"):
        assert told.stage == "closing"
        told.say(party, "confirm-close", says={"score": 4})
    assert told.stage == "closed"
    assert turn(told.standing) == frozenset()
    told.say("FR", "support-decision", item=decision)
    assert told.aside() == {"FR support-decision": "rules.not-at-this-stage"}


def test_a_reading_shows_codes_and_the_last_day_without_the_body_and_the_title_with_it():
    told = chartered()
    assert KIND.read(told.state, {}).title == ""
    reading = KIND.read(told.state, {told.opening.id: charter()})
    assert (reading.title, reading.axis) == ("Fugitifs et recherches", "FUG")
    assert reading.columns == {"sort": "thematic", "sunset": "2026-12-31"}
    extension = told.say("FR", "propose-extension", says={"sunset_on": "2027-06-30"})
    told.say("MA", "accept-extension", item=extension)
    assert KIND.read(told.state, {}).columns["sunset"] == "2027-06-30"


# What may not be said


def charter(**changes):
    values = {
        "title": "Fugitifs et recherches", "sort": "thematic", "axis": "FUG", "quorum": 1,
        "mandate": "Coordonner la localisation des personnes recherchées par les deux autorités.",
        "objectives": [{"text": "Réduire le délai de réponse"}], "sunset_on": "2026-12-31",
    }  # fmt: skip
    return {name: value for name, value in (values | changes).items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="a whole charter"),
        pytest.param({"sunset_on": None}, ["rules.required"], id="no sunset"),
        pytest.param({"sunset_on": "2026-01-05"}, ["rules.in-the-past"], id="a sunset today"),
        pytest.param({"sunset_on": "2028-01-05"}, [], id="24 months"),
        pytest.param(
            {"sunset_on": "2028-01-07"}, ["groups.longer-than-24-months"], id="longer than 24 months"
        ),
        pytest.param({"sunset_on": "2026-02-31"}, ["rules.no-such-day"], id="a day that does not exist"),
        pytest.param({"quorum": 0}, ["rules.number-out-of-range"], id="no quorum"),
        pytest.param({"objectives": []}, ["rules.required"], id="no objective"),
        pytest.param({"mandate": "Coopérer."}, ["rules.too-short"], id="a mandate of one word"),
    ],
)
def test_a_charter_has_a_sunset_a_quorum_and_an_aim(changes, found):
    assert codes(problems(KIND, "propose-charter", charter(**changes))) == found


def test_one_party_cannot_hold_both_chairs():
    told = chartered()
    values = {"name": "BENALI Karim", "role": "co-chair", "no_conflict": True}
    assert codes(problems(KIND, "name-member", values, by="MA", about=told)) == []
    told.say("MA", "name-member", says={"role": "co-chair"})
    assert codes(problems(KIND, "name-member", values, by="MA", about=told)) == [
        "groups.co-chair-named-already"
    ]
    assert codes(problems(KIND, "name-member", values, by="FR", about=told)) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        pytest.param("BENALI Karim", ["groups.member-of-another-party?"], id="the same name"),
        pytest.param("Karim Bénali", ["groups.member-of-another-party?"], id="the other way round, accented"),
        pytest.param("MOREL Claire", [], id="somebody else"),
    ],
)
def test_a_member_on_both_sides_is_a_doubt(name, found):
    told = chartered()
    says = {"role": "member", "no_conflict": True}
    named = told.say("FR", "name-member", says=says)
    values = says | {"name": name}
    bodies = {named.id: {"name": "BENALI Karim"}}
    assert codes(problems(KIND, "name-member", values, about=told, bodies=lambda: bodies)) == found
    assert codes(problems(KIND, "name-member", values, by="FR", about=told, bodies=lambda: bodies)) == []
    told.say("FR", "end-membership", item=named)
    assert codes(problems(KIND, "name-member", values, about=told, bodies=lambda: bodies)) == []


def test_a_member_who_has_not_declared_is_a_doubt():
    values = {"name": "BENALI Karim", "role": "member", "no_conflict": False}
    assert codes(problems(KIND, "name-member", values, about=chartered())) == [
        "groups.conflict-not-declared?"
    ]


@pytest.mark.parametrize(
    ("times", "found"),
    [
        pytest.param(("2026-02-01T09:00Z", "2026-02-01T12:00Z"), [], id="three hours"),
        pytest.param(
            ("2026-02-01T12:00Z", "2026-02-01T09:00Z"), ["rules.ends-before-it-begins"], id="backwards"
        ),
        pytest.param(
            ("2026-02-01T10:30+01:00", "2026-02-01T10:00Z"), [], id="half an hour, said in two zones"
        ),
        pytest.param(
            ("2026-02-01T09:00", "2026-02-01T12:00Z"), ["rules.no-such-instant"], id="one without a zone"
        ),
        pytest.param(("2026-01-05T08:00Z", "2026-01-05T12:00Z"), ["rules.in-the-past"], id="begun already"),
        pytest.param(
            ("2027-01-01T00:00Z", "2027-01-01T02:00Z"), ["groups.meets-after-sunset"], id="after the sunset"
        ),
        pytest.param(("2026-12-31T09:00Z", "2026-12-31T12:00Z"), [], id="on the last day"),
        pytest.param(
            ("2026-02-01T09:00Z", "2026-02-07T09:00Z"), ["groups.meeting-of-many-days?"], id="six days"
        ),
        pytest.param(("soon", "later"), ["rules.no-such-instant"] * 2, id="words"),
    ],
)
def test_a_meeting_ends_after_it_begins(times, found):
    values = {"starts_at": times[0], "ends_at": times[1], "place": "Rabat", "agenda": [{"text": "Bilan"}]}
    assert codes(problems(KIND, "call-meeting", values, about=chartered())) == found


def test_a_decision_is_for_a_party_to_carry_out():
    values = {"text": "Échanger les listes de contacts.", "owner": "PT", "due_on": "2026-06-30"}
    assert codes(problems(KIND, "table-decision", values, about=with_members())) == ["rules.not-a-party"]


@pytest.mark.parametrize("day", ["9999-12-31", "0000-00-00", "", 5])
def test_a_sunset_nobody_can_read_ends_nothing(day):
    """A partner may state any day: the charter is set aside or never ends by itself, and nothing breaks."""
    told = Told(KIND, "MA", "FR", says=CHARTER | {"sunset_on": day})
    told.say("FR", "state-sunset", at=NEW_YEAR)
    assert told.stage == ("proposed" if day == "9999-12-31" else "")


def test_nothing_stands_on_a_charter_that_cannot_be_read():
    told = Told(KIND, "MA", "FR", says=CHARTER | {"quorum": "many"})
    told.say("FR", "adopt-charter")
    assert told.aside() == {"MA propose-charter": "rules.badly-said", "FR adopt-charter": "rules.not-opened"}
    assert (told.stage, turn(told.standing), told.standing.state) == ("", set(), None)

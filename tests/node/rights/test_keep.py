"""The register: terms in months, two persons, what is found, what rests locked, what is destroyed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mithaq.node.ledger.chores import chores
from mithaq.node.officers.errors import NotYours, SecondPersonNeeded
from mithaq.node.officers.permission import may_take_of
from mithaq.node.rights import decide, keep, look
from mithaq.node.rights.errors import (
    AnsweredAlready,
    ConcernsOpen,
    DecisionDecided,
    DecisionWaits,
    ExtendedAlready,
    GroundNeeded,
    NotDecided,
    NotInCharge,
    NotLooked,
    OwnerNeeded,
)
from mithaq.node.rights.models import Concern, Decision, SubjectRequest
from mithaq.node.rights.terms import after_months, due_on
from mithaq.node.safeguards.errors import ReadNotRecorded
from mithaq.node.safeguards.models import HouseEvent, HouseReason
from tests.node.people import officer
from tests.node.persons.names_of import listed, run
from tests.node.rights.conftest import ARABIC, CONTACT, NAME, REFERENCE, TODAY, WRITES, heard
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
NEUTRAL = decide.Proposed("neutral")
WHY = "Enquête en cours sur la filière."


@pytest.mark.law("L37")
@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="the last day of a shorter month"),
        pytest.param(date(2028, 1, 31), 1, date(2028, 2, 29), id="of a leap year"),
        pytest.param(date(2026, 2, 28), 1, date(2026, 3, 28), id="never further than the number"),
        pytest.param(date(2026, 11, 30), 3, date(2027, 2, 28), id="over the new year"),
        pytest.param(date(2026, 12, 15), 1, date(2027, 1, 15), id="December"),
        pytest.param(date(2026, 5, 31), 9, date(2027, 2, 28), id="the most a node can say"),
        pytest.param(date(2026, 5, 31), 0, date(2026, 5, 31), id="no month"),
    ],
)
def test_a_month_ends_on_the_same_number_or_on_its_last_day(day, months, expected):
    assert after_months(day, months) == expected


def test_the_node_says_how_many_months(settings):
    settings.ANSWER_MONTHS, settings.ANSWER_EXTENSION_MONTHS = 2, 1
    assert due_on(date(2026, 1, 31)) == date(2026, 3, 31)
    assert due_on(date(2026, 1, 31), extended=True) == date(2026, 4, 30)


def test_references_follow_each_other_and_each_year_begins_anew(dpo):
    rows = [heard(dpo), heard(dpo)]
    assert [row.reference for row in rows] == ["MA-RGT-2026-00001", "MA-RGT-2026-00002"]
    asked = keep.Asked("access", "in-writing", "document-seen", "fr", TODAY)
    later = keep.enter(dpo, asked, keep.Person((NAME,)), now=NOW + timedelta(days=60))
    assert later.reference == "MA-RGT-2027-00001"


@pytest.mark.law("L37")
def test_who_asks_and_what_they_write_rest_locked(looked, dpo, adviser):
    said = decide.Proposed("refused", ("inquiries",), why=WHY)
    decide.prepare(dpo, looked, said, now=NOW)
    keep.extend(dpo, looked, why="Il faut entendre Paris.", told_on=TODAY, now=NOW)
    secrets = ("Zerhouni", "Orangers", WRITES[:20], "filière", "entendre Paris")
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        assert "rights_subjectrequest" in tables
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for value in (value for row in cursor.fetchall() for value in row):
                resting = bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
                assert not [each for each in secrets if each.encode() in resting], table
    assert not HouseReason.objects.exists()
    shown = f"{looked} {looked!r} {looked.concerns.get()} {Decision.objects.get()}"
    assert "Zerhouni" not in shown
    person = keep.person_of(looked)
    assert (person.names, person.contact, person.words) == ((NAME,), CONTACT, WRITES)
    assert "Zerhouni" not in repr(person)


@pytest.mark.law("L37")
@pytest.mark.parametrize("name", [NAME, ARABIC, "ZERHOUNI Tariq"])
def test_who_asks_is_found_in_whatever_script(named, dpo, name):
    row = heard(dpo, names=(name,))
    assert look.look(dpo, row, now=NOW) == 1
    found = look.found(row)[0]
    assert found.matter.reference == REFERENCE
    assert not found.matter.title
    event = HouseEvent.objects.get(action="rights.searched")
    assert event.facts == {"reference": row.reference, "right": "access"}


def test_nobody_else_is_found(named, dpo):
    row = heard(dpo, names=("Berthe Guillaumet",))
    assert look.look(dpo, row, now=NOW) == 0
    row.refresh_from_db()
    assert row.looked_at == NOW


def test_the_register_is_looked_into(own_keys, dpo):
    listed(run(), r1=NAME)
    row = heard(dpo)
    assert look.look(dpo, row, now=NOW) == 1
    [found] = look.found(row)
    assert (found.record.source_id, found.may_be_erased) == ("r1", False)


def test_if_the_search_cannot_be_noted_nothing_is_looked_for(named, asked, dpo, monkeypatch):
    from django.db import DatabaseError

    from mithaq.node.safeguards import reading

    def broken(*_, **__):
        raise DatabaseError

    monkeypatch.setattr(reading, "note", broken)
    with pytest.raises(ReadNotRecorded):
        look.look(dpo, asked, now=NOW)
    assert not Concern.objects.exists()


def test_a_second_look_keeps_what_was_confirmed(looked, dpo):
    before = Concern.objects.values().get()
    look.look(dpo, looked, now=NOW + timedelta(hours=1))
    assert Concern.objects.values().get() == before


def test_only_somebody_else_who_sees_the_matter_confirms(asked, named, dpo, adviser):
    look.look(dpo, asked, now=NOW)
    concern = asked.concerns.get()
    for wrong in (
        dpo,
        officer("liaison-officer"),
        officer("auditor"),
        officer("duty-officer", is_active=False),
    ):
        with pytest.raises(NotInCharge):
            look.say(dpo, concern, "concerns", with_=wrong, now=NOW)
    with pytest.raises(NotYours):
        look.say(adviser, concern, "concerns", with_=officer("duty-officer"), now=NOW)


@pytest.mark.law("L37")
def test_two_persons_decide_and_never_one(looked):
    both = officer("dpo", "legal-adviser")
    prepared = decide.prepare(both, looked, decide.Proposed("granted"), now=NOW)
    with pytest.raises(SecondPersonNeeded):
        decide.confirm(both, prepared, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(state="confirmed", decided_by=both)
    with pytest.raises(NotYours):
        decide.confirm(officer("duty-officer"), prepared, now=NOW)
    second = officer("head-of-service")
    decide.confirm(second, prepared, now=NOW)
    with pytest.raises(DecisionDecided):
        decide.call_off(second, prepared, now=NOW)
    with pytest.raises(DecisionDecided):
        decide.prepare(both, looked, NEUTRAL, now=NOW)


def test_a_decision_follows_a_look_and_what_was_found_is_confirmed_first(asked, named, dpo):
    with pytest.raises(NotLooked):
        decide.prepare(dpo, asked, NEUTRAL, now=NOW)
    look.look(dpo, asked, now=NOW)
    with pytest.raises(ConcernsOpen):
        decide.prepare(dpo, asked, NEUTRAL, now=NOW)
    unknown = decide.Proposed("refused", ("identity-not-shown",), why=WHY)
    assert decide.prepare(dpo, asked, unknown, now=NOW).state == ""


@pytest.mark.law("L37")
@pytest.mark.parametrize("outcome", ["refused", "partly-granted", "neutral"])
def test_what_is_not_granted_has_a_ground_and_says_why(looked, dpo, outcome):
    for said in (
        decide.Proposed(outcome),
        decide.Proposed(outcome, ("inquiries",)),
        decide.Proposed(outcome, why=WHY),
    ):
        with pytest.raises(GroundNeeded):
            decide.prepare(dpo, looked, said, now=NOW)
    prepared = decide.prepare(dpo, looked, decide.Proposed(outcome, ("inquiries",), why=WHY), now=NOW)
    assert keep.open_text(looked, prepared.why) == WHY
    with pytest.raises(ValueError, match="codes"):
        decide.prepare(dpo, looked, decide.Proposed("refused", ("because",), why=WHY), now=NOW)


@pytest.mark.law("L39")
@pytest.mark.parametrize("said", ["concerns", "another"])
def test_a_complaint_about_the_data_of_a_partner_is_decided_after_the_owner_was_told(
    named, dpo, salma, adviser, said
):
    row = heard(dpo, sort="not-that-person", received_on=TODAY)
    look.look(dpo, row, now=NOW)
    look.say(dpo, row.concerns.get(), said, with_=salma, now=NOW)
    for untold in (decide.Proposed("granted"), decide.Proposed("granted", owner="FR")):
        with pytest.raises(OwnerNeeded):
            decide.prepare(dpo, row, untold, now=NOW)
    told = decide.Proposed("granted", owner="FR", owner_told_on=TODAY)
    decide.confirm(adviser, decide.prepare(dpo, row, told, now=NOW), now=NOW)
    keep.answer(dpo, row, on=TODAY)
    row.refresh_from_db()
    assert not row.is_open


@pytest.mark.law("L39")
def test_what_is_handed_over_says_to_whom(looked, dpo):
    with pytest.raises(OwnerNeeded):
        decide.prepare(dpo, looked, decide.Proposed("handed-over"), now=NOW)
    said = decide.Proposed("handed-over", owner="FR", owner_told_on=TODAY)
    assert decide.prepare(dpo, looked, said, now=NOW).owner == "FR"


def test_while_a_decision_waits_what_it_rests_on_stays(looked, dpo, salma):
    prepared = decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    with pytest.raises(DecisionWaits):
        look.look(dpo, looked, now=NOW)
    with pytest.raises(DecisionWaits):
        look.say(dpo, looked.concerns.get(), "another", with_=salma, now=NOW)
    with pytest.raises(DecisionWaits):
        decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    decide.call_off(dpo, prepared, now=NOW)
    look.say(dpo, looked.concerns.get(), "another", with_=salma, now=NOW)


@pytest.mark.law("L37")
def test_the_term_is_extended_once_and_before_it_is_over(asked, dpo):
    keep.extend(dpo, asked, why="Il faut entendre Paris.", told_on=TODAY, now=NOW)
    asked.refresh_from_db()
    assert asked.due_on == after_months(TODAY, 3)
    assert keep.open_text(asked, asked.extension) == "Il faut entendre Paris."
    late = heard(dpo, received_on=TODAY - timedelta(days=40))
    for row in (asked, late):
        with pytest.raises(ExtendedAlready):
            keep.extend(dpo, row, why="Encore un délai.", told_on=TODAY, now=NOW)


def test_an_answer_closes_a_decided_request_once(refused, dpo):
    other = heard(dpo)
    with pytest.raises(NotDecided):
        keep.answer(dpo, other, on=TODAY)
    with pytest.raises(NotDecided):
        keep.answer(dpo, refused, on=TODAY - timedelta(days=1))
    keep.answer(dpo, refused, on=TODAY)
    for act in (
        lambda: keep.answer(dpo, refused, on=TODAY),
        lambda: keep.extend(dpo, refused, why=WHY, told_on=TODAY, now=NOW),
        lambda: look.look(dpo, refused, now=NOW),
    ):
        with pytest.raises(AnsweredAlready):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        SubjectRequest.objects.filter(pk=refused.pk).update(answered_on=date(2020, 1, 1))


@pytest.mark.law("L37")
def test_three_years_after_the_answer_nobody_is_named_any_more(refused, dpo):
    waiting = heard(dpo)
    keep.answer(dpo, refused, on=TODAY)
    refused.refresh_from_db()
    chore = chores()["rights"]
    chore.do(NOW + timedelta(days=3 * 365))
    assert keep.person_of(refused) is not None
    chore.do(NOW + timedelta(days=3 * 365 + 2))
    refused.refresh_from_db()
    assert (keep.person_of(refused), bytes(refused.content)) == (None, b"")
    assert not refused.concerns.exists()
    assert (decide.standing(refused).outcome, bytes(decide.standing(refused).why)) == ("refused", b"")
    assert keep.person_of(waiting) is not None
    assert HouseEvent.objects.filter(action="rights.destroyed").count() == 1


def standing_for(who):
    return keep.standing(who, may_take_of(who, keep.ACTS), today=TODAY)


def test_the_desk_counts_for_whoever_keeps_and_whoever_confirms(looked, dpo, adviser):
    heard(dpo, received_on=date(2026, 9, 1))
    assert standing_for(dpo) == keep.Standing(open=2, late=1, to_confirm=0)
    decide.prepare(dpo, looked, decide.Proposed("granted"), now=NOW)
    assert standing_for(adviser) == keep.Standing(to_confirm=1)
    assert standing_for(officer("duty-officer")) == keep.Standing()

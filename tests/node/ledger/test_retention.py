"""Which concluded matters are due for review, what an answer changes, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import erasures, find, readings, retention
from mithaq.node.ledger.errors import MatterRestricted, NothingToReview, ReviewOvertaken
from mithaq.node.ledger.models import BodyKey, EntryRow, Matter, ReadingKey, RetentionReview
from mithaq.node.ledger.retention import Found
from mithaq.node.officers.errors import NotYours, UnknownMatter
from mithaq.node.officers.models import Assignment, Watch
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.codes import code_list
from mithaq.pact.rules.retention import LONGEST, NEEDED, NOT_NEEDED, RESTRICTED, USUAL
from tests.node.agreements import agreed
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated

pytestmark = pytest.mark.django_db
REFERENCE = "FR-INQ-2026-00007"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
DUE = NOW + USUAL
LATER = (DUE + 90 * DAY).date()
STILL = Found(NEEDED, "proceedings", LATER)
CLOSED = Found(RESTRICTED, "evidence", LATER)
GIVEN_UP = Found(NOT_NEEDED)


def concluded_with(paris, terms="", number=7):
    """A request of Paris that named somebody, and that it has withdrawn: what it said is still here."""
    parts = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": f"FR-INQ-2026-{number:05d}"}
    wire = paris.wire("ask", terms=terms or paris.terms, **parts, **CONFIDENTIAL)
    assert receive(wire, now=NOW).state == "kept"
    opening = paris.entries[-1]
    assert receive(paris.wire("withdraw", kind="inquiry", matter=opening.id), now=NOW).state == "kept"
    return Matter.objects.get(pk=opening.id)


@pytest.fixture
def concluded(paris):
    return concluded_with(paris)


def due(officer, now):
    return [row.id for row in retention.due_to(officer, now=now).rows]


def answer(officer, matter, found=STILL, now=DUE):
    return retention.review(officer, matter, found, saw=retention.token(matter), now=now)


def everything():
    """What a refusal leaves as it was."""
    return list(RetentionReview.objects.values()), HouseEvent.objects.count()


@pytest.mark.law("L36")
def test_it_is_due_when_the_span_after_its_end_is_over_and_not_a_moment_sooner(concluded, salma):
    assert concluded.final
    assert due(salma, DUE - MINUTE) == []
    assert due(salma, DUE) == [concluded.id]
    assert retention.count_due_to(salma, find.visible(salma), now=DUE, most=99) == 1


@pytest.mark.law("L36")
@pytest.mark.parametrize(("days", "expected"), [(90, 90), (180, 180), (3650, LONGEST.days)])
def test_the_terms_a_matter_stands_on_set_the_span_within_six_months(db, salma, days, expected):
    paris = Simulated("FR").introduced()
    terms = agreed(paris, more_terms={"review_after": days * 24 * 60}).id
    matter = concluded_with(paris, terms)
    at = NOW + expected * DAY
    assert (due(salma, at - MINUTE), due(salma, at)) == ([], [matter.id])
    assert retention.span_of(matter) == expected * DAY


@pytest.mark.law("L36")
def test_terms_that_were_not_agreed_set_nothing(db, salma):
    paris = Simulated("FR").introduced()
    terms = agreed(paris, more_terms={"review_after": 24 * 60}).id
    matter = concluded_with(paris, terms)
    Matter.objects.update(terms_stand=False)
    matter.refresh_from_db()
    assert (due(salma, NOW + 2 * DAY), due(salma, DUE)) == ([], [matter.id])
    assert retention.span_of(matter) == USUAL


@pytest.mark.law("L36")
@pytest.mark.parametrize("days", [1, 30, 181])
@pytest.mark.parametrize("reviewed", [False, True])
def test_a_list_and_a_page_say_the_same_at_every_hour(db, salma, days, reviewed):
    paris = Simulated("FR").introduced()
    matter = concluded_with(paris, agreed(paris, more_terms={"review_after": days * 24 * 60}).id)
    begins = NOW + days * DAY
    if reviewed:
        answer(salma, matter, replace(STILL, until_on=(begins + days * DAY).date()), now=begins)
        begins += days * DAY
    for hours in range(-30, 31, 3):
        for shift in (-MINUTE, timedelta(0), MINUTE):
            at = begins + timedelta(hours=hours) + shift
            assert retention.kept(matter, salma, now=at).is_due is (due(salma, at) == [matter.id]), at


def test_what_is_open_or_names_nobody_is_never_due(concluded, salma):
    Matter.objects.update(final=False)
    assert due(salma, DUE + 900 * DAY) == []
    Matter.objects.update(final=True, kind="plan")
    assert due(salma, DUE + 900 * DAY) == []


@pytest.mark.law("L36")
def test_what_was_erased_is_not_asked_about(concluded, salma):
    asked = erasures.ask(officer("dpo"), concluded.id, ground="ordered", now=DUE)
    erasures.confirm(officer("head-of-service"), asked, now=DUE)
    assert due(salma, DUE) == []
    assert retention.kept(concluded, salma, now=DUE) is None
    with pytest.raises(NothingToReview):
        answer(salma, concluded)


def test_a_body_that_is_left_is_asked_about_though_the_title_is_gone(concluded, salma):
    ReadingKey.objects.all().delete()
    assert due(salma, DUE) == [concluded.id]
    BodyKey.objects.filter(entry__in=EntryRow.objects.filter(matter=concluded.id).values("entry")).delete()
    assert due(salma, DUE) == []


@pytest.mark.law("L36")
def test_an_answer_stands_until_its_day_and_then_it_is_due_again(concluded, salma):
    answer(salma, concluded)
    day = DUE + 90 * DAY
    before, on = day.replace(hour=0) - MINUTE, day.replace(hour=0)
    assert (due(salma, DUE), due(salma, before), due(salma, on)) == ([], [], [concluded.id])
    kept = [retention.kept(concluded, salma, now=at) for at in (DUE, before, on)]
    assert [each.is_due for each in kept] == [False, False, True]
    assert {each.due_on for each in kept} == {LATER}


@pytest.mark.law("L36")
@pytest.mark.parametrize(
    "found",
    [
        pytest.param(replace(STILL, until_on=DUE.date()), id="today"),
        pytest.param(replace(STILL, until_on=(DUE + USUAL + DAY).date()), id="a day too late"),
        pytest.param(replace(STILL, until_on=None), id="no day"),
        pytest.param(replace(STILL, ground=""), id="no ground"),
        pytest.param(replace(STILL, ground="evidence"), id="a ground of another outcome"),
        pytest.param(replace(CLOSED, ground="proceedings"), id="still needed is no restriction"),
        pytest.param(replace(STILL, ground="because CANARI asked"), id="words in place of a code"),
        pytest.param(Found("kept", "evidence", LATER), id="no outcome"),
        pytest.param(Found(NOT_NEEDED, "", LATER), id="not needed until a day"),
    ],
)
def test_an_answer_is_codes_and_a_day_within_the_span(concluded, salma, found):
    before = everything()
    with pytest.raises(ValueError, match=r"needed|ground|review"):
        answer(salma, concluded, found)
    assert everything() == before
    answer(salma, concluded, replace(STILL, until_on=(DUE + USUAL).date()))


def test_the_house_log_has_who_and_which_code_and_no_word(concluded, salma):
    answer(salma, concluded, CLOSED)
    noted = HouseEvent.objects.get(action="retention.reviewed")
    assert (noted.officer, noted.matter) == (salma.reference, concluded.id)
    assert noted.facts == {"outcome": RESTRICTED, "kept_for": "evidence", "last": LATER.isoformat()}


@pytest.mark.law("L36")
def test_a_later_review_changes_the_answer(concluded, salma, karim):
    answer(salma, concluded, GIVEN_UP)
    assert [each.id for each in retention.given_up()] == [concluded.id]
    assert due(salma, DUE) == []
    answer(karim, concluded, STILL, now=DUE + DAY)
    assert not retention.given_up()
    rows = RetentionReview.objects.filter(stands=True)
    assert [(each.outcome, each.reviewed_by) for each in rows] == [(NEEDED, karim)]
    assert RetentionReview.objects.count() == 2


def test_of_two_who_answer_at_once_one_stands(concluded, salma, karim):
    saw = retention.token(concluded)
    retention.review(salma, concluded, STILL, saw=saw, now=DUE)
    before = everything()
    with pytest.raises(ReviewOvertaken):
        retention.review(karim, concluded, GIVEN_UP, saw=saw, now=DUE)
    assert everything() == before
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionReview.objects.create(
            matter=concluded.id, concluded_at=NOW, outcome=NOT_NEEDED, reviewed_by=karim, reviewed_at=DUE
        )


@pytest.mark.law("L36")
def test_what_moves_again_is_counted_anew(concluded, salma):
    saw = retention.token(concluded)
    answer(salma, concluded, GIVEN_UP)
    Matter.objects.update(moved_at=DUE + DAY)
    concluded.refresh_from_db()
    assert not retention.given_up()
    kept = retention.kept(concluded, salma, now=DUE + DAY)
    assert (kept.standing, kept.is_due, kept.due_on) == (None, False, (DUE + DAY + USUAL).date())
    assert due(salma, DUE + DAY + USUAL - MINUTE) == []
    assert due(salma, DUE + DAY + USUAL) == [concluded.id]
    with pytest.raises(ReviewOvertaken):
        retention.review(salma, concluded, STILL, saw=saw, now=DUE + DAY)


def test_what_was_found_outlasts_readings_that_are_made_anew(concluded, salma):
    answer(salma, concluded)
    readings.project(concluded.id)
    assert due(salma, DUE) == []


@pytest.mark.law("L38")
def test_what_is_restricted_is_erased_by_nobody_until_a_review_lifts_it(concluded, salma):
    dpo, second = officer("dpo"), officer("head-of-service")
    asked = erasures.ask(dpo, concluded.id, ground="end-of-retention", now=DUE)
    answer(salma, concluded, CLOSED)
    with pytest.raises(MatterRestricted):
        erasures.confirm(second, asked, now=DUE)
    asked.refresh_from_db()
    assert asked.outcome == ""
    erasures.call_off(dpo, asked, now=DUE)
    with pytest.raises(MatterRestricted):
        erasures.ask(dpo, concluded.id, ground="end-of-retention", now=DUE)
    answer(salma, concluded, GIVEN_UP, now=DUE + DAY)
    erasures.confirm(second, erasures.ask(dpo, concluded.id, ground="end-of-retention", now=DUE), now=DUE)
    assert erasures.stake(concluded.id).is_nothing


@pytest.mark.law("L38")
def test_a_restriction_outlasts_what_is_stated_later_and_can_then_be_lifted(concluded, salma):
    answer(salma, concluded, CLOSED)
    Matter.objects.update(moved_at=DUE + DAY, final=False)
    concluded.refresh_from_db()
    kept = retention.kept(concluded, salma, now=DUE + DAY)
    assert (kept.is_restricted, kept.is_due, kept.due_on) == (True, False, None)
    with pytest.raises(MatterRestricted):
        retention.check_unrestricted(concluded.id)
    answer(salma, concluded, STILL, now=DUE + DAY)
    retention.check_unrestricted(concluded.id)


@pytest.mark.law("L35")
def test_only_who_sees_a_matter_is_asked_about_it(concluded):
    Watch.objects.all().delete()
    narrow, other = officer("duty-officer", unit=unit()), officer("duty-officer", unit=unit("other"))
    assert due(narrow, DUE) == due(other, DUE) == []
    with pytest.raises(UnknownMatter):
        answer(narrow, concluded)
    Assignment.objects.create(matter=concluded.id, unit=narrow.unit, at=NOW)
    assert (due(narrow, DUE), due(other, DUE)) == ([concluded.id], [])
    answer(narrow, concluded)
    with pytest.raises(UnknownMatter):
        answer(other, concluded)


def test_who_reviews_is_as_the_table_says(concluded):
    Watch.objects.all().delete()
    working = set(code_list("functions").values) - {
        "administrator", "auditor", "dpo", "rights-reviewer", "translator",
    }  # fmt: skip
    for function in code_list("functions").values:
        Watch.objects.create(function=function, kind="inquiry")
        persona = officer(function)
        assert bool(due(persona, DUE)) is (function in working), function
        if function not in working:
            with pytest.raises(NotYours):
                answer(persona, concluded)


def test_pages_follow_each_other_oldest_first(paris, salma):
    made = [concluded_with(paris, number=number) for number in range(1, 6)]
    for number, each in enumerate(made):
        Matter.objects.filter(pk=each.id).update(moved_at=NOW - number * DAY)
    seen, after = [], ""
    while True:
        page = retention.due_to(salma, now=DUE, after=after, size=2)
        seen += [row.reference for row in page.rows]
        if not (after := page.next):
            break
    assert seen == [each.reference for each in reversed(made)]
    assert page.counted == 5
    assert [row.reference for row in retention.due_to(salma, now=DUE, after="no place").rows] == seen


def test_what_watches_over_it_counts_by_kind(paris, salma):
    made = [concluded_with(paris, number=number) for number in range(1, 5)]
    for each, ago in zip(made, (10, 160, 185, 300), strict=True):
        Matter.objects.filter(pk=each.id).update(moved_at=NOW - ago * DAY)
    (row,) = retention.counted(now=NOW)
    assert (row.kind, row.soon, row.due, row.long) == ("inquiry", 1, 2, 1)


def test_a_restored_table_holds_what_it_must(concluded, salma):
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionReview.objects.create(
            matter=concluded.id, concluded_at=NOW, outcome=NEEDED, reviewed_by=salma, reviewed_at=DUE
        )
    assert str(answer(salma, concluded)) == f"{concluded.id[:12]}:needed"

"""A wanted note is reviewed by a legal adviser and a rights reviewer, two persons, before it is approved."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from mithaq.front.desk.desk import desk
from mithaq.front.desk.summary import summary
from mithaq.node.ledger import drafts, held, prior_reviews
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import DraftChanged, DraftNotPossibleNow, PriorReviewMissing, UnknownDraft
from mithaq.node.ledger.models import Draft, EntryRow, PriorReview
from mithaq.node.officers.errors import NotYours, SecondPersonNeeded
from mithaq.node.safeguards.models import HouseEvent
from tests.node.inquiries import ASKED, CONFIDENTIAL
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW
from tests.wanted import NOTE, REVIEWED

pytestmark = [pytest.mark.django_db, pytest.mark.law("L28")]
OURS = {"nationalities": [{"country": "MA", "at_facts": "YES"}]}
FILLED = {name: value for name, value in (NOTE | OURS).items() if name not in REVIEWED}
ADVISER, REVIEWER = "legal-adviser", "rights-reviewer"


@pytest.fixture
def author(paris):
    return officer("fugitive-officer", unit=unit(), language="en", family_name="Berrada")


@pytest.fixture
def adviser(paris):
    return officer(ADVISER, language="en", family_name="Idrissi")


@pytest.fixture
def reviewer(paris):
    return officer(REVIEWER, language="en", family_name="Squalli")


@pytest.fixture
def approver(paris):
    return officer("approver", language="en", family_name="Chraibi")


@pytest.fixture
def submitted(author):
    draft = drafts.begin(issue(), officer=author, now=NOW)
    drafts.submit(draft, officer=author, now=NOW)
    return draft


@pytest.fixture
def reviewed(submitted, adviser, reviewer):
    for each in (adviser, reviewer):
        review(submitted, each)
    return submitted


def issue(**changes):
    return Act("wanted", "issue", FILLED | changes, parties=("FR",), **CONFIDENTIAL)


def review(draft, who, **more):
    prior_reviews.give(draft, officer=who, digest=more.get("digest", draft.digest), now=NOW)


def approve(draft, who):
    drafts.approve(draft, officer=who, digest=draft.digest, now=NOW)


def test_both_review_it_then_it_is_approved_and_says_so_to_the_partner(reviewed, approver, author):
    approve(reviewed, approver)
    entry = drafts.release(reviewed, officer=author, now=NOW)
    body = held.bodies_of([entry])[entry.id]
    assert {name: body[name] for name in REVIEWED} == REVIEWED
    told = HouseEvent.objects.filter(action="draft.prior-reviewed").order_by("pk")
    assert [each.facts["function"] for each in told] == [ADVISER, REVIEWER]


@pytest.mark.parametrize("by", [(), (ADVISER,), (REVIEWER,)])
def test_while_one_review_is_lacking_nobody_approves_it(submitted, adviser, reviewer, approver, by):
    for function in by:
        review(submitted, {ADVISER: adviser, REVIEWER: reviewer}[function])
    with pytest.raises(PriorReviewMissing) as refused:
        approve(submitted, approver)
    assert set(refused.value.facts["functions"].split()) == {ADVISER, REVIEWER} - set(by)
    submitted.refresh_from_db()
    assert submitted.state == Draft.SUBMITTED
    assert not drafts.drafts_to_approve(approver)
    assert not EntryRow.objects.filter(kind="wanted").exists()


@pytest.mark.parametrize("said", [True, False])
def test_what_an_author_says_of_it_counts_for_nothing(author, approver, said):
    """A program, or a draft of an earlier version, that raises the flags itself."""
    draft = drafts.begin(issue(**dict.fromkeys(REVIEWED, said)), officer=author, now=NOW)
    drafts.submit(draft, officer=author, now=NOW)
    with pytest.raises(PriorReviewMissing):
        approve(draft, approver)


def test_its_form_asks_for_neither(author):
    form = signed_in(author).get(reverse("web:open", args=["wanted"])).content.decode()
    assert 'name="facts"' in form
    assert not [name for name in REVIEWED if f'name="{name}"' in form]


def test_nobody_reviews_their_own(paris, adviser):
    both = officer("fugitive-officer", ADVISER, REVIEWER, unit=unit())
    draft = drafts.begin(issue(), officer=both, now=NOW)
    drafts.submit(draft, officer=both, now=NOW)
    with pytest.raises(SecondPersonNeeded):
        review(draft, both)
    assert not drafts.drafts_to_review_first(both)


def test_two_functions_are_two_persons(submitted, reviewer):
    both = officer(ADVISER, REVIEWER)
    review(submitted, both)
    assert [*prior_reviews.given(submitted)] == [ADVISER]
    with pytest.raises(NotYours):
        review(submitted, both)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        PriorReview.objects.create(
            draft=submitted, function=REVIEWER, digest=submitted.digest, reviewed_by=both, reviewed_at=NOW
        )
    review(submitted, reviewer)
    assert prior_reviews.lacking(submitted) == ()


@pytest.mark.parametrize("function", ["approver", "fugitive-officer", "duty-officer", "auditor", "dpo", None])
def test_nobody_else_reviews_it(submitted, function):
    with pytest.raises(NotYours):
        review(submitted, officer(*([function] if function else [])))
    assert not PriorReview.objects.exists()


def test_a_second_adviser_has_nothing_to_add(submitted, adviser):
    review(submitted, adviser)
    other = officer(ADVISER)
    assert not drafts.drafts_to_review_first(other)
    with pytest.raises(NotYours):
        review(submitted, other)


def test_any_edit_asks_for_new_reviews(reviewed, author, approver, adviser):
    drafts.edit(reviewed, issue(facts_place="Nice"), officer=author, now=NOW)
    drafts.submit(reviewed, officer=author, now=NOW)
    assert prior_reviews.lacking(reviewed) == (ADVISER, REVIEWER)
    with pytest.raises(PriorReviewMissing):
        approve(reviewed, approver)
    assert [each.pk for each in drafts.drafts_to_review_first(adviser)] == [reviewed.pk]


def test_a_review_names_what_was_read(submitted, adviser):
    with pytest.raises(DraftChanged):
        review(submitted, adviser, digest="0" * 64)
    assert not PriorReview.objects.exists()


def test_only_what_was_handed_over_is_reviewed(author, adviser, reviewed, approver):
    early = drafts.begin(issue(), officer=author, now=NOW)
    with pytest.raises(DraftNotPossibleNow):
        review(early, adviser)
    with pytest.raises(UnknownDraft):
        drafts.draft_for(early.pk, adviser)
    approve(reviewed, approver)
    with pytest.raises(DraftNotPossibleNow):
        review(reviewed, officer(ADVISER))


def test_whoever_reviews_may_return_it_and_it_is_handed_over_again(submitted, adviser, reviewer, author):
    review(submitted, adviser)
    drafts.send_back(submitted, officer=reviewer, remark="Préciser la source.", now=NOW)
    assert drafts.content(submitted).remark == "Préciser la source."
    drafts.submit(submitted, officer=author, now=NOW)  # unchanged: what was read is what stands
    assert prior_reviews.lacking(submitted) == (REVIEWER,)
    with pytest.raises(NotYours):  # whose review is given has had their say
        drafts.send_back(submitted, officer=adviser, remark="Autre chose.", now=NOW)


def test_desk_and_drafts_say_for_whom_it_waits(submitted, adviser, reviewer, approver, author):
    def waits(who):
        shown = desk(who, now=NOW)
        return len(shown.to_review_first), len(shown.to_approve), summary(who, now=NOW).to_approve

    assert [waits(each) for each in (adviser, reviewer, approver, author)] == [
        (1, 0, 1), (1, 0, 1), (0, 0, 0), (0, 0, 0),
    ]  # fmt: skip
    listed = text_of(signed_in(adviser).get(reverse("web:drafts")))
    assert "Waiting for your review, before approval" in listed
    review(submitted, adviser)
    review(submitted, reviewer)
    assert [waits(each) for each in (adviser, approver)] == [(0, 0, 0), (0, 1, 1)]


def test_on_the_page_each_does_their_part_in_turn(submitted, adviser, reviewer, approver, author):
    page = reverse("web:draft", args=[submitted.pk])
    does, approves = reverse("web:draft-review-first", args=[submitted.pk]), f"{page}approve/"

    def offers(who):
        shown = signed_in(who).get(page).content.decode()
        return does in shown, approves in shown

    assert offers(approver) == (False, False)
    assert "review awaited" in text_of(signed_in(approver).get(page))
    for each in (adviser, reviewer):
        assert offers(each) == (True, False)
        assert signed_in(each).post(does, {"digest": submitted.digest}).url == page
        assert offers(each) == (False, False)
    assert offers(approver) == (False, True)
    shown = text_of(signed_in(author).get(page))
    assert "Idrissi" in shown
    assert "Squalli" in shown
    assert signed_in(author).post(does, {"digest": submitted.digest}).status_code == 403


def test_its_author_learns_that_nobody_here_may_review_it(submitted, author, adviser):
    page = reverse("web:draft", args=[submitted.pk])
    assert "holds the function “Rights reviewer”" in text_of(signed_in(author).get(page))
    officer(REVIEWER)
    assert "holds the function" not in text_of(signed_in(author).get(page))


def test_bad_input_changes_nothing(submitted, adviser):
    does = reverse("web:draft-review-first", args=[submitted.pk])
    client = signed_in(adviser)
    for sent in ({}, {"digest": ""}, {"digest": "x" * 5000}, {"digest": "\0"}, once(digest="0" * 64)):
        assert client.post(does, sent).status_code in (400, 409, 422)
    assert client.get(does).status_code == 302
    assert not PriorReview.objects.exists()


def test_what_no_step_declares_needs_no_review(paris, author, approver):
    asking = officer("duty-officer", unit=unit())
    draft = drafts.begin(
        Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=asking, now=NOW
    )
    assert prior_reviews.functions_of(draft.kind, draft.step) == ()
    assert prior_reviews.lacking(draft) == ()
    assert prior_reviews.functions_of("no-such-kind", "issue") == ()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_speaks_the_officers_language(submitted, adviser, language):
    adviser.language = language
    adviser.save()
    page = signed_in(adviser).get(reverse("web:draft", args=[submitted.pk])).content.decode()
    assert f'lang="{language}"' in page
    said = {"ar": "لا مانع", "fr": "sans objection", "en": "it may go on"}
    assert said[language] in page

"""Two persons: what one prepares another approves, exactly that leaves, and it leaves once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import (
    DraftChanged,
    DraftErased,
    DraftNotPossibleNow,
    DraftOvertaken,
    RemarkMissing,
    UnknownDraft,
)
from mithaq.node.ledger.judge import judge
from mithaq.node.ledger.models import Draft, EntryRow, OwnKey
from mithaq.node.ledger.step import state
from mithaq.node.officers.errors import NotYours, SecondPersonNeeded
from mithaq.node.officers.models import Watch
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.rules.errors import BadlySaid, StepNotAllowed
from tests.node.inquiries import ANSWER_BODY, ANSWER_SAYS, ANSWERED, ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer, unit
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db

ASK = Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL)


@pytest.fixture
def submitted(paris, salma):
    draft = drafts.begin(ASK, officer=salma, now=NOW)
    drafts.submit(draft, officer=salma, now=NOW)
    return draft


@pytest.fixture
def approved(submitted, karim):
    drafts.approve(submitted, officer=karim, digest=submitted.digest, now=NOW)
    return submitted


def asks():
    return EntryRow.objects.filter(step="ask").count()


def test_what_was_approved_leaves_once(approved, salma, karim):
    entry = drafts.release(approved, officer=karim, now=NOW)
    again = drafts.release(approved, officer=salma, now=NOW)
    assert entry == again
    assert asks() == 1
    approved.refresh_from_db()
    assert (approved.state, approved.entry) == (Draft.RELEASED, entry.id)
    assert entry.officer == salma.reference


def test_once_released_the_content_is_destroyed(approved, salma):
    drafts.release(approved, officer=salma, now=NOW)
    assert not OwnKey.objects.filter(of=approved.id).exists()
    approved.refresh_from_db()
    assert bytes(approved.content) == b""
    with pytest.raises(DraftErased):
        drafts.content(approved)


def test_nobody_approves_their_own(paris):
    both = officer("duty-officer", "approver", unit=unit())
    draft = drafts.begin(ASK, officer=both, now=NOW)
    drafts.submit(draft, officer=both, now=NOW)
    with pytest.raises(SecondPersonNeeded):
        drafts.approve(draft, officer=both, digest=draft.digest, now=NOW)
    with pytest.raises(DraftNotPossibleNow):
        drafts.release(draft, officer=both, now=NOW)


def test_any_edit_voids_the_approval(approved, salma, karim):
    drafts.edit(approved, replace(ASK, handling=("H2",)), officer=salma, now=NOW)
    assert (approved.state, approved.approver, approved.approved_digest) == (Draft.EDITING, None, "")
    with pytest.raises(SecondPersonNeeded):
        drafts.release(approved, officer=salma, now=NOW)
    assert asks() == 0


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"handling": ("H3",)}, id="handling"),
        pytest.param({"basis": "adequacy"}, id="basis"),
        pytest.param({"to": ("FR",)}, id="addressees"),
        pytest.param({"parties": ("ES", "FR")}, id="parties"),
        pytest.param({"values": {**ASKED, "title": "Un autre objet"}}, id="values"),
        pytest.param({"item": "FR"}, id="item"),
    ],
)
def test_the_digest_is_of_everything_that_leaves(change):
    assert replace(ASK, **change).digest != ASK.digest


def test_the_approver_approves_what_was_on_the_page(submitted, salma, karim):
    with pytest.raises(DraftChanged):
        drafts.approve(submitted, officer=karim, digest="0" * 64, now=NOW)
    submitted.refresh_from_db()
    assert submitted.state == Draft.SUBMITTED


def test_what_is_returned_says_what_to_mend(submitted, salma, karim):
    drafts.send_back(submitted, officer=karim, remark="Préciser le quai.", now=NOW)
    assert submitted.state == Draft.RETURNED
    assert drafts.content(submitted).remark == "Préciser le quai."
    assert drafts.content(submitted).act == ASK


@pytest.mark.parametrize("remark", ["", " \u200f ", "…"])
def test_what_is_returned_without_a_word_stays_where_it_is(submitted, karim, remark):
    with pytest.raises(RemarkMissing):
        drafts.send_back(submitted, officer=karim, remark=remark, now=NOW)
    submitted.refresh_from_db()
    assert submitted.state == Draft.SUBMITTED


def test_who_ends_a_matter_is_told_of_what_waits_for_a_second_person_in_it(paris, salma):
    asked = state(ASK, officer=salma, now=NOW)
    answered = {"item": "FR", "says": ANSWER_SAYS, "body": ANSWER_BODY, "after": (asked.id,)}
    paris.learn(asked)
    assert receive(paris.wire("answer", kind="inquiry", matter=asked.id, **answered), now=NOW).state == "kept"
    assert receive(paris.receipt_wire(asked.id, asked.id), now=NOW).state == "kept"
    told = {"usefulness": "4", "outcome": "no-effect", "used_in_procedure": False}
    close = Act("inquiry", "close", {}, matter=asked.id)
    feed = Act("inquiry", "feed-back", told, matter=asked.id, item="FR", **CONFIDENTIAL)
    draft = drafts.begin(feed, officer=salma, now=NOW)
    assert not judge(close, now=NOW).problems  # what its author still writes waits for nobody
    drafts.submit(draft, officer=salma, now=NOW)
    [doubt] = judge(close, now=NOW).problems
    assert (doubt.code, doubt.soft) == ("ledger.draft-waits", True)
    assert not judge(feed, now=NOW).problems
    drafts.drop(draft, officer=salma, now=NOW)
    assert not judge(close, now=NOW).problems


def test_what_is_badly_said_is_not_submitted(paris, salma):
    draft = drafts.begin(replace(ASK, values={}), officer=salma, now=NOW)
    with pytest.raises(BadlySaid) as refused:
        drafts.submit(draft, officer=salma, now=NOW)
    assert {problem.code for problem in refused.value.problems} >= {"rules.required"}


def test_the_rules_are_asked_again_at_release(paris, salma, karim):
    receive(paris.wire("ask", kind="inquiry", says=SAYS, body=BODY), now=NOW)
    asked = paris.entries[-1]
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    draft = drafts.begin(answer, officer=salma, now=NOW)
    drafts.submit(draft, officer=salma, now=NOW)
    drafts.approve(draft, officer=karim, digest=draft.digest, now=NOW)
    saw = [asked.id]
    receive(paris.wire("withdraw", kind="inquiry", matter=asked.id), now=NOW)
    assert [entry.step for entry in drafts.arrived_since(draft)] == ["withdraw"]
    with pytest.raises(DraftOvertaken):
        drafts.release(draft, officer=karim, now=NOW, saw=saw)
    with pytest.raises(StepNotAllowed):
        drafts.release(draft, officer=karim, now=NOW)
    draft.refresh_from_db()
    assert draft.state == Draft.APPROVED


def test_danger_to_life_goes_alone_and_is_reviewed_within_a_day(paris, salma, karim):
    pressing = {**ASKED, "urgency": "life", "urgency_ground": "life-or-limb",
                "urgency_reason": "Une personne est en danger immédiat."}  # fmt: skip
    draft = drafts.begin(replace(ASK, values=pressing), officer=salma, now=NOW)
    drafts.release(draft, officer=salma, now=NOW)
    draft.refresh_from_db()
    assert draft.review_due_at == NOW + timedelta(hours=24)
    assert drafts.drafts_to_review(karim) == [draft]
    with pytest.raises(NotYours):
        drafts.review(draft, officer=salma, now=NOW)
    drafts.review(draft, officer=karim, now=NOW)
    assert draft.reviewed_by == karim
    assert drafts.drafts_to_review(karim) == []


def test_who_may_see_a_draft(submitted, salma, karim):
    assert drafts.draft_for(submitted.id, salma) == submitted
    assert drafts.draft_for(submitted.id, karim) == submitted
    with pytest.raises(UnknownDraft):
        drafts.draft_for(submitted.id, officer("translator"))
    assert drafts.drafts_to_approve(karim) == [submitted]
    assert list(drafts.drafts_of(salma)) == [submitted]


def test_each_act_on_a_draft_is_written_into_the_house_log(approved, salma):
    drafts.release(approved, officer=salma, now=NOW)
    noted = (
        HouseEvent.objects.filter(action__startswith="draft.").order_by("pk").values_list("action", flat=True)
    )
    assert list(noted) == ["draft.submitted", "draft.approved", "draft.released"]
    assert HouseEvent.objects.get(action="draft.released").facts["approved"] is True


def test_nothing_of_a_draft_rests_in_clear(submitted, tmp_path):
    assert b"CANARI" not in bytes(submitted.content)
    assert "CANARI" not in repr(drafts.content(submitted))


def test_what_waits_for_an_approver_is_not_hidden_by_what_waits_for_others(submitted, karim):
    """The oldest two hundred are of matters that this approver may not see."""
    others = officer("duty-officer")
    Draft.objects.bulk_create(
        Draft(kind="inquiry", step="answer", matter=f"{number:064x}", state=Draft.SUBMITTED, author=others,
              made_at=NOW, changed_at=NOW, submitted_at=NOW - timedelta(days=1), digest="0" * 64)
        for number in range(201)
    )  # fmt: skip
    Watch.objects.all().delete()
    assert drafts.drafts_to_approve(karim) == [submitted]


def test_drafts_of_a_kind_that_an_officer_does_not_approve_do_not_wait_for_them(submitted, salma, karim):
    assert drafts.drafts_to_approve(karim) == [submitted]
    assert drafts.drafts_to_approve(salma) == []
    assert drafts.drafts_to_approve(officer("trainer")) == []

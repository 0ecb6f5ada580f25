"""A step that was prepared waits for a second person: the desk and the matter's page offer it to nobody as if
it were not begun.
"""

from datetime import timedelta

import pytest

from mithaq.front.desk.desk import desk
from mithaq.node.ledger import drafts, step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.models import StepFunction
from tests.front.desk.test_moves import BUDGET, LATER, TAKEN_UP, asks
from tests.node.agreements import in_agreement
from tests.node.inquiries import ANSWERED, CONFIDENTIAL
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW, ourselves

pytestmark = pytest.mark.django_db


@pytest.fixture
def paris(tmp_path, settings, db):
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    return in_agreement()


@pytest.fixture
def salma(db):
    """Who prepares answers."""
    return officer("duty-officer", unit=unit(), language="en")


@pytest.fixture
def nadia(db):
    """A colleague with the same function."""
    return officer("duty-officer", unit=unit(), language="en")


@pytest.fixture
def karim(db):
    """Who approves."""
    return officer("approver", unit=unit(), language="en")


@pytest.fixture
def received(paris, salma):
    """A request of Paris that we have taken up: an answer is owed."""
    return taken_up(paris, salma)


def taken_up(paris, salma, number=7):
    found = asks(paris, number)
    act = Act("inquiry", "take-up", TAKEN_UP, matter=found.id, item="MA")
    step.state(act, officer=salma, now=NOW)
    return Matter.objects.get(pk=found.id)


def answer(matter, author):
    act = Act("inquiry", "answer", ANSWERED, matter=matter.id, item="MA", **CONFIDENTIAL)
    draft = drafts.begin(act, officer=author, now=NOW)
    drafts.submit(draft, officer=author, now=NOW)
    return draft


@pytest.fixture
def draft(received, salma):
    return answer(received, salma)


def on_the_desk(person):
    return " ".join(text_of(signed_in(person).get("/desk/")).split())


def test_whoever_may_approve_it_finds_it_among_their_own_rows(draft, karim):
    [row] = desk(karim, now=NOW).waiting.own
    assert (row.move.does, row.move.url) == ("approve", f"/drafts/{draft.pk}/")
    page = signed_in(karim).get("/desk/")
    assert f'<a href="/drafts/{draft.pk}/">Approve</a>' in page.content.decode()
    assert "For others of ours" not in text_of(page)


def test_its_author_reads_who_may_approve_it_and_finds_the_draft(draft, salma):
    found = desk(salma, now=NOW).waiting
    assert found.own == []
    [row] = found.others
    assert (row.move.awaits, row.move.draft) == ("approval", f"/drafts/{draft.pk}/")
    assert "awaits approval by: Approver" in on_the_desk(salma)
    assert "Your draft" in on_the_desk(salma)


def test_a_colleague_is_not_offered_it_a_second_time(draft, nadia, received):
    [row] = desk(nadia, now=NOW).waiting.others
    assert (row.move.awaits, row.move.url, row.move.draft) == ("approval", "", "")
    assert "Your draft" not in on_the_desk(nadia)
    [late] = desk(nadia, now=LATER).late_ours
    assert late.move.awaits == "approval"


def test_what_is_only_being_written_is_still_open_to_everybody(received, salma, nadia):
    act = Act("inquiry", "answer", ANSWERED, matter=received.id, item="MA", **CONFIDENTIAL)
    drafts.begin(act, officer=salma, now=NOW)
    assert desk(nadia, now=NOW).waiting.own[0].move.url.endswith("/steps/answer/?item=MA")


def test_a_draft_about_another_item_says_nothing_of_this_one(received, salma, nadia):
    prepared = answer(received, salma)
    act = Act("inquiry", "answer", ANSWERED, matter=received.id, item="FR", **CONFIDENTIAL)
    drafts.drop(prepared, officer=salma, now=NOW)
    other = drafts.begin(act, officer=salma, now=NOW)
    type(other).objects.filter(pk=other.pk).update(state="submitted", submitted_at=NOW)
    assert desk(nadia, now=NOW).waiting.own[0].move.awaits == ""


def test_once_approved_it_waits_to_be_sent_by_either_of_the_two(draft, salma, karim, nadia):
    drafts.approve(draft, officer=karim, digest=draft.digest, now=NOW)
    for person in (salma, karim):
        [row] = desk(person, now=NOW).waiting.own
        assert (row.move.does, row.move.url) == ("send", f"/drafts/{draft.pk}/")
    [row] = desk(nadia, now=NOW).waiting.others
    assert (row.move.awaits, row.move.by) == ("sending", ())
    assert "approved, waits to be sent" in on_the_desk(nadia)


def test_many_prepared_cost_what_one_costs(paris, salma, nadia, django_assert_max_num_queries):
    for number in range(1, 13):
        answer(taken_up(paris, salma, number), salma)
    with django_assert_max_num_queries(BUDGET):
        assert {row.move.awaits for row in desk(nadia, now=LATER).waiting.rows} == {"approval"}


@pytest.mark.parametrize(
    ("language", "awaits", "own"),
    [
        ("ar", "في انتظار مصادقة:", "مسودتكم"),
        ("fr", "attend l’approbation de :", "Votre brouillon"),
        ("en", "awaits approval by:", "Your draft"),
    ],
)
def test_it_is_said_in_the_officers_language(draft, salma, language, awaits, own):
    type(salma).objects.filter(pk=salma.pk).update(language=language)
    page = on_the_desk(salma)
    assert awaits in page
    assert own in page


def test_an_own_row_shows_the_clock_of_what_its_step_ends_and_of_nothing_else(received, nadia):
    own = Duty.objects.get(matter=received.id, name="answer", owed_by="MA")
    Duty.objects.filter(pk=own.pk).update(due_at=NOW + timedelta(hours=50))
    Matter.objects.filter(pk=received.id).update(due_at=NOW - timedelta(days=2))
    [row] = desk(nadia, now=NOW).waiting.own
    assert "2\xa0days" in row.clock.words
    assert row.clock.tone == "moving"
    StepFunction.objects.create(kind="inquiry", step="answer", function="legal-adviser")
    [row] = desk(nadia, now=NOW).waiting.others
    assert row.clock.tone == "bad"  # the matter's own


def test_an_own_row_whose_step_ends_nothing_has_no_clock(received, nadia):
    Duty.objects.filter(matter=received.id).update(done_at=NOW)
    Matter.objects.filter(pk=received.id).update(due_at=NOW - timedelta(days=2), our_turn=True)
    assert [row.clock for row in desk(nadia, now=NOW).waiting.own] == [None]


def test_the_matters_page_says_that_a_draft_waits_and_by_whom(draft, received, nadia, karim, salma):
    page = " ".join(text_of(signed_in(nadia).get(f"/matters/{received.reference}/")).split())
    assert "A draft of this waits for a second person" in page
    assert salma.get_full_name() in page
    assert ANSWERED["answers"][0]["text"] not in page

"""A partner without a node: what came by letter stands on the same matter, and says who recorded it."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.by_hand import hand_over
from mithaq.node.exchange.errors import NotPossibleByHand
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import NotOnBehalf
from mithaq.node.ledger.models import Duty, EntryRow, Matter, ReceiptRow
from mithaq.node.ledger.page import page
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.ledger.step import state
from mithaq.node.partners.models import Partner
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules.errors import BadlySaid, StepNotAllowed
from tests.node.inquiries import ANSWERED, ASKED, CONFIDENTIAL
from tests.node.ledger.rows import readings
from tests.node.simulated import NOW
from tests.node.without_node import LETTER, lisbon_in_agreement, state_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def lisbon(db):
    return lisbon_in_agreement()


def test_our_request_goes_by_letter_and_the_clock_runs_from_when_it_was_handed_over(lisbon, salma):
    asked = state(Act("inquiry", "ask", ASKED, parties=("PT",), **CONFIDENTIAL), officer=salma, now=NOW)
    assert Matter.objects.get(pk=asked.id).late_from is None
    at = NOW - timedelta(hours=2)
    receipt = hand_over(asked.id, "PT", officer=salma, at=at, **LETTER)
    assert hand_over(asked.id, "PT", officer=salma, at=NOW, **LETTER) == receipt
    duty = Duty.objects.get(matter=asked.id)
    assert (duty.owed_by, duty.from_at, duty.due_at) == ("PT", at, at + timedelta(days=7))
    assert Outbox.objects.get(entry=asked.id).state == Outbox.ACCEPTED
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    answered = state_for("PT", answer, officer=salma, at=NOW, **LETTER)
    assert Matter.objects.get(pk=asked.id).stage == "answered"
    assert Duty.objects.get(matter=asked.id).done_at == NOW
    lines = page("MA-INQ-2026-00001", salma).lines
    assert [(line.entry.author, line.by_hand) for line in lines] == [("MA", False), ("PT", True)]
    assert lines[1].body.values["answers"] == ANSWERED["answers"]
    assert not Outbox.objects.filter(entry=answered.id).exists()
    before = readings()
    rebuild()
    assert readings() == before


def test_their_letter_opens_a_matter_and_our_clock_runs_from_its_arrival(lisbon, salma):
    at = NOW - timedelta(days=1)
    act = Act("inquiry", "ask", ASKED, parties=("PT",), **CONFIDENTIAL)
    asked = state_for("PT", act, officer=salma, at=at, **LETTER)
    matter = Matter.objects.get(pk=asked.id)
    assert (matter.opener, matter.our_turn, matter.due_at) == ("PT", True, at + timedelta(days=7))
    assert ReceiptRow.objects.get(entry=asked.id).by_hand
    row = EntryRow.objects.get(entry=asked.id)
    assert (row.own, row.by_hand) == (False, True)
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    state(answer, officer=salma, now=NOW)
    assert Matter.objects.get(pk=asked.id).stage == "answered"


def test_the_rules_judge_it_as_a_step_of_theirs(lisbon, salma):
    asked = state(Act("inquiry", "ask", ASKED, parties=("PT",), **CONFIDENTIAL), officer=salma, now=NOW)
    with pytest.raises(StepNotAllowed):
        state_for("PT", Act("inquiry", "withdraw", matter=asked.id), officer=salma, at=NOW, **LETTER)


def test_who_has_a_node_speaks_for_itself(paris, salma):
    asked = state(Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=salma, now=NOW)
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    with pytest.raises(NotOnBehalf):
        state_for("FR", answer, officer=salma, at=NOW, **LETTER)
    with pytest.raises(NotPossibleByHand):
        hand_over(asked.id, "FR", officer=salma, at=NOW, **LETTER)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"channel": "pigeon", "at": NOW}, id="no such channel"),
        pytest.param({"channel": "i-24-7", "at": NOW + timedelta(hours=1)}, id="before it happened"),
    ],
)
def test_what_cannot_have_happened_is_not_recorded(lisbon, salma, said):
    asked = state(Act("inquiry", "ask", ASKED, parties=("PT",), **CONFIDENTIAL), officer=salma, now=NOW)
    with pytest.raises(NotPossibleByHand):
        hand_over(asked.id, "PT", officer=salma, now=NOW, **said)
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    with pytest.raises(BadlySaid):
        state_for("PT", answer, officer=salma, now=NOW, **said)
    assert EntryRow.objects.filter(matter=asked.id).count() == 1


def test_nothing_is_recorded_for_who_was_never_confirmed(lisbon, salma):
    Partner.objects.filter(code="PT").update(state="compared")
    act = Act("inquiry", "ask", ASKED, parties=("PT",), **CONFIDENTIAL)
    with pytest.raises(MithaqError):
        state_for("PT", act, officer=salma, at=NOW, **LETTER)
    assert not EntryRow.objects.filter(kind="inquiry").exists()

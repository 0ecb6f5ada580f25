"""An officer takes a step: permission, rules, the door; and what is refused leaves everything as it was."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import held, step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import (
    FieldNotOpen,
    FieldSuspended,
    NoAgreement,
    StandsStill,
    UnknownParty,
)
from mithaq.node.ledger.models import Counter, Duty, EntryRow, Matter, Standstill
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.ledger.step import state, take
from mithaq.node.officers.errors import NotYourMatter, NotYours, SecondPersonNeeded
from mithaq.node.officers.models import Assignment, Watch
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire, verify_signed
from mithaq.pact.rules.errors import BadlySaid, StepNotAllowed
from tests.node.agreements import agreed
from tests.node.inquiries import ANSWERED, ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated

pytestmark = pytest.mark.django_db

ASK = Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL)


def received(partner, **parts):
    """A request of this partner that we have kept."""
    parts = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": "FR-INQ-2026-00001", **parts}
    assert receive(partner.wire("ask", **parts), now=NOW).state == "kept"
    return partner.entries[-1]


def counts():
    models = (EntryRow, Matter, Outbox, Counter, Assignment)
    return [model.objects.count() for model in models]


def test_taking_up_states_an_entry_that_the_partner_can_verify(paris, salma, own_keys):
    asked = received(paris)
    taken = take(Act("inquiry", "take-up", {"access": "direct"}, matter=asked.id), officer=salma, now=NOW)
    row = EntryRow.objects.get(entry=taken.id)
    verify_signed(held.signed(row), own_keys.public())
    assert (taken.after, taken.prev, taken.parties) == ((asked.id,), "", ())
    assert (taken.officer, taken.function, taken.service) == (
        salma.reference,
        "duty-officer",
        "ma-judicial-police",
    )
    assert Matter.objects.get(pk=asked.id).stage == "in-progress"
    assert Outbox.objects.get(entry=taken.id).recipient == "FR"
    assert HouseEvent.objects.filter(action="step.taken", officer=salma.reference).exists()


def test_no_name_stands_in_what_can_never_be_erased(paris, salma):
    asked = state(ASK, officer=salma, now=NOW)
    for hidden in (b"CANARI", salma.family_name.encode(), b"Tanger", salma.username.encode()):
        assert hidden not in asked.header


def test_references_have_no_gaps_and_belong_to_kind_and_year(paris, salma):
    first, second = (state(ASK, officer=salma, now=NOW) for _ in range(2))
    next_year = state(ASK, officer=salma, now=NOW + timedelta(days=60))
    assert [entry.reference for entry in (first, second, next_year)] == [
        "MA-INQ-2026-00001", "MA-INQ-2026-00002", "MA-INQ-2027-00001",
    ]  # fmt: skip


@pytest.fixture
def overtaken(monkeypatch):
    """Has something else kept between our composing and our door, once."""

    def by(act):
        real, done = step.made, []

        def made(*judged):
            parcel = real(*judged)
            if not done:
                done.append(None)
                done.append(act())
            return parcel

        monkeypatch.setattr(step, "made", made)
        return done

    return by


def test_a_number_taken_meanwhile_is_not_used_twice(paris, salma, overtaken):
    meanwhile = overtaken(lambda: state(ASK, officer=salma, now=NOW))
    ours = state(ASK, officer=salma, now=NOW)
    assert (meanwhile[1].reference, ours.reference) == ("MA-INQ-2026-00001", "MA-INQ-2026-00002")


def test_two_officers_at_once_never_tell_two_stories(paris, salma, overtaken):
    asked = received(paris)
    take_up = Act("inquiry", "take-up", {"access": "direct"}, matter=asked.id)
    meanwhile = overtaken(lambda: take(take_up, officer=salma, now=NOW))
    second = take(take_up, officer=salma, now=NOW)
    assert (second.prev, second.after) == (meanwhile[1].id, (meanwhile[1].id,))
    assert not Matter.objects.get(pk=asked.id).told_twice


def test_free_text_needs_a_second_person(paris, salma):
    before = counts()
    with pytest.raises(SecondPersonNeeded):
        take(ASK, officer=salma, now=NOW)
    assert counts() == before


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        pytest.param(Act("inquiry", "ask", ASKED, parties=("FR",)), BadlySaid, id="without a handling code"),
        pytest.param(
            Act("inquiry", "ask", ASKED, parties=("FR",), handling=("H1",)),
            BadlySaid,
            id="a person without basis",
        ),
        pytest.param(
            Act("inquiry", "ask", {**ASKED, "unheard": "of"}, parties=("FR",), **CONFIDENTIAL),
            BadlySaid,
            id="an unknown field",
        ),
        pytest.param(
            Act("inquiry", "ask", {**ASKED, "title": "\u202enoitcerid"}, parties=("FR",), **CONFIDENTIAL),
            BadlySaid,
            id="hidden direction marks",
        ),
        pytest.param(
            Act("inquiry", "ask", ASKED, parties=("FR",), to=("XX",), **CONFIDENTIAL),
            BadlySaid,
            id="to nobody",
        ),
        pytest.param(
            Act("inquiry", "ask", ASKED, parties=("XX",), **CONFIDENTIAL), UnknownParty, id="a stranger"
        ),
        pytest.param(Act("inquiry", "close", parties=("FR",)), StepNotAllowed, id="closing what is not open"),
        pytest.param(Act("inquiry", "dance", parties=("FR",)), StepNotAllowed, id="no such step"),
    ],
)
def test_what_is_refused_changes_nothing(paris, salma, act, refusal):
    before = counts()
    with pytest.raises(refusal):
        state(act, officer=salma, now=NOW)
    assert counts() == before


def test_only_who_holds_the_function_and_sees_the_matter(paris, salma):
    asked = received(paris)
    take_up = Act("inquiry", "take-up", {"access": "direct"}, matter=asked.id)
    with pytest.raises(NotYours):
        take(take_up, officer=officer("translator"), now=NOW)
    Watch.objects.all().delete()
    with pytest.raises(NotYourMatter):
        take(take_up, officer=salma, now=NOW)
    assert EntryRow.objects.filter(step="take-up").count() == 0


@pytest.mark.law("L17")
def test_under_h3_the_restriction_is_written_out(paris, salma):
    under_h3 = {**CONFIDENTIAL, "handling": ("H1", "H3")}
    with pytest.raises(BadlySaid) as refused:
        state(Act("inquiry", "ask", ASKED, parties=("FR",), **under_h3), officer=salma, now=NOW)
    assert refused.value.facts["codes"] == "rules.restriction-missing"
    written = {**ASKED, "restrictions": "À ne pas montrer aux personnes citées."}
    state(Act("inquiry", "ask", written, parties=("FR",), **under_h3), officer=salma, now=NOW)


def test_a_node_that_was_restored_states_nothing(paris, salma):
    Standstill.objects.create(since_at=NOW, reason="restored", witness="FR", seen_size=9)
    with pytest.raises(StandsStill):
        state(ASK, officer=salma, now=NOW)


def test_without_an_agreement_no_field_is_open(salma):
    Simulated("ES").introduced()
    with pytest.raises(NoAgreement):
        state(Act("inquiry", "ask", ASKED, parties=("ES",), **CONFIDENTIAL), officer=salma, now=NOW)


def test_a_field_that_one_party_did_not_open_is_not_open(salma):
    madrid = Simulated("ES").introduced()
    agreed(madrid, kinds=())
    with pytest.raises(FieldNotOpen):
        state(Act("inquiry", "ask", ASKED, parties=("ES",), **CONFIDENTIAL), officer=salma, now=NOW)


def test_a_suspension_gates_our_own_steps_and_keeps_what_arrives(paris, salma):
    ours = state(ASK, officer=salma, now=NOW)
    agreement = Matter.objects.get(kind="agreement")
    says = {"field": "inquiry", "legal_basis": "JAP2025", "from_at": "2026-11-24T00:00:00.000Z"}
    assert (
        receive(paris.wire("suspend", kind="agreement", matter=agreement.id, says=says), now=NOW).state
        == "kept"
    )
    with pytest.raises(FieldSuspended):
        state(ASK, officer=salma, now=NOW)
    asked = received(paris)
    assert Matter.objects.get(pk=asked.id).stage == "awaiting"
    withdrawn = take(Act("inquiry", "withdraw", matter=ours.id), officer=salma, now=NOW)
    assert Matter.objects.get(pk=withdrawn.matter).stage == "withdrawn"


@pytest.mark.law("D4")
def test_a_suspension_is_taken_off_the_clocks_that_run(paris):
    asked = received(paris, terms=EntryRow.objects.get(step="propose-terms").entry)
    agreement = Matter.objects.get(kind="agreement").id
    ours = officer("legal-adviser", "plan-coordinator")

    def due():
        return Matter.objects.get(pk=asked.id).due_at, Duty.objects.get(matter=asked.id).paused_at

    assert due() == (NOW + timedelta(days=7), None)
    suspended_at, resumed_at = NOW + timedelta(days=1), NOW + timedelta(days=3)
    says = {"field": "inquiry", "from_at": suspended_at.isoformat()}
    suspended = state(Act("agreement", "suspend", says, matter=agreement), officer=ours, now=suspended_at)
    assert due() == (None, suspended_at)
    paris.learn(suspended)
    paris.now = resumed_at - timedelta(hours=1)
    resumes = paris.wire("resume", kind="agreement", matter=agreement, item=suspended.id)
    assert receive(resumes, now=resumed_at).state == "kept"
    assert due() == (None, suspended_at)
    state(Act("agreement", "resume", matter=agreement, item=suspended.id), officer=ours, now=resumed_at)
    assert due() == (NOW + timedelta(days=9), None)
    before = list(Matter.objects.order_by("pk").values())
    rebuild()
    assert list(Matter.objects.order_by("pk").values()) == before


@pytest.mark.law("D4")
def test_a_suspension_that_arrives_late_is_read_into_what_was_done_meanwhile(paris, salma):
    asked = received(paris, terms=EntryRow.objects.get(step="propose-terms").entry)
    agreement = Matter.objects.get(kind="agreement").id
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    state(answer, officer=salma, now=NOW + timedelta(days=4))
    says = {"field": "inquiry", "from_at": (NOW + timedelta(days=1)).isoformat()}
    late = paris.wire("suspend", kind="agreement", matter=agreement, says=says)
    assert receive(late, now=NOW + timedelta(days=5)).state == "kept"
    duty = Duty.objects.get(matter=asked.id)
    assert (duty.done_at, duty.paused_for) == (NOW + timedelta(days=4), timedelta(days=3))
    before = list(Duty.objects.order_by("matter", "name").values_list("matter", "due_at", "paused_for"))
    rebuild()
    assert (
        list(Duty.objects.order_by("matter", "name").values_list("matter", "due_at", "paused_for")) == before
    )


@pytest.mark.law("D4")
def test_a_suspension_of_another_legal_basis_gates_nothing_and_stops_no_clock(paris, salma):
    """The matter stands on terms that name the joint plan; what is suspended is judicial cooperation."""
    asked = received(paris, terms=EntryRow.objects.get(step="propose-terms").entry)
    due_at = Matter.objects.get(pk=asked.id).due_at
    says = {"field": "inquiry", "legal_basis": "MLA2008", "from_at": NOW.isoformat()}
    agreement = Matter.objects.get(kind="agreement").id
    suspends = paris.wire("suspend", kind="agreement", matter=agreement, says=says)
    assert receive(suspends, now=NOW).state == "kept"
    assert Matter.objects.get(pk=asked.id).due_at == due_at
    answer = Act("inquiry", "answer", ANSWERED, matter=asked.id, **CONFIDENTIAL)
    state(answer, officer=salma, now=NOW)
    state(ASK, officer=salma, now=NOW)
    whole = paris.wire("suspend", kind="agreement", matter=agreement, says=says | {"legal_basis": "JAP2025"})
    assert receive(whole, now=NOW).state == "kept"
    with pytest.raises(FieldSuspended):
        state(ASK, officer=salma, now=NOW)


def test_terms_nobody_agreed_are_no_terms(paris):
    proposed = paris.state("propose-terms", kind="agreement", matter=Matter.objects.get().id,
                           says={"answer_normal": 1, "source": "JAP2025"})  # fmt: skip

    assert receive(to_wire(proposed, "MA"), now=NOW).state == "kept"
    asked = received(paris, terms=proposed.signed.entry.id)
    assert Matter.objects.get(pk=asked.id).late_from is None


def test_terms_that_are_agreed_later_are_read_into_what_pinned_them(paris):
    agreement = Matter.objects.get()
    proposal = paris.wire("propose-terms", kind="agreement", matter=agreement.id,
                          says={"answer_normal": 60, "source": "JAP2025"})  # fmt: skip
    receive(proposal, now=NOW)
    proposed = paris.entries[-1]
    asked = received(paris, terms=proposed.id)
    assert Matter.objects.get(pk=asked.id).due_at is None
    accept = Act("agreement", "accept-terms", matter=agreement.id, item=proposed.id)
    state(accept, officer=officer("legal-adviser"), now=NOW)
    matter = Matter.objects.get(pk=asked.id)
    assert (matter.due_at, matter.terms_stand) == (NOW + timedelta(hours=1), True)


@pytest.mark.law("D4")
def test_a_warning_of_danger_to_life_leaves_while_the_field_is_suspended(paris):
    """Its clock runs on too; any other warning waits."""
    duty = officer("duty-officer", unit=unit())
    agreement = Matter.objects.get(kind="agreement").id
    ours = officer("legal-adviser", "plan-coordinator")
    paris.learn(
        state(Act("agreement", "open-field", {"field": "threat"}, matter=agreement), officer=ours, now=NOW)
    )
    opens = paris.wire("open-field", kind="agreement", matter=agreement, says={"field": "threat"})
    assert receive(opens, now=NOW).state == "kept"
    says = {"field": "threat", "from_at": NOW.isoformat()}
    assert (
        receive(paris.wire("suspend", kind="agreement", matter=agreement, says=says), now=NOW).state == "kept"
    )
    values = {
        **WARNING,
        "from_at": (NOW + timedelta(hours=5)).isoformat(),
        "until_at": (NOW + timedelta(hours=9)).isoformat(),
    }
    with pytest.raises(FieldSuspended):
        take(Act("threat", "warn", values, parties=("FR",), **CONFIDENTIAL), officer=duty, now=NOW)
    warned = take(
        Act("threat", "warn", values | {"life_at_risk": True}, parties=("FR",), **CONFIDENTIAL),
        officer=duty,
        now=NOW,
    )
    assert Matter.objects.get(pk=warned.id).stage == "unacknowledged"


WARNING = {
    "title": "Alerte transport", "sort": "attack", "life_at_risk": False, "offence": "terrorism",
    "place": "Gare centrale", "target": "transport", "source": "B", "accuracy": "2", "lawful_origin": True,
    "conduct": "Deux personnes ont acheté des produits précurseurs et repéré les accès de la gare.",
    "asked": "Renforcer la surveillance des accès.", "reach_back": "Permanence, jour et nuit",
}  # fmt: skip

"""What comes next in each row of a desk: one verb, linked for whoever may take it, or for whom it waits."""

from datetime import timedelta

import pytest

from mithaq.front.desk.desk import desk
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import held, standstill, step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.officers.assign import assign
from mithaq.node.officers.models import StepFunction
from mithaq.node.officers.permission import takers, takers_of
from mithaq.pact.rules import register
from tests.node.agreements import in_agreement
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW, ourselves

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=8)
TAKEN_UP = {"access": "direct"}
BUDGET = 45
TAKERS = ("Duty officer", "Fugitive officer", "Liaison officer")


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement is in force."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    return in_agreement()


@pytest.fixture
def salma(db):
    return officer("duty-officer", unit=unit(), language="fr")


@pytest.fixture
def leila(db):
    """A legal adviser who sees what her unit works on."""
    return officer("legal-adviser", unit=unit(), language="en")


def asks(paris, number=7):
    """A request of Paris, worked on by the unit."""
    wire = paris.wire(
        "ask",
        kind="inquiry",
        says=SAYS,
        body=BODY,
        reference=f"FR-INQ-2026-{number:05}",
        terms=paris.terms,
        **CONFIDENTIAL,
    )
    assert receive(wire, now=NOW).state == "kept"
    found = Matter.objects.get(pk=paris.entries[-1].id)
    assign(None, found.id, found.kind, to=unit(), now=NOW)
    return found


@pytest.fixture
def received(paris):
    return asks(paris)


def test_what_is_done_first_is_one_click_away_for_whoever_takes_it(salma, received):
    [row] = desk(salma, now=NOW).waiting.own
    assert (row.row.matter.id, row.move.by) == (received.id, ())
    assert row.move.url == f"/matters/{received.reference}/steps/take-up/?item=MA"
    assert signed_in(salma).get(row.move.url).status_code == 200


def test_whoever_may_not_take_it_reads_for_whom_it_waits(leila, received):
    found = desk(leila, now=NOW).waiting
    assert found.own == []
    [row] = found.others
    assert (row.move.url, row.move.by) == ("", TAKERS)
    page = " ".join(text_of(signed_in(leila).get("/desk/")).split())
    assert "waits for Duty officer · Fugitive officer · Liaison officer" in page
    assert "/steps/" not in page


def test_what_is_late_names_the_step_that_comes_first(salma, leila, received):
    [own] = desk(salma, now=LATER).late_ours
    [waits] = desk(leila, now=LATER).late_ours
    assert own.move.url == f"/matters/{received.reference}/steps/take-up/?item=MA"
    assert (waits.move.button, waits.move.url) == ("Take up", "")
    assert waits.move.by == TAKERS


def test_once_taken_up_the_answer_is_what_ends_it(salma, received):
    step.state(Act("inquiry", "take-up", TAKEN_UP, matter=received.id, item="MA"), officer=salma, now=NOW)
    [late] = desk(salma, now=LATER).late_ours
    assert late.move.url == f"/matters/{received.reference}/steps/answer/?item=MA"


def test_what_the_partner_owes_has_no_step_of_ours(salma, received):
    Duty.objects.update(owed_by="FR")
    [late] = desk(salma, now=LATER).late_theirs
    assert late.move is None


def test_the_word_of_this_node_on_functions_is_kept(salma, leila, received):
    StepFunction.objects.create(kind="inquiry", step="take-up", function="legal-adviser")
    StepFunction.objects.create(kind="inquiry", step="answer", function="legal-adviser")
    assert [row.move.by for row in desk(salma, now=NOW).waiting.rows] == [("Legal adviser",)]
    assert desk(leila, now=NOW).waiting.own
    steps = [("inquiry", each.name) for each in register.kind("inquiry").steps] + [("partner", "confirm")]
    assert takers_of(steps) == {named: takers(*named) for named in steps}


def test_what_is_for_this_officer_stands_before_what_is_due_earlier_for_others(leila, paris):
    several = [asks(paris, number) for number in range(1, 15)]
    StepFunction.objects.create(kind="inquiry", step="take-up", function="legal-adviser")
    last = several[-1]
    for each in several[:-1]:  # taken up: now the desk answers
        taker = officer("legal-adviser", unit=unit())
        step.state(Act("inquiry", "take-up", TAKEN_UP, matter=each.id, item="MA"), officer=taker, now=NOW)
    Duty.objects.filter(matter=last.id).update(due_at=LATER + timedelta(days=90))
    Matter.objects.filter(pk=last.id).update(due_at=LATER + timedelta(days=90))
    found = desk(leila, now=NOW).waiting
    assert {row.move.button for row in found.others} == {"Answer"}
    assert [row.row.matter.id for row in found.own] == [last.id]
    assert (len(found.rows), found.more) == (12, True)
    page = text_of(signed_in(leila).get("/desk/"))
    assert page.index("For you to do") < page.index(last.reference) < page.index("For others of ours")


def test_many_matters_cost_what_one_costs(salma, paris, django_assert_max_num_queries):
    for number in range(1, 21):
        asks(paris, number)
    with django_assert_max_num_queries(BUDGET):
        assert len(desk(salma, now=LATER).waiting.rows) == 12


def test_what_is_held_of_several_is_what_is_held_of_each(paris):
    first, second = asks(paris, 1), asks(paris, 2)
    receive(paris.wire("withdraw", kind="inquiry", matter=first.id), now=NOW)
    together = held.entries_of_each([first.id, second.id, "0" * 64])
    assert [len(together[each].entries) for each in (first.id, second.id, "0" * 64)] == [2, 1, 0]
    assert together[first.id] == held.entries_of(first.id)
    assert together[second.id].kept_at == held.entries_of(second.id).kept_at


def test_a_node_that_is_behind_says_of_no_matter_what_comes_next(salma, received):
    standstill.begin("restored", now=NOW)
    assert [row.move for row in desk(salma, now=NOW).waiting.rows] == [None]


@pytest.mark.parametrize(
    ("language", "next_step", "waits"),
    [
        ("ar", "الخطوة الموالية", "في انتظار"),
        ("fr", "Étape suivante", "attend"),
        ("en", "What comes next", "waits for"),
    ],
)
def test_it_is_said_in_the_officers_language(language, next_step, waits, received):
    page = text_of(signed_in(officer("legal-adviser", unit=unit(), language=language)).get("/desk/"))
    assert next_step in page
    assert waits in page

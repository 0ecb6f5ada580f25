"""Who may act, who may approve, and that it takes two; every step × every function is in `test_personas`."""

from datetime import timedelta

import pytest

from mithaq.node import clock
from mithaq.node.officers import permission
from mithaq.node.officers.errors import NotYourMatter, NotYours, SecondPersonNeeded
from mithaq.node.officers.models import Absence, StepFunction
from mithaq.pact.codes import code_list
from mithaq.pact.rules.register import kinds
from tests.node.people import matter, officer

pytestmark = pytest.mark.django_db

FUNCTIONS = code_list("functions").values
STEPS = [(kind.name, step) for kind in kinds() for step in kind.steps]


@pytest.mark.parametrize(
    ("function", "act", "may"),
    [
        (function, act, function in takers)
        for function in FUNCTIONS
        for (_, act), takers in permission.AT_HOME.items()
        for _kind in [_]
        if _kind == "*"
    ],
)
def test_each_function_does_at_home_what_the_table_says(function, act, may):
    assert permission.may_take(officer(function), "inquiry", act) is may


def test_nobody_without_a_function_takes_a_step():
    persona = officer()
    assert not [pair for pair in STEPS if permission.may_take(persona, pair[0], pair[1].name)]


def test_an_officer_who_left_takes_no_step():
    persona = officer("duty-officer", is_active=False)
    assert not [pair for pair in STEPS if permission.may_take(persona, pair[0], pair[1].name)]


@pytest.mark.parametrize("function", ["administrator", "auditor"])
def test_no_row_makes_who_looks_after_the_machine_a_caseworker(function):
    StepFunction.objects.create(kind="inquiry", step="answer", function=function)
    assert not permission.may_take(officer(function), "inquiry", "answer")


def test_an_unknown_kind_or_step_is_nobodys():
    persona = officer(*[each for each in FUNCTIONS if each not in {"administrator", "auditor"}])
    assert not permission.may_take(persona, "no-such-kind", "answer")
    assert not permission.may_take(persona, "inquiry", "no-such-step")


def test_the_nodes_own_word_replaces_what_the_kind_declares():
    kind, step = STEPS[0]
    StepFunction.objects.create(kind=kind, step=step.name, function="translator")
    assert permission.may_take(officer("translator"), kind, step.name)
    assert not permission.may_take(officer("duty-officer"), kind, step.name)


def test_a_step_in_a_matter_one_does_not_know_is_refused():
    persona = officer("liaison-officer")
    kind, step = next(pair for pair in STEPS if permission.may_take(persona, pair[0], pair[1].name))
    permission.check_may_take(persona, kind, step.name)
    with pytest.raises(NotYourMatter):
        permission.check_may_take(persona, kind, step.name, matter=matter())


def test_nobody_approves_what_they_wrote():
    author, other = officer("approver", "duty-officer"), officer("approver", "duty-officer")
    assert not permission.may_approve(author, "inquiry", author=author)
    with pytest.raises(SecondPersonNeeded):
        permission.check_may_approve(author, "inquiry", author=author)
    assert permission.may_approve(other, "inquiry", author=author)
    permission.check_may_approve(other, "inquiry", author=author, matter=matter())


@pytest.mark.parametrize("function", [each for each in FUNCTIONS if each != "approver"])
def test_no_function_but_the_approver_approves(function):
    with pytest.raises(NotYours):
        permission.check_may_approve(officer(function), "inquiry", author=officer("duty-officer"))


def test_a_deputy_holds_what_the_absent_one_holds_but_never_control():
    today = clock.now().date()
    absent, deputy = officer("approver", "dpo"), officer("translator")
    absence = Absence.objects.create(officer=absent, deputy=deputy, from_on=today, until_on=today)
    assert deputy.held == {"translator", "approver"}
    absence.until_on = absence.from_on = today - timedelta(days=1)
    absence.save()
    del deputy.held
    assert deputy.held == {"translator"}


@pytest.mark.parametrize("control", ["administrator", "auditor", "dpo"])
def test_who_controls_is_lent_nothing_they_would_control(control):
    today = clock.now().date()
    deputy = officer(control)
    Absence.objects.create(officer=officer("approver"), deputy=deputy, from_on=today, until_on=today)
    assert deputy.held == {control}


def test_a_deputy_still_cannot_approve_what_they_wrote():
    today = clock.now().date()
    author = officer("duty-officer")
    Absence.objects.create(officer=officer("approver"), deputy=author, from_on=today, until_on=today)
    assert "approver" in author.held
    assert not permission.may_approve(author, "inquiry", author=author)


def test_what_an_officer_may_open_is_asked_once_for_all_kinds(django_assert_num_queries):
    persona = officer("plan-coordinator")
    may = [kind for kind in kinds() if permission.may_take(persona, kind.name, kind.opening)]
    with django_assert_num_queries(1):
        assert permission.may_open(persona, kinds()) == may
    StepFunction.objects.create(kind=may[0].name, step=may[0].opening, function="translator")
    assert permission.may_open(persona, kinds()) == may[1:]
    assert permission.may_open(officer("translator"), [may[0]]) == [may[0]]
    assert not permission.may_open(officer("administrator"), kinds())


def test_several_steps_of_a_kind_are_answered_as_each_alone(db):
    StepFunction.objects.create(kind="rights", step="confirm", function="rights-reviewer")
    for function in ("dpo", "legal-adviser", "rights-reviewer", "auditor"):
        who = officer(function)
        each = {act for act in permission.AT_HOME if permission.may_take(who, *act)}
        assert permission.may_take_of(who, permission.AT_HOME) == each

"""May this officer? Which functions take a step, and when a second person is needed.

The kind declares which functions take each of its steps; rows of `StepFunction` replace
that on this node. Whether the step is possible now is a question for the rules, whether
the officer knows of the matter at all is `visible`.

Source: common.md 2.3, separation rules; D15.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from mithaq.node.officers.duties import (
    APPROVER,
    CASEWORK,
    DPO,
    HEAD_OF_SERVICE,
    LEGAL_ADVISER,
)
from mithaq.node.officers.errors import NotYours, SecondPersonNeeded
from mithaq.node.officers.models import Officer
from mithaq.node.officers.visible import check_sees, reads_content, sees
from mithaq.node.statements import select
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.kind import Kind

# Acts at home that no kind declares; like steps, each node may replace who does them.
# The kind `*` is any matter.
APPROVE, ASSIGN = "approve", "assign"
AT_HOME = {
    ("*", APPROVE): frozenset({APPROVER}),
    ("*", ASSIGN): frozenset({"duty-officer", APPROVER, "plan-coordinator", "group-chair"}),
    ("partner", "meet"): frozenset({"duty-officer", "liaison-officer", "plan-coordinator", APPROVER}),
    ("partner", "compare"): frozenset({"duty-officer", "liaison-officer", "plan-coordinator", APPROVER}),
    ("partner", "confirm"): frozenset({"plan-coordinator", "legal-adviser", APPROVER}),
    ("partner", "drop"): frozenset({"duty-officer", "liaison-officer", "plan-coordinator", APPROVER}),
    ("partner", "suspend"): frozenset({"duty-officer", "plan-coordinator", APPROVER}),
    ("partner", "resume"): frozenset({"plan-coordinator", APPROVER}),
    ("partner", "revoke"): frozenset({"duty-officer", "liaison-officer", "plan-coordinator", APPROVER}),
    ("erasure", "ask"): frozenset({DPO}),
    ("erasure", "confirm"): frozenset({HEAD_OF_SERVICE, LEGAL_ADVISER}),
    ("rights", "keep"): frozenset({DPO}),
    ("rights", "confirm"): frozenset({HEAD_OF_SERVICE, LEGAL_ADVISER}),
    ("retention", "review"): CASEWORK,
}


def takers(kind: str, step: str) -> frozenset[str]:
    """The functions that take a step: this node's own word, or what the kind declares; empty if unknown."""
    return _takers(kind, step, frozenset(function for (function,) in select(_OWN_WORD, kind, step)))


def _takers(kind: str, step: str, own_word: frozenset[str]) -> frozenset[str]:
    return own_word or AT_HOME.get((kind, step)) or AT_HOME.get(("*", step)) or _declared(kind, step)


# Asked at every step, hence the statement made once.
_OWN_WORD = "SELECT function FROM officers_stepfunction WHERE kind = %s AND step = %s"
_OWN_WORDS = "SELECT kind, step, function FROM officers_stepfunction"


def may_take(officer: Officer, kind: str, step: str) -> bool:
    """Does this officer hold a function that takes the step?"""
    return reads_content(officer) and officer.holds(*takers(kind, step))


def may_take_of(officer: Officer, acts: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Which of these steps, each with its kind, this officer may take: what this node says is asked once."""
    if not reads_content(officer):
        return frozenset()
    taken_by = takers_of(acts)
    return frozenset(act for act in acts if officer.holds(*taken_by[act]))


def may_open(officer: Officer, kinds: Iterable[Kind]) -> list[Kind]:
    """Those of the kinds that this officer may open: what this node says of them is asked once."""
    if not reads_content(officer):
        return []
    openings = {(kind.name, kind.opening): kind for kind in kinds}
    taken_by = takers_of(openings)
    return [kind for named, kind in openings.items() if officer.holds(*taken_by[named])]


def takers_of(steps: Iterable[tuple[str, str]]) -> dict[tuple[str, str], frozenset[str]]:
    """The functions that take each of several steps, by kind and step: this node's own word is asked once."""
    own: dict[tuple[str, str], frozenset[str]] = {}
    for kind, step, function in select(_OWN_WORDS):
        own[kind, step] = own.get((kind, step), frozenset()) | {function}
    return {named: _takers(*named, own.get(named, frozenset())) for named in steps}


def check_may_take(officer: Officer, kind: str, step: str, *, matter: str = "") -> None:
    """The officer may take the step, in this matter if one is named.

    Raises: NotYours, NotYourMatter.
    """
    if not may_take(officer, kind, step):
        raise NotYours(kind=kind, step=step)
    if matter:
        check_sees(officer, matter, kind)


def may_approve(officer: Officer, kind: str, *, author: Officer) -> bool:
    """May this officer approve what `author` prepared? Never their own."""
    return officer.pk != author.pk and may_take(officer, kind, APPROVE)


def is_second_person_there(kind: str, *, author: Officer, matter: str = "") -> bool:
    """Does anybody here who may approve what `author` prepared see the matter it belongs to?"""
    others = Officer.objects.filter(is_active=True).exclude(pk=author.pk)
    able = (each for each in others if may_approve(each, kind, author=author))
    return any(not matter or sees(each, matter, kind) for each in able)


def check_may_approve(officer: Officer, kind: str, *, author: Officer, matter: str = "") -> None:
    """The officer may approve what `author` prepared in this matter.

    Raises: NotYours, NotYourMatter, SecondPersonNeeded.
    """
    check_may_take(officer, kind, APPROVE, matter=matter)
    check_second_person(officer, author, APPROVE)


def check_second_person(officer: Officer, first: Officer, step: str) -> None:
    """Two acts that guard each other are by two persons. Raises: SecondPersonNeeded."""
    if officer.pk == first.pk:
        raise SecondPersonNeeded(step=step)


def is_sealed(kind: str, step: str) -> bool:
    """Is what is prepared for the step kept from others who see the matter?"""
    try:
        declared = register.kind(kind).step(step)
    except UnknownKind:
        return False
    return declared is not None and declared.sealed


def _declared(kind: str, step: str) -> frozenset[str]:
    try:
        declared = register.kind(kind).step(step)
    except UnknownKind:
        return frozenset()
    # What a lapse of time brings about is stated by the node alone.
    return declared.functions if declared and not declared.by_the_node else frozenset()

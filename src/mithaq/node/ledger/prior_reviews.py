"""Prior reviews: who must have read a draft before a second person approves it, and who has.

A step names flags that an officer of a function raises (`Field.reviewed_by`), and no author: what leaves says
that it was reviewed because somebody said so here. Like an approval, a review names the hash of exactly what
was read, so any edit voids it. Nobody reviews their own, and nobody does so in two functions.

Source: INTERPOL Rules on the Processing of Data, article 86; common.md 2.3, separation rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from mithaq.node.ledger.errors import DraftChanged, DraftNotPossibleNow, PriorReviewMissing
from mithaq.node.ledger.models import Draft, PriorReview
from mithaq.node.officers.errors import NotYours
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_second_person
from mithaq.node.officers.visible import reads_content, sees
from mithaq.node.safeguards.house import note
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind

REVIEW = "prior-review"
WAITING = (Draft.SUBMITTED, Draft.APPROVED)


def functions_of(kind: str, step: str) -> tuple[str, ...]:
    """The functions that review a step before it is approved, in the order of its form; most need none."""
    try:
        declared = register.kind(kind).step(step)
    except UnknownKind:
        return ()
    return tuple(each.reviewed_by for each in declared.fields if each.reviewed_by) if declared else ()


def given(draft: Draft) -> dict[str, PriorReview]:
    """The reviews of the draft as it stands, by function."""
    if not functions_of(draft.kind, draft.step):
        return {}
    rows = PriorReview.objects.filter(draft=draft, digest=draft.digest).select_related("reviewed_by")
    return {row.function: row for row in rows}


def lacking(draft: Draft) -> tuple[str, ...]:
    """The functions in which nobody has reviewed the draft as it stands."""
    there = given(draft)
    return tuple(each for each in functions_of(draft.kind, draft.step) if each not in there)


def check_given(draft: Draft) -> None:
    """That everybody has reviewed it who must. Raises: PriorReviewMissing."""
    if missing := lacking(draft):
        raise PriorReviewMissing(draft=str(draft.id), functions=" ".join(missing))


def function_to_give(draft: Draft, officer: Officer) -> str:
    """In which function a draft waits for this officer's review; "" if in none."""
    functions = functions_of(draft.kind, draft.step)
    if draft.state != Draft.SUBMITTED or not functions or officer.pk == draft.author_id:
        return ""
    if not reads_content(officer) or (draft.matter and not sees(officer, draft.matter, draft.kind)):
        return ""
    there = given(draft)
    if any(each.reviewed_by_id == officer.pk for each in there.values()):
        return ""
    return next((each for each in functions if each not in there and officer.holds(each)), "")


def is_anybody_there(draft: Draft, function: str) -> bool:
    """Whether anybody but the author holds a function that reviews the draft, and sees its matter."""
    others = Officer.objects.filter(is_active=True).exclude(pk=draft.author_id)
    able = (each for each in others if reads_content(each) and each.holds(function))
    return any(not draft.matter or sees(each, draft.matter, draft.kind) for each in able)


def has_part(draft: Draft, officer: Officer) -> bool:
    """Whether this officer reviews the draft, or has."""
    if draft.state not in WAITING or not functions_of(draft.kind, draft.step):
        return False
    return bool(function_to_give(draft, officer)) or any(
        each.reviewed_by_id == officer.pk for each in given(draft).values()
    )


@transaction.atomic
def give(draft: Draft, *, officer: Officer, digest: str, now: datetime) -> None:
    """Say that exactly what has this digest may go on: what the officer read on the screen.

    Raises: SecondPersonNeeded, DraftNotPossibleNow, NotYours, DraftChanged.
    """
    check_second_person(officer, draft.author, REVIEW)
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.state != Draft.SUBMITTED:
        raise DraftNotPossibleNow(draft=str(draft.id), state=locked.state, act=REVIEW)
    if locked.digest != digest:
        raise DraftChanged(draft=str(draft.id))
    function = function_to_give(locked, officer)
    if not function:
        raise NotYours(kind=draft.kind, step=REVIEW)
    try:
        with transaction.atomic():
            PriorReview.objects.create(
                draft=locked, function=function, digest=digest, reviewed_by=officer, reviewed_at=now
            )
    except IntegrityError:  # somebody of the same function a moment ago
        raise NotYours(kind=draft.kind, step=REVIEW) from None
    note(
        "draft.prior-reviewed",
        officer=officer,
        matter=draft.matter,
        draft=str(draft.id),
        function=function,
        digest=digest,
    )


def waiting_for(officer: Officer) -> QuerySet[Draft]:
    """Drafts of others of which some may wait for this officer's review; `function_to_give` tells which."""
    mine = [each for each in _reviewed_steps() if officer.holds(*each[2])]
    if not mine or not reads_content(officer):
        return Draft.objects.none()
    of_these = Q()
    for kind, step, _ in mine:
        of_these |= Q(kind=kind, step=step)
    return Draft.objects.filter(of_these, state=Draft.SUBMITTED).exclude(author=officer)


def only_reviewed(rows: Iterable[Draft]) -> list[Draft]:
    """Of these drafts, those that nobody has to review any more: a second person may approve them."""
    return [row for row in rows if not lacking(row)]


@cache
def _reviewed_steps() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Every step that is reviewed first, with its functions: kinds are declared once a process."""
    named = ((kind.name, step.name) for kind in register.kinds() for step in kind.steps)
    return tuple((kind, step, found) for kind, step in named if (found := functions_of(kind, step)))

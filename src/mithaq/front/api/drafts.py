"""Drafts: begun, said otherwise, submitted by a program. What comes after takes a person, on the page."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Body, Query, Status

from mithaq.front.api.asking import MOST, check_place
from mithaq.front.api.caller import Caller, caller_of
from mithaq.front.api.errors import OnePersonIsEnough
from mithaq.front.api.problems import in_words
from mithaq.front.api.saying import Asked, conditions_of, values_of
from mithaq.front.api.shapes import Submitting
from mithaq.node import clock
from mithaq.node.ledger import drafts, keyset
from mithaq.node.ledger.errors import DraftNotPossibleNow, UnknownDraft
from mithaq.node.ledger.judge import judge
from mithaq.node.ledger.models import Draft
from mithaq.node.officers.errors import UnknownMatter
from mithaq.node.safeguards.house import Fact
from mithaq.node.safeguards.reading import reading
from mithaq.node.web.draft_page import DraftShown
from mithaq.node.web.exports.data import at
from mithaq.node.web.exports.plain import stated_all
from mithaq.node.web.going_on import place_in, place_to_open
from mithaq.node.web.preparing import Place
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.attachment import IN_BODY
from mithaq.pact.rules.errors import BadlySaid, Problem
from mithaq.pact.rules.kind import Kind

PREPARED = "token.drafted"
PLACES = Annotated[str, Query(max_length=keyset.LONGEST)]
Size = Annotated[int, Query(ge=1, le=MOST)]


def begin_of(kind: Kind, shape: Any) -> Callable[..., Status[Any]]:
    """The view that begins a draft of a kind."""
    sent = Annotated[shape, Body()]

    def begin(request: HttpRequest, asked: sent) -> Status[Any]:
        caller, now = caller_of(request), clock.now()
        with _preparing(caller, kind, step=asked.step, act="begin"):
            place = _place(kind, asked, caller)
            act = place.act(values_of(place.step, asked.values), conditions_of(asked))
            draft = drafts.begin(act, officer=caller.officer, now=now)
        return Status(201, _became(DraftShown(draft, caller.officer, now)))

    return begin


def change_of(kind: Kind, shape: Any) -> Callable[..., dict[str, Any]]:
    """The view that says a draft of a kind otherwise: the whole of it, but for its files."""
    sent = Annotated[shape, Body()]

    def change(request: HttpRequest, number: UUID, asked: sent) -> dict[str, Any]:
        caller = caller_of(request)
        with _preparing(caller, kind, draft=str(number), act="change"):
            shown = _shown(number, caller)
            _check_same_place(shown, kind, asked)
            place = replace(shown.place, item=getattr(asked, "item", None) or shown.place.item)
            files = {name: value for name, value in shown.act.values.items() if name == IN_BODY}
            act = place.act(values_of(place.step, asked.values) | files, conditions_of(asked))
            drafts.edit(shown.draft, act, officer=caller.officer, now=shown.now)
        return _became(DraftShown(shown.draft, caller.officer, shown.now))

    return change


def submit(request: HttpRequest, number: UUID, asked: Submitting) -> dict[str, Any]:
    """Hand a draft to the second person, who approves it on its page."""
    caller = caller_of(request)
    with _preparing(caller, None, draft=str(number), act="submit"):
        shown = _shown(number, caller)
        if not shown.step.two_persons({}):
            raise OnePersonIsEnough(step=shown.step.name)
        if shown.with_author and not asked.weighed and (doubts := judge(shown.act, now=shown.now).problems):
            codes = " ".join(sorted({each.code for each in doubts}))
            raise BadlySaid(doubts, step=shown.step.name, codes=codes)
        drafts.submit(shown.draft, officer=caller.officer, now=shown.now)
    return _became(DraftShown(shown.draft, caller.officer, shown.now))


def listed(request: HttpRequest, after: PLACES = "", size: Size = 25) -> dict[str, Any]:
    """This officer's own open drafts."""
    caller = caller_of(request)
    check_place(after)
    with reading("drafts.listed", caller.officer, caller.facts()):
        rows: QuerySet[Draft] = drafts.drafts_of(caller.officer)
        if caller.kinds:
            rows = rows.filter(kind__in=sorted(caller.kinds))
        if place := keyset.read(after):
            rows = rows.filter(keyset.beyond("changed_at", place, descending=True))
        found = list(rows.order_by("-changed_at", "id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return {
        "drafts": [_row(each) for each in found[:size]],
        "next": keyset.write(last.changed_at, str(last.pk)) if last else "",
    }


def draft(request: HttpRequest, number: UUID) -> dict[str, Any]:
    """One draft, with what it says."""
    caller = caller_of(request)
    with reading("draft.read", caller.officer, caller.facts(number=str(number))):
        shown = _shown(number, caller)
        row = _row(shown.draft)
        if not shown.open:  # once it has left, the ledger holds it
            return {**row, **_NOTHING, "digest": shown.draft.digest}
        act = shown.act
        return {
            **row,
            **_became(shown),
            "item": act.item,
            "parties": list(act.parties),
            "to": None if act.to is None else list(act.to),
            "handling": list(act.handling),
            "basis": act.basis,
            "values": stated_all(shown.step.fields, act.values),
            "remark": shown.remark,
        }


_NOTHING: dict[str, Any] = {
    "item": "", "parties": [], "to": None, "handling": [], "basis": "", "values": {}, "remark": "",
    "two_persons": False, "refused": None, "problems": [],
}  # fmt: skip


def _preparing(caller: Caller, kind: Kind | None, **facts: Fact) -> Any:
    """While this runs, a program prepares: noted with its token, a refusal too. Raises: NotInScope."""
    if kind:
        caller.check_scope("draft", kind.name)
        facts["kind"] = kind.name
    return reading(PREPARED, caller.officer, caller.facts(**facts), also_writes=True)


def _place(kind: Kind, asked: Asked, caller: Caller) -> Place:
    """Where the step is prepared. Raises: UnknownMatter, and whatever the page refuses."""
    if asked.step == kind.opening:
        return place_to_open(kind.name, caller.officer)
    reference = str(getattr(asked, "matter", ""))
    place = place_in(reference, asked.step, getattr(asked, "item", None) or "", caller.officer)
    if place.kind.name != kind.name:
        raise UnknownMatter(reference=reference[:80])
    return place


def _shown(number: UUID, caller: Caller) -> DraftShown:
    """A draft as its page shows it to this officer. Raises: UnknownDraft."""
    shown = DraftShown(drafts.draft_for(number, caller.officer), caller.officer, clock.now())
    if not caller.covers(shown.draft.kind):
        raise UnknownDraft(draft=str(number))
    return shown


def _check_same_place(shown: DraftShown, kind: Kind, asked: Asked) -> None:
    """A draft stays the step it is, in its matter. Raises: UnknownDraft, DraftNotPossibleNow."""
    draft = shown.draft
    if draft.kind != kind.name:
        raise UnknownDraft(draft=str(draft.pk))
    page = shown.place.page
    reference = page.matter.reference if page else ""
    if draft.step != asked.step or reference != getattr(asked, "matter", ""):
        raise DraftNotPossibleNow(draft=str(draft.pk), state=draft.state, act="edit")


def _became(shown: DraftShown) -> dict[str, Any]:
    """Where a draft stands, and what the rules say of it: ids and codes, nothing of what it says."""
    judged, draft = shown.judged, shown.draft
    refused = isinstance(judged, MithaqError)
    problems: Iterable[Problem] = () if isinstance(judged, MithaqError) else judged.problems
    refusal = [Problem(judged.code, facts=judged.facts)] if isinstance(judged, MithaqError) else []
    return {
        "draft": str(draft.pk),
        "kind": draft.kind,
        "step": draft.step,
        "state": draft.state,
        "digest": draft.digest,
        "two_persons": shown.step.two_persons({}) if isinstance(judged, MithaqError) else judged.two_persons,
        "refused": in_words(refusal)[0] if refused else None,
        "problems": in_words(problems),
    }


def _row(draft: Draft) -> dict[str, Any]:
    return {
        "draft": str(draft.pk),
        "kind": draft.kind,
        "step": draft.step,
        "matter": getattr(draft, "reference", "") or "",
        "state": draft.state,
        "made_at": at(draft.made_at),
        "changed_at": at(draft.changed_at),
    }

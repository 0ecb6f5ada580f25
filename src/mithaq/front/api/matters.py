"""What is found: lists of matters, a matter, its timeline, what a form begins with. As on the pages."""

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query

from mithaq.front.api.asking import Paged, check_place, filters_of, form_of
from mithaq.front.api.caller import Caller, caller_of
from mithaq.front.api.errors import NoSuchPlace
from mithaq.front.api.shapes import StepInWords
from mithaq.node import clock
from mithaq.node.ledger import find, keyset, retention
from mithaq.node.ledger.page import MatterPage
from mithaq.node.ledger.page import page as page_of
from mithaq.node.officers.errors import UnknownMatter
from mithaq.node.officers.permission import may_take
from mithaq.node.safeguards.reading import reading
from mithaq.node.web.exports import data
from mithaq.node.web.exports.plain import stated_all
from mithaq.node.web.given import given
from mithaq.node.web.going_on import check_possible, place_in
from mithaq.node.web.sentences import sentences
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.kind import Kind, Step
from mithaq.pact.rules.words import LANGUAGES, Words

Reference = Annotated[str, Path(max_length=80)]
Name = Annotated[str, Path(max_length=80)]
Place = Annotated[str, Query(max_length=keyset.LONGEST)]
Size = Annotated[int, Query(ge=1, le=100)]


def list_of(kind: Kind | None) -> Callable[..., dict[str, Any]]:
    """The view that lists the matters of a kind; of every kind for None."""
    asks = filters_of(kind)

    def matters(request: HttpRequest, asked: Query[asks]) -> dict[str, Any]:  # type: ignore[valid-type]
        return _listed(caller_of(request), asked, kind)

    return matters


def matter(request: HttpRequest, reference: Reference) -> dict[str, Any]:
    """One matter."""
    caller = caller_of(request)
    with reading("matter.read", caller.officer, caller.facts(reference=reference)):
        page = _page(reference, caller)
        retention.close_restricted([page.matter])
        return {
            **data.of_a_matter(page.matter),
            "entries": len(page.lines),
            "duties": [data.of_a_duty(row) for row in page.duties],
            "open": [{"step": each.step.name, "item": each.item} for each in page.options],
        }


def timeline(
    request: HttpRequest, reference: Reference, after: Place = "", size: Size = 25
) -> dict[str, Any]:
    """What was stated in a matter, the oldest first."""
    caller = caller_of(request)
    check_place(after)
    with reading("timeline.read", caller.officer, caller.facts(reference=reference)):
        page = _page(reference, caller)
        retention.check_unrestricted(page.matter.id)
        lines = page.lines
        begin = _begin([line.entry.id for line in lines], after)
        shown = lines[begin : begin + size]
        last = shown[-1] if begin + size < len(lines) else None
        return {
            "reference": reference,
            "entries": [data.of_an_entry(line) for line in shown],
            "next": keyset.write(last.kept_at, last.entry.id) if last else "",
        }


def form(request: HttpRequest, reference: Reference, step: Name, item: str = "") -> dict[str, Any]:
    """What the form of a step begins with: what is settled by where the matter stands."""
    caller = caller_of(request)
    facts = caller.facts(reference=reference, step=step[:40])
    with reading("matter.step-form", caller.officer, facts):
        place = place_in(reference, step, item[:80], caller.officer)
        _check_covered(place.kind.name, reference, caller)
        check_possible(place)
        retention.check_unrestricted(place.page.matter.id if place.page else "")
        begins = given(place.kind, place.step, place.page, place.item) or {}
        return {"step": step, "item": place.item, "values": stated_all(place.step.asked_fields, begins)}


def kinds(request: HttpRequest) -> dict[str, Any]:
    """Every kind this node knows, as it is declared."""
    return {"kinds": [_declared(each, caller_of(request)) for each in register.kinds()]}


def problem(request: HttpRequest, code: Name) -> dict[str, Any]:  # noqa: ARG001 - whoever asks
    """What a code means, in the three languages."""
    written = sentences().get(code, {})
    return {"code": code, "sentences": {to: written.get(to, "") for to in LANGUAGES}}


def _listed(caller: Caller, asked: Paged, kind: Kind | None) -> dict[str, Any]:
    if kind:
        caller.check_scope("read", kind.name)
    form, now = form_of(asked, kind), clock.now()
    check_place(asked.after)
    wanted = form.wanted(among=caller.kinds)
    with reading("matters.listed", caller.officer, caller.facts(kind=wanted.kind, stage=wanted.stage)):
        page = find.matters(caller.officer, wanted, now=now, after=asked.after, size=asked.size)
        retention.close_restricted(page.rows)
        rows = [data.of_a_row(row) for row in page.rows]
    return {"matters": rows, "counted": page.counted, "more": page.more, "next": page.next}


def _page(reference: str, caller: Caller) -> MatterPage:
    page = page_of(reference, caller.officer)
    _check_covered(page.matter.kind, reference, caller)
    return page


def _check_covered(kind: str, reference: str, caller: Caller) -> None:
    """A matter of a kind the token is not for is none. Raises: UnknownMatter."""
    if not caller.covers(kind):
        raise UnknownMatter(reference=reference[:80])


def _begin(keys: list[str], after: str) -> int:
    """Where a page of a timeline begins. Raises: NoSuchPlace."""
    place = keyset.read(after)
    if place is None:
        return 0
    if place[1] not in keys:
        raise NoSuchPlace
    return keys.index(place[1]) + 1


def _declared(kind: Kind, caller: Caller) -> dict[str, Any]:
    stages = [
        {"name": each.name, "words": _in_three(each.words), "final": each.final} for each in kind.stages
    ]
    steps = [_step(kind, each, caller) for each in kind.steps if not each.by_the_node]
    head = {"name": kind.name, "edition": kind.edition, "mark": kind.mark, "words": _in_three(kind.words)}
    return {**head, "stages": stages, "steps": steps}


def _step(kind: Kind, step: Step, caller: Caller) -> StepInWords:
    return StepInWords(
        name=step.name,
        words=_in_three(step.button),
        opens=step.name == kind.opening,
        two_persons=step.two_persons({}),
        yours=caller.covers(kind.name) and may_take(caller.officer, kind.name, step.name),
    )


def _in_three(words: Words) -> dict[str, str]:
    return {language: words.say(language) for language in LANGUAGES}


def newest(name: str) -> Kind | None:
    """The kind of that name as it is drafted today."""
    try:
        return register.kind(name)
    except UnknownKind:
        return None

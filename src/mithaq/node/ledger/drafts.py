"""Drafts: what officers prepare at home, and how it comes to leave (D15).

    editing → submitted → approved → released
                        ↘ returned → submitted …

An approval names the hash of exactly what will leave: step, matter, addressees, handling, basis, values.
Any edit voids it. Nobody approves their own. At release the rules are asked again and the entry is made on
what the matter is by then; whoever releases says which state of the matter they saw. Releasing twice makes
one entry. What warns of danger to life may go alone and is reviewed within a day. Once released, the
content is destroyed: the ledger holds it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from mithaq.node.ledger import attached, held, ours, prior_reviews
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import (
    DraftChanged,
    DraftErased,
    DraftNotPossibleNow,
    DraftOvertaken,
    RemarkMissing,
    UnknownDraft,
)
from mithaq.node.ledger.judge import check_no_problem, judge
from mithaq.node.ledger.kept import Kept
from mithaq.node.ledger.models import ChunkUse, Draft, Matter
from mithaq.node.ledger.record import current_heads
from mithaq.node.ledger.step import state as state_act
from mithaq.node.officers.errors import SecondPersonNeeded
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import (
    APPROVE,
    check_may_approve,
    check_may_take,
    check_second_person,
    is_sealed,
    may_take,
    may_take_of,
)
from mithaq.node.officers.visible import openable_matters, sees
from mithaq.node.safeguards.house import note
from mithaq.pact.exchange.attachment import manifests_in
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import Entry

REVIEW_WITHIN = timedelta(hours=24)
WITH_AUTHOR = (Draft.EDITING, Draft.RETURNED)
OPEN = (*WITH_AUTHOR, Draft.SUBMITTED, Draft.APPROVED)
_LARGEST, _DEEPEST = 4 * 1024 * 1024, 14


@dataclass(frozen=True, slots=True)
class Content:
    """What a draft holds: the act, and what whoever returned it remarked. Personal."""

    act: Act
    remark: str = field(default="", repr=False)


def begin(act: Act, *, officer: Officer, now: datetime) -> Draft:
    """Put an act aside as a draft; it may be incomplete.

    Raises: NotYours, NotYourMatter.
    """
    check_may_take(officer, act.kind, act.step, matter=act.matter)
    draft = Draft(
        id=uuid4(), kind=act.kind, step=act.step, matter=act.matter, author=officer,
        made_at=now, changed_at=now, seen_heads=_heads(act.matter),
    )  # fmt: skip
    with transaction.atomic():
        _put(draft, Content(act), ours.make_key(draft.id))
        draft.save(force_insert=True)
    return draft


def edit(draft: Draft, act: Act, *, officer: Officer, now: datetime) -> None:
    """Say it otherwise. Whatever was submitted or approved before counts no longer.

    Raises: DraftNotPossibleNow, DraftErased, UnknownDraft.
    """
    _check_author(draft, officer)
    if (act.kind, act.step, act.matter) != (draft.kind, draft.step, draft.matter):
        raise DraftNotPossibleNow(draft=str(draft.id), state=draft.state, act="edit")
    with transaction.atomic():
        locked = _locked(draft, OPEN, "edit")
        _put(locked, Content(act, content(locked).remark), _key(locked))
        _move(locked, Draft.EDITING, approver=None, approved_at=None, approved_digest="", changed_at=now)
        locked.save()
    draft.refresh_from_db()


def submit(draft: Draft, *, officer: Officer, now: datetime) -> None:
    """Hand the draft to a second person; what is badly said is refused here already.

    Raises: DraftNotPossibleNow, BadlySaid, and whatever `judge` refuses.
    """
    _check_author(draft, officer)
    check_no_problem(judge(content(draft).act, now=now))
    _change(draft, WITH_AUTHOR, "submit", officer, Draft.SUBMITTED, submitted_at=now, changed_at=now)


def send_back(draft: Draft, *, officer: Officer, remark: str, now: datetime) -> None:
    """Return the draft to its author, with what is to be mended.

    Raises: NotYours, NotYourMatter, SecondPersonNeeded, RemarkMissing, DraftNotPossibleNow.
    """
    if not prior_reviews.function_to_give(draft, officer):  # whoever reviews it first may return it too
        check_may_approve(officer, draft.kind, author=draft.author, matter=draft.matter)
    if not any(letter.isalnum() for letter in remark):  # a mark that turns the line says nothing
        raise RemarkMissing(draft=str(draft.id))
    with transaction.atomic():
        locked = _locked(draft, (Draft.SUBMITTED, Draft.APPROVED), "send-back")
        _put(locked, Content(content(locked).act, remark), _key(locked))
        _move(locked, Draft.RETURNED, approver=None, approved_at=None, approved_digest="", changed_at=now)
        locked.save()
        note("draft.returned", officer=officer, matter=draft.matter, draft=str(draft.id))
    draft.refresh_from_db()


def approve(draft: Draft, *, officer: Officer, digest: str, now: datetime) -> None:
    """Approve exactly what has this digest: what the second person read on the screen.

    Raises: as `send_back`; DraftChanged, BadlySaid, PriorReviewMissing.
    """
    check_may_approve(officer, draft.kind, author=draft.author, matter=draft.matter)
    held_content = content(draft)
    if digest != held_content.act.digest:
        raise DraftChanged(draft=str(draft.id))
    check_no_problem(judge(held_content.act, now=now))
    with transaction.atomic():
        locked = _locked(draft, (Draft.SUBMITTED,), "approve")
        if locked.digest != digest:
            raise DraftChanged(draft=str(draft.id))
        prior_reviews.check_given(locked)
        _move(
            locked, Draft.APPROVED, approver=officer, approved_at=now, approved_digest=digest,
            changed_at=now, seen_heads=_heads(draft.matter),
        )  # fmt: skip
        locked.save()
        note("draft.approved", officer=officer, matter=draft.matter, draft=str(draft.id), digest=digest)
    draft.refresh_from_db()


def release(draft: Draft, *, officer: Officer, now: datetime, saw: Iterable[str] | None = None) -> Entry:
    """Let what was approved leave: the author or the approver, or the author alone where one person is
    enough.

    `saw` is the matter's heads on the page from which it is released. A draft that has left gives its
    entry again.

    Raises: DraftOvertaken if something arrived that was not on that page; DraftNotPossibleNow, DraftChanged,
    SecondPersonNeeded, PriorReviewMissing, BadlySaid, and whatever `judge` refuses.
    """
    draft.refresh_from_db()
    if draft.state == Draft.RELEASED and officer.pk in (draft.author_id, draft.approver_id):
        released = held.entry(draft.entry)
        assert released is not None
        return released
    _check_may_release(draft, officer)
    if saw is not None and sorted(saw) != _heads(draft.matter):
        raise DraftOvertaken(draft=str(draft.id))
    act = content(draft).act
    judged = judge(act, now=now)
    approved = draft.state == Draft.APPROVED
    if judged.two_persons and not approved:
        raise SecondPersonNeeded(step=draft.step)
    if approved and not draft.approved_digest == act.digest == draft.digest:
        raise DraftChanged(draft=str(draft.id))
    prior_reviews.check_given(draft)
    review_due_at = now + REVIEW_WITHIN if judged.alone and not approved else None

    def mark(kept: Kept) -> None:
        _mark_released(draft, kept.entry.id, officer, review_due_at=review_due_at, now=now)

    return state_act(act, officer=draft.author, now=now, in_the_same=mark)


def drop(draft: Draft, *, officer: Officer, now: datetime) -> None:
    """Give a draft up; its content is destroyed.

    Raises: DraftNotPossibleNow, UnknownDraft.
    """
    _check_author(draft, officer)
    with transaction.atomic():
        _change(draft, OPEN, "drop", officer, Draft.DROPPED, changed_at=now, content=b"")
        _forget([draft.id])
    draft.refresh_from_db()


def review(draft: Draft, *, officer: Officer, now: datetime) -> None:
    """A second person has looked at what went alone, within the day.

    Raises: NotYours, NotYourMatter, SecondPersonNeeded, DraftNotPossibleNow.
    """
    check_may_take(officer, draft.kind, APPROVE, matter=draft.matter)
    check_second_person(officer, draft.author, "review")
    if draft.review_due_at is None or draft.reviewed_at is not None:
        raise DraftNotPossibleNow(draft=str(draft.id), state=draft.state, act="review")
    with transaction.atomic():
        Draft.objects.filter(pk=draft.pk, reviewed_at=None).update(reviewed_by=officer, reviewed_at=now)
        note("draft.reviewed", officer=officer, matter=draft.matter, draft=str(draft.id))
    draft.refresh_from_db()


def content(draft: Draft) -> Content:
    """What a draft holds. Raises: DraftErased."""
    return _opened(draft, _key(draft))


def contents(rows: Iterable[Draft]) -> dict[UUID, Content]:
    """What each of several drafts holds, without those that were erased: their keys are asked for once."""
    listed = list(rows)
    keys = ours.keys(each.id for each in listed)
    return {each.id: _opened(each, keys[each.id]) for each in listed if each.id in keys}


def _opened(draft: Draft, key: bytes) -> Content:
    plain = ours.open_locked(key, draft.id, draft.content)
    stated: dict[str, Any] = canonical.decode(plain, what="draft", largest=_LARGEST, deepest=_DEEPEST)
    return Content(Act.read(canonical.encode(stated["act"])), stated["remark"])


def draft_for(draft: UUID, officer: Officer) -> Draft:
    """A draft this officer may see: its author, who may approve it, who works on the matter.

    Raises: UnknownDraft.
    """
    found = Draft.objects.select_related("author", "approver").filter(pk=draft).first()
    if found is None or not may_see(found, officer):
        raise UnknownDraft(draft=str(draft))
    return found


def same_as(act: Act, *, officer: Officer) -> Draft | None:
    """An open draft of this officer that would state exactly the same."""
    return drafts_of(officer).filter(matter=act.matter, digest=act.digest).first()


def drafts_of(officer: Officer) -> QuerySet[Draft]:
    """This officer's own open drafts, the last changed first."""
    return _with_references(Draft.objects.filter(author=officer, state__in=OPEN))


def drafts_to_approve(officer: Officer) -> list[Draft]:
    """What waits for this officer as the second person, oldest first. Shape: 200 at most."""
    waiting = _as_second(officer).filter(state=Draft.SUBMITTED).order_by("submitted_at", "id")
    return prior_reviews.only_reviewed(_approvable(waiting, officer))


def drafts_to_review_first(officer: Officer) -> list[Draft]:
    """What waits for this officer's review before anybody may approve it, oldest first."""
    waiting = _with_references(prior_reviews.waiting_for(officer)).order_by("submitted_at", "id")
    return [row for row in waiting[:200] if prior_reviews.function_to_give(row, officer)]


def drafts_to_review(officer: Officer) -> list[Draft]:
    """What went alone and nobody has looked at yet, the most pressing first."""
    waiting = _as_second(officer).filter(review_due_at__isnull=False, reviewed_at=None)
    return _approvable(waiting.order_by("review_due_at", "id"), officer)


def _as_second(officer: Officer) -> QuerySet[Draft]:
    """Drafts of others about matters this officer may open, or a new one."""
    others = _with_references(Draft.objects.exclude(author=officer))
    if opens := openable_matters(officer, matter="matter"):  # an empty condition is everything
        others = others.filter(opens | Q(matter="") | Q(approver=officer))
    return others


def _approvable(rows: QuerySet[Draft], officer: Officer) -> list[Draft]:
    listed = list(rows[:200])
    may = may_take_of(officer, {(row.kind, APPROVE) for row in listed}) if listed else frozenset()
    return [row for row in listed if (row.kind, APPROVE) in may and may_see(row, officer)]


def arrived_since(draft: Draft) -> tuple[Entry, ...]:
    """What has been kept in the matter since the draft was begun or last approved, oldest kept first."""
    entries = held.entries_of(draft.matter).entries if draft.matter else ()
    by_id = {entry.id: entry for entry in entries}
    known, new = set(), list(draft.seen_heads)
    while new:
        name = new.pop()
        if name in by_id and name not in known:
            known.add(name)
            new += [*by_id[name].after, by_id[name].prev]
    return tuple(entry for entry in entries if entry.id not in known)


def destroy_drafts(matter: str) -> int:
    """Destroy the content of every open draft in a matter: part of an erasure; how many there were."""
    drafts = list(Draft.objects.filter(matter=matter, state__in=OPEN).values_list("pk", flat=True))
    _forget(drafts)
    return Draft.objects.filter(pk__in=drafts).update(state=Draft.DROPPED, content=b"")


def _with_references(rows: QuerySet[Draft]) -> QuerySet[Draft]:
    """Drafts as lists show them: with the author, and the matter's `reference` (None: it would open one)."""
    reference = Matter.objects.filter(pk=OuterRef("matter")).values("reference")
    return rows.select_related("author").annotate(reference=Subquery(reference))


def _check_may_release(draft: Draft, officer: Officer) -> None:
    if officer.pk == draft.author_id:
        check_may_take(officer, draft.kind, draft.step, matter=draft.matter)
    elif officer.pk != draft.approver_id:
        raise UnknownDraft(draft=str(draft.id))
    if draft.state not in (*WITH_AUTHOR, Draft.APPROVED):
        raise DraftNotPossibleNow(draft=str(draft.id), state=draft.state, act="release")


def _mark_released(
    draft: Draft, entry: str, officer: Officer, *, review_due_at: datetime | None, now: datetime
) -> None:
    """In the transaction that keeps the entry: the draft leaves once, and its content is destroyed."""
    releasable = Draft.objects.filter(pk=draft.pk, state=draft.state, digest=draft.digest, entry="")
    changed = releasable.update(
        state=Draft.RELEASED, entry=entry, changed_at=now, content=b"", review_due_at=review_due_at
    )
    if not changed:
        raise DraftNotPossibleNow(draft=str(draft.id), state=draft.state, act="release")
    _forget([draft.id])  # its files belong to the entry by now
    approved = draft.state == Draft.APPROVED  # or one person was enough
    name = str(draft.id)
    note("draft.released", officer=officer, matter=draft.matter, draft=name, entry=entry, approved=approved)


def may_see(draft: Draft, officer: Officer) -> bool:
    """May this officer see the draft: its author, who reviews or may approve it, who works on the matter?"""
    if officer.pk in (draft.author_id, draft.approver_id) or prior_reviews.has_part(draft, officer):
        return True
    if draft.matter:
        takes = any(may_take(officer, draft.kind, step) for step in (draft.step, APPROVE))
        return (takes or not is_sealed(draft.kind, draft.step)) and sees(officer, draft.matter, draft.kind)
    same_unit = officer.unit_id is not None and officer.unit_id == draft.author.unit_id
    return may_take(officer, draft.kind, APPROVE) or (same_unit and may_take(officer, draft.kind, draft.step))


def _check_author(draft: Draft, officer: Officer) -> None:
    if officer.pk != draft.author_id:
        raise UnknownDraft(draft=str(draft.id))
    check_may_take(officer, draft.kind, draft.step, matter=draft.matter)


def _change(
    draft: Draft, states: tuple[str, ...], act: str, officer: Officer, state: str, **changes: Any
) -> None:
    with transaction.atomic():
        locked = _locked(draft, states, act)
        _move(locked, state, **changes)
        locked.save()
        note(f"draft.{state}", officer=officer, matter=draft.matter, draft=str(draft.id))
    draft.refresh_from_db()


def _locked(draft: Draft, states: tuple[str, ...], act: str) -> Draft:
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if locked.state not in states:
        raise DraftNotPossibleNow(draft=str(draft.id), state=locked.state, act=act)
    return locked


def _move(draft: Draft, state: str, **changes: Any) -> None:
    draft.state = state
    for name, value in changes.items():
        setattr(draft, name, value)


def _put(draft: Draft, new: Content, key: bytes) -> None:
    stated = {"act": canonical.decode(new.act.write(), what="act", largest=_LARGEST, deepest=_DEEPEST)}
    plain = canonical.encode({**stated, "remark": new.remark})
    draft.content = ours.lock(key, draft.id, plain)
    draft.digest = new.act.digest
    attached.hold(ChunkUse.DRAFT, str(draft.id), manifests_in(new.act.values), now=draft.changed_at)


def _forget(drafts: list[UUID]) -> None:
    """Destroy the keys of drafts, and whatever of their files no entry has."""
    ours.erase(drafts)
    attached.let_go(ChunkUse.DRAFT, map(str, drafts))


def _key(draft: Draft) -> bytes:
    key = ours.keys([draft.id]).get(draft.id)
    if key is None:
        raise DraftErased(draft=str(draft.id))
    return key


def _heads(matter: str) -> list[str]:
    return list(current_heads(held.entries_of(matter).entries)) if matter else []

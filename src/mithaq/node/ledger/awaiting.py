"""Awaiting: what stands prepared in several matters and waits for a second person, or to be sent.

Whoever sees a matter may know that a step of it is in hand, so that nobody begins it twice; what the draft
says is for those who may open it (`drafts.draft_for`). The matters are asked of together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mithaq.node.ledger import drafts
from mithaq.node.ledger.models import Draft
from mithaq.node.officers.models import Officer

HANDED_OVER = (Draft.SUBMITTED, Draft.APPROVED)
About = tuple[str, str, str]  # a matter, a step, an item of it ("" where it is on none)


def awaiting(matters: Iterable[str]) -> Mapping[About, Draft]:
    """By what it would state and of what: our draft that was handed over; the first, where there are several.

    Shape: drafts with their authors; a step that is recorded for a partner is none of ours.
    """
    rows = Draft.objects.filter(matter__in=list(matters), state__in=HANDED_OVER).select_related("author")
    waiting = list(rows.order_by("submitted_at", "id"))
    found: dict[About, Draft] = {}
    held = drafts.contents(waiting) if waiting else {}
    for draft in waiting:
        act = held[draft.id].act if draft.id in held else None
        if act and not act.recorded:
            found.setdefault((draft.matter, draft.step, act.item), draft)
    return found


def known_to(officer: Officer, matter: str) -> Mapping[About, Draft]:
    """The same of one matter, as far as this officer may see the drafts."""
    return {about: each for about, each in awaiting([matter]).items() if drafts.may_see(each, officer)}

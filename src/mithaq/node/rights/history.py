"""History: what the house log says of one request, in words: what was done, by whom, about which matter."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from mithaq.node.rights.models import Concern, SubjectRequest
from mithaq.node.safeguards.actions import words
from mithaq.node.safeguards.facts import Fact, facts
from mithaq.node.safeguards.find import names_of, references_of
from mithaq.node.safeguards.models import HouseEvent

TOLD = (
    *("rights.heard", "rights.searched", "rights.identity-shown", "rights.concern-said"),
    *("rights.extended", "rights.withdrawn"),
    *("rights.decision-prepared", "rights.decision-confirmed", "rights.decision-returned"),
    *("rights.decision-withdrawn", "rights.letter-exported", "rights.answered", "rights.destroyed"),
)
MOST = 200
# Said once at the head of the page, or in words of its own.
NOT_SAID_AGAIN = frozenset({"reference", "right", "who", "concerns"})


@dataclass(frozen=True, slots=True)
class Line:
    """One event: what was done and by whom; about which matter, and what was confirmed of it by whom."""

    event: HouseEvent
    said: str | Promise
    by: str
    matter: str = ""
    confirmed: str | Promise = ""
    confirmed_by: str = ""
    facts: tuple[Fact, ...] = ()


def history(row: SubjectRequest) -> list[Line]:
    """What was done, the latest first."""
    events = HouseEvent.objects.filter(action__in=TOLD, facts__reference=row.reference)
    listed = list(events.order_by("-pk")[:MOST])
    by, matters = names_of(listed), references_of(listed)
    return [
        Line(
            each,
            words(each.action),
            by.get(each.officer, ""),
            matters.get(each.matter, ""),
            _confirmed(each),
            by.get(str(each.facts.get("who", "")), ""),
            tuple(facts({name: value for name, value in each.facts.items() if name not in NOT_SAID_AGAIN})),
        )
        for each in listed
    ]


def _confirmed(event: HouseEvent) -> str | Promise:
    """What was confirmed of something found; "" where the event is another one."""
    if "concerns" not in event.facts:
        return ""
    return dict(Concern.SAID)[Concern.CONCERNS if event.facts["concerns"] else Concern.ANOTHER]

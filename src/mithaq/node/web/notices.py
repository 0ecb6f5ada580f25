"""What has to be said at the head of a matter's page: what is missing, contested or not configured."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from mithaq.node.ledger.models import Standstill
from mithaq.node.ledger.page import MatterPage


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence at the head of a page, with its tone and picture."""

    tone: str
    text: str
    picture: str


def notices(own: MatterPage) -> list[Notice]:
    """Everything about a matter that an officer must know before acting, the gravest first."""
    return [*_about_evidence(own), *_about_gaps(own)]


def _about_evidence(own: MatterPage) -> Iterator[Notice]:
    if own.matter.told_twice:
        text = gettext(
            "A party has stated two different things as one and the same. Both are kept as evidence."
        )
        yield Notice("bad", text, "doubt")
    if own.kind is None:
        text = gettext(
            "This node does not know this kind of matter. What arrived is kept and shown as it came."
        )
        yield Notice("waiting", text, "doubt")
    if count := sum(line.counted_until is not None for line in own.lines):
        text = ngettext(
            "%(count)d entry had counted and counts no more, because of what arrived later. "
            "Look again at what was done on the strength of it.",
            "%(count)d entries had counted and count no more, because of what arrived later. "
            "Look again at what was done on the strength of them.",
            count,
        )
        yield Notice("bad", text % {"count": count}, "aside")
    if own.standing and (count := len(own.standing.set_aside)):
        text = ngettext(
            "%(count)d entry does not count. The timeline says why.",
            "%(count)d entries do not count. The timeline says why.",
            count,
        )
        yield Notice("quiet", text % {"count": count}, "aside")


def _about_gaps(own: MatterPage) -> Iterator[Notice]:
    if own.kind and own.kind.unsure_when_behind and Standstill.objects.exists():
        text = gettext(
            "This node was restored and knows less than its partners: what stands here may be over. "
            "Nobody may be sought on the strength of it until what is missing has come back."
        )
        yield Notice("bad", text, "urgent")
    if own.standing and (count := len(own.standing.missing)):
        text = ngettext(
            "%(count)d entry is named here and has not arrived yet.",
            "%(count)d entries are named here and have not arrived yet.",
            count,
        )
        yield Notice("waiting", text % {"count": count}, "waiting")
    if own.kind and own.kind.needs_terms and own.kind.duties and not own.terms.entry:
        text = gettext(
            "No time limits are configured: the terms this matter names are not agreed, or have not arrived."
        )
        yield Notice("waiting", text, "clock")

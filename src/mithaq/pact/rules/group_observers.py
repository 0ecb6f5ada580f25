"""Groups, edition 3: whoever observes a group is none of its members.

What edition 2 says holds (`group_reviews`), and beyond it: whom a party names as its observer attends and counts for nothing, neither
for the quorum nor for parity. The charter names the agencies that are invited to observe. At home an observer is not
given the group: they read when it meets and what is on the agenda, and nothing else.

Source: model agreement for joint investigation teams (participants who are not members); domain model of working groups (an observer
sees the titles of the agenda alone).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Kind, Stage, Step, Track
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

OBSERVING = Stage("observing", W("ملاحظ", "observateur", "observer"), "quiet")
INVITED = Section(W("الملاحظون", "Observateurs", "Observers"), (
    Field("observers", Type.GROUP, W("الهيئات المدعوة بصفة ملاحظ", "organismes invités comme observateurs", "agencies invited to observe"), most=12, fields=(
        Field("name", Type.LINE, W("الهيئة", "organisme", "agency"), required=True, least=2, most=160, wide=True),)),
), help=W("لا يُحتسبون في النصاب، ولا يطلعون إلا على جدول الأعمال", "ils ne comptent pas dans le quorum et ne lisent que l’ordre du jour", "they count for no quorum and read the agenda alone"))  # fmt: skip

Observes = Callable[[Mapping[str, Any]], bool]


def _members(track: Track, observes: Observes) -> Track:
    """Members, and beside them those who observe."""

    def named(_: State, entry: Entry) -> str:
        return OBSERVING.name if observes(entry.says) else "member"

    follows = {**track.follows, "": {"name-member": named}, OBSERVING.name: {"end-membership": "left"}}
    return replace(track, stages=(*track.stages, OBSERVING), follows=follows)


def _step(step: Step) -> Step:
    """A step of edition 2 as it is in this one."""
    if step.name == "propose-charter":
        *charter, serves = step.sections
        return replace(step, sections=(*charter, INVITED, serves))
    return step


def third(second: Kind) -> Kind:
    """Edition 3, made of the second."""
    names = second.step("name-member")
    members = second.track("member")
    assert names is not None
    assert names.observes is not None
    assert isinstance(members, Track)
    seen = _members(members, names.observes)
    return replace(
        second,
        edition=3,
        tracks=tuple(seen if track is members else track for track in second.tracks),
        steps=tuple(map(_step, second.steps)),
    )

"""What a proposal would change: each of its fields as it stands now beside what is proposed.

For whoever decides, and for the second person: a new date says little without the one it replaces.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from mithaq.node.ledger.page import MatterPage
from mithaq.node.web.authorities import known
from mithaq.node.web.fields import label_of
from mithaq.node.web.given import standing_now
from mithaq.node.web.said import shown
from mithaq.pact.rules.kind import Proposals, Step


@dataclass(frozen=True)
class Changed:
    """A field that a proposal says anew."""

    label: str
    now: SafeString | str
    then: SafeString | str


NOTHING: Mapping[str, Any] = {}


def would_change(
    page: MatterPage | None, step: Step, item: str, values: Mapping[str, Any] = NOTHING
) -> list[Changed]:
    """What the proposal would change that a step makes by its `values`, or answers as `item`; nothing where
    the step is about none, or the proposal replaces nothing.
    """
    state = page.standing.state if page and page.standing else None
    track = state.kind.track(step.track) if state else None
    if page is None or state is None or not isinstance(track, Proposals):
        return []
    if step.name not in (track.propose, track.counter):
        line = next((each for each in page.lines if each.entry.id == item), None)
        values = {**line.entry.says, **line.body.values} if line else {}
    replaced = track.replaces.get(str(values.get(track.change_field, "")), ())
    proposing = state.kind.step(track.propose)
    if not replaced or proposing is None:
        return []
    stands, authorities = standing_now(proposing, page, values), known()
    return [
        Changed(
            label_of(each.words),
            shown(each, stands[each.name], authorities) if stands.get(each.name) else "—",
            shown(each, values[each.name], authorities),
        )
        for each in proposing.fields
        if each.name in replaced and values.get(each.name)
    ]

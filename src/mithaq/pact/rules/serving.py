"""Serving: which action of a joint plan a matter serves.

Any matter can say so when it is opened, and the plan counts it. It is said publicly, since the plan's counts are the same on
both sides; it names an action by its id, so whoever does not hold the plan learns nothing from it.

Source: joint roadmap (domain file M1): figures come from exchanged matters wherever they can.
"""

from collections.abc import Iterable

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import ENTRY_ID, Field, Section, Type
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import W

CARRIED_BY = "carried-by"  # the facet that names an action of a plan which carries what a matter asks for

SERVES = Section(W("مخطط العمل", "Plan d’action", "Action plan"), (
    Field("serves", Type.ENTRY, W("الإجراء الذي يخدمه الملف", "action que sert cette affaire", "action it serves"), public=True,
          of=("propose-action",), in_kind="plan", beside=True),
))  # fmt: skip

CARRIED = Field("action", Type.ENTRY, W("الإجراء الذي يتكفل به في المخطط", "action du plan qui le porte", "action of the plan that carries it"), public=True,
                of=("propose-action",), in_kind="plan", beside=True)  # fmt: skip


def served_by(opening: Entry) -> str:
    """The id of the action a matter says it serves; "" if none, or if what it says is no id."""
    served = opening.says.get("serves", "")
    return served if isinstance(served, str) and ENTRY_ID.fullmatch(served) else ""


def carried_by(items: Iterable[Item]) -> tuple[tuple[str, str], ...]:
    """The facets of the actions that carry what these items ask for: the action's page shows the matter by them."""
    named = (item.entries[0].says.get("action", "") for item in items if item.entries)
    actions = {each for each in named if isinstance(each, str) and ENTRY_ID.fullmatch(each)}
    return tuple((CARRIED_BY, each) for each in sorted(actions))

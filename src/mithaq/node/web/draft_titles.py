"""Titles of drafts: what tells two drafts apart that would each open a matter.

A draft in a matter is known by the matter's reference. The title is personal and rests with the draft's
content: only a page that has written down who reads it asks for titles.
"""

from collections.abc import Iterable

from mithaq.node.ledger import drafts
from mithaq.node.ledger.errors import DraftErased
from mithaq.node.ledger.models import Draft
from mithaq.pact.rules import register
from mithaq.pact.rules.fields import Type


def with_titles(rows: Iterable[Draft]) -> list[Draft]:
    """The drafts, each with a `title`; "" if it has none yet or is known by its matter."""
    found = list(rows)
    for draft in found:
        draft.title = "" if draft.matter else _title(draft)  # type: ignore[attr-defined]
    return found


def _title(draft: Draft) -> str:
    """The first line that the opening step asks for."""
    step = register.kind(draft.kind).step(draft.step)
    line = next((each.name for each in step.fields if each.type is Type.LINE), "") if step else ""
    try:
        return str(drafts.content(draft).act.values.get(line, ""))
    except DraftErased:
        return ""

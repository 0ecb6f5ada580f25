"""Titles of drafts: what tells two drafts of one step apart.

What a draft is about, as the pages call it, the first words that were typed, and the first day it says
unless it names a person. A title is personal and rests with the draft's content: only a page that has written
down who reads it asks for titles.
"""

from collections.abc import Iterable, Iterator

from mithaq.node.ledger import drafts, held
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import DraftErased
from mithaq.node.ledger.judge import is_overtaken
from mithaq.node.ledger.models import Draft
from mithaq.node.web import said
from mithaq.node.web.items import plain
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.fields import ENTRY_ID, Type, is_empty
from mithaq.pact.rules.fold import Standing
from mithaq.pact.rules.kind import Step

MOST_WORDS, LONGEST = 8, 80  # words, letters
TYPED = (Type.NAME, Type.LINE, Type.PROSE)


def with_titles(rows: Iterable[Draft]) -> list[Draft]:
    """The drafts, each with a `title`; "" while nothing in it can be named."""
    found = list(rows)
    for draft in found:
        draft.title = _title(draft)  # type: ignore[attr-defined]
    return found


def with_overtaken(rows: Iterable[Draft]) -> list[Draft]:
    """The drafts, each with `is_overtaken`: whether its matter has moved on, so that it can leave no more."""
    found = list(rows)
    standing = {
        name: held.standing_of(held.entries_of(name)) for name in {each.matter for each in found} - {""}
    }
    for draft in found:
        draft.is_overtaken = _is_overtaken(draft, standing.get(draft.matter))  # type: ignore[attr-defined]
    return found


def _is_overtaken(draft: Draft, stands: Standing | None) -> bool:
    try:
        return is_overtaken(drafts.content(draft).act, stands)
    except DraftErased:
        return False


def _title(draft: Draft) -> str:
    try:
        step = register.kind(draft.kind).step(draft.step)
        act = drafts.content(draft).act
    except (DraftErased, UnknownKind):
        return ""
    named = [*_about(act, step), _typed(act, step), _dated(act, step)] if step else []
    return " · ".join(dict.fromkeys(each for each in named if each))


def _about(act: Act, step: Step) -> Iterator[str]:
    """The items a draft names, first the one the step is taken on."""
    names = [act.item, *(act.values.get(each.name) for each in step.fields if each.of and not each.in_kind)]
    yield from (
        plain(said.entry(name, here=True))
        for name in names
        if isinstance(name, str) and ENTRY_ID.fullmatch(name)
    )


def _dated(act: Act, step: Step) -> str:
    """The first day or instant it must say: two meetings at one place are told apart by it."""
    if any(each.type is Type.NAME for each in step.fields):  # persons by their names
        return ""
    days = (each for each in step.fields if each.required and each.type in (Type.DAY, Type.INSTANT))
    first = next((each for each in days if isinstance(act.values.get(each.name), str)), None)
    return plain(said.shown(first, act.values[first.name], {})) if first else ""


def _typed(act: Act, step: Step) -> str:
    """The first words that were typed: of a name or a line, of a longer text where there is none."""
    by_length = sorted(step.fields, key=lambda each: each.type is Type.PROSE)
    texts = (act.values.get(each.name) for each in by_length if each.type in TYPED)
    words = next((str(text).split() for text in texts if not is_empty(text)), [])
    first = " ".join(words[:MOST_WORDS])[:LONGEST]
    return first if first == " ".join(words) else f"{first}…"

"""Named: the matters that publicly say they concern this one, in words: which matter, in what way, about
what of this one.

A case that was opened in a group, a matter that serves an action, a communiqué about a text: whoever may
open both sees the link on both pages. Nothing here knows a kind; a field that names an entry of another kind
makes the link.
"""

from __future__ import annotations

from dataclasses import dataclass

from mithaq.node.ledger import find, find_naming, held
from mithaq.node.ledger.find_naming import Named
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web import rooms
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.listing import declared
from mithaq.pact.rules.fields import ENTRY_ID

MOST = 12  # on a page


@dataclass(frozen=True, slots=True)
class NamedBy:
    """A matter that names this one: how it says so, and what of this one it means ("" for the whole)."""

    matter: Matter
    said: str
    about: str


@dataclass(frozen=True, slots=True)
class NamedPage:
    """The latest of them; `more` where there are others."""

    rows: tuple[NamedBy, ...]
    more: bool


def named(matter: Matter, officer: Officer) -> NamedPage:
    """What names a matter, as far as an officer may open it."""
    found = find_naming.naming(matter.id, officer, most=MOST)
    return NamedPage(tuple(_named(each, matter) for each in found.rows), found.more)


def place_of(name: str, officer: Officer) -> tuple[str, str]:
    """Where an entry of another matter is shown, and what the matter is called if that opened it; both "" if
    it is not here, or not this officer's to open.
    """
    entry = held.entry(name) if ENTRY_ID.fullmatch(name) else None
    found = find.matter_by_id(entry.matter or entry.id, officer) if entry else None
    if entry is None or found is None:
        return "", ""
    url = rooms.item_url(found.kind, found.reference, name if entry.matter else "")
    return url, found.title if entry.opens else ""


def _named(each: Named, matter: Matter) -> NamedBy:
    kind = declared(each.matter.kind, each.matter.edition)
    step = kind.step(each.step) if kind else None
    fields = step.fields if step else ()
    said = next((label_of(field.words) for field in fields if field.name == each.field), each.field)
    entry = held.entry(each.named) if each.named != matter.id else None
    return NamedBy(each.matter, said, find.name_of(entry, language()) if entry else "")

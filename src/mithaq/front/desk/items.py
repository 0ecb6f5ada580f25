"""Items: what the part of a matter is called of which something is owed, for several matters at once.

A matter's page names its parts from everything that was stated; here the entries that created them are read,
and those they belong to: few, whatever was stated besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mithaq.node.ledger import held
from mithaq.node.ledger.models import Duty
from mithaq.node.ledger.page import Line, body_of
from mithaq.node.ledger.settled import STATED
from mithaq.node.web.authorities import known
from mithaq.node.web.items import bare_name
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fold import Standing


def names_of(owed: Iterable[Duty], standings: Mapping[str, Standing]) -> dict[str, str]:
    """What the items are called that something is owed of, by the item. Personal.

    Shape: without those that nothing names, and those of matters that do not stand in `standings`.
    """
    made = {
        row.item: (standings[row.matter], entry)
        for row in owed
        if row.item and row.matter in standings and (entry := _creating(standings[row.matter], row.item))
    }
    if not made:
        return {}
    read = {each.id: each for where, entry in made.values() for each in (entry, *_above(where, entry))}
    opened = held.bodies_of(read.values())
    steps = {each.id: where for where, entry in made.values() for each in (entry, *_above(where, entry))}
    lines = {key: _line(each, steps[key], opened) for key, each in read.items()}
    authorities = known()
    named = {item: bare_name(lines[item], authorities, lines) for item in made}
    return {item: name for item, name in named.items() if name}


def _creating(standing: Standing, item: str) -> Entry | None:
    return next((each for each in standing.counted if each.id == item), None)


def _above(standing: Standing, entry: Entry) -> Iterator[Entry]:
    """What an entry names of its own matter: what the item belongs to."""
    named = {value for value in entry.says.values() if isinstance(value, str)}
    return (each for each in standing.counted if each.id in named)


def _line(entry: Entry, standing: Standing, opened: Mapping[str, Mapping[str, object]]) -> Line:
    """The entry as a page has it, as far as it takes to name it."""
    step = standing.state.kind.step(entry.step) if standing.state else None
    body = body_of(entry, opened, frozenset())
    return Line(entry, step, "", STATED, entry.at, by_hand=False, receipts=(), body=body)

"""Entries for tests: one of each with sensible parts, and whole matters invented by hypothesis."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from mithaq.pact.ledger.entry import Entry, compose, read_entry
from mithaq.pact.ledger.order import heads

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "0" * 32
PARTIES = ("ES", "FR", "MA")


def header(**parts):
    """Header bytes of an opening entry, unless `matter` and `after` say otherwise."""
    defaults = {"kind": "inquiry", "edition": 1, "step": "ask", "author": "MA", "key": KEY, "at": AT}
    if "matter" not in parts:
        defaults |= {"parties": PARTIES}
    return compose(**(defaults | parts))


def opening(**parts) -> Entry:
    return read_entry(header(**parts))


def following(first: Entry, **parts) -> Entry:
    """An entry of the matter that `first` opened."""
    return read_entry(header(**({"matter": first.id, "after": [first.id]} | parts)))


@st.composite
def matters(draw, most=8):
    """All entries of one matter: each author has seen some of the others' entries, and all of its own."""
    entries = [opening()]
    pasts = {entries[0].id: {entries[0].id}}
    for number in range(draw(st.integers(0, most))):
        author = draw(st.sampled_from(PARTIES))
        own = [entry for entry in entries if entry.author == author]
        read = draw(st.lists(st.sampled_from(entries), max_size=3))
        seen = set().union(*(pasts[entry.id] for entry in [entries[0], *own, *read]))
        entry = following(
            entries[0],
            author=author,
            step=draw(st.sampled_from(["act", "stop"])),
            after=heads(entry for entry in entries if entry.id in seen),
            prev=own[-1].id if own else "",
            says={"number": number},
        )
        entries.append(entry)
        pasts[entry.id] = seen | {entry.id}
    return entries

"""Seats: who of those nominated may have a seat in a session.

Each party ranks its own nominees, and the host selects within that ranking: it cannot add a name, nor pass over one that
stands higher. Until the day nominations are due each party has its own quota. From then on seats that a party leaves free
go to others, but never one that the party has somebody waiting for.

Source: domain model of training (host selects within the other party's ranking).
"""

from datetime import UTC, date, datetime, time, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.assisting import provider
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.state import Item, State

SEATED = frozenset({"selected", "confirmed", "attended", "no-show", "certified"})
WAITING = frozenset({"nominated", "reserve"})


def session_of(state: State, nomination: Item) -> Item | None:
    """The session that somebody is nominated for."""
    return state.item("session", str(nomination.entries[0].says.get("session", "")))


def nominees(state: State, session: str) -> tuple[Item, ...]:
    """Everybody nominated for a session, in order."""
    items = state.items("nomination").values()
    return tuple(item for item in items if item.entries[0].says.get("session") == session)


def taken(state: State, session: str) -> dict[str, int]:
    """How many seats each party has in a session."""
    seated = [item.holder for item in nominees(state, session) if item.stage in SEATED]
    return {party: seated.count(party) for party in state.parties}


def quota(session: Item, party: str) -> int:
    name = "host_quota" if party == provider(session) else "guest_quota"
    return number(session.entries[0], name)


def free(state: State, session: Item, party: str, at: datetime) -> int:
    """How many more of a party may be selected at an instant."""
    has = taken(state, session.key)
    left = number(session.entries[0], "capacity") - sum(has.values())
    if not has_closed(session, at):
        return min(left, quota(session, party) - has[party])
    return left - sum(_kept_for(state, session, other, has) for other in has if other != party)


def has_closed(session: Item, at: datetime) -> bool:
    """Whether the day nominations are due is over: midnight UTC after it."""
    day = str(session.entries[0].says.get("nominate_by", ""))
    return is_day(day) and at >= datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)


def passed_over(state: State, nomination: Item) -> bool:
    """Whether somebody whom the same party ranks higher still waits."""
    rank = number(nomination.entries[0], "priority")
    session = str(nomination.entries[0].says.get("session", ""))
    return any(
        item.holder == nomination.holder
        and item.stage in WAITING
        and number(item.entries[0], "priority") < rank
        for item in nominees(state, session)
    )


def may_seat(state: State, nomination: Item, at: datetime) -> bool:
    """Whether a nominee may be selected at an instant."""
    session = session_of(state, nomination)
    return (
        session is not None
        and not passed_over(state, nomination)
        and free(state, session, nomination.holder, at) > 0
    )


def number(entry: Entry, name: str) -> int:
    stated = entry.says.get(name, 0)
    return stated if isinstance(stated, int) else 0


def _kept_for(state: State, session: Item, party: str, has: dict[str, int]) -> int:
    """Seats of a party's quota for which it has somebody waiting."""
    waiting = [
        each for each in nominees(state, session.key) if each.holder == party and each.stage in WAITING
    ]
    return max(0, min(quota(session, party) - has[party], len(waiting)))

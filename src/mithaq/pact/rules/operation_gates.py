"""Gates: what stands between an operation and its go, and for how long a go holds.

Nothing begins before every party has said that the law allows it, that it collides with nothing of its own, that its own order is
signed, and before every leg is authorised by whose soil it crosses. A go holds for 24 hours from when it was given; all have to
hold at once. An authorisation that ends before its leg does is a warning: it has to be extended, by its own authority.

Source: UN Convention against Transnational Organized Crime, article 20; UN Convention of 1988, article 11 (controlled delivery,
case by case); domain model of operations (go expires after 24 hours).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.state import Item, State

GO_HOLDS = timedelta(hours=24)
LEGAL, CHECK, ORDER, LEG, NO_LEG = "legal", "check", "order", "leg", "no-leg"
GATES = {LEGAL: "given", CHECK: "clear", ORDER: "signed"}
"""The tracks by party that have to stand somewhere before a go, and where."""
LIVE_LEGS = frozenset({"planned", "authorised", "refused"})


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that is missing: which gate, of which party; for a leg its number and item too."""

    gate: str
    party: str = ""
    number: int = 0
    item: str = ""


def legs(state: State) -> list[Item]:
    """The legs of the operation in their order, those left out that were dropped."""
    there = (item for item in state.items("leg").values() if item.stage != "dropped")
    return sorted(there, key=lambda item: (number_of(item), item.key))


def number_of(leg: Item) -> int:
    number = leg.entries[0].says.get("number")
    return number if isinstance(number, int) else 0


def departs_at(leg: Item) -> datetime | None:
    return instant(leg.entries[0].says.get("departs_at"))


def arrives_at(leg: Item) -> datetime | None:
    return instant(leg.entries[0].says.get("arrives_at"))


def authorised(leg: Item) -> tuple[datetime | None, datetime | None]:
    """From when until when the leg is authorised, as its authority said last; nothing while it is not."""
    stated = leg.latest("authorise-leg") if leg.stage in ("authorised", "passed", "lost") else None
    if stated is None:
        return None, None
    return instant(stated.says.get("valid_from")), instant(stated.says.get("valid_until"))


def obstacles(state: State, at: datetime) -> list[Obstacle]:
    """What stands between the operation and its go at an instant, in the order of the gates; empty: it is ready."""
    return [*_of_parties(state, at), *_of_legs(state, at)]


def lapsing(state: State) -> list[Item]:
    """The legs whose authorisation ends before they do."""
    found = []
    for leg in legs(state):
        until, arrives = authorised(leg)[1], arrives_at(leg)
        if leg.stage == "authorised" and until and arrives and until < arrives:
            found.append(leg)
    return found


def given(state: State) -> dict[str, Entry]:
    """The go of each party that has given one and not taken it back."""
    items = state.items("go").items()
    return {
        party: entry for party, item in items if item.stage == "given" and (entry := item.latest("give-go"))
    }


def go_over_at(state: State) -> datetime | None:
    """When the first go ends, while the operation has not begun; None while nobody has given one."""
    whole = state.item("operation")
    if whole is None or whole.stage not in ("planned", "go"):
        return None
    return min((entry.at + GO_HOLDS for entry in given(state).values()), default=None)


def all_go(state: State) -> bool:
    """Whether the go of every party holds at one time."""
    stated = [entry.at for entry in given(state).values()]
    return len(stated) == len(state.parties) and max(stated) - min(stated) < GO_HOLDS


def _of_parties(state: State, at: datetime) -> Iterator[Obstacle]:
    for gate, stage in GATES.items():
        for party in state.parties:
            item = state.item(gate, party)
            if item is None or item.stage != stage or (gate == LEGAL and _is_over(item, at)):
                yield Obstacle(gate, party)


def _of_legs(state: State, at: datetime) -> Iterator[Obstacle]:
    there = legs(state)
    if not there and state.opening.says.get("sort") == "controlled-delivery":
        yield Obstacle(NO_LEG)
    for leg in there:
        until = authorised(leg)[1]
        if leg.stage in LIVE_LEGS and (leg.stage != "authorised" or until is None or until <= at):
            yield Obstacle(LEG, leg.holder, number_of(leg), leg.key)


def _is_over(legal: Item, at: datetime) -> bool:
    """Whether what the law allowed was allowed until before."""
    stated = legal.latest("give-legal-ok")
    until = instant(stated.says.get("valid_until")) if stated else None
    return until is not None and until <= at

"""What else happens when an entry is kept: other storeys of the node enter themselves here.

They are called in the transaction that keeps the entry, so that what they write (what is owed to partners,
what persons a matter names) is there exactly if the entry is. Whoever enters here must not wait for a
network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mithaq.pact.exchange.receipt import Receipt
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fold import Standing
from mithaq.pact.rules.reading import Reading


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an entry at the door.

    `receipt` is ours, for a partner's entry. `before`: it had been kept already and nothing was changed.
    `parties` is empty while the matter's opening has not arrived. `first`: nothing of the matter had been
    kept before. `precedence` is the step's: stopping steps are negative.
    """

    entry: Entry
    own: bool
    at: datetime
    receipt: Receipt | None = None
    before: bool = False
    parties: tuple[str, ...] = ()
    precedence: int = 0
    first: bool = False


@dataclass(frozen=True, slots=True)
class Projected:
    """A matter whose reading has just been made: where it stands, and what it shows (personal)."""

    matter: str
    standing: Standing
    reading: Reading


WhenKept = Callable[[Kept], None]
WhenProjected = Callable[[Projected], None]

_when_kept: list[WhenKept] = []
_when_projected: list[WhenProjected] = []


def when_kept(act: WhenKept) -> WhenKept:
    """Have `act` called for every entry newly kept, in its transaction."""
    if act not in _when_kept:
        _when_kept.append(act)
    return act


def when_projected(act: WhenProjected) -> WhenProjected:
    """Have `act` called whenever a matter is read anew, in the transaction that does so."""
    if act not in _when_projected:
        _when_projected.append(act)
    return act


def tell_kept(kept: Kept) -> None:
    for act in _when_kept:
        act(kept)


def tell_projected(projected: Projected) -> None:
    for act in _when_projected:
        act(projected)

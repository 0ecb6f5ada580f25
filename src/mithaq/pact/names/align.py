"""Which letters of one word faced which of the other, and how usual that is: what a match page draws."""

from collections.abc import Iterator
from dataclasses import dataclass

from mithaq.pact.names.costs import IMPOSSIBLE, LetterCosts
from mithaq.pact.names.cut import cut
from mithaq.pact.names.pairing import Meeting
from mithaq.pact.names.weigh import Scales


@dataclass(frozen=True, slots=True)
class Facing:
    """A letter, or the letters of one sound, and what it stands for; either may be empty.

    `share` is how usual that is: of all writings of the one, or of the other if that is more, the share that
    looks so; at least that of the group in which it was weighed; 0 where the table knows of none.
    """

    one: str
    other: str
    share: float


def facing_letters(meeting: Meeting, scales: Scales) -> tuple[Facing, ...]:
    """The cheapest way in which the two words face each other, in reading order."""
    one, other = meeting.one, meeting.other
    table = scales.costs.get((one.script, other.script))
    if table:
        return tuple(_cheapest(table, one.letters, other.letters))
    table = scales.costs.get((other.script, one.script))
    if table:
        turned = _cheapest(table, other.letters, one.letters)
        return tuple(Facing(facing.other, facing.one, facing.share) for facing in turned)
    return (Facing(one.letters, other.letters, float(one.letters == other.letters)),)


def _cheapest(table: LetterCosts, a: str, b: str) -> Iterator[Facing]:
    for one, other in _groups(table, a, b):
        share = table.share(one, other)
        for piece in cut(one.strip("^$"), other.strip("^$"), table):
            if any(piece):
                yield Facing(*piece, max(share, table.share(*piece)))


def _groups(table: LetterCosts, a: str, b: str) -> list[tuple[str, str]]:
    """The groups as the table has them, ends of words marked."""
    first, second = table.first.groups(a), table.second.groups(b)
    least = {(0, 0): 0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(first)):
        for j in range(len(second)):
            for down, along in table.shapes:
                before = least.get((i - down, j - along))
                if before is None:
                    continue
                cost = before + int(table.face[first[i, down], second[j, along]])
                if cost < least.get((i, j), IMPOSSIBLE):
                    least[i, j], came[i, j] = cost, (down, along)
    return _read_back(came, f"^{a}$", f"^{b}$")


def _read_back(came: dict[tuple[int, int], tuple[int, int]], a: str, b: str) -> list[tuple[str, str]]:
    i, j = max(came, default=(0, 0))
    groups = []
    while (i, j) in came:
        down, along = came[i, j]
        groups.append((a[i - down : i], b[j - along : j]))
        i, j = i - down, j - along
    return groups[::-1]

"""Which letters of one word faced which of the other, and at what cost: what a match page draws."""

from dataclasses import dataclass

from mithaq.pact.names.costs import IMPOSSIBLE, LetterCosts
from mithaq.pact.names.pairing import Meeting
from mithaq.pact.names.weigh import Scales


@dataclass(frozen=True, slots=True)
class Facing:
    """A letter group and the one it stands for; either may be empty. `cost` is in hundredths of a nat."""

    one: str
    other: str
    cost: int


def facing_letters(meeting: Meeting, scales: Scales) -> tuple[Facing, ...]:
    """The cheapest way in which the two words face each other, in reading order."""
    one, other = meeting.one, meeting.other
    table = scales.costs.get((one.script, other.script))
    if table:
        return _cheapest(table, one.letters, other.letters)
    table = scales.costs.get((other.script, one.script))
    if table:
        turned = _cheapest(table, other.letters, one.letters)
        return tuple(Facing(facing.other, facing.one, facing.cost) for facing in turned)
    return (Facing(one.letters, other.letters, 0),)


def _cheapest(table: LetterCosts, a: str, b: str) -> tuple[Facing, ...]:
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
    return _read_back(came, least, f"^{a}$", f"^{b}$")


def _read_back(
    came: dict[tuple[int, int], tuple[int, int]], least: dict[tuple[int, int], int], a: str, b: str
) -> tuple[Facing, ...]:
    i, j = max(came, default=(0, 0))
    facing = []
    while (i, j) in came:
        down, along = came[i, j]
        cost = least[i, j] - least[i - down, j - along]
        groups = a[i - down : i].strip("^$"), b[j - along : j].strip("^$")
        if any(groups):
            facing.append(Facing(*groups, cost))
        i, j = i - down, j - along
    return tuple(reversed(facing))

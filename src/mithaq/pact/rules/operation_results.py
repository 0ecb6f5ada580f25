"""Results: what came of an operation, claimed by each side and counted once.

Each side states what it counted. Two claims are one result where one says that it is the same as another, or where both
name the same exhibit; of one result the smallest claim counts, until all agree. Quantities are compared in one unit: grams,
millilitres, pieces, persons, or money of one currency.

Source: domain model of operations (results claimed twice).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from mithaq.pact.names.normalise import name_key
from mithaq.pact.rules.state import Item, State

IN_BASE = {
    "g": ("g", Decimal(1)), "kg": ("g", Decimal(1000)), "t": ("g", Decimal(1_000_000)),
    "ml": ("ml", Decimal(1)), "l": ("ml", Decimal(1000)),
}  # fmt: skip
CLAIMED = frozenset({"claimed", "validated", "disputed"})


@dataclass(frozen=True, slots=True)
class Sum:
    """What is claimed and what is counted of one sort, product and unit."""

    sort: str
    product: str
    unit: str
    claims: Decimal
    counted: Decimal

    @property
    def removed(self) -> Decimal:
        return self.claims - self.counted


def in_base(quantity: object, unit: object) -> tuple[str, Decimal] | None:
    """The quantity in the unit that all are compared in; None if it is none."""
    try:
        number = Decimal(str(quantity))
    except InvalidOperation:
        return None
    base, factor = IN_BASE.get(str(unit), (str(unit), Decimal(1)))
    return (base, number * factor) if number.is_finite() else None


def exhibit_key(body: Mapping[str, Any]) -> str:
    """What tells that two sides speak of one exhibit, without saying which; "" where none is named.

    Shape: 32 hexadecimal digits. Who knows the exhibit's number can make it; nobody else needs to.
    """
    named = name_key(str(body.get("exhibit") or ""))
    return sha256(f"exhibit {named}".encode()).hexdigest()[:32] if named else ""


def once(state: State) -> list[list[Item]]:
    """The claims that are not withdrawn, those of one result together, in the order in which they were stated."""
    groups: dict[str, list[Item]] = {}
    name_of: dict[str, str] = {}
    for item in state.items("result").values():
        if item.stage not in CLAIMED:
            continue
        said = item.entries[0].says
        exhibit = f"{said.get('sort')} {said.get('product')} {said['key']}" if said.get("key") else ""
        name = name_of.get(str(said.get("same_as", "")), "") or name_of.get(exhibit, "") or item.key
        groups.setdefault(name, []).append(item)
        name_of[item.key] = name
        if exhibit:
            name_of.setdefault(exhibit, name)
    return list(groups.values())


def sums(state: State) -> list[Sum]:
    """What is claimed and what is counted, by sort, product and unit."""
    found: dict[tuple[str, str, str], tuple[Decimal, Decimal]] = {}
    for claims in once(state):
        said = claims[0].entries[0].says
        measured = [each for item in claims if (each := in_base(*_quantity(item)))]
        for unit in sorted({unit for unit, _ in measured}):
            numbers = [number for own, number in measured if own == unit]
            where = (str(said.get("sort", "")), str(said.get("product", "")), unit)
            claimed, counted = found.get(where, (Decimal(0), Decimal(0)))
            found[where] = (claimed + sum(numbers), counted + _agreed(claims, numbers))
    return [Sum(*where, *numbers) for where, numbers in sorted(found.items())]


def _agreed(claims: Iterable[Item], numbers: list[Decimal]) -> Decimal:
    """What counts of one result: the smallest claim; nothing while it is disputed."""
    return Decimal(0) if any(item.stage == "disputed" for item in claims) else min(numbers)


def _quantity(item: Item) -> tuple[object, object]:
    said = item.entries[0].says
    return said.get("quantity"), said.get("unit")

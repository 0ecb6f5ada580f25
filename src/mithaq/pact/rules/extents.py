"""Extents: between which latitudes and longitudes a country lies, roughly, to tell a place that was mistyped.

A part of the checks of a kind, and a doubt alone: the box of a country is wider than the country, and what lies far away from
it may be rightly said to be there. Of a country that is not named here nothing is doubted.

Source: the outermost points of each country and its near islands, rounded outwards; no statement about any border.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

BOXES = {
    "MA": (20, 36, -18, 0),
    "FR": (41, 52, -6, 10),
    "ES": (27, 44, -19, 5),
    "PT": (30, 43, -32, -6),
}
"""South, north, west, east. Units: degrees, north and east positive."""


def looks_swapped(countries: Iterable[str], latitude: Any, longitude: Any) -> bool:
    """Whether a place lies in none of the countries as it is said, and in one of them the other way round."""
    known = tuple(countries)
    return is_outside(known, latitude, longitude) and not is_outside(known, longitude, latitude)


def is_outside(countries: Iterable[str], latitude: Any, longitude: Any) -> bool:
    """Whether a place lies in none of the countries; one that is not known may hold anything, and so may what is no place."""
    boxes = [BOXES.get(each) for each in countries]
    north, east = _degrees(latitude), _degrees(longitude)
    if north is None or east is None or None in boxes:
        return False
    return not any(box and box[0] <= north <= box[1] and box[2] <= east <= box[3] for box in boxes)


def _degrees(stated: Any) -> Decimal | None:
    try:
        found = Decimal(str(stated))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None

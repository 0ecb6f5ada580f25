"""Presence: where and when a service is at work, or what it watches, as tokens that can be compared blinded.

Two services are in each other's way when they are in one cell within one hour, or watch one telephone or plate. A cell is 0.0045°
of latitude and of longitude, 500 m from south to north; a service covers all cells that its circle touches. The numbers of
cells are whole, so that every implementation comes to the same.

Source: deconfliction of operations (domain file M9); the grid is ours.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil, cos, radians

from mithaq.pact.names.normalise import normalise

CELL = 4500  # millionths of a degree
METRE = 9  # millionths of a degree of latitude, rounded up
LARGEST_M = 1000
LONGEST = timedelta(hours=24)
HOUR = timedelta(hours=1)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def tokens_of_place(
    latitude: Decimal, longitude: Decimal, radius_m: int, from_at: datetime, until_at: datetime
) -> Iterator[str]:
    """A token for each cell that a circle touches, in each hour of a time.

    Units: degrees, north and east positive; the hours are those of UTC, begun ones included.
    """
    hours = range(int((from_at - _EPOCH) // HOUR), int(-((_EPOCH - until_at) // HOUR)))
    south, west = int(latitude * 1_000_000), int(longitude * 1_000_000)
    high = radius_m * METRE
    wide = ceil(high / max(0.1, cos(radians(float(latitude)))))
    for row in range((south - high) // CELL, (south + high) // CELL + 1):
        for column in range((west - wide) // CELL, (west + wide) // CELL + 1):
            yield from (f"place 1|{row}|{column}|{hour}" for hour in hours)


def token_of_identifier(sort: str, identifier: str) -> str:
    """The token of a telephone, a plate or another number, however it is written."""
    return f"identifier 1|{sort}|{''.join(each for each in normalise(identifier) if each.isalnum())}"

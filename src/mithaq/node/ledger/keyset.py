"""Keyset: where a page of a list begins, as an opaque word.

A place is the value a list is ordered by and the id that breaks ties. It is handed out with each page and
comes back from anywhere: what is no place of ours is none at all, and never an error below.
"""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

LONGEST = 300  # characters
KEY = re.compile(r"[0-9a-f-]{1,64}", re.ASCII)

Place = tuple[datetime, str]


def write(value: datetime, key: str) -> str:
    """The word for a place."""
    return base64.urlsafe_b64encode(json.dumps([value.isoformat(), key]).encode()).decode()


def read(written: str) -> Place | None:
    """The place a word stands for; None for anything that is no place."""
    if len(written) > LONGEST:
        return None
    try:
        at, key = json.loads(base64.urlsafe_b64decode(written.encode()))
        value = datetime.fromisoformat(at)
        if value.tzinfo is None or not KEY.fullmatch(key):
            return None
        return value.astimezone(UTC), key
    except (ValueError, TypeError, OverflowError):
        return None


def beyond(column: str, place: Place, *, descending: bool) -> Q:
    """The condition under which a row stands after a place."""
    value, key = place
    side: dict[str, Any] = {f"{column}__{'lt' if descending else 'gt'}": value}
    return Q(**side) | Q(**{column: value, "id__gt": key})

"""What time it is on this node: the one place where a clock is read.

Views, commands and workers call `now` and hand the instant down; nothing below them
reads a clock. A demonstration or test node may live ahead of the real time: it writes
a number of seconds to `clock-offset` in its data directory, and only settings that set
`MOVABLE_CLOCK` make this module look at it. A product node cannot be moved.
"""

from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

OFFSET_FILE = "clock-offset"


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) + offset()


def today() -> date:
    """The day it is for whoever reads the page, in their zone; by UTC where nobody reads."""
    return timezone.localdate(now())


def offset() -> timedelta:
    """How far this node lives ahead of the real time; nothing on a product node."""
    if not settings.MOVABLE_CLOCK:
        return timedelta()
    try:
        with open(f"{settings.HOME}/{OFFSET_FILE}", "rb", buffering=0) as file:  # noqa: PTH123
            written = file.read()
    except FileNotFoundError:
        return timedelta()
    return timedelta(seconds=float(written.strip() or 0))

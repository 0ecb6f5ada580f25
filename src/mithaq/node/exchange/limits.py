"""Who is refused too often is not read for a while: before any signature is verified, with no row written.

Counts failures by address, in this process alone, so honest traffic is never slowed however much it is. Known
hole: behind one shared proxy an attacker's failures count against its neighbours; a proxy in front of the
node should limit by itself.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

WINDOW_SECONDS = 60.0
MOST_FAILURES = 120  # in one window, from one address
MOST_ADDRESSES = 4096


class Failures:
    """How many items from each address were refused in the running window."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def too_many(self, address: str, *, at: float) -> bool:
        """Whether this address is to be left unread. Units: `at` in seconds of any steady clock."""
        with self._lock:
            since, failures = self._seen.get(address, (at, 0))
            return at - since < WINDOW_SECONDS and failures >= MOST_FAILURES

    def add(self, address: str, failures: int, *, at: float) -> None:
        """Count refused items."""
        if not failures:
            return
        with self._lock:
            since, before = self._seen.pop(address, (at, 0))
            if at - since >= WINDOW_SECONDS:
                since, before = at, 0
            self._seen[address] = (since, before + failures)
            while len(self._seen) > MOST_ADDRESSES:
                self._seen.popitem(last=False)


failures = Failures()

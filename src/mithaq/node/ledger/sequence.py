"""The sequencer: gives what was recorded its place in one of the two logs, in batches, each second (D11).

Recording writes leaves without a place; here they get one, so that recording never waits for a log. The
row of the log's state is the lock: of several workers one sequences, the others find nothing left. A node
that stands still (`Standstill`) sequences nothing, since its log has yet to be made what its partners saw.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from mithaq.node.ledger import standstill
from mithaq.node.ledger.models import (
    EXCHANGE,
    HOUSE,
    CheckpointRow,
    Leaf,
    LogState,
    PendingLeaf,
    Standstill,
)
from mithaq.node.partners.own import signing_key
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.statements import execute, insert_all, instant, marks, select, update
from mithaq.pact.ledger.checkpoint import origin_of, read_checkpoint, sign_checkpoint, write_checkpoint
from mithaq.pact.ledger.log import Frontier, leaf_hash, leaf_of_checkpoint

BATCH = 4000  # leaves in one transaction
CHUNK = 500  # rows in one statement
WINDOW = 1000  # the last house events, among which one may have been committed late
HOUSE_EVERY = timedelta(hours=1)


def run_once(now: datetime) -> int:
    """Sequence what waits for a place in either log, and sign where each log stands; how many leaves it
    was.
    """
    placed = _place_recorded() + _place_events()
    sign(EXCHANGE, now)
    if _house_is_due(now):
        _witness_the_house(now)
    if placed:
        standstill.remember_size()
    return placed


def sign(log: str, now: datetime) -> CheckpointRow | None:
    """Sign where a log stands; None if that was signed already, or nothing stands in it yet.

    A checkpoint that nobody cosigned gives way to the next one.
    """
    if select(_SIGNED, log):
        return None
    state = LogState.objects.filter(log=log).first()
    if state is None or not state.size:
        return None
    body = write_checkpoint(
        origin_of(settings.AUTHORITY, log), state.size, Frontier.read(state.frontier).root()
    )
    text = sign_checkpoint(body, signing_key(now).signing_keys[0])
    with transaction.atomic():
        for row in CheckpointRow.objects.filter(log=log, size__lt=state.size).order_by("-size")[:1]:
            if log == EXCHANGE and len(read_checkpoint(row.text).signatures) == 1:
                row.delete()
        return CheckpointRow.objects.get_or_create(
            log=log, size=state.size, defaults={"at": now, "text": text}
        )[0]


_SIGNED = (
    "SELECT 1 FROM ledger_logstate state JOIN ledger_checkpointrow signed "
    "ON signed.log = state.log AND signed.size = state.size WHERE state.log = %s"
)


def leaf_hashes(log: str, start: int = 0, end: int | None = None) -> list[bytes]:
    """The leaf hashes of a log from one place up to another, oldest first."""
    leaves = Leaf.objects.filter(log=log, index__gte=start).order_by("index")
    if end is not None:
        leaves = leaves.filter(index__lt=end)
    return [bytes(one) for one in leaves.values_list("hash", flat=True).iterator(chunk_size=5000)]


def append(state: LogState, leaves: Iterable[tuple[str, bytes]]) -> int:
    """Put leaves (what, hash) at the end of a log whose row the caller holds; how many they were."""
    frontier = Frontier.read(state.frontier)
    rows = []
    for what, leaf in leaves:
        rows.append({"log": state.log, "index": frontier.size, "what": what, "hash": leaf})
        frontier.append(leaf)
    insert_all(Leaf, rows)
    state.size, state.frontier = frontier.size, frontier.write()
    update(LogState, state.log, size=state.size, frontier=state.frontier)
    return len(rows)


def locked(log: str) -> LogState:
    """The state of a log, held until the commit."""
    held = LogState.objects.select_for_update().filter(log=log)
    if (state := held.first()) is not None:
        return state
    LogState.objects.get_or_create(log=log)
    return held.get()


def _place_recorded() -> int:
    if not select(_WAITING, EXCHANGE, 1):
        return 0
    with transaction.atomic():
        state = locked(EXCHANGE)
        if Standstill.objects.exists():
            return 0
        waiting = select(_WAITING, EXCHANGE, BATCH)
        placed = append(state, ((what, bytes(leaf)) for _, what, leaf in waiting))
        # By name, never "all up to": on PostgreSQL one with a lower number may have been committed since.
        _delete([number for number, _, _ in waiting])
    return placed


_WAITING = "SELECT id, what, hash FROM ledger_pendingleaf WHERE log = %s ORDER BY id LIMIT %s"


def _place_events() -> int:
    newest = select("SELECT MAX(id) FROM safeguards_houseevent")[0][0]
    if newest is None or select(_PLACED, HOUSE, 1) == [(f"event:{newest}",)]:
        return 0  # one that was committed late is found with the next
    with transaction.atomic():
        state = locked(HOUSE)
        events = _events_without_a_place()
        if not events:
            return 0
        return append(state, ((f"event:{event.pk}", leaf_hash(event.leaf_bytes())) for event in events))


def _events_without_a_place() -> Sequence[HouseEvent]:
    placed = {int(what.removeprefix("event:")) for (what,) in select(_PLACED, HOUSE, WINDOW)}
    floor = min(placed) if len(placed) == WINDOW else 0
    left = [number for (number,) in select(_EVENTS, floor, WINDOW + BATCH) if number not in placed][:BATCH]
    chunks = (left[start : start + CHUNK] for start in range(0, len(left), CHUNK))
    return [event for chunk in chunks for event in HouseEvent.objects.filter(pk__in=chunk).order_by("pk")]


_PLACED = 'SELECT what FROM ledger_leaf WHERE log = %s ORDER BY "index" DESC LIMIT %s'
_EVENTS = "SELECT id FROM safeguards_houseevent WHERE id > %s ORDER BY id LIMIT %s"


def _delete(numbers: Sequence[int]) -> None:
    for start in range(0, len(numbers), CHUNK):
        chunk = numbers[start : start + CHUNK]
        execute(_PLACED_NOW.format(marks=marks(chunk)), *chunk)


_PLACED_NOW = "DELETE FROM ledger_pendingleaf WHERE id IN ({marks})"


def _house_is_due(now: datetime) -> bool:
    last = select(_LAST_SIGNED, HOUSE)
    return not last or now - instant(last[0][0]) >= HOUSE_EVERY


_LAST_SIGNED = "SELECT at FROM ledger_checkpointrow WHERE log = %s ORDER BY size DESC LIMIT 1"


def _witness_the_house(now: datetime) -> None:
    """Make the house log's checkpoint a leaf of the exchange log: who cosigns the one has sealed the
    other.
    """
    with transaction.atomic():
        row = sign(HOUSE, now)
        if row is not None:
            PendingLeaf.objects.create(
                log=EXCHANGE, what=f"checkpoint:house:{row.size}", hash=leaf_of_checkpoint(row.text)
            )

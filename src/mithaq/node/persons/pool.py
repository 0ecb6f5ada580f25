"""Several processes that compare batches with one gallery, each with the pact alone.

They hold no connection to a database and write nothing; what they are sent and what they answer passes
through pipes. Whoever asks gets the answers in the order of the batches, so that a run can be taken up where
it ended. A process ends with the one that started it, however that ended.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from mithaq.pact.names.bulk import Likeness
    from mithaq.pact.names.gallery import Gallery, Row

Place = TypeVar("Place")
WAITING = 3  # batches a process has before it, so that none waits for rows


@dataclass(frozen=True, slots=True)
class Waiting(Generic[Place]):
    """A batch that was handed to a process."""

    place: Place
    ids: list[str]
    answer: Future[list[Likeness]]


def usual_processes() -> int:
    """Half of the processors, so that officers' pages do not wait: none of its own on a machine of one."""
    return (os.cpu_count() or 1) // 2


def compared(
    batches: Iterable[tuple[Place, list[Row]]], gallery: Path, *, processes: int
) -> Generator[tuple[Place, list[str], list[Likeness]]]:
    """For each batch its place, the ids of its rows and what was found; in order."""
    if not processes:
        here = _opened(gallery)
        for place, rows in batches:
            yield place, _ids(rows), _found(here, rows)
        return
    waiting: deque[Waiting[Place]] = deque()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_together) as pool:
        try:
            for place, rows in batches:
                waiting.append(Waiting(place, _ids(rows), pool.submit(_compared, str(gallery), rows)))
                if len(waiting) >= WAITING * processes:
                    yield _first_of(waiting)
            while waiting:
                yield _first_of(waiting)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _first_of(waiting: deque[Waiting[Place]]) -> tuple[Place, list[str], list[Likeness]]:
    first = waiting.popleft()
    return first.place, first.ids, first.answer.result()


def _ids(rows: Iterable[Row]) -> list[str]:
    return [row.id for row in rows]


def _compared(gallery: str, rows: list[Row]) -> list[Likeness]:
    """In a process of its own."""
    from mithaq.pact.names.gallery import opened

    return _found(opened(gallery), rows)


def _found(gallery: Gallery, rows: list[Row]) -> list[Likeness]:
    from mithaq.pact.names.bulk import likenesses

    return likenesses(rows, gallery)


def _opened(folder: Path) -> Gallery:
    from mithaq.pact.names.gallery import Gallery

    return Gallery.open(folder)


def _end_together() -> None:
    """A process whose parent was killed would wait for ever."""

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()

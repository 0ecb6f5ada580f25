"""Files sent by officers, while they are being brought in.

A file rests in the node's data directory, readable by the node alone, from the moment it is
sent until its import has ended; then it is deleted. Small lists are finished in the
request that brings them, the rest is for the worker, or for whoever presses the button.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from mithaq.node.persons.errors import FileGone
from mithaq.node.persons.imports import begin, go_on
from mithaq.node.persons.models import ImportRun
from mithaq.node.safeguards.house import Actor

AT_ONCE = 10  # batches, a few seconds


class Sent(Protocol):
    """A file as Django hands it over, in memory or on disk."""

    name: str | None

    def chunks(self) -> Iterator[bytes]: ...


def receive(upload: Sent, format_name: str, *, source: str, officer: Actor, now: datetime) -> ImportRun:
    """Keep a file that was sent and begin to bring it in, or go on with it.

    Raises: FileError; then nothing is kept of the file.
    """
    part = _folder() / f"{uuid.uuid4()}.part"
    try:
        _write(upload, part)
        named = Path(str(upload.name or "")).name
        run = begin(part, format_name, officer=officer, now=now, source=source, file_name=named)
        if run.state == "running":
            part.replace(path_of(run))
    finally:
        part.unlink(missing_ok=True)
    return work_on(run, now=now, batches=AT_ONCE)


def work_on(run: ImportRun, *, now: datetime, batches: int | None = None) -> ImportRun:
    """Go on with a run, to the end or for so many batches; its file goes when it has ended.

    Raises: FileGone.
    """
    path = path_of(run)
    try:
        run = go_on(run, path, now=now, batches=batches)
    except FileNotFoundError:
        raise FileGone(run=str(run.pk)) from None
    if run.state != "running":
        path.unlink(missing_ok=True)
    return run


def work_on_oldest(*, now: datetime) -> bool:
    """For the worker: finish the import that has waited longest; False if none has its file here."""
    for run in ImportRun.objects.filter(state="running").order_by("pk"):
        if path_of(run).exists():
            work_on(run, now=now)
            return True
    return False


def path_of(run: ImportRun) -> Path:
    """Where the file of a run rests."""
    return _folder() / f"{run.pk}.list"


def _folder() -> Path:
    folder = Path(settings.HOME) / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(upload: Sent, path: Path) -> None:
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)

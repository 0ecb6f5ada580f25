"""Bringing a list in: batch by batch, each in one transaction with the place it was read to.

A run that is killed at any point goes on from the last batch that was committed; the same
file again, or two officers at once, changes nothing twice. Rows that do not stand are kept
by line with the reason, and stop nothing.

A list that always comes whole also says who was taken off it. The machine only follows
small changes: if a large part of the list is missing, or rows could not be told apart, the
removals wait for an officer (a cut file must never empty the register).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, transaction

from mithaq.node.persons.errors import (
    DuplicateId,
    EmptyFile,
    FileChanged,
    FileError,
    NothingHeld,
    UnknownFormat,
)
from mithaq.node.persons.formats import READERS, WHOLE_LISTS, source_file, un
from mithaq.node.persons.formats.row import Records, Refused, Row
from mithaq.node.persons.keep import keep, keep_refused, keep_remarks
from mithaq.node.persons.models import ImportRun, Person, PersonQuerySet
from mithaq.node.safeguards.house import Actor, note

BATCH = 500  # records
# Which list a file belongs to if nobody says; a data set in FollowTheMoney says it itself.
USUAL_SOURCES = {"un": un.SOURCE, "csv": "national"}
# More removals than this part of a list, or than a handful, are for a person to decide.
SMALL_PART, HANDFUL = 10, 5

Progress = Callable[[ImportRun], object]
Batch = list[tuple[int, Row | Refused]]


def import_file(
    path: Path,
    format_name: str,
    *,
    officer: Actor,
    now: datetime,
    source: str = "",
    progress: Progress | None = None,
) -> ImportRun:
    """Bring a whole file in, or go on where an earlier run of the same file ended.

    Raises: FileError (nothing was changed). A file that breaks off in the middle does not
    raise: what stood before the fault is kept, and the run says why it stopped.
    """
    run = begin(path, format_name, officer=officer, now=now, source=source)
    return go_on(run, path, now=now, progress=progress)


def begin(
    path: Path,
    format_name: str,
    *,
    officer: Actor,
    now: datetime,
    source: str = "",
    file_name: str = "",
) -> ImportRun:
    """The run of this file: the one under way, the last one if it finished, else a new one.

    Raises: FileError.
    """
    if format_name not in READERS:
        raise UnknownFormat(format=format_name[:20])
    measured = source_file.measure(path)
    source_file.check_type(path, format_name)
    listed = source or USUAL_SOURCES.get(format_name, "")
    if earlier := _earlier(measured.digest, format_name, listed):
        return earlier
    _check_readable(path, format_name, on=now.date())
    try:
        with transaction.atomic():
            run = ImportRun.objects.create(
                file_name=(file_name or path.name)[:200],
                digest=measured.digest,
                format=format_name,
                source=listed,
                officer=officer.reference,
                started_at=now,
                lines_total=measured.lines,
            )
            note("persons.import-begun", officer=officer, run=str(run.pk), digest=run.digest)
    except IntegrityError:  # somebody began the same file a moment ago
        return ImportRun.objects.get(digest=measured.digest, format=format_name, state="running")
    return run


def go_on(
    run: ImportRun, path: Path, *, now: datetime, progress: Progress | None = None, batches: int | None = None
) -> ImportRun:
    """Take up a run at its position, to the end or for so many batches; the run as it then stands.

    Raises: FileChanged.
    """
    if run.state != "running":
        return run
    if source_file.measure(path).digest != run.digest:
        raise FileChanged(run=str(run.pk))
    reader = READERS[run.format](path, on=run.started_at.date(), source=run.source)
    records = islice(_each_once(reader), run.position, None)
    while run.state == "running" and (batches is None or batches > 0):
        batch, fault = _taken(records)
        if not _commit(run, batch, fault, now):
            break  # another process has taken it up
        batches = None if batches is None else batches - 1
        if progress:
            progress(run)
    run.refresh_from_db()
    return run


def remove_held(run: ImportRun, *, officer: Actor, now: datetime) -> int:
    """Take off the list whom this import did not find, as an officer has decided; how many.

    Raises: NothingHeld, also if a later import of the list has overtaken this one.
    """
    with transaction.atomic():
        current = ImportRun.objects.select_for_update().get(pk=run.pk)
        later = ImportRun.objects.filter(source=current.source, pk__gt=current.pk)
        if not current.held or later.exclude(added=0, changed=0, unchanged=0).exists():
            raise NothingHeld(run=str(run.pk))
        count = _unseen(current).update(removed_at=now)
        current.held, current.removed = 0, current.removed + count
        current.save(update_fields=["held", "removed"])
        note("persons.removals-confirmed", officer=officer, run=str(run.pk), removed=count)
    return count


def _earlier(digest: str, format_name: str, source: str) -> ImportRun | None:
    runs = ImportRun.objects.filter(format=format_name, source=source).order_by("-pk")
    running = runs.filter(digest=digest, state="running").first()
    last = runs.filter(state="done").first()
    return running or (last if last and last.digest == digest else None)


def _check_readable(path: Path, format_name: str, *, on: date) -> None:
    """Meet at the door what would refuse the whole file. Raises: FileError."""
    if next(READERS[format_name](path, on=on, source=""), None) is None:
        raise EmptyFile


def _each_once(records: Records) -> Records:
    """The records, those refused whose id an earlier one of the file had."""
    first_lines: dict[tuple[str, str], int] = {}
    for line, record in records:
        key = (record.source, record.source_id) if isinstance(record, Row) else None
        if key is not None and key in first_lines:
            yield line, Refused(DuplicateId(first_line=str(first_lines[key])), key[1])
            continue
        if key is not None:
            first_lines[key] = line
        yield line, record


def _taken(records: Iterator[tuple[int, Row | Refused]]) -> tuple[Batch, FileError | None]:
    batch: Batch = []
    try:
        for record in islice(records, BATCH):
            batch.append(record)
    except FileError as fault:
        return batch, fault
    return batch, None


def _commit(run: ImportRun, batch: Batch, fault: FileError | None, now: datetime) -> bool:
    """Keep a batch and the place it was read to; False if another process did it first."""
    with transaction.atomic():
        current = ImportRun.objects.select_for_update().get(pk=run.pk)
        if (current.state, current.position) != ("running", run.position):
            return False
        rows = [(line, record) for line, record in batch if isinstance(record, Row)]
        refused = [(line, record) for line, record in batch if isinstance(record, Refused)]
        kept = keep([row for _, row in rows], run)
        keep_remarks(rows, run)
        keep_refused(refused, run)
        run.position += len(batch)
        run.line = batch[-1][0] if batch else run.line
        run.added, run.changed = run.added + kept.added, run.changed + kept.changed
        run.unchanged += kept.unchanged
        run.refused += len(refused)
        run.nameless += sum(not each.source_id for _, each in refused)
        run.hidden += sum(row.hidden for _, row in rows)
        if fault or len(batch) < BATCH:
            _end(run, fault, now)
        run.save()
    return True


def _end(run: ImportRun, fault: FileError | None, now: datetime) -> None:
    run.finished_at = now
    run.state = "stopped" if fault else "done"
    if fault:
        run.reason, run.facts = fault.code, fault.facts
    elif run.format in WHOLE_LISTS:
        _take_off(run, now)
    counts = {name: getattr(run, name) for name in ("added", "changed", "refused", "removed", "held")}
    note(f"persons.import-{run.state}", officer=None, run=str(run.pk), **counts)


def _take_off(run: ImportRun, now: datetime) -> None:
    gone = _unseen(run).count()
    all_of_it = Person.objects.on_a_list().filter(source=run.source).count()
    if run.nameless or gone > max(HANDFUL, all_of_it // SMALL_PART):
        run.held = gone
    else:
        run.removed = _unseen(run).update(removed_at=now)


def _unseen(run: ImportRun) -> PersonQuerySet:
    return Person.objects.on_a_list().filter(source=run.source).exclude(imported_by=run)

"""Comparing the register in bulk: with the persons sought, and with itself. In the house only.

Three ways, each a run of its own: whoever is sought, in the whole register; records that came or changed
since the run before, among those sought; and the same records in the register, for one person's records that
do not know of each other. Guests of an event, supporters, demonstrators are in no register and are compared
with nothing.

A run goes batch by batch, each in one transaction with the place it ended at: killed at any point it goes on
from there, and what was found twice stands once. The gallery that batches are compared with rests in the
node's home while the run lasts, readable by the node alone, and is deleted with its end.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from mithaq.node.persons import described, likenesses
from mithaq.node.persons.alone import alone
from mithaq.node.persons.find import BANDS
from mithaq.node.persons.models import WAYS, Comparison, ImportRun, Person, PersonName
from mithaq.node.persons.pool import compared, usual_processes
from mithaq.node.safeguards.house import Actor, note

if TYPE_CHECKING:
    from mithaq.pact.names.bulk import Likeness as Found
    from mithaq.pact.names.gallery import Row

BATCH = 500  # records
# The lowest band kept: of somebody sought every trace, of duplicates what is likelier than not.
AT_LEAST = {"sought": "weak", "records": "weak", "duplicates": "possible"}
NUMBER = "{:020}"  # so that places are in order as texts

Progress = Callable[[Comparison], object]
Batches = Iterator[tuple[str, list["Row"]]]


def begin(way: str, *, officer: Actor, reason: str, now: datetime) -> Comparison:
    """A new run of this way, or the one under way."""
    assert way in dict(WAYS)
    if running := Comparison.objects.filter(way=way, state="running").first():
        return running
    try:
        with transaction.atomic():
            since, until = _new_names(way)
            run = Comparison.objects.create(
                way=way,
                officer=officer.reference,
                begun_at=now,
                since=since,
                until=until,
                whole=_new_records(since, until).count(),
            )
            note("persons.comparison-begun", officer=officer, reason=reason, run=str(run.pk), way=way)
    except IntegrityError:  # somebody began it a moment ago
        return Comparison.objects.get(way=way, state="running")
    return run


def go_on(
    run: Comparison,
    *,
    now: datetime,
    processes: int | None = None,
    progress: Progress | None = None,
    wait: bool = False,
) -> Comparison:
    """Take a run up where it ended and bring it to its end; the run as it then stands.

    One run at a time on each machine: while another process works, this one comes back, or waits for it.
    """
    with alone(_home(), wait=wait) as mine:
        run.refresh_from_db()
        if mine and run.state == "running":
            _work_on(run, now=now, processes=processes, progress=progress)
            _clear_away()
    run.refresh_from_db()
    return run


def _work_on(run: Comparison, *, now: datetime, processes: int | None, progress: Progress | None) -> None:
    left, gallery = _batches(run), _gallery(run)
    many = usual_processes() if processes is None else processes
    answers = compared(left, gallery, processes=many if run.whole > BATCH else 0)
    for place, ids, found in answers:
        if not _commit(run, place, ids, found):
            break  # another process has taken it up
        if progress:
            progress(run)
    else:
        _end(run, now)
    answers.close()


def anything_waits() -> bool:
    """Whether a run is to be taken up: asked each second, so an idle node leaves its disk alone."""
    return Comparison.objects.filter(state="running").exists()


def work_on_oldest(*, now: datetime) -> bool:
    """For the worker: finish the run that has waited longest; False if none waits, or another works on it."""
    run = Comparison.objects.filter(state="running").order_by("pk").first()
    return run is not None and go_on(run, now=now).state != "running"


def _new_names(way: str) -> tuple[int, int]:
    """Which names are new: numbered above what the last run of this way saw, up to the last there is now.

    An import that is writing a batch holds its row: waiting for it means that no lower number comes later.
    """
    list(ImportRun.objects.filter(state="running").select_for_update().values_list("pk"))
    until = PersonName.objects.aggregate(last=Max("pk"))["last"] or 0
    last = Comparison.objects.filter(way=way, state="done").first()
    return until if way == "sought" else last.until if last else 0, until


def _new_records(since: int, until: int) -> QuerySet[Person]:
    new = Person.objects.on_a_list().filter(names__pk__gt=since, names__pk__lte=until)
    return new.distinct()


def _batches(run: Comparison) -> Batches:
    """What is still to be compared, each batch with the place where it ends."""
    if run.way != "sought":
        return _of_new_records(run)
    left = [each for each in described.all_sought() if each.id > run.place]
    run.whole = run.looked_at + len(left)
    return _of_sought(left)


def _of_sought(left: Sequence[described.Sought]) -> Batches:
    for first in range(0, len(left), BATCH):
        some = left[first : first + BATCH]
        yield some[-1].id, [described.subject_row(each) for each in some]


def _of_new_records(run: Comparison) -> Batches:
    place = int(run.place or run.since)
    while place < run.until:
        numbers = PersonName.objects.filter(pk__gt=place, pk__lte=run.until).order_by("pk")
        some = list(numbers.values_list("pk", "person")[:BATCH])
        if not some:
            return
        place = some[-1][0]
        yield NUMBER.format(place), described.records({person for _, person in some})


def _gallery(run: Comparison) -> Path:
    """Where the gallery of a run lies, made if it is not there whole."""
    from mithaq.pact.names.gallery import Gallery

    folder = _folder(run)
    if not Gallery.is_saved(folder) and run.way == "records":
        rows = map(described.subject_row, described.all_sought())
        Gallery.build(rows, bearers=described.folded_names()).save(folder)
    elif not Gallery.is_saved(folder):
        Gallery.build(described.register()).save(folder)
    return folder


def _folder(run: Comparison) -> Path:
    """Runs that were begun together share the gallery of the register."""
    return _home() / f"{'sought' if run.way == 'records' else 'register'}-{run.until}"


def _home() -> Path:
    return Path(settings.HOME) / "comparisons"


def _clear_away() -> None:
    """Delete every gallery that no run waits for."""
    needed = {_folder(run) for run in Comparison.objects.filter(state="running")}
    for folder in _home().iterdir():
        if folder.is_dir() and folder not in needed:
            shutil.rmtree(folder, ignore_errors=True)


def _commit(run: Comparison, place: str, ids: Sequence[str], found: Iterable[Found]) -> bool:
    """Keep what was found in a batch, and the place it ends at; False if another process did it first."""
    with transaction.atomic():
        current = Comparison.objects.select_for_update().get(pk=run.pk)
        if (current.state, current.place) != ("running", run.place):
            return False
        found = [pair for pair in found if BANDS.index(pair.band) <= BANDS.index(AT_LEAST[run.way])]
        run.found += likenesses.keep(run, ids, found)
        run.place, run.looked_at = place, run.looked_at + len(ids)
        run.save()
    return True


def _end(run: Comparison, now: datetime) -> None:
    with transaction.atomic():
        ended = Comparison.objects.filter(pk=run.pk, state="running", place=run.place)
        if ended.update(state="done", finished_at=now):
            note(
                "persons.comparison-done", officer=None, run=str(run.pk), way=run.way,
                looked_at=run.looked_at, found=run.found,
            )  # fmt: skip

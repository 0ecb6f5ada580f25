"""Tasks: what is to be done at home for an item of a matter: by whom, by which day, how far it is.

A task is ours alone, as everything kept here; what is agreed with others is a step of the matter. Who it is
for moves it on, and so does whoever set it or stands in for them; its words and its order are changed by
whoever leads at home, which the room that shows it decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from mithaq.node.ledger.models import Matter
from mithaq.node.national import keep
from mithaq.node.national.models import Task
from mithaq.node.officers.duties import stands_in_for
from mithaq.node.officers.errors import NotAssignable, NotYours
from mithaq.node.officers.models import Officer, Unit
from mithaq.node.officers.visible import reads_content

OPEN = (Task.TO_DO, Task.DOING)
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Said:
    """What a task says: its title, by which day, and for whom: one officer, or one unit."""

    title: str
    due_on: date
    whom: Officer | Unit


@dataclass(frozen=True, slots=True)
class Shown:
    """A task as it is shown at home. `mine` says that the reader may move it on."""

    task: Task
    title: str
    is_late: bool
    mine: bool

    @property
    def id(self) -> UUID:
        return self.task.piece_id

    @property
    def matter(self) -> str:
        return self.task.piece.matter

    @property
    def about(self) -> str:
        return self.task.piece.about

    @property
    def is_open(self) -> bool:
        return self.task.state in OPEN

    @property
    def whom(self) -> str:
        """The officer by name, or the unit."""
        return self.task.officer.get_full_name() if self.task.officer else str(self.task.unit.name)  # type: ignore[union-attr]


def set_task(matter: Matter, about: str, said: Said, *, officer: Officer, now: datetime) -> Task:
    """Set a task under an item of a matter, after those that are there.

    Raises: NotYourMatter, NotAssignable.
    """
    _check_assignable(said.whom)
    with transaction.atomic():
        piece = keep.keep(keep.TASK, matter, about, said.title, officer=officer, now=now)
        others = Task.objects.filter(piece__matter=matter.id, piece__about=about)
        last = others.aggregate(last=Max("order"))["last"] or 0
        return Task.objects.create(piece=piece, due_on=said.due_on, order=last + 1, **_whom(said.whom))


def change(task: Task, said: Said, *, officer: Officer, now: datetime) -> None:
    """Say it otherwise, or give it to somebody else. Raises: NotYourMatter, NotAssignable."""
    _check_assignable(said.whom)
    with transaction.atomic():
        keep.change(task.piece, said.title, officer=officer, now=now)
        whom = {"officer": None, "unit": None} | _whom(said.whom)
        Task.objects.filter(pk=task.pk).update(due_on=said.due_on, **whom)


def move(task: Task, state: str, *, officer: Officer, leads: bool = False) -> None:
    """Say how far it is. Raises: NotYours."""
    if state not in dict(Task.STATES) or not (leads or _is_for(task, officer, stands_in_for(officer))):
        raise NotYours(kind=task.piece.kind, step="task")
    with transaction.atomic():
        Task.objects.filter(pk=task.pk).update(state=state)
        keep.noted_as_changed(task.piece, officer)


def put_first(task: Task, *, officer: Officer) -> None:
    """Let it stand before those of the same item."""
    with transaction.atomic():
        beside = Task.objects.filter(piece__matter=task.piece.matter, piece__about=task.piece.about)
        others = [each for each in beside.order_by("order", "pk") if each.pk != task.pk]
        for order, each in enumerate([task, *others], start=1):
            Task.objects.filter(pk=each.pk).update(order=order)
        keep.noted_as_changed(task.piece, officer)


def task(named: UUID, matter: Matter, officer: Officer) -> Task | None:
    """A task of this matter; None if there is none that this officer may read."""
    return _read(officer).filter(pk=named, piece__matter=matter.id).first()


def tasks_of(matter: Matter, officer: Officer, *, today: date) -> list[Shown]:
    """The tasks under a matter, in their order."""
    return _shown(_read(officer).filter(piece__matter=matter.id), officer, today)


def own_tasks(officer: Officer, *, today: date, most: int) -> list[Shown]:
    """The open tasks of this officer, of their unit, and of whom they stand in for; the first due first."""
    whom = Q(officer__in=[officer.pk, *stands_in_for(officer)])
    if officer.unit_id:
        whom |= Q(unit=officer.unit_id)
    return _shown(_read(officer).filter(whom, state__in=OPEN).order_by("due_on", "pk")[:most], officer, today)


def _read(officer: Officer) -> QuerySet[Task]:
    readable = keep.pieces(keep.TASK, officer).order_by().values("pk")
    return Task.objects.filter(piece__in=readable).select_related("piece__author", "officer", "unit")


def _shown(found: Iterable[Task], officer: Officer, today: date) -> list[Shown]:
    listed = list(found)
    titles, stands_in = keep.texts(each.piece for each in listed), stands_in_for(officer)
    return [
        Shown(
            each,
            titles[each.piece_id],
            each.state in OPEN and each.due_on < today,
            _is_for(each, officer, stands_in),
        )
        for each in listed
        if each.piece_id in titles
    ]


def _is_for(task: Task, officer: Officer, stands_in: Iterable[int]) -> bool:
    meant = {task.officer_id, task.piece.author_id} - {None}
    of_unit = task.unit_id is not None and task.unit_id == officer.unit_id
    return of_unit or not meant.isdisjoint({officer.pk, *stands_in})


def _whom(whom: Officer | Unit) -> dict[str, Officer | Unit]:
    return {"officer": whom} if isinstance(whom, Officer) else {"unit": whom}


def _check_assignable(whom: Officer | Unit) -> None:
    if isinstance(whom, Officer) and not reads_content(whom):
        raise NotAssignable

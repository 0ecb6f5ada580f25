"""Bringing lists in: twice is once, a kill loses nothing, a cut file takes nobody off."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mithaq.node.persons import imports
from mithaq.node.persons.errors import EmptyFile, FileChanged, NothingHeld, UnknownFormat, WrongFileType
from mithaq.node.persons.imports import begin, go_on, import_file, remove_held
from mithaq.node.persons.models import BadRow, ImportRun, Person, PersonBirth, PersonName
from mithaq.node.safeguards.models import HouseEvent
from tests.node.persons.files import NOW, OFFICER, UN_REAL, UN_SHAPED, csv_file, individual, many, un_file

pytestmark = pytest.mark.django_db


def _import(path: Path, form: str = "csv", **options) -> ImportRun:
    return import_file(path, form, officer=OFFICER, now=NOW, **options)


def _register() -> list[tuple[str, str, tuple[str, ...], bool]]:
    return [
        (
            person.source,
            person.source_id,
            tuple(name.text for name in person.names.all()),
            bool(person.removed_at),
        )
        for person in Person.objects.order_by("source", "source_id")
    ]


def _bad() -> list[tuple[int, str, bool]]:
    return [(bad.line, bad.code, bad.kept) for bad in BadRow.objects.order_by("line", "id")]


def test_a_list_of_the_shape_of_the_united_nations():
    run = _import(UN_SHAPED, "un")
    assert (run.state, run.source, run.added, run.refused) == ("done", "un-sc", 3, 2)
    assert [person[:2] for person in _register()] == [("un-sc", f"90000{n}") for n in (1, 2, 5)]
    assert _bad() == [
        (24, "persons.bad-date", True),
        (24, "persons.unknown-country", True),
        (42, "persons.missing-name", False),
        (47, "persons.duplicate-id", False),
    ]
    assert BadRow.objects.get(line=47).facts == {"first_line": "5"}
    assert run.share_done == 100


def test_the_whole_published_list():
    if not UN_REAL.exists():
        pytest.skip("the published list is not beside this repository (../shared/data/un-consolidated.xml)")
    seen = []
    run = _import(UN_REAL, "un", progress=lambda run: seen.append((run.position, run.share_done)))
    assert (run.added, run.refused) == (875, 0)
    assert [position for position, _ in seen] == [500, 875]
    assert seen[0][1] < 100
    assert Person.objects.filter(names__key="انوري طاهر محمد").count() == 1


def test_the_same_file_again_changes_nothing(tmp_path):
    path = many(tmp_path, 20)
    first = _import(path)
    before = _register()
    second = _import(path)
    assert first == second
    assert _register() == before
    assert ImportRun.objects.count() == 1
    assert HouseEvent.objects.filter(action="persons.import-begun").count() == 1


def test_a_newer_list_adds_replaces_and_leaves(tmp_path):
    _import(csv_file(tmp_path, "1,Anouar,1984", "2,Salwa,1990", "3,Karim,1961"))
    run = _import(csv_file(tmp_path, "1,Anouar,1984", "2,Salwa B,1991", "4,Omar,1970"))
    assert (run.added, run.changed, run.unchanged) == (1, 1, 1)
    assert [person[1:3] for person in _register()] == [
        ("1", ("Anouar",)),
        ("2", ("Salwa B",)),
        ("3", ("Karim",)),
        ("4", ("Omar",)),
    ]
    assert not Person.objects.exclude(removed_at=None).exists()  # an office's own list need not be whole
    assert PersonBirth.objects.get(person__source_id="2").edtf == "1991"
    assert PersonName.objects.filter(person__source_id="2").count() == 1


def test_an_older_list_can_come_back(tmp_path):
    old, new = csv_file(tmp_path, "1,Old,", name="old.csv"), csv_file(tmp_path, "1,New,", name="new.csv")
    for path in (old, new, old):
        _import(path)
    assert _register()[0][2] == ("Old",)
    assert ImportRun.objects.count() == 3


class _Killed(BaseException):
    """Stands for the end of the process: nothing may catch it."""


def _dies_after(records: Iterator, count: int) -> Iterator:
    for number, record in enumerate(records):
        if number == count:
            raise _Killed
        yield record


@pytest.mark.parametrize("count", [1, 9, 10, 11, 25, 29])
def test_a_run_that_died_at_any_record_goes_on(tmp_path, monkeypatch, count):
    monkeypatch.setattr(imports, "BATCH", 10)
    path = many(tmp_path, 30)
    reader = imports.READERS["csv"]
    monkeypatch.setitem(imports.READERS, "csv", lambda *a, **k: _dies_after(reader(*a, **k), count))
    with pytest.raises(_Killed):
        _import(path)
    stopped = ImportRun.objects.get()
    assert stopped.position == count // 10 * 10
    assert Person.objects.count() + BadRow.objects.count() == stopped.position
    monkeypatch.setitem(imports.READERS, "csv", reader)
    run = _import(path)
    assert run == stopped
    assert (run.state, run.position, run.added, run.refused) == ("done", 30, 26, 4)
    assert Person.objects.count() == 26
    assert [line for line, _, _ in _bad()] == [8, 15, 22, 29]


CHILD = """
import os, sys, django
django.setup()
from pathlib import Path
from django.core.management import call_command
from mithaq.node.persons import imports
from mithaq.node.persons.models import BadRow, ImportRun, Person, PersonName
from tests.node.persons.files import NOW, OFFICER
path, dies = Path(sys.argv[1]), int(sys.argv[2])
imports.BATCH = 50
if dies:
    call_command("migrate", verbosity=0)
    keep_refused = imports.keep_refused
    def kill_in_the_transaction(refused, run):
        keep_refused(refused, run)
        if run.position >= dies:
            os.kill(os.getpid(), 9)
    imports.keep_refused = kill_in_the_transaction
run = imports.import_file(path, "csv", officer=OFFICER, now=NOW)
print(run.state, run.position, Person.objects.count(), PersonName.objects.count(), BadRow.objects.count())
"""


@pytest.mark.slow
def test_kill_9_inside_a_transaction_loses_and_doubles_nothing(tmp_path):
    path = many(tmp_path, 280)
    environment = os.environ | {"MITHAQ_HOME": str(tmp_path / "home"), "PYTHONPATH": "."}
    environment.pop("MITHAQ_DATABASE_URL", None)
    (tmp_path / "home").mkdir()

    def child(dies: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", CHILD, str(path), str(dies)],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert child(150).returncode == -signal.SIGKILL
    resumed = child(0)
    assert resumed.stdout.split() == ["done", "280", "240", "240", "40"], resumed.stderr


def test_two_processes_at_once_keep_each_record_once(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 10)
    path = many(tmp_path, 30)

    def another_finishes(run):
        if run.position == 10:
            go_on(ImportRun.objects.get(), path, now=NOW)

    run = _import(path, progress=another_finishes)
    assert (run.state, run.position, run.added) == ("done", 30, 26)
    assert Person.objects.count() == 26


def test_a_run_can_be_taken_up_slice_by_slice(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 10)
    path = many(tmp_path, 30)
    run = begin(path, "csv", officer=OFFICER, now=NOW)
    shares = []
    while run.state == "running":
        run = go_on(run, path, now=NOW, batches=1)
        shares.append(run.share_done)
    assert shares == sorted(shares)
    assert shares[-1] == 100


def test_another_file_cannot_go_on_in_its_place(tmp_path):
    run = begin(many(tmp_path, 30), "csv", officer=OFFICER, now=NOW)
    with pytest.raises(FileChanged):
        go_on(run, many(tmp_path, 31), now=NOW)
    assert not Person.objects.exists()


def _un(folder: Path, ids: range, *extra: str) -> Path:
    return un_file(folder, *(individual(number, name=f"INVENTED {number}") for number in ids), *extra)


def test_who_is_no_longer_on_a_whole_list_is_taken_off_it(tmp_path):
    _import(_un(tmp_path, range(30)), "un")
    run = _import(_un(tmp_path, range(2, 30)), "un")
    assert (run.removed, run.held, run.unchanged) == (2, 0, 28)
    assert Person.objects.on_a_list().count() == 28
    again = _import(_un(tmp_path, range(30)), "un")
    assert (again.changed, again.unchanged) == (2, 28)
    assert Person.objects.on_a_list().count() == 30


def test_a_list_that_shrank_much_waits_for_an_officer(tmp_path):
    _import(_un(tmp_path, range(100)), "un")
    run = _import(_un(tmp_path, range(80)), "un")
    assert (run.removed, run.held) == (0, 20)
    assert Person.objects.on_a_list().count() == 100
    assert remove_held(run, officer=OFFICER, now=NOW) == 20
    assert Person.objects.on_a_list().count() == 80
    with pytest.raises(NothingHeld):
        remove_held(run, officer=OFFICER, now=NOW)


def test_held_removals_are_void_once_a_later_list_came(tmp_path):
    _import(_un(tmp_path, range(100)), "un")
    held = _import(_un(tmp_path, range(80)), "un")
    _import(_un(tmp_path, range(99)), "un")
    with pytest.raises(NothingHeld):
        remove_held(held, officer=OFFICER, now=NOW)
    assert Person.objects.on_a_list().count() == 99


def test_a_refused_row_takes_nobody_off_the_list(tmp_path):
    _import(_un(tmp_path, range(20)), "un")
    nameless = individual(0, name=" ")
    run = _import(_un(tmp_path, range(1, 20), nameless), "un")
    assert (run.refused, run.removed, run.held) == (1, 0, 0)
    without_id = "<INDIVIDUAL><FIRST_NAME>WHO</FIRST_NAME></INDIVIDUAL>"
    run = _import(_un(tmp_path, range(1, 20), without_id), "un")
    assert (run.nameless, run.removed, run.held) == (1, 0, 1)
    assert Person.objects.on_a_list().count() == 20


def test_a_file_cut_off_keeps_what_came_and_takes_nobody_off(tmp_path):
    _import(_un(tmp_path, range(20)), "un")
    run = _import(_un(tmp_path, range(100, 110), "<INDIVIDUAL></ENTITY>"), "un")
    assert (run.state, run.reason, run.added, run.removed) == ("stopped", "persons.xml-broken", 10, 0)
    assert Person.objects.on_a_list().count() == 30


def test_records_on_one_line_are_told_apart(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 2)
    path = un_file(tmp_path, "".join(individual(number) for number in range(7)))
    run = begin(path, "un", officer=OFFICER, now=NOW)
    go_on(run, path, now=NOW, batches=1)
    run = _import(path, "un")
    assert (run.added, run.refused) == (7, 0)


@pytest.mark.parametrize(
    ("content", "form", "error"),
    [
        pytest.param(b"id,name\n", "csv", EmptyFile, id="a header and nothing else"),
        pytest.param(b"<CONSOLIDATED_LIST/>", "un", EmptyFile, id="a list of nobody"),
        pytest.param(b"PK\x03\x04", "csv", WrongFileType, id="a spreadsheet"),
        pytest.param(b"id,name\n1,A\n", "xlsx", UnknownFormat, id="a format nobody reads"),
    ],
)
def test_a_file_refused_at_the_door_leaves_no_trace(tmp_path, content, form, error):
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(error):
        _import(path, form)
    assert not ImportRun.objects.exists()


def test_the_house_log_tells_of_files_and_counts_and_of_nobody(tmp_path):
    _import(csv_file(tmp_path, "1,Anouar Benzitoun,1984"))
    events = HouseEvent.objects.filter(action__startswith="persons.").order_by("pk")
    assert [event.action for event in events] == ["persons.import-begun", "persons.import-done"]
    assert "Benzitoun" not in json.dumps([event.facts for event in events])

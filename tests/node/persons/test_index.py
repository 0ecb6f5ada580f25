"""The register's names are searched as they stand now, however the index of them came about."""

import os
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mithaq.node.exchange import worker
from mithaq.node.persons import index, saved_names
from mithaq.node.persons.alone import alone
from mithaq.node.persons.find import look_up
from mithaq.node.persons.index import Names
from mithaq.node.persons.models import ImportRun, Person, PersonName
from tests.node.persons.files import TODAY
from tests.node.persons.names_of import listed, run, taken_off

LATIN, ARABIC = "Anouar Ben Zitoun", "أنوار بن زيتون"
POOL = [
    *(LATIN, ARABIC, "Benzitoun Anwar", "Karim El Fassi", "كريم الفاسي"),
    *("Nadia Amrani", "Hassan Benali", "؟ x"),
]
ACTS = st.one_of(
    st.tuples(st.just("put"), st.sampled_from("abcdef"), st.sampled_from(POOL)),
    st.tuples(st.just("off"), st.sampled_from("abcdef"), st.none()),
    st.tuples(st.sampled_from(["tend", "rebuild", "look"]), st.none(), st.none()),
)


@pytest.fixture
def home(settings, tmp_path, monkeypatch):
    """A node's home, where three names make a part."""
    settings.HOME = tmp_path
    monkeypatch.setattr(saved_names, "SOME", 3)
    return tmp_path


@pytest.fixture
def imported(db):
    return run()


def parts(home) -> list[str]:
    return sorted(path.name for path in (home / "names").iterdir() if path.is_dir())


def found(names: Names, sought: str) -> list[str]:
    """The names found that are still on a list, the best first."""
    there = dict(PersonName.objects.filter(person__removed_at=None).values_list("pk", "text"))
    return [there[number] for number in names.near([sought], most=50) or () if number in there]


def of_one_piece(sought: str) -> list[str]:
    """The same from one index, made at once and of nobody else."""
    PersonName.objects.exclude(person__removed_at=None).delete()
    with tempfile.TemporaryDirectory() as home, override_settings(HOME=home):
        return found(Names(), sought)


class EverybodyIsFoundTest(TestCase):
    """With a database around every example."""

    @settings(max_examples=12)
    @given(st.lists(ACTS, max_size=14), st.sampled_from(POOL))
    def test_however_the_register_grew_whom_one_index_finds_is_found(self, acts, sought):
        with (
            tempfile.TemporaryDirectory() as home,
            self.settings(HOME=home),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr(saved_names, "SOME", 3)
            imported, long_running = run(), Names()
            for act, record, text in acts:
                if act == "put":
                    listed(imported, **{record: text})
                elif act == "off":
                    taken_off(record)
                elif act == "look":
                    found(long_running, sought)
                else:
                    getattr(saved_names, act)()
            told, from_disk = found(long_running, sought), found(Names(), sought)
            saved_names.rebuild()
            anew = found(long_running, sought)
            # A part may lead to more: the pact's index leaves out who is far below the best that it holds.
            assert Counter(of_one_piece(sought)) == Counter(anew)
            assert Counter(anew) <= Counter(told)
            assert Counter(anew) <= Counter(from_disk)


def test_a_new_name_is_found_at_once_and_a_changed_one_by_the_new_one_only(home, imported):
    names = Names()
    listed(imported, a=LATIN)
    assert found(names, ARABIC) == [LATIN]
    listed(imported, a="Nadia Amrani")
    assert found(names, ARABIC) == []
    assert found(names, "نادية العمراني") == ["Nadia Amrani"]


def test_who_was_taken_off_is_not_shown_although_the_parts_still_hold_them(home, imported):
    listed(imported, a=LATIN, b=ARABIC, c="Benzitoun Anwar")
    assert saved_names.tend()
    assert len(look_up(names=[ARABIC], on=TODAY)) == 3
    taken_off("a")
    Person.objects.filter(source_id="b").delete()
    left = Person.objects.get(source_id="c")
    assert [each.person for each in look_up(names=[ARABIC], on=TODAY)] == [left.pk]


def test_whom_the_register_no_longer_has_leaves_the_disk_within_a_day(home, imported):
    listed(imported, **{f"n{number}": f"Invente {number} Zitoun" for number in range(20)})
    saved_names.rebuild()
    taken_off("n1")
    assert not saved_names.tend(thoroughly=True)
    yesterday = (home / "names" / saved_names.LIST).stat().st_mtime - saved_names.LONGEST_GONE - 1
    os.utime(home / "names" / saved_names.LIST, (yesterday, yesterday))
    assert saved_names.tend(thoroughly=True)
    assert [part.names for part in saved_names.read()] == [19]


def test_small_parts_become_one_and_an_idle_register_is_left_alone(home, imported):
    for number in range(12):
        listed(imported, **{f"n{number}": f"Invente {number} Zitoun"})
        saved_names.tend()
    assert [part.names for part in saved_names.read()] == [12]
    assert len(parts(home)) == 1
    assert not saved_names.tend()
    listed(imported, **{f"m{number}": f"Invente {number} Amrani" for number in range(4)})
    assert saved_names.tend()
    assert [part.names for part in saved_names.read()] == [12, 4]


def test_killed_while_writing_the_last_good_index_stays(home, imported, monkeypatch):
    listed(imported, a=LATIN, b="Nadia Amrani", c="Karim El Fassi")
    saved_names.rebuild()
    before = parts(home)
    with monkeypatch.context() as killed:
        killed.setattr(Path, "replace", _killed)
        with pytest.raises(KeyboardInterrupt):
            saved_names.rebuild()
    assert set(parts(home)) > set(before)
    assert found(Names(), ARABIC) == [LATIN]
    assert [part.folder for part in saved_names.read()] == before
    saved_names.rebuild()
    assert len(parts(home)) == 1


def _killed(*_):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda folder: (folder / "parts.json").write_text("{"), id="half a list of parts"),
        pytest.param(lambda folder: (folder / "parts.json").write_text("[]"), id="another list of parts"),
        pytest.param(lambda folder: next(folder.rglob("names.npy")).write_bytes(b"x"), id="a file cut short"),
        pytest.param(lambda folder: next(folder.rglob("current")).unlink(), id="a file is missing"),
        pytest.param(
            lambda folder: (folder / "parts.json").write_text(
                (folder / "parts.json").read_text().replace('"matcher": "', '"matcher": "older')
            ),
            id="of another edition of the matcher",
        ),
    ],
)
def test_what_cannot_be_used_is_read_from_rows_and_made_anew(home, imported, harm):
    listed(imported, a=LATIN, b="Nadia Amrani", c="Karim El Fassi")
    saved_names.rebuild()
    harm(home / "names")
    assert found(Names(), ARABIC) == [LATIN]
    assert saved_names.tend(thoroughly=True)
    assert [part.names for part in saved_names.read()] == [3]
    assert found(Names(), ARABIC) == [LATIN]


def test_an_index_of_another_database_is_not_used(home, imported):
    """As after a backup was put back: the same numbers are others' names now."""
    listed(imported, a=LATIN, b="Nadia Amrani", c="Karim El Fassi")
    saved_names.rebuild()
    numbers = list(PersonName.objects.order_by("pk").values_list("pk", flat=True))
    Person.objects.all().delete()
    for number, text in zip(numbers, ("Hassan Benali", "Karim El Fassi", LATIN), strict=True):
        somebody = Person.objects.create(source="other", source_id=text, imported_by=ImportRun.objects.get())
        PersonName.objects.create(
            pk=number, person=somebody, text=text, sort="primary", script="Latn", key=text
        )
    names = Names()
    assert found(names, "حسن بنعلي") == ["Hassan Benali"]
    assert saved_names.tend()
    assert found(names, "حسن بنعلي") == ["Hassan Benali"]


def test_a_reader_goes_on_while_the_index_is_made_anew(home, imported, monkeypatch):
    listed(imported, a=LATIN, b="Nadia Amrani", c="Karim El Fassi")
    saved_names.rebuild()
    before, late = Names(), Names()
    assert found(before, ARABIC) == [LATIN]
    listed(imported, d=ARABIC)
    opened = saved_names.open_part

    def overtaken(part):
        monkeypatch.setattr(saved_names, "open_part", opened)
        saved_names.rebuild()  # between reading the list and opening the part it names
        return opened(part)

    monkeypatch.setattr(saved_names, "open_part", overtaken)
    assert sorted(found(late, ARABIC)) == sorted(found(before, ARABIC)) == sorted([LATIN, ARABIC])


def test_the_worker_keeps_the_index(home, imported):
    listed(imported, a=LATIN, b="Nadia Amrani", c="Karim El Fassi")
    *_, names = worker._own_work()
    assert names()
    assert [part.names for part in saved_names.read()] == [3]
    assert not names()


def test_two_do_not_write_at_once(home, imported):
    listed(imported, a=LATIN, b="Nadia Amrani", c="Karim El Fassi")
    with alone(saved_names._folder(), wait=False) as first:
        assert first
        assert not saved_names.tend()
    assert saved_names.tend()


def test_a_long_import_is_taken_in_bit_by_bit(home, imported, monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    monkeypatch.setattr(index, "OWN", 4)
    listed(imported, **{f"n{number}": f"Invente {number} Amrani" for number in range(8)}, z=LATIN)
    assert len(look_up(names=[LATIN], on=TODAY)) == 1  # by its key, from the first look
    names = Names()
    for _ in range(4):
        assert found(names, ARABIC) == []
    saved_names.tend()
    assert found(names, ARABIC) == [LATIN]


def test_of_many_who_bear_one_name_the_one_born_then_is_found(home, imported):
    from mithaq.node.persons.models import PersonBirth

    listed(imported, **{f"n{number:03}": LATIN for number in range(60)})
    theirs = {person.source_id: person for person in Person.objects.all()}
    for record, person in theirs.items():
        year = 1984 if record == "n057" else 1950
        PersonBirth.objects.create(person=person, edtf=str(year), first_year=year, last_year=year)
    best, *_ = look_up(names=[ARABIC], born="1984", on=TODAY)
    assert best.person == theirs["n057"].pk
    assert "born-year-agrees" in best.reasons


@pytest.mark.django_db
def test_an_empty_register_costs_one_question(home, django_assert_num_queries):
    look_up(names=[LATIN], on=TODAY)  # what this process knew of another test's register is forgotten
    with django_assert_num_queries(1):
        assert look_up(names=[LATIN], documents=["XX0123456"], born="1984", on=TODAY) == []

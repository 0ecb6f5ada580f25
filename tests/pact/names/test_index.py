"""A person is found among many, new names at once, removed ones never, whatever the order of building."""

import random

import pytest

from mithaq.pact.names import Index

ROWS = [
    ("1", "Abdellatif HAMMOUCHI"),
    ("2", "Louis LAUGIER"),
    ("3", "Christophe LECOURTIER"),
    ("4", "محمد العلوي"),
    ("5", "Владимир Иванов"),
    ("6", "Hassan Benali"),
    ("7", ""),
    ("8", "Hussein Benali"),
]


def found(index, name):
    return [one.id for one in index.search(name)]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("عبد اللطيف حموشي", "1"),
        ("لوي لوجيي", "2"),
        ("كريستوف لوكورتييه", "3"),
        ("Mohamed Alaoui", "4"),
        ("حسن بنعلي", "6"),
    ],
)
def test_a_person_is_found_first(name, row):
    assert found(Index.build(ROWS), name)[0] == row


def test_the_order_of_building_changes_nothing():
    shuffled = random.Random(7).sample(ROWS, k=len(ROWS))
    assert found(Index.build(shuffled), "حسن بنعلي") == found(Index.build(ROWS), "حسن بنعلي")


def test_an_index_comes_back_from_disk_as_it_was(tmp_path):
    Index.build(ROWS).save(tmp_path)
    Index.build(ROWS).save(tmp_path)
    assert found(Index.open(tmp_path), "لوي لوجيي") == found(Index.build(ROWS), "لوي لوجيي")


def test_a_crash_while_writing_leaves_the_last_good_index(tmp_path):
    Index.build(ROWS).save(tmp_path)
    (tmp_path / "2.unfinished").mkdir()
    (tmp_path / "current.unfinished").write_text("{")
    assert found(Index.open(tmp_path), "لوي لوجيي")[0] == "2"


def test_a_new_name_is_found_and_a_removed_one_is_not():
    index = Index.build(ROWS)
    index.add("9", "Driss Jettou")
    assert found(index, "إدريس جطو")[0] == "9"
    index.remove("9")
    index.remove("2")
    assert "9" not in found(index, "إدريس جطو")
    assert "2" not in found(index, "لوي لوجيي")


def test_a_changed_name_is_found_by_the_new_one_only():
    index = Index.build(ROWS)
    index.add("2", "Driss Jettou")
    assert found(index, "إدريس جطو") == ["2"]
    assert "2" not in found(index, "لوي لوجيي")


def test_who_is_written_just_so_hides_nobody_who_is_written_otherwise():
    rows = [
        "Abdelatif Berada",
        "Abdellatif Berrada",
        "Abdel Latif Berrada",
        "عبد اللطيف برادة",
        "Anouar Zitoun",
    ]
    found = {each.name for each in Index.build(enumerated(rows)).search("Abdelatif Berada")}
    assert found == set(rows[:4])


def test_removed_names_crowd_nobody_out():
    index = Index.build(
        [*((f"a{place:03}", "Hassan Benali") for place in range(200)), ("z", "Hasan Bennali")]
    )
    for place in range(200):
        index.remove(f"a{place:03}")
    index.remove("nobody")
    assert found(index, "حسن بنعلي") == ["z"]
    assert len(index) == 1


def test_many_sought_at_once_are_found_as_one_by_one():
    names = ["حسن بنعلي", "لوي لوجيي", "", "محمد العلوي", "حسن بنعلي", "Иванов Владимир"]
    index = Index.build(ROWS)
    index.add("9", "Mohammed Alawi")
    index.remove("2")
    assert index.search_many(names) == [index.search(name) for name in names]
    assert index.search_many([]) == []


@pytest.mark.parametrize("name", ["", "😀", "\ud800", "x" * 10_000, "م " * 2_000])
def test_any_text_is_answered(name):
    Index.build(ROWS).search(name)


def enumerated(names):
    return [(f"{place}", name) for place, name in enumerate(names)]


def test_an_empty_index_finds_nothing():
    assert Index.build([]).search("محمد") == []

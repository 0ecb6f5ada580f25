"""The erasure list survives a restore, a crash in the middle of a line, and being asked twice."""

import json

import pytest

from mithaq.node.safeguards import erased


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.HOME = tmp_path
    return tmp_path


def test_a_node_that_erased_nothing_has_an_empty_list():
    assert erased.listed() == frozenset()
    assert erased.replay(pytest.fail) == 0


def test_what_was_erased_is_remembered_once(home):
    erased.remember(["a1", "b2"])
    erased.remember(["b2", "c3"])
    assert erased.listed() == {"a1", "b2", "c3"}
    assert len((home / "erased.jsonl").read_text().splitlines()) == 3


def test_a_restored_node_erases_again_whatever_is_listed():
    erased.remember(["a1", "b2"])
    gone = []
    assert erased.replay(gone.append) == 2
    assert gone == ["a1", "b2"]


def test_a_line_cut_short_by_a_crash_spoils_neither_its_neighbours_nor_the_next(home):
    erased.remember(["a1"])
    with (home / "erased.jsonl").open("a") as file:
        file.write('{"at": "2026-11-24T09:0')
    assert erased.listed() == {"a1"}
    erased.remember(["b2"])
    assert erased.listed() == {"a1", "b2"}


def test_the_list_holds_ids_and_times_and_is_for_the_node_alone(home):
    erased.remember(["a1"])
    file = home / "erased.jsonl"
    assert json.loads(file.read_text()).keys() == {"at", "entry"}
    assert file.stat().st_mode & 0o077 == 0

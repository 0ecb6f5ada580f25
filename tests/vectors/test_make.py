"""The maker of the vectors never writes over what is frozen, and says what it would make otherwise."""

import shutil
from functools import cache, partial

import pytest

from tests.vectors.frozen import FOLDER
from vectors import make
from vectors.make import FILES, MADE_ONCE, REPEATABLE, make_missing, read_sums, sums


@pytest.fixture
def copy(tmp_path):
    """The vectors, in a folder where nothing can be broken."""
    for name in ("mithaq-1", "standings"):
        shutil.copytree(FOLDER / name, tmp_path / name)
    shutil.copy(FOLDER / "SHA256SUMS", tmp_path)
    return tmp_path


@cache
def made(name):
    """A vector as it is made today."""
    return REPEATABLE[name]()


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Signatures of many things take a while and are not what is tested here; the others are made once."""
    for name in REPEATABLE:
        monkeypatch.setitem(FILES, name, partial(made, name))
    for name in MADE_ONCE:
        monkeypatch.setitem(FILES, name, lambda: {"made": "anew"})


def test_every_file_is_as_it_was_frozen():
    assert sums(FOLDER) == read_sums(FOLDER)
    assert sums(FOLDER).keys() == FILES.keys()


def test_all_that_is_not_random_would_be_made_the_same_today(copy):
    assert set(make_missing(copy).values()) == {"stands"}


def test_what_is_missing_is_made(copy):
    frozen = (copy / "mithaq-1" / "log.json").read_text(encoding="utf-8")
    (copy / "mithaq-1" / "log.json").unlink()
    assert make_missing(copy)["mithaq-1/log.json"] == "made"
    assert (copy / "mithaq-1" / "log.json").read_text(encoding="utf-8") == frozen


def test_what_would_be_made_otherwise_is_named_and_left_alone(copy, monkeypatch):
    for name in ("standings/group-1.json", "mithaq-1/order.json"):
        monkeypatch.setitem(FILES, name, lambda: {"conversations": []})
    became = make_missing(copy)
    assert {name for name, state in became.items() if state == "DIFFERS"} == {
        "standings/group-1.json", "mithaq-1/order.json",
    }  # fmt: skip
    assert sums(copy) == read_sums(FOLDER)


@pytest.mark.parametrize("name", ["standings/inquiry-1.json", "mithaq-1/envelopes.json"])
def test_what_was_altered_by_hand_is_named(copy, name):
    path = copy / name
    path.write_text(
        path.read_text(encoding="utf-8").replace('"name": "', '"name": "not ', 1), encoding="utf-8"
    )
    assert make_missing(copy)[name] == "ALTERED"
    assert read_sums(copy) == read_sums(FOLDER)


def test_only_what_is_named_is_made_anew(copy, monkeypatch):
    name = "mithaq-1/receipts.json"
    became = make_missing(copy, frozenset({name}))
    assert [each for each, state in became.items() if state == "made"] == [name]
    assert sums(copy) == read_sums(copy) != read_sums(FOLDER)


def test_the_command_says_so_with_its_status(copy, monkeypatch, capsys):
    monkeypatch.setattr(make, "HERE", copy)
    assert make.main([]) == 0
    (copy / "mithaq-1" / "bodies.json").write_text("{}", encoding="utf-8")
    assert make.main([]) == 1
    assert "ALTERED  mithaq-1/bodies.json" in capsys.readouterr().out
    with pytest.raises(SystemExit) as wrong:
        make.main(["--new-edition", "mithaq-1/nothing.json"])
    assert wrong.value.code == 2
    assert REPEATABLE.keys() | MADE_ONCE.keys() == FILES.keys()

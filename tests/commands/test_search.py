"""The register searched at the keyboard: in any script, for a reason, and recorded."""

import io
import json
import subprocess
import sys
import time

import pytest

from mithaq.cli import main
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.models import Comparison, Likeness, Person
from mithaq.node.safeguards.models import HouseEvent
from tests.node.people import PASSWORD
from tests.node.people import officer as enrolled
from tests.node.persons.files import NOW, OFFICER, UN_SHAPED, csv_file
from tests.two_nodes import ROOT, Node

ASKED = ["أنوار بن زيتون", "--born", "1984", "--case", "2026/1234", "--reason", "Fraud, suspect, identify"]


@pytest.fixture
def keyboard(db, settings, tmp_path, monkeypatch):
    """Somebody who may search, at the keyboard of a node with the invented list."""
    settings.HOME = tmp_path
    settings.SECOND_FACTOR_REQUIRED = False
    import_file(UN_SHAPED, "un", officer=OFFICER, now=NOW)
    someone = enrolled("duty-officer", username="salma")
    someone.set_password(PASSWORD)
    someone.save()
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    return someone


def test_a_candidate_is_told_with_its_band_and_reasons_and_no_percentage(keyboard, capsys):
    assert main(["search", *ASKED, "--officer", "salma"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("LIKELY MATCH\n  ANOUAR BEN ZITOUN\n")
    assert "Parts of the name agree" in told
    assert "%" not in told


def test_the_search_is_in_the_house_log_and_the_name_is_not(keyboard, capsys):
    assert main(["search", *ASKED, "--officer", "salma", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["reference"], told["band"], told["others"]) == ("INi.001", "likely", 0)
    event = HouseEvent.objects.get(action="persons.searched")
    assert (event.officer, event.reason) == (keyboard.reference, "Fraud, suspect, identify")
    assert event.facts == {"case": "2026/1234", "asked": "name,born"}


def test_other_records_of_the_same_person_are_told(keyboard, capsys):
    found, other = Person.objects.get(list_ref="INi.001"), Person.objects.exclude(list_ref="INi.001").first()
    by = Comparison.objects.create(way="duplicates", state="done", begun_at=NOW)
    Likeness.objects.create(found_by=by, person=found, other=other, score=900, band="likely", state="same")
    assert main(["search", *ASKED, "--officer", "salma"]) == 0
    told = capsys.readouterr().out
    assert f"same:    {other.names.first().text} (" in told
    assert other.list_ref in told


def test_nobody_found_is_not_called_unknown(keyboard, capsys):
    assert main(["search", "Xzqw", *ASKED[3:], "--officer", "salma"]) == 1
    assert "does not mean" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "part"),
    [
        pytest.param({"--reason": "because"}, "reason", id="a word is no reason"),
        pytest.param({"--case": "Anouar"}, "case", id="a name is no case"),
        pytest.param({"--born": "31/02/1984"}, "born", id="no such day"),
    ],
)
def test_without_a_proper_question_and_reason_nothing_is_searched(keyboard, capsys, change, part):
    asked = list(ASKED)
    for option, said in change.items():
        asked[asked.index(option) + 1] = said
    assert main(["search", *asked, "--officer", "salma"]) == 1
    assert f"parts={part}" in capsys.readouterr().err
    assert not HouseEvent.objects.filter(action="persons.searched").exists()


def test_only_who_may_enter_the_page_may_search(keyboard, capsys):
    keyboard.functions.all().delete()
    assert main(["search", *ASKED, "--officer", "salma"]) == 1
    assert "safeguards.not-for-your-function" in capsys.readouterr().err
    assert not HouseEvent.objects.filter(action="persons.searched").exists()


@pytest.mark.slow
def test_who_was_listed_in_latin_letters_by_one_process_is_found_in_arabic_by_another(tmp_path):
    found = (
        "[each.band for each in __import__('mithaq.node.persons.find', fromlist=['find'])"
        ".look_up(names=['أنوار بن زيتون'], on=__import__('datetime').date(2026, 11, 23))]"
    )
    node = Node("MA", tmp_path)
    try:
        node.prepare()
        node.act("let_sign_in")
        assert node.act("run", code=found) == []
        file = csv_file(tmp_path, "1,BENZITOUN Anouar,1984")
        brought = _mithaq(node, "import", str(file), "--officer", "first")
        assert brought.returncode == 0, brought.stderr
        began = time.monotonic()
        assert node.act("run", code=found) == ["likely"]
        assert time.monotonic() - began < 10  # the tables of letters are read once; the next look has them
        began = time.monotonic()
        assert node.act("run", code=found) == ["likely"]
        assert time.monotonic() - began < 1
        told = _mithaq(node, "search", *ASKED, "--officer", "first")
        assert told.returncode == 0, told.stderr
        assert "BENZITOUN Anouar" in told.stdout
    finally:
        node.stop()


def _mithaq(node, *words):
    return subprocess.run(
        [sys.executable, "-m", "mithaq", *words],
        env=node.env, cwd=ROOT, input=f"{PASSWORD}\n", capture_output=True,
        text=True, check=False, timeout=120,
    )  # fmt: skip

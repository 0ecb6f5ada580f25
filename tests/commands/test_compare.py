"""The register is compared from the terminal, by an officer, for a reason."""

import io
import json

import pytest

from mithaq.cli import main
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.models import Likeness
from mithaq.node.safeguards.models import HouseEvent
from tests.node.people import PASSWORD, officer
from tests.node.persons.files import NOW, OFFICER, csv_file

pytestmark = pytest.mark.django_db
ASKED = ["compare", "--officer", "salma", "--reason", "Monthly check", "--processes", "0"]


@pytest.fixture(autouse=True)
def _register(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path / "home"
    salma = officer("fugitive-officer", username="salma")
    salma.set_password(PASSWORD)
    salma.save()
    rows = ("1,Idriss Ouzzahra,1972-12-03", "2,OUZAHRA Driss,1972-12-03")
    import_file(csv_file(tmp_path, *rows), "csv", officer=OFFICER, now=NOW)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


def test_all_ways_are_gone_one_after_the_other(capsys):
    assert main([*ASKED, "--json"]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["way"], each["state"], each["found"]) for each in told] == [
        ("sought", "done", 0),
        ("records", "done", 0),
        ("duplicates", "done", 1),
    ]
    assert Likeness.objects.count() == 1
    assert HouseEvent.objects.filter(action="persons.comparison-begun").count() == 3


def test_one_way_alone_is_gone_and_what_is_there_is_not_found_anew(capsys):
    assert main([*ASKED, "--only", "duplicates"]) == 0
    assert "duplicates: 2 compared, 1 new to look at" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(["--reason", "because"], "commands.search-not-understood", id="a word is no reason"),
        pytest.param(["--officer", "ghita"], "safeguards.not-for-your-function", id="not for a translator"),
    ],
)
def test_without_a_reason_or_the_function_nothing_is_compared(capsys, change, code):
    ghita = officer("translator", username="ghita")
    ghita.set_password(PASSWORD)
    ghita.save()
    assert main([*ASKED, *change]) == 1
    assert code in capsys.readouterr().err
    assert not HouseEvent.objects.filter(action="persons.comparison-begun").exists()


def test_nobody_compares_without_being_an_officer(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("wrong\n"))
    assert main(ASKED) == 1
    assert "commands.unknown-officer" in capsys.readouterr().err
    assert not HouseEvent.objects.filter(action="persons.comparison-begun").exists()

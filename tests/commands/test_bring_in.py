"""A list is brought in from the terminal, by an officer who may; what was refused is said with its reason."""

import io

import pytest

from mithaq.cli import main
from mithaq.node.persons.models import ImportRun, Person
from tests.node.people import PASSWORD, officer
from tests.node.persons.files import csv_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _typed(settings, tmp_path, monkeypatch):
    settings.HOME = tmp_path / "home"
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


def bring_in(file, function="fugitive-officer"):
    someone = officer(function, username="salma")
    someone.set_password(PASSWORD)
    someone.save()
    return main(["import", str(file), "--officer", "salma"])


def test_a_list_of_which_no_row_stands_is_no_success(tmp_path, capsys):
    assert bring_in(csv_file(tmp_path, "1,Anouar Benzitoun,1984-02-31", "2,=CMD(),1984")) == 1
    said = capsys.readouterr()
    assert said.out == "done: 2 refused\n"
    assert "line 2: " in said.err
    assert "[persons.bad-date]" in said.err
    assert "[persons.formula-cell]" in said.err
    assert "Benzitoun" not in said.err


def test_a_row_that_does_not_stand_is_named_and_the_others_are_taken_in(tmp_path, capsys):
    assert bring_in(csv_file(tmp_path, "1,Anouar Benzitoun,1984-02-31", "2,Idriss Ouzzahra,1972")) == 0
    assert Person.objects.count() == 1
    assert capsys.readouterr().err.count("line ") == 1


def test_a_long_list_of_refusals_is_cut(tmp_path, capsys):
    assert bring_in(csv_file(tmp_path, *(f"{number},Anouar,1984-02-31" for number in range(25)))) == 1
    said = capsys.readouterr().err
    assert said.count("[persons.bad-date]") == 20
    assert "and 5 more" in said


def test_a_column_nobody_knows_is_told_by_its_number_with_those_there_are(tmp_path, capsys):
    assert bring_in(csv_file(tmp_path, "1,Anouar", header="id,Benzitoun")) == 1
    said = capsys.readouterr().err
    assert "number=2" in said
    assert "birth_date" in said
    assert "Benzitoun" not in said  # where there is no heading, a name stands there


@pytest.mark.parametrize("function", ["administrator", "translator"])
def test_it_is_for_those_who_may_on_the_page(tmp_path, function, capsys):
    assert bring_in(csv_file(tmp_path, "1,Anouar,1984"), function) == 1
    assert "safeguards.not-for-your-function" in capsys.readouterr().err
    assert not ImportRun.objects.exists()

"""The register searched by a program: as on its page, with the same row in the log, and no score."""

import json

import pytest
from django.test import Client

from mithaq.front.api.models import Answered
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.models import Person
from mithaq.node.safeguards.models import HouseEvent
from tests.front.api.conftest import Program
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.persons.files import NOW, OFFICER, UN_SHAPED

pytestmark = pytest.mark.django_db
SEARCH = "persons/search"
WHY = {"case": "2026/1234", "reason": "Fraud, suspect, identify"}
ASKED = {"name": "أنوار بن زيتون", "born": "1984-06-24", **WHY}


@pytest.fixture
def searcher(salma):
    """A program of Salma's that may search, and does nothing else."""
    import_file(UN_SHAPED, "un", officer=OFFICER, now=NOW)
    return Program(salma, "search")


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_candidates_come_with_bands_and_reasons_and_without_a_score(searcher, language):
    searcher.language = language
    answer = searcher.post(SEARCH, ASKED)
    assert answer.status_code == 200
    [found] = [each for each in answer.json()["candidates"] if each["reference"] == "INi.001"]
    assert found["record"] == str(Person.objects.get(list_ref="INi.001").pk)
    assert "ANOUAR BEN ZITOUN" in found["names"]
    assert found["band"] == "likely"
    reasons = {each["code"]: each for each in found["reasons"]}
    assert reasons["born-same-day"]["speaks"] == "for"
    assert "1984" in reasons["born-same-day"]["detail"]
    assert answer.json()["note"]
    assert "%" not in answer.content.decode()
    assert not {"score", "probability", "points"} & {*found, *found["reasons"][0]}


def test_a_search_leaves_its_row_and_no_answer_behind(searcher):
    searcher.post(SEARCH, ASKED)
    event = HouseEvent.objects.get(action="persons.searched")
    token = searcher.token.reference
    assert event.facts == {"case": WHY["case"], "asked": "name,born", "token": token}
    assert (event.officer, event.reason) == (searcher.officer.reference, WHY["reason"])
    assert not Answered.objects.exists()


def test_nobody_found_is_not_nobody_known(searcher):
    answer = searcher.post(SEARCH, {"name": "Nobody Atall", **WHY}).json()
    assert answer["candidates"] == []
    assert "not mean not known" in answer["note"]


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        pytest.param({}, [], id="nothing asked"),
        pytest.param({"name": "م"}, ["name"], id="one letter"),
        pytest.param({"name": "😀"}, ["name"], id="no letters"),
        pytest.param({"name": "\ud800x"}, ["name"], id="a lone surrogate"),
        pytest.param({"name": "x" * 10_000}, ["name"], id="ten thousand letters"),
        pytest.param({"name": 7}, ["name"], id="a number"),
        pytest.param({"document": "???"}, ["document"], id="no document number"),
        pytest.param({"name": "Anouar", "born": "1984-02-31"}, ["born"], id="no such day"),
        pytest.param({"name": "Anouar", "country": "ZZ"}, ["country"], id="no such country"),
        pytest.param({"name": "Anouar", "at_least": "87 %"}, ["at_least"], id="no such band"),
        pytest.param({"name": "Anouar", "case": "Anouar"}, ["case"], id="a name is no case"),
        pytest.param({"name": "Anouar", "reason": ""}, ["reason"], id="no reason"),
        pytest.param({"name": "Anouar", "score": 0.5}, ["score"], id="what is not asked"),
    ],
)
def test_what_does_not_hold_is_told_and_nothing_is_searched(searcher, asked, path):
    answer = searcher.post(SEARCH, {**WHY, **asked})
    assert answer.status_code == 422, answer.content
    assert path in [each["path"] for each in answer.json()["problems"]]
    assert all(each["detail"].strip() for each in answer.json()["problems"])
    assert not HouseEvent.objects.filter(action="persons.searched").exists()


def test_a_search_takes_a_token_for_it_and_a_function_for_it(searcher, program):
    refused = program.post(SEARCH, ASKED)
    assert (refused.status_code, refused.json()["code"]) == (403, "api.not-in-scope")
    assert searcher.get("matters").json()["code"] == "api.not-in-scope"
    translator = Program(officer("translator"), "search")
    assert translator.post(SEARCH, ASKED).status_code == 403
    browser = signed_in(searcher.officer).post(f"/api/{SEARCH}", json.dumps(ASKED), "application/json")
    assert browser.json()["code"] == "api.token-needed"
    assert Client().post(f"/api/{SEARCH}", json.dumps(ASKED), "application/json").status_code == 401
    assert not HouseEvent.objects.filter(action="persons.searched").exists()

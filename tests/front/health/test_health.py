"""The health page answers whoever watches over the node: in codes, without sign-in, without detail."""

import pytest
from django.db import DatabaseError
from django.test import Client

from mithaq.front.health import look
from mithaq.node.ledger import standstill
from tests.node.simulated import NOW, ourselves

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_keys(tmp_path, settings):
    return ourselves(tmp_path, settings)


def test_a_node_that_can_work_says_so(own_keys):
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert set(answer.json()["parts"].values()) == {"ok"}


def test_a_node_without_keys_still_answers_and_says_what_is_missing(tmp_path, settings):
    settings.KEY_FILE = tmp_path / "none.keys"
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.json()["status"] == "attention"
    assert answer.json()["parts"]["keys"] == "partners.no-key-file"


def test_a_node_that_stands_still_says_why(own_keys):
    standstill.begin("restored", now=NOW)
    assert Client().get("/health/").json()["parts"]["ledger"] == "standstill.restored"


def test_without_its_database_a_node_is_not_well(own_keys, monkeypatch):
    def gone(*_):
        raise DatabaseError("password=secret")

    monkeypatch.setattr(look, "connection", type("Gone", (), {"cursor": gone})())
    monkeypatch.setattr(look, "MigrationExecutor", gone)
    answer = Client().get("/health/")
    assert answer.status_code == 503
    assert "secret" not in answer.content.decode()
    assert answer.json()["parts"]["database"] == "database.not-reached"


def test_nothing_is_asked_of_it_but_reading(own_keys):
    assert Client().post("/health/").status_code == 405

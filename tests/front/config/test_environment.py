"""What a node is told by its environment."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from mithaq.front.config.environment import database, listed, modules, required, trusted_origin


def test_what_is_missing_is_named_with_the_page_that_explains_it(monkeypatch):
    monkeypatch.delenv("MITHAQ_AUTHORITY")
    with pytest.raises(ImproperlyConfigured, match=r"MITHAQ_AUTHORITY .*docs/how-to/run-a-node\.md"):
        required("MITHAQ_AUTHORITY")


def test_a_list_is_separated_by_commas(monkeypatch):
    monkeypatch.setenv("MITHAQ_HOSTS", " a.example , b.example,")
    assert listed("MITHAQ_HOSTS", "") == ["a.example", "b.example"]


@pytest.mark.parametrize("named", ["no_such_folder.field", "json.no_such_field", "..", "tests.no_such_field"])
def test_a_module_that_python_does_not_find_is_named(named, monkeypatch):
    monkeypatch.setenv("MITHAQ_KINDS", f"tests.specimens, {named}")
    with pytest.raises(ImproperlyConfigured, match=rf"MITHAQ_KINDS names {re.escape(named)}, .*PYTHONPATH"):
        modules("MITHAQ_KINDS")
    monkeypatch.setenv("MITHAQ_KINDS", "tests.specimens")
    assert modules("MITHAQ_KINDS") == ["tests.specimens"]


def test_sqlite_is_durable_and_takes_its_lock_at_once():
    made = database("sqlite:////var/lib/mithaq/node.sqlite3")
    assert made["NAME"] == "/var/lib/mithaq/node.sqlite3"
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in made["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        pytest.param("postgres://m%40q:p%2Fw@db.example:5433/rabat", "db.example", id="over the network"),
        pytest.param(
            "postgresql://m%40q:p%2Fw@:5433/rabat?host=/run/postgresql", "/run/postgresql", id="socket"
        ),
    ],
)
def test_postgresql_is_read_from_its_address(url, host):
    made = database(url)
    assert (made["USER"], made["PASSWORD"], made["NAME"]) == ("m@q", "p/w", "rabat")
    assert (made["HOST"], made["PORT"]) == (host, "5433")


def test_an_address_of_another_database_is_refused_without_repeating_it():
    with pytest.raises(ImproperlyConfigured) as refused:
        database("mysql://m:secret@db/rabat")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("host", "origin"),
    [("node.example", "https://node.example"), (".node.example", "https://*.node.example")],
)
def test_forms_come_from_the_hosts_over_tls(host, origin):
    assert trusted_origin(host) == origin

"""What a node is told by its environment."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from mithaq.commands.environment import KNOWN
from mithaq.front.config.environment import (
    counted,
    database,
    listed,
    modules,
    required,
    switched_on,
    trusted_origin,
    without_port,
)
from tests.architecture import sources


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
    [
        ("node.example", "https://node.example"),
        ("node.example:8443", "https://node.example:8443"),
        (".node.example", "https://*.node.example"),
    ],
)
def test_forms_come_from_the_hosts_over_tls(host, origin):
    assert trusted_origin(host) == origin


@pytest.mark.parametrize("value", ["yes", "true", "on", "2"])
def test_what_is_on_or_off_is_said_by_1_or_0(value, monkeypatch):
    monkeypatch.setenv("MITHAQ_PLAIN_HTTP", value)
    with pytest.raises(ImproperlyConfigured, match="MITHAQ_PLAIN_HTTP is either 1"):
        switched_on("MITHAQ_PLAIN_HTTP")
    for said, holds in (("1", True), ("0", False), ("", False)):
        monkeypatch.setenv("MITHAQ_PLAIN_HTTP", said)
        assert switched_on("MITHAQ_PLAIN_HTTP") is holds


@pytest.mark.parametrize("value", ["one", "-1", "10", "1.5"])
def test_a_number_of_proxies_is_a_small_number(value, monkeypatch):
    monkeypatch.setenv("MITHAQ_PROXIES", value)
    with pytest.raises(ImproperlyConfigured, match="MITHAQ_PROXIES"):
        counted("MITHAQ_PROXIES", "0")
    monkeypatch.setenv("MITHAQ_PROXIES", "2")
    assert counted("MITHAQ_PROXIES", "0") == 2
    monkeypatch.delenv("MITHAQ_PROXIES")
    assert counted("MITHAQ_PROXIES", "0") == 0


@pytest.mark.parametrize(
    ("host", "name"),
    [("node.example:8443", "node.example"), (".node.example", ".node.example"), ("[::1]:80", "[::1]")],
)
def test_a_host_is_asked_for_by_its_name_at_whatever_port(host, name):
    assert without_port(host) == name


@pytest.mark.parametrize("host", ["https://node.example", "node.example:", "a b", "::1"])
def test_what_is_no_host_is_refused(host):
    with pytest.raises(ImproperlyConfigured, match="MITHAQ_HOSTS"):
        without_port(host)


def test_every_variable_the_settings_ask_for_may_stand_in_the_file():
    asked = set()
    for module in ("settings", "environment", "rooms"):
        asked |= set(re.findall(r"\"(MITHAQ_[A-Z_]+)\"", (CONFIG / f"{module}.py").read_text("utf-8")))
    assert asked == KNOWN


CONFIG = sources.ROOT / "src" / "mithaq" / "front" / "config"

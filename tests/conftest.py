"""What every test starts from: one authority with an empty home, and the database asked for.

SQLite is the default. With MITHAQ_TEST_DATABASE=postgres the server named by
MITHAQ_TEST_POSTGRES is used. Settings are named here and not in `pyproject.toml`, since the
environment below must stand before Django reads them. A part that cannot run is skipped and
named in the last lines; with MITHAQ_REQUIRE_ALL it fails the run instead.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Any

import django
import pytest
from django.apps import AppConfig
from django.conf import settings as node_settings
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import translation
from hypothesis import HealthCheck, settings

from tests.browser import chromium
from tests.poppler import poppler

ON_POSTGRES = os.environ.get("MITHAQ_TEST_DATABASE") == "postgres"
REQUIRE_ALL = bool(os.environ.get("MITHAQ_REQUIRE_ALL"))


def _set_the_stage() -> None:
    # One home a process, so that workers never share a file.
    home = tempfile.mkdtemp(prefix="mithaq-test-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "mithaq.front.config.settings"
    os.environ["MITHAQ_HOME"] = home
    os.environ["MITHAQ_AUTHORITY"] = "MA"
    os.environ["MITHAQ_SECRET_KEY"] = "only-for-tests-" + "0" * 40
    os.environ["MITHAQ_WITHOUT_SECOND_FACTOR"] = "1"  # tests of sign-in switch it on
    os.environ["MITHAQ_KEY_PASSPHRASE"] = "only for tests"
    os.environ["MITHAQ_PLAIN_HTTP"] = "1"
    # Playwright keeps an event loop in the thread of the test; our own code stays synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ.pop("MITHAQ_DATABASE_URL", None)
    if ON_POSTGRES:
        os.environ["MITHAQ_DATABASE_URL"] = os.environ["MITHAQ_TEST_POSTGRES"]


_set_the_stage()
django.setup()
# What keeps a password takes its time on purpose; that the product's does is looked at in `test_doors`.
node_settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if not ON_POSTGRES:  # pytest-django knows SQLite by Django's engine only
    node_settings.DATABASES["default"]["TEST"]["NAME"] = ":memory:"
COORDINATORS = import_module("mithaq.node.officers.migrations.0003_coordinators_watch_the_plan")
SEEKERS = import_module("mithaq.matters.wanted.migrations.0001_who_watches_wanted_notes")
PLANNERS = import_module("mithaq.matters.deconfliction.migrations.0001_who_watches_registers")
DRAFTERS = import_module("mithaq.matters.instruments.migrations.0002_who_watches_instruments")
CONVENERS = import_module("mithaq.matters.meetings.migrations.0001_who_watches_meetings")
WARNERS = import_module("mithaq.matters.threats.migrations.0001_who_watches_warnings")
KEEPERS = import_module("mithaq.matters.honours.migrations.0001_who_watches_honours")
MANAGERS = import_module("mithaq.node.officers.migrations.0006_managers_watch_what_they_manage")
from mithaq.node.officers.models import Watch  # noqa: E402 - a model needs the stage
from mithaq.pact.exchange import keyfile  # noqa: E402

# Each test has a folder and a key file of its own, and most of them are the same file: what a passphrase is
# stretched to for one salt is stretched once a process.
keyfile._stretched = cache(keyfile._stretched)

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=100, print_blob=True, derandomize=True)
settings.register_profile(
    "nightly", deadline=None, max_examples=10_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@receiver(post_migrate)
def _put_back(sender: AppConfig, **_: object) -> None:
    """A test in a browser empties every table, then sends this: what migrations put there comes back."""
    if sender.label == "officers":
        Watch.objects.get_or_create(function="duty-officer", kind="*")
        for function in COORDINATORS.FUNCTIONS:
            Watch.objects.get_or_create(function=function, kind="plan")
        for function in SEEKERS.FUNCTIONS:
            Watch.objects.get_or_create(function=function, kind="wanted")
        for function in CONVENERS.FUNCTIONS:
            Watch.objects.get_or_create(function=function, kind="meeting")
        for function in KEEPERS.FUNCTIONS:
            Watch.objects.get_or_create(function=function, kind="honour")
        for function, kind in (*WARNERS.WATCHES, *MANAGERS.WATCHES):
            Watch.objects.get_or_create(function=function, kind=kind)
        for function in PLANNERS.FUNCTIONS:
            Watch.objects.get_or_create(function=function, kind="deconfliction")
        for kind in DRAFTERS.KINDS:
            for function in DRAFTERS.FUNCTIONS:
                Watch.objects.get_or_create(function=function, kind=kind)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where the Chromium that Debian ships is."""
    path = chromium()
    assert path, "tests that need this are marked `browser`"
    return path


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """No test leaves its language behind for the next one."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests that commit empty all tables afterwards, which the guard of an append-only table refuses.

    On a node the guard stands; the tests of the house log put it back.
    """
    from django.db import connection

    if ON_POSTGRES:
        connection.ops.sql_flush = _emptied
    else:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER IF EXISTS safeguards_houseevent_refuses_DELETE")


def _emptied(_style: object, tables: list[str], **_: object) -> list[str]:
    """A hundred small tables are emptied ten times faster than PostgreSQL truncates them."""
    deleted = [f'DELETE FROM "{table}"' for table in tables]
    # As a replica it asks neither foreign keys nor the guards of append-only tables.
    return ["SET session_replication_role = replica", *deleted, "SET session_replication_role = DEFAULT"]


def _asks_no_database(item: pytest.Item) -> bool:
    """Whether a test finds the same on every database: it asks none, starts no node and runs no command."""
    asks = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
    starts = any(
        getattr(each, "__module__", "") in ("tests.two_nodes", "tests.stories.stage")
        for each in vars(item.module).values()  # type: ignore[attr-defined]
    )
    return not (asks or starts or {"stories", "commands"} & set(item.path.parts))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if ON_POSTGRES:
        config.hook.pytest_deselected(items=[item for item in items if _asks_no_database(item)])
        items[:] = [item for item in items if not _asks_no_database(item)]
    for item in items:
        if item.get_closest_marker("browser") and not chromium():
            item.add_marker(pytest.mark.skip(reason="no Chromium found"))
        if item.get_closest_marker("poppler") and not poppler():
            item.add_marker(pytest.mark.skip(reason="no poppler-utils found"))
        if item.get_closest_marker("postgres") and not ON_POSTGRES:
            item.add_marker(pytest.mark.skip(reason="this run is on SQLite"))
    # The longest files first: one that was begun last would leave every other worker idle.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def _skipped_parts(reporter: pytest.TerminalReporter) -> list[str]:
    parts = {"postgres"} if ON_POSTGRES else {"browser", "poppler"}
    skips = reporter.stats.get("skipped", [])
    return [report.nodeid for report in skips if not parts.isdisjoint(report.keywords)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    database = "PostgreSQL" if ON_POSTGRES else "SQLite"
    terminalreporter.write_line(f"Database of this run: {database}.")
    parts = _skipped_parts(terminalreporter)
    if parts:
        verdict = "which MITHAQ_REQUIRE_ALL forbids" if REQUIRE_ALL else "see the reasons above"
        terminalreporter.write_line(f"Skipped although this run should show them: {len(parts)}, {verdict}.")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if REQUIRE_ALL and reporter is not None and _skipped_parts(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

"""Making a node's home ready: who it is, its tables, its static files."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from mithaq.commands.environment import FILE, CommandError, adopt, read_file, start_django, write_file

if TYPE_CHECKING:
    from mithaq.commands.names import Commands, Options


class BadAuthority(CommandError):
    """The code of an authority is of two to sixteen capital letters, digits or dashes. Facts: given."""

    code = "commands.bad-authority"


class NoHome(CommandError):
    """A new node needs a home to be made."""

    code = "commands.no-home"


def add(commands: Commands) -> None:
    """The command, under both its names."""
    for name, told in (
        ("prepare", "make the home of a new node (with --authority); tables and static files up to date"),
        ("migrate", "another name of prepare"),
    ):
        options = commands.add(name, told, run)
        options.add_argument(
            "--authority", default="", help="make the home of a new node of this authority (with --home)"
        )
        options.add_argument("--hosts", default="", help="names the new node answers to, separated by commas")
        options.add_argument(
            "--database",
            default="",
            metavar="URL",
            help="where the new node's rows are kept, if not in a file",
        )
        options.add_argument(
            "--plain-http", action="store_true", help="without TLS: on one's own machine only"
        )


def run(options: Options) -> int:
    """Bring the tables and static files of a node up to date; with `authority`, make its home first.

    Raises: BadAuthority, NoHome, NodeExists, OpenHome, ImproperlyConfigured.
    """
    if options.authority:
        said = {
            "MITHAQ_HOSTS": options.hosts,
            "MITHAQ_DATABASE_URL": options.database,
            "MITHAQ_PLAIN_HTTP": "1" if options.plain_http else "",
        }
        _make_home(options.home, options.authority, {name: value for name, value in said.items() if value})
    start_django()
    bring_tables_up_to_date()
    _collect_static_files()
    from django.conf import settings

    made = Path(settings.KEY_FILE).exists()
    print("Ready." if made else "Ready. Make the node's keys next: mithaq keys make.")
    return 0


def _make_home(home: Path | None, authority: str, said: dict[str, str]) -> None:
    from mithaq.front.config.environment import database
    from mithaq.pact.ledger.entry import AUTHORITY

    if not re.fullmatch(AUTHORITY, authority):
        raise BadAuthority(given=authority[:40])
    if home is None:
        raise NoHome
    held = read_file(home / FILE) | os.environ | said
    if url := held.get("MITHAQ_DATABASE_URL", ""):
        database(url)  # what is wrong with it, or missing for it, is said before anything is written
    write_file(home, authority, **said)
    adopt(home)


def bring_tables_up_to_date() -> None:
    """Run every migration that has not run, and make the table of the cache."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def _collect_static_files() -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import override_settings

    # Hashed names: what browsers keep never outlives an upgrade.
    hashed = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STORAGES=settings.STORAGES | hashed):
        call_command("collectstatic", interactive=False, verbosity=0)

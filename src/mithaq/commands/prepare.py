"""Making a node's home ready: who it is, its tables, its static files."""

from pathlib import Path

from mithaq.commands.environment import adopt, start_django, write_file


def prepare(home: Path | None, *, authority: str, hosts: str, plain_http: bool) -> int:
    """Bring the tables and static files of a node up to date; with `authority`, make its home first.

    Raises: NodeExists, ImproperlyConfigured.
    """
    if home is not None and authority:
        variables = {"MITHAQ_HOSTS": hosts} if hosts else {}
        if plain_http:
            variables["MITHAQ_PLAIN_HTTP"] = "1"
        write_file(home, authority, **variables)
        adopt(home)
    start_django()
    bring_tables_up_to_date()
    _collect_static_files()
    print("Ready. Make the node's keys next: mithaq keys make.")
    return 0


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

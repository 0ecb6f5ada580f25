"""What a node is told by its environment, read once at the start.

A node either knows who it is or does not start: what is required has no default, and
its absence is said with the variable's name and the page that explains it.
"""

import os
import re
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

HOW_TO = "docs/how-to/run-a-node.md"

# IMMEDIATE: a transaction that reads and then writes would otherwise fail when another
# writer came between (measured: 7 in 10). FULL: a receipt says "kept", also after a
# power cut. WAL: pages are read while the worker writes. An entry changes some fifty
# pages scattered over its tables: they stay at hand (16 MiB a connection), and are
# taken from the log into the file in larger heaps (16,000 pages, 64 MiB, instead of 1,000):
# most were written many times by then. What is deleted is overwritten: drafts, keys and
# national notes leave nothing in free pages, and what a statement may take back is kept in
# memory, not in a file beside.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16384; "
    "PRAGMA wal_autocheckpoint=16000; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
}


def required(name: str) -> str:
    """The value of an environment variable that differs between nodes.

    Raises: ImproperlyConfigured, naming the variable, if it is missing or empty.
    """
    if value := os.environ.get(name, "").strip():
        return value
    raise ImproperlyConfigured(f"{name} is not set; see {HOW_TO}")


def said(name: str) -> str:
    """The value of a variable that may be left out; "" then."""
    return os.environ.get(name, "").strip()


def listed(name: str, default: str) -> list[str]:
    """The parts of a variable that holds a list separated by commas."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def modules(name: str) -> list[str]:
    """The modules that a variable names, each of which Python finds.

    Raises: ImproperlyConfigured, naming the variable and what is not found.
    """
    named = listed(name, "")
    for module in named:
        try:
            found = find_spec(module)
        except (ImportError, ValueError):
            found = None
        if found is None:
            raise ImproperlyConfigured(
                f"{name} names {module}, which Python does not find: its folder has to be on PYTHONPATH"
            )
    return named


def switched_on(name: str) -> bool:
    """Whether a variable holds 1. Raises: ImproperlyConfigured, if it holds neither 1 nor 0."""
    value = os.environ.get(name, "").strip()
    if value not in ("", "0", "1"):  # `yes` would be off, and nobody would know
        raise ImproperlyConfigured(f"{name} is either 1 (on) or 0 (off); see {HOW_TO}")
    return value == "1"


def counted(name: str, default: str) -> int:
    """The small number that a variable holds. Raises: ImproperlyConfigured."""
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch("[0-9]", value):
        raise ImproperlyConfigured(f"{name} is a number from 0 to 9; see {HOW_TO}")
    return int(value)


def without_port(host: str) -> str:
    """The name alone of a host that is reached at a port of its own. Raises: ImproperlyConfigured."""
    match = re.fullmatch(r"([^:/\s]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?", host)
    if match is None:
        raise ImproperlyConfigured(
            f"MITHAQ_HOSTS holds names, or name:port, separated by commas; see {HOW_TO}"
        )
    return match[1]


def database(url: str) -> dict[str, object]:
    """Django's description of the database at `url`: sqlite:///path or postgres://….

    Raises: ImproperlyConfigured if the scheme is neither, or its driver is not installed; never
    repeats the address, which holds a password.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme == "sqlite":
        # A file does not go away: the connection of a thread stays, and what it has read with it.
        return {
            "ENGINE": "mithaq.front.config.sqlite",
            "NAME": name,
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    if parts.scheme in {"postgres", "postgresql"}:
        _check_driver()
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", unquote(parts.hostname or "")),
            "PORT": str(parts.port or ""),
            "OPTIONS": options,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"MITHAQ_DATABASE_URL is neither sqlite nor postgres; see {HOW_TO}")


def _check_driver() -> None:
    try:
        import_module("psycopg")
    except ImportError:
        raise ImproperlyConfigured(
            f"PostgreSQL needs psycopg, which is not installed: pip install 'mithaq[postgres]'; see {HOW_TO}"
        ) from None


def trusted_origin(host: str) -> str:
    """Where forms of a host, or of host:port, come from when a server in front of the node ends the TLS."""
    return f"https://*{host}" if host.startswith(".") else f"https://{host}"

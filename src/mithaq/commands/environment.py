"""A node's environment: read from its home's `node.env`, completed by what was really set.

A node is told who it is by variables (`front.config.environment`). Whoever starts one by hand keeps them in
`node.env` in the node's home: lines of NAME=value, for this user's eyes alone. A variable that is set wins.
"""

import os
import re
import secrets
import stat
from pathlib import Path

from mithaq.pact.errors import MithaqError

FILE = "node.env"
_LINE = re.compile(r"(MITHAQ_[A-Z_]+)=(.*)")
_QUOTED = re.compile(r"""(["'])(.*)\1""")
KNOWN = frozenset({
    "MITHAQ_ANSWER_EXTENSION_MONTHS", "MITHAQ_ANSWER_MONTHS", "MITHAQ_AUTHORITY", "MITHAQ_DATABASE_URL",
    "MITHAQ_HOME", "MITHAQ_HOSTS", "MITHAQ_KEY_PASSPHRASE", "MITHAQ_KINDS", "MITHAQ_PLAIN_HTTP",
    "MITHAQ_PROXIES", "MITHAQ_SECRET_KEY", "MITHAQ_SUPERVISOR_AR", "MITHAQ_SUPERVISOR_EN",
    "MITHAQ_SUPERVISOR_FR", "MITHAQ_WITHOUT_SECOND_FACTOR",
})  # fmt: skip
OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO


class CommandError(MithaqError):
    """A command cannot be carried out as it was asked. Nothing was changed."""


class BadEnvironmentFile(CommandError):
    """A line of `node.env` is neither NAME=value nor a comment. Facts: line."""

    code = "commands.bad-environment-file"


class UnknownVariable(CommandError):
    """A line of `node.env` names what no node asks for. Facts: line, name, known."""

    code = "commands.unknown-variable"


class NodeExists(CommandError):
    """This home already is a node's. Facts: authority."""

    code = "commands.node-exists"


class OpenHome(CommandError):
    """Others of this machine may enter the folder, and something else lies in it already. Facts: mode."""

    code = "commands.open-home"


def adopt(home: Path | None) -> None:
    """Take in the environment of the node that lives in `home`, if one is named.

    Raises: BadEnvironmentFile, UnknownVariable.
    """
    if home is None:
        return
    os.environ["MITHAQ_HOME"] = str(home.resolve())
    for name, value in read_file(home / FILE).items():
        os.environ.setdefault(name, value)


def read_file(file: Path) -> dict[str, str]:
    """The variables a file names, if it is there, quotes around a value taken off.

    A name that no node knows is a slip of the pen (`MITHAQ_HOST`): what was meant would silently not hold.

    Raises: BadEnvironmentFile, UnknownVariable.
    """
    found = {}
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise BadEnvironmentFile(line=str(number))
        if match[1] not in KNOWN:
            raise UnknownVariable(line=str(number), name=match[1], known=",".join(sorted(KNOWN)))
        value = match[2].strip()
        quoted = _QUOTED.fullmatch(value)
        found[match[1]] = quoted[2] if quoted else value
    return found


def write_file(home: Path, authority: str, **variables: str) -> None:
    """Make `home` the home of a new node, with secrets of its own.

    What stands in the file already, written by hand, goes on standing there unless it is said anew.

    Raises: NodeExists if it is another node's already, OpenHome.
    """
    file = home / FILE
    held = read_file(file)
    if "MITHAQ_AUTHORITY" in held:
        raise NodeExists(authority=held["MITHAQ_AUTHORITY"])
    kept = [line for line in _lines(file) if line.partition("=")[0].strip() not in variables]
    secret = {
        "MITHAQ_AUTHORITY": authority,
        "MITHAQ_SECRET_KEY": secrets.token_urlsafe(48),
        "MITHAQ_KEY_PASSPHRASE": secrets.token_urlsafe(24),
    }
    _close(home)
    # Beside it first: a file that is whole, and never open to others, not even for a moment.
    partial = file.with_name(f"{FILE}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(
            "# Who this node is. Keep the passphrase elsewhere where you can: it opens the key file.\n"
        )
        written.writelines(f"{name}={value}\n" for name, value in secret.items() if name not in held)
        written.writelines(f"{line}\n" for line in kept)
        written.writelines(f"{name}={value}\n" for name, value in variables.items())
    partial.replace(file)


def _lines(file: Path) -> list[str]:
    return file.read_text("utf-8").splitlines() if file.exists() else []


def _close(home: Path) -> None:
    """A home for this user alone, also if the folder was made beforehand. Raises: OpenHome."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = stat.S_IMODE(home.stat().st_mode)
    if not mode & OTHERS_MAY:
        return
    if any(each.name != FILE for each in home.iterdir()):  # perhaps not meant for a node alone
        raise OpenHome(mode=f"{mode:o}")
    home.chmod(0o700)


def start_django() -> None:
    """Make the node's tables, settings and pages available. Takes about a second."""
    _name_settings()
    from mithaq.front.config.collecting import loading

    with loading():
        import django

        django.setup()


def check_settings() -> None:
    """Read the node's settings alone, so that what they lack is said. Raises: ImproperlyConfigured."""
    _name_settings()
    from django.conf import settings

    settings.AUTHORITY  # noqa: B018 - asked for, so that the settings are read


def _name_settings() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.front.config.settings")

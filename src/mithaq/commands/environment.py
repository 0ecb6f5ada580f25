"""A node's environment: read from its home's `node.env`, completed by what was really set.

A node is told who it is by variables (`front.config.environment`). Whoever starts one by hand keeps them in
`node.env` in the node's home: lines of NAME=value, for this user's eyes alone. A variable that is set wins.
"""

import os
import re
import secrets
from pathlib import Path

from mithaq.pact.errors import MithaqError

FILE = "node.env"
_LINE = re.compile(r"(MITHAQ_[A-Z_]+)=(.*)")


class CommandError(MithaqError):
    """A command cannot be carried out as it was asked. Nothing was changed."""


class BadEnvironmentFile(CommandError):
    """A line of `node.env` is neither NAME=value nor a comment. Facts: line."""

    code = "commands.bad-environment-file"


class NodeExists(CommandError):
    """This home already is a node's. Facts: authority."""

    code = "commands.node-exists"


def adopt(home: Path | None) -> None:
    """Take in the environment of the node that lives in `home`, if one is named.

    Raises: BadEnvironmentFile.
    """
    if home is None:
        return
    os.environ["MITHAQ_HOME"] = str(home.resolve())
    file = home / FILE
    if file.exists():
        for name, value in read_file(file).items():
            os.environ.setdefault(name, value)


def read_file(file: Path) -> dict[str, str]:
    """The variables a file names. Raises: BadEnvironmentFile."""
    found = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise BadEnvironmentFile(line=str(number))
        found[match[1]] = match[2]
    return found


def write_file(home: Path, authority: str, **variables: str) -> None:
    """Make `home` the home of a new node, with secrets of its own.

    Raises: NodeExists if it is another node's already.
    """
    file = home / FILE
    if file.exists():
        raise NodeExists(authority=read_file(file).get("MITHAQ_AUTHORITY", ""))
    secret = {
        "MITHAQ_AUTHORITY": authority,
        "MITHAQ_SECRET_KEY": secrets.token_urlsafe(48),
        "MITHAQ_KEY_PASSPHRASE": secrets.token_urlsafe(24),
    }
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(
            "# Who this node is. Keep the passphrase elsewhere where you can: it opens the key file.\n"
        )
        written.writelines(f"{name}={value}\n" for name, value in (secret | variables).items())


def start_django() -> None:
    """Make the node's tables, settings and pages available. Takes about a second."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.front.config.settings")
    import django

    django.setup()

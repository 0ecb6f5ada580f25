"""What a command that ends without its work done says: one sentence, its code, and the exit status.

What nobody expected is not told here: it comes with the lines it passed, for whoever mends it.
"""

import sys

from mithaq.commands.environment import CommandError
from mithaq.pact.errors import MithaqError

REFUSED, WRONG_USAGE = 1, 2
# Words of the two databases for a table or a column that is not there.
MISSING = ("no such table", "no such column", "does not exist")
FAILS = {"OperationalError", "InterfaceError"}


class DatabaseAway(CommandError):
    """The database does not answer, or does not let this node in. Facts: why (in the words of its driver)."""

    code = "commands.database-away"


class TablesMissing(CommandError):
    """The database answers, but has not the tables of this release."""

    code = "commands.tables-missing"


def told(error: Exception) -> int | None:
    """Say on standard error what was refused; the exit status, or None if this is no refusal."""
    if isinstance(error, MithaqError):
        return _say(error)
    if isinstance(error, OSError):
        print(f"mithaq: {error.strerror}: {error.filename or ''}", file=sys.stderr)
        return REFUSED
    # Classes of Django's, by their names: a command that needs no node does not load it for this.
    name = type(error).__name__
    if name == "ImproperlyConfigured":
        print(f"mithaq: {error}", file=sys.stderr)
        return WRONG_USAGE
    if type(error).__module__ == "django.db.utils":
        if name in {"OperationalError", "ProgrammingError"} and _names_what_is_missing(error):
            return _say(TablesMissing())
        if name in FAILS:
            return _say(DatabaseAway(why=_first_line(error)))
    return None


def _names_what_is_missing(error: Exception) -> bool:
    said = str(error)
    # PostgreSQL says the same of a role or a database, before there is any table to look at.
    return any(words in said for words in MISSING) and "FATAL" not in said


def _first_line(error: Exception) -> str:
    """Of a connection that failed: where to and why, never a password and never a row."""
    return (str(error).splitlines() or [""])[0][:200]


def _say(error: MithaqError) -> int:
    """Its sentence, its code, and facts that are safe to show."""
    from mithaq.node.web.sentences import sentence

    facts = " ".join(f"{name}={value}" for name, value in error.facts.items())
    said = sentence(error.code, error.facts, "en")
    print(f"mithaq: {said} [{error.code}] {facts}".rstrip(), file=sys.stderr)
    return REFUSED

"""Who is at the keyboard: an act on the command line is an officer's act too.

Whoever has the machine's shell is not thereby an officer. The password is asked for, and the second factor
where the node demands one; without a terminal both are read from standard input, a line each.
"""

from __future__ import annotations

import sys
from getpass import getpass
from typing import TYPE_CHECKING

from mithaq.commands.environment import CommandError

if TYPE_CHECKING:
    from mithaq.node.officers.models import Officer


class UnknownOfficer(CommandError):
    """No officer of this name with this password, or the second factor is missing or wrong."""

    code = "commands.unknown-officer"


def at_the_keyboard(username: str) -> Officer:
    """The officer of this name, after a password. Raises: UnknownOfficer."""
    from django.contrib.auth import authenticate

    from mithaq.node.officers.models import Officer
    from mithaq.node.officers.signed_in import lacks_second_factor

    officer = authenticate(None, username=username, password=_ask(f"Password of {username}: "))
    if not isinstance(officer, Officer) or lacks_second_factor(officer) or not _second_factor_holds(officer):
        raise UnknownOfficer
    return officer


def _second_factor_holds(officer: Officer) -> bool:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    if not is_mfa_enabled(officer):
        return True
    digits = _ask("Six digits of the authenticator: ")
    totp = Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).first()
    return totp is not None and bool(totp.wrap().validate_code(digits))


def _ask(question: str) -> str:
    if sys.stdin.isatty():
        return getpass(question)
    return sys.stdin.readline().rstrip("\n")

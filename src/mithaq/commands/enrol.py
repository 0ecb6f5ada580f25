"""The first administrator of a new node; everybody else is enrolled by an administrator, on the screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mithaq.commands.environment import CommandError, start_django

if TYPE_CHECKING:
    from mithaq.commands.names import Commands, Options


class AdministeredAlready(CommandError):
    """This node has an administrator: whoever is to work here is enrolled by them."""

    code = "commands.administered-already"


class BadUsername(CommandError):
    """A name to sign in with has Latin letters, digits and @ . + - _ alone. Facts: given."""

    code = "commands.bad-username"


def enrol(username: str, said: Mapping[str, str]) -> int:
    """Enrol an administrator and print the temporary password, once.

    Raises: BadUsername, AdministeredAlready.
    """
    start_django()
    from django.core.exceptions import ValidationError

    from mithaq.node import clock
    from mithaq.node.officers.duties import ADMINISTRATOR
    from mithaq.node.officers.enrol import enrol as take_on
    from mithaq.node.officers.forms import NewOfficerForm
    from mithaq.node.officers.models import Officer
    from mithaq.node.partners import own

    try:  # as the screens ask it
        NewOfficerForm.base_fields["username"].clean(username)
    except ValidationError:
        raise BadUsername(given=username[:60]) from None
    if Officer.objects.filter(is_active=True, functions__function=ADMINISTRATOR).exists():
        raise AdministeredAlready
    _, password = take_on(None, username=username, said=said, functions=[ADMINISTRATOR], now=clock.now())
    print(f"{username} may sign in with this password, once: {password}")
    if not own.has_keys():
        print(
            "This node has no keys yet, and can state and receive nothing. Make them next: mithaq keys make."
        )
    return 0


def add_readmit(commands: Commands) -> None:
    """`mithaq readmit`: for the one officer whom no other can help."""
    told = "let the one administrator in again: a temporary password, and the second factor removed"
    commands.add("readmit", told, readmit).add_argument("username")


def readmit(options: Options) -> int:
    """Print a temporary password for the one administrator, whose second factor is lost or who forgot theirs.

    Raises: NotTheLastAdministrator.
    """
    start_django()
    from mithaq.node.officers.enrol import readmit as let_in

    password = let_in(options.username)
    print(f"{options.username} may sign in with this password, once, and sets up a second factor: {password}")
    return 0

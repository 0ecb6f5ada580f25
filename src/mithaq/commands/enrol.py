"""The first administrator of a new node; everybody else is enrolled by an administrator, on the screens."""

from collections.abc import Mapping

from mithaq.commands.environment import CommandError, start_django


class AdministeredAlready(CommandError):
    """This node has an administrator: whoever is to work here is enrolled by them."""

    code = "commands.administered-already"


def enrol(username: str, said: Mapping[str, str]) -> int:
    """Enrol an administrator and print the temporary password, once. Raises: AdministeredAlready."""
    start_django()
    from mithaq.node import clock
    from mithaq.node.officers.duties import ADMINISTRATOR
    from mithaq.node.officers.enrol import enrol as take_on
    from mithaq.node.officers.models import Officer

    if Officer.objects.filter(is_active=True, functions__function=ADMINISTRATOR).exists():
        raise AdministeredAlready
    _, password = take_on(None, username=username, said=said, functions=[ADMINISTRATOR], now=clock.now())
    print(f"{username} may sign in with this password, once: {password}")
    return 0

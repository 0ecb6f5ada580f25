"""The node's web server: pages for officers, and the address partners deliver to.

Blocking threads are counted explicitly: a page that waits for the database holds one. The command says
"ready" when the node has answered its own health page.

Granian forks the processes that answer. Until then no thread may run here: what lock it held at that instant,
of an import or a look-up of a name, is never free again in them, and a page that needs it hangs for ever.
"""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import socket
import threading
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import urllib3

from mithaq.commands.environment import CommandError, check_settings

if TYPE_CHECKING:
    from multiprocessing.synchronize import Lock

WAITING = 64  # requests a process takes in while its threads are busy; more wait in the socket
READY_WITHIN = 60  # seconds
STOP_WITHIN = 10  # seconds in which a request under way may finish
FREE_WITHIN = 3  # seconds
_LOOK_FOR_PARENT = 0.2  # seconds


class BadAddress(CommandError):
    """An address to listen on is host:port. Facts: given."""

    code = "commands.bad-address"


class AddressInUse(CommandError):
    """Somebody else listens there: the two would share the requests. Facts: address."""

    code = "commands.address-in-use"


class CannotListen(CommandError):
    """This machine has no such address, or keeps the port to others. Facts: address, why."""

    code = "commands.cannot-listen"


def serve(listen: str, *, threads: int, processes: int) -> int:
    """Answer requests until told to stop. Exit status: 0 after a stop, 1 if the server fell over.

    Raises: BadAddress, AddressInUse, CannotListen, ImproperlyConfigured.
    """
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    host, port = _address(listen)
    _check_free(host, port)
    check_settings()  # said once, here: each process of the server would end over it
    server = Granian(
        "mithaq.front.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=processes,
        blocking_threads=threads,
        backpressure=WAITING,
        workers_kill_timeout=STOP_WITHIN,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=partial(_application, host, port, multiprocessing.Lock()), wrap_loader=False)
    return 0


def _check_free(host: str, port: int) -> None:
    """Bind once, and let go: the server itself would share an address with whoever has it already.

    Processes of a node that was killed outright are gone within moments: they are waited for.
    """
    until = time.monotonic() + FREE_WITHIN
    while True:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind, protocol) as tried:
                # What lingers of connections that are closed is nobody who listens.
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotListen(address=f"{host}:{port}", why=error.strerror or "") from None
            if time.monotonic() > until:
                raise AddressInUse(address=f"{host}:{port}") from None
            time.sleep(_LOOK_FOR_PARENT)
        else:
            return


def _application(host: str, port: int, first: Lock) -> Any:
    """The WSGI application, in the process that answers; it ends when the process that started it does.

    Whoever comes first says that the node is ready.
    """
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    if first.acquire(block=False):
        threading.Thread(target=_tell_when_ready, args=(host, port), daemon=True).start()
    from mithaq.front.config.wsgi import application

    _look_before_anybody_reads()
    return application


def _look_before_anybody_reads() -> None:
    """What a backup brought back that was erased goes again; a node that is not whole yet says so itself."""
    from django.db import DatabaseError

    from mithaq.node.exchange.worker import look_back
    from mithaq.pact.errors import MithaqError

    try:
        look_back()
    except (DatabaseError, MithaqError):
        logging.getLogger(__name__).exception("could not look at what was erased")


def _end_with_parent(parent: int) -> None:
    # Killed outright, the parent cannot tell anybody; an orphan would keep the address.
    while os.getppid() == parent:
        time.sleep(_LOOK_FOR_PARENT)
    os._exit(1)


def _tell_when_ready(host: str, port: int) -> None:
    pool = urllib3.PoolManager(retries=False, timeout=5)
    until = time.monotonic() + READY_WITHIN
    shown = f"[{host}]" if ":" in host else host
    while time.monotonic() < until:
        try:
            answer = pool.request("GET", f"http://{shown}:{port}/health/", headers={"Host": _own_host()})
        except urllib3.exceptions.HTTPError:
            time.sleep(0.05)
            continue
        if answer.status == 200:
            print(f"Ready: http://{shown}:{port}/", flush=True)
            return
        time.sleep(0.2)


def _own_host() -> str:
    """A name this node answers to: the first of MITHAQ_HOSTS that is no pattern."""
    hosts = [host.strip() for host in os.environ.get("MITHAQ_HOSTS", "").split(",")]
    return next((host for host in hosts if host and not host.startswith((".", "*"))), "localhost")


def _address(listen: str) -> tuple[str, int]:
    host, colon, port = listen.rpartition(":")
    if not (colon and host and port.isdigit() and 0 < int(port) < 65536):
        raise BadAddress(given=listen[:60])
    return host.strip("[]"), int(port)

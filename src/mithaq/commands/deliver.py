"""The worker: sends what waits, gives what was recorded its place in the logs, states what has lapsed."""

import signal
from threading import Event
from types import FrameType

from mithaq.commands.environment import start_django


def deliver(*, once: bool) -> int:
    """Work until told to stop by SIGTERM or Ctrl-C; with `once`, do what is due now."""
    stop = Event()

    def end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (signature of a handler)
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    start_django()
    from mithaq.front.config.collecting import collect_seldom
    from mithaq.node.exchange.worker import run

    collect_seldom()
    run(once=once, stop=stop)
    return 0

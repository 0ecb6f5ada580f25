"""The worker: sends what waits, sequences the logs, shows them to witnesses, states what has lapsed."""

import signal
from threading import Event
from types import FrameType

from mithaq.commands.environment import start_django


def deliver(*, once: bool) -> int:
    """Work until told to stop, or do what is due now."""
    start_django()
    from mithaq.node.exchange import worker

    stop = Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    worker.run(once=once, stop=stop)
    return 0

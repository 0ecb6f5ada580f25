"""The processes of a demonstration: started together, ended together, also if whoever started them is killed.

Each child leads a process group and holds the reading end of a pipe. When the pipe ends, because the parent
closed it or is no more, the child ends its whole group.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import urllib3

STOPS_WITHIN = 8.0  # seconds, then it is killed
READY_WITHIN = 90.0


class DidNotStart(RuntimeError):
    """A process ended before it was ready, or did not become ready; its log says why."""


class Child:
    """One process of `mithaq`, with a log of its own."""

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self._log = log
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as written:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "mithaq.demo.processes", *arguments],
                env=dict(environment),
                stdin=subprocess.PIPE,
                stdout=written,
                stderr=written,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def check_alive(self) -> None:
        """Raises: DidNotStart."""
        if self.ended:
            lines = self._log.read_text("utf-8", errors="replace").splitlines()[-12:]
            raise DidNotStart("\n".join([f"{self.name} ended; the end of {self._log}:", *lines]))

    def stop(self) -> None:
        """Ask it to end; nothing, if it has."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGTERM)

    def kill(self) -> None:
        """End it and all it has started, at whatever line they are."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def wait(self, seconds: float) -> None:
        """Wait until it has ended, and kill it if it has not by then; nothing of its group is left."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(max(seconds, 0.05))
        if self._process.stdin:
            self._process.stdin.close()
        self.kill()


def stop(children: Sequence[Child]) -> None:
    """End processes, all at once."""
    for child in children:
        child.stop()
    until = time.monotonic() + STOPS_WITHIN
    for child in children:
        child.wait(until - time.monotonic())


def wait_until_ready(children: Sequence[Child], addresses: Sequence[tuple[int, str]]) -> None:
    """Wait until each port answers the health page of its host, while the processes live.

    Raises: DidNotStart.
    """
    pool = urllib3.PoolManager(retries=False, timeout=10)
    until = time.monotonic() + READY_WITHIN
    for port, host in addresses:
        while not _answers(pool, port, host):
            for child in children:
                child.check_alive()
            if time.monotonic() > until:
                raise DidNotStart(f"{host} was not ready within {READY_WITHIN:.0f} seconds")
            time.sleep(0.05)


def _answers(pool: urllib3.PoolManager, port: int, host: str) -> bool:
    try:
        answer = pool.request("GET", f"http://127.0.0.1:{port}/health/", headers={"Host": host})
    except urllib3.exceptions.HTTPError:
        return False
    return answer.status == 200


def _end_with_pipe() -> None:
    """In the child: wait for the pipe to end, then end the group: politely, then not."""
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOPS_WITHIN)
    os.killpg(0, signal.SIGKILL)


def main(arguments: Sequence[str]) -> int:
    """Run a command of `mithaq` that ends with whoever started it."""
    threading.Thread(target=_end_with_pipe, daemon=True).start()
    sys.argv = ["mithaq", *arguments]
    runpy.run_module("mithaq", run_name="__main__")  # run as a program: a demo imports no command line
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A visitor's terminal with the demonstration in it."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.two_nodes import ROOT

READY = "Open one and click on a person"
# What a quiet machine does in 25 and 5 seconds gets room here for one that is not.
COLD, WARM = 240, 60


class Terminal:
    """A visitor's terminal with the demonstration in it."""

    def __init__(self, home: Path, port: int) -> None:
        ours, theirs = pty.openpty()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MITHAQ_")}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mithaq", "demo", "--home", str(home), "--port", str(port)],
            env=environment, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self._screen, self.read = ours, ""

    def wait_for(self, words: str, seconds: float) -> str:
        """What was written up to and including these words."""
        until = time.monotonic() + seconds
        while words not in self.read:
            assert time.monotonic() < until, f"never wrote {words!r}: {self.read[-2000:]}"
            ready, _, _ = select.select([self._screen], [], [], 0.5)
            if ready:
                try:
                    self.read += os.read(self._screen, 4096).decode(errors="replace")
                except OSError:
                    raise AssertionError(f"ended: {self.read[-2000:]}") from None
        before, self.read = self.read.split(words, 1)
        return before + words

    def press(self, key: str) -> None:
        os.write(self._screen, key.encode())

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        os.close(self._screen)


def running(home: Path) -> list[str]:
    """Processes that have this home in their environment."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(home).encode() in environ.read_bytes():
                found.append(environ.parent.name)
        except OSError:
            continue
    return found


def wait_until_nothing_is_left(home: Path) -> None:
    until = time.monotonic() + 15
    while (left := running(home)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left

"""`mithaq demo`, run as a visitor runs it: in a terminal, with its keys, and gone without a trace."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.two_nodes import ON_POSTGRES, ROOT, free_port

pytestmark = [pytest.mark.slow, pytest.mark.skipif(ON_POSTGRES, reason="the demonstration lives on SQLite")]

READY = "Open one and click on a person"
# What a quiet machine does in 25 and 5 seconds (docs/reference) gets room here for one that is not.
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


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A home, made once, and a port with room for three more after it."""
    return tmp_path_factory.mktemp("demo"), free_port() // 10 * 10 + 1000


@pytest.fixture
def terminal(stage):
    shown = Terminal(*stage)
    yield shown
    shown.end()
    _wait_until_nothing_is_left(stage[0])


def test_everything_is_there_when_the_addresses_are_printed_and_the_keys_work(terminal, stage):
    _, port = stage
    said = terminal.wait_for(READY, COLD)
    assert f"http://rabat.localhost:{port}/" in said
    assert f"http://paris.localhost:{port + 1}/" in said
    for offset, host, who in ((0, "rabat", "yassine.bennis"), (1, "paris", "claire.morel")):
        visitor = Visitor(port + offset, f"{host}.localhost:{port + offset}")
        assert who in visitor.open("/account/login/")
        desk = visitor.sign_in(who)
        assert "INQ-" in desk
        assert len(re.findall(r"(?:MA|FR)-(?:INQ|GRP|AGR)-\d{4}-\d{5}", visitor.open("/matters/"))) >= 20

    terminal.wait_for("Ctrl-C", 10)
    terminal.press("w")
    moved = terminal.wait_for("UTC on both nodes", 10)
    assert moved
    terminal.press("l")
    terminal.wait_for("The line is cut", 10)
    terminal.press("l")
    terminal.wait_for("The line is mended", 10)
    terminal.press("r")
    terminal.wait_for(READY, WARM)
    terminal.press("q")
    assert terminal.process.wait(timeout=30) == 0


def test_a_second_start_makes_nothing_anew_and_ctrl_c_leaves_nothing_running(terminal, stage):
    said = terminal.wait_for(READY, WARM)
    assert "Making" not in said
    assert _running(stage[0])
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.process.wait(timeout=30) == 0
    assert not _running(stage[0])


def test_whoever_kills_the_demo_outright_kills_all_of_it(terminal, stage):
    terminal.wait_for(READY, WARM)
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait()
    _wait_until_nothing_is_left(stage[0])


def test_a_second_demo_on_the_same_ports_says_so(terminal, stage, tmp_path):
    terminal.wait_for(READY, WARM)
    other = Terminal(tmp_path, stage[1])
    try:
        other.wait_for("--port", 30)
        assert other.process.wait(timeout=10) == 1
    finally:
        other.end()


class Visitor:
    """Somebody at a browser, who knows a node by its name."""

    def __init__(self, port: int, host: str) -> None:
        self._address, self._host = f"http://127.0.0.1:{port}", host
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def open(self, path: str, **said: str) -> str:
        from urllib.parse import urlencode

        data = urlencode(said).encode() if said else None
        request = urllib.request.Request(self._address + path, data=data, headers={"Host": self._host})
        with self._opener.open(request, timeout=30) as answer:
            return answer.read().decode()

    def sign_in(self, who: str) -> str:
        page = self.open("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token
        return self.open("/demo/sign-in/", csrfmiddlewaretoken=token[1], who=who, next="/")


def _running(home: Path) -> list[str]:
    """Processes that have this home in their environment."""
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(home).encode() in environ.read_bytes():
                found.append(environ.parent.name)
        except OSError:
            continue
    return found


def _wait_until_nothing_is_left(home: Path) -> None:
    until = time.monotonic() + 15
    while (left := _running(home)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not left

"""`mithaq demo`, run as a visitor runs it: in a terminal, with its keys, and gone without a trace."""

import os
import re
import signal
import urllib.request

import pytest

from tests.demo.terminal import COLD, READY, WARM, Terminal, running, wait_until_nothing_is_left
from tests.demo.tour import Tour
from tests.two_nodes import ON_POSTGRES, free_port

pytestmark = [pytest.mark.slow, pytest.mark.skipif(ON_POSTGRES, reason="the demonstration lives on SQLite")]


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A home, made once, and a port with room for three more after it."""
    home, port = tmp_path_factory.mktemp("demo"), free_port() // 10 * 10 + 1000
    first = Terminal(home, port)  # whichever of the tests comes first
    first.wait_for(READY, COLD)
    first.end()
    wait_until_nothing_is_left(home)
    return home, port


@pytest.fixture
def terminal(stage):
    shown = Terminal(*stage)
    yield shown
    shown.end()
    wait_until_nothing_is_left(stage[0])


def test_everything_is_there_when_the_addresses_are_printed_and_the_keys_work(terminal, stage):
    _, port = stage
    said = terminal.wait_for(READY, COLD)
    assert f"http://rabat.localhost:{port}/" in said
    assert f"http://paris.localhost:{port + 1}/" in said
    for offset, host, who in ((0, "rabat", "yassine.bennis"), (1, "paris", "claire.morel")):
        visitor = Visitor(port + offset, f"{host}.localhost:{port + offset}")
        assert who in visitor.open("/account/login/")
        visitor.sign_in(who)
        assert "INQ-" in visitor.open("/desk/")
        assert len({*re.findall(r"(?:MA|FR)-[A-Z]{3}-\d{4}-\d{5}", visitor.open("/matters/"))}) >= 20

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


def test_a_second_start_makes_nothing_anew_and_ctrl_c_leaves_nothingrunning(terminal, stage):
    said = terminal.wait_for(READY, WARM)
    assert "Making" not in said
    assert running(stage[0])
    os.killpg(terminal.process.pid, signal.SIGINT)
    assert terminal.process.wait(timeout=30) == 0
    assert not running(stage[0])


@pytest.mark.browser
def test_the_tour_can_be_gone_to_its_end_by_clicking(terminal, stage, chromium_path):
    """Asked in French, answered in Arabic, fed back: one matter, two nodes, five people."""
    terminal.wait_for(READY, WARM)
    with Tour(stage[1], chromium_path) as tour:
        tour.at(1)
        tour.at(2).fills_in("/new/inquiry/")
        matter = tour.at(3).approves_and_sends()
        tour.at(4).waits_for(matter).opens(matter).goes_to("/assign/").fills_in()
        tour.opens(matter).goes_to("/steps/take-up/").fills_in()
        tour.at(5).opens(matter).goes_to("/steps/answer/").fills_in()
        assert tour.at(6).approves_and_sends() == matter
        tour.at(7).waits_for(matter, "answered").opens(matter).goes_to("/steps/feed-back/").fills_in()
        assert tour.at(8).approves_and_sends() == matter
        assert tour.at(9).opens(matter).offers("/proof/")
        assert tour.refused == []


def test_whoever_kills_the_demo_outright_kills_all_of_it(terminal, stage):
    terminal.wait_for(READY, WARM)
    os.kill(terminal.process.pid, signal.SIGKILL)
    terminal.process.wait()
    wait_until_nothing_is_left(stage[0])


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

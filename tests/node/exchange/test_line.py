"""The line itself, over real sockets: what is no answer from that address is no answer."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from mithaq.node.exchange.errors import BadAnswer, NoAnswer
from mithaq.node.exchange.line import send
from tests.two_nodes import free_port


class Listening(ThreadingHTTPServer):
    """A server that answers what it is told to, and remembers the paths it was asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.status, self.headers, self.body = 200, {}, b"{}"
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append(self.path)
        self.send_response(self.server.status)
        for name, value in {"Content-Length": str(len(self.server.body)), **self.server.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.server.body)

    do_GET = do_POST  # noqa: N815 - the name of the standard library

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def far() -> Iterator[Listening]:
    server = Listening()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_what_is_answered_comes_back(far):
    far.body = b"kept"
    assert send(f"{far.address}/exchange/inbox", b"post") == b"kept"
    assert far.asked == ["/exchange/inbox"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_leads_us_to_another_address(far, status):
    far.status, far.headers = status, {"Location": f"{far.address}/inside"}
    with pytest.raises(BadAnswer) as refused:
        send(f"{far.address}/exchange/inbox", b"post")
    assert refused.value.facts["reason"] == "exchange.line-bad-status"
    assert far.asked == ["/exchange/inbox"]


def test_an_endless_answer_is_not_read_to_its_end(far):
    far.body = b"x" * 100_000
    with pytest.raises(BadAnswer) as refused:
        send(f"{far.address}/exchange/inbox", b"post", largest=1000)
    assert refused.value.facts["rule"] == "too-large"


def test_a_bomb_is_not_unpacked(far):
    import gzip

    far.body, far.headers = gzip.compress(bytes(50_000_000)), {"Content-Encoding": "gzip"}
    with pytest.raises((BadAnswer, NoAnswer)):
        send(f"{far.address}/exchange/inbox", b"post", largest=1000)


def test_nobody_there_is_said_with_a_reason():
    with pytest.raises(NoAnswer) as refused:
        send(f"http://127.0.0.1:{free_port()}/exchange/inbox", b"post")
    assert refused.value.facts["reason"] == "exchange.line-down"


def test_an_answer_cut_short_is_no_answer(far):
    far.headers, far.body = {"Content-Length": "5000"}, b"half"
    with pytest.raises((NoAnswer, BadAnswer)):
        send(f"{far.address}/exchange/inbox", b"post")

"""The line between the nodes: carries bytes, until it is cut."""

import socket
import threading

import pytest

from mithaq.demo.line import Line


@pytest.fixture
def echo():
    """A server that says back what it hears."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=_say_back, args=(caller,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def _say_back(caller):
    with caller:
        while heard := caller.recv(1000):
            caller.sendall(heard)


@pytest.fixture
def line(echo):
    laid = Line(0, echo)
    yield laid
    laid.close()


def said_over(port, what=b"word"):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
        caller.sendall(what)
        return caller.recv(1000)


def test_what_is_said_arrives_and_is_answered(line):
    assert said_over(line.port) == b"word"


def test_a_cut_line_carries_nothing_and_a_mended_one_does(line):
    line.cut()
    assert line.is_cut
    assert _tried(line.port) == b""
    line.mend()
    assert said_over(line.port) == b"word"


def test_what_is_under_way_ends_when_the_line_is_cut(line):
    with socket.create_connection(("127.0.0.1", line.port), timeout=5) as caller:
        caller.sendall(b"before")
        assert caller.recv(1000) == b"before"
        line.cut()
        assert caller.recv(1000) == b""


def test_a_node_that_is_not_there_is_like_a_cut_line(echo):
    nobody = socket.create_server(("127.0.0.1", 0))
    port = nobody.getsockname()[1]
    nobody.close()
    line = Line(0, port)
    try:
        assert _tried(line.port) == b""
    finally:
        line.close()


def _tried(port):
    try:
        return said_over(port)
    except OSError:
        return b""

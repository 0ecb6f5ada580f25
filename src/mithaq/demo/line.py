"""The line between two nodes: carries bytes to a port, until somebody cuts it.

Nodes deliver to the line's port, not to the node's: cutting it is what a cut line is to them, and no part of
the product knows of it.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

CHUNK = 64 * 1024


class Line:
    """One direction of the exchange: whoever connects to `port` speaks with `target`, while it is not cut."""

    def __init__(self, port: int, target: int) -> None:
        self.target = target
        self._cut = False
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def is_cut(self) -> bool:
        return self._cut

    def cut(self) -> None:
        """End what is under way and let nothing more through."""
        self._cut = True
        with self._lock:
            for each in self._open:
                _end(each)

    def mend(self) -> None:
        self._cut = False

    def close(self) -> None:
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        with caller:
            if self._cut:
                return
            try:
                called = socket.create_connection(("127.0.0.1", self.target), timeout=5)
            except OSError:
                return
            called.settimeout(None)
            with called:
                self._both_ways(caller, called)

    def _both_ways(self, caller: socket.socket, called: socket.socket) -> None:
        with self._lock:
            self._open |= {caller, called}
        back = threading.Thread(target=_pump, args=(called, caller), daemon=True)
        back.start()
        _pump(caller, called)
        back.join()
        with self._lock:
            self._open -= {caller, called}


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Carry bytes one way until either end is closed."""
    with suppress(OSError):
        while read := source.recv(CHUNK):
            sink.sendall(read)
    _end(sink)


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)

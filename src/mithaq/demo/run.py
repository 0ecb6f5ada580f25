"""`mithaq demo`: make the two nodes if they are not there yet, run them, and mind the keys."""

from __future__ import annotations

import signal
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import FrameType

from mithaq.demo import clock, keyboard, store
from mithaq.demo.line import Line
from mithaq.demo.nodes import LOOPBACK, Node, nodes
from mithaq.demo.processes import Child, DidNotStart, stop, wait_until_ready

MOVES = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
HELP = (
    "  l  cut or mend the line between the nodes\n"
    "  h  d  w  move both clocks an hour, a day, a week ahead\n"
    "  r  reset: everything as it was made\n"
    "  q  quit (or Ctrl-C)"
)
LOOKS_EVERY = 1.0  # seconds


class Stopped(Exception):
    """Somebody asked the demonstration to end."""


def demo(home: Path, *, port: int, fresh: bool, make_only: bool = False) -> int:
    """Run the demonstration until Ctrl-C, or only make it.

    Exit status: 0 after it was asked to end, 1 if a node fell over.
    """
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        running = Running(home, port, fresh=fresh)
    except (Stopped, KeyboardInterrupt):
        return 0
    except OSError as error:
        print(
            f"The demo cannot have ports {port} to {port + 3}: {error.strerror}. Choose others with --port."
        )
        return 1
    if make_only:
        running.close()
        return 0
    try:
        running.start()
        running.mind()
    except (Stopped, KeyboardInterrupt):
        print("\nStopping …")
    except DidNotStart as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the second Ctrl-C must not leave half of them running
        running.end()
    return 0


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 (signature of a handler)
    raise Stopped


class Running:
    """The two nodes, their lines and their clock."""

    def __init__(self, home: Path, port: int, *, fresh: bool) -> None:
        self.home = home
        self.nodes = nodes(home, port)
        self._children: list[Child] = []
        self._lines = self._lay_lines()
        store.make_ready(home, self.nodes, fresh=fresh)

    def _lay_lines(self) -> list[Line]:
        return [Line(node.line_port, node.port) for node in self.nodes]

    @property
    def _homes(self) -> list[Path]:
        return [node.home for node in self.nodes]

    def start(self) -> None:
        """Start the processes and say where the nodes are, once they answer. Raises: DidNotStart."""
        store.resume_clock(self.home, self._homes)
        for node in self.nodes:
            self._start(node, "serve", "--listen", f"{LOOPBACK}:{node.port}")
        wait_until_ready(self._children, [(node.port, node.host) for node in self.nodes])
        for node in self.nodes:  # what is delivered can wait for who opens the first page
            self._start(node, "deliver")
        self._tell()

    def _start(self, node: Node, name: str, *arguments: str) -> None:
        log = self.home / "logs" / f"{node.name}-{name}.log"
        environment = node.environment(self.nodes)
        self._children.append(Child(f"{node.name} {name}", [name, *arguments], environment, log))

    def mind(self) -> None:
        """Obey the keys until told to stop. Raises: Stopped, DidNotStart if a process ends by itself."""
        with keyboard.keys() as there:
            print(HELP if there else "Ctrl-C ends the demo.", flush=True)
            while True:
                key = keyboard.pressed(LOOKS_EVERY) if there else _waited()
                for child in self._children:
                    child.check_alive()
                store.note_clock(self.home, self._homes)
                self._obey(key.lower())

    def end(self) -> None:
        """Stop everything; the clock stands still from here on."""
        store.note_clock(self.home, self._homes)
        self._stop_processes()
        self.close()

    def close(self) -> None:
        """Give the ports of the lines back."""
        for line in self._lines:
            line.close()

    def _obey(self, key: str) -> None:
        if key == "q":
            raise Stopped
        if key == "l":
            self._toggle_lines()
        elif key in MOVES:
            clock.set_offset(self._homes, clock.offset(self.nodes[0].home) + MOVES[key])
            print(f"It is {clock.now(self.nodes[0].home):%A %d %B %Y %H:%M} UTC on both nodes.", flush=True)
        elif key == "r":
            print("Resetting …", flush=True)
            self._stop_processes()
            store.reset(self.home, self.nodes)
            self.start()

    def _toggle_lines(self) -> None:
        cut = not self._lines[0].is_cut
        for line in self._lines:
            if cut:
                line.cut()
            else:
                line.mend()
        print("The line is cut: nothing arrives." if cut else "The line is mended.", flush=True)

    def _stop_processes(self) -> None:
        stop(self._children)
        self._children = []

    def _tell(self) -> None:
        width = max(len(node.url) for node in self.nodes)
        print("\nEverybody and everything here is invented. The nodes are ready:\n")
        for node in self.nodes:
            print(f"  {node.url:{width}}  {node.city['en']} · {node.city['fr']} · {node.city['ar']}")
        print(f"\nOpen one and click on a person. Logs are in {self.home / 'logs'}.\n", flush=True)


def _waited() -> str:
    time.sleep(LOOKS_EVERY)
    return ""

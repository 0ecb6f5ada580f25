"""Nodes as real processes: Rabat, Paris, Madrid, each with its own home and database, really paired.

    with nodes("MA", "FR") as (rabat, paris):
        asked = rabat.act("ask", parties=["FR"])
        deliver_all((rabat, paris))

`serve` and `deliver` are the commands of the product; acts of officers run in an agent, a process inside
the node's environment (`tests/agent.py`). A node can be killed outright, its clock moved, its line cut,
its home put back.
"""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from random import SystemRandom
from tempfile import mkdtemp

ROOT = Path(__file__).resolve().parents[1]
NAMES = {"MA": "Rabat", "FR": "Paris", "ES": "Madrid"}
PORTS = (12_000, 31_000)  # below those that a machine gives to connections by itself
ON_POSTGRES = os.environ.get("MITHAQ_TEST_DATABASE") == "postgres"


class Node:
    """One authority's node: its home, its database, and the processes that run it."""

    def __init__(self, code: str, folder: Path) -> None:
        self.code, self.home = code, folder / code
        self.home.mkdir(parents=True)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.processes: dict[str, subprocess.Popen] = {}
        self._agent: subprocess.Popen | None = None
        self._database = ""

    @property
    def env(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("MITHAQ_")},
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.node_settings",
            "MITHAQ_HOME": str(self.home),
            "MITHAQ_AUTHORITY": self.code,
            "MITHAQ_SECRET_KEY": f"only-for-tests-{self.code}" + "0" * 40,
            "MITHAQ_KEY_PASSPHRASE": "only for tests",
            "MITHAQ_PLAIN_HTTP": "1",
            "MITHAQ_WITHOUT_SECOND_FACTOR": "1",
            "MITHAQ_DATABASE_URL": self.database,
        }

    @property
    def database(self) -> str:
        return self._database or f"sqlite:///{self.home}/node.sqlite3"

    def prepare(self) -> None:
        """Tables, keys, officers."""
        if ON_POSTGRES:
            self._database = make_postgres_database(
                f"node_{self.code.lower()}_{self.port}", template=_template_on_postgres()
            )
        else:
            shutil.copy(_template_file(), self.home / "node.sqlite3")
        self.act("settle_in", name=NAMES[self.code], address=self.address)

    def act(self, name: str, /, **parts) -> object:
        """An act of this node's officers, in its own environment; `tests.acts` has them."""
        answer = self.attempt(name, **parts)
        if isinstance(answer, dict) and "refused" in answer:
            raise RuntimeError(f"{self.code} was refused {name}: {answer}")
        return answer

    def attempt(self, name: str, /, **parts) -> object:
        """The same; what is refused comes back as {"refused": code, "facts": …}."""
        agent = self.agent()
        assert agent.stdin is not None
        assert agent.stdout is not None
        agent.stdin.write(json.dumps({"act": name, "parts": parts}) + "\n")
        agent.stdin.flush()
        line = agent.stdout.readline()
        if not line:
            raise RuntimeError(f"the agent of {self.code} ended during {name}")
        answer = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(answer["failed"])
        return answer["done"]

    def agent(self) -> subprocess.Popen:
        if self._agent is None or self._agent.poll() is not None:
            self.end_agent()
            command = [sys.executable, "-m", "tests.agent"]
            with self._log("agent") as log:
                self._agent = subprocess.Popen(
                    command, env=self.env, cwd=ROOT, text=True, bufsize=1,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                )  # fmt: skip
        return self._agent

    def start(self, *names: str, wait: bool = True) -> None:
        """Start `serve`, `deliver`, or both, and wait until the node answers."""
        for name in names or ("serve", "deliver"):
            command = ["serve", "--listen", f"127.0.0.1:{self.port}"] if name == "serve" else [name]
            with self._log(name) as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, "-m", "mithaq", *command], env=self.env, cwd=ROOT,
                    stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                )  # fmt: skip
        if wait and "serve" in self.processes:
            self.wait_until_it_answers()

    def wait_until_it_answers(self, seconds: float = 30) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/exchange/inbox", data=b"", timeout=2)
            except urllib.error.HTTPError as answer:
                answer.close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"{self.code} does not answer: {self.log('serve')}")

    def kill(self, *names: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End processes outright, with all they started."""
        for name in names or tuple(self.processes):
            process = self.processes.pop(name, None)
            if process is not None and process.poll() is None:
                os.killpg(process.pid, how)
                process.wait(timeout=20)

    def stop(self) -> None:
        self.kill()
        self.end_agent()

    def end_agent(self) -> None:
        if self._agent is not None:
            self._agent.kill()
            self._agent.communicate()
        self._agent = None

    def move_clock(self, seconds: float) -> None:
        """Let this node live ahead of the real time."""
        (self.home / "clock-offset").write_text(str(seconds), encoding="ascii")

    def log(self, name: str, most: int = 4000) -> str:
        file = self.home / f"{name}.log"
        return file.read_text(errors="replace")[-most:] if file.exists() else ""

    def hangs(self) -> str:
        """Where every thread of this node is just now. It may not live on after that."""
        for process in self.processes.values():
            os.killpg(process.pid, signal.SIGUSR1)
        time.sleep(1)
        return "\n".join(f"{self.code} {name}: {self.log(name, 20_000)}" for name in self.processes)

    def _log(self, name: str):
        return (self.home / f"{name}.log").open("ab")


@contextmanager
def nodes(*codes: str, agreement: bool = True) -> Iterator[tuple[Node, ...]]:
    """Nodes that know each other, their terms agreed, inquiries and groups open; `serve` runs on each.

    Nothing is delivered by itself until `deliver` is started; `deliver_all` does it at once. All gone at
    the end.
    """
    folder = Path(mkdtemp(prefix="mithaq-nodes-"))
    made = tuple(Node(code, folder) for code in codes)
    try:
        for node in made:
            node.prepare()
        introduce(made)
        for node in made:
            node.start("serve", wait=False)
        for node in made:
            node.wait_until_it_answers()
        if agreement:
            agree(made)
        yield made
    finally:
        for node in made:
            node.stop()
            if node._database:
                drop_postgres_database(node._database)
        shutil.rmtree(folder, ignore_errors=True)


def introduce(made: tuple[Node, ...]) -> None:
    """Everybody's card to everybody else: met, compared by voice, confirmed by a second officer."""
    cards = {node.code: node.act("card") for node in made}
    for node in made:
        for code, card in cards.items():
            if code != node.code:
                node.act("pair", card=card)


def agree(
    made: tuple[Node, ...], kinds: tuple[str, ...] = ("inquiry", "group"), terms: dict | None = None
) -> str:
    """An agreement among all: terms adopted (the usual ones, and more), fields open; its matter."""
    first, *others = made
    matter = first.act("found", parties=[node.code for node in others])
    proposed = first.act("propose_terms", matter=matter, **(terms or {}))
    deliver_all(made)
    for node in others:
        node.act("accept_terms", matter=matter, item=proposed)
        deliver_all(made)
    for node in made:
        for kind in kinds:
            node.act("open_field", matter=matter, kind=kind)
    deliver_all(made)
    return str(matter)


def deliver_all(made: tuple[Node, ...], rounds: int = 20) -> None:
    """Send everything everywhere, until nothing waits anywhere."""
    for _ in range(rounds):
        if not sum([node.act("deliver") for node in made]):
            return
    raise AssertionError("it never came to rest")


def wait_until(condition, seconds: float = 30, every: float = 0.1):
    """What the condition gave once it was true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(every)
    raise AssertionError("it never came to be")


def free_port() -> int:
    """A port that nothing listens on, and that no connection is given as its own end meanwhile: it lies below
    those that the machine hands out. At random, since tests of several processes ask at once.
    """
    chance = SystemRandom()
    while True:
        port = chance.randrange(*PORTS)
        with socket.socket() as listening, suppress(OSError):
            listening.bind(("127.0.0.1", port))
            return port


@cache
def _template_file() -> Path:
    """A database with all its tables and nothing in them, made once a run."""
    folder = Path(mkdtemp(prefix="mithaq-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _migrate(Node("MA", folder))
    return folder / "MA" / "node.sqlite3"


@cache
def _template_on_postgres() -> str:
    folder = Path(mkdtemp(prefix="mithaq-template-"))
    node = Node("MA", folder)
    node._database = make_postgres_database(f"template_{node.port}")
    _migrate(node)
    atexit.register(drop_postgres_database, node._database)
    shutil.rmtree(folder, ignore_errors=True)
    return node._database.rsplit("/", 1)[1]


def _migrate(node: Node) -> None:
    for command in ("migrate", "createcachetable"):
        done = subprocess.run(
            [sys.executable, "-m", "django", command, "--verbosity", "0"],
            env=node.env, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)


def make_postgres_database(name: str, template: str = "template0") -> str:
    """A database of its own on the server of the tests; its URL."""
    import psycopg

    url = os.environ["MITHAQ_TEST_POSTGRES"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return url.rsplit("/", 1)[0] + f"/{name}"


def drop_postgres_database(url: str) -> None:
    import psycopg

    with psycopg.connect(os.environ["MITHAQ_TEST_POSTGRES"], autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{url.rsplit("/", 1)[1]}" WITH (FORCE)')

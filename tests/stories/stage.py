"""The stage of the stories: nodes as real processes, each at the end of a line that can be cut.

    with staged("MA", "FR") as (rabat, paris):
        desk = sign_in(paris, "first")

The nodes are those of `tests.two_nodes`; here they also have their own zone, a line in front of them, and
officers who can sign in to their pages.
"""

import json
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from mithaq.demo.line import Line
from tests.stories.browsing import Browser, Value
from tests.two_nodes import (
    NAMES,
    ON_POSTGRES,
    Node,
    _template_file,
    _template_on_postgres,
    agree,
    deliver_all,
    drop_postgres_database,
    introduce,
    make_postgres_database,
    wait_until,
)

ZONES = {"MA": "Africa/Casablanca", "FR": "Europe/Paris", "ES": "Europe/Madrid"}
PASSWORD = "a long walk to Ifrane"


class StagedNode(Node):
    """A node whose partners reach it over a line."""

    def __init__(self, code: str, folder: Path) -> None:
        super().__init__(code, folder)
        self.line = Line(0, self.port)

    def settle(self, at: datetime | None) -> None:
        """A database, keys, two officers; from `at` on, if the story is set at another time."""
        if at is not None:
            self.set_clock(at)
        if ON_POSTGRES:
            name = f"story_{self.code.lower()}_{self.port}"
            self._database = make_postgres_database(name, template=_template_on_postgres())
        else:
            (self.home / "node.sqlite3").write_bytes(_template_file().read_bytes())
        address = f"http://127.0.0.1:{self.line.port}"
        self.act("settle_in", name=NAMES[self.code], address=address, zone=ZONES[self.code])
        self.act("let_sign_in")

    def set_clock(self, at: datetime) -> None:
        """Let it be this instant here, now."""
        self.move_clock((at - datetime.now(UTC)).total_seconds())

    def answers_over_its_line(self) -> bool:
        """Whether it is this node that partners reach, over a line that carries."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.line.port}/health/", timeout=10) as answer:
                return json.load(answer)["authority"] == self.code
        except OSError:
            return False

    def stop(self) -> None:
        super().stop()
        self.line.close()
        if self._database:
            drop_postgres_database(self._database)


@contextmanager
def staged(
    *codes: str,
    at: datetime | None = None,
    kinds: tuple[str, ...] = ("inquiry", "group"),
    terms: dict[str, object] | None = None,
) -> Iterator[tuple[StagedNode, ...]]:
    """Nodes that know each other, terms agreed, `serve` running on each; gone at the end."""
    with ExitStack() as stack:
        folder = Path(mkdtemp(prefix="mithaq-story-"))
        stack.callback(rmtree, folder, ignore_errors=True)
        made = tuple(StagedNode(code, folder) for code in codes)
        for node in made:
            stack.callback(node.stop)
        for node in made:
            node.settle(at)
        introduce(made)
        for node in made:
            node.start("serve", wait=False)
        for node in made:
            node.wait_until_it_answers()
            wait_until(node.answers_over_its_line)
        agree(made, kinds, terms)
        yield made


def state_calendars(made: tuple[StagedNode, ...], holidays: dict[str, list[str]] | None = None) -> None:
    """Each side states its zone and its holidays: what is owed by a day needs them."""
    agreement = made[0].act("run", code="Matter.objects.get(kind='agreement').id")
    for node in made:
        calendar = {"zone": ZONES[node.code], "holidays": (holidays or {}).get(node.code, [])}
        where = {"kind": "agreement", "step": "state-calendar", "matter": agreement, "item": node.code}
        node.act("step", values=calendar, **where)
    deliver_all(made)


def sign_in(node: Node, username: str) -> Browser:
    """An officer at a browser, signed in."""
    browser = Browser(node.address, node.hangs)
    browser.open("/account/login/")
    browser.send(login=username, password=PASSWORD)
    assert browser.path == "/", browser.page.text
    return browser


def state(
    author: Browser, second: Browser, path: str, /, *, reviewers: tuple[Browser, ...] = (), **values: Value
) -> str:
    """Fill in the form of a step and send it, with the word of those who review it first, and a second
    person's approval where one is needed; the matter's address.
    """
    weighed = {"weighed": values.pop("weighed")} if "weighed" in values else {}
    author.open(path)
    author.send(**values)
    if weighed or "/steps/" in author.path:
        # What is doubtful is weighed; what was opened for something else shows what stands: sent again.
        author.send(**values, **weighed)
    if author.path.startswith("/drafts/"):
        for reviewer in reviewers:
            reviewer.open(author.path)
            reviewer.send("/review-first/")
        second.open(author.path)
        second.send("/approve/")
        second.send("/send/")
        while "ledger.draft-overtaken" in second.page.text:  # read what arrived, then send it again
            second.open(author.path)
            second.send("/send/")
        author.open(second.path)
    assert author.path.startswith("/matters/"), author.page.text[:2000]
    assert "/steps/" not in author.path, author.page.text[:2000]
    return author.path


def take(author: Browser, second: Browser, matter: str, step: str, /, **values: Value) -> str:
    """Take a step that the matter's page offers."""
    author.open(matter)
    return state(author, second, author.link(f"/steps/{step}/"), **values)


def all_delivered(nodes: tuple[Node, ...], seconds: float = 60) -> None:
    """Wait until nothing is owed to anybody."""
    wait_until(lambda: not any(node.act("waiting") for node in nodes), seconds)


def assert_alike(nodes: tuple[Node, ...]) -> None:
    """Every node shows the same standings, and readings made anew are equal."""
    first, *others = (node.act("standings") for node in nodes)
    assert all(standings == first for standings in others)
    assert all(node.act("rebuild_is_equal") for node in nodes)

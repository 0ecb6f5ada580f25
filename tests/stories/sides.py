"""Sides: an authority of a story, with its officers at their browsers; and time that passes for all."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.stories.browsing import Browser, Value
from tests.stories.stage import ZONES, StagedNode, sign_in, state


class Side:
    """An authority with officers at their browsers: the first acts, the second approves."""

    def __init__(self, node: StagedNode) -> None:
        self.node = node
        self._windows: dict[str, Browser] = {}

    def sign_in(self) -> None:
        """Let everybody sign in again, each once they are needed."""
        self._windows.clear()

    def window(self, username: str) -> Browser:
        """The browser of an officer, signed in."""
        if username not in self._windows:
            self._windows[username] = sign_in(self.node, username)
        return self._windows[username]

    @property
    def first(self) -> Browser:
        return self.window("first")

    @property
    def second(self) -> Browser:
        return self.window("second")

    def open(self, kind: str, /, **values: Value) -> str:
        """Open a matter of a kind; its address."""
        return state(self.first, self.second, f"/new/{kind}/", **values)

    def take(self, matter: str, step: str, item: str = "", by: str = "first", /, **values: Value) -> str:
        """Take a step that the matter's page offers, about one of its items where one is named; its entry."""
        author = self.window(by)
        author.open(matter)
        form = author.link(f"/steps/{step}/?item={item}" if item else f"/steps/{step}/")
        state(author, self.second, form, **values)
        return self.last(step)

    def begins(self, matter: str, step: str, item: str = "", by: str = "first", /, **values: Value) -> str:
        """Fill in the form of a step and send it; what the page says then."""
        author = self.window(by)
        author.open(f"{matter}steps/{step}/{f'?item={item}' if item else ''}")
        return author.send(**values).text

    def may(self, matter: str, step: str, item: str = "", by: str = "first", /) -> bool:
        """Whether the matter's page offers a step."""
        form = f"/steps/{step}/?item={item}" if item else f"/steps/{step}/"
        return any(form in link for link in self.window(by).open(matter).links)

    def states(self, kind: str, step: str, matter: str, /, **parts: object) -> str:
        """The same step by an officer's hand, without a page: what a story takes many times over."""
        return str(self.node.act("step", kind=kind, step=step, matter=self.id_of(matter), **parts))

    def reads(self, path: str, by: str = "first") -> str:
        return self.window(by).open(path).text

    def room(self, matter: str, prefix: str, by: str = "first") -> str:
        """What the room of a matter says, reached from its page."""
        window = self.window(by)
        window.open(matter)
        return window.open(window.link(prefix)).text

    def items(self, matter: str, track: str) -> list[str]:
        """Where each instance of a track stands here."""
        return list(self.node.act("items", reference=reference(matter), track=track))  # type: ignore[call-overload]

    def stage(self, matter: str) -> object:
        return self.node.act("stage", reference=reference(matter))

    def id_of(self, matter: str) -> str:
        return str(self.node.act("run", code=f"Matter.objects.get(reference={reference(matter)!r}).id"))

    def last(self, step: str) -> str:
        """The id of the entry of this step that this node kept last."""
        found = f"EntryRow.objects.filter(step={step!r}).order_by('-seq').values_list('entry', flat=True)"
        return str(self.node.act("run", code=f"{found}.first()"))

    def now(self) -> datetime:
        return datetime.fromisoformat(str(self.node.act("now")))

    def typed(self, at: datetime) -> str:
        """An instant, as an officer of this node types it."""
        return at.astimezone(ZoneInfo(ZONES[self.node.code])).strftime("%Y-%m-%dT%H:%M")

    def ago(self, **span: float) -> str:
        """So long ago on the clock of this node, as an officer types it."""
        return self.typed(self.now() - timedelta(**span))

    def day(self, **span: float) -> str:
        """The day so far ahead of this node's clock, as an officer types it."""
        return (self.now() + timedelta(**span)).date().isoformat()


def reference(matter: str) -> str:
    return matter.split("/")[2]


def be_at(sides: Iterable[Side], instant: datetime) -> None:
    """Let it be this instant on every side; whoever is needed signs in again."""
    for side in sides:
        side.node.set_clock(instant)
        side.sign_in()


def let_pass(sides: Iterable[Side], **span: float) -> None:
    """Let so much time pass on every side."""
    there = list(sides)
    be_at(there, there[0].now() + timedelta(**span))


def state_lapses(sides: Iterable[Side]) -> list[str]:
    """Let each node state what has run out; the steps that were stated."""
    return [str(step) for side in sides for step in side.node.act("state_lapses")]  # type: ignore[attr-defined]

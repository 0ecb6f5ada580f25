"""Killing a node at a chosen line: the paths, how many lines they run, and what must hold after each death.

A child is forked from the agent inside the node's environment. It runs a path while every line executed in
`mithaq.node` and `mithaq.front` is counted (the pact keeps nothing, so dying inside it is dying at the line
that called it), and ends itself with SIGKILL at line number k: nothing is flushed, closed or rolled back by
us. The parent then looks at what was left behind, finishes the work as an officer or a partner would, and
looks again.

The paths together lead from the filled-in form to the partner's screen: `form` (written, handed over,
approved, sent, by two officers at their pages), `release_and_deliver` (the worker of who sends), `receive`
(the web process of who receives), `house` (sequencing, witnesses, looking up persons), `screen`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from types import FrameType
from uuid import UUID, uuid4

from django.db import connection, connections
from django.test import Client

from mithaq.node import clock
from mithaq.node.exchange import inbox, line, worker
from mithaq.node.exchange.deliver import KeysTo, wire_of
from mithaq.node.exchange.models import Lease, Outbox
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft, EntryRow, Leaf, LogState, Matter, PendingLeaf, ReceiptRow
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import from_wire
from mithaq.pact.exchange.receipt import receipt_from_wire
from tests import acts
from tests.node.inquiries import ASKED, BODY, CONFIDENTIAL, FORM
from tests.node.officers.screens import signed_in

Path = Callable[[str], str]
"""Runs with what it is about; gives what it acknowledged to the outside, at the moment it did."""


def approved_draft(parties: list[str]) -> str:
    act = Act("inquiry", "ask", ASKED, parties=tuple(parties), **CONFIDENTIAL)
    draft = drafts.begin(act, officer=acts.first(), now=clock.now())
    drafts.submit(draft, officer=acts.first(), now=clock.now())
    drafts.approve(draft, officer=acts.second(), digest=draft.digest, now=clock.now())
    return str(draft.id)


def release(draft: str) -> str:
    """The officer's form to the ledger."""
    return drafts.release(Draft.objects.get(pk=UUID(draft)), officer=acts.second(), now=clock.now()).id


def release_and_deliver(draft: str) -> str:
    """The officer's form to the partner's receipt in our ledger."""
    entry = release(draft)
    worker.deliver_all()
    return entry


def receive(wire: str) -> str:
    """A partner's envelope to our receipt for it."""
    answer = inbox.receive(bytes.fromhex(wire), now=clock.now())
    assert answer.state == "kept", answer.code
    return answer.receipt.hex()


def filled_in() -> str:
    """A form of a request as the page gave it: its key, and how many drafts there were then."""
    _warmed_up()
    return f"{uuid4()} {Draft.objects.count()}"


def form(filled: str) -> str:
    """Two officers at their pages: written, handed over, approved, sent; each goes on where things stand."""
    first, second = _at_their_page(acts.first()), _at_their_page(acts.second())
    first.post("/new/inquiry/", {**FORM, "submission": filled.split(maxsplit=1)[0]})
    draft = _draft_of(filled)
    page = f"/drafts/{draft.id}/"
    if draft.state == Draft.EDITING:  # it was kept, and not handed over yet
        first.post(page, FORM)
        draft.refresh_from_db()
    if draft.state == Draft.SUBMITTED:
        second.post(f"{page}approve/", {"digest": draft.digest})
    second.post(f"{page}send/", {"saw": ""})
    draft.refresh_from_db()
    assert draft.entry, draft.state
    return draft.entry


def listed() -> str:
    """A request of the partner's, and how often somebody has read it."""
    _warmed_up()
    matter = Matter.objects.filter(kind="inquiry").exclude(opener=acts.settings.AUTHORITY)[0]
    return f"{matter.reference} {_reads(matter.reference)}"


def screen(about: str) -> str:
    """The partner's officer finds it on the desk and reads it."""
    reference = about.split(maxsplit=1)[0]
    officer = _at_their_page(acts.first())
    assert reference in officer.get("/").content.decode()
    page = officer.get(f"/matters/{reference}/")
    assert BODY["title"] in page.content.decode(), page.status_code
    return "shown"


def kept_from(wire: str) -> str:
    """A partner's envelope, kept: there is something to sequence, to show to witnesses and to look up."""
    receive(wire)
    return from_wire(bytes.fromhex(wire)).signed.entry.id


def house(_: str) -> str:
    """The node's own work: places in the log, the log shown to witnesses, persons looked up."""
    worker.house_work("agent", clock.now())
    return ""


PATHS: dict[str, Path] = {
    "form": form,
    "release": release,
    "release_and_deliver": release_and_deliver,
    "receive": receive,
    "house": house,
    "screen": screen,
}


def make_wires(recipient: str, count: int) -> list[str]:
    """Requests of ours as they would leave, one envelope each; they stay in the outbox as well."""
    last = Outbox.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    for _ in range(count):
        acts.ask([recipient])
    rows = Outbox.objects.filter(recipient=recipient, what=Outbox.ENTRY, seq__gt=last).order_by("seq")
    return [wire_of(row, KeysTo(recipient, clock.now())).hex() for row in rows]


def rehearse(path: str, about: str) -> dict[str, object]:
    """Run a path to its end in a child: how many lines that is, and after which of them a transaction
    ended.
    """
    child = _fork(path, about, at=0)
    told = json.loads(child["told"].splitlines()[-1])
    assert child["status"] == 0, child
    return told


def die_at(path: str, about: str, at: int) -> dict[str, object]:
    """Run a path in a child that dies at this line; what it had acknowledged by then, if anything."""
    child = _fork(path, about, at=at)
    assert child["signal"] == signal.SIGKILL, child
    acknowledged = child["told"].strip()
    return {
        "acknowledged": acknowledged,
        "wrong": wrong_now() + (_about_reads(path, about) if acknowledged else []),
    }


def finish(path: str, about: str, acknowledged: str) -> list[str]:
    """Do what an officer or a partner does next; what is wrong then."""
    again = PATHS[path](about)
    wrong = wrong_now()
    if acknowledged and again != acknowledged:
        wrong.append("what was acknowledged is not what stands")
    if path in ("house", "screen"):
        return wrong + _about_logs()
    if path == "receive":
        entry = from_wire(bytes.fromhex(about)).signed.entry.id
        kept = ReceiptRow.objects.filter(entry=entry)
        if receipt_from_wire(bytes.fromhex(again)).statement not in [bytes(row.statement) for row in kept]:
            wrong.append("a receipt left that is not kept")
    else:
        entry = again
        draft = _draft_of(about) if path == "form" else Draft.objects.get(pk=UUID(about))
        if draft.entry != entry:
            wrong.append("the draft does not know its entry")
    if EntryRow.objects.filter(entry=entry).count() != 1:
        wrong.append("not exactly one entry")
    return wrong


def wrong_now() -> list[str]:
    """What must hold at any moment, whatever died: everything of an entry is there, or nothing is."""
    wrong = []
    for row in EntryRow.objects.filter(kind="inquiry"):
        if not Matter.objects.filter(pk=row.matter).exists():
            wrong.append("an entry without its reading")
        if row.own and Outbox.objects.filter(what="entry", entry=row.entry).count() != 1:
            wrong.append("an entry that is owed to nobody, or twice")
        if row.own and not Draft.objects.filter(entry=row.entry, state=Draft.RELEASED).exists():
            wrong.append("an entry whose draft has not left")
        if (
            not row.own
            and not ReceiptRow.objects.filter(entry=row.entry, by=acts.settings.AUTHORITY).exists()
        ):
            wrong.append("a partner's entry without our receipt")
    for row in ReceiptRow.objects.all():
        if not EntryRow.objects.filter(entry=row.entry).exists():
            wrong.append("a receipt for nothing")
    for row in Outbox.objects.filter(state=Outbox.ACCEPTED, what="entry"):
        if not ReceiptRow.objects.filter(entry=row.entry, by=row.recipient).exists():
            wrong.append("accepted without a receipt")
    leaves = Counter(PendingLeaf.objects.values_list("what", flat=True))
    leaves.update(Leaf.objects.values_list("what", flat=True))
    entries = [f"entry:{entry}" for entry in EntryRow.objects.values_list("entry", flat=True)]
    if any(leaves[entry] != 1 for entry in entries):
        wrong.append("an entry without its leaf, or with two")
    references = list(
        Matter.objects.filter(kind="inquiry", opener=acts.settings.AUTHORITY).values_list(
            "reference", flat=True
        )
    )
    numbers = sorted(int(reference.rsplit("-", 1)[1]) for reference in references)
    if numbers != list(range(1, len(numbers) + 1)):
        wrong.append("references with a gap")
    return wrong


def free_the_leases() -> None:
    """What the child had claimed: its lease runs out in a minute, which nobody here waits for."""
    Outbox.objects.exclude(lease="").update(lease_until=clock.now())
    Lease.objects.update(until_at=None, done_at=None)


@cache
def _warmed_up() -> None:
    """Import what a web process has imported when it answers, so that no child counts that again."""
    _at_their_page(acts.first()).get("/new/inquiry/")


def _at_their_page(officer: Officer) -> Client:
    client = signed_in(officer)
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def _draft_of(filled: str) -> Draft:
    """The one draft that a form has become."""
    made = Draft.objects.order_by("made_at", "id")[int(filled.split()[1]) :]
    (draft,) = made
    return draft


def _reads(reference: str) -> int:
    return HouseEvent.objects.filter(action="matter.read", facts__reference=reference).count()


def _about_reads(path: str, about: str) -> list[str]:
    reference, _, before = about.partition(" ")
    unread = path == "screen" and _reads(reference) == int(before)
    return ["a matter was shown and nobody wrote down to whom"] if unread else []


def _about_logs() -> list[str]:
    """Every place of both logs is taken once, up to the length that is said."""
    lengths = {state.log: state.size for state in LogState.objects.all()}
    places = {log: Leaf.objects.filter(log=log).values_list("index", flat=True) for log in lengths}
    gaps = [log for log, size in lengths.items() if list(places[log].order_by("index")) != list(range(size))]
    return [f"the log {log} has a gap" for log in gaps]


def _fork(path: str, about: str, *, at: int) -> dict[str, object]:
    connections.close_all()
    line._lines.cache_clear()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _run(path, about, at, writing)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        told = pipe.read()
    _, status = os.waitpid(pid, 0)
    return {
        "told": told,
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
    }


def _run(path: str, about: str, at: int, writing: int) -> None:
    counter = _Counter(at)
    sys.settrace(counter.called)
    acknowledged = PATHS[path](about)
    # The lines after the last commit belong to the path too: the answer is on its way.
    os.write(writing, (acknowledged + "\n").encode())
    sys.settrace(None)
    if at:
        os.kill(os.getpid(), signal.SIGKILL)
    told = {"events": counter.events, "commits": counter.commits, "firsts": [*counter.firsts.values()]}
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        json.dump(told, pipe)


class _Counter:
    """Counts executed lines of the node; ends the process at line number `at`."""

    def __init__(self, at: int) -> None:
        self.at, self.events, self.commits, self.inside = at, 0, [], False
        self.firsts: dict[tuple[str, int], int] = {}  # when each line of the source ran for the first time

    def called(self, frame: FrameType, event: str, argument: object):
        if any(part in frame.f_code.co_filename for part in ("/mithaq/node/", "/mithaq/front/")):
            return self.line
        return None

    def line(self, frame: FrameType, event: str, argument: object):
        if event == "line":
            self.events += 1
            self.firsts.setdefault((frame.f_code.co_filename, frame.f_lineno), self.events)
            if self.inside != connection.in_atomic_block:
                self.inside = connection.in_atomic_block
                self.commits.append(self.events)
            if self.events == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.line

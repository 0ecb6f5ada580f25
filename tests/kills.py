"""Killing a node at a chosen line: the paths, how many lines they run, and what must hold after each death.

A child is forked from the agent inside the node's environment. It runs a path while every line executed in
`mithaq.node` is counted, and ends itself with SIGKILL at line number k: nothing is flushed, closed or
rolled back by us. The parent then looks at what was left behind, finishes the work as an officer or a
partner would, and looks again.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from uuid import UUID

from django.db import connection, connections

from mithaq.node import clock
from mithaq.node.exchange import inbox, line, worker
from mithaq.node.exchange.deliver import KeysTo, wire_of
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft, EntryRow, Matter, PendingLeaf, ReceiptRow
from mithaq.pact.exchange.envelope import from_wire
from mithaq.pact.exchange.receipt import receipt_from_wire
from tests import acts
from tests.node.inquiries import ASKED, CONFIDENTIAL

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


PATHS: dict[str, Path] = {"release": release, "release_and_deliver": release_and_deliver, "receive": receive}


def make_wires(recipient: str, count: int) -> list[str]:
    """Requests of ours as they would leave, one envelope each; they stay in the outbox as well."""
    for _ in range(count):
        acts.ask([recipient])
    rows = Outbox.objects.filter(recipient=recipient, accepted_at=None, what=Outbox.ENTRY).order_by("seq")
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
    return {"acknowledged": child["told"].strip(), "wrong": wrong_now()}


def finish(path: str, about: str, acknowledged: str) -> list[str]:
    """Do what an officer or a partner does next; what is wrong then."""
    again = PATHS[path](about)
    wrong = wrong_now()
    if acknowledged and again != acknowledged:
        wrong.append("what was acknowledged is not what stands")
    if path == "receive":
        entry = from_wire(bytes.fromhex(about)).signed.entry.id
        kept = ReceiptRow.objects.filter(entry=entry)
        if receipt_from_wire(bytes.fromhex(again)).statement not in [bytes(row.statement) for row in kept]:
            wrong.append("a receipt left that is not kept")
    else:
        entry = again
        if Draft.objects.get(pk=UUID(about)).entry != entry:
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
    leaves = set(PendingLeaf.objects.values_list("what", flat=True))
    entries = {f"entry:{entry}" for entry in EntryRow.objects.values_list("entry", flat=True)}
    if not entries <= leaves:
        wrong.append("an entry without its leaf")
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
    os.write(writing, json.dumps({"events": counter.events, "commits": counter.commits}).encode())


class _Counter:
    """Counts executed lines of the node; ends the process at line number `at`."""

    def __init__(self, at: int) -> None:
        self.at, self.events, self.commits, self.inside = at, 0, [], False

    def called(self, frame: FrameType, event: str, argument: object):
        if "/mithaq/node/" in frame.f_code.co_filename:
            return self.line
        return None

    def line(self, frame: FrameType, event: str, argument: object):
        if event == "line":
            self.events += 1
            if self.inside != connection.in_atomic_block:
                self.inside = connection.in_atomic_block
                self.commits.append(self.events)
            if self.events == self.at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.line

"""Killing a node: the paths, and what must hold after each death.

A path is run in a child that dies on the way (`tests.dying`). Then the parent looks at what was left behind,
starts again as a node does, finishes the work as an officer or a partner would, and looks again.

The paths together lead from the filled-in form to the partner's screen, with files: `form` (written, handed
over, approved, sent, by two officers at their pages), `release_and_deliver` (the worker of who sends, from
the ledger to the partner's receipt), `receive` (the web process of who receives: chunks, then the envelope),
`house` (sequencing, witnesses, looking up persons), `screen`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client

from mithaq.node import clock
from mithaq.node.exchange import worker
from mithaq.node.exchange.ask import write_ask
from mithaq.node.exchange.bring import files_of
from mithaq.node.exchange.chunks import ASK_CHUNK, ASK_LACKING, LACKING
from mithaq.node.exchange.deliver import KeysTo, wire_of
from mithaq.node.exchange.framing import KEPT, read_answers, write_post
from mithaq.node.exchange.models import Lease, Outbox, Shown
from mithaq.node.exchange.witness import read_word
from mithaq.node.ledger import attached, chunks, drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import (
    ChunkUse,
    Draft,
    EntryRow,
    Leaf,
    LogState,
    Matter,
    PendingLeaf,
    ReceiptRow,
)
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.attachment import CHUNK_NAME
from mithaq.pact.exchange.receipt import receipt_from_wire
from tests import acts, dying
from tests.node.inquiries import ASKED, BODY, CONFIDENTIAL, FORM
from tests.node.officers.screens import signed_in

FILES = {name: f"CANARI Testnom, {name}".encode() * 40 for name in ("one.txt", "two.txt")}


def approved_draft(parties: list[str]) -> str:
    act = Act("inquiry", "ask", {**ASKED, "attachments": _stored()}, parties=tuple(parties), **CONFIDENTIAL)
    draft = drafts.begin(act, officer=acts.first(), now=clock.now())
    drafts.submit(draft, officer=acts.first(), now=clock.now())
    drafts.approve(draft, officer=acts.second(), digest=draft.digest, now=clock.now())
    return str(draft.id)


def release_and_deliver(draft: str) -> Iterator[str]:
    """The officer's form to the ledger, and on to the partner's receipt in it."""
    entry = drafts.release(Draft.objects.get(pk=UUID(draft)), officer=acts.second(), now=clock.now()).id
    yield entry
    while worker.deliver_all():  # files first, in rounds of their own
        pass


def receive(brought: str) -> Iterator[str]:
    """A partner's chunks and its envelope, as the web process gets them, to our receipt."""
    asks, post = json.loads(brought)
    for about, ask in asks:
        word = read_word(_posted("chunks", ask))
        assert word.state in (LACKING, KEPT), word
        yield about
    (answer,) = read_answers(_posted("inbox", post), 1)
    assert answer.state == "kept", answer.code
    yield answer.receipt.hex()


def filled_in() -> str:
    """A form of a request as the page gave it: its key, and how many drafts there were then."""
    _sign_in()
    return f"{uuid4()} {Draft.objects.count()}"


def form(filled: str) -> Iterator[str]:
    """Two officers at their pages: written, handed over, approved, sent; each goes on where things stand."""
    first, second = _at_their_pages
    first.post("/new/inquiry/", {**_with_files(), "submission": filled.split(maxsplit=1)[0]})
    draft = _draft_of(filled)
    page = f"/drafts/{draft.id}/"
    if draft.state == Draft.EDITING:  # it was kept, and not handed over yet
        first.post(page, _with_files())
        draft.refresh_from_db()
    yield f"handed over {draft.id}"
    if draft.state == Draft.SUBMITTED:
        second.post(f"{page}approve/", {"digest": draft.digest})
    yield "approved"
    second.post(f"{page}send/", {"saw": ""})
    draft.refresh_from_db()
    assert draft.entry, draft.state
    yield draft.entry


def listed() -> str:
    """A request of the partner's, and how often somebody has read it."""
    _sign_in()
    matter = Matter.objects.filter(kind="inquiry").exclude(opener=acts.settings.AUTHORITY)[0]
    return f"{matter.reference} {_reads(matter.reference)}"


def screen(about: str) -> Iterator[str]:
    """The partner's officer finds it on the desk and reads it."""
    reference = about.split(maxsplit=1)[0]
    officer, _ = _at_their_pages
    assert reference in officer.get("/").content.decode()
    page = officer.get(f"/matters/{reference}/")
    assert BODY["title"] in page.content.decode(), page.status_code
    yield "shown"


def work_from(brought: str) -> str:
    """A partner's envelope, kept, and an entry of ours in the log: something to show to witnesses, to
    sequence, and to look up.
    """
    acts.ask([partner.code for partner in worker.reachable()], attachments=_stored())
    acts.sequence_all()
    return [*receive(brought)][-1]


def house(_: str) -> Iterator[str]:
    """The node's own work: places in the log, the log shown to witnesses, persons looked up."""
    worker.house_work("agent", clock.now())
    yield from ()


PATHS: dict[str, dying.Path] = {
    "form": form,
    "release_and_deliver": release_and_deliver,
    "receive": receive,
    "house": house,
    "screen": screen,
}


def make_posts(recipient: str, count: int) -> list[str]:
    """Requests of ours as they would leave, chunks before envelopes; they stay in the outbox as well."""
    last = Outbox.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    for _ in range(count):
        acts.ask([recipient], attachments=_stored())
    rows = Outbox.objects.filter(recipient=recipient, what=Outbox.ENTRY, seq__gt=last).order_by("seq")
    return [_brought(row, names) for row, names in files_of(rows).items()]


def warm_up(path: str, about: str) -> list[str]:
    """Run a path as a node does that has run for a while: what is imported, opened and made once, is."""
    for number in range(256):
        (chunks.folder() / f"{number:02x}").mkdir(mode=0o700, parents=True, exist_ok=True)
    return finish(path, about, [])


def rehearse(path: str, about: str, blind: bool = False) -> list[dict[str, object]]:
    """The classes of a path, in their order."""
    return dying.rehearse(PATHS[path], about, blind=blind)


def die_at(
    path: str, about: str, after: list[list[object]], at: list[object] | None, blind: bool = False
) -> dict[str, object]:
    """Run a path in a child that dies in the class to which these places lead; what is wrong then."""
    where = dying.Where([tuple(each) for each in after], tuple(at) if at else None)
    died = dying.die(PATHS[path], about, where, blind=blind)
    wrong = wrong_now() + _untrue(path, about, died["told"])
    if not died["strayed"] and died["left"] != died["leaves"]:
        wrong.append("the class is none: its lines do not leave the same")
    return {**died, "wrong": wrong}


def finish(path: str, about: str, told: list[str]) -> list[str]:
    """Start again, do what an officer or a partner does next; what is wrong then."""
    worker.at_start()
    again = [*PATHS[path](about)]
    wrong = wrong_now() + _untrue(path, about, again)
    if again[: len(told)] != told:
        wrong.append("what was acknowledged is not what stands")
    return wrong + (_about_logs() if path in ("house", "screen") else _about_entry(path, about, again[-1]))


def all_files() -> dict[str, list[object]]:
    """Every file of an entry: its size and its digest, every chunk opened."""
    files = ChunkUse.objects.filter(what=ChunkUse.ENTRY).values_list("file", flat=True).distinct()
    return {file: acts.file_bytes(file) for file in files.order_by("file")}


def wrong_now() -> list[str]:
    """What must hold at any moment, whatever died: everything of an entry is there, or nothing is."""
    entries = list(EntryRow.objects.filter(kind="inquiry").values_list("entry", "matter", "own"))
    us = acts.settings.AUTHORITY
    own = [entry for entry, _, ours in entries if ours]
    theirs = {(entry, us) for entry, _, ours in entries if not ours}
    matters, receipts = _all(Matter, "id"), _all(ReceiptRow, "entry", "by")
    owed = Counter(Outbox.objects.filter(what=Outbox.ENTRY).values_list("entry", flat=True))
    left = set(Draft.objects.filter(state=Draft.RELEASED).values_list("entry", flat=True))
    with_files = set(ChunkUse.objects.filter(what=ChunkUse.ENTRY).values_list("holder", flat=True))
    accepted = Outbox.objects.filter(state=Outbox.ACCEPTED, what=Outbox.ENTRY)
    untrue = {
        "an entry without its reading": {matter for _, matter, _ in entries} - matters,
        "an entry that is owed to nobody, or twice": {entry for entry in own if owed[entry] != 1},
        "an entry whose draft has not left": {*own} - left,
        "a partner's entry without our receipt": theirs - receipts,
        "an entry that does not know its files": {entry for entry, _, _ in entries} - with_files,
        "a receipt for nothing": {entry for entry, _ in receipts} - _all(EntryRow, "entry"),
        "accepted without a receipt": {*accepted.values_list("entry", "recipient")} - receipts,
    }
    wrong = [said for said, those in untrue.items() for _ in those]
    wrong += [f"{use.what} without its file" for use in _uses() if chunks.lacking([use.chunk])]
    leaves = Counter(PendingLeaf.objects.values_list("what", flat=True))
    leaves.update(Leaf.objects.values_list("what", flat=True))
    if any(leaves[f"entry:{entry}"] != 1 for entry in _all(EntryRow, "entry")):
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


def _all(model: type[models.Model], *names: str) -> set[Any]:
    """What stands in these columns: of one its values, of several their rows."""
    return set(model.objects.values_list(*names, flat=len(names) == 1))  # type: ignore[attr-defined]


def free_the_leases() -> None:
    """What the child had claimed or done just now: that rests for a minute, which nobody here waits for."""
    Shown.objects.update(tried_at=None)
    Outbox.objects.exclude(lease="").update(lease_until=clock.now())
    Lease.objects.update(until_at=None, done_at=None)


_at_their_pages: list[Client] = []  # the first and the second officer, for children as well


def _sign_in() -> None:
    _at_their_pages[:] = [signed_in(acts.first()), signed_in(acts.second())]
    for client in _at_their_pages:
        client.defaults["HTTP_HOST"] = "localhost"


def _with_files() -> dict[str, object]:
    chosen = [SimpleUploadedFile(name, content) for name, content in FILES.items()]
    return {**FORM, "attachments-declared": "on", "attachments-new": chosen}


def _draft_of(filled: str) -> Draft:
    """The one draft that a form has become."""
    made = Draft.objects.order_by("made_at", "id")[int(filled.split()[1]) :]
    (draft,) = made
    return draft


def _reads(reference: str) -> int:
    return HouseEvent.objects.filter(action="matter.read", facts__reference=reference).count()


def _uses() -> Iterator[ChunkUse]:
    return ChunkUse.objects.exclude(what=ChunkUse.ARRIVED).iterator()


def _stored() -> list[dict[str, object]]:
    """The manifests of two files that have been put on disk, as a form states them."""
    stored = [attached.store(content, name=name, mime="text/plain") for name, content in FILES.items()]
    return [each.stated() for each in stored]


def _brought(row: Outbox, names: tuple[str, ...]) -> str:
    """What goes to a partner for one entry: which chunks it lacks, the chunks by their names, the post."""
    now = clock.now()
    asked = [(LACKING, ASK_LACKING, "\n".join(names).encode())]
    asked += [(name, ASK_CHUNK, chunks.read(name) or b"") for name in names]
    asks = [
        (about, write_ask(what, to=row.recipient, number=1, now=now, payload=payload).hex())
        for about, what, payload in asked
    ]
    return json.dumps([asks, write_post([wire_of(row, KeysTo(row.recipient, now))]).hex()])


def _posted(where: str, written: str) -> bytes:
    client = Client(HTTP_HOST="localhost")
    answer = client.post(f"/exchange/{where}", bytes.fromhex(written), "application/octet-stream")
    assert answer.status_code == 200, answer.status_code
    return answer.content


def _untrue(path: str, about: str, told: list[str]) -> list[str]:
    """What was told to the outside and does not hold, before anybody does anything again."""
    if not told:
        return []
    if path == "receive":
        return _untrue_answers(told)
    if path == "release_and_deliver" and not EntryRow.objects.filter(entry=told[0]).exists():
        return ["an entry that an officer was shown is not here"]
    order = (Draft.SUBMITTED, Draft.APPROVED, Draft.RELEASED)
    if path == "form" and _draft_of(about).state not in order[len(told) - 1 :]:
        return ["what an officer was shown to be done is not done"]
    reference, _, before = about.partition(" ")
    if path == "screen" and _reads(reference) == int(before):
        return ["a matter was shown and nobody wrote down to whom"]
    return []


def _untrue_answers(told: list[str]) -> list[str]:
    """Of what a partner was answered: chunks that are not here, a receipt that is not kept."""
    names = [each for each in told if CHUNK_NAME.fullmatch(each)]
    named = ChunkUse.objects.filter(chunk__in=names).values_list("chunk", flat=True).distinct()
    wrong = ["a chunk that was said to be kept is not here"] if len(named) < len(names) else []
    for written in told[1 + len(names) :]:
        receipt = receipt_from_wire(bytes.fromhex(written))
        kept = ReceiptRow.objects.filter(entry=receipt.entry, by=acts.settings.AUTHORITY)
        if receipt.statement not in [bytes(row.statement) for row in kept]:
            wrong.append("a receipt left that is not kept")
    return wrong + ["a chunk is named and not here" for _ in chunks.lacking(names)]


def _about_entry(path: str, about: str, last: str) -> list[str]:
    """Of one that was finished: it is there once, and whoever brought it knows it."""
    wrong, entry = [], last
    if path == "receive":
        entry = receipt_from_wire(bytes.fromhex(last)).entry
    elif (_draft_of(about) if path == "form" else Draft.objects.get(pk=UUID(about))).entry != entry:
        wrong.append("the draft does not know its entry")
    if EntryRow.objects.filter(entry=entry).count() != 1:
        wrong.append("not exactly one entry")
    return wrong


def _about_logs() -> list[str]:
    """Every place of both logs is taken once, up to the length that is said."""
    lengths = {state.log: state.size for state in LogState.objects.all()}
    places = {log: Leaf.objects.filter(log=log).values_list("index", flat=True) for log in lengths}
    gaps = [log for log, size in lengths.items() if list(places[log].order_by("index")) != list(range(size))]
    return [f"the log {log} has a gap" for log in gaps]

"""Carry: envelopes as files, when the line is cut, forbidden, or there is none (§6, sneaker-net).

The files hold the same bytes that would travel over a line: one envelope, receipt or chunk each. Whoever
takes them in writes receipts into a folder `answers` beside them; it travels back, is taken in there, and
tells the sender that its entries are kept. Nothing is
marked delivered before that, so what was carried also goes over the line once that is up again, and does
no harm.

Every file was written by somebody else: only names this module gives are read, never a link, never more
bytes than an envelope has.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mithaq.node.exchange.carry_chunks import take_chunks, write_chunks
from mithaq.node.exchange.deliver import KeysTo, wire_of
from mithaq.node.exchange.errors import NothingIsSent, TooLarge
from mithaq.node.exchange.framing import KEPT, REFUSED, Answer
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Outbox
from mithaq.node.partners.known import is_sent_to
from mithaq.node.safeguards.house import note
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.envelope import FAMILY, LARGEST_ENVELOPE

ENVELOPE, RECEIPT = ".envelope", ".receipt"
ANSWERS = "answers"
CARRIED = "exchange.carried"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file."""

    file: str
    state: str
    code: str = ""


def carry_out(recipient: str, folder: Path, *, now: datetime) -> list[str]:
    """Write everything a partner does not have yet into a folder, stopping steps first; the names of the
    files.

    A file that is there already is left as it is. What cannot be made into bytes is left out, its reason
    noted.

    Raises: NothingIsSent.
    """
    if not is_sent_to(recipient):
        raise NothingIsSent(authority=recipient)
    folder.mkdir(parents=True, exist_ok=True)
    written, keys = [], KeysTo(recipient, now)
    rows = Outbox.objects.filter(recipient=recipient, accepted_at=None).order_by("precedence", "seq")
    for number, row in enumerate(rows.iterator(), start=1):
        try:
            wire = wire_of(row, keys)
            write_chunks(row, folder, write=_write)
        except MithaqError as error:
            Outbox.objects.filter(pk=row.pk).update(reason=error.code)
            continue
        ending = ENVELOPE if row.what == Outbox.ENTRY else RECEIPT
        name = f"{number:06d}-{row.entry[:16]}{ending}"
        _write(folder / name, wire)
        Outbox.objects.filter(pk=row.pk, state=Outbox.WAITING).update(reason=CARRIED, tried_at=now)
        written.append(name)
    note("exchange.carried-out", officer=None, recipient=recipient, files=len(written))
    return written


def carry_in(folder: Path, *, now: datetime) -> list[Taken]:
    """Take in every envelope and receipt of a folder, and write our receipts into `answers`; what became
    of each.
    """
    take_chunks(folder, now=now)  # first: an envelope is kept only with all of its files
    taken = []
    for file in _files(folder):
        try:
            wire = _read(file)
            answer = receive(wire, now=now)
        except MithaqError as error:
            answer = Answer(REFUSED, code=error.code)
        if answer.state == KEPT and answer.receipt and wire.startswith(FAMILY):
            _write(_answers(folder) / f"{file.stem}{RECEIPT}", answer.receipt)
        taken.append(Taken(file.name, answer.state, answer.code))
    kept = sum(each.state == KEPT for each in taken)
    note("exchange.carried-in", officer=None, files=len(taken), kept=kept)
    return taken


def _answers(folder: Path) -> Path:
    answers = folder / ANSWERS
    answers.mkdir(exist_ok=True)
    return answers


def _files(folder: Path) -> Iterator[Path]:
    """What may be taken in, in order: plain files that are called so."""
    for file in sorted(folder.iterdir()):
        if file.suffix in (ENVELOPE, RECEIPT) and stat.S_ISREG(file.lstat().st_mode):
            yield file


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        wire = opened.read(LARGEST_ENVELOPE + 1)
    if len(wire) > LARGEST_ENVELOPE:
        raise TooLarge(most=str(LARGEST_ENVELOPE))
    return wire


def _write(file: Path, content: bytes) -> None:
    """Put a file in place whole and durably; one that is there already stays."""
    if file.exists():
        return
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    partial.replace(file)

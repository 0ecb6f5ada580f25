"""Standing still: a node that was restored from an older backup does nothing until it knows again all it
knew.

How long the exchange log was is also written into a file outside the database: a database put back from a
backup is found out at the start, before anybody acts. A home put back as a whole is found out by the
partners.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from mithaq.node.ledger.models import EXCHANGE, Standstill
from mithaq.node.safeguards.house import note
from mithaq.node.statements import select

FILE = "log-size"


def begin(reason: str, *, witness: str = "", seen_size: int = 0, now: datetime) -> Standstill:
    """Stand still; a node that does already keeps the reason it has, and the largest size anybody saw."""
    with transaction.atomic():
        row = Standstill.objects.select_for_update().order_by("pk").first()
        if row is not None:
            if seen_size > row.seen_size:
                row.seen_size, row.witness = seen_size, witness or row.witness
                row.save(update_fields=["seen_size", "witness"])
            return row
        note("node.stands-still", officer=None, why=reason, witness=witness, seen=seen_size)
        return Standstill.objects.create(since_at=now, reason=reason, witness=witness, seen_size=seen_size)


def end() -> None:
    """Act again."""
    with transaction.atomic():
        if Standstill.objects.all().delete()[0]:
            note("node.acts-again", officer=None)


def remember_size() -> None:
    """Write down outside the database how long the exchange log is. Best effort: partners know it too."""
    size = log_size()
    file = Path(settings.HOME) / FILE
    if size <= remembered_size():
        return
    partial = file.with_name(f"{FILE}.{os.getpid()}")
    partial.write_text(str(size), encoding="ascii")
    partial.replace(file)


def remembered_size() -> int:
    """How long the exchange log was when that was last written down."""
    try:
        return int((Path(settings.HOME) / FILE).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def look(now: datetime) -> bool:
    """At the start: whether the database is older than the file says; then the node stands still."""
    remembered = remembered_size()
    if remembered <= log_size():
        return False
    begin("restored", seen_size=remembered, now=now)
    return True


def log_size() -> int:
    """How long the exchange log is."""
    rows = select("SELECT size FROM ledger_logstate WHERE log = %s", EXCHANGE)
    return int(rows[0][0]) if rows else 0

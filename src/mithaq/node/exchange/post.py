"""Post: what an entry that was just kept makes us owe to partners. Runs in the transaction that kept it.

Our own entry goes to every other party. Our receipt for a partner's entry is the answer to who sent it; the
other parties get it too, so that all hold the same receipts and see the same clocks.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger.kept import Kept
from mithaq.node.ledger.models import EntryRow
from mithaq.node.statements import insert_all


def post(kept: Kept) -> None:
    """Put what is owed for an entry into the outbox."""
    others = [party for party in kept.parties if party != settings.AUTHORITY]
    if kept.own:
        rows = [_row(kept, Outbox.ENTRY, kept.entry.id, party) for party in others]
    else:
        third = [party for party in others if party != kept.entry.author]
        rows = [_row(kept, Outbox.RECEIPT, kept.entry.id, party) for party in third]
        if kept.entry.opens and not kept.first:
            rows += _overtaken(kept, others)
    # Only a restored node meets rows that are there already.
    insert_all(Outbox, rows, or_nothing=True)


def _overtaken(kept: Kept, others: Iterable[str]) -> list[dict[str, Any]]:
    """Receipts for entries that arrived before the opening did: now it is known who else is to have them."""
    earlier = EntryRow.objects.filter(matter=kept.entry.id, own=False).exclude(entry=kept.entry.id)
    return [
        _row(kept, Outbox.RECEIPT, entry, party)
        for entry, author in earlier.order_by("seq").values_list("entry", "author")
        for party in others
        if party != author
    ]


def _row(kept: Kept, what: str, entry: str, recipient: str) -> dict[str, Any]:
    return {
        "what": what,
        "entry": entry,
        "matter": kept.entry.matter,
        "recipient": recipient,
        "precedence": kept.precedence,
        "owner": kept.entry.officer[:16] if what == Outbox.ENTRY else "",
        "posted_at": kept.at,
        "next_at": kept.at,
    }

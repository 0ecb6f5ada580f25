"""On behalf: what a partner without a node stated by another channel, recorded by us on the same matter
(D22).

The entry names the partner as its author and is signed with *our* keys, which it names: whoever reads it
sees that it is recorded by us and not signed by them, and no node would take it for theirs. It goes to
nobody. The rules judge it as a step of the partner, and our clocks run from the instant it reached us.
Where any other party has a node nothing is stated so: that node would not see it, and the two would no
longer read the matter alike.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from mithaq.node.ledger import held, readings
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import NotOnBehalf, Overtaken
from mithaq.node.ledger.judge import check_no_problem, judge
from mithaq.node.ledger.kept import Kept, tell_kept
from mithaq.node.ledger.models import EntryRow, ReceiptRow
from mithaq.node.ledger.record import Parcel, current_heads, keep
from mithaq.node.ledger.step import TRIES, made
from mithaq.node.ledger.terms import hold_with_terms
from mithaq.node.officers.assign import assign
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.partners.models import Partner
from mithaq.node.safeguards.house import note
from mithaq.pact.codes import code_list
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import Entry, written_at


def state_for(author: str, act: Act, *, officer: Officer, channel: str, at: datetime, now: datetime) -> Entry:
    """Record what a partner without a node stated; `at` is when it reached us.

    Raises: NotOnBehalf, NotYours, NotYourMatter, BadlySaid, Overtaken, and whatever `judge` refuses.
    """
    check_may_take(officer, act.kind, act.step, matter=act.matter)
    if channel not in code_list("channels").values or at > now:
        raise NotOnBehalf(author=author, channel=channel[:40])
    for left in reversed(range(TRIES)):
        judged = judge(act, now=at, author=author)
        _check_nobody_has_a_node(author, judged.parties)
        check_no_problem(judged)
        parcel = made(judged, officer, now)
        try:
            return _kept(parcel, current_heads(judged.held.entries), officer, channel, now)
        except Overtaken:
            if not left:
                raise
    raise AssertionError("unreachable")


def speaks_for_itself(authority: str) -> bool:
    """Whether a partner has a node, so that nobody states anything for it."""
    return Partner.objects.filter(code=authority, has_node=True).exclude(address="").exists()


def receipt_by_hand(entry: str, by: str, *, officer: Officer, channel: str, at: datetime) -> ReceiptRow:
    """Store that an entry was received, as an officer recorded it: unsigned, and marked so."""
    statement = canonical.encode({
        "at": written_at(at), "by": by, "channel": channel, "entry": entry, "officer": officer.reference,
    })  # fmt: skip
    return ReceiptRow.objects.create(
        entry=entry, by=by, at=at, by_hand=True, statement=statement, signature=b""
    )


def _check_nobody_has_a_node(author: str, parties: tuple[str, ...]) -> None:
    others = [party for party in parties if party != settings.AUTHORITY]
    if author not in others or any(map(speaks_for_itself, others)):
        raise NotOnBehalf(author=author, channel="")


def _kept(parcel: Parcel, made_on: tuple[str, ...], officer: Officer, channel: str, now: datetime) -> Entry:
    entry = parcel.signed.entry
    with transaction.atomic():
        hold_with_terms(entry.matter, entry if entry.opens else None)
        seen = held.entries_of(entry.matter)
        if current_heads(seen.entries) != made_on:
            raise Overtaken(matter=entry.matter)
        keep(parcel, own=False, now=now)
        EntryRow.objects.filter(entry=entry.id).update(by_hand=True)
        receipt_by_hand(entry.id, settings.AUTHORITY, officer=officer, channel=channel, at=entry.at)
        readings.project(entry.matter)
        opening = entry if entry.opens else seen.opening
        tell_kept(Kept(entry, False, now, parties=opening.parties if opening else ()))
        if entry.opens:
            assign(None, entry.matter, entry.kind, to=officer.unit or officer, now=now)
        note(
            "step.recorded-for",
            officer=officer,
            matter=entry.matter,
            step=entry.step,
            entry=entry.id,
            author=entry.author,
            channel=channel,
        )
    return entry

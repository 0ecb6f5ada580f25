"""On behalf: what a partner without a node stated by another channel, recorded by us on the same matter
(D22).

The entry names the partner as its author and is signed with *our* keys, which it names: whoever reads it
sees that it is recorded by us and not signed by them, and no node would take it for theirs. It goes to
nobody. The rules judge it as a step of the partner, and our clocks run from the instant it reached us.
Where any other party has a node nothing is stated so: that node would not see it, and the two would no
longer read the matter alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction

from mithaq.node.ledger import held, readings
from mithaq.node.ledger.act import Recorded
from mithaq.node.ledger.errors import NotOnBehalf, Overtaken
from mithaq.node.ledger.kept import Kept, tell_kept
from mithaq.node.ledger.models import EntryRow, ReceiptRow
from mithaq.node.ledger.record import Parcel, current_heads, keep
from mithaq.node.ledger.terms import hold_with_terms
from mithaq.node.officers.assign import assign
from mithaq.node.officers.models import Officer
from mithaq.node.partners.models import Partner, State
from mithaq.node.safeguards.house import note
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import Entry, written_at
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Type, check_values, instant
from mithaq.pact.rules.words import Words

CHANNEL = Field(
    "channel", Type.CODE, Words("القناة", "voie suivie", "channel"), required=True, codes="channels"
)
REACHED = Field(
    "at",
    Type.INSTANT,
    Words("تاريخ وساعة توصلنا به", "reçu chez nous le", "reached us on"),
    required=True,
    help=Words("منه تُحتسب الآجال", "les délais courent de là", "deadlines run from it"),
)


def reached(recorded: Recorded, now: datetime) -> datetime:
    """When what is recorded reached us; now, while that is not said or cannot be."""
    at = instant(recorded.at)
    return min(at, now) if at else now


def problems(recorded: Recorded, now: datetime) -> Iterator[Problem]:
    """What is wrong with how a statement is said to have reached us."""
    yield from check_values((CHANNEL, REACHED), {"channel": recorded.channel, "at": recorded.at})
    if (at := instant(recorded.at)) and at > now:
        yield Problem("ledger.not-reached-yet", ("at",))


def check_nobody_has_a_node(author: str, parties: tuple[str, ...]) -> None:
    """Nothing is recorded for who can state it, nor where another would not see it. Raises: NotOnBehalf."""
    if author not in without_node(parties):
        raise NotOnBehalf(author=author[:40])


def without_node(parties: Iterable[str]) -> tuple[str, ...]:
    """The parties for whom what came by another channel is recorded: all but us, if none of them has a
    node.
    """
    others = sorted({*parties} - {settings.AUTHORITY})
    confirmed = Partner.objects.filter(code__in=others, has_node=False, state=State.CONFIRMED)
    return tuple(others) if confirmed.count() == len(others) else ()


def speaks_for_itself(authority: str) -> bool:
    """Whether a partner has a node, so that nobody states anything for it."""
    return Partner.objects.filter(code=authority, has_node=True).exists()


def receipt_by_hand(entry: str, by: str, *, officer: Officer, channel: str, at: datetime) -> ReceiptRow:
    """Store that an entry was received, as an officer recorded it: unsigned, and marked so."""
    statement = canonical.encode({
        "at": written_at(at), "by": by, "channel": channel, "entry": entry, "officer": officer.reference,
    })  # fmt: skip
    return ReceiptRow.objects.create(
        entry=entry, by=by, at=at, by_hand=True, statement=statement, signature=b""
    )


def keep_for(
    parcel: Parcel,
    made_on: tuple[str, ...],
    recorded: Recorded,
    *,
    officer: Officer,
    now: datetime,
    in_the_same: Callable[[Kept], None] | None = None,
) -> Entry:
    """Keep what was recorded for a partner; `made_on` is the heads of the matter it was made on.

    Raises: Overtaken.
    """
    entry = parcel.signed.entry
    with transaction.atomic():
        hold_with_terms(entry.matter, entry if entry.opens else None)
        seen = held.entries_of(entry.matter)
        if current_heads(seen.entries) != made_on:
            raise Overtaken(matter=entry.matter)
        keep(parcel, own=False, now=now)
        EntryRow.objects.filter(entry=entry.id).update(by_hand=True)
        receipt_by_hand(entry.id, settings.AUTHORITY, officer=officer, channel=recorded.channel, at=entry.at)
        readings.project(entry.matter)
        opening = entry if entry.opens else seen.opening
        kept = Kept(entry, False, now, parties=opening.parties if opening else ())
        tell_kept(kept)
        if entry.opens:
            assign(None, entry.matter, entry.kind, to=officer.unit or officer, now=now)
        note(
            "step.recorded-for",
            officer=officer,
            matter=entry.matter,
            step=entry.step,
            entry=entry.id,
            author=entry.author,
            channel=recorded.channel,
        )
        if in_the_same is not None:
            in_the_same(kept)
    return entry

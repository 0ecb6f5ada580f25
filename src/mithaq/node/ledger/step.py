"""Step: an officer takes a step, or the node states that a time has lapsed.

Permission, then rules, then the door. The entry is composed, signed and sealed before the transaction; if
something was kept in the matter meanwhile, it is made again on that, since its rules may have changed.
What needs a second person goes through a draft (`drafts`), which ends here too.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime
from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.db import transaction

from mithaq.node.ledger import held
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.apart import check_apart
from mithaq.node.ledger.at_rest import CONTENT_KEY_BYTES
from mithaq.node.ledger.errors import Overtaken
from mithaq.node.ledger.judge import Judged, check_no_problem, judge
from mithaq.node.ledger.kept import Kept
from mithaq.node.ledger.on_behalf import keep_for
from mithaq.node.ledger.record import Parcel, current_heads, record
from mithaq.node.ledger.references import next_reference
from mithaq.node.ledger.seats import change_seats
from mithaq.node.officers.errors import SecondPersonNeeded
from mithaq.node.officers.models import Assignment, Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.partners.own import signing_key
from mithaq.node.safeguards.house import note
from mithaq.node.statements import insert, select
from mithaq.pact.exchange.attachment import digests, manifests_in
from mithaq.pact.exchange.envelope import seal, sign_entry
from mithaq.pact.ledger.body import SALT_BYTES, commitment, in_writing
from mithaq.pact.ledger.entry import Entry, compose

TRIES = 8  # how often an entry is made again because something came between
AGAIN_WITHIN = 0.05  # seconds; at random, so that who came between once does not each time
THE_NODE = "node"  # the function in which a node states a lapse

InTheSame = Callable[[Kept], None]


def take(act: Act, *, officer: Officer, now: datetime) -> Entry:
    """State what needs no second person, at once.

    Raises: NotYours, NotYourMatter, SecondPersonNeeded, BadlySaid, and whatever `judge` refuses.
    """
    check_may_take(officer, act.kind, act.step, matter=act.matter)
    judged = judge(act, now=now)
    check_no_problem(judged)
    if judged.two_persons:
        raise SecondPersonNeeded(step=act.step)
    return state(act, officer=officer, now=now)


def state(act: Act, *, officer: Officer | None, now: datetime, in_the_same: InTheSame | None = None) -> Entry:
    """State an act that may be stated: make it an entry and put it through the door. What a partner without
    a node stated is recorded the same way, and goes to nobody.

    `officer` None is the node itself. `in_the_same` is called in the transaction that keeps the entry.

    Raises: BadlySaid, SamePerson, Overtaken (after many tries), and whatever `judge` refuses.
    """
    for left in reversed(range(TRIES)):
        judged = judge(act, now=now, by_the_node=officer is None)
        check_no_problem(judged)
        if officer is not None and judged.step.apart and not act.recorded:
            stands = held.standing_of(judged.held)
            check_apart(officer, judged.step, judged.act.item, stands.counted if stands else ())
        parcel = made(judged, officer, now)
        try:
            if act.recorded and officer is not None:
                made_on = current_heads(judged.held.entries)
                return keep_for(
                    parcel, made_on, act.recorded, officer=officer, now=now, in_the_same=in_the_same
                )
            return _stated(parcel, judged, officer, now, in_the_same)
        except Overtaken:
            if not left:
                raise
            time.sleep(random.uniform(0, AGAIN_WITHIN))  # noqa: S311 - no secret: who goes first
    raise AssertionError("unreachable")


def _stated(
    parcel: Parcel, judged: Judged, officer: Officer | None, now: datetime, in_the_same: InTheSame | None
) -> Entry:
    entry = parcel.signed.entry
    with transaction.atomic():
        kept = record(parcel, now=now, made_on=current_heads(judged.held.entries))
        given = _give_to_its_unit(entry, officer, now) if entry.opens and officer else {}
        note("step.taken", officer=officer, matter=entry.matter, step=entry.step, entry=entry.id, **given)
        if judged.doubts:
            note("step.doubted", officer=officer, matter=entry.matter, entry=entry.id, doubts=judged.doubts)
        if officer is not None and judged.step.seats:
            change_seats(entry, judged.step, now)
        if in_the_same is not None:
            in_the_same(kept)
    return entry


def _give_to_its_unit(entry: Entry, officer: Officer, now: datetime) -> dict[str, str]:
    """Who opens a matter works on it, and their unit with them; what the house log says of that."""
    to: dict[str, Any] = {"unit_id": officer.unit_id} if officer.unit_id else {"officer_id": officer.pk}
    insert(Assignment, matter=entry.matter, at=now, **to)
    return {"assigned": officer.unit.code if officer.unit else officer.reference}


def made(judged: Judged, officer: Officer | None, now: datetime) -> Parcel:
    """The entry of an act: composed, signed, its body sealed."""
    body, stated = in_writing(judged.body) if judged.body else (b"", {})
    salt, content_key = token_bytes(SALT_BYTES), token_bytes(CONTENT_KEY_BYTES)
    signer = signing_key(now)
    files = manifests_in(judged.body)
    header = _header(
        judged,
        officer,
        now,
        key=signer.fingerprint,
        body=commitment(salt, body) if body else "",
        attachments=digests(files, salt=salt),
    )
    signed = sign_entry(header, signer)
    if not body:
        return Parcel(signed)
    sealed = seal(signed, salt=salt, body=body, content_key=content_key, recipients={})
    return Parcel(signed, sealed.ciphertext, content_key, files, stated)


def _header(
    judged: Judged,
    officer: Officer | None,
    now: datetime,
    *,
    key: str,
    body: str,
    attachments: tuple[str, ...],
) -> bytes:
    act, opening = judged.act, judged.opening  # the act as judged: its item is filled in
    ours = judged.author == settings.AUTHORITY
    before = [entry for entry in judged.held.entries if entry.author == judged.author]
    return compose(
        kind=judged.kind.name,
        edition=judged.kind.edition,
        step=judged.step.name,
        author=judged.author,
        key=key,
        at=judged.at,
        matter=act.matter,
        says=judged.says,
        item=act.item,
        about=act.about,
        parties=() if opening else judged.parties,
        to=judged.to,
        after=current_heads(judged.held.entries),
        prev=_latest(before),
        terms=judged.terms,
        basis=act.basis,
        handling=act.handling,
        reference=next_reference(judged.kind.mark, now) if opening is None and ours else "",
        body=body,
        attachments=attachments,
        **_who(judged, officer),
    )


def _who(judged: Judged, officer: Officer | None) -> dict[str, str]:
    """In which function and service, under which opaque reference; never a name (D8)."""
    if officer is None:
        return {"function": THE_NODE}
    own_word = {word for (word,) in select(_OWN_WORD, judged.kind.name, judged.step.name)}
    fitting = sorted(officer.held & (own_word or judged.step.functions))
    return {
        "function": fitting[0] if fitting else "",
        "officer": officer.reference,
        "service": officer.unit.service_id if officer.unit else "",
    }


# As `officers.permission.takers` asks, for every entry: this node's own word on who takes a step.
_OWN_WORD = "SELECT function FROM officers_stepfunction WHERE kind = %s AND step = %s"


def _latest(before: list[Entry]) -> str:
    """Our last entry here: the one that none of ours continues. A healed ledger may hold them in any
    order.
    """
    continued = {entry.prev for entry in before}
    return next((entry.id for entry in reversed(before) if entry.id not in continued), "")

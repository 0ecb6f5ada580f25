"""How a partner's card comes to be trusted: met, compared by voice, confirmed by a second officer.

Whoever compares telephones the partner on a number known from elsewhere, never from the
card. Both read their own half of the phrase aloud. Three numbers of the partner's half
stay blank on the screen and are typed as heard, so that nobody compares by clicking; a
phrase that differs three times means that the card is somebody else's, and drops it.

Stopping (drop, suspend, revoke) takes one officer at once. Trusting again takes two.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, check_second_person
from mithaq.node.partners.errors import KnownAlready, NotPossibleNow, NotVouched, OwnCard, PhraseDiffers
from mithaq.node.partners.known import keys_of
from mithaq.node.partners.models import Introduction, Partner, PartnerKey, State
from mithaq.node.partners.own import own_card
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.text import plain_digits
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.card import WORDS_A_CARD, Card, phrase, phrase_in_digits, read_card
from mithaq.pact.exchange.errors import BadSignature

HEARD = 3  # numbers of the partner's half that are typed
OPEN = (State.MET, State.COMPARED)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One place of the phrase: its number as digits and as a word, and whether it is to be heard."""

    place: int  # from 1
    digits: str
    word: str
    is_ours: bool
    is_hidden: bool


@transaction.atomic
def meet(officer: Officer | None, text: str, *, now: datetime) -> Introduction:
    """Take in a card that came by mail or on a stick; nothing is trusted yet.

    `officer=None` is the node itself. A card that came before and was not confirmed gives way to the new one.

    Raises: NotYours, BadCard, OwnCard, KnownAlready.
    """
    if officer is not None:
        check_may_take(officer, "partner", "meet")
    card = check_new(text)
    partner, _ = Partner.objects.get_or_create(
        code=card.code, defaults={**_said(card), "state": State.MET, "met_by": officer, "met_at": now}
    )
    partner.introductions.filter(state__in=OPEN).update(state=State.DROPPED)
    introduction = Introduction.objects.create(
        partner=partner,
        card=text[text.index("-----BEGIN") :],
        fingerprint=card.keys.fingerprint,
        hidden=_places_to_hear(card),
        met_by=officer,
        met_at=now,
    )
    if partner.state not in {State.CONFIRMED, State.SUSPENDED}:
        _show(partner, card, State.MET)
    note("partner.met", officer=officer, partner=card.code, key=card.keys.fingerprint)
    return introduction


def check_new(text: str) -> Card:
    """The card a text holds, if it can be taken in. Raises: BadCard, OwnCard, KnownAlready."""
    card = read_card(text)
    _check_is_new(card)
    return card


def phrase_of(introduction: Introduction, language: str) -> tuple[Spoken, ...]:
    """The phrase to be read over the telephone, place by place. Shape: 12 places, six a card."""
    ours, theirs = own_card(), read_card(introduction.card)
    words, digits = phrase(ours, theirs, language), phrase_in_digits(ours, theirs)
    own = _places(ours, theirs)
    hidden = introduction.hidden if introduction.state == State.MET else []
    return tuple(
        Spoken(place, digits[place - 1], words[place - 1], place in own, place in hidden)
        for place in range(1, len(words) + 1)
    )


def compare(officer: Officer, introduction: Introduction, heard: Sequence[str], *, now: datetime) -> None:
    """State that the partner's officer read out the same phrase; `heard` are the hidden numbers, in order.

    Raises: NotYours, NotPossibleNow, PhraseDiffers.
    """
    check_may_take(officer, "partner", "compare")
    _check_state(introduction, State.MET, "compare")
    expected = [spoken.digits for spoken in phrase_of(introduction, "en") if spoken.is_hidden]
    typed = [plain_digits(number).strip().zfill(3) for number in heard]
    if not secrets.compare_digest(" ".join(expected).encode(), " ".join(typed).encode()):
        _count_a_wrong_phrase(officer, introduction)
    with transaction.atomic():
        _move(introduction, State.MET, State.COMPARED, compared_by=officer, compared_at=now)
        _follow(introduction.partner, State.COMPARED)
        note("partner.compared", officer=officer, **_facts(introduction))


@transaction.atomic
def accept_voucher(officer: Officer, introduction: Introduction, signature: bytes, *, now: datetime) -> None:
    """Spare the telephone: a key we trust has signed the new card. A second officer still confirms.

    Raises: NotYours, NotPossibleNow, NotVouched.
    """
    check_may_take(officer, "partner", "compare")
    _check_state(introduction, State.MET, "compare")
    statement = read_card(introduction.card).statement
    for row in introduction.partner.keys.filter(revoked_at=None, not_after__gt=now):
        try:
            keys.verify(keys_of(row), statement, signature, keys.CARD)
        except BadSignature:
            continue
        changes = {"compared_by": officer, "compared_at": now, "vouched_by": row.fingerprint}
        _move(introduction, State.MET, State.COMPARED, **changes)
        note("partner.vouched-for", officer=officer, by=row.fingerprint, **_facts(introduction))
        return
    raise NotVouched(authority=introduction.partner_id)


@transaction.atomic
def confirm(officer: Officer, introduction: Introduction, *, now: datetime) -> PartnerKey:
    """Trust the card: the second officer's word, never that of whoever compared.

    Raises: NotYours, NotPossibleNow, SecondPersonNeeded.
    """
    check_may_take(officer, "partner", "confirm")
    _check_state(introduction, State.COMPARED, "confirm")
    assert introduction.compared_by is not None
    check_second_person(officer, introduction.compared_by, "confirm")
    card = read_card(introduction.card)
    _move(introduction, State.COMPARED, State.CONFIRMED, confirmed_by=officer, confirmed_at=now)
    is_suspended = introduction.partner.state == State.SUSPENDED
    _show(introduction.partner, card, State.SUSPENDED if is_suspended else State.CONFIRMED)
    note("partner.confirmed", officer=officer, **_facts(introduction))
    return PartnerKey.objects.create(
        partner=introduction.partner,
        fingerprint=card.keys.fingerprint,
        ed25519=card.keys.ed25519,
        mldsa=card.keys.mldsa,
        xwing=card.keys.xwing,
        not_before=card.keys.not_before,
        not_after=card.keys.not_after,
        trusted_at=now,
    )


@transaction.atomic
def drop(officer: Officer, introduction: Introduction) -> None:
    """Trust a card no further. Raises: NotYours, NotPossibleNow."""
    check_may_take(officer, "partner", "drop")
    _drop(introduction)
    note("partner.dropped", officer=officer, **_facts(introduction))


def _count_a_wrong_phrase(officer: Officer, introduction: Introduction) -> None:
    """Write down that the words differed, then refuse: the refusal must not undo the count."""
    with transaction.atomic():
        left = introduction.tries_left - 1
        Introduction.objects.filter(pk=introduction.pk).update(tries_left=max(left, 0))
        introduction.tries_left = max(left, 0)
        note("partner.phrase-differed", officer=officer, left=max(left, 0), **_facts(introduction))
        if left <= 0:
            _drop(introduction)
    raise PhraseDiffers(left=str(max(left, 0)))


def _drop(introduction: Introduction) -> None:
    changed = Introduction.objects.filter(pk=introduction.pk, state__in=OPEN).update(state=State.DROPPED)
    if not changed:
        raise NotPossibleNow(step="drop", state=introduction.state)
    introduction.state = State.DROPPED
    _follow(introduction.partner, State.DROPPED)


def _check_is_new(card: Card) -> None:
    if card.code == settings.AUTHORITY:
        raise OwnCard(authority=card.code)
    known = PartnerKey.objects.filter(fingerprint=card.keys.fingerprint).exists()
    waiting = Introduction.objects.filter(fingerprint=card.keys.fingerprint, state__in=OPEN).exists()
    if known or waiting:
        raise KnownAlready(authority=card.code, key=card.keys.fingerprint)


def _check_state(introduction: Introduction, state: State, step: str) -> None:
    if introduction.state != state:
        raise NotPossibleNow(step=step, state=introduction.state)


def _move(introduction: Introduction, before: State, after: State, **changes: object) -> None:
    """Change the state if nobody else did meanwhile."""
    changed = Introduction.objects.filter(pk=introduction.pk, state=before).update(state=after, **changes)
    if not changed:
        raise NotPossibleNow(step=after.value, state=introduction.state)
    introduction.refresh_from_db()


def _follow(partner: Partner, state: State) -> None:
    """A partner we do not trust yet stands where its newest card stands."""
    waiting = (State.MET, State.COMPARED, State.DROPPED)
    Partner.objects.filter(pk=partner.pk, state__in=waiting).update(state=state)
    partner.refresh_from_db()


def _show(partner: Partner, card: Card, state: State) -> None:
    Partner.objects.filter(pk=partner.pk).update(state=state, **_said(card))
    partner.refresh_from_db()


def _said(card: Card) -> dict[str, object]:
    names: Mapping[str, str] = {f"name_{language}": name for language, name in card.names.items()}
    return {**names, "zone": card.zone, "address": card.address, "has_node": True}


def _places(ours: Card, theirs: Card) -> frozenset[int]:
    """The places of the phrase that are ours to read aloud."""
    first = (
        1 if (ours.code, ours.keys.fingerprint) < (theirs.code, theirs.keys.fingerprint) else 1 + WORDS_A_CARD
    )
    return frozenset(range(first, first + WORDS_A_CARD))


def _places_to_hear(theirs: Card) -> list[int]:
    halves = frozenset(range(1, 2 * WORDS_A_CARD + 1))
    return sorted(secrets.SystemRandom().sample(sorted(halves - _places(own_card(), theirs)), HEARD))


def _facts(introduction: Introduction) -> dict[str, str]:
    return {"partner": introduction.partner_id, "key": introduction.fingerprint}

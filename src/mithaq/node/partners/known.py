"""Which keys of a partner we trust, and for what instant.

A key verifies what was signed in its period, for ever. What a lost key signed before the
loss still stands; of a stolen one only what had reached us before the loss was recorded,
since a thief can write any date into what he signs.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings

from mithaq.node.partners.errors import KeyNotValidThen, KeyRevoked, NoKeyNow, UnknownKey
from mithaq.node.partners.models import Loss, Partner, PartnerKey, State
from mithaq.node.partners.own import own_keys, signing_key
from mithaq.node.statements import instant, select, stored_instant
from mithaq.pact.exchange.keys import PublicKeys

TRUSTED = (State.CONFIRMED, State.SUSPENDED)


def public_keys(
    authority: str, fingerprint: str, at: datetime, *, arrived_at: datetime | None = None
) -> PublicKeys:
    """The keys with which an authority signed something at an instant; our own included.

    `arrived_at` is when it reached us, if it is only arriving now.

    Raises: UnknownKey, KeyNotValidThen, KeyRevoked.
    """
    if authority == settings.AUTHORITY:
        return _own(fingerprint, at)
    row = PartnerKey.objects.filter(partner=authority, fingerprint=fingerprint).first()
    if row is None:
        raise UnknownKey(authority=authority, key=fingerprint)
    public = keys_of(row)
    facts = {"authority": authority, "key": fingerprint, "at": at.isoformat()}
    if not public.covers(at):
        raise KeyNotValidThen(**facts)
    if _is_revoked(row, at, arrived_at):
        raise KeyRevoked(**facts)
    return public


def keys_once_known(authority: str, fingerprint: str, at: datetime) -> PublicKeys:
    """The keys for something this node kept once and lost: a loss recorded since takes nothing back of it.

    Raises: UnknownKey, KeyNotValidThen.
    """
    if authority == settings.AUTHORITY:
        return _own(fingerprint, at)
    row = PartnerKey.objects.filter(partner=authority, fingerprint=fingerprint).first()
    if row is None:
        raise UnknownKey(authority=authority, key=fingerprint)
    if not keys_of(row).covers(at):
        raise KeyNotValidThen(authority=authority, key=fingerprint, at=at.isoformat())
    return keys_of(row)


def sealing_keys(authority: str, now: datetime) -> PublicKeys:
    """The keys to which a body for this authority is sealed now: the newest that stand.

    Raises: NoKeyNow.
    """
    if authority == settings.AUTHORITY:
        return signing_key(now).public()
    at = stored_instant(now)
    for ed25519, mldsa, xwing, begins, ends in select(_SEALING, authority, at, at):
        return _made(bytes(ed25519), bytes(mldsa), bytes(xwing), instant(begins), instant(ends))
    raise NoKeyNow(authority=authority, at=now.isoformat())


_SEALING = (
    "SELECT ed25519, mldsa, xwing, not_before, not_after FROM partners_partnerkey WHERE partner_id = %s "
    "AND revoked_at IS NULL AND not_before <= %s AND not_after > %s ORDER BY not_before DESC LIMIT 1"
)


def is_trusted(authority: str) -> bool:
    """Has this authority been confirmed once? (A suspended one is still known.)"""
    return Partner.objects.filter(code=authority, state__in=TRUSTED).exists()


def is_sent_to(authority: str) -> bool:
    """Is anything sent to this authority? Not to one that is suspended."""
    return Partner.objects.filter(code=authority, state=State.CONFIRMED).exists()


def keys_of(row: PartnerKey) -> PublicKeys:
    """The keys of a row; one instance a key, since making one takes longer than verifying."""
    return _made(bytes(row.ed25519), bytes(row.mldsa), bytes(row.xwing), row.not_before, row.not_after)


def _own(fingerprint: str, at: datetime) -> PublicKeys:
    for pair in own_keys():
        if pair.fingerprint == fingerprint:
            if not pair.public().covers(at):
                raise KeyNotValidThen(authority=settings.AUTHORITY, key=fingerprint, at=at.isoformat())
            return pair.public()
    raise UnknownKey(authority=settings.AUTHORITY, key=fingerprint)


def _is_revoked(row: PartnerKey, at: datetime, arrived_at: datetime | None) -> bool:
    if row.revoked_at is None:
        return False
    if row.loss == Loss.STOLEN and arrived_at is not None and row.loss_recorded_at is not None:
        return arrived_at >= row.loss_recorded_at
    return at >= row.revoked_at


@lru_cache(maxsize=256)
def _made(
    ed25519: bytes, mldsa: bytes, xwing: bytes, not_before: datetime, not_after: datetime
) -> PublicKeys:
    return PublicKeys(ed25519, mldsa, xwing, not_before, not_after)

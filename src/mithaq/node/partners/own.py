"""Our own keys and card: a file outside the database, opened with the node's passphrase.

`node.keys` holds every pair this authority ever had, oldest first: old ones verify and
open for ever. The newest one whose period has begun signs. The first pair is never taken
out: the key under which bodies rest is derived from it, and so stays the same over every
rotation. (The contract asked for a random key in the same file; the file's format holds
pairs alone, and a key derived from one of them protects as much.)
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from textwrap import wrap

from django.conf import settings
from django.db import DatabaseError

from mithaq.node import clock
from mithaq.node.partners.errors import KeyFileExists, KeyFileGone, NoKeyFile, NoKeyNow
from mithaq.node.statements import select
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.card import Card, make_card, read_card, write_card
from mithaq.pact.exchange.keyfile import open_keyfile, seal_keyfile
from mithaq.pact.exchange.keys import KeyPair

VALID_FOR = timedelta(days=2 * 365)
# Time for the new card to reach every partner before we sign with it.
HAND_OVER = timedelta(days=7)


def own_keys() -> tuple[KeyPair, ...]:
    """Every pair of this authority, oldest first. Raises: NoKeyFile, KeyFileGone, KeyFileClosed."""
    file = str(settings.KEY_FILE)
    try:
        stat = os.stat(file)  # noqa: PTH116 - several times an entry: no path is taken apart for that
    except FileNotFoundError:
        raise _missing() from None
    return _opened(file, stat.st_mtime_ns, stat.st_ino)


def signing_key(now: datetime) -> KeyPair:
    """The pair that signs now: the newest whose period has begun. Raises: NoKeyFile, NoKeyNow."""
    valid = [pair for pair in own_keys() if pair.not_before <= now < pair.not_after]
    if not valid:
        raise NoKeyNow(authority=settings.AUTHORITY, at=now.isoformat())
    return max(valid, key=lambda pair: pair.not_before)


def body_wrapping_key() -> bytes:
    """The 32 bytes under which the keys of bodies rest; the same over every rotation."""
    return _wrapping_key(own_keys()[0])


def own_card() -> Card:
    """Our card as it is given to partners today: with the keys that sign now. Raises: NoKeyFile, NoKeyNow."""
    return _read_card_of(signing_key(clock.now()).fingerprint)


def zone() -> str:
    """The time zone on our card; "" while there is none."""
    return own_card().zone if has_keys() else ""


def next_card() -> Card | None:
    """The card of keys that do not sign yet, to be given to partners meanwhile; None if there are none."""
    newest = own_keys()[-1]
    return _read_card_of(newest.fingerprint) if newest.not_before > clock.now() else None


def has_keys() -> bool:
    """Whether this authority has a key file."""
    return Path(settings.KEY_FILE).exists()


def check_never_had_keys() -> None:
    """That first keys may be made: new ones would open no body that rests here. Raises: KeyFileGone."""
    if not has_keys() and _has_kept_entries():
        raise KeyFileGone


def _has_kept_entries() -> bool:
    return bool(select("SELECT 1 FROM ledger_entryrow LIMIT 1"))


def _missing() -> NoKeyFile:
    try:
        return KeyFileGone() if _has_kept_entries() else NoKeyFile()
    except DatabaseError:  # no tables yet: nothing was kept
        return NoKeyFile()


def make_keys(*, names: Mapping[str, str], zone: str, address: str, now: datetime) -> Card:
    """The first pair and card of this authority. Raises: KeyFileExists, BadCard."""
    if has_keys():
        raise KeyFileExists
    pair = KeyPair.make(now, VALID_FOR)
    card = _card_of(pair, names=names, zone=zone, address=address)
    _keep((pair,), card)
    return card


def rotate(now: datetime, *, hand_over: timedelta = HAND_OVER) -> Card:
    """The card of a new pair, which signs after the hand-over; the old one signs until then.

    Raises: NoKeyFile.
    """
    pairs = own_keys()
    old = _read_card_of(pairs[-1].fingerprint)
    pair = KeyPair.make(now + hand_over, VALID_FOR)
    card = _card_of(pair, names=old.names, zone=old.zone, address=old.address)
    _keep((*pairs, pair), card)
    return card


def move(address: str, *, zone: str = "") -> Card:
    """The card with another address, under the same keys: nothing has to be compared again."""
    old = own_card()
    pair = next(pair for pair in own_keys() if pair.fingerprint == old.keys.fingerprint)
    card = _card_of(pair, names=old.names, zone=zone or old.zone, address=address)
    put_in_place(_card_file(card.keys.fingerprint), write_card(card).encode())
    return card


def voucher(card: Card, now: datetime) -> bytes:
    """Our present key's signature under our next card, so that partners need not telephone again."""
    return signing_key(now).sign(card.statement, keys.CARD)


def voucher_text(card: Card, now: datetime) -> str:
    """The same as text, as a page and a file hold it: it is pasted, mailed and printed."""
    return "\n".join(wrap(b64encode(voucher(card, now)).decode(), 64))


def _card_of(pair: KeyPair, *, names: Mapping[str, str], zone: str, address: str) -> Card:
    return make_card(
        code=settings.AUTHORITY, names=names, zone=zone, address=address, public=pair.public(), signer=pair
    )


def _keep(pairs: tuple[KeyPair, ...], card: Card) -> None:
    # The keys first: a card whose keys were lost in between would be worse than none.
    put_in_place(Path(settings.KEY_FILE), seal_keyfile(pairs, settings.KEY_PASSPHRASE))
    put_in_place(_card_file(card.keys.fingerprint), write_card(card).encode())


def _card_file(fingerprint: str) -> Path:
    return Path(settings.KEY_FILE).with_name(f"{fingerprint}.card")


def _read_card_of(fingerprint: str) -> Card:
    try:
        return _verified(_card_file(fingerprint).read_text("utf-8"))
    except FileNotFoundError:
        raise NoKeyFile from None


def put_in_place(file: Path, content: bytes) -> None:
    """Put a file in place whole and durably, for this user's eyes alone."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    partial.replace(file)


@lru_cache(maxsize=4)
def _opened(file: str, _mtime_ns: int, _inode: int) -> tuple[KeyPair, ...]:
    """The pairs of one version of the file; stretching the passphrase takes a tenth of a second."""
    return open_keyfile(Path(file).read_bytes(), settings.KEY_PASSPHRASE)


@lru_cache(maxsize=2)
def _wrapping_key(first: KeyPair) -> bytes:
    return first.derived(b"bodies at rest")


@lru_cache(maxsize=4)
def _verified(text: str) -> Card:
    """A card; its signature is verified once, since every page names this authority."""
    return read_card(text)

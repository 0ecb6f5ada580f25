"""Cards of invented authorities, and our own keys in a folder of the test."""

from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.test import override_settings

from mithaq.node import clock
from mithaq.node.partners import own
from mithaq.pact.exchange.card import Card, make_card, write_card
from mithaq.pact.exchange.keys import KeyPair

NAMES = {
    "MA": {"ar": "المديرية العامة للأمن الوطني", "fr": "DGSN", "en": "DGSN"},
    "FR": {"ar": "الشرطة الوطنية الفرنسية", "fr": "Police nationale", "en": "National Police"},
    "ES": {"ar": "الشرطة الوطنية الإسبانية", "fr": "Police espagnole", "en": "Spanish Police"},
}


@lru_cache
def pair(number: int = 1) -> KeyPair:
    """A key pair that has been valid for a day and will be for a year."""
    now = clock.now()
    return KeyPair.make(now - timedelta(days=1, seconds=number), now + timedelta(days=365))


def card(code: str = "FR", keys: KeyPair | None = None, address: str = "https://paris.example") -> Card:
    """The card of an invented authority."""
    keys = keys or pair()
    return make_card(
        code=code, names=NAMES[code], zone="Europe/Paris", address=address, public=keys.public(), signer=keys
    )


def text(code: str = "FR", keys: KeyPair | None = None, **said: str) -> str:
    """The card as it comes by mail."""
    return write_card(card(code, keys, **said))


def own_keys_in(folder: Path) -> tuple[Path, Card]:
    """Keys and card of our own, in a folder: the key file and the card."""
    file = folder / "keys" / "node.keys"
    now = clock.now() - timedelta(days=1)
    with override_settings(KEY_FILE=file):
        return file, own.make_keys(names=NAMES["MA"], zone="Africa/Casablanca", address="", now=now)

"""An authority card: how two authorities meet.

A card says who an authority is (code, names, zone, address) and with which keys, signed with
those keys. That proves only that the card is whole. Whose it is, two officers establish by
telephone: each reads out the phrase of both cards, and the phrases must be equal.

Specified in docs/protocol/card.md.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import scrypt
from importlib.resources import files
from textwrap import wrap
from types import MappingProxyType
from typing import Any

from mithaq.pact.exchange import keys
from mithaq.pact.exchange.errors import BadCard, BadKeys
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.exchange.keys import PublicKeys, Signer
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import AUTHORITY, is_instant, written_at
from mithaq.pact.ledger.errors import Malformed

LANGUAGES = ("ar", "fr", "en")
WORDS_A_CARD = 6

_BEGIN = "-----BEGIN MITHAQ AUTHORITY CARD-----"
_END = "-----END MITHAQ AUTHORITY CARD-----"
_LARGEST = 16 * 1024
_KEYS = frozenset({"suite", "code", "names", "zone", "address", "keys"})
_PUBLIC = frozenset({"ed25519", "mldsa", "xwing", "not_before", "not_after"})
_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}")
_ADDRESS = re.compile(r"(https?://[a-z0-9.-]{1,200}(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]{0,200})?)?")
# Line breaks and control characters; marks that turn the direction of what follows.
_FORBIDDEN = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Card:
    """Who an authority says it is. Always whole: signed with the keys it carries."""

    code: str
    names: Mapping[str, str]  # in ar, fr, en
    zone: str  # IANA name
    address: str  # where its node answers; "" if envelopes travel as files
    keys: PublicKeys
    statement: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"{self.code} {self.keys.fingerprint}"


def make_card(
    *, code: str, names: Mapping[str, str], zone: str, address: str, public: PublicKeys, signer: Signer
) -> Card:
    """An authority's own card, signed. Raises: BadCard."""
    statement = canonical.encode({
        "suite": "mithaq-1", "code": code, "names": dict(names), "zone": zone, "address": address,
        "keys": _written_keys(public),
    })  # fmt: skip
    return _read(statement, signer.sign(statement, keys.CARD))


def is_address(address: str) -> bool:
    """Whether a card can state where a node is reached so; "" if it is not reached by others."""
    return _ADDRESS.fullmatch(address) is not None


def is_name(name: object) -> bool:
    """Whether a card can call its authority so, in one of its languages."""
    return isinstance(name, str) and 0 < len(name) <= 200 and not _FORBIDDEN.search(name)


def write_card(card: Card) -> str:
    """The card as text that can be mailed, printed or put on a stick."""
    inside = canonical.encode_bytes(join_frames([card.statement, card.signature]))
    return "\n".join([_BEGIN, *wrap(inside, 64), _END, ""])


def read_card(text: str) -> Card:
    """The card a text holds, its own signature verified. Raises: BadCard, whatever the text."""
    if len(text) > _LARGEST:
        raise BadCard(rule="too-large")
    _, begin, rest = text.partition(_BEGIN)
    inside, end, _ = rest.partition(_END)
    if not (begin and end):
        raise BadCard(rule="armour")
    try:
        statement, signature = split_frames(canonical.decode_bytes("".join(inside.split())), 2)
    except ValueError:
        raise BadCard(rule="armour") from None
    return _read(statement, signature)


def phrase(card_a: Card, card_b: Card, language: str) -> tuple[str, ...]:
    """The words both sides read to each other before they trust each other's cards.

    Each card has six words of its own and no card can be made to fit the words of another:
    that would take 2**48 tries of a tenth of a second. (Six words for both cards together
    could be met halfway, in 2**24.)

    Shape: 12 words, six a card, the lower code first; equal on both sides.
    """
    return words_for(_numbers(card_a, card_b), language)


def words_for(numbers: bytes, language: str) -> tuple[str, ...]:
    """Numbers as words to read over the telephone: the same thing in each language. Shape: a word a byte."""
    words = _words()[language]
    return tuple(words[number] for number in numbers)


def phrase_in_digits(card_a: Card, card_b: Card) -> tuple[str, ...]:
    """The same phrase as numbers, for officers without a language in common. Shape: 12 times 3 digits."""
    return tuple(f"{number:03d}" for number in _numbers(card_a, card_b))


def _numbers(card_a: Card, card_b: Card) -> bytes:
    lower, higher = sorted([card_a, card_b], key=lambda card: (card.code, card.keys.fingerprint))
    return _stretched(lower.code, lower.keys.fingerprint) + _stretched(higher.code, higher.keys.fingerprint)


@cache
def _stretched(code: str, fingerprint: str) -> bytes:
    salt = f"mithaq phrase 1 {code}".encode()
    return scrypt(fingerprint.encode(), salt=salt, n=1 << 14, r=8, p=1, dklen=WORDS_A_CARD)


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    """The word lists: 256 rows, the same thing in each language."""
    table = files("mithaq.pact.exchange").joinpath("words.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return {language: tuple(row[column] for row in rows) for column, language in enumerate(LANGUAGES)}


def _read(statement: bytes, signature: bytes) -> Card:
    """The card a statement makes, checked and verified. Raises: BadCard."""
    try:
        stated: dict[str, Any] = canonical.decode(statement, what="card", largest=_LARGEST, deepest=2)
    except Malformed as error:
        raise BadCard(rule=error.facts["rule"]) from None
    if stated.keys() != _KEYS or stated.pop("suite") != "mithaq-1":
        raise BadCard(rule="wrong-keys")
    for name, rule in {"code": re.compile(AUTHORITY), "zone": _ZONE, "address": _ADDRESS}.items():
        if not (isinstance(stated[name], str) and rule.fullmatch(stated[name])):
            raise BadCard(rule=name)
    names = stated["names"]
    if not isinstance(names, dict) or names.keys() != set(LANGUAGES) or not all(map(is_name, names.values())):
        raise BadCard(rule="names")
    public = _read_keys(stated["keys"])
    if not keys.is_signed(public, statement, signature, keys.CARD):
        raise BadCard(rule="signature")
    stated |= {"names": MappingProxyType(names), "keys": public}
    return Card(**stated, statement=statement, signature=signature)


def _written_keys(public: PublicKeys) -> dict[str, str]:
    return {
        "ed25519": canonical.encode_bytes(public.ed25519),
        "mldsa": canonical.encode_bytes(public.mldsa),
        "xwing": canonical.encode_bytes(public.xwing),
        "not_before": written_at(public.not_before),
        "not_after": written_at(public.not_after),
    }


def _read_keys(stated: object) -> PublicKeys:
    if not isinstance(stated, dict) or stated.keys() != _PUBLIC:
        raise BadCard(rule="keys")
    if not (is_instant(stated["not_before"]) and is_instant(stated["not_after"])):
        raise BadCard(rule="keys")
    try:
        return PublicKeys(
            ed25519=canonical.decode_bytes(stated["ed25519"]),
            mldsa=canonical.decode_bytes(stated["mldsa"]),
            xwing=canonical.decode_bytes(stated["xwing"]),
            not_before=datetime.fromisoformat(stated["not_before"]),
            not_after=datetime.fromisoformat(stated["not_after"]),
        )
    except (ValueError, BadKeys):
        raise BadCard(rule="keys") from None

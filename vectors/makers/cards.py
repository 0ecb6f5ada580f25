"""Cards: how authorities meet; texts that are no card, by rule; the phrases two officers read out."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mithaq.pact.exchange import keys
from mithaq.pact.exchange.card import (
    LANGUAGES,
    Card,
    _words,
    phrase,
    phrase_in_digits,
    read_card,
    write_card,
)
from mithaq.pact.exchange.errors import BadCard
from mithaq.pact.ledger import canonical
from vectors.makers.keys import stated
from vectors.makers.notation import Json, Spelt, base64, bytes_of, repeated
from vectors.makers.parties import ES, FR, MA, MA_BEFORE, STRANGER, card_of


def make() -> Json:
    """The content of cards.json."""
    return {
        "good": [_good(name, text) for name, text in _texts()],
        "refused": [_refused(name, text) for name, text in _bad_texts()],
        "words": {language: list(words) for language, words in _words().items()},
        "phrases": list(_phrases()),
    }


def _texts() -> Iterator[tuple[str, str]]:
    card = card_of("MA")
    text = write_card(card)
    yield "as we write it", text
    yield "in one line, as a mail programme may join it", text.replace("\n", " ")
    yield "with text around it", f"Our card:\n\n{text}\nRegards\n"
    yield "with lines that end as in Windows", text.replace("\n", "\r\n")
    yield "of an authority without a node", write_card(card_of("ES", ES))


def _bad_texts() -> Iterator[tuple[str, Spelt]]:
    card = card_of("MA")
    text = write_card(card)
    yield "nothing at all", ""
    yield "no end", text.split("-----END")[0]
    yield "a letter lost", text.replace("\n", "", 1)[:200] + text[202:]
    yield "another dash", text.replace("-----BEGIN", "----BEGIN")
    yield "too large", repeated((text, 1), ("x", 16 * 1024))
    for name, changed in BAD_PARTS.items():
        yield name, _signed_anew(card, changed)
    flipped = bytearray(card.signature)
    flipped[-1] ^= 1
    yield "a signature that does not stand", write_card(replace(card, signature=bytes(flipped)))
    yield (
        "signed with other keys than its own",
        write_card(replace(card, signature=STRANGER.sign(card.statement, keys.CARD))),
    )
    yield "signed as a receipt", write_card(replace(card, signature=MA.sign(card.statement, keys.RECEIPT)))
    spaced = json.dumps(json.loads(card.statement), ensure_ascii=False, sort_keys=True).encode()
    yield "a statement with spaces", _armoured(card, spaced)
    yield "with the keys of another authority put in", _signed_anew(card, {"keys": _written(FR)})


BAD_PARTS: dict[str, dict[str, Any]] = {
    "another suite": {"suite": "mithaq-2"},
    "a part too many": {"more": 1},
    "a code in small letters": {"code": "ma"},
    "a zone that climbs": {"zone": "../../etc"},
    "an address with a user": {"address": "https://user@ma.example"},
    "an address of another scheme": {"address": "file:///etc"},
    "an address with a question": {"address": "https://ma.example/?a=b"},
    "a name missing": {"names": {"ar": "أ", "en": "A"}},
    "a name that is empty": {"names": {"ar": "أ", "en": "", "fr": "A"}},
    "a name of 201 characters": {"names": {"ar": "أ", "en": "A" * 201, "fr": "A"}},
    "a name with a line break": {"names": {"ar": "أ", "en": "A\nB", "fr": "A"}},
    "a name that turns its direction": {"names": {"ar": "أ", "en": "A\u202eB", "fr": "A"}},
}


def _written(pair: keys.KeyPair) -> dict[str, str]:
    return {name: value for name, value in stated(pair.public()).items() if name != "fingerprint"}


def _signed_anew(card: Card, changed: dict[str, Any]) -> str:
    """The card with parts changed, signed by MA: its signature stands unless its keys changed."""
    return _armoured(card, canonical.encode(json.loads(card.statement) | changed))


def _armoured(card: Card, statement: bytes) -> str:
    return write_card(replace(card, statement=statement, signature=MA.sign(statement, keys.CARD)))


def _good(name: str, text: str) -> Json:
    card = read_card(text)
    return {
        "name": name, "text": text, "code": card.code, "names": dict(card.names), "zone": card.zone,
        "address": card.address, "fingerprint": card.keys.fingerprint, "statement": card.statement.decode(),
        "signature": base64(card.signature),
    }  # fmt: skip


def _refused(name: str, text: Spelt) -> Json:
    try:
        read_card(bytes_of(text).decode())
    except BadCard as error:
        return {"name": name, "code": error.code, "rule": error.facts["rule"], "text": text}
    raise AssertionError(f"not refused: {name}")


def _phrases() -> Iterator[Json]:
    """Phrases of two cards; only code and fingerprint enter."""
    pairs = {"MA and FR": (card_of("MA"), card_of("FR")), "ES and FR": (card_of("ES"), card_of("FR"))}
    pairs["MA with its keys of before, and FR"] = (card_of("MA", MA_BEFORE), card_of("FR"))
    for name, (one, other) in pairs.items():
        yield {
            "name": name,
            "cards": [{"code": card.code, "fingerprint": card.keys.fingerprint} for card in (one, other)],
            "words": {language: list(phrase(one, other, language)) for language in LANGUAGES},
            "digits": list(phrase_in_digits(other, one)),
        }

"""Two authorities for tests, with keys that are the same in every run."""

from datetime import UTC, datetime
from hashlib import sha256

from mithaq.pact.exchange.card import Card, make_card
from mithaq.pact.exchange.envelope import Sealed, seal, sign_entry
from mithaq.pact.exchange.keys import KeyPair
from mithaq.pact.ledger.body import commitment, encode_body
from mithaq.pact.ledger.entry import SignedEntry, compose

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
NAMES = {"ar": "المديرية العامة", "fr": "Direction générale", "en": "General Directorate"}


def pair_of(name: str, not_before=FROM, not_after=UNTIL) -> KeyPair:
    """A key pair made of a name: never outside tests."""
    seeds = (sha256(f"{name} {part}".encode()).digest() for part in ("ed25519", "mldsa", "xwing"))
    return KeyPair(*seeds, not_before=not_before, not_after=not_after)


RABAT, PARIS, MADRID, STRANGER = map(pair_of, ("Rabat", "Paris", "Madrid", "a stranger"))


def card_of(code: str, pair: KeyPair, **parts) -> Card:
    defaults = {"names": NAMES, "zone": "Africa/Casablanca", "address": "https://node.example:8443"}
    return make_card(code=code, public=pair.public(), signer=pair, **(defaults | parts))


SALT = bytes(range(32))
CONTENT_KEY = bytes(range(32, 64))
BODY = encode_body({"subject": "محمد", "question": "Who is the holder of this number?"})


def signed(pair=RABAT, *, salt=SALT, body=BODY, **parts) -> SignedEntry:
    """An opening entry from Rabat to Paris, with Madrid as third party; no body if `body` is empty."""
    defaults = {
        "kind": "inquiry", "edition": 1, "step": "ask", "author": "MA", "key": pair.fingerprint, "at": AT,
        "to": ["FR"], "body": commitment(salt, body) if body else "",
    }  # fmt: skip
    if "matter" not in parts:
        defaults |= {"parties": ["MA", "FR", "ES"]}
    return sign_entry(compose(**(defaults | parts)), pair)


def sealed(entry=None, *, salt=SALT, body=BODY, recipients=None) -> Sealed:
    return seal(
        entry or signed(salt=salt, body=body),
        salt=salt,
        body=body,
        content_key=CONTENT_KEY,
        recipients=recipients or {"FR": PARIS.public()},
    )

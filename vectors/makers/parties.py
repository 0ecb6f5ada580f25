"""The invented authorities of the vectors, with keys that are the same in every run.

MA, FR and ES are parties everywhere here; MA also has keys of an earlier period, and somebody
is a stranger to all. Keys made from a name are for vectors and never for a node.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from mithaq.pact.exchange.card import Card, make_card
from mithaq.pact.exchange.keys import KeyPair

PARTIES = ("ES", "FR", "MA")
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)
ZONES = {"MA": "Africa/Casablanca", "FR": "Europe/Paris", "ES": "Europe/Madrid"}
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def pair_of(name: str, not_before: datetime = FROM, not_after: datetime = UNTIL) -> KeyPair:
    """A key pair made of a name."""
    ed25519, mldsa, xwing = (seed(f"{name} {part}") for part in ("ed25519", "mldsa", "xwing"))
    return KeyPair(ed25519, mldsa, xwing, not_before, not_after)


def seed(of: str) -> bytes:
    """32 bytes made of a text: seeds, salts, content keys."""
    return sha256(f"mithaq vectors 1 {of}".encode()).digest()


PAIRS = {name: pair_of(name) for name in ("MA", "FR", "ES", "stranger")}
PAIRS["MA before"] = pair_of("MA before", FROM - timedelta(days=730), FROM)
PAIRS["FR before"] = pair_of("FR before", FROM - timedelta(days=730), FROM)
MA, FR, ES, STRANGER = (PAIRS[name] for name in ("MA", "FR", "ES", "stranger"))
MA_BEFORE, FR_BEFORE = PAIRS["MA before"], PAIRS["FR before"]


def card_of(code: str, pair: KeyPair | None = None) -> Card:
    """The card of an invented authority."""
    pair = pair or PAIRS[code]
    names = {
        "ar": f"سلطة المثال {code}",
        "fr": f"Autorité d'exemple {code}",
        "en": f"Example authority {code}",
    }
    address = "" if code == "ES" else f"https://{code.lower()}.example:8443"
    return make_card(
        code=code, names=names, zone=ZONES[code], address=address, public=pair.public(), signer=pair
    )

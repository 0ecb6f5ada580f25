"""Keys: seeds and the public keys made of them; signatures that stand and that do not; keys that are none.

Other vectors name these keys by their names here. Signatures are random (ML-DSA), so this
part is made once; what is made of the seeds is the same in every run.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mithaq.pact.exchange import keys
from mithaq.pact.exchange.errors import BadKeys
from mithaq.pact.exchange.keys import ED25519_BYTES, KeyPair, PublicKeys
from mithaq.pact.ledger.entry import written_at
from vectors.makers.notation import Json, base64
from vectors.makers.parties import FR, MA, PAIRS, STRANGER

STATEMENT = b'{"what":"is signed"}'


def make() -> Json:
    """The content of keys.json."""
    return {
        "pairs": {name: _pair(pair) for name, pair in PAIRS.items()},
        "refused_keys": [_refused(name, changed) for name, changed in _bad_keys()],
        "signatures": list(_signatures()),
        "refused_signatures": list(_bad_signatures()),
    }


def stated(public: PublicKeys) -> dict[str, str]:
    """Public keys as vectors write them."""
    return {
        "fingerprint": public.fingerprint,
        "ed25519": base64(public.ed25519),
        "mldsa": base64(public.mldsa),
        "xwing": base64(public.xwing),
        "not_before": written_at(public.not_before),
        "not_after": written_at(public.not_after),
    }


def _pair(pair: KeyPair) -> Json:
    seeds = {"ed25519": pair.ed25519_seed, "mldsa": pair.mldsa_seed, "xwing": pair.xwing_seed}
    return {"seeds": {name: seed.hex() for name, seed in seeds.items()}, "public": stated(pair.public())}


def _signatures() -> Iterator[Json]:
    for context in (keys.ENTRY, keys.RECEIPT, keys.CARD, keys.ASK):
        yield {
            "key": "MA", "context": context.decode(), "statement": STATEMENT.decode(),
            "signature": base64(MA.sign(STATEMENT, context)),
        }  # fmt: skip


def _bad_signatures() -> Iterator[Json]:
    right = MA.sign(STATEMENT, keys.ENTRY)
    other = FR.sign(STATEMENT, keys.ENTRY)
    flipped = bytearray(right)
    flipped[-1] ^= 1
    changes: dict[str, dict[str, Any]] = {
        "for another context": {"context": keys.RECEIPT.decode()},
        "over another statement": {"statement": '{"what":"was signed"}'},
        "with other keys": {"key": "FR"},
        "ML-DSA altered": {"signature": bytes(flipped)},
        "Ed25519 altered": {"signature": bytes([right[0] ^ 1]) + right[1:]},
        "Ed25519 by other keys": {"signature": other[:ED25519_BYTES] + right[ED25519_BYTES:]},
        "ML-DSA by other keys": {"signature": right[:ED25519_BYTES] + other[ED25519_BYTES:]},
        "Ed25519 alone": {"signature": right[:ED25519_BYTES]},
        "ML-DSA alone": {"signature": right[ED25519_BYTES:]},
        "a byte too many": {"signature": right + b"\0"},
        "nothing": {"signature": b""},
    }
    for name, changed in changes.items():
        whole: dict[str, Any] = {
            "name": name, "key": "MA", "context": keys.ENTRY.decode(), "statement": STATEMENT.decode(),
            "signature": right, **changed,
        }  # fmt: skip
        yield whole | {"signature": base64(whole["signature"])}


def _bad_keys() -> Iterator[tuple[str, dict[str, Any]]]:
    public = STRANGER.public()
    yield "Ed25519 too short", {"ed25519": public.ed25519[:31]}
    yield "ML-DSA too short", {"mldsa": public.mldsa[:-1]}
    yield "X-Wing too long", {"xwing": public.xwing + b"\0"}
    yield "ML-KEM with a number above its modulus", {"xwing": b"\xff" * 1184 + public.xwing[1184:]}
    yield "X25519 of low order", {"xwing": public.xwing[:1184] + bytes(32)}
    yield "a period that ends before it begins", {
        "not_before": public.not_after, "not_after": public.not_before,
    }  # fmt: skip
    yield "a period of no length", {"not_after": public.not_before}


def _refused(name: str, changed: dict[str, Any]) -> Json:
    good = STRANGER.public()
    try:
        replace(good, **changed)
    except BadKeys as error:
        written = {
            part: written_at(value) if part.startswith("not_") else base64(value)
            for part, value in changed.items()
        }
        whole = {part: value for part, value in stated(good).items() if part != "fingerprint"}
        return {"name": name, "code": error.code, "rule": error.facts["rule"], "public": whole | written}
    raise AssertionError(f"not refused: {name}")

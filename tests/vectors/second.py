"""A second implementation of the protocol, written from docs/protocol alone: are the pages enough?

It reads entries and bodies, orders them, opens envelopes and verifies receipts; `second_log` checks proofs
of the log and checkpoints, `second_card` reads cards and proofs, `second_file` attachments. Nothing is kept,
and no standing folded. Standard library and `cryptography`, nothing of ours. HPKE and X-Wing are put
together by hand, so that the pages' word for them is tested too.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from graphlib import TopologicalSorter
from itertools import combinations
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Json = dict[str, Any]
AUTHORITY, WORD, DIGEST, FINGERPRINT = (
    "[A-Z][A-Z0-9-]{1,15}",
    "[a-z][a-z0-9-]{0,63}",
    "[0-9a-f]{64}",
    "[0-9a-f]{32}",
)
CODE, NAME = "[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}", "[a-z][a-z0-9_-]{0,63}"
TEXTS = {
    "kind": WORD,
    "step": WORD,
    "author": AUTHORITY,
    "key": FINGERPRINT,
    "item": f"({AUTHORITY}|{DIGEST})?",
}
TEXTS |= dict.fromkeys(("prev", "about", "terms", "body"), f"({DIGEST})?")
TEXTS |= dict.fromkeys(("basis", "service", "function", "officer", "reference"), f"({CODE})?")
LISTS = {"parties": AUTHORITY, "to": AUTHORITY, "after": DIGEST, "handling": CODE, "attachments": DIGEST}
HEADER = {*TEXTS, *LISTS, "suite", "edition", "matter", "at", "says"}
RECEIPT = {"suite", "entry", "by", "key", "at", "heads"}


class Refused(Exception):
    """What came does not stand; the argument is the code that the pages give."""


def check(stands: object, code: str) -> None:
    if not stands:
        raise Refused(code)


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) >= 2**53:
        raise ValueError("a number that not every reader holds")
    return int(digits)


def _never(text: str) -> int:
    raise ValueError(f"no whole number: {text}")


def depth(written: bytes) -> int:
    """How deep brackets nest outside strings, without parsing."""
    level = deepest = 0
    for bracket in re.sub(rb'"(?:[^"\\]|\\.)*+(?:"|\Z)|[^][{}"]', b"", written, flags=re.DOTALL):
        level += 1 if bracket in b"[{" else -1
        deepest = max(deepest, level)
    return deepest


def one_spelling(written: bytes, largest: int, deepest: int, code: str = "ledger.malformed") -> Json:
    """The object these bytes state, if they are the one way to write it."""
    check(len(written) <= largest and depth(written) <= deepest, code)
    try:
        stated = json.loads(written.decode(), parse_int=_whole, parse_float=_never, parse_constant=_never)
        again = json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except ValueError:
        raise Refused(code) from None
    check(again == written and isinstance(stated, dict), code)
    return dict(stated)


def unbase64(text: Any, code: str) -> bytes:
    """The bytes that base64 in its one spelling states."""
    try:
        found = base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Refused(code) from None
    check(base64.b64encode(found).decode() == text, code)
    return found


def instant(text: Any) -> datetime | None:
    pattern = r"2[01]\d\d-\d\d-\d\dT([01]\d|2[0-3])(:[0-5]\d){2}\.\d{3}Z"
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z") if is_text(text, pattern) else None
    except ValueError:
        return None


def is_text(value: Any, pattern: str) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value, re.ASCII) is not None


def is_list(values: Any, pattern: str, in_order: bool) -> bool:
    return (
        isinstance(values, list)
        and len(values) <= 256
        and all(is_text(value, pattern) for value in values)
        and len(set(values)) == len(values)
        and (not in_order or values == sorted(values))
    )


def read_header(written: bytes) -> Json:
    """The parts of an entry's header, with its id; `matter` is the id of the entry that opened it."""
    check(re.fullmatch(rb"[!-\[\]-~]+", written), "ledger.malformed")
    parts = one_spelling(written, largest=64 * 1024, deepest=6)
    check(parts.get("suite") == "mithaq-1", "ledger.unknown-suite")
    check(parts.keys() == HEADER and _fits(parts) and _fits_together(parts), "ledger.malformed")
    found = hashlib.sha256(written).hexdigest()
    return parts | {"id": found, "matter": parts["matter"] or found}


def _fits(parts: Json) -> bool:
    edition, says = parts["edition"], parts["says"]
    return (
        all(is_text(parts[name], pattern) for name, pattern in TEXTS.items())
        and all(is_list(parts[each], LISTS[each], each in ("parties", "to", "after")) for each in LISTS)
        and (type(edition) is int and 1 <= edition <= 9999)
        and (parts["matter"] is None or is_text(parts["matter"], DIGEST))
        and instant(parts["at"]) is not None
        and (isinstance(says, dict) and len(says) <= 256)
        and all(is_text(name, NAME) and _is_said(said) for name, said in says.items())
    )


def _is_said(said: Any) -> bool:
    if isinstance(said, list):
        return len(said) <= 256 and all(is_text(each, ".{0,4096}") for each in said)
    return isinstance(said, int) or is_text(said, ".{0,4096}")


def _fits_together(parts: Json) -> bool:
    author, parties, reference = parts["author"], parts["parties"], parts["reference"]
    if parts["matter"] is not None:
        return author not in parts["to"] and parts["after"] and not (parties or reference)
    return (
        len(parties) >= 2
        and author in parties
        and set(parts["to"]) <= set(parties) - {author}
        and not (parts["after"] or parts["prev"])
        and (not reference or reference.startswith(author + "-"))
    )


def read_body(written: bytes) -> Json:
    said = one_spelling(written, largest=1024 * 1024, deepest=8)
    check("\\u0000" not in written.decode().replace("\\\\", ""), "ledger.malformed")
    return said


def commitment(salt: bytes, body: bytes) -> str:
    return hashlib.sha256(salt + body).hexdigest()


class Keys:
    """The public keys of an authority, and their period."""

    def __init__(self, stated: Json, code: str = "exchange.bad-keys") -> None:
        sizes = {"ed25519": 32, "mldsa": 1952, "xwing": 1216}
        check(stated.keys() == {*sizes, "not_before", "not_after"}, code)
        parts = {name: unbase64(stated[name], code) for name in sizes}
        begin, end = instant(stated["not_before"]), instant(stated["not_after"])
        check(begin and end and begin < end and {name: len(parts[name]) for name in sizes} == sizes, code)
        try:
            self.ed25519 = Ed25519PublicKey.from_public_bytes(parts["ed25519"])
            self.mldsa = MLDSA65PublicKey.from_public_bytes(parts["mldsa"])
            MLKEM768PublicKey.from_public_bytes(parts["xwing"][:1184])
            low_order_fails = X25519PrivateKey.from_private_bytes(b"\1" * 32)
            low_order_fails.exchange(X25519PublicKey.from_public_bytes(parts["xwing"][1184:]))
        except ValueError:
            raise Refused(code) from None
        assert begin
        assert end
        self.begin, self.end = begin, end
        self.fingerprint = hashlib.sha256(b"".join(parts.values())).hexdigest()[:32]

    def signed(self, statement: bytes, signature: bytes, context: str) -> bool:
        """Whether both signatures stand; a receipt may have been signed with others."""
        if context == "mithaq receipt 1" and len(signature) != 64 + 3309:
            return self.signed_together(statement, signature, context + " of many")
        try:
            self.ed25519.verify(signature[:64], context.encode() + b"\0" + statement)
            self.mldsa.verify(signature[64:], statement, context.encode())
        except InvalidSignature:
            return False
        return len(signature) == 64 + 3309

    def signed_together(self, statement: bytes, signature: bytes, context: str) -> bool:
        """Whether the root is signed to which the hashes lead (receipt.md)."""
        of_all, place, rest = signature[:3373], signature[3373:3375], signature[3375:]
        if len(place) != 2 or not 2 <= place[1] <= 64 or place[0] >= place[1] or len(rest) % 32:
            return False
        path = [rest[start : start + 32] for start in range(0, len(rest), 32)]
        root = from_leaf(leaf(statement), place[0], place[1], path)
        return root is not None and self.signed(place[1:] + root, of_all, context)


def leaf(recorded: bytes) -> bytes:
    return hashlib.sha256(b"\0" + recorded).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def from_leaf(of: bytes, number: int, size: int, path: list[bytes]) -> bytes | None:
    """The root to which a path leads, from the top down; None if it has too few steps or too many."""
    if size == 1 or not path:
        return of if size == 1 and not path else None
    middle, step = split(size), path[-1]
    if number < middle:
        below = from_leaf(of, number, middle, path[:-1])
        return below and node(below, step)
    below = from_leaf(of, number - middle, size - middle, path[:-1])
    return below and node(step, below)


def check_signed(
    known: Iterable[Keys], stated: Json, statement: bytes, signature: bytes, context: str
) -> None:
    """Nothing, if the keys named are among those known of the author, in their period, and signed this."""
    keys, at = {keys.fingerprint: keys for keys in known}.get(stated["key"]), instant(stated["at"])
    check(keys, "partners.unknown-key")
    assert keys
    assert at
    check(keys.begin <= at < keys.end, "partners.key-not-valid-then")
    check(keys.signed(statement, signature, context), "exchange.bad-signature")


def xwing_keys(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(
        expanded[64:]
    )


def keys_of_seeds(ed25519: bytes, mldsa: bytes, xwing: bytes) -> dict[str, bytes]:
    """The public keys made of three seeds."""
    mlkem, x25519 = xwing_keys(xwing)
    return {
        "ed25519": Ed25519PrivateKey.from_private_bytes(ed25519).public_key().public_bytes_raw(),
        "mldsa": MLDSA65PrivateKey.from_seed_bytes(mldsa).public_key().public_bytes_raw(),
        "xwing": mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw(),
    }


def order(headers: Iterable[bytes], precedence: Mapping[str, int]) -> Json:
    """The order of entries, their heads, what is missing, and what was told twice."""
    held = {entry["id"]: entry for entry in map(read_header, headers)}
    named = {one: {*entry["after"], entry["prev"]} - {""} for one, entry in held.items()}
    causes = {one: before & held.keys() for one, before in named.items()}
    place = {one: (precedence.get(entry["step"], 0), one) for one, entry in held.items()}
    stories: dict[tuple[str, ...], list[str]] = {}
    for one, entry in sorted(held.items()):
        stories.setdefault((entry["matter"], entry["author"], entry["prev"]), []).append(one)
    every_cause: set[str] = set().union(*named.values())
    return {
        "order": _placed(causes, place),
        "heads": sorted(held.keys() - every_cause),
        "missing": sorted((every_cause | {entry["matter"] for entry in held.values()}) - held.keys()),
        "told_twice": sorted([*pair] for told in stories.values() for pair in combinations(told, 2)),
    }


def _placed(causes: Mapping[str, set[str]], place: Mapping[str, tuple[int, str]]) -> list[str]:
    """From the end: the greatest (precedence, id) of those that no other still to be placed names."""
    effects: dict[str, set[str]] = {one: set() for one in causes}
    for one, before in causes.items():
        for cause in before:
            effects[cause].add(one)
    sorter = TopologicalSorter(effects)  # effects before causes
    sorter.prepare()
    placed: list[str] = []
    ready: list[str] = []
    while sorter.is_active():
        ready = sorted([*ready, *sorter.get_ready()], key=place.__getitem__)
        placed.insert(0, ready.pop())
        sorter.done(placed[0])
    return placed


def frames(joined: bytes, count: int, code: str) -> list[bytes]:
    found = []
    for _ in range(count):
        size = int.from_bytes(joined[:4], "big")
        check(len(joined) >= 4 + size, code)
        found.append(joined[4 : 4 + size])
        joined = joined[4 + size :]
    check(not joined, code)
    return found


def open_envelope(wire: bytes, me: str, known: Mapping[str, list[Keys]], seeds: Iterable[bytes]) -> Json:
    """The header for `me`, and what the body holds, if we are an addressee; `seeds` are our X-Wing seeds."""
    bad = "exchange.bad-envelope"
    check(len(wire) <= 2 * 1024 * 1024 and wire.startswith(b"mithaq-envelope "), bad)
    check(wire.startswith(b"mithaq-envelope 1\n"), "exchange.envelope-not-known")
    header, signature, ciphertext, wrapped = frames(wire[18:], 4, bad)
    check(len(signature) == 3373, bad)
    try:
        entry = read_header(header)
    except Refused as refused:
        raise Refused("exchange.envelope-not-known" if "suite" in refused.args[0] else bad) from None
    to, _, wrap = wrapped.partition(b"\n")
    check(bool(wrapped) == bool(ciphertext), bad)
    if wrapped:
        check(entry["body"] and to.decode("latin-1") in entry["to"] and len(wrap) == 1168, bad)
    check_signed(known.get(entry["author"], []), entry, header, signature, "mithaq entry 1")
    if me not in entry["to"] or not entry["body"]:
        check(not ciphertext, "exchange.not-for-us")
        return {"entry": entry["id"], "opened": None}
    check(ciphertext, "exchange.body-missing")
    check(to == me.encode(), "exchange.not-for-us")
    key = next(filter(None, (unwrap(wrap, seed, entry["id"], me) for seed in seeds)), None)
    inside = decrypted(key, bytes(12), ciphertext, entry["id"].encode()) if key else None
    check(inside is not None, "exchange.cannot-open")
    assert inside is not None
    salt, body = inside[:32], inside[32:]
    matches = len(salt) == 32 and commitment(salt, body) == entry["body"]
    check(matches, "exchange.commitment-unmatched")
    read_body(body)
    return {"entry": entry["id"], "opened": {"body": body, "salt": salt, "content_key": key}}


def unwrap(wrap: bytes, seed: bytes, entry: str, me: str) -> bytes | None:
    """The content key: X-Wing, then HPKE's key schedule (RFC 9180, section 5.1) and single-shot opening."""
    mlkem, x25519 = xwing_keys(seed)
    from_mlkem, from_x25519, sealed = wrap[:1088], wrap[1088:1120], wrap[1120:]
    try:
        shared = x25519.exchange(X25519PublicKey.from_public_bytes(from_x25519))
    except ValueError:
        return None
    both = mlkem.decapsulate(from_mlkem) + shared + from_x25519 + x25519.public_key().public_bytes_raw()
    suite = b"HPKE" + bytes.fromhex("647a00010002")

    def extract(salt: bytes, label: bytes, secret: bytes) -> bytes:
        return hmac.digest(salt, b"HPKE-v1" + suite + label + secret, "sha256")

    def expand(secret: bytes, label: bytes, length: int) -> bytes:
        info = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(secret, info + b"\1", "sha256")[:length]

    info = f"mithaq envelope 1{entry}{me}".encode()
    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(hashlib.sha3_256(both + rb"\.//^\ "[:-1]).digest(), b"secret", b"")
    return decrypted(expand(secret, b"key", 32), expand(secret, b"base_nonce", 12), sealed, b"")


def decrypted(key: bytes, nonce: bytes, ciphertext: bytes, also: bytes) -> bytes | None:
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, also)
    except (InvalidTag, ValueError):
        return None


def read_receipt(wire: bytes, known: Mapping[str, list[Keys]]) -> Json:
    """What a receipt states, both signatures verified."""
    bad = "exchange.bad-receipt"
    check(wire.startswith(b"mithaq-receipt 1\n") and len(wire) <= 32 * 1024 + 3667, bad)
    statement, signature = frames(wire[17:], 2, bad)
    stated = read_statement(statement)
    check_signed(known.get(stated["by"], []), stated, statement, signature, "mithaq receipt 1")
    return stated


def read_statement(statement: bytes) -> Json:
    """What a receipt states, nothing verified."""
    bad = "exchange.bad-receipt"
    stated = one_spelling(statement, largest=32 * 1024, deepest=2, code=bad)
    check(stated.keys() == RECEIPT and stated["suite"] == "mithaq-1" and instant(stated["at"]), bad)
    texts = {"entry": DIGEST, "by": AUTHORITY, "key": FINGERPRINT}
    check(all(is_text(stated[name], pattern) for name, pattern in texts.items()), bad)
    check(is_list(stated["heads"], DIGEST, in_order=True), bad)
    return stated

"""Envelopes: what each recipient opens, and what is answered to those that do not stand.

Wraps and ML-DSA signatures are random, so this part is made once. Keys are named as in keys.json.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mithaq.node.partners.errors import KeyNotValidThen, UnknownKey
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.envelope import (
    LARGEST_ENVELOPE,
    MAGIC,
    Opened,
    Sealed,
    from_wire,
    open_sealed,
    seal,
    sign_entry,
    to_wire,
    verify_signed,
)
from mithaq.pact.exchange.frames import join_frames
from mithaq.pact.exchange.keys import KeyPair
from mithaq.pact.ledger.body import commitment, encode_body, read_body
from mithaq.pact.ledger.entry import SignedEntry, compose
from vectors.makers.notation import Json, base64, bytes_of, repeated
from vectors.makers.parties import AT, ES, FR, FR_BEFORE, FROM, MA, MA_BEFORE, PAIRS, STRANGER, seed

KNOWN = {"MA": ["MA", "MA before"], "FR": ["FR", "FR before"], "ES": ["ES"]}
SALT, CONTENT_KEY = seed("a salt"), seed("a content key")
BODY = encode_body({"subject": "محمد", "question": "Who is the holder of this number?"})
FOR_FR = {"FR": FR.public()}


def make() -> Json:
    """The content of envelopes.json."""
    return {
        "keys_of": KNOWN,
        "good": [_good(name, me, wire) for name, me, wire in good_wires()],
        "refused": [_refused(name, me, wire) for name, me, wire in bad_wires()],
    }


def signed(pair: KeyPair = MA, *, body: bytes = BODY, **parts: object) -> SignedEntry:
    """An opening entry from MA to FR, with ES as third party; no body if `body` is empty."""
    header = {
        "kind": "inquiry", "edition": 1, "step": "ask", "author": "MA", "key": pair.fingerprint, "at": AT,
        "to": ["FR"], "body": commitment(SALT, body) if body else "", "parties": ["ES", "FR", "MA"],
    }  # fmt: skip
    return sign_entry(compose(**(header | parts)), pair)  # type: ignore[arg-type]


def sealed(
    entry: SignedEntry, *, body: bytes = BODY, recipients: dict[str, keys.PublicKeys] | None = None
) -> Sealed:
    return seal(entry, salt=SALT, body=body, content_key=CONTENT_KEY, recipients=recipients or FOR_FR)


def wire_of(entry: SignedEntry, ciphertext: bytes = b"", wrap: bytes = b"") -> bytes:
    """Frames put together unchecked."""
    return MAGIC + join_frames([entry.entry.header, entry.signature, ciphertext, wrap])


def good_wires() -> Iterator[tuple[str, str, bytes]]:
    """Name, recipient, wire."""
    asked = signed()
    whole = sealed(asked)
    yield "a body for its addressee", "FR", to_wire(whole, "FR")
    yield "the header alone, for a party that is no addressee", "ES", to_wire(whole, "ES")
    yield "the same entry sealed anew: the ciphertext is the same", "FR", to_wire(sealed(asked), "FR")
    yield "an entry without a body", "FR", to_wire(Sealed(signed(body=b""), b"", {}), "FR")
    yield (
        "sealed to keys of before",
        "FR",
        to_wire(sealed(asked, recipients={"FR": FR_BEFORE.public()}), "FR"),
    )
    yield (
        "signed with keys of before, in their period",
        "FR",
        to_wire(sealed(signed(MA_BEFORE, at=FROM - timedelta(seconds=1))), "FR"),
    )
    both = sealed(signed(to=["ES", "FR"]), recipients=FOR_FR | {"ES": ES.public()})
    yield "two addressees, the first", "ES", to_wire(both, "ES")
    yield "two addressees, the second", "FR", to_wire(both, "FR")
    long = encode_body({"text": "كلمة " * 400})
    yield "a longer body", "FR", to_wire(sealed(signed(body=long), body=long), "FR")
    step = signed(FR, author="FR", step="answer", to=["MA"], parties=[], matter="1" * 64, after=["1" * 64])
    yield (
        "a step of a matter opened elsewhere",
        "MA",
        to_wire(sealed(step, recipients={"MA": MA.public()}), "MA"),
    )


def bad_wires() -> Iterator[tuple[str, str, bytes | Json]]:
    """Name, recipient, wire."""
    asked = signed()
    whole = sealed(asked)
    wire = to_wire(whole, "FR")
    for name, written in _bad_frames(asked, whole, wire):
        yield name, "FR", written
    for name, written in _bad_signatures(whole):
        yield name, "FR", written
    yield from _not_to_be_opened(asked, whole)


def _bad_frames(asked: SignedEntry, whole: Sealed, wire: bytes) -> Iterator[tuple[str, bytes | Json]]:
    header, wrap = asked.entry.header, b"FR\n" + whole.wraps["FR"]
    yield "nothing at all", b""
    yield "another first line", wire.replace(b"mithaq", b"mythaq", 1)
    yield "an envelope of edition 2", wire.replace(b"envelope 1", b"envelope 2", 1)
    yield (
        "an entry of another suite",
        MAGIC + join_frames([header.replace(b"mithaq-1", b"mithaq-2"), asked.signature, b"", b""]),
    )
    yield "cut short by a byte", wire[:-1]
    yield "cut short in a length", wire[: len(MAGIC) + 2]
    yield "a byte after the last frame", wire + b"\0"
    yield "a length beyond the end", MAGIC + b"\xff\xff\xff\xff" + header
    yield "three frames", MAGIC + join_frames([header, asked.signature, b""])
    yield "five frames", wire + join_frames([b""])
    yield "larger than 2 MiB", repeated(("mithaq-envelope 1\n", 1), ("x", LARGEST_ENVELOPE))
    yield "a header that names no suite", MAGIC + join_frames([b"{}", asked.signature, b"", b""])
    yield "a header cut short", MAGIC + join_frames([header[:-1], asked.signature, b"", b""])
    yield "a signature too short", wire_of(replace(asked, signature=asked.signature[:-1]))
    yield "a wrap without a ciphertext", wire_of(asked, b"", wrap)
    yield "a ciphertext without a wrap", wire_of(asked, whole.ciphertext)
    yield "a body that the header does not commit to", wire_of(signed(body=b""), whole.ciphertext, wrap)
    yield "a wrap for somebody who is no addressee", wire_of(asked, whole.ciphertext, b"ES" + wrap[2:])
    yield "a wrap that names nobody", wire_of(asked, whole.ciphertext, wrap[3:])
    yield "a wrap too short", wire_of(asked, whole.ciphertext, wrap[:-1])


def _bad_signatures(whole: Sealed) -> Iterator[tuple[str, bytes]]:
    asked = whole.signed
    ed25519, mldsa = bytearray(asked.signature), bytearray(asked.signature)
    ed25519[0] ^= 1
    mldsa[-1] ^= 1
    stolen = asked.entry.header.replace(MA.fingerprint.encode(), STRANGER.fingerprint.encode())
    in_our_name = SignedEntry(replace(asked.entry, header=stolen), STRANGER.sign(stolen, keys.ENTRY))
    partner = signed(MA).entry.header.replace(MA.fingerprint.encode(), FR.fingerprint.encode())
    early = signed(MA, at=FROM - timedelta(milliseconds=1))
    late = signed(MA_BEFORE, at=FROM)
    other = asked.entry.header.replace(b'"step":"ask"', b'"step":"beg"')
    altered = {
        "Ed25519 altered": replace(asked, signature=bytes(ed25519)),
        "ML-DSA altered": replace(asked, signature=bytes(mldsa)),
        "a header altered after it was signed": replace(asked, entry=replace(asked.entry, header=other)),
        "signed as a receipt": replace(asked, signature=MA.sign(asked.entry.header, keys.RECEIPT)),
        "with keys that nobody confirmed": in_our_name,
        "with the keys of another authority": SignedEntry(
            replace(asked.entry, header=partner), FR.sign(partner, keys.ENTRY)
        ),
        "before the period of its keys": early,
        "at the instant at which the period of its keys is over": late,
    }
    wrap = b"FR\n" + whole.wraps["FR"]
    for name, entry in altered.items():
        yield name, wire_of(entry, whole.ciphertext, wrap)


def _not_to_be_opened(asked: SignedEntry, whole: Sealed) -> Iterator[tuple[str, str, bytes]]:
    wrap, flipped = whole.wraps["FR"], bytearray(whole.ciphertext)
    flipped[0] ^= 1
    yield "a body for another", "ES", to_wire(whole, "FR")
    both = signed(to=["ES", "FR"])
    yield "a wrap for the other addressee", "ES", to_wire(sealed(both), "FR")
    yield "the body left out", "FR", to_wire(whole, "ES")
    yield (
        "sealed to the keys of a stranger",
        "FR",
        to_wire(sealed(asked, recipients={"FR": STRANGER.public()}), "FR"),
    )
    yield "a wrap altered", "FR", wire_of(asked, whole.ciphertext, b"FR\n" + bytes([wrap[0] ^ 1]) + wrap[1:])
    yield "a ciphertext altered", "FR", wire_of(asked, bytes(flipped), b"FR\n" + wrap)
    later = signed(at=AT + timedelta(seconds=1))
    elsewhere = sealed(later)
    yield "the wrap of another entry", "FR", wire_of(asked, whole.ciphertext, b"FR\n" + elsewhere.wraps["FR"])
    yield (
        "the ciphertext of another entry, under the same key",
        "FR",
        wire_of(asked, elsewhere.ciphertext, b"FR\n" + wrap),
    )
    yield (
        "the wrap of another recipient of it",
        "FR",
        wire_of(both, *_parts(sealed(both, recipients={"ES": FR.public()}), "ES")),
    )
    yield (
        "another body than the header commits to",
        "FR",
        _with_inside(asked, SALT + BODY.replace(b"holder", b"finder")),
    )
    yield "another salt than the header commits to", "FR", _with_inside(asked, seed("another salt") + BODY)
    yield "less than a salt", "FR", _with_inside(asked, SALT[:31])
    spaced = BODY.replace(b'":"', b'": "')
    odd = signed(body=spaced)
    yield "a body that is not canonical", "FR", _with_inside(odd, SALT + spaced)


def _parts(made: Sealed, wrapped_for: str) -> tuple[bytes, bytes]:
    """The ciphertext, and a wrap that was made for somebody else under FR's name."""
    return made.ciphertext, b"FR\n" + made.wraps[wrapped_for]


def _with_inside(entry: SignedEntry, inside: bytes) -> bytes:
    """An envelope that opens, to bytes of our choice."""
    entry_id = entry.entry.id.encode()
    suite = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    info = b"mithaq envelope 1" + entry_id + b"FR"
    wrap = suite.encrypt(CONTENT_KEY, FR.public().sealing_key, info)
    return wire_of(entry, AESGCM(CONTENT_KEY).encrypt(bytes(12), inside, entry_id), b"FR\n" + wrap)


def opened_as(me: str, wire: bytes) -> tuple[Sealed, Opened | None]:
    """The steps of docs/protocol/envelope.md, "Opening", with the keys of the vectors.

    Raises: MithaqError; the first failure is the answer.
    """
    envelope = from_wire(wire)
    entry = envelope.signed.entry
    pairs = [PAIRS[name] for name in KNOWN.get(entry.author, ())]
    pair = next((pair for pair in pairs if pair.fingerprint == entry.key), None)
    if pair is None:
        raise UnknownKey
    if not pair.public().covers(entry.at):
        raise KeyNotValidThen
    verify_signed(envelope.signed, pair.public())
    opened = open_sealed(envelope, me=me, keypairs=[PAIRS[name] for name in KNOWN[me]])
    if opened is not None:
        read_body(opened.body)
    return envelope, opened


def _good(name: str, me: str, wire: bytes) -> Json:
    envelope, opened = opened_as(me, wire)
    inside = opened and {
        "body": opened.body.decode(), "salt": opened.salt.hex(), "content_key": opened.content_key.hex(),
    }  # fmt: skip
    return {
        "name": name, "to": me, "entry": envelope.signed.entry.id,
        "header": envelope.signed.entry.header.decode(), "opened": inside, "wire": base64(wire),
    }  # fmt: skip


def _refused(name: str, me: str, wire: bytes | Json) -> Json:
    try:
        opened_as(me, wire if isinstance(wire, bytes) else bytes_of(wire))
    except MithaqError as error:
        written = base64(wire) if isinstance(wire, bytes) else wire
        refused = {"name": name, "to": me, "code": error.code, "rule": error.facts.get("rule", "")}
        return refused | {"wire": written}
    raise AssertionError(f"not refused: {name}")

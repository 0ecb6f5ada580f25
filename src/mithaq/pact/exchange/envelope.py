"""An envelope: a sealed entry on its way.

One body, encrypted once under one random content key; that key wrapped for each addressee.
Other parties get the same envelope without ciphertext: the header alone. The entry's id is
bound to the ciphertext and to each wrap, so nothing of one envelope fits another.

Everything in `from_wire` was written by a partner or by someone on the way; nothing is true
until `verify_signed` and `open_sealed` have passed. What an opened body says is checked by
`read_body` at the door.

Specified in docs/protocol/envelope.md.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mithaq.pact.exchange import keys
from mithaq.pact.exchange.errors import (
    BadEnvelope,
    BadSignature,
    BodyMissing,
    CannotOpen,
    CommitmentUnmatched,
    EnvelopeNotKnown,
    NotForUs,
)
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.exchange.keys import KeyPair, PublicKeys, Signer
from mithaq.pact.ledger.body import SALT_BYTES, commitment
from mithaq.pact.ledger.entry import Entry, SignedEntry, read_entry
from mithaq.pact.ledger.errors import LedgerError, UnknownSuite

FAMILY = b"mithaq-envelope "
MAGIC = FAMILY + b"1\n"
LARGEST_ENVELOPE = 2 * 1024 * 1024
WRAP_BYTES = 1120 + 32 + 16  # X-Wing encapsulation, content key, tag
CONTENT_KEY_BYTES = 32

_HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NONCE = bytes(12)  # a content key encrypts one body, once


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed entry with its body sealed, or without it (then `ciphertext` and `wraps` are empty)."""

    signed: SignedEntry
    ciphertext: bytes = field(repr=False)
    wraps: Mapping[str, bytes] = field(repr=False)  # content key, per addressee


@dataclass(frozen=True, slots=True)
class Opened:
    """What an envelope held, matched with the commitment in the signed header."""

    content_key: bytes = field(repr=False)
    salt: bytes = field(repr=False)
    body: bytes = field(repr=False)


def sign_entry(header: bytes, signer: Signer) -> SignedEntry:
    """The entry these header bytes state, signed for its author.

    Raises: Malformed; ValueError if the header names other keys than the signer's.
    """
    entry = read_entry(header)
    if entry.key != signer.fingerprint:
        raise ValueError("the header names other keys")
    return SignedEntry(entry, signer.sign(header, keys.ENTRY))


def verify_signed(signed: SignedEntry, public: PublicKeys) -> None:
    """Nothing, if the entry names these keys and both signatures stand. Raises: BadSignature."""
    entry = signed.entry
    named = entry.key == public.fingerprint
    if not (named and keys.is_signed(public, entry.header, signed.signature, keys.ENTRY)):
        raise BadSignature(what="entry", entry=entry.id, key=entry.key)


def seal(
    signed: SignedEntry, *, salt: bytes, body: bytes, content_key: bytes, recipients: Mapping[str, PublicKeys]
) -> Sealed:
    """The entry with its body encrypted, and the content key wrapped for each recipient.

    `salt` and `content_key` are 32 random bytes each, made for this entry alone. With the
    same ones the ciphertext is the same, so sealing again for one more addressee is safe.

    Raises: CommitmentUnmatched; ValueError if a recipient is not an addressee.
    """
    entry = signed.entry
    if not recipients.keys() <= set(entry.to):
        raise ValueError("only addressees may read the body")
    if len(content_key) != CONTENT_KEY_BYTES:
        raise ValueError("a content key has 32 bytes")
    if commitment(salt, body) != entry.body:
        raise CommitmentUnmatched(entry=entry.id)
    ciphertext = AESGCM(content_key).encrypt(_NONCE, salt + body, entry.id.encode())
    wraps = {
        code: _HPKE.encrypt(content_key, public.sealing_key, _bound_to(entry, code))
        for code, public in recipients.items()
    }
    return Sealed(signed, ciphertext, wraps)


def open_sealed(sealed: Sealed, *, me: str, keypairs: Iterable[KeyPair]) -> Opened | None:
    """What the envelope holds for authority `me`; None if the entry has no body for us.

    Raises: NotForUs, BodyMissing, CannotOpen, CommitmentUnmatched.
    """
    entry = sealed.signed.entry
    if me not in entry.to or not entry.body:
        if sealed.ciphertext:
            raise NotForUs(entry=entry.id)
        return None
    if not sealed.ciphertext:
        raise BodyMissing(entry=entry.id)
    if me not in sealed.wraps:
        raise NotForUs(entry=entry.id)
    content_key = _unwrapped(sealed.wraps[me], entry, me, keypairs)
    salt, body = opened_at_rest(sealed.ciphertext, content_key, entry)
    return Opened(content_key, salt, body)


def opened_at_rest(ciphertext: bytes, content_key: bytes, entry: Entry) -> tuple[bytes, bytes]:
    """Salt and body of an entry, from its ciphertext and content key.

    Raises: CannotOpen, CommitmentUnmatched.
    """
    try:
        inside = AESGCM(content_key).decrypt(_NONCE, ciphertext, entry.id.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen(entry=entry.id) from None
    salt, body = inside[:SALT_BYTES], inside[SALT_BYTES:]
    if len(salt) < SALT_BYTES or commitment(salt, body) != entry.body:
        raise CommitmentUnmatched(entry=entry.id)
    return salt, body


def to_wire(sealed: Sealed, recipient: str) -> bytes:
    """The envelope's bytes for one recipient: with its own wrap, or the header only.

    Raises: BadEnvelope if the whole is larger than any node accepts.
    """
    wrap = sealed.wraps.get(recipient, b"")
    wire = MAGIC + join_frames([
        sealed.signed.entry.header,
        sealed.signed.signature,
        sealed.ciphertext if wrap else b"",
        recipient.encode() + b"\n" + wrap if wrap else b"",
    ])  # fmt: skip
    if len(wire) > LARGEST_ENVELOPE:
        raise BadEnvelope(rule="too-large")
    return wire


def from_wire(wire: bytes) -> Sealed:
    """The envelope these bytes state, nothing verified or opened yet.

    Raises: BadEnvelope, EnvelopeNotKnown; whatever the bytes.
    """
    if len(wire) > LARGEST_ENVELOPE:
        raise BadEnvelope(rule="too-large")
    if not wire.startswith(MAGIC):
        raise EnvelopeNotKnown if wire.startswith(FAMILY) else BadEnvelope(rule="magic")
    try:
        header, signature, ciphertext, wrap = split_frames(wire[len(MAGIC) :], 4)
    except ValueError:
        raise BadEnvelope(rule="frames") from None
    if len(signature) != keys.SIGNATURE_BYTES:
        raise BadEnvelope(rule="signature")
    try:
        entry = read_entry(header)
    except UnknownSuite:
        raise EnvelopeNotKnown from None
    except LedgerError as error:
        raise BadEnvelope(rule=f"header: {error.facts['rule']}") from None
    return Sealed(SignedEntry(entry, signature), ciphertext, _read_wrap(wrap, ciphertext, entry))


def _read_wrap(written: bytes, ciphertext: bytes, entry: Entry) -> Mapping[str, bytes]:
    """The wrap for one addressee; none if the envelope has no body."""
    if bool(written) != bool(ciphertext) or (ciphertext and not entry.body):
        raise BadEnvelope(rule="body")
    if not written:
        return {}
    code, _, wrap = written.partition(b"\n")
    addressee = code.decode("latin-1")
    if addressee not in entry.to:
        raise BadEnvelope(rule="wrap-for-another")
    if len(wrap) != WRAP_BYTES:
        raise BadEnvelope(rule="wrap")
    return {addressee: wrap}


def _unwrapped(wrap: bytes, entry: Entry, me: str, keypairs: Iterable[KeyPair]) -> bytes:
    """The content key, tried with each of our pairs: the sender may still have sealed to an old one."""
    for pair in keypairs:
        try:
            return _HPKE.decrypt(wrap, pair.opening_key, _bound_to(entry, me))
        except (InvalidTag, ValueError):
            continue
    raise CannotOpen(entry=entry.id)


def _bound_to(entry: Entry, code: str) -> bytes:
    """What a wrap is bound to: this entry, this recipient."""
    return b"mithaq envelope 1" + entry.id.encode() + code.encode()

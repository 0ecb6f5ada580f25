"""A checkpoint: what a log's keeper signs, and its witnesses countersign.

Three lines of text (origin, size, root), then signature lines, as in C2SP tlog-checkpoint,
signed-note and tlog-cosignature. A partner cosigns only what continues the last checkpoint it
saw; so neither side can rewrite its history, nor show two, without the other holding proof.

Known hole: these signatures are Ed25519 alone. What a log holds, entries and receipts,
carries both signatures of its own.

Specified in docs/protocol/checkpoint.md.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import AUTHORITY
from mithaq.pact.ledger.errors import BadCheckpoint
from mithaq.pact.ledger.log import HASH_BYTES

LARGEST_CHECKPOINT = 16 * 1024
MOST_SIGNATURES = 64
LATEST = 4102444800  # 2100-01-01: no clock is further ahead

_KEEPER, _WITNESS = b"\x01", b"\x04"  # signature types of C2SP signed-note
_ORIGIN = re.compile(rf"mithaq/({AUTHORITY})/([a-z]{{1,16}})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")
# Long enough for the signatures of others that we cannot check: ML-DSA has some 4,500 digits of base64.
_SIGNATURE = re.compile(r"— ([^ +]{1,80}) ([A-Za-z0-9+/]{8,8000}={0,2})")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How long a log was and what it held, as somebody states it; nothing verified."""

    origin: str
    size: int
    root: bytes
    text: str  # with all signature lines
    signatures: tuple[tuple[str, bytes], ...]  # name; key id and signature

    @property
    def authority(self) -> str:
        """Whose log it is."""
        return self.origin.split("/")[1]

    @property
    def body(self) -> str:
        """The lines that are signed."""
        return write_checkpoint(self.origin, self.size, self.root)


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A witness's word that this was the largest checkpoint of the log it had seen."""

    by: str
    key: bytes  # Ed25519, public
    at: datetime


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A checkpoint whose signatures were verified."""

    checkpoint: Checkpoint
    key: bytes  # of the log's keeper; Ed25519, public
    cosignatures: tuple[Cosignature, ...]


def origin_of(authority: str, log: str) -> str:
    """The name of an authority's log, `exchange` or `house`."""
    return f"mithaq/{authority}/{log}"


def write_checkpoint(origin: str, size: int, root: bytes) -> str:
    """The lines of a checkpoint that are signed."""
    if not _ORIGIN.fullmatch(origin) or size < 0 or len(root) != HASH_BYTES:
        raise ValueError("not a checkpoint")
    return f"{origin}\n{size}\n{canonical.encode_bytes(root)}\n"


def sign_checkpoint(body: str, key: Ed25519PrivateKey) -> str:
    """The whole checkpoint, signed by the log's keeper."""
    name = body.split("\n", 1)[0]
    key_id = _key_id(name, _KEEPER, key.public_key().public_bytes_raw())
    return f"{body}\n{_line(name, key_id + key.sign(body.encode()))}"


def cosign(text: str, *, by: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """The checkpoint with one more signature line, by witness `by`.

    Who calls this has verified the checkpoint and that it continues the last one seen.

    Units: `at` is aware; cut to seconds.
    Raises: BadCheckpoint.
    """
    checkpoint = read_checkpoint(text)
    name = witness_name(by)
    seconds = int(at.timestamp())
    key_id = _key_id(name, _WITNESS, key.public_key().public_bytes_raw())
    signature = key.sign(_cosigned(checkpoint.body, seconds))
    return text + _line(name, key_id + seconds.to_bytes(8, "big") + signature)


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint a text states, no signature verified. Raises: BadCheckpoint, whatever the text."""
    if len(text) > LARGEST_CHECKPOINT:
        raise BadCheckpoint(rule="too-large")
    body, blank, rest = text.partition("\n\n")
    lines = body.split("\n")
    if not blank or len(lines) != 3 or not rest.endswith("\n"):
        raise BadCheckpoint(rule="lines")
    origin, size, root_line = lines
    if not _ORIGIN.fullmatch(origin) or not _SIZE.fullmatch(size):
        raise BadCheckpoint(rule="origin or size")
    signature_lines = rest[:-1].split("\n")
    if len(signature_lines) > MOST_SIGNATURES:
        raise BadCheckpoint(rule="too-many-signatures")
    try:
        root = canonical.decode_bytes(root_line)
        signatures = tuple(_read_line(line) for line in signature_lines)
    except ValueError:
        raise BadCheckpoint(rule="base64") from None
    if len(root) != HASH_BYTES:
        raise BadCheckpoint(rule="root")
    return Checkpoint(origin, int(size), root, text, signatures)


def verify_checkpoint(text: str, keys: Mapping[str, Iterable[bytes]]) -> Witnessed:
    """The checkpoint and its cosignatures, all verified with the keys given.

    Signatures by keys not given are ignored; one that is ours to check and fails refuses all.

    Shape: `keys` maps an authority to its Ed25519 keys, 32 bytes each, old ones included.
    Raises: BadCheckpoint, also if the log's keeper has not signed.
    """
    checkpoint = read_checkpoint(text)
    keepers = _by_key_id({checkpoint.origin: keys.get(checkpoint.authority, ())}, _KEEPER)
    witnesses = _by_key_id({witness_name(by): known for by, known in keys.items()}, _WITNESS)
    keeper, cosignatures = b"", []
    for name, signature in checkpoint.signatures:
        known = (name, signature[:4])
        if known in keepers:
            keeper = keepers[known]
            _check(keeper, signature[4:], checkpoint.body.encode(), checkpoint.origin)
        elif known in witnesses:
            seconds = int.from_bytes(signature[4:12], "big")
            _check(witnesses[known], signature[12:], _cosigned(checkpoint.body, seconds), checkpoint.origin)
            cosignatures.append(_cosignature(name, witnesses[known], seconds, checkpoint.origin))
    if not keeper:
        raise BadCheckpoint(rule="not-signed-by-its-keeper", origin=checkpoint.origin)
    return Witnessed(checkpoint, keeper, tuple(cosignatures))


def witness_name(authority: str) -> str:
    """The name under which an authority cosigns."""
    return f"mithaq/{authority}/witness"


def _check(key: bytes, signature: bytes, message: bytes, origin: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise BadCheckpoint(rule="signature", origin=origin) from None


def _cosignature(name: str, key: bytes, seconds: int, origin: str) -> Cosignature:
    if seconds > LATEST:
        raise BadCheckpoint(rule="time", origin=origin)
    return Cosignature(name.split("/")[1], key, datetime.fromtimestamp(seconds, UTC))


def _by_key_id(names: Mapping[str, Iterable[bytes]], kind: bytes) -> dict[tuple[str, bytes], bytes]:
    return {(name, _key_id(name, kind, key)): key for name, keys in names.items() for key in keys}


def _key_id(name: str, kind: bytes, key: bytes) -> bytes:
    """Source: C2SP signed-note, "Signatures"."""
    return sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def _cosigned(body: str, seconds: int) -> bytes:
    """Source: C2SP tlog-cosignature, "Ed25519 signed message"."""
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()


def _line(name: str, signature: bytes) -> str:
    return f"— {name} {canonical.encode_bytes(signature)}\n"


def _read_line(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE.fullmatch(line)
    if not found:
        raise ValueError("not a signature line")
    return found[1], canonical.decode_bytes(found[2])

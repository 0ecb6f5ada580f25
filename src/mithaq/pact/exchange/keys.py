"""Keys: who an authority is to a machine.

A key pair signs twice, with Ed25519 and with ML-DSA-65, and a signature stands only if both
do: it holds as long as either algorithm does. It opens what was sealed to it with X-Wing
(ML-KEM-768 and X25519 together). Each pair has a period; after it, the pair verifies and
opens for ever but signs no more.

Every signature is made for a context, so that bytes signed as one thing never pass for another.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256, shake_256
from secrets import token_bytes
from typing import Protocol, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA65PrivateKey, MLDSA65PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey, MLKEM768X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mithaq.pact.exchange.errors import BadKeys, BadSignature

ENTRY = b"mithaq entry 1"
RECEIPT = b"mithaq receipt 1"
CARD = b"mithaq card 1"
ASK = b"mithaq ask 1"
CERTIFICATE = b"mithaq certificate 1"

ED25519_BYTES = 64
SIGNATURE_BYTES = ED25519_BYTES + 3309
PUBLIC_BYTES = {"ed25519": 32, "mldsa": 1952, "xwing": 1184 + 32}


@dataclass(frozen=True)
class PublicKeys:
    """What others need to verify an authority's signatures and to seal bodies to it.

    The key objects are made once per instance: keep the instance, not its bytes.
    """

    ed25519: bytes = field(repr=False)
    mldsa: bytes = field(repr=False)
    xwing: bytes = field(repr=False)  # ML-KEM-768, then X25519
    not_before: datetime
    not_after: datetime

    def __post_init__(self) -> None:
        """Refuse keys that are none. Raises: BadKeys."""
        for name, size in PUBLIC_BYTES.items():
            if len(getattr(self, name)) != size:
                raise BadKeys(rule=name)
        if not self.not_before < self.not_after:
            raise BadKeys(rule="period")
        try:
            _ = self.sealing_key, self.verifying_keys
            # Fails for points of low order, to which nothing can be sealed.
            X25519PrivateKey.from_private_bytes(bytes(32)).exchange(
                X25519PublicKey.from_public_bytes(self.xwing[1184:])
            )
        except ValueError:
            raise BadKeys(rule="not-a-key") from None

    @cached_property
    def fingerprint(self) -> str:
        """The name of these keys. Shape: 32 hexadecimal digits."""
        return sha256(self.ed25519 + self.mldsa + self.xwing).hexdigest()[:32]

    @cached_property
    def verifying_keys(self) -> tuple[Ed25519PublicKey, MLDSA65PublicKey]:
        """Both keys that verify a signature."""
        ed25519 = Ed25519PublicKey.from_public_bytes(self.ed25519)
        return ed25519, MLDSA65PublicKey.from_public_bytes(self.mldsa)

    @cached_property
    def sealing_key(self) -> MLKEM768X25519PublicKey:
        """The key to which bodies are sealed."""
        return MLKEM768X25519PublicKey(
            MLKEM768PublicKey.from_public_bytes(self.xwing[:1184]),
            X25519PublicKey.from_public_bytes(self.xwing[1184:]),
        )

    def covers(self, at: datetime) -> bool:
        """Whether `at` lies in the period in which these keys may sign."""
        return self.not_before <= at < self.not_after


class Signer(Protocol):
    """Whoever can sign for an authority: a key pair here, a hardware module elsewhere."""

    @property
    def fingerprint(self) -> str:
        """The name of the keys that sign."""
        ...

    def sign(self, statement: bytes, context: bytes) -> bytes:
        """Both signatures over a statement, for one context."""
        ...


@dataclass(frozen=True)
class KeyPair:
    """The secret half: three seeds of 32 bytes from which every private key is made."""

    ed25519_seed: bytes = field(repr=False)
    mldsa_seed: bytes = field(repr=False)
    xwing_seed: bytes = field(repr=False)
    not_before: datetime
    not_after: datetime

    @classmethod
    def make(cls, now: datetime, until: datetime | timedelta) -> Self:
        """A new pair, random, that may sign from `now` until an instant or for a time."""
        not_after = now + until if isinstance(until, timedelta) else until
        period = (_in_milliseconds(now), _in_milliseconds(not_after))
        return cls(token_bytes(32), token_bytes(32), token_bytes(32), *period)

    @cached_property
    def signing_keys(self) -> tuple[Ed25519PrivateKey, MLDSA65PrivateKey]:
        """Both keys that sign."""
        ed25519 = Ed25519PrivateKey.from_private_bytes(self.ed25519_seed)
        return ed25519, MLDSA65PrivateKey.from_seed_bytes(self.mldsa_seed)

    @cached_property
    def _opening_parts(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        # Source: draft-connolly-cfrg-xwing-kem, section 5.2, expandDecapsulationKey.
        expanded = shake_256(self.xwing_seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        return mlkem, X25519PrivateKey.from_private_bytes(expanded[64:])

    @cached_property
    def opening_key(self) -> MLKEM768X25519PrivateKey:
        """The key that opens what was sealed to this pair."""
        return MLKEM768X25519PrivateKey(*self._opening_parts)

    def public(self) -> PublicKeys:
        """The half that others may know."""
        return self._public

    @cached_property
    def _public(self) -> PublicKeys:
        ed25519, mldsa = self.signing_keys
        mlkem, x25519 = self._opening_parts
        return PublicKeys(
            ed25519=ed25519.public_key().public_bytes_raw(),
            mldsa=mldsa.public_key().public_bytes_raw(),
            xwing=mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw(),
            not_before=self.not_before,
            not_after=self.not_after,
        )

    @property
    def fingerprint(self) -> str:
        """The name of the pair."""
        return self._public.fingerprint

    def sign(self, statement: bytes, context: bytes) -> bytes:
        """Both signatures over a statement, for one context. Shape: 3,373 bytes."""
        ed25519, mldsa = self.signing_keys
        return ed25519.sign(_in_context(statement, context)) + mldsa.sign(statement, context)

    def derived(self, purpose: bytes) -> bytes:
        """A secret of 32 bytes for one purpose at home, such as keys at rest; never sent."""
        seeds = self.ed25519_seed + self.mldsa_seed + self.xwing_seed
        return HKDF(SHA256(), 32, salt=None, info=b"mithaq derived 1 " + purpose).derive(seeds)


def verify(public: PublicKeys, statement: bytes, signature: bytes, context: bytes) -> None:
    """Nothing, if both signatures over the statement stand. Raises: BadSignature."""
    if not is_signed(public, statement, signature, context):
        raise BadSignature(what=context.decode(), key=public.fingerprint)


def is_signed(public: PublicKeys, statement: bytes, signature: bytes, context: bytes) -> bool:
    """Whether both signatures over the statement stand."""
    if len(signature) != SIGNATURE_BYTES:
        return False
    ed25519, mldsa = public.verifying_keys
    try:
        ed25519.verify(signature[:ED25519_BYTES], _in_context(statement, context))
        mldsa.verify(signature[ED25519_BYTES:], statement, context)
    except InvalidSignature:
        return False
    return True


def _in_context(statement: bytes, context: bytes) -> bytes:
    """What Ed25519 signs; ML-DSA takes a context by itself (FIPS 204, section 5.2)."""
    return context + b"\0" + statement


def _in_milliseconds(at: datetime) -> datetime:
    """An instant as statements carry it, so that keys written and read again are equal."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)

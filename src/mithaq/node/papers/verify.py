"""Verifying a signed PDF: who signed what, when, under which certificate, and whether a byte changed.

Whose certificates are trusted is said by whoever verifies: certificates they hold, or
authorities' keys from cards they compared. A file that brings its own certificates alone is
"consistent, authority unknown". Nobody is asked over a network, nothing is kept.

The file is examined in a process of its own, within bounds of memory and time: any bytes
get an answer, and none brings a node down.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cryptography import x509

from mithaq.node.papers import examine
from mithaq.node.papers.certificate import Holder, fingerprint, is_its_own_issuer, subject, vouching
from mithaq.pact.exchange.keys import PublicKeys

# The keys of an authority by their fingerprint, as they stood at an instant; None if unknown.
KeysOf = Callable[[str, str, datetime], PublicKeys | None]


class Answer(StrEnum):
    """What a file comes to."""

    VALID = "valid"  # every signature stands, and of each it is known whose it is
    AUTHORITY_UNKNOWN = "authority-unknown"  # every signature stands, but not all are known
    ADDED = "added"  # what was signed stands, but something was added after the last signature
    CHANGED = "changed"  # something that was signed is no longer what was signed
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Known:
    """Whose a certificate is, as whoever verifies knows it."""

    authority: str
    holder: Holder = Holder.AUTHORITY


Ask = Callable[[x509.Certificate], Known | None]


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whom whoever verifies trusts: certificates by fingerprint, authorities' keys, and who else knows."""

    certificates: Mapping[str, Known] = field(default_factory=dict)
    keys_of: KeysOf = lambda authority, key, at: None  # noqa: ARG005
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: whose, under which certificate, when by its own word, and what became of it."""

    field: str
    known: Known | None
    fingerprint: str
    subject: str  # what the certificate says of itself
    at: datetime | None
    covered: str  # whole, changed, saved-anew, not-understood
    added: str  # nothing, signatures, more
    in_period: bool
    certifies: bool

    @property
    def stands(self) -> bool:
        """Is what it covers still what was signed?"""
        return self.covered == examine.WHOLE

    @property
    def trusted(self) -> bool:
        """Is it known whose it is, at a time the certificate was for?"""
        return self.known is not None and self.in_period


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file shows. `rule` says why it could not be read."""

    answer: Answer
    rule: str = ""
    title: str = ""
    content_hash: str = ""
    signatures: tuple[Signature, ...] = ()


def verify(pdf: bytes, trusted: Trusted) -> Verdict:
    """What is signed in a file, by whom, and whether it still stands; an answer whatever the bytes."""
    return judge(examine.examine_apart(pdf), trusted)


def judge(found: examine.Examined, trusted: Trusted) -> Verdict:
    """What an examination comes to for somebody who trusts these."""
    if found.rule:
        return Verdict(Answer.UNREADABLE, found.rule)
    signatures = tuple(_judged(each, trusted) for each in found.signatures)
    answer = _answer(signatures)
    if answer in {Answer.CHANGED, Answer.UNSIGNED}:  # then nobody's signature stands behind either
        return Verdict(answer, signatures=signatures)
    return Verdict(answer, "", found.title, found.content_hash, signatures)


def _answer(signatures: Iterable[Signature]) -> Answer:
    made = list(signatures)
    if not made:
        return Answer.UNSIGNED
    if not all(each.stands for each in made):
        return Answer.CHANGED
    if any(each.added == examine.MORE for each in made):
        return Answer.ADDED
    return Answer.VALID if all(each.trusted for each in made) else Answer.AUTHORITY_UNKNOWN


def _judged(found: examine.Found, trusted: Trusted) -> Signature:
    at = datetime.fromisoformat(found.at) if found.at else None
    try:
        certificate = x509.load_der_x509_certificate(b64decode(found.certificate))
    except ValueError:
        certificate = None
    return Signature(
        field=found.field,
        known=_known(certificate, at, trusted) if certificate else None,
        fingerprint=fingerprint(certificate) if certificate else "",
        subject=subject(certificate) if certificate else "",
        at=at,
        covered=found.covered if certificate else examine.NOT_UNDERSTOOD,
        added=found.added,
        in_period=certificate is not None and at is not None and _covers(certificate, at),
        certifies=found.certifies,
    )


def _covers(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _known(certificate: x509.Certificate, at: datetime | None, trusted: Trusted) -> Known | None:
    """Whose a certificate is: by its fingerprint, by the word of trusted keys, or by whom else one asks."""
    if known := trusted.certificates.get(fingerprint(certificate)):
        return known
    if known := _vouched_for(certificate, at, trusted.keys_of):
        return known
    return next(filter(None, (ask(certificate) for ask in trusted.asks)), None)


def _vouched_for(certificate: x509.Certificate, at: datetime | None, keys_of: KeysOf) -> Known | None:
    word = vouching(certificate)
    if word is None or at is None or not is_its_own_issuer(certificate):
        return None
    public = keys_of(word.authority, word.key, certificate.not_valid_before_utc)
    return Known(word.authority) if public and word.stands(public) else None

"""Checking a signed PDF: no node, no database, no network, and no word taken for it.

Whom to trust is said by whoever checks: cards they compared themselves, whose keys vouch for an
authority's certificates, and certificates they know by themselves. A file that brings its own alone
is "consistent, authority unknown".
"""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from cryptography import x509

from mithaq.node.papers.certificate import Holder, fingerprint, read_certificate, vouching
from mithaq.node.papers.limits import LARGEST_PDF
from mithaq.node.papers.verify import Answer, Known, Signature, Trusted, Verdict
from mithaq.node.papers.verify import verify as verdict_on
from mithaq.pact.exchange.card import Card, read_card
from mithaq.pact.exchange.keys import PublicKeys

STATUS = {Answer.VALID: 0, Answer.AUTHORITY_UNKNOWN: 3}  # anything else: 1
SENTENCES = {
    Answer.VALID: "VALID. Every signature stands, and you know whose each is.",
    Answer.AUTHORITY_UNKNOWN: (
        "CONSISTENT, AUTHORITY UNKNOWN. All signatures stand, but you named nobody whose some of them are.\n"
        "Give the cards you compared yourself with --trust, or certificates with --certificate."
    ),
    Answer.ADDED: "ADDED TO. What was signed stands, but something was added after the last signature.",
    Answer.CHANGED: "CHANGED. What was signed is no longer what was signed.",
    Answer.UNSIGNED: "UNSIGNED. Nobody signed this file.",
    Answer.UNREADABLE: "UNREADABLE. This is no PDF that can be examined.",
}
COVERED = {
    "whole": "not a byte of what it covers has changed",
    "changed": "WHAT IT COVERS WAS CHANGED",
    "saved-anew": "THE FILE WAS WRITTEN ANEW after it was signed, as viewers do that do not only add",
    "not-understood": "NOT UNDERSTOOD",
}
ADDED = {
    "nothing": "covers the whole file",
    "signatures": "only further signatures follow",
    "more": "SOMETHING WAS ADDED AFTER IT",
}


def is_paper(file: Path) -> bool:
    """Does the file begin as a PDF does?"""
    with file.open("rb") as opened:
        return b"%PDF-" in opened.read(1024)


def verify(file: Path, trust: Iterable[Path], certificates: Iterable[Path], *, as_json: bool) -> int:
    """Print what is signed in a PDF. Exit status: 0 valid, 3 authority unknown, 1 anything else.

    Raises: BadCard, BadCertificate, OSError.
    """
    cards = [read_card(card.read_text("utf-8", errors="replace")) for card in trust]
    named = [read_certificate(each.read_bytes()) for each in certificates]
    with file.open("rb") as opened:
        pdf = opened.read(LARGEST_PDF + 1)
    verdict = verdict_on(pdf, _trusted(cards, named))
    print(_stated(verdict) if as_json else "\n".join(_told(verdict)))
    return STATUS.get(verdict.answer, 1)


def _trusted(cards: list[Card], named: list[x509.Certificate]) -> Trusted:
    def keys_of(authority: str, key: str, at: datetime) -> PublicKeys | None:
        held = (card.keys for card in cards if card.code == authority)
        return next((keys for keys in held if keys.fingerprint == key and keys.covers(at)), None)

    return Trusted({fingerprint(each): _whose(each) for each in named}, keys_of)


def _whose(named: x509.Certificate) -> Known:
    word = vouching(named)
    return Known(word.authority) if word else Known("", Holder.HEAD)


def _told(verdict: Verdict) -> Iterable[str]:
    if verdict.title:
        yield f"Document {verdict.title}"
    yield SENTENCES[verdict.answer]
    if verdict.rule:
        yield f"Why: {verdict.rule}"
    if verdict.content_hash:
        yield f"Content hash {verdict.content_hash}"
    for signature in verdict.signatures:
        yield ""
        yield from _signature(signature)


def _signature(signature: Signature) -> Iterable[str]:
    at = signature.at.isoformat(timespec="seconds") if signature.at else "at no stated time"
    yield f"{signature.field}  {at}  {_by(signature)}"
    yield f"    certificate {signature.fingerprint}"
    yield f"    which says of itself: {signature.subject}"
    if not signature.in_period:
        yield "    SIGNED OUTSIDE THE PERIOD of the certificate"
    yield f"    {COVERED[signature.covered]}; {ADDED[signature.added]}"


def _by(signature: Signature) -> str:
    if signature.known is None:
        return "certificate of an unknown authority"
    if signature.known.holder is Holder.HEAD:
        return "a person's own certificate, which you know"
    return f"authority {signature.known.authority}"


def _stated(verdict: Verdict) -> str:
    stated = asdict(verdict)
    for each in stated["signatures"]:
        each["at"] = each["at"].isoformat() if each["at"] else ""
    return json.dumps(stated, indent=1, ensure_ascii=False)

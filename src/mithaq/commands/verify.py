"""Checking an exported proof: no node, no database, no network, and no word taken for it.

Whose keys are trusted is said by whoever checks, with the cards they compared themselves. A proof that brings
its own keys alone is "consistent, authority unknown".
"""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from mithaq.pact.exchange.card import Card, read_card
from mithaq.pact.exchange.proof import verify_proof
from mithaq.pact.exchange.verdict import Answer, Logged, ProvenEntry, Verdict

STATUS = {Answer.PROVEN: 0, Answer.BROKEN: 1, Answer.AUTHORITY_UNKNOWN: 3}
SENTENCES = {
    Answer.PROVEN: "PROVEN. Every key here is vouched for by a card you trust.",
    Answer.AUTHORITY_UNKNOWN: (
        "CONSISTENT, AUTHORITY UNKNOWN. All signatures stand, but no card you trust vouches for some keys.\n"
        "Give the cards you compared yourself with --trust."
    ),
    Answer.BROKEN: "BROKEN. Something in this file does not stand.",
}


def verify(file: Path, trust: Iterable[Path], *, as_json: bool) -> int:
    """Print what a proof shows. Exit status: 0 proven, 1 broken, 3 consistent but authority unknown.

    Raises: BadProof, BadCard, OSError.
    """
    cards = [read_card(card.read_text("utf-8", errors="replace")) for card in trust]
    verdict = verify_proof(file.read_bytes(), cards)
    print(json.dumps(_stated(verdict), indent=1) if as_json else "\n".join(_told(verdict, cards)))
    return STATUS[verdict.answer]


def _told(verdict: Verdict, cards: list[Card]) -> Iterable[str]:
    yield f"Matter {verdict.matter}"
    yield SENTENCES[verdict.answer]
    for card in cards:
        used = "" if card in verdict.trusted else " (vouches for nothing here)"
        yield f"You trust {card.code} {card.keys.fingerprint}{used}"
    yield ""
    for entry in verdict.entries:
        yield from _entry(entry)
    for problem in verdict.problems:
        yield f"DOES NOT STAND: {problem.what} {problem.id[:16]}: {problem.rule}"
    for name in verdict.missing:
        yield f"Not in this file, but referred to: {name}"
    for one, other in verdict.equivocations:
        yield f"One author told two stories: {one[:16]} and {other[:16]}"


def _entry(entry: ProvenEntry) -> Iterable[str]:
    doubt = _doubt(entry.by.trusted)
    yield f"{_instant(entry.at)}  {entry.by.authority}  {entry.step}  {entry.id[:16]}{doubt}"
    yield from _places(entry.logged)
    for receipt in entry.receipts:
        yield f"    kept by {receipt.by.authority} {_instant(receipt.at)}{_doubt(receipt.by.trusted)}"
        yield from _places(receipt.logged)


def _places(logged: Iterable[Logged]) -> Iterable[str]:
    for place in logged:
        witnesses = ", ".join(f"{each.authority} {_instant(each.at)}" for each in place.cosigned)
        seen = f", cosigned by {witnesses}" if witnesses else ""
        yield f"    place {place.leaf} of {place.size} in {place.origin}{seen}{_doubt(place.trusted)}"


def _doubt(trusted: bool) -> str:
    return "" if trusted else "  (key not vouched for)"


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _stated(verdict: Verdict) -> dict[str, Any]:
    return {
        "matter": verdict.matter,
        "answer": verdict.answer.value,
        "trusted": [{"authority": card.code, "key": card.keys.fingerprint} for card in verdict.trusted],
        "entries": [
            {
                "id": entry.id,
                "step": entry.step,
                "by": entry.by.authority,
                "key": entry.by.key,
                "trusted": entry.by.trusted,
                "at": _instant(entry.at),
                "logged": [_stated_place(place) for place in entry.logged],
                "receipts": [
                    {
                        "by": receipt.by.authority,
                        "at": _instant(receipt.at),
                        "trusted": receipt.by.trusted,
                        "logged": [_stated_place(place) for place in receipt.logged],
                    }
                    for receipt in entry.receipts
                ],
            }
            for entry in verdict.entries
        ],
        "problems": [
            {"what": problem.what, "id": problem.id, "rule": problem.rule} for problem in verdict.problems
        ],
        "missing": list(verdict.missing),
        "equivocations": [list(pair) for pair in verdict.equivocations],
    }


def _stated_place(place: Logged) -> dict[str, Any]:
    return {
        "origin": place.origin,
        "size": place.size,
        "leaf": place.leaf,
        "trusted": place.trusted,
        "cosigned": [
            {"by": each.authority, "at": _instant(each.at), "trusted": each.trusted}
            for each in place.cosigned
        ],
    }

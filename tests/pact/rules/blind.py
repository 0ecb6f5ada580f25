"""Scores that are sealed and opened in a story, as nodes do it."""

from secrets import token_hex

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.evaluations import KIND
from tests.pact.rules.telling import Told

EVIDENCE = "Voir le rapport semestriel"


def body_of(**scores: str) -> dict:
    """A body with these scores, each with something that shows it, and a secret of its own."""
    rows = [{"dimension": name, "score": score, "evidence": EVIDENCE} for name, score in scores.items()]
    return {"secret": token_hex(32), "scores": rows}


def said_of(step: str, body: dict) -> dict:
    """What a step states in public because its body says it."""
    return KIND.step(step).derive(body)


def seal(told: Told, party: str, body: dict) -> Entry:
    return told.say(party, "seal-scores", item=party, says=said_of("seal-scores", body))


def open_own(told: Told, party: str, body: dict) -> Entry:
    return told.say(party, "open-scores", item=party, says=said_of("open-scores", body))

"""Trend, edition 1: a note that nobody is named in, the groups that read it, corrections, its end."""

from collections.abc import Iterator

from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import BADLY, NOT_NOW, NOT_THEIRS, Told

KIND = kind("trend", 1)
TERMS = Terms(seed("terms of warnings").hex(), {"correction_confirm": 3 * 24 * 60})
GROUP, OTHER = (seed(name).hex() for name in ("a group that reads it", "another group"))
NOTE: dict[str, Said] = {
    "sort": "online", "from_on": "2025-07-01", "until_on": "2025-12-31", "source": "B", "accuracy": "2",
    "group": GROUP,
}  # fmt: skip


def issued(name: str, **changes: Said) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "issue-note", NOTE | changes)
    return told


def conversations() -> Iterator[Told]:
    yield issued("issued, and nothing is owed by anybody").expect("issued")

    told = issued("read by two groups, then replaced by a later note")
    told.say("MA", "name-group", {"group": OTHER})
    told.say("MA", "replace-note")
    told.say("MA", "name-group", {"group": OTHER})
    yield told.expect("replaced", aside={"MA name-group": NOT_NOW})

    told = issued("called back while it is replaced: the stop goes first")
    replaced = told.say("MA", "replace-note")
    told.say("MA", "call-back", missed=[replaced])
    yield told

    told = issued("called back; corrected all the same, and one confirmation is awaited")
    told.say("MA", "call-back")
    corrected = told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    told.say("FR", "confirm-correction", item=corrected)
    yield told.expect("called-back", waits_for="ES")

    told = issued("corrected, and confirmed by all")
    corrected = told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    for party in PARTIES[::-1]:
        if party != "MA":
            told.say(party, "confirm-correction", item=corrected)
    yield told.expect("issued")

    told = issued("corrected again while a correction is confirmed: the correction goes first")
    corrected = told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    for party in ("FR", "ES"):
        confirmed = told.say(party, "confirm-correction", item=corrected)
        again = told.say(
            "MA", "correct", {"corrects": told.opening.id, "reason": "incomplete"}, missed=[confirmed]
        )
        told.say("FR", "confirm-correction", item=again)
    told.say("MA", "correct", {"reason": "inaccurate"})
    yield told

    told = issued(
        "the note is its author's: nobody else names a group, replaces it, calls it back, corrects it"
    )
    told.say("FR", "name-group", {"group": OTHER})
    told.say("FR", "replace-note")
    told.say("ES", "call-back")
    told.say("ES", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    told.say("MA", "name-group", {})
    yield told.expect(
        "issued",
        aside={
            "FR name-group": NOT_THEIRS, "FR replace-note": NOT_THEIRS, "ES call-back": NOT_THEIRS,
            "ES correct": NOT_NOW, "MA name-group": BADLY,
        },
    )  # fmt: skip

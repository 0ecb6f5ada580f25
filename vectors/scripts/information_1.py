"""Information given unasked, edition 1: taken note of, worth told, closed; called back, corrected."""

from collections.abc import Iterator

from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import seed
from vectors.makers.telling import BADLY, NOT_NOW, NOT_THEIRS, Told

KIND = kind("information", 1)
VALUES: dict[str, Said] = {"information_feedback": 30 * 24 * 60, "correction_confirm": 3 * 24 * 60}
TERMS = Terms(seed("terms of information given unasked").hex(), VALUES)
GIVEN: dict[str, Said] = {
    "axis": "COI", "offence": "vehicle-crime", "source": "B", "accuracy": "2", "nature": "fact",
    "evidence_use": "ask", "language": "fr",
}  # fmt: skip
WORTH: dict[str, Said] = {"usefulness": "4", "outcome": "new-lead", "used_in_procedure": False}


def given(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "give", GIVEN)
    return told


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _corrections()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    yield given("nobody has taken note of it").expect("arrived", waits_for="ES FR")

    told = given("taken note of by one")
    told.say("FR", "take-note", item="FR")
    yield told.expect("arrived", waits_for="ES FR")

    told = given("taken note of, its worth told by both, told anew by one, closed")
    for party in ("FR", "ES"):
        told.say(party, "take-note", item=party)
        told.say(party, "feed-back", WORTH, item=party)
    told.say("FR", "feed-back", WORTH | {"used_in_procedure": True}, item="FR")
    told.say("MA", "close")
    yield told.expect("closed")

    told = given("its worth told at once by one; closed while the other owes")
    told.say("FR", "feed-back", WORTH, item="FR")
    told.say("ES", "take-note", item="ES")
    told.say("MA", "close")
    told.say("ES", "feed-back", WORTH, item="ES")
    yield told.expect("closed", aside={"ES feed-back": NOT_NOW})

    told = given("closed too early, then taken note of twice")
    told.say("MA", "close")
    for _ in range(2):
        told.say("FR", "take-note", item="FR")
    told.say("ES", "feed-back", WORTH, item="ES")
    yield told.expect("noted", waits_for="FR", aside={"MA close": NOT_NOW, "FR take-note": NOT_NOW})

    told = given("both have said what it was worth")
    for party in ("FR", "ES"):
        told.say(party, "feed-back", WORTH, item=party)
    yield told.expect("fed-back")

    told = given("called back while its worth is told: the stop goes first")
    crossed = told.say("FR", "feed-back", WORTH, item="FR")
    told.say("MA", "call-back", missed=[crossed])
    told.say("ES", "take-note", item="ES")
    told.say("MA", "call-back")
    told.say("MA", "close")
    aside = {f"{said}": NOT_NOW for said in ("FR feed-back", "ES take-note", "MA call-back", "MA close")}
    yield told.expect("called-back", aside=aside)


def _corrections() -> Iterator[Told]:
    told = given("corrected after the close, and one confirmation awaited")
    for party in ("FR", "ES"):
        told.say(party, "feed-back", WORTH, item=party)
    told.say("MA", "close")
    corrected = told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    told.say("FR", "confirm-correction", item=corrected)
    told.say("MA", "confirm-correction", item=corrected)
    told.say("FR", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    told.say("MA", "correct", {"reason": "inaccurate"})
    yield told.expect(
        "closed", waits_for="ES",
        aside={"MA confirm-correction": NOT_THEIRS, "FR correct": NOT_NOW, "MA correct": BADLY},
    )  # fmt: skip

    told = given("corrected while it is taken note of: the correction goes first")
    noted = told.say("FR", "take-note", item="FR")
    told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"}, missed=[noted])
    yield told.expect("arrived", waits_for="ES FR")


def _dishonest() -> Iterator[Told]:
    told = given("one speaks for another, who gave for who received; each badly said")
    told.say("ES", "take-note", item="FR")
    told.say("MA", "take-note", item="FR")
    told.say("MA", "feed-back", WORTH, item="ES")
    told.say("ES", "feed-back", {}, item="ES")
    told.say("FR", "call-back")
    told.say("ES", "close")
    yield told.expect(
        "arrived", waits_for="ES FR",
        aside={
            "ES take-note": NOT_THEIRS, "MA take-note": NOT_THEIRS, "MA feed-back": NOT_THEIRS,
            "ES feed-back": BADLY, "FR call-back": NOT_THEIRS, "ES close": NOT_NOW,
        },
    )  # fmt: skip

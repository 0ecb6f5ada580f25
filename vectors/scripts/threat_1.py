"""Threat, edition 1: warnings acknowledged, assessed, acted upon; support after an attack; corrections."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import BADLY, NOT_NOW, NOT_THEIRS, Told

KIND = kind("threat", 1)
VALUES: dict[str, Said] = {
    "warning_life": 30, "warning_other": 24 * 60, "support_effect": 30 * 24 * 60,
    "correction_confirm": 3 * 24 * 60,
}  # fmt: skip
TERMS = Terms(seed("terms of warnings").hex(), VALUES)
WARNING: dict[str, Said] = {
    "sort": "attack", "life_at_risk": True, "offence": "terrorism", "from_at": "2026-01-06T06:00:00.000Z",
    "until_at": "2026-01-06T12:00:00.000Z", "target": "transport", "source": "B", "accuracy": "2",
    "lawful_origin": True,
}  # fmt: skip
ACTED: dict[str, Said] = {"outcome": "prevented"}
NOT_ACTED: dict[str, Said] = {"ground": "outside-jurisdiction"}
SUPPORT: dict[str, Said] = {"way": "offer", "support": "dvi", "people": 8}


def warned(under: Kind, name: str, **changes: Said) -> Told:
    told = Told(name, under, TERMS)
    told.say("MA", "warn", WARNING | changes)
    return told


def acknowledged(under: Kind, name: str, **changes: Said) -> Told:
    told = warned(under, name, **changes)
    for party in ("FR", "ES"):
        told.say(party, "acknowledge", {"read_back": True}, item=party)
    return told


def support(told: Told, by: str = "FR", way: str = "offer") -> Entry:
    return told.say(by, "begin-support", {**SUPPORT, "way": way})


def conversations() -> Iterator[Told]:
    yield from under_any_edition(KIND)


def under_any_edition(under: Kind) -> Iterator[Told]:
    """What every edition says alike."""
    yield from _main_paths(under)
    yield from _receptions(under)
    yield from _supports(under)
    yield from _corrections(under)
    yield from _dishonest(under)


def _main_paths(under: Kind) -> Iterator[Told]:
    told = acknowledged(
        under, "warned, acknowledged by both, acted upon, supported, learnt from, closed by all"
    )
    told.say("FR", "assess", item="FR")
    told.say("FR", "report-action", ACTED, item="FR")
    told.say("ES", "report-no-action", NOT_ACTED, item="ES")
    offered = support(told)
    told.say("MA", "accept-help", item=offered)
    told.say("FR", "deliver-help", item=offered)
    told.say("MA", "report-effect", item=offered)
    lesson = told.say("ES", "draw-lesson")
    told.say("ES", "close-lesson", item=lesson)
    for party in PARTIES:
        told.say(party, "close-warning")
    yield told.expect("closed")

    yield warned(under, "nobody has acknowledged it").expect("unacknowledged", waits_for="ES FR")
    told = warned(under, "danger to life: acknowledged in nineteen minutes by one")
    told.say("FR", "acknowledge", item="FR", after=timedelta(minutes=19))
    yield told.expect("unacknowledged", waits_for="ES FR")
    yield warned(under, "no danger to life: longer", life_at_risk=False).expect(
        "unacknowledged", waits_for="ES FR"
    )


def _receptions(under: Kind) -> Iterator[Told]:
    yield acknowledged(under, "acknowledged, and no more").expect("acknowledged", waits_for="ES FR")

    told = acknowledged(under, "assessed, twice; nothing done, then something after all")
    for party in ("FR", "FR", "ES"):
        told.say(party, "assess", item=party)
    told.say("ES", "report-no-action", NOT_ACTED, item="ES")
    told.say("ES", "report-action", ACTED, item="ES")
    told.say("ES", "assess", item="ES")
    yield told.expect("assessed", waits_for="FR", aside={"ES assess": NOT_NOW})

    told = acknowledged(under, "assessed, then acted upon by both")
    for party in ("FR", "ES"):
        told.say(party, "assess", item=party)
        told.say(party, "report-action", ACTED, item=party)
    told.say("FR", "draw-lesson")
    told.say("MA", "close-warning")
    yield told.expect("acted", waits_for="FR")

    told = acknowledged(
        under, "acted upon at once; support from who warned is delivered, and what came of it said by one"
    )
    for party in ("FR", "ES"):
        told.say(party, "report-action", ACTED, item=party)
    offered = support(told, "MA")
    for party in ("FR", "ES"):
        told.say(party, "accept-help", item=offered)
    told.say("MA", "deliver-help", item=offered)
    told.say("ES", "report-effect", item=offered)
    yield told.expect("acted", waits_for="FR")

    told = acknowledged(under, "called back while an effect is still to be reported")
    offered = support(told)
    told.say("MA", "accept-help", item=offered)
    told.say("FR", "deliver-help", item=offered)
    told.say("MA", "call-back", after=timedelta(hours=2))
    yield told.expect("called-back")

    told = acknowledged(under, "nobody does anything")
    for party in ("FR", "ES"):
        told.say(party, "report-no-action", NOT_ACTED, item=party)
    yield told.expect("no-action")

    told = warned(under, "called back while it is acknowledged: the stop goes first")
    for _ in range(2):
        crossed = told.say("FR", "acknowledge", item="FR")
        told.say("MA", "call-back", missed=[crossed])
    yield told

    told = acknowledged(under, "called back while it is assessed, and closed too early")
    told.say("MA", "close-warning")
    assessed = [told.say(party, "assess", item=party) for party in ("FR", "ES")]
    told.say("MA", "call-back", missed=assessed)
    told.say("FR", "draw-lesson")
    told.say("FR", "begin-support", SUPPORT)
    told.say("FR", "report-action", ACTED, item="FR")
    told.say("ES", "report-no-action", NOT_ACTED, item="ES")
    told.say("MA", "call-back")
    yield told.expect(
        "called-back",
        aside={
            "MA close-warning": NOT_NOW, "FR assess": NOT_NOW, "ES assess": NOT_NOW,
            "FR draw-lesson": NOT_NOW,
            "FR begin-support": NOT_NOW, "FR report-action": NOT_NOW, "ES report-no-action": NOT_NOW,
            "MA call-back": NOT_NOW,
        },
    )  # fmt: skip

    told = warned(under, "called back, then acknowledged")
    told.say("MA", "call-back")
    told.say("FR", "acknowledge", item="FR")
    yield told.expect("called-back", aside={"FR acknowledge": NOT_NOW})


def _supports(under: Kind) -> Iterator[Told]:
    told = acknowledged(
        under, "asked for, offered and declined, offered and withdrawn; another declined by both"
    )
    asked = support(told, "MA", "ask")
    told.say("FR", "offer-help", item=asked)
    told.say("MA", "decline-help", item=asked)
    told.say("ES", "offer-help", item=asked)
    told.say("ES", "withdraw-help", item=asked)
    other = support(told, "MA", "ask")
    for party in ("FR", "ES", "FR"):
        told.say(party, "decline-help", item=other)
    yield told.expect("acknowledged", waits_for="ES FR", aside={"FR decline-help": NOT_THEIRS})

    told = acknowledged(under, "asked for and offered; one delivered, one under way, one called off")
    support(told, "MA", "ask")
    asked = support(told, "MA", "ask")
    told.say("ES", "offer-help", item=asked)
    for _ in range(3):
        offered = support(told)
        told.say("MA", "accept-help", item=offered)
    first, second = [entry for entry in told.said if entry.step == "begin-support"][-2:]
    told.say("FR", "deliver-help", item=first)
    told.say("MA", "call-off-help", item=second)
    yield told.expect("acknowledged", waits_for="ES FR MA")

    told = acknowledged(
        under, "offered to two, one calls off; an offer declined, an offer and a request withdrawn"
    )
    offered = support(told)
    for party in ("MA", "ES"):
        told.say(party, "accept-help", item=offered)
    told.say("MA", "call-off-help", item=offered)
    declined = support(told)
    for party in ("MA", "ES"):
        told.say(party, "decline-help", item=declined)
    told.say("FR", "withdraw-help", item=support(told))
    told.say("MA", "withdraw-help", item=support(told, "MA", "ask"))
    yield told.expect("acknowledged", waits_for="ES FR")

    told = acknowledged(
        under, "withdrawn while it is accepted, called off while it is delivered: the stop goes first"
    )
    for _ in range(3):
        offered = support(told)
        yes = told.say("MA", "accept-help", item=offered)
        told.say("FR", "withdraw-help", item=offered, missed=[yes])
        agreed = support(told)
        told.say("ES", "accept-help", item=agreed)
        came = told.say("FR", "deliver-help", item=agreed)
        told.say("ES", "call-off-help", item=agreed, missed=[came])
    aside = {"MA accept-help": NOT_NOW, "FR deliver-help": NOT_NOW}
    yield told.expect("acknowledged", waits_for="ES FR", aside=aside)


def _corrections(under: Kind) -> Iterator[Told]:
    told = acknowledged(under, "corrected, and one confirmation awaited also after the end")
    corrected = told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    told.say("FR", "confirm-correction", item=corrected)
    told.say("MA", "confirm-correction", item=corrected)
    told.say("MA", "call-back")
    yield told.expect("called-back", waits_for="ES", aside={"MA confirm-correction": NOT_THEIRS})

    told = acknowledged(under, "confirmed by both; what another stated is not corrected")
    corrected = told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    for party in ("FR", "ES"):
        told.say(party, "confirm-correction", item=corrected)
    told.say("FR", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    told.say("MA", "correct", {"reason": "inaccurate"})
    yield told.expect("acknowledged", waits_for="ES FR", aside={"FR correct": NOT_NOW, "MA correct": BADLY})

    told = acknowledged(under, "corrected while it is answered: the correction goes first")
    for _ in range(3):
        lesson = told.say("FR", "draw-lesson")
        told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"}, missed=[lesson])
    yield told.expect("acknowledged", waits_for="ES FR")


def _dishonest(under: Kind) -> Iterator[Told]:
    told = warned(under, "one answers for another, and the one who warned for those warned; each badly said")
    told.say("ES", "acknowledge", {"read_back": "yes"}, item="ES")
    told.say("ES", "acknowledge", item="FR")
    told.say("FR", "acknowledge", item="FR")
    for step in ("assess", "report-action", "report-no-action"):
        told.say("MA", step, ACTED | NOT_ACTED, item="FR")
    told.say("FR", "report-action", {}, item="FR")
    told.say("FR", "report-no-action", {}, item="FR")
    told.say("FR", "call-back")
    lesson = told.say("FR", "draw-lesson")
    told.say("MA", "close-lesson", item=lesson)
    told.say("MA", "begin-support", {"way": "ask"})
    yield told.expect(
        "unacknowledged", waits_for="ES FR",
        aside={
            "ES acknowledge": NOT_THEIRS, "MA assess": NOT_THEIRS, "MA report-action": NOT_THEIRS,
            "MA report-no-action": NOT_THEIRS, "FR report-action": BADLY, "FR report-no-action": BADLY,
            "FR call-back": NOT_THEIRS, "MA close-lesson": NOT_THEIRS, "MA begin-support": BADLY,
        },
    )  # fmt: skip

    told = acknowledged(
        under, "who asked cannot offer; a third accepts, declines, withdraws, delivers, calls off, reports"
    )
    asked = support(told, "MA", "ask")
    told.say("MA", "offer-help", item=asked)
    told.say("FR", "offer-help", item=asked)
    for step in ("accept-help", "decline-help", "withdraw-help"):
        told.say("ES", step, item=asked)
    told.say("MA", "accept-help", item=asked)
    for step in ("deliver-help", "call-off-help"):
        told.say("ES", step, item=asked)
    told.say("FR", "deliver-help", item=asked)
    told.say("ES", "report-effect", item=asked)
    thirds = (
        "accept-help",
        "decline-help",
        "withdraw-help",
        "deliver-help",
        "call-off-help",
        "report-effect",
    )
    aside = {"MA offer-help": NOT_THEIRS} | {f"ES {step}": NOT_THEIRS for step in thirds}
    yield told.expect("acknowledged", waits_for="ES FR MA", aside=aside)

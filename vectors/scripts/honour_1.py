"""Honour, edition 1: entered after the instrument, worn once permitted, revoked by who conferred it."""

from collections.abc import Iterator

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import Told

KIND = kind("honour", 1)
ZONES = {"MA": "Africa/Casablanca", "FR": "Europe/Paris", "ES": "Europe/Madrid"}
CALENDARS = {party: Calendar(party, zone) for party, zone in ZONES.items()}
TERMS = Terms(seed("terms of honours").hex(), {}, calendars=CALENDARS)
AWARD: dict[str, Said] = {
    "order": "arch", "grade": "officer", "instrument_on": "2025-12-20", "recipient_of": "FR",
    "cleared": True,
}  # fmt: skip
NOT_NOW, NOT_THEIRS, BADLY = "rules.not-at-this-stage", "rules.not-this-side", "rules.badly-said"
NO_ITEM = "rules.no-such-item"
PERMIT: dict[str, Said] = {"permitted_on": "2026-01-04"}


def opened(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-register", {"permission_days": 60})
    return told


def entered(told: Told, by: str = "MA", of: str = "FR") -> Entry:
    return told.say(by, "enter-award", AWARD | {"recipient_of": of})


def conversations() -> Iterator[Told]:
    told = opened("entered, permitted, presented; the register closed by all")
    award = entered(told)
    told.say("FR", "ask-permission", item=award)
    told.say("FR", "permit", PERMIT, item=award)
    told.say("ES", "record-presentation", {"award": award.id, "presented_on": "2026-01-05", "worn": True})
    for party in PARTIES:
        told.say(party, "close-register")
    yield told.expect("closed")

    told = opened(
        "entered, and nobody has asked; another is asked for; one permitted at once, one refused twice"
    )
    entered(told)
    told.say("ES", "ask-permission", item=entered(told, "FR", "ES"))
    told.say("MA", "permit", PERMIT, item=entered(told, "FR", "MA"))
    for ask in (False, True):
        refused = entered(told, "ES", "FR")
        if ask:
            told.say("FR", "ask-permission", item=refused)
        told.say("FR", "refuse-permission", item=refused)
    again = entered(told, "ES", "MA")
    told.say("MA", "refuse-permission", item=again)
    told.say("MA", "ask-permission", item=again)
    yield told.expect("open", waits_for="ES FR MA")

    told = opened("revoked by who conferred it, wherever it stands, and by nobody else")
    for steps in ((), ("ask-permission",), ("refuse-permission",), ("permit",)):
        award = entered(told)
        for step in steps:
            told.say("FR", step, PERMIT if step == "permit" else {}, item=award)
        told.say("ES", "revoke-award", item=award)
        told.say("FR", "revoke-award", item=award)
        told.say("MA", "revoke-award", item=award)
    aside = {"ES revoke-award": NOT_THEIRS, "FR revoke-award": NOT_THEIRS}
    yield told.expect("open", aside=aside)

    told = opened("permitted while it is revoked: the stop goes first")
    for _ in range(8):
        award = entered(told)
        crossed = told.say("FR", "permit", PERMIT, item=award)
        told.say("MA", "revoke-award", item=award, missed=[crossed])
    yield told.expect("open", aside={"FR permit": NOT_NOW})

    told = opened("one permits for another; what is badly said, and what is presented of no award")
    award = entered(told)
    for step in ("ask-permission", "permit", "refuse-permission"):
        told.say("MA", step, PERMIT if step == "permit" else {}, item=award)
    told.say("FR", "permit", {"permitted_on": "soon"}, item=award)
    told.say("ES", "enter-award", AWARD | {"order": 4})
    told.say("FR", "record-presentation", {"award": "7" * 64, "presented_on": "2026-01-05"})
    told.say("ES", "record-presentation", {"award": award.id})
    told.say("FR", "enter-award", AWARD | {"recipient_of": "XX"})
    aside = {
        "MA ask-permission": NOT_THEIRS, "MA permit": NOT_THEIRS, "MA refuse-permission": NOT_THEIRS,
        "FR permit": BADLY, "ES enter-award": BADLY, "FR record-presentation": NO_ITEM,
        "ES record-presentation": BADLY, "FR enter-award": "rules.not-a-party",
    }  # fmt: skip
    yield told.expect("open", waits_for="FR", aside=aside)

    told = opened("steps after the register is closed")
    award = entered(told)
    for party in PARTIES:
        told.say(party, "close-register")
    entered(told, "ES", "MA")
    told.say("FR", "record-presentation", {"award": award.id, "presented_on": "2026-01-05"})
    told.say("ES", "close-register")
    aside = {"ES enter-award": NOT_NOW, "FR record-presentation": NOT_NOW, "ES close-register": NOT_NOW}
    yield told.expect("closed", aside=aside)

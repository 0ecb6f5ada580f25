"""Deconfliction register, edition 1: MA proposes it to FR and ES; activities are compared, and collide."""

from collections.abc import Iterator

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.register import kind
from vectors.makers.telling import BADLY, NO_ITEM, NOT_NOW, NOT_THEIRS, TAKEN, Told

KIND = kind("deconfliction", 1)
UNTIL: dict[str, Said] = {"expires_on": "2026-01-31"}


def proposed(name: str) -> Told:
    told = Told(name, KIND)
    told.say("MA", "open-register")
    return told


def in_use(name: str) -> Told:
    told = proposed(name)
    for party in ("FR", "ES"):
        told.say(party, "join-register")
    return told


def submitted(told: Told, *parties: str) -> list[Entry]:
    return [told.say(party, "submit-activity", UNTIL) for party in parties]


def with_own(own: Entry) -> dict[str, Said]:
    return {"own": own.id}


def conversations() -> Iterator[Told]:
    yield from _registers()
    yield from _activities()
    yield from _collisions()
    yield from _crossing()


def _registers() -> Iterator[Told]:
    told = proposed("one side of two has joined, twice: nothing is submitted before all have")
    told.say("FR", "join-register")
    told.say("FR", "join-register")
    told.say("MA", "join-register")
    told.say("FR", "submit-activity", UNTIL)
    aside = {"FR join-register": TAKEN, "MA join-register": NOT_THEIRS, "FR submit-activity": NOT_NOW}
    yield told.expect("proposed", waits_for="ES", aside=aside)

    told = proposed("one no declines it")
    told.say("MA", "decline-register")
    told.say("ES", "decline-register")
    yield told.expect("declined", aside={"MA decline-register": NOT_THEIRS})

    told = in_use("ended once every side has asked: then nothing is compared, and nothing ended any more")
    ours, theirs = submitted(told, "MA", "FR")
    told.say("MA", "compare-activity", with_own(ours), item=theirs)
    for party in ("FR", "MA", "MA", "ES"):
        told.say(party, "end-register")
    told.say("ES", "submit-activity", UNTIL)
    told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("MA", "state-match", with_own(ours), item=theirs)
    told.say("FR", "end-activity", item=theirs)
    yield told.expect("ended", aside={
        "MA end-register": TAKEN, "ES submit-activity": NOT_NOW, "FR compare-activity": NOT_NOW,
        "MA state-match": NOT_NOW, "FR end-activity": NOT_NOW,
    })  # fmt: skip

    told = in_use("two of three have asked to end it")
    for party in ("MA", "FR"):
        told.say(party, "end-register")
    yield told.expect("in-use")


def _activities() -> Iterator[Told]:
    told = in_use("compared by each of the others, never by whoever submitted it; ended by that side alone")
    ours, theirs, third = submitted(told, "MA", "FR", "ES")
    told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("ES", "compare-activity", with_own(third), item=ours)
    told.say("MA", "compare-activity", with_own(ours), item=ours)
    told.say("ES", "end-activity", item=theirs)
    told.say("FR", "end-activity", item=theirs)
    told.say("MA", "end-activity", item=ours)
    yield told.expect("in-use", aside={"MA compare-activity": NOT_THEIRS, "ES end-activity": NOT_THEIRS})

    told = in_use("what is compared with is an activity of one’s own")
    ours, theirs = submitted(told, "MA", "FR")
    told.say("ES", "compare-activity", with_own(theirs), item=ours)
    told.say("FR", "compare-activity", {"own": "f" * 64}, item=ours)
    told.say("FR", "submit-activity", {"expires_on": "soon"})
    yield told.expect("in-use", aside={
        "ES compare-activity": BADLY, "FR compare-activity": NO_ITEM, "FR submit-activity": BADLY,
    })  # fmt: skip


def _collisions() -> Iterator[Told]:
    told = in_use("both state that they meet: it shows on the register, until both have ended theirs")
    ours, theirs = submitted(told, "MA", "FR")
    told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("MA", "compare-activity", with_own(ours), item=theirs)
    told.say("MA", "state-match", with_own(ours), item=theirs)
    told.say("FR", "state-match", with_own(theirs), item=ours)
    yield told.expect("match", waits_for="MA FR")

    told = in_use("one side states that they meet: both stand in it; a third still compares and ends nothing")
    ours, theirs, third = submitted(told, "MA", "FR", "ES")
    told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("MA", "compare-activity", with_own(ours), item=theirs)
    told.say("MA", "state-match", with_own(ours), item=theirs)
    told.say("ES", "compare-activity", with_own(third), item=theirs)
    told.say("ES", "end-activity", item=ours)
    told.say("ES", "submit-activity", UNTIL)
    told.say("ES", "end-register")
    yield told.expect("match", waits_for="MA FR", aside={"ES end-activity": NOT_THEIRS})

    told = in_use("once both have ended theirs, the register is as it was")
    ours, theirs = submitted(told, "MA", "FR")
    told.say("FR", "state-match", with_own(theirs), item=ours)
    told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("FR", "state-match", with_own(ours), item=ours)
    told.say("FR", "state-match", with_own(theirs), item=ours)
    told.say("MA", "end-activity", item=ours)
    told.say("FR", "end-activity", item=theirs)
    yield told.expect("in-use", aside={"FR state-match": BADLY})

    told = in_use("no collision with what is no activity")
    ours, theirs = submitted(told, "MA", "FR")
    told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("FR", "state-match", {"own": "f" * 64}, item=ours)
    yield told.expect("in-use", aside={"FR state-match": NO_ITEM})


def _crossing() -> Iterator[Told]:
    told = in_use("an activity is ended where its comparison was not seen")
    ours, theirs = submitted(told, "MA", "FR")
    compared = told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("MA", "end-activity", item=ours, missed=[compared])
    yield told.expect("in-use")

    told = in_use("nothing moves what is over: neither comparison, nor collision, nor a second end")
    ours, theirs = submitted(told, "MA", "FR")
    told.say("MA", "end-activity", item=ours)
    told.say("FR", "compare-activity", with_own(theirs), item=ours)
    told.say("FR", "state-match", with_own(theirs), item=ours)
    told.say("MA", "end-activity", item=ours)
    yield told.expect("in-use", aside={
        "FR compare-activity": NOT_NOW, "FR state-match": NOT_NOW, "MA end-activity": NOT_NOW,
    })  # fmt: skip

"""Group, edition 3: MA, FR and ES name observers beside their members."""

from collections.abc import Iterator

from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules.register import kind
from vectors.makers.parties import PARTIES
from vectors.makers.telling import NOT_NOW, NOT_THEIRS, Told
from vectors.scripts import group_1 as first
from vectors.scripts import group_2 as second

KIND = kind("group", 3)
OBSERVER: dict[str, Said] = first.MEMBER | {"role": "observer"}


def conversations() -> Iterator[Told]:
    yield from second.from_this_edition_on(KIND)
    yield from _observers()


def _observers() -> Iterator[Told]:
    told = second.chartered(KIND, "who observes counts for no quorum: FR keeps an observer, and no member")
    told.say("FR", "name-member", OBSERVER)
    told.say("FR", "end-membership", item=first.member_of(told, "FR"))
    told.say("MA", "table-decision", first.DECISION)
    yield told.expect("active")

    told = first.proposed(KIND, "observers of every party and no member: a decision has no quorum")
    for party in ("FR", "ES"):
        told.say(party, "adopt-charter")
    for party in PARTIES:
        told.say(party, "name-member", OBSERVER)
    told.say("ES", "table-decision", first.DECISION)
    yield told.expect("active")

    told = second.chartered(KIND, "a party ends what its own observer is, once, and nobody else does")
    observer = told.say("ES", "name-member", OBSERVER)
    told.say("MA", "end-membership", item=observer)
    told.say("ES", "end-membership", item=observer)
    told.say("ES", "end-membership", item=observer)
    yield told.expect("active", aside={"MA end-membership": NOT_THEIRS, "ES end-membership": NOT_NOW})

"""Group, edition 2: MA, FR and ES review their group half-way, let it fall dormant, pause it, close it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES
from vectors.makers.telling import NOT_NOW, NOT_THEIRS, TAKEN, Told
from vectors.scripts import group_1 as first
from vectors.scripts.plan_1 import CALENDARS

KIND = kind("group", 2)
DAY = timedelta(days=1)
# Half of the time, from 5 January to 30 June, is over when 3 April is.
HALF = datetime(2026, 4, 4, tzinfo=UTC)
SUNSET = datetime(2026, 7, 1, tzinfo=UTC)
TERMS = Terms("", {}, calendars=CALENDARS)
REVIEW: dict[str, Said] = {"score": 4, "proposes": "continue"}
EXTENSION: dict[str, Said] = {"sunset_on": "2026-12-31"}


def chartered(under: Kind, name: str, **changes: Said) -> Told:
    told = first.proposed(under, name, **changes)
    for party in ("FR", "ES"):
        told.say(party, "adopt-charter")
    for party in PARTIES:
        told.say(party, "name-member", first.MEMBER)
    told.terms = TERMS
    return told


def at_half_time(under: Kind, name: str, **changes: Said) -> Told:
    told = chartered(under, name, **changes)
    told.say("FR", "state-half-time", after=HALF - told.at)
    return told


def reviewed(under: Kind, name: str) -> Told:
    told = at_half_time(under, name)
    for party in PARTIES:
        told.say(party, "submit-review", REVIEW)
    return told


def conversations() -> Iterator[Told]:
    yield from from_this_edition_on(KIND)


def from_this_edition_on(under: Kind) -> Iterator[Told]:
    """What this edition and those after it say alike."""
    yield from first.under_any_edition(under)
    yield from first.dishonest(under)
    yield from _half_time(under)
    yield from _sunsets(under)
    yield from _silence(under)
    yield from _pauses(under)
    yield from _badly_said(under)
    yield next(told for number in range(100) if (told := _left_while_tabled(under, number)))


def _half_time(under: Kind) -> Iterator[Told]:
    told = chartered(
        under, "half-time is stated a moment too early, then at the moment; every party is to review"
    )
    told.say("ES", "state-half-time", after=HALF - told.at - timedelta(milliseconds=1))
    told.say("MA", "state-half-time", after=timedelta(milliseconds=1))
    yield told.expect("in-review", waits_for="ES FR MA", aside={"ES state-half-time": NOT_NOW})

    told = chartered(under, "the charter says when it is reviewed", review_on="2026-02-28")
    told.say("FR", "state-half-time", after=datetime(2026, 3, 1, tzinfo=UTC) - told.at)
    told.say("FR", "submit-review", REVIEW)
    yield told.expect("in-review", waits_for="ES MA")

    told = chartered(under, "a review after the sunset is none: the middle counts", review_on="2027-01-01")
    told.say("FR", "state-half-time", after=HALF - told.at)
    yield told.expect("in-review", waits_for="ES FR MA")

    told = at_half_time(under, "no extension before every party has reviewed; FR reviews twice, and late")
    told.say("MA", "propose-extension", EXTENSION)
    told.say("FR", "submit-review", REVIEW, after=40 * DAY)
    told.say("FR", "submit-review", REVIEW)
    told.say("ES", "submit-review", REVIEW)
    aside = {"MA propose-extension": NOT_NOW, "FR submit-review": TAKEN}
    yield told.expect("in-review", waits_for="MA", aside=aside)

    told = reviewed(under, "reviewed by all, then extended")
    extension = told.say("FR", "propose-extension", EXTENSION)
    for party in ("MA", "ES"):
        told.say(party, "accept-extension", item=extension)
    told.say("FR", "state-sunset", after=SUNSET - told.at)
    yield told.expect("reviewed", aside={"FR state-sunset": NOT_NOW})

    told = reviewed(under, "reviewed: half-time is not stated again, and the group meets on")
    told.say("MA", "state-half-time")
    told.say("MA", "call-meeting", first.MEETING)
    told.say("FR", "name-member", first.MEMBER)
    told.say("MA", "begin-closing")
    yield told.expect("closing", waits_for="ES FR MA", aside={"MA state-half-time": NOT_NOW})

    told = at_half_time(under, "in review it works on, and may be closed")
    told.say("MA", "call-meeting", first.MEETING)
    decision = told.say("MA", "table-decision", first.DECISION | {"in_mandate": True})
    for party in ("FR", "ES"):
        told.say(party, "support-decision", item=decision)
    told.say("ES", "begin-closing")
    told.say("MA", "submit-review", REVIEW)
    yield told.expect("closing", waits_for="ES FR MA", aside={"MA submit-review": NOT_NOW})


def _sunsets(under: Kind) -> Iterator[Told]:
    told = at_half_time(under, "the sunset is stated while the review is owed")
    told.say("MA", "state-sunset", after=SUNSET - told.at)
    yield told.expect("closing", waits_for="ES FR MA")

    told = chartered(under, "the sunset is stated where half-time never was")
    told.say("MA", "state-sunset", after=SUNSET - told.at)
    yield told.expect("closing", waits_for="ES FR MA")

    told = reviewed(under, "the sunset is stated after the review, not before its day")
    told.say("FR", "state-sunset", after=SUNSET - told.at - DAY)
    told.say("ES", "state-sunset", after=DAY)
    yield told.expect("closing", waits_for="ES FR MA", aside={"FR state-sunset": NOT_NOW})

    told = reviewed(under, "extensions that are declined, withdrawn, and proposed on them")
    declined = told.say("FR", "propose-extension", EXTENSION)
    told.say("ES", "decline-extension", item=declined)
    withdrawn = told.say("ES", "propose-extension", {"sunset_on": "2027-01-31"})
    told.say("ES", "withdraw-extension", item=withdrawn)
    told.say("MA", "propose-extension", {"sunset_on": "soon"})
    told.say("FR", "propose-extension", EXTENSION | {"base": declined.id})
    aside = {"FR propose-extension": "rules.unknown-base", "MA propose-extension": "rules.badly-said"}
    yield told.expect("reviewed", aside=aside)


def _silence(under: Kind) -> Iterator[Told]:
    told = chartered(
        under, "120 days without a meeting or a decision: dormant, not an hour before; a meeting wakes it"
    )
    told.say("ES", "state-dormancy", after=119 * DAY)
    told.say("ES", "state-dormancy", after=2 * DAY)
    told.say("MA", "call-meeting", first.MEETING)
    told.say("FR", "state-dormancy", after=119 * DAY)
    yield told.expect("active", aside={"ES state-dormancy": NOT_NOW, "FR state-dormancy": NOT_NOW})

    told = chartered(under, "dormant, woken, and dormant again")
    told.say("ES", "state-dormancy", after=121 * DAY)
    told.say("MA", "name-member", first.MEMBER)
    told.say("MA", "table-decision", first.DECISION)
    told.say("ES", "state-dormancy", after=121 * DAY)
    yield told.expect("dormant", waits_for="ES FR MA")

    told = chartered(under, "a charter of rarer meetings is not dormant between them", rhythm_days=180)
    told.say("ES", "state-dormancy", after=170 * DAY)
    yield told.expect("active", aside={"ES state-dormancy": NOT_NOW})

    told = chartered(under, "a group that is closing does not fall dormant")
    told.say("ES", "begin-closing")
    told.say("ES", "state-dormancy", after=121 * DAY)
    yield told.expect("closing", waits_for="ES FR MA", aside={"ES state-dormancy": NOT_NOW})


def _pauses(under: Kind) -> Iterator[Told]:
    told = chartered(under, "two pause it; it works again once both have lifted, each its own")
    one, other = told.say("FR", "pause-group"), told.say("ES", "pause-group")
    told.say("MA", "call-meeting", first.MEETING)
    told.say("FR", "lift-pause", item=one)
    told.say("FR", "lift-pause", item=other)
    told.say("MA", "name-member", first.MEMBER)
    aside = {"MA call-meeting": NOT_NOW, "FR lift-pause": NOT_THEIRS, "MA name-member": NOT_NOW}
    yield told.expect("paused", aside=aside)

    told = chartered(under, "paused while a meeting is called: the pause goes first; lifted, it goes on")
    called = told.say("MA", "call-meeting", first.MEETING)
    paused = told.say("FR", "pause-group", missed=[called])
    told.say("FR", "lift-pause", item=paused)
    told.say("MA", "call-meeting", first.MEETING)
    yield told.expect("active", aside={"MA call-meeting": NOT_NOW})

    told = chartered(under, "closed, it is paused no more")
    told.say("MA", "begin-closing")
    told.say("FR", "pause-group")
    yield told.expect("closing", waits_for="ES FR MA", aside={"FR pause-group": NOT_NOW})

    told = chartered(under, "a dormant group is paused")
    told.say("MA", "state-dormancy", after=121 * DAY)
    told.say("FR", "pause-group")
    told.say("MA", "table-decision", first.DECISION)
    yield told.expect("paused", waits_for="ES FR MA", aside={"MA table-decision": NOT_NOW})


def _badly_said(under: Kind) -> Iterator[Told]:
    told = at_half_time(under, "a review that says nothing is none, nor is a report")
    told.say("ES", "submit-review", {"score": "good", "proposes": "continue"})
    told.say("MA", "begin-closing")
    told.say("ES", "confirm-close", {"score": "4"})
    aside = {"ES submit-review": "rules.badly-said", "ES confirm-close": "rules.badly-said"}
    yield told.expect("closing", waits_for="ES FR MA", aside=aside)


def _left_while_tabled(under: Kind, number: int) -> Told | None:
    """A member leaves while a decision is tabled, and by its id alone the decision would go first."""
    told = chartered(under, "leaving goes first, whatever the ids say: the decision has no quorum")
    decision = told.say("MA", "table-decision", first.DECISION, after=timedelta(minutes=number + 1))
    left = told.say("ES", "end-membership", item=first.member_of(told, "ES"), missed=[decision])
    if left.id < decision.id:
        return None
    told.say("FR", "support-decision", item=decision)
    return told.expect("active", aside={"FR support-decision": NOT_NOW})

"""Group, edition 1: MA proposes a charter to FR and ES; they meet, decide with quorum, and close."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.register import kind
from vectors.makers.parties import PARTIES
from vectors.makers.telling import NOT_NOW, NOT_THEIRS, TAKEN, Told

KIND = kind("group", 1)
DAY = timedelta(days=1)
CHARTER: dict[str, Said] = {"sort": "thematic", "axis": "FUG", "sunset_on": "2026-06-30", "quorum": 1}
MEMBER: dict[str, Said] = {"role": "member", "no_conflict": True}
MEETING: dict[str, Said] = {
    "starts_at": "2026-02-01T09:00:00.000Z",
    "ends_at": "2026-02-01T12:00:00.000+01:00",
}
DECISION: dict[str, Said] = {"owner": "FR", "due_on": "2026-05-31"}
REPORT: dict[str, Said] = {"score": 4}
SUNSET = datetime(2026, 7, 1, tzinfo=UTC)


def proposed(under: Kind, name: str, **changes: Said) -> Told:
    told = Told(name, under)
    told.say("MA", "propose-charter", CHARTER | changes)
    return told


def chartered(under: Kind, name: str, *, members: int = 1, **changes: Said) -> Told:
    told = proposed(under, name, **changes)
    for party in ("FR", "ES"):
        told.say(party, "adopt-charter")
    for party in PARTIES:
        for _ in range(members):
            told.say(party, "name-member", MEMBER)
    return told


def member_of(told: Told, party: str) -> Entry:
    return next(entry for entry in told.said if (entry.author, entry.step) == (party, "name-member"))


def conversations() -> Iterator[Told]:
    yield from under_any_edition(KIND)
    yield from _sunsets(KIND)
    yield from dishonest(KIND)


def under_any_edition(under: Kind) -> Iterator[Told]:
    """What every edition says alike; with `dishonest`."""
    yield from _main_paths(under)
    yield from _charters(under)
    yield from _quorum(under)
    yield from _crossing(under)


def _main_paths(under: Kind) -> Iterator[Told]:
    told = chartered(under, "chartered by all, met, decided, done, closed by all")
    meeting = told.say("MA", "call-meeting", MEETING)
    told.say("MA", "hold-meeting", item=meeting)
    for party in ("FR", "ES"):
        told.say(party, "agree-minutes", item=meeting)
    cancelled = told.say("FR", "call-meeting", MEETING)
    told.say("FR", "cancel-meeting", item=cancelled)
    decision = told.say("ES", "table-decision", DECISION)
    for party in ("MA", "FR"):
        told.say(party, "support-decision", item=decision)
    told.say("FR", "report-done", item=decision)
    told.say("ES", "begin-closing", after=DAY)
    for party in PARTIES:
        told.say(party, "confirm-close", REPORT)
    yield told.expect("closed")

    told = chartered(
        under, "work in the middle: minutes one party has to agree, a decision two have to support"
    )
    meeting = told.say("FR", "call-meeting", MEETING)
    told.say("FR", "hold-meeting", item=meeting)
    told.say("MA", "agree-minutes", item=meeting)
    told.say("ES", "table-decision", DECISION)
    adopted = told.say("FR", "table-decision", DECISION)
    for party in ("ES", "MA"):
        told.say(party, "support-decision", item=adopted)
    yield told.expect("active", waits_for="ES FR MA")


def _charters(under: Kind) -> Iterator[Told]:
    told = proposed(under, "a charter that one party has adopted, twice")
    told.say("FR", "adopt-charter")
    told.say("FR", "adopt-charter")
    yield told.expect("proposed", waits_for="ES", aside={"FR adopt-charter": TAKEN})

    told = proposed(under, "one no ends it, though another had said yes")
    yes = told.say("FR", "adopt-charter")
    told.say("ES", "decline-charter", missed=[yes])
    no = told.said[-1]
    yield told.expect("declined", aside={"FR adopt-charter": NOT_NOW} if no.id < yes.id else {})

    told = proposed(
        under,
        "withdrawn while it is being adopted by all: nobody had seen the withdrawal, and the group stands",
    )
    crossed = [told.say("FR", "adopt-charter"), told.say("ES", "adopt-charter")]
    told.say("FR", "name-member", MEMBER)
    told.say("MA", "withdraw-charter", missed=crossed)
    yield told.expect("active")

    told = proposed(
        under, "withdrawn while FR adopts it twice; ES, who saw the withdrawal, cannot adopt it any more"
    )
    withdrawal = told.say("MA", "withdraw-charter")
    for _ in range(2):
        told.say("FR", "adopt-charter", missed=[withdrawal])
    told.say("ES", "adopt-charter")
    yield told.expect("withdrawn", aside={"ES adopt-charter": NOT_NOW})

    told = proposed(under, "withdrawn, and nobody had adopted it")
    told.say("MA", "withdraw-charter")
    yield told.expect("withdrawn")

    told = proposed(under, "nothing happens before the charter stands")
    told.say("FR", "name-member", MEMBER)
    told.say("MA", "begin-closing")
    told.say("MA", "adopt-charter")
    yield told.expect(
        "proposed", waits_for="ES FR",
        aside={"FR name-member": NOT_NOW, "MA begin-closing": NOT_NOW, "MA adopt-charter": NOT_THEIRS},
    )  # fmt: skip


def _quorum(under: Kind) -> Iterator[Told]:
    told = chartered(
        under, "a decision without quorum binds nobody, until it is tabled again with quorum", quorum=2
    )
    told.say("MA", "name-member", MEMBER)
    told.say("FR", "name-member", MEMBER | {"role": "co-chair"})
    decision = told.say("MA", "table-decision", DECISION)
    told.say("FR", "support-decision", item=decision)
    told.say("MA", "table-again", item=decision)
    told.say("ES", "name-member", MEMBER)
    told.say("MA", "table-again", item=decision)
    told.say("FR", "support-decision", item=decision)
    found = {"FR support-decision": NOT_NOW, "MA table-again": NOT_NOW}
    yield told.expect("active", waits_for="ES", aside=found)

    told = chartered(
        under, "a member leaves while a decision is tabled: leaving goes first, and quorum is gone"
    )
    decision = told.say("MA", "table-decision", DECISION)
    told.say("ES", "end-membership", item=member_of(told, "ES"), missed=[decision])
    told.say("FR", "support-decision", item=decision)
    yield told.expect("active", aside={"FR support-decision": NOT_NOW})

    told = chartered(
        under, "quorum is lost before the last support: the decision waits, and is supported anew"
    )
    decision = told.say("MA", "table-decision", DECISION)
    told.say("FR", "support-decision", item=decision)
    told.say("ES", "end-membership", item=member_of(told, "ES"))
    told.say("ES", "support-decision", item=decision)
    told.say("ES", "name-member", MEMBER)
    told.say("MA", "table-again", item=decision)
    told.say("FR", "support-decision", item=decision)
    yield told.expect("active", waits_for="ES")

    told = chartered(under, "a decision of FR waits for quorum, and is tabled again by FR alone", members=0)
    for party in ("MA", "FR"):
        told.say(party, "name-member", MEMBER)
    decision = told.say("FR", "table-decision", DECISION)
    told.say("ES", "name-member", MEMBER)
    told.say("ES", "table-again", item=decision)
    told.say("FR", "table-again", item=decision)
    yield told.expect("active", waits_for="ES MA", aside={"ES table-again": NOT_THEIRS})

    told = chartered(under, "a charter may ask for less than one: it is one", quorum=0, members=0)
    told.say("MA", "table-decision", DECISION)
    yield told.expect("active")


def _crossing(under: Kind) -> Iterator[Told]:
    told = chartered(under, "the second support crosses an objection")
    decision = told.say("MA", "table-decision", DECISION)
    told.say("FR", "support-decision", item=decision)
    no = told.say("ES", "oppose-decision", item=decision)
    told.say("FR", "report-done", item=decision, missed=[no])
    yield told.expect("active", aside={"FR report-done": NOT_NOW})

    told = chartered(under, "FR, late, supports a decision and calls a meeting after the group has closed")
    decision = told.say("MA", "table-decision", DECISION)
    told.say("ES", "support-decision", item=decision)
    told.say("MA", "begin-closing")
    for party in PARTIES:
        told.say(party, "confirm-close", REPORT)
    told.say("FR", "support-decision", item=decision, after=30 * DAY)
    told.say("FR", "call-meeting", MEETING)
    yield told.expect("closed", aside={"FR support-decision": NOT_NOW, "FR call-meeting": NOT_NOW})

    told = chartered(
        under, "nothing but members' leaving and reports of what was done follows the close", members=2
    )
    called = told.say("FR", "call-meeting", MEETING)
    to_cancel = told.say("MA", "call-meeting", MEETING)
    tabled, adopted = told.say("MA", "table-decision", DECISION), told.say("MA", "table-decision", DECISION)
    for party in ("FR", "ES"):
        told.say(party, "support-decision", item=adopted)
    members = [entry for entry in told.said if (entry.author, entry.step) == ("ES", "name-member")]
    for member in members:
        told.say("ES", "end-membership", item=member)
    pending = told.say("FR", "table-decision", DECISION)
    told.say("ES", "name-member", MEMBER)
    told.say("MA", "begin-closing")
    told.say("FR", "propose-extension", {"sunset_on": "2026-12-31"})
    for party in PARTIES:
        told.say(party, "confirm-close", REPORT)
    late: list[tuple[str, str, dict[str, Said], Entry | str]] = [
        ("FR", "hold-meeting", {}, called), ("MA", "table-decision", DECISION, ""),
        ("FR", "table-again", {}, pending), ("ES", "oppose-decision", {}, tabled),
        ("ES", "support-decision", {}, tabled), ("MA", "name-member", MEMBER, ""),
    ]  # fmt: skip
    for party, step, says, item in late:
        told.say(party, step, says, item=item)
    told.say("ES", "report-done", item=adopted)
    told.say("MA", "cancel-meeting", item=to_cancel)
    told.say("FR", "end-membership", item=member_of(told, "FR"))
    aside = {f"{party} {step}": NOT_NOW for party, step, _, _ in late}
    yield told.expect("closed", aside=aside | {"FR propose-extension": NOT_NOW})

    told = chartered(under, "FR confirms the close twice, and works on while the others have not")
    told.say("MA", "begin-closing")
    told.say("FR", "confirm-close", REPORT)
    told.say("FR", "confirm-close", REPORT)
    told.say("FR", "call-meeting", MEETING)
    yield told.expect("closing", waits_for="ES MA", aside={"FR confirm-close": TAKEN})

    told = chartered(under, "a meeting is cancelled where others had not seen it held")
    meeting = told.say("MA", "call-meeting", MEETING)
    told.say("MA", "hold-meeting", item=meeting)
    told.say("MA", "cancel-meeting", item=meeting)
    told.say("FR", "cancel-meeting", item=meeting)
    yield told.expect(
        "active", waits_for="ES FR", aside={"MA cancel-meeting": NOT_NOW, "FR cancel-meeting": NOT_THEIRS}
    )


def _sunsets(under: Kind) -> Iterator[Told]:
    told = chartered(under, "the sunset is stated a moment too early, then at the moment")
    told.say("ES", "state-sunset", after=SUNSET - told.at - timedelta(milliseconds=1))
    told.say("MA", "state-sunset", after=timedelta(milliseconds=1))
    yield told.expect("closing", waits_for="ES FR MA", aside={"ES state-sunset": NOT_NOW})

    told = chartered(under, "an extension that all accept moves the sunset")
    extension = told.say("FR", "propose-extension", {"sunset_on": "2026-12-31"})
    for party in ("MA", "ES"):
        told.say(party, "accept-extension", item=extension)
    told.say("FR", "state-sunset", after=SUNSET - told.at)
    yield told.expect("active", aside={"FR state-sunset": NOT_NOW})

    told = chartered(under, "extensions that are declined, withdrawn, and proposed on them")
    declined = told.say("FR", "propose-extension", {"sunset_on": "2026-12-31"})
    told.say("ES", "decline-extension", item=declined)
    told.say("MA", "propose-extension", {"sunset_on": "soon"})
    withdrawn = told.say("ES", "propose-extension", {"sunset_on": "2027-01-31"})
    told.say("ES", "withdraw-extension", item=withdrawn)
    told.say("FR", "propose-extension", {"sunset_on": "2026-12-31", "base": declined.id})
    aside = {"FR propose-extension": "rules.unknown-base", "MA propose-extension": "rules.badly-said"}
    yield told.expect("active", aside=aside)

    told = chartered(under, "the sunset is stated where the last acceptance of an extension was not seen")
    extension = told.say("MA", "propose-extension", {"sunset_on": "2026-12-31"})
    told.say("FR", "accept-extension", item=extension)
    last = told.say("ES", "accept-extension", item=extension, after=SUNSET - told.at - DAY)
    stated = told.say("FR", "state-sunset", missed=[last], after=2 * DAY)
    extended = last.id < stated.id
    yield told.expect(
        "active" if extended else "closing", waits_for="" if extended else "ES FR MA",
        aside={"FR state-sunset": NOT_NOW} if extended else {},
    )  # fmt: skip

    told = chartered(under, "a sunset at the end of the calendar is never over", sunset_on="9999-12-31")
    told.say("ES", "state-sunset", after=3650 * DAY)
    yield told.expect("active", aside={"ES state-sunset": NOT_NOW})


def dishonest(under: Kind) -> Iterator[Told]:
    told = next(told for number in range(100) if (told := _held_and_cancelled(under, number)))
    yield told.expect("active", aside={"MA hold-meeting": NOT_NOW}, told_twice=1)

    told = proposed(under, "ES adopts to one and declines to the other")
    told.say("FR", "adopt-charter")
    yes = told.say("ES", "adopt-charter")
    no = told.say("ES", "decline-charter", missed=[yes])
    first_is_yes = yes.id < no.id
    yield told.expect(
        "active" if first_is_yes else "declined", told_twice=1,
        aside={"ES decline-charter" if first_is_yes else "ES adopt-charter": NOT_NOW},
    )  # fmt: skip

    told = chartered(
        under, "ES ends the memberships of others, agrees its own minutes, supports its own decision"
    )
    told.say("ES", "end-membership", item=member_of(told, "FR"))
    meeting = told.say("ES", "call-meeting", MEETING)
    told.say("ES", "hold-meeting", item=meeting)
    told.say("ES", "agree-minutes", item=meeting)
    decision = told.say("ES", "table-decision", DECISION)
    told.say("ES", "support-decision", item=decision)
    told.say("ES", "report-done", item=decision)
    told.say("ES", "withdraw-charter")
    yield told.expect(
        "active", waits_for="FR MA",
        aside={
            "ES end-membership": NOT_THEIRS, "ES agree-minutes": NOT_THEIRS,
            "ES support-decision": NOT_THEIRS, "ES report-done": NOT_NOW, "ES withdraw-charter": NOT_THEIRS,
        },
    )  # fmt: skip

    told = chartered(under, "ES states what nobody can read")
    told.say("ES", "call-meeting", {"starts_at": "soon", "ends_at": "later"})
    told.say("ES", "table-decision", {"owner": "fr", "due_on": "2026-02-30"})
    told.say("ES", "name-member", {"role": 1})
    told.say("ES", "end-membership", item="ES")
    told.say("ES", "disband", {})
    told.say("XX", "name-member", MEMBER)
    yield told.expect(
        "active",
        aside={
            "ES call-meeting": "rules.badly-said", "ES table-decision": "rules.badly-said",
            "ES name-member": "rules.badly-said", "ES end-membership": "rules.no-such-item",
            "ES disband": "rules.unknown-step", "XX name-member": "rules.not-a-party",
        },
    )  # fmt: skip

    told = chartered(
        under, "a membership has not arrived; what followed it comes too early, until it arrives"
    )
    told.say("ES", "end-membership", item=member_of(told, "ES"))
    told.lose(member_of(told, "ES"))
    yield told.expect(
        "active", missing=1,
        aside={
            "ES end-membership": "rules.no-such-item", "FR name-member": NOT_NOW, "MA name-member": NOT_NOW,
        },
    )  # fmt: skip

    told = proposed(under, "a charter whose sunset nobody can read opens nothing", sunset_on="2026-02-30")
    told.say("FR", "adopt-charter")
    yield told.expect(
        "", aside={"MA propose-charter": "rules.badly-said", "FR adopt-charter": "rules.not-opened"}
    )


def _held_and_cancelled(under: Kind, number: int) -> Told | None:
    """MA holds a meeting for one, cancels it for the other; the cancelling, of higher id, goes first."""
    told = chartered(under, "MA holds a meeting for one and cancels it for the other: the stop goes first")
    meeting = told.say("MA", "call-meeting", MEETING)
    held = told.say("MA", "hold-meeting", item=meeting, officer=f"o-{number}")
    cancelled = told.say("MA", "cancel-meeting", item=meeting, missed=[held], prev=meeting.id)
    return told if held.id < cancelled.id else None

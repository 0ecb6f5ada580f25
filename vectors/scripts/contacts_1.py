"""Directory of contacts, edition 1: MA proposes it to FR and ES; each publishes its own, tries others'."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES
from vectors.makers.telling import BADLY, NO_ITEM, NOT_NOW, NOT_THEIRS, TAKEN, Told
from vectors.scripts.plan_1 import CALENDARS

KIND = kind("contacts", 1)
DAY = timedelta(days=1)
TERMS = Terms("", {}, calendars=CALENDARS)
DIRECTORY: dict[str, Said] = {"confirm_every_days": 92, "stale_after_days": 100, "pickup_seconds": 300}
CONTACT: dict[str, Said] = {
    "function": "primary", "axes": ("FUG",), "languages": ("fr",), "zone": "Europe/Paris",
    "from_on": "2026-01-01", "days": ("mon",), "from_hour": 8, "until_hour": 18,
}  # fmt: skip
LEAVES: dict[str, Said] = {"left_on": "2026-02-28"}
MECHANISM: dict[str, Said] = {"sort": "joint-committee", "since_on": "2001-03-01", "legal_basis": "A2000"}
POSTING: dict[str, Said] = {
    "sort": "liaison", "host": "FR", "from_on": "2026-01-01", "until_on": "2026-12-31", "powers": "none",
}  # fmt: skip
ACTIVE: dict[str, Said] = {"done_on": "2026-01-05"}
TRIED: dict[str, Said] = {"sort": "call", "tested_at": "2026-01-10T03:30:00.000Z"}


def proposed(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-directory", DIRECTORY)
    return told


def in_use(name: str) -> Told:
    told = proposed(name)
    for party in ("FR", "ES"):
        told.say(party, "adopt-directory")
    return told


def test_of(contact: Entry, **changes: Said) -> dict[str, Said]:
    return {**TRIED, "contact": contact.id, "answered": True, "seconds": 20} | changes


def conversations() -> Iterator[Told]:
    yield from _directories()
    yield from _contacts()
    yield from _named()
    yield from _mechanisms()
    yield from _postings()
    yield from _tests()
    yield from _crossing()


def _directories() -> Iterator[Told]:
    told = proposed("a directory that one side has adopted, twice; nothing is published before all have")
    told.say("FR", "adopt-directory")
    told.say("FR", "adopt-directory")
    told.say("MA", "adopt-directory")
    told.say("FR", "publish-contact", CONTACT)
    told.say("ES", "propose-mechanism", MECHANISM)
    told.say("ES", "post-officer", POSTING)
    yield told.expect("proposed", waits_for="ES", aside={
        "FR adopt-directory": TAKEN, "MA adopt-directory": NOT_THEIRS, "FR publish-contact": NOT_NOW,
        "ES propose-mechanism": NOT_NOW, "ES post-officer": NOT_NOW,
    })  # fmt: skip

    told = proposed("one no declines it")
    told.say("MA", "decline-directory")
    told.say("ES", "decline-directory")
    yield told.expect("declined", aside={"MA decline-directory": NOT_THEIRS})

    told = in_use("ended once every side has asked; then nothing is said any more but that somebody leaves")
    contact, own = told.say("FR", "publish-contact", CONTACT), told.say("MA", "publish-contact", CONTACT)
    tried = told.say("FR", "test-channel", test_of(own, seconds=301))
    explained = told.say("ES", "test-channel", test_of(own, answered=False))
    mechanism = told.say("ES", "propose-mechanism", MECHANISM)
    for party in ("MA", "FR"):
        told.say(party, "agree-mechanism", item=mechanism)
    posting = told.say("ES", "post-officer", POSTING)
    for party in ("ES", "MA", "MA", "FR"):
        told.say(party, "end-directory")
    late: list[tuple[str, str, dict[str, Said], Entry | str]] = [
        ("FR", "confirm-contact", {}, contact), ("FR", "publish-contact", CONTACT, ""),
        ("MA", "propose-mechanism", MECHANISM, ""), ("MA", "report-activity", ACTIVE, mechanism),
        ("FR", "end-mechanism", {}, mechanism), ("FR", "accredit-posting", {}, posting),
        ("MA", "post-officer", POSTING, ""), ("ES", "test-channel", test_of(contact), ""),
        ("FR", "log-failover", {"answered": True, "seconds": 5}, tried),
        ("MA", "explain-test", {}, explained),
    ]  # fmt: skip
    for party, step, says, item in late:
        told.say(party, step, says, item=item)
    told.say("FR", "end-contact", LEAVES, item=contact)
    told.say("ES", "end-posting", item=posting)
    aside = {f"{party} {step}": NOT_NOW for party, step, _, _ in late} | {"MA end-directory": TAKEN}
    yield told.expect("ended", aside=aside)

    told = in_use("two of three have asked to end it")
    for party in ("MA", "FR"):
        told.say(party, "end-directory")
    yield told.expect("in-use")


def _contacts() -> Iterator[Told]:
    told = in_use("published, confirmed twice, and the next confirmation is late")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("MA", "confirm-contact", item=contact)
    told.say("FR", "confirm-contact", item=contact, after=80 * DAY)
    told.say("FR", "confirm-contact", item=contact, after=100 * DAY)
    told.say("ES", "publish-contact", CONTACT, after=100 * DAY)
    yield told.expect("in-use", waits_for="ES", aside={"MA confirm-contact": NOT_THEIRS})

    told = in_use("confirmed on the day it was published: the day counts once")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "confirm-contact", item=contact)
    yield told.expect("in-use")

    told = in_use("its last day is known, and nobody succeeds it in time")
    contact = told.say("FR", "publish-contact", CONTACT | {"until_on": "2026-02-28"})
    told.say("FR", "confirm-contact", item=contact)
    told.say("ES", "publish-contact", CONTACT, after=60 * DAY)
    yield told.expect("in-use", waits_for="ES")

    told = in_use("it leaves, and is owed a successor; two days late there is one")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "end-contact", LEAVES, item=contact)
    told.say("FR", "publish-contact", CONTACT | {"succeeds": contact.id}, after=56 * DAY)
    yield told.expect("in-use", waits_for="FR")

    told = in_use("left, and nobody is meant to succeed; said at once, or later")
    one, other = told.say("FR", "publish-contact", CONTACT), told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "confirm-contact", item=one)
    told.say("FR", "end-contact", LEAVES | {"not_replaced": True}, item=one)
    told.say("FR", "end-contact", LEAVES, item=other)
    told.say("FR", "confirm-contact", item=other)
    told.say("FR", "end-contact", LEAVES | {"not_replaced": True}, item=other)
    yield told.expect("in-use", aside={"FR confirm-contact": NOT_NOW})

    told = in_use("confirmed, and it leaves: it waits for a successor")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "confirm-contact", item=contact)
    told.say("ES", "end-contact", LEAVES, item=contact)
    told.say("FR", "end-contact", LEAVES, item=contact)
    yield told.expect("in-use", waits_for="FR", aside={"ES end-contact": NOT_THEIRS})


def _named() -> Iterator[Told]:
    told = in_use("nobody stands in for, or succeeds, somebody of another side")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("ES", "publish-contact", CONTACT | {"succeeds": contact.id})
    told.say("MA", "publish-contact", CONTACT | {"deputy": contact.id})
    told.say("FR", "publish-contact", CONTACT | {"deputy": contact.id})
    aside = {"ES publish-contact": NOT_NOW, "MA publish-contact": NOT_NOW}
    yield told.expect("in-use", waits_for="FR", aside=aside)

    told = in_use("who is succeeded is confirmed no more, and neither left nor ended")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "publish-contact", CONTACT | {"succeeds": contact.id})
    told.say("FR", "confirm-contact", item=contact)
    told.say("FR", "end-contact", LEAVES, item=contact)
    aside = {"FR confirm-contact": NOT_NOW, "FR end-contact": NOT_NOW}
    yield told.expect("in-use", waits_for="FR", aside=aside)

    told = in_use("it is confirmed where its leaving was not seen: leaving goes first")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "end-contact", LEAVES, item=contact)
    told.say("ES", "publish-contact", CONTACT | {"deputy": "f" * 64})
    told.say("ES", "publish-contact", CONTACT | {"zone": 1})
    told.say("FR", "end-contact", {"left_on": "soon"}, item=contact)
    told.say("ES", "publish-contact", CONTACT | {"succeeds": told.opening.id})
    yield told.expect("in-use", waits_for="FR", aside={
        "ES publish-contact": NO_ITEM, "FR end-contact": BADLY,
    })  # fmt: skip


def _mechanisms() -> Iterator[Told]:
    told = in_use("a mechanism older than the directory, agreed by all, active, ended by all")
    mechanism = told.say("MA", "propose-mechanism", MECHANISM)
    told.say("MA", "agree-mechanism", item=mechanism)
    told.say("FR", "report-activity", ACTIVE, item=mechanism)
    for party in ("FR", "ES"):
        told.say(party, "agree-mechanism", item=mechanism)
    told.say("FR", "report-activity", ACTIVE, item=mechanism)
    for party in PARTIES:
        told.say(party, "end-mechanism", item=mechanism)
    aside = {"MA agree-mechanism": NOT_THEIRS, "FR report-activity": NOT_NOW}
    yield told.expect("in-use", aside=aside)

    told = in_use("one side declines a mechanism; of another, two of three have asked for its end")
    declined = told.say("ES", "propose-mechanism", MECHANISM)
    told.say("ES", "decline-mechanism", item=declined)
    told.say("FR", "agree-mechanism", item=declined)
    told.say("MA", "decline-mechanism", item=declined)
    refused = told.say("ES", "propose-mechanism", MECHANISM)
    told.say("FR", "decline-mechanism", item=refused)
    mechanism = told.say("FR", "propose-mechanism", MECHANISM)
    for party in ("MA", "ES"):
        told.say(party, "agree-mechanism", item=mechanism)
    for party in ("FR", "MA"):
        told.say(party, "end-mechanism", item=mechanism)
    told.say("ES", "propose-mechanism", {"sort": "hotline"})
    told.say("ES", "report-activity", {"done_on": "2026-02-31"}, item=mechanism)
    yield told.expect("in-use", aside={
        "ES decline-mechanism": NOT_THEIRS, "ES propose-mechanism": BADLY, "ES report-activity": BADLY,
    })  # fmt: skip


def _postings() -> Iterator[Told]:
    told = in_use("posted, accredited by the host alone, relieved in time by the next")
    posting = told.say("MA", "post-officer", POSTING)
    told.say("ES", "accredit-posting", item=posting)
    told.say("FR", "accredit-posting", item=posting)
    told.say(
        "MA", "post-officer", POSTING | {"from_on": "2027-01-01", "until_on": "2027-12-31"}, after=200 * DAY
    )
    told.say("FR", "end-posting", item=posting)
    told.say("ES", "post-officer", POSTING | {"host": 5})
    aside = {"ES accredit-posting": NOT_THEIRS, "FR end-posting": NOT_THEIRS, "ES post-officer": BADLY}
    yield told.expect("in-use", waits_for="FR", aside=aside)

    told = in_use("nobody relieves; the posting ends before or after it was accredited")
    one, other = told.say("MA", "post-officer", POSTING), told.say("ES", "post-officer", POSTING)
    told.say("FR", "accredit-posting", item=one)
    told.say("ES", "post-officer", POSTING | {"host": "MA"}, after=340 * DAY)
    told.say("MA", "end-posting", item=one)
    told.say("ES", "end-posting", item=other)
    yield told.expect("in-use", waits_for="MA")


def _tests() -> Iterator[Told]:
    told = in_use("answered in time, on the last second, a second late, and not at all")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "confirm-contact", item=contact)
    told.say("MA", "test-channel", test_of(contact, seconds=300))
    late = told.say("MA", "test-channel", test_of(contact, seconds=301))
    told.say("ES", "log-failover", {"answered": True, "seconds": 30}, item=late)
    told.say("MA", "log-failover", {"answered": True, "seconds": 30}, item=late)
    unanswered = told.say("ES", "test-channel", test_of(contact, answered=False))
    told.say("ES", "log-failover", {"answered": False, "seconds": 300}, item=unanswered)
    told.say("ES", "test-channel", test_of(contact, answered=False))
    yield told.expect("in-use", waits_for="ES FR", aside={"ES log-failover": NOT_THEIRS})

    told = in_use("whose line it is explains, at whatever it has come to")
    contact = told.say("FR", "publish-contact", CONTACT)
    told.say("FR", "confirm-contact", item=contact)
    for outcome in ({}, {"answered": True, "seconds": 30}, {"answered": False, "seconds": 300}):
        failed = told.say("MA", "test-channel", test_of(contact, answered=False))
        if outcome:
            told.say("MA", "log-failover", outcome, item=failed)
        told.say("FR", "explain-test", item=failed)
    failed = told.say("MA", "test-channel", test_of(contact, answered=False))
    told.say("ES", "explain-test", item=failed)
    told.say("ES", "test-channel", {**TRIED, "contact": told.opening.id, "seconds": 1})
    told.say("MA", "log-failover", {"seconds": "many"}, item=failed)
    yield told.expect("in-use", waits_for="FR MA", aside={
        "ES explain-test": NOT_THEIRS, "ES test-channel": NO_ITEM, "MA log-failover": BADLY,
    })  # fmt: skip


def _crossing() -> Iterator[Told]:
    yield next(told for number in range(100) if (told := _left_and_confirmed(number)))
    yield next(told for number in range(100) if (told := _ended_and_accredited(number)))


def _left_and_confirmed(number: int) -> Told | None:
    """FR confirms a contact in one office and lets it leave in another; the ids would say otherwise."""
    told = in_use("leaving goes first, whatever the ids say")
    contact = told.say("FR", "publish-contact", CONTACT)
    confirmed = told.say("FR", "confirm-contact", item=contact, after=timedelta(minutes=number + 1))
    left = told.say("FR", "end-contact", LEAVES, item=contact, prev=contact.id, missed=[confirmed])
    if left.id < confirmed.id:
        return None
    return told.expect("in-use", waits_for="FR", aside={"FR confirm-contact": NOT_NOW}, told_twice=1)


def _ended_and_accredited(number: int) -> Told | None:
    told = in_use("the end of a posting goes before an accreditation that had not seen it")
    posting = told.say("MA", "post-officer", POSTING)
    accredited = told.say("FR", "accredit-posting", item=posting, after=timedelta(minutes=number + 1))
    ended = told.say("MA", "end-posting", item=posting, missed=[accredited])
    if ended.id < accredited.id:
        return None
    return told.expect("in-use", aside={"FR accredit-posting": NOT_NOW})

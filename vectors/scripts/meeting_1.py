"""Meeting, edition 1: topics kept open, texts in every language, decisions carried over and never dropped."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import Told

KIND = kind("meeting", 1)
ZONES = {"MA": "Africa/Casablanca", "FR": "Europe/Paris", "ES": "Europe/Madrid"}
CALENDARS = {party: Calendar(party, zone) for party, zone in ZONES.items()}
TERMS = Terms(seed("terms of meetings").hex(), {}, calendars=CALENDARS)
SERIES: dict[str, Said] = {
    "languages": ("ar", "fr"),
    "hosting": "alternating",
    "agenda_days": 7,
    "minutes_days": 30,
}
SESSION: dict[str, Said] = {
    "sort": "joint-committee", "host": "MA", "starts_at": "2026-02-02T09:00:00.000Z",
    "ends_at": "2026-02-02T16:00:00.000Z", "zone": "Africa/Casablanca",
}  # fmt: skip
AGENDA: dict[str, Said] = {"written_in": ("ar", "fr"), "one_order": True}
MINUTES: dict[str, Said] = {"written_in": ("ar", "fr"), "hash": "0" * 64}
NOT_NOW, NOT_THEIRS, BADLY = "rules.not-at-this-stage", "rules.not-this-side", "rules.badly-said"
NO_ITEM, TAKEN = "rules.no-such-item", "rules.already-taken"
LONG = timedelta(days=28)  # until the meeting has begun


def opened(name: str, **changes: Said) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-series", SERIES | changes)
    return told


def agreed(name: str, **changes: Said) -> tuple[Told, Entry]:
    told = opened(name)
    session = told.say("MA", "propose-session", SESSION | changes)
    for party in ("FR", "ES"):
        told.say(party, "agree-session", item=session)
    return told, session


def held(name: str) -> tuple[Told, Entry]:
    told, session = agreed(name)
    told.say("FR", "hold-session", item=session, after=LONG)
    return told, session


def settle(told: Told, what: str, says: dict[str, Said], session: Entry) -> Entry:
    proposal = told.say("MA", f"propose-{what}", says | {"session": session.id})
    for party in ("FR", "ES"):
        told.say(party, f"accept-{what}", item=proposal)
    return proposal


def decided(told: Told, session: Entry, owner: str = "FR", due: str = "2026-02-20") -> Entry:
    decision = told.say("MA", "record-decision", {"session": session.id, "owner": owner, "due_on": due})
    for party in ("FR", "ES"):
        told.say(party, "agree-decision", item=decision)
    return decision


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _sessions()
    yield from _texts()
    yield from _decisions()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    told, session = agreed("a meeting with its agenda, its minutes and its decision, until the series closes")
    topic = told.say("FR", "raise-topic", {"axis": "CYB"})
    delegation = told.say("FR", "name-delegation", {"session": session.id, "people": 4})
    told.say("FR", "change-delegation", {"people": 5}, item=delegation)
    settle(told, "agenda", AGENDA, session)
    told.say("MA", "hold-session", item=session, after=LONG)
    decision = decided(told, session)
    settle(told, "minutes", MINUTES, session)
    told.say("FR", "report-done", item=decision, after=timedelta(days=5))
    for party in ("MA", "ES"):
        told.say(party, "accept-done", item=decision)
    for party in PARTIES:
        told.say(party, "settle-topic", item=topic)
    for party in PARTIES:
        told.say(party, "close-series")
    yield told.expect("closed")

    told, _ = agreed("a meeting is agreed, and its agenda is owed a week before")
    told.say("ES", "raise-topic", {"axis": "FOR"})
    yield told.expect("convened")

    told, session = held("held, and nobody has written the minutes")
    yield told.expect("follow-up", waits_for="ES FR MA")

    told, session = held("a decision that was due is carried over to the next meeting")
    decided(told, session)
    settle(told, "minutes", MINUTES, session)
    told.at += timedelta(days=30)
    later = {"starts_at": "2026-03-20T09:00:00.000Z", "ends_at": "2026-03-20T15:00:00.000Z", "host": "FR"}
    second = told.say("FR", "propose-session", SESSION | later)
    for party in ("MA", "ES"):
        told.say(party, "agree-session", item=second)
    told.say("MA", "hold-session", item=second, after=timedelta(days=60))
    yield told.expect("follow-up", waits_for="ES FR MA")


def _sessions() -> Iterator[Told]:
    told = opened("proposed and not yet agreed by all; another declined; two cancelled")
    first = told.say("MA", "propose-session", SESSION)
    told.say("FR", "agree-session", item=first)
    declined = told.say("ES", "propose-session", SESSION)
    told.say("MA", "decline-session", item=declined)
    told.say("MA", "cancel-session", item=told.say("MA", "propose-session", SESSION))
    last = told.say("FR", "propose-session", SESSION)
    for party in ("MA", "ES"):
        told.say(party, "agree-session", item=last)
    told.say("ES", "cancel-session", item=last)
    yield told.expect("open", waits_for="ES")

    told, session = agreed("cancelled while it is said to have been held: the stop goes first")
    for number in range(8):
        crossed = told.say("MA", "hold-session", item=session, after=LONG if not number else timedelta(1))
        told.say("FR", "cancel-session", item=session, missed=[crossed])
        session = told.say("MA", "propose-session", SESSION)
        for party in ("FR", "ES"):
            told.say(party, "agree-session", item=session)
    yield told.expect("convened", aside={"MA hold-session": NOT_NOW})

    told, session = agreed("said to have been held before it began, and agreed too late for its agenda")
    told.say("MA", "hold-session", item=session)
    told.say("MA", "agree-session", item=session)
    near = {"starts_at": "2026-01-07T09:00:00.000Z", "ends_at": "2026-01-07T12:00:00.000Z"}
    soon = told.say("FR", "propose-session", SESSION | near)
    for party in ("MA", "ES"):
        told.say(party, "agree-session", item=soon)
    yield told.expect("convened", aside={"MA hold-session": NOT_NOW, "MA agree-session": NOT_THEIRS})


def _texts() -> Iterator[Told]:
    told, session = agreed(
        "agendas in one language and out of order cannot be settled; one declined, one withdrawn"
    )
    for lacks in ({"written_in": ("ar",)}, {"one_order": False}):
        crooked = told.say("MA", "propose-agenda", AGENDA | lacks | {"session": session.id})
        told.say("FR", "accept-agenda", item=crooked)
        told.say("ES", "decline-agenda", item=crooked)
    taken_back = told.say("FR", "propose-agenda", AGENDA | {"session": session.id})
    told.say("FR", "withdraw-agenda", item=taken_back)
    yield told.expect("convened", aside={"FR accept-agenda": NOT_THEIRS})

    told, session = held(
        "minutes in one language cannot be signed; one declined, one withdrawn, then all sign"
    )
    lame = told.say("FR", "propose-minutes", MINUTES | {"session": session.id, "written_in": ("fr",)})
    told.say("MA", "accept-minutes", item=lame)
    told.say("ES", "decline-minutes", item=lame)
    told.say(
        "ES", "withdraw-minutes", item=told.say("ES", "propose-minutes", MINUTES | {"session": session.id})
    )
    settle(told, "minutes", MINUTES, session)
    yield told.expect("open", aside={"MA accept-minutes": NOT_THEIRS})

    told, session = held("two agendas and two minutes settled on one base, neither side knowing of the other")
    for what, says in (("agenda", AGENDA), ("minutes", MINUTES)):
        one = told.say("MA", f"propose-{what}", says | {"session": session.id})
        other = told.say("FR", f"propose-{what}", says | {"session": session.id}, missed=[one])
        for party in ("FR", "ES"):
            told.say(party, f"accept-{what}", item=one, missed=[other] if party == "ES" else [])
        told.say("ES", f"accept-{what}", item=other)
        told.say("MA", f"accept-{what}", item=other)
    yield told.expect("open")

    told, session = agreed("minutes of a meeting that was not held; an agenda of a meeting that is none")
    early = told.say("MA", "propose-minutes", MINUTES | {"session": session.id})
    told.say("FR", "accept-minutes", item=early)
    told.say("ES", "decline-minutes", item=early)
    told.say("MA", "propose-agenda", AGENDA | {"session": "7" * 64})
    told.say("FR", "name-delegation", {"session": "7" * 64, "people": 2})
    yield told.expect(
        "convened",
        aside={"FR accept-minutes": NOT_THEIRS, "MA propose-agenda": NO_ITEM, "FR name-delegation": NO_ITEM},
    )


def _decisions() -> Iterator[Told]:
    told, session = held(
        "tabled; opposed; open; done and accepted by one; sent back; cancelled by two of three"
    )
    settle(told, "minutes", MINUTES, session)
    says: dict[str, Said] = {"session": session.id, "owner": "MA", "due_on": "2026-02-20"}
    told.say("ES", "agree-decision", item=told.say("FR", "record-decision", says))
    told.say("ES", "oppose-decision", item=told.say("FR", "record-decision", says))
    decided(told, session)
    done = decided(told, session, "MA")
    told.say("MA", "report-done", item=done)
    told.say("ES", "accept-done", item=done)
    back = decided(told, session, "MA", "2026-02-10")
    told.say("MA", "report-done", item=back)
    told.say("ES", "accept-done", item=back)
    told.say("FR", "return-decision", item=back, after=timedelta(days=9))
    told.say("MA", "report-done", item=back)
    dropped = decided(told, session, "ES")
    for party in ("MA", "FR"):
        told.say(party, "cancel-decision", item=dropped)
    yield told.expect("follow-up", waits_for="ES FR MA")

    told, session = held("cancelled by all; the series cannot close over what is open")
    settle(told, "minutes", MINUTES, session)
    dropped, left = decided(told, session, "ES"), decided(told, session, "MA")
    for party in PARTIES:
        told.say(party, "cancel-decision", item=dropped)
    for party in ("MA", "FR", "ES"):
        told.say(party, "close-series")
    told.say("FR", "cancel-decision", item=left)
    yield told.expect("follow-up", waits_for="ES MA", aside={"ES close-series": NOT_NOW})


def _dishonest() -> Iterator[Told]:
    told, session = held(
        "who recorded it agrees again; another reports, accepts its own work, or accepts twice"
    )
    settle(told, "minutes", MINUTES, session)
    decision = told.say(
        "ES", "record-decision", {"session": session.id, "owner": "FR", "due_on": "2026-02-20"}
    )
    told.say("ES", "agree-decision", item=decision)
    for party in ("MA", "FR"):
        told.say(party, "agree-decision", item=decision)
    told.say("ES", "report-done", item=decision)
    told.say("FR", "report-done", item=decision)
    told.say("FR", "accept-done", item=decision)
    told.say("FR", "return-decision", item=decision)
    for _ in range(2):
        told.say("ES", "accept-done", item=decision)
    told.say("ES", "record-decision", {"session": session.id, "owner": "FR"})
    told.say("ES", "record-decision", {"session": session.id, "owner": "XX", "due_on": "2026-02-20"})
    told.say("ES", "record-decision", {"session": "7" * 64, "owner": "FR", "due_on": "2026-02-20"})
    aside = {
        "ES agree-decision": TAKEN,
        "ES report-done": NOT_THEIRS,
        "FR accept-done": NOT_THEIRS,
        "FR return-decision": NOT_THEIRS,
        "ES accept-done": NOT_THEIRS,
        "ES record-decision": NO_ITEM,
    }
    yield told.expect("follow-up", waits_for="MA", aside=aside)

    told, session = agreed(
        "who proposed a meeting agrees or declines it; who did not name a delegation changes it"
    )
    other = told.say("ES", "propose-session", SESSION)
    for step in ("agree-session", "decline-session"):
        told.say("ES", step, item=other)
    delegation = told.say("FR", "name-delegation", {"session": session.id, "people": 3})
    told.say("ES", "change-delegation", {"people": 30}, item=delegation)
    agenda = told.say("FR", "propose-agenda", AGENDA | {"session": session.id})
    told.say("FR", "accept-agenda", item=agenda)
    told.say("ES", "withdraw-agenda", item=agenda)
    told.say("ES", "propose-session", SESSION | {"starts_at": "tomorrow"})
    told.say("ES", "raise-topic", {})
    yield told.expect(
        "convened",
        waits_for="ES FR MA",
        aside={
            "ES agree-session": NOT_THEIRS,
            "ES decline-session": NOT_THEIRS,
            "ES change-delegation": NOT_THEIRS,
            "FR accept-agenda": NOT_THEIRS,
            "ES withdraw-agenda": NOT_THEIRS,
            "ES propose-session": BADLY,
            "ES raise-topic": BADLY,
        },
    )

    told, session = held("minutes that are badly said, or of a meeting that is none; a delegation of many")
    told.say("ES", "propose-minutes", MINUTES | {"session": session.id, "written_in": "fr"})
    told.say("MA", "propose-minutes", MINUTES | {"session": "7" * 64})
    delegation = told.say("ES", "name-delegation", {"session": session.id, "people": 3})
    told.say("ES", "change-delegation", {"people": "many"}, item=delegation)
    aside = {"ES propose-minutes": BADLY, "MA propose-minutes": NO_ITEM, "ES change-delegation": BADLY}
    yield told.expect("follow-up", waits_for="ES FR MA", aside=aside)

    told, session = held("steps after the series is closed")
    delegation = told.say("ES", "name-delegation", {"session": session.id, "people": 3})
    settle(told, "minutes", MINUTES, session)
    for party in PARTIES:
        told.say(party, "close-series")
    told.say("ES", "change-delegation", {"people": 4}, item=delegation)
    told.say("ES", "name-delegation", {"session": session.id, "people": 4})
    told.say("ES", "propose-agenda", AGENDA | {"session": session.id})
    told.say("ES", "record-decision", {"session": session.id, "owner": "FR", "due_on": "2026-02-20"})
    told.say("ES", "raise-topic", {"axis": "FOR"})
    told.say("MA", "propose-session", SESSION)
    told.say("FR", "close-series")
    late = ("change-delegation", "name-delegation", "propose-agenda", "record-decision", "raise-topic")
    aside = {f"ES {step}": NOT_NOW for step in late}
    aside |= {"MA propose-session": NOT_NOW, "FR close-series": NOT_NOW}
    yield told.expect("closed", aside=aside)

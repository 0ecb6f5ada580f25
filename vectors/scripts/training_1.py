"""Training, edition 1: a course, its sessions asked for or offered, seats within a ranking, their effect."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import seed
from vectors.makers.telling import BADLY, NO_ITEM, NOT_NOW, NOT_THEIRS, Told

KIND = kind("training", 1)
DAY = timedelta(days=1)
TERMS = Terms(
    seed("terms of training").hex(), {"training_effect": 150 * 24 * 60},
    calendars={"FR": Calendar("FR", "Europe/Paris"), "MA": Calendar("MA", "Africa/Casablanca")},
)  # fmt: skip
COURSE: dict[str, Said] = {
    "axis": "PTS", "level": "specialist", "format": "in-person", "language": "fr", "hours": 30,
    "rights_hours": 3,
}  # fmt: skip
SESSION: dict[str, Said] = {
    "starts_on": "2026-03-02", "ends_on": "2026-03-06", "capacity": 3, "host_quota": 1, "guest_quota": 1,
    "nominate_by": "2026-01-20",
}  # fmt: skip
HELD: dict[str, Said] = {"attended": 3, "reaction_answers": 2, "reaction_mean": "5.5"}
EFFECT: dict[str, Said] = {"invited": 3, "answered": 1, "used": 1}
CERTIFICATE: dict[str, Said] = {"issued_on": "2026-03-06", "certified_hours": 30, "languages": ("ar", "fr")}


def listed(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-course", COURSE)
    return told


def session(told: Told, way: str, by: str) -> Entry:
    return told.say(by, "plan-session", {**SESSION, "way": way})


def running(name: str, *takers: str) -> tuple[Told, Entry]:
    """A session that FR offered and others accepted."""
    told = listed(name)
    offered = session(told, "offer", "FR")
    for party in takers:
        told.say(party, "accept-help", item=offered)
    return told, offered


def nominate(told: Told, of: Entry, party: str, rank: int = 1) -> Entry:
    says: dict[str, Said] = {"session": of.id, "priority": rank, "language_level": "B2", "endorsed": True}
    return told.say(party, "nominate", says)


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _answers()
    yield from _stops()
    yield from _seats()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    told, held = running(
        "offered to two, held, and each says what came of it; the course is retired", "MA", "ES"
    )
    nominee, absent = nominate(told, held, "MA"), nominate(told, held, "ES")
    for each, half_days in ((nominee, 9), (absent, 0)):
        told.say("FR", "select", item=each)
        told.say(each.author, "confirm-seat", item=each)
        told.say("FR", "record-attendance", {"half_days": half_days, "half_days_held": 10}, item=each)
    told.say("FR", "deliver-help", HELD, item=held)
    told.say("FR", "certify", CERTIFICATE, item=nominee)
    for party in ("ES", "MA"):
        told.say(party, "report-effect", EFFECT, item=held, after=60 * DAY)
    told.say("MA", "retire-course")
    yield told.expect("retired")

    told = listed("asked for, offered by one, accepted, held, and its effect awaited")
    asked = session(told, "ask", "MA")
    told.say("ES", "offer-help", item=asked)
    told.say("MA", "accept-help", item=asked)
    told.say("ES", "deliver-help", HELD, item=asked)
    yield told.expect("follow-up", waits_for="MA")

    told, held = running("under way: a seat to confirm, one to give, one given up", "MA", "ES")
    for party in ("MA", "FR", "ES"):
        nominate(told, held, party)
    first, second, third = told.said[-3:]
    told.say("FR", "select", item=first)
    told.say("FR", "keep-in-reserve", item=second)
    told.say("ES", "give-up", item=third)
    yield told.expect("running", waits_for="FR MA")

    yield listed("a course nobody has asked a session of").expect("listed")


def _answers() -> Iterator[Told]:
    told = listed("asked for, and offered twice: one offer is declined, the other withdrawn")
    asked = session(told, "ask", "MA")
    told.say("FR", "offer-help", item=asked)
    told.say("MA", "decline-help", item=asked)
    told.say("ES", "offer-help", item=asked)
    told.say("ES", "withdraw-help", item=asked)
    yield told.expect("listed", waits_for="ES FR")

    told = listed("asked for, and both others decline, one of them twice")
    asked = session(told, "ask", "MA")
    for party in ("FR", "FR", "ES"):
        told.say(party, "decline-help", item=asked)
    yield told.expect("listed", aside={"FR decline-help": NOT_THEIRS})

    told = listed("offered, declined by one, awaited from the other")
    offered = session(told, "offer", "FR")
    told.say("ES", "decline-help", item=offered)
    yield told.expect("listed", waits_for="MA")

    told = listed("offered, and nobody wants it")
    offered = session(told, "offer", "FR")
    for party in ("ES", "MA"):
        told.say(party, "decline-help", item=offered)
    yield told.expect("listed")

    told = listed("one that declined the request offers after all")
    asked = session(told, "ask", "MA")
    told.say("FR", "decline-help", item=asked)
    told.say("FR", "offer-help", item=asked)
    yield told.expect("listed", waits_for="MA")


def _stops() -> Iterator[Told]:
    told = listed("withdrawn while it is accepted: the withdrawal goes first")
    offered = session(told, "offer", "FR")
    yes = told.say("MA", "accept-help", item=offered)
    told.say("FR", "withdraw-help", item=offered, missed=[yes])
    yield told.expect("listed", aside={"MA accept-help": NOT_NOW})

    told = listed("a request withdrawn")
    asked = session(told, "ask", "MA")
    told.say("MA", "withdraw-help", item=asked)
    yield told.expect("listed")

    told, offered = running("one of two calls off and the session goes on", "MA", "ES")
    told.say("ES", "call-off-help", item=offered)
    yield told.expect("running", waits_for="FR")

    told, offered = running("called off while it is said to have been held: the stop goes first", "MA")
    held = told.say("FR", "deliver-help", HELD, item=offered)
    told.say("MA", "call-off-help", item=offered, missed=[held])
    yield told.expect("listed", aside={"FR deliver-help": NOT_NOW})

    told, offered = running(
        "a seat is given up while it is confirmed, and one while it is selected", "MA", "ES"
    )
    ours, theirs = nominate(told, offered, "MA"), nominate(told, offered, "ES")
    told.say("FR", "select", item=ours)
    told.say("MA", "confirm-seat", item=ours)
    told.say("MA", "give-up", item=ours)
    told.say("FR", "turn-down", item=theirs)
    for rank in range(1, 5):  # whatever their ids: the stop goes first
        nominee = nominate(told, offered, "ES", rank)
        chosen = told.say("FR", "select", item=nominee)
        told.say("ES", "give-up", item=nominee, missed=[chosen])
    yield told.expect("running", waits_for="FR", aside={"FR select": NOT_NOW})

    told, offered = running("confirmed, attended, selected: where three nominees stand half-way", "MA", "ES")
    there, here, chosen = (
        nominate(told, offered, "MA"),
        nominate(told, offered, "ES"),
        nominate(told, offered, "FR"),
    )
    for each in (there, here, chosen):
        told.say("FR", "select", item=each)
    for each in (there, here):
        told.say(each.author, "confirm-seat", item=each)
    told.say("FR", "record-attendance", {"half_days": 10, "half_days_held": 10}, item=there)
    yield told.expect("running", waits_for="FR")

    told, offered = running("selected, then given up; a reserve given up; another turned down", "MA", "ES")
    ours, theirs = nominate(told, offered, "MA"), nominate(told, offered, "ES")
    told.say("FR", "select", item=ours)
    told.say("MA", "give-up", item=ours)
    told.say("FR", "keep-in-reserve", item=theirs)
    told.say("ES", "give-up", item=theirs)
    for reserved in (False, True):
        again = nominate(told, offered, "MA")
        if reserved:
            told.say("FR", "keep-in-reserve", item=again)
        told.say("FR", "turn-down", item=again)
    yield told.expect("running", waits_for="FR")


def _seats() -> Iterator[Told]:
    told, held = running(
        "a seat that nobody of its party fills goes to a reserve once nominations have closed", "MA"
    )
    first, second = nominate(told, held, "MA"), nominate(told, held, "MA", 2)
    told.say("FR", "select", item=first)
    told.say("FR", "keep-in-reserve", item=second)
    told.say("FR", "select", item=second)
    told.at = datetime(2026, 1, 21, tzinfo=UTC)
    told.say("FR", "select", item=second)
    yield told.expect("running", waits_for="FR MA", aside={"FR select": NOT_NOW})

    told, held = running("nobody is passed over", "MA")
    nominate(told, held, "MA")
    second = nominate(told, held, "MA", 2)
    told.say("FR", "select", item=second)
    yield told.expect("running", waits_for="FR", aside={"FR select": NOT_NOW})

    told, held = running("who was there for less gets no certificate", "MA")
    nominee = nominate(told, held, "MA")
    told.say("FR", "select", item=nominee)
    told.say("MA", "confirm-seat", item=nominee)
    told.say("FR", "record-attendance", {"half_days": 7}, item=nominee)
    told.say("FR", "record-attendance", {"half_days": 7, "half_days_held": 10}, item=nominee)
    told.say("FR", "certify", CERTIFICATE, item=nominee)
    yield told.expect("running", waits_for="FR", aside={"FR record-attendance": BADLY, "FR certify": NOT_NOW})

    told, offered = running("nominated for what is not under way, and by who takes no part", "ES")
    later = session(told, "offer", "FR")
    nominate(told, later, "ES")
    nominate(told, offered, "MA")
    yield told.expect(
        "running", waits_for="ES FR MA", aside={"ES nominate": NOT_NOW, "MA nominate": NOT_THEIRS}
    )


def _dishonest() -> Iterator[Told]:
    told = listed("who asked cannot offer, nor accept before there is an offer; a third takes no part")
    asked = session(told, "ask", "MA")
    told.say("MA", "offer-help", item=asked)
    told.say("MA", "decline-help", item=asked)
    told.say("FR", "offer-help", item=asked)
    told.say("ES", "accept-help", item=asked)
    told.say("ES", "withdraw-help", item=asked)
    told.say("FR", "decline-help", item=asked)
    yield told.expect(
        "listed", waits_for="MA",
        aside={
            "MA offer-help": NOT_THEIRS, "MA decline-help": NOT_THEIRS, "ES accept-help": NOT_THEIRS,
            "ES withdraw-help": NOT_THEIRS, "FR decline-help": NOT_THEIRS,
        },
    )  # fmt: skip

    told, offered = running(
        "a third delivers, calls off and reports what is not its own; one accepts twice", "MA"
    )
    told.say("MA", "accept-help", item=offered)
    told.say("ES", "deliver-help", HELD, item=offered)
    told.say("ES", "call-off-help", item=offered)
    told.say("FR", "deliver-help", {"attended": "many"}, item=offered)
    held = told.say("FR", "deliver-help", HELD, item=offered)
    told.say("ES", "report-effect", EFFECT, item=offered)
    told.say("MA", "report-effect", {}, item=held)
    told.say("MA", "report-effect", {}, item=offered)
    yield told.expect(
        "follow-up", waits_for="MA",
        aside={
            "MA accept-help": NOT_THEIRS, "ES deliver-help": NOT_THEIRS, "ES call-off-help": NOT_THEIRS,
            "FR deliver-help": BADLY, "ES report-effect": NOT_THEIRS, "MA report-effect": BADLY,
        },
    )  # fmt: skip

    told, offered = running("a guest gives its own people seats, and the host speaks for them", "MA")
    nominee, other = nominate(told, offered, "MA"), nominate(told, offered, "MA", 2)
    for step in ("select", "keep-in-reserve", "turn-down"):
        told.say("MA", step, item=nominee)
    told.say("FR", "select", item=nominee)
    told.say("FR", "confirm-seat", item=nominee)
    told.say("FR", "give-up", item=other)
    told.say("MA", "confirm-seat", item=nominee)
    told.say("MA", "record-attendance", {"half_days": 10, "half_days_held": 10}, item=nominee)
    told.say("FR", "record-attendance", {"half_days": 10, "half_days_held": 10}, item=nominee)
    told.say("MA", "certify", CERTIFICATE, item=nominee)
    yield told.expect(
        "running", waits_for="FR",
        aside={
            "MA select": NOT_THEIRS, "MA keep-in-reserve": NOT_THEIRS, "MA turn-down": NOT_THEIRS,
            "FR confirm-seat": NOT_THEIRS, "FR give-up": NOT_THEIRS, "MA record-attendance": NOT_THEIRS,
            "MA certify": NOT_THEIRS,
        },
    )  # fmt: skip

    told, _ = running(
        "not retired under a session, nor by another; for one not there nobody is nominated", "MA"
    )
    told.say("MA", "retire-course")
    told.say("FR", "retire-course")
    told.say("MA", "nominate", {"session": seed("no session").hex(), "priority": 1, "language_level": "B2"})
    told.say("ES", "nominate", {"priority": 1})
    yield told.expect(
        "running", waits_for="FR",
        aside={
            "MA retire-course": NOT_NOW, "FR retire-course": NOT_NOW, "MA nominate": NO_ITEM,
            "ES nominate": BADLY,
        },
    )  # fmt: skip

    told = listed("nothing is planned or accepted in a course that was retired")
    offered = session(told, "offer", "FR")
    told.say("FR", "retire-course")
    told.say("MA", "retire-course")
    session(told, "offer", "FR")
    told.say("MA", "accept-help", item=offered)
    told.say("MA", "nominate", {"session": offered.id, "priority": 1, "language_level": "B2"})
    yield told.expect(
        "retired",
        aside={
            "FR retire-course": NOT_THEIRS, "FR plan-session": NOT_NOW, "MA accept-help": NOT_NOW,
            "MA nominate": NOT_THEIRS,
        },
    )  # fmt: skip

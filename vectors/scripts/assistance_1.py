"""Assistance, edition 1: needs consulted on, held, decided; missions and equipment, to their evaluation."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import BADLY, NOT_NOW, NOT_THEIRS, Told

KIND = kind("assistance", 1)
DAY = timedelta(days=1)
BY_CHANCE = 32  # with fewer, two rules that change would go unnoticed
SILENT = datetime(2026, 1, 13, tzinfo=UTC)
TERMS = Terms(
    seed("terms of assistance").hex(),
    {"assistance_effect": 180 * 24 * 60, "mission_report": 15 * 24 * 60, "mission_evaluation": 30 * 24 * 60},
    calendars={"FR": Calendar("FR", "Europe/Paris"), "MA": Calendar("MA", "Africa/Casablanca")},
)
NEED: dict[str, Said] = {
    "way": "ask", "format": "peer-review", "axis": "PTS", "participants": 6, "answer_by": "2026-01-12",
}  # fmt: skip
DECISION: dict[str, Said] = {"decided_on": "2026-01-14", "score": 24}
MISSION: dict[str, Said] = {"starts_on": "2026-03-02", "ends_on": "2026-03-06", "experts": 2, "people": 6}
REPORT: dict[str, Said] = {"recommendations": 4}
EVALUATION: dict[str, Said] = {"asked": 6, "answered": 5, "satisfaction": "5.2"}
EQUIPMENT: dict[str, Said] = {"inspect_on": "2026-06-30"}
EFFECT: dict[str, Said] = {"implemented": 3}
CLEARS = ("clear-as-head", "clear-as-legal", "clear-as-rights")


def asked(name: str, **changes: Said) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "begin-assistance", NEED | changes)
    return told


def agreed(name: str) -> Told:
    told = asked(name)
    for party in ("FR", "ES"):
        told.say(party, "agree-consultation")
    return told


def accepted(name: str) -> Told:
    """FR helps MA; ES takes no part."""
    told = agreed(name)
    told.say("FR", "offer-help", DECISION)
    told.say("MA", "accept-help")
    return told


def held(told: Told) -> Entry:
    mission = told.say("FR", "plan-mission", MISSION)
    told.say("MA", "confirm-held", item=mission)
    return mission


def evaluated(told: Told) -> Entry:
    mission = held(told)
    told.say("FR", "report-mission", REPORT, item=mission, after=3 * DAY)
    told.say("MA", "evaluate-mission", EVALUATION, item=mission, after=3 * DAY)
    return mission


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _consulted()
    yield from _held_back()
    yield from _missions()
    yield from _answers()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    told = accepted(
        "asked, consulted, decided, a mission evaluated, equipment in service, its effect reported"
    )
    evaluated(told)
    device = told.say("FR", "hand-over-equipment", EQUIPMENT)
    told.say("MA", "certify-end-use", item=device)
    told.say("FR", "deliver-help")
    told.say(
        "MA",
        "inspect-equipment",
        {"inspected_on": "2026-06-01", "in_service": True},
        item=device,
        after=90 * DAY,
    )
    told.say("MA", "report-effect", EFFECT, after=60 * DAY)
    yield told.expect("effect-known")

    told = asked("offered unasked, accepted by two, delivered, and one has said what came of it", way="offer")
    for party in ("FR", "ES"):
        told.say(party, "accept-help")
    mission = told.say("MA", "plan-mission", MISSION)
    told.say("ES", "confirm-held", item=mission)
    told.say("MA", "report-mission", REPORT, item=mission)
    told.say("FR", "evaluate-mission", EVALUATION, item=mission)
    device = told.say("MA", "hand-over-equipment", EQUIPMENT)
    told.say("ES", "certify-end-use", item=device)
    told.say("FR", "inspect-equipment", {"inspected_on": "2026-06-01", "in_service": True}, item=device)
    told.say("MA", "deliver-help")
    told.say("ES", "report-effect", EFFECT)
    told.say("MA", "plan-mission", MISSION)
    yield told.expect("delivered", waits_for="FR", aside={"MA plan-mission": NOT_NOW})

    told = accepted(
        "under way: missions planned, held and reported, one cancelled; equipment out of service and in it"
    )
    told.say("FR", "plan-mission", MISSION)
    held(told)
    mission = held(told)
    told.say("FR", "report-mission", REPORT, item=mission)
    cancelled = told.say("FR", "plan-mission", MISSION)
    told.say("FR", "cancel-mission", item=cancelled)
    told.say("FR", "hand-over-equipment", EQUIPMENT)
    device = told.said[-1]
    told.say("MA", "certify-end-use", item=device)
    for serves in (False, True, False):
        told.say("MA", "inspect-equipment", {"inspected_on": "2026-06-01", "in_service": serves}, item=device)
    told.say("FR", "hand-over-equipment", EQUIPMENT)
    yield told.expect("accepted", waits_for="FR MA")


def _consulted() -> Iterator[Told]:
    told = asked("silence agrees when its day is over, not before, and whoever states it")
    told.say("FR", "state-silence", after=DAY)
    told.at = SILENT
    told.say("ES", "state-silence")
    told.say("MA", "state-silence")
    yield told.expect(
        "asked", waits_for="ES FR", aside={"FR state-silence": NOT_NOW, "MA state-silence": NOT_NOW}
    )

    told = asked("one agrees, twice; the other is awaited; who asked neither agrees nor objects")
    for party in ("FR", "FR", "MA"):
        told.say(party, "agree-consultation")
    told.say("MA", "object")
    told.say("FR", "offer-help", DECISION)
    told.say("FR", "decline-help")
    yield told.expect(
        "consultation", waits_for="ES",
        aside={
            "FR decline-help": NOT_NOW,
            "FR agree-consultation": "rules.already-taken", "MA agree-consultation": NOT_THEIRS,
            "MA object": NOT_THEIRS, "FR offer-help": NOT_NOW,
        },
    )  # fmt: skip

    told = asked("objected to while silence is stated: the objection goes first")
    told.at = SILENT
    for _ in range(3):
        silent = told.say("MA", "state-silence")
        told.say("FR", "object", missed=[silent])
    yield told

    told = asked("objected to")
    told.say("ES", "object")
    yield told.expect("vetoed")

    yield asked("no day for silence, and none agrees", answer_by="").expect("consultation", waits_for="ES FR")


def _held_back() -> Iterator[Told]:
    told = asked(
        "sensitive: held until three functions of each party have cleared it", sensitive=("interception",)
    )
    told.at = SILENT
    told.say("MA", "state-silence")
    told.say("FR", "agree-consultation")
    for party in PARTIES:
        for step in CLEARS:
            told.say(party, step)
    yield told.expect(
        "asked", waits_for="ES FR", aside={"MA state-silence": NOT_NOW, "FR agree-consultation": NOT_NOW}
    )

    told = asked(
        "sensitive: one party has cleared it by all three, twice, another by one", sensitive=("intrusion",)
    )
    for step in CLEARS:
        for _ in range(2):
            told.say("FR", step)
    told.say("ES", "clear-as-legal")
    aside = {f"FR {step}": NOT_THEIRS for step in CLEARS}
    yield told.expect("held", waits_for="ES MA", aside=aside)

    told = asked("sensitive, offered: who offers may object too", way="offer", sensitive=("crowd-control",))
    told.say("FR", "accept-help")
    told.say("MA", "object")
    yield told.expect("vetoed", aside={"FR accept-help": NOT_NOW})


def _missions() -> Iterator[Told]:
    told = accepted("nothing is delivered that was not evaluated")
    told.say("FR", "deliver-help")
    mission = held(told)
    told.say("FR", "deliver-help")
    told.say("FR", "report-mission", REPORT, item=mission)
    told.say("FR", "deliver-help")
    yield told.expect("accepted", waits_for="FR MA", aside={"FR deliver-help": NOT_NOW})

    told = accepted("equipment without an end-use certificate is not delivered")
    evaluated(told)
    told.say("FR", "hand-over-equipment", EQUIPMENT)
    told.say("FR", "deliver-help")
    yield told.expect("accepted", waits_for="FR MA", aside={"FR deliver-help": NOT_NOW})

    told = accepted("a mission cancelled while it is said to have been held: the stop goes first")
    for _ in range(4):
        mission = told.say("FR", "plan-mission", MISSION)
        took_place = told.say("MA", "confirm-held", item=mission)
        told.say("FR", "cancel-mission", item=mission, missed=[took_place])
    yield told.expect("accepted", waits_for="FR", aside={"MA confirm-held": NOT_NOW})


def _answers() -> Iterator[Told]:
    told = agreed("declined by both")
    for party in ("FR", "ES"):
        told.say(party, "decline-help")
    yield told.expect("declined")

    told = agreed("one offer declined, the other awaits an answer")
    told.say("FR", "offer-help", DECISION)
    told.say("MA", "decline-help")
    told.say("ES", "offer-help", DECISION)
    yield told.expect("offered", waits_for="MA")

    told = agreed("an offer withdrawn, then the request, while another is made: the stop goes first")
    told.say("FR", "offer-help", DECISION)
    told.say("FR", "withdraw-help")
    offer = told.say("ES", "offer-help", DECISION)
    told.say("MA", "withdraw-help", missed=[offer])
    yield told.expect("withdrawn", aside={"ES offer-help": NOT_NOW})

    told = asked("withdrawn while it is consulted on")
    told.say("MA", "withdraw-help")
    yield told.expect("withdrawn")

    told = accepted("called off by who is helped, a report and an evaluation still awaited")
    held(told)
    mission = held(told)
    told.say("FR", "report-mission", REPORT, item=mission)
    told.say("MA", "call-off-help")
    yield told.expect("called-off")

    told = asked("an offer one has declined, and one awaits", way="offer")
    told.say("FR", "decline-help")
    told.say("FR", "decline-help")
    yield told.expect("offered", waits_for="ES", aside={"FR decline-help": NOT_THEIRS})

    told = asked("offered to two, called off by one", way="offer")
    for party in ("FR", "ES"):
        told.say(party, "accept-help")
    told.say("FR", "call-off-help")
    yield told.expect("accepted", waits_for="MA")

    told = asked("an offer withdrawn while it is accepted", way="offer")
    yes = told.say("FR", "accept-help")
    told.say("MA", "withdraw-help", missed=[yes])
    yield told.expect("withdrawn", aside={"FR accept-help": NOT_NOW})


def _dishonest() -> Iterator[Told]:
    told = agreed("who asked cannot offer; a third accepts, declines and withdraws what is not its own")
    told.say("MA", "offer-help", DECISION)
    told.say("MA", "decline-help")
    told.say("FR", "offer-help", {"decided_on": "soon"})
    told.say("FR", "offer-help", DECISION)
    for step in ("accept-help", "decline-help", "withdraw-help"):
        told.say("ES", step)
    yield told.expect(
        "offered", waits_for="MA",
        aside={
            "MA offer-help": NOT_THEIRS, "MA decline-help": NOT_THEIRS, "FR offer-help": BADLY,
            "ES accept-help": NOT_THEIRS, "ES decline-help": NOT_THEIRS, "ES withdraw-help": NOT_THEIRS,
        },
    )  # fmt: skip

    told = accepted(
        "a third plans, confirms, evaluates, certifies, inspects, calls off, delivers; each says it badly"
    )
    told.say("ES", "plan-mission", MISSION)
    told.say("MA", "plan-mission", MISSION)
    told.say("FR", "plan-mission", {})
    mission = told.say("FR", "plan-mission", MISSION)
    told.say("ES", "confirm-held", item=mission)
    told.say("MA", "cancel-mission", item=mission)
    told.say("MA", "confirm-held", item=mission)
    told.say("MA", "report-mission", REPORT, item=mission)
    told.say("FR", "report-mission", {}, item=mission)
    told.say("FR", "report-mission", REPORT, item=mission)
    told.say("ES", "evaluate-mission", EVALUATION, item=mission)
    told.say("MA", "evaluate-mission", {}, item=mission)
    told.say("MA", "evaluate-mission", EVALUATION, item=mission)
    told.say("ES", "hand-over-equipment", EQUIPMENT)
    told.say("FR", "hand-over-equipment", {})
    device = told.say("FR", "hand-over-equipment", EQUIPMENT)
    told.say("ES", "certify-end-use", item=device)
    told.say("MA", "certify-end-use", item=device)
    told.say("ES", "inspect-equipment", {"inspected_on": "2026-06-01", "in_service": True}, item=device)
    told.say("MA", "inspect-equipment", {}, item=device)
    told.say("ES", "call-off-help")
    told.say("ES", "deliver-help")
    told.say("FR", "deliver-help")
    told.say("ES", "report-effect", EFFECT)
    told.say("MA", "report-effect", {})
    yield told.expect(
        "delivered", waits_for="MA",
        aside={
            "ES plan-mission": NOT_THEIRS, "MA plan-mission": NOT_THEIRS, "FR plan-mission": BADLY,
            "ES confirm-held": NOT_THEIRS, "MA cancel-mission": NOT_THEIRS, "MA report-mission": NOT_THEIRS,
            "FR report-mission": BADLY, "ES evaluate-mission": NOT_THEIRS, "MA evaluate-mission": BADLY,
            "ES hand-over-equipment": NOT_THEIRS, "FR hand-over-equipment": BADLY,
            "ES certify-end-use": NOT_THEIRS, "ES inspect-equipment": NOT_THEIRS,
            "MA inspect-equipment": BADLY,
            "ES call-off-help": NOT_THEIRS, "ES deliver-help": NOT_THEIRS, "ES report-effect": NOT_THEIRS,
            "MA report-effect": BADLY,
        },
    )  # fmt: skip

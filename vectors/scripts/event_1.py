"""Event, edition 1: matches and their forms, levels and other views, delegations, spotters, lessons."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, ZONES, seed
from vectors.makers.telling import Told

KIND = kind("event", 1)
DAY = 24 * 60
VALUES: dict[str, Said] = {
    "event_tournament_analysis": 56 * DAY, "event_match_analysis": 14 * DAY, "event_update": DAY,
    "event_level": 120, "event_figures": 240, "event_post_report": 5, "event_effect": 30 * DAY,
}  # fmt: skip
HOLIDAYS = {"MA": frozenset({"2026-03-20"}), "FR": frozenset({"2026-04-06"}), "ES": frozenset()}
CALENDARS = {party: Calendar(party, ZONES[party], HOLIDAYS[party]) for party in PARTIES}
TERMS = Terms(seed("terms of events").hex(), VALUES, calendars=CALENDARS)
EVENT: dict[str, Said] = {
    "tier": "tournament", "sport": "football", "starts_on": "2026-03-14", "ends_on": "2026-04-12",
}  # fmt: skip
VENUE: dict[str, Said] = {
    "latitude": "33.583", "longitude": "-7.7", "gross": 67_000, "entry": 60_000, "holding": 64_000,
    "exit": 62_000, "emergency": 61_000,
}  # fmt: skip
MATCH: dict[str, Said] = {
    "round": "group", "played_on": "2026-03-18", "kickoff_at": "2026-03-18T20:00:00.000Z",
    "home_tickets": 40_000, "away_tickets": 3_000, "neutral_tickets": 2_000, "second_point": "FR",
}  # fmt: skip
ASSESSED: dict[str, Said] = {"view": "medium", "confidence": "medium", "expected": 3_000}
UPDATE: dict[str, Said] = {**ASSESSED, "phase": "update"}
DELEGATION: dict[str, Said] = {
    "way": "offer", "arrives_on": "2026-03-12", "leaves_on": "2026-04-13", "liaison_officers": 2,
    "spotters": 3,
}  # fmt: skip
INCIDENT: dict[str, Said] = {
    "sort": "pyrotechnics", "happened_at": "2026-03-18T20:10:00.000Z", "zone": "stand",
}  # fmt: skip
LEVEL: dict[str, Said] = {"phase": "dynamic", "level": "high", "confidence": "high"}
CONTEST: dict[str, Said] = {"grounds": ("families",), "view": "low"}
LESSON: dict[str, Said] = {"apply_by": "2030-05-01"}
FIGURES: dict[str, Said] = {"spectators": 44_000, "away_came": 2_500}
LINE: dict[str, Said] = {"line": "safety-medical"}
NOT_NOW, NOT_THEIRS, BADLY = "rules.not-at-this-stage", "rules.not-this-side", "rules.badly-said"
NO_ITEM, TAKEN = "rules.no-such-item", "rules.already-taken"


def opened(name: str, **changes: Said) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-event", EVENT | changes)
    return told


def match(told: Told, by: str = "MA", /, **changes: Said) -> Entry:
    venue = told.say(by, "add-venue", VENUE)
    return told.say(by, "schedule-match", {**MATCH, "venue": venue.id, **changes})


def scheduled(name: str, **changes: Said) -> tuple[Told, Entry]:
    told = opened(name)
    return told, match(told, **changes)


def delegation(told: Told, by: str = "FR", way: str = "offer") -> Entry:
    return told.say(by, "begin-delegation", {**DELEGATION, "way": way})


def accredited(told: Told) -> Entry:
    sent = delegation(told)
    told.say("MA", "accept-help", item=sent)
    return sent


def about(game: Entry, says: dict[str, Said]) -> dict[str, Said]:
    return {"match": game.id, **says}


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _matches_and_forms()
    yield from _levels()
    yield from _delegations()
    yield from _spotters()
    yield from _incidents_lines_lessons()
    yield from _stages()
    yield from _ends()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    told = opened(
        "a bid, confirmed, planned, analysed, policed together, reported on, learnt from, closed by all",
        bid=True,
    )
    told.say("MA", "confirm-event")
    game = match(told)
    told.say("FR", "send-analysis", ASSESSED)
    told.say("FR", "send-analysis", about(game, ASSESSED))
    told.say("MA", "set-level", about(game, {**LEVEL, "phase": "advance"}))
    sent = accredited(told)
    told.say("FR", "post-spotter", about(game, {"delegation": sent.id, "spotter": 1}))
    told.say("MA", "confirm-line", LINE)
    told.say("MA", "go-live", after=timedelta(days=60))
    told.say("FR", "send-update", about(game, UPDATE))
    told.say("MA", "set-level", about(game, LEVEL))
    told.say("MA", "report-incident", about(game, INCIDENT))
    told.say("MA", "report-figures", FIGURES, item=game)
    told.say("MA", "stand-down", after=timedelta(days=20))
    told.say("FR", "deliver-help", item=sent)
    for party in ("MA", "FR"):
        told.say(party, "send-post-report", about(game, {"complaints": 1}))
    told.say("MA", "report-effect", item=sent)
    lesson = told.say("ES", "draw-lesson", LESSON)
    told.say("ES", "close-lesson", item=lesson)
    for party in PARTIES:
        told.say(party, "close-event")
    yield told.expect("closed")

    yield opened("opened, and no more").expect("planning")
    yield opened("a bid", bid=True).expect("bid")
    yield opened("one match, no tournament: no analysis of the whole is owed", tier="match").expect(
        "planning"
    )


def _matches_and_forms() -> Iterator[Told]:
    told, game = scheduled(
        "forms in time: of the tournament, of the match, a day before; a post report is owed"
    )
    told.say("FR", "send-analysis", ASSESSED)
    told.say("ES", "send-analysis", ASSESSED, after=timedelta(days=30))
    told.say("FR", "send-analysis", about(game, ASSESSED))
    told.say("FR", "send-update", about(game, {**ASSESSED, "phase": "dynamic"}))
    told.say("FR", "send-update", about(game, UPDATE))
    yield told.expect("advance-risk")

    told, game = scheduled(
        "a match is amended: forms stay with it, times follow it; both points are told", first_point="ES"
    )
    told.say("FR", "send-analysis", about(game, ASSESSED))
    later = {
        **MATCH,
        "venue": game.says["venue"],
        "played_on": "2026-03-21",
        "kickoff_at": "2026-03-21T20:00:00.000Z",
    }
    told.say("MA", "amend-match", {**later, "first_point": "ES"}, item=game)
    told.say("MA", "report-figures", FIGURES, item=game, after=timedelta(days=76))
    told.say("MA", "report-figures", FIGURES, item=game)
    told.say("MA", "amend-match", later, item=game)
    told.say("FR", "send-post-report", about(game, {}))
    yield told.expect("advance-risk", aside={"MA amend-match": NOT_NOW})

    told, game = scheduled("called off: nothing more counts of it")
    told.say("MA", "call-off-match", item=game)
    sent = accredited(told)
    steps: list[tuple[str, dict[str, Said]]] = [
        ("send-analysis", ASSESSED), ("send-update", UPDATE), ("send-post-report", {}),
        ("report-incident", INCIDENT), ("post-spotter", {"delegation": sent.id, "spotter": 1}),
    ]  # fmt: skip
    for step, says in steps:
        told.say("FR", step, about(game, says))
    told.say("MA", "set-level", about(game, LEVEL))
    told.say("MA", "report-figures", FIGURES, item=game)
    told.say("MA", "call-off-match", item=game)
    of_france = ("send-analysis", "send-update", "send-post-report", "report-incident", "post-spotter")
    aside = {f"FR {step}": NOT_NOW for step in of_france}
    aside |= {f"MA {step}": NOT_NOW for step in ("set-level", "report-figures", "call-off-match")}
    yield told.expect("deployment", waits_for="FR", aside=aside)

    told, game = scheduled("called off while it is amended and its figures are told: the stop goes first")
    for _ in range(4):
        game = match(told, "ES")
        amended = told.say("ES", "amend-match", {**MATCH, "venue": game.says["venue"]}, item=game)
        told.say("ES", "call-off-match", item=game, missed=[amended])
    yield told

    told, game = scheduled("one who forgot what it had said tells the same match two ways")
    for _ in range(4):
        figures = told.say("MA", "report-figures", FIGURES, item=game)
        told.say("MA", "call-off-match", item=game, missed=[figures], prev=figures.prev)
        game = match(told)
    yield told


def _levels() -> Iterator[Told]:
    told, game = scheduled("a level contested by two, then another takes its place")
    first = told.say("MA", "set-level", about(game, {**LEVEL, "level": "medium", "phase": "advance"}))
    told.say("FR", "contest-level", CONTEST, item=first)
    told.say("ES", "contest-level", CONTEST, item=first)
    told.say("MA", "contest-level", CONTEST, item=first)
    last = told.say("MA", "set-level", about(game, LEVEL))
    told.say("FR", "contest-level", CONTEST, item=first)
    told.say("FR", "contest-level", CONTEST, item=last)
    yield told.expect("planning", aside={"MA contest-level": NOT_THEIRS, "FR contest-level": NOT_NOW})

    told, game = scheduled("each host sets its own: another’s is not its to set, and a guest sets none")
    other = match(told, "ES")
    told.say("ES", "set-level", about(other, LEVEL))
    told.say("MA", "set-level", about(game, LEVEL))
    told.say("MA", "set-level", about(other, LEVEL))
    told.say("FR", "set-level", about(game, LEVEL))
    yield told.expect("planning", aside={"MA set-level": NOT_NOW, "FR set-level": NOT_THEIRS})

    told, game = scheduled("set, and not contested")
    told.say("MA", "set-level", about(game, LEVEL))
    yield told.expect("planning")


def _delegations() -> Iterator[Told]:
    told = opened("asked for, offered and declined, offered and withdrawn; another declined by both")
    asked = delegation(told, "MA", "ask")
    told.say("FR", "offer-help", item=asked)
    told.say("MA", "decline-help", item=asked)
    told.say("ES", "offer-help", item=asked)
    told.say("ES", "withdraw-help", item=asked)
    other = delegation(told, "MA", "ask")
    for party in ("FR", "ES", "FR"):
        told.say(party, "decline-help", item=other)
    yield told.expect("planning", waits_for="ES FR", aside={"FR decline-help": NOT_THEIRS})

    told = opened("asked for and offered; one delivered, one under way, one called off")
    delegation(told, "MA", "ask")
    asked = delegation(told, "MA", "ask")
    told.say("ES", "offer-help", item=asked)
    first, second, _ = (accredited(told) for _ in range(3))
    told.say("FR", "deliver-help", item=first)
    told.say("MA", "call-off-help", item=second)
    yield told.expect("deployment", waits_for="ES FR MA")

    told = opened("offered to two, one calls off; an offer declined, an offer and a request withdrawn")
    offered = delegation(told)
    for party in ("MA", "ES"):
        told.say(party, "accept-help", item=offered)
    told.say("MA", "call-off-help", item=offered)
    declined = delegation(told)
    for party in ("MA", "ES"):
        told.say(party, "decline-help", item=declined)
    told.say("FR", "withdraw-help", item=delegation(told))
    told.say("MA", "withdraw-help", item=delegation(told, "MA", "ask"))
    yield told.expect("deployment", waits_for="FR")

    told = opened("offered, accepted by two, and what came of it said by one")
    offered = delegation(told, "MA")
    for party in ("FR", "ES"):
        told.say(party, "accept-help", item=offered)
    told.say("MA", "deliver-help", item=offered)
    told.say("ES", "report-effect", item=offered)
    yield told.expect("deployment", waits_for="FR")

    told = opened("called off while the effect is still to be reported")
    told.say("FR", "deliver-help", item=accredited(told))
    told.say("MA", "cancel-event", after=timedelta(hours=2))
    yield told.expect("cancelled")

    told = opened("withdrawn while it is accepted, called off while it is delivered: the stop goes first")
    for _ in range(6):
        offered = delegation(told)
        yes = told.say("MA", "accept-help", item=offered)
        told.say("FR", "withdraw-help", item=offered, missed=[yes])
        agreed = delegation(told)
        told.say("ES", "accept-help", item=agreed)
        came = told.say("FR", "deliver-help", item=agreed)
        told.say("ES", "call-off-help", item=agreed, missed=[came])
    yield told.expect("planning", aside={"MA accept-help": NOT_NOW, "FR deliver-help": NOT_NOW})


def _spotters() -> Iterator[Told]:
    told, game = scheduled("posted by who sends them, relieved by nobody else")
    sent = delegation(told)
    posting = about(game, {"delegation": sent.id, "spotter": 1})
    told.say("FR", "post-spotter", posting)
    told.say("MA", "accept-help", item=sent)
    told.say("ES", "post-spotter", posting)
    posted = told.say("FR", "post-spotter", {**posting, "spotter": 2})
    told.say("MA", "relieve-spotter", item=posted)
    told.say("FR", "relieve-spotter", item=posted)
    told.say("FR", "post-spotter", {**posting, "spotter": 3})
    aside = {"FR post-spotter": NOT_THEIRS, "ES post-spotter": NOT_THEIRS, "MA relieve-spotter": NOT_THEIRS}
    yield told.expect("deployment", waits_for="FR", aside=aside)

    told, game = scheduled("one who sends a delegation posts nobody of another’s")
    mine, theirs = accredited(told), delegation(told, "ES")
    told.say("MA", "accept-help", item=theirs)
    told.say("FR", "post-spotter", about(game, {"delegation": theirs.id, "spotter": 1}))
    told.say("ES", "post-spotter", about(game, {"delegation": theirs.id, "spotter": 1}))
    told.say("FR", "post-spotter", about(game, {"delegation": game.id, "spotter": 1}))
    told.say("FR", "post-spotter", {"delegation": mine.id, "match": mine.id, "spotter": 1})
    yield told

    told, game = scheduled("relieved while an incident is told: the relief goes first")
    sent = accredited(told)
    for _ in range(4):
        posted = told.say("FR", "post-spotter", about(game, {"delegation": sent.id, "spotter": 1}))
        incident = told.say("MA", "report-incident", INCIDENT)
        told.say("FR", "relieve-spotter", item=posted, missed=[incident])
    yield told


def _incidents_lines_lessons() -> Iterator[Told]:
    told, game = scheduled("an incident resolved by who reported it, another open")
    first = told.say("FR", "report-incident", about(game, INCIDENT))
    told.say("MA", "resolve-incident", item=first)
    told.say("FR", "resolve-incident", item=first)
    told.say("MA", "resolve-incident", item=told.say("MA", "report-incident", INCIDENT))
    told.say("MA", "report-incident", INCIDENT)
    told.say("ES", "report-incident", about(game, {}))
    aside = {"MA resolve-incident": NOT_THEIRS, "ES report-incident": BADLY}
    yield told.expect("planning", waits_for="MA", aside=aside)

    told, game = scheduled("each host confirms each line once, and again once it is reopened; a guest none")
    other = match(told, "ES")
    line = told.say("MA", "confirm-line", LINE)
    told.say("ES", "confirm-line", LINE)
    told.say("MA", "confirm-line", LINE)
    told.say("FR", "confirm-line", LINE)
    told.say("ES", "reopen-line", item=line)
    told.say("MA", "reopen-line", item=line)
    told.say("MA", "confirm-line", {"line": "service-families"})
    told.say("ES", "reopen-line", item=told.said[-6])
    told.say("ES", "confirm-line", LINE)
    told.say("ES", "call-off-match", item=other)
    told.say("ES", "confirm-line", {"line": "service-access"})
    yield told

    told = opened("lessons for 2030: one acted on, one open; who drew it closes it")
    first, second = told.say("MA", "draw-lesson", LESSON), told.say("FR", "draw-lesson", LESSON)
    told.say("FR", "close-lesson", item=first)
    told.say("MA", "close-lesson", item=first)
    told.say("FR", "draw-lesson")
    told.say("FR", "close-lesson", item=told.say("FR", "draw-lesson", LESSON))
    assert second.author == "FR"
    yield told.expect(
        "planning", waits_for="FR", aside={"FR close-lesson": NOT_THEIRS, "FR draw-lesson": BADLY}
    )


def _stages() -> Iterator[Told]:
    told, game = scheduled("over, a delegation still there")
    accredited(told)
    told.say("MA", "go-live")
    told.say("MA", "stand-down")
    for party in PARTIES:
        told.say(party, "close-event")
    aside = {f"{party} close-event": NOT_NOW for party in PARTIES}
    yield told.expect("stand-down", waits_for="FR", aside=aside)

    told, game = scheduled("over, a report still owed; closed by two")
    told.say("MA", "go-live")
    told.say("MA", "stand-down")
    told.say("MA", "send-post-report", about(game, {}))
    for party in ("MA", "FR", "FR"):
        told.say(party, "close-event")
    yield told.expect("post-reports", aside={"FR close-event": TAKEN})

    told, game = scheduled("over, every report there")
    told.say("MA", "go-live")
    told.say("MA", "stand-down")
    for party in ("MA", "FR"):
        told.say(party, "send-post-report", about(game, {}))
    yield told.expect("lessons")

    told = opened("live, where another hosts too and a guest does not", tier="meeting")
    match(told, "ES")
    told.say("FR", "go-live")
    told.say("ES", "go-live")
    yield told.expect("live", aside={"FR go-live": NOT_THEIRS})

    told = opened("stood down by the other host, and not by a guest")
    match(told, "ES")
    told.say("MA", "go-live")
    told.say("FR", "stand-down")
    told.say("ES", "stand-down")
    yield told.expect("post-reports", aside={"FR stand-down": NOT_THEIRS})


def _ends() -> Iterator[Told]:
    told = opened("a bid that is dropped", bid=True)
    told.say("FR", "confirm-event")
    told.say("FR", "cancel-event")
    told.say("MA", "cancel-event")
    told.say("MA", "confirm-event")
    yield told.expect(
        "cancelled",
        aside={"FR confirm-event": NOT_THEIRS, "FR cancel-event": NOT_THEIRS, "MA confirm-event": NOT_NOW},
    )

    told = opened("cancelled while it is live")
    told.say("MA", "go-live")
    told.say("MA", "cancel-event")
    yield told.expect("cancelled")

    told = opened("cancelled while the other host goes live: the stop goes first")
    match(told, "ES")
    live = told.say("ES", "go-live")
    told.say("MA", "cancel-event", missed=[live])
    yield told.expect("cancelled", aside={"ES go-live": NOT_NOW})

    told, game = scheduled("after the end nothing counts but what was begun")
    level = told.say("MA", "set-level", about(game, LEVEL))
    sent = accredited(told)
    told.say("MA", "cancel-event")
    again: dict[str, Said] = {**MATCH, "venue": game.says["venue"]}
    late: list[tuple[str, str, dict[str, Said], str]] = [
        ("MA", "add-venue", VENUE, ""), ("MA", "schedule-match", again, ""),
        ("MA", "amend-match", again, game.id), ("MA", "report-figures", FIGURES, game.id),
        ("FR", "send-analysis", ASSESSED, ""), ("FR", "send-update", about(game, UPDATE), ""),
        ("FR", "send-post-report", about(game, {}), ""), ("MA", "set-level", about(game, LEVEL), ""),
        ("FR", "contest-level", CONTEST, level.id), ("FR", "begin-delegation", DELEGATION, ""),
        ("FR", "post-spotter", about(game, {"delegation": sent.id, "spotter": 1}), ""),
        ("MA", "report-incident", INCIDENT, ""), ("MA", "confirm-line", LINE, ""),
        ("ES", "draw-lesson", LESSON, ""), ("MA", "call-off-match", {}, game.id),
    ]  # fmt: skip
    for party, step, says, item in late:
        told.say(party, step, says, item=item)
    yield told.expect("cancelled", aside={f"{party} {step}": NOT_NOW for party, step, _, _ in late})


def _dishonest() -> Iterator[Told]:
    told, game = scheduled("one speaks of another’s match, and badly")
    for step, says in (
        ("amend-match", {**MATCH, "venue": game.says["venue"]}),
        ("report-figures", FIGURES),
        ("call-off-match", {}),
    ):
        told.say("ES", step, dict(says), item=game)
    told.say("MA", "amend-match", {}, item=game)
    told.say("MA", "amend-match", {**MATCH, "venue": game.id}, item=game)
    told.say("ES", "report-figures", FIGURES, item=match(told, "ES"))
    told.say("MA", "report-figures", {"spectators": "many"}, item=game)
    told.say("ES", "schedule-match", {**MATCH, "venue": game.id})
    told.say("ES", "add-venue", {"latitude": "north"})
    told.say("ES", "schedule-match", MATCH)
    told.say("MA", "set-level", {"match": game.id})
    told.say("FR", "send-analysis", about(told.opening, ASSESSED))
    told.say("FR", "send-update", about(game, ASSESSED))
    told.say("FR", "send-post-report", {})
    told.say("FR", "begin-delegation", {"way": "offer"})
    told.say("FR", "confirm-line", {})
    yield told

    told, game = scheduled("badly said by who may, of what there is not")
    level = told.say("MA", "set-level", about(game, LEVEL))
    sent = accredited(told)
    told.say("ES", "contest-level", {}, item=level)
    told.say("MA", "confirm-line", {})
    told.say("FR", "post-spotter", about(game, {"delegation": sent.id}))
    told.say("MA", "set-level", about(told.opening, LEVEL))
    told.say("FR", "send-update", about(told.opening, UPDATE))
    told.say("FR", "send-post-report", about(told.opening, {}))
    told.say("FR", "send-post-report", about(game, {"complaints": "none"}))
    told.say("FR", "report-incident", about(told.opening, INCIDENT))
    yield told

    told = opened(
        "who asked cannot offer; a third accepts, declines, withdraws, delivers, calls off, reports"
    )
    asked = delegation(told, "MA", "ask")
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
    yield told.expect("deployment", waits_for="MA", aside=aside)

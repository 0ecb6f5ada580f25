"""Readiness, edition 1: risks, capabilities and exercises; what runs out, and what is improved."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import Told

KIND = kind("readiness", 1)
CALENDARS = {party: Calendar(party, "Europe/Paris", frozenset()) for party in PARTIES}
TERMS = Terms(seed("terms of readiness").hex(), calendars=CALENDARS)
DAY = timedelta(days=1)
RISK: dict[str, Said] = {"subject": "conduct", "owner": "FR"}
ASSESSED: dict[str, Said] = {
    "likelihood": 4, "people": 5, "continuity": 3, "rights": 2, "confidence": 4, "left_likelihood": 2,
    "left_impact": 4, "controls_until": "2026-01-20", "review_on": "2026-02-20",
}  # fmt: skip
LEVELS: dict[str, Said] = {
    "staff": 3, "procedures": 4, "equipment": 3, "training": 3, "exercised": 3, "valid_until": "2026-02-10",
}  # fmt: skip
TREATED: dict[str, Said] = {"treatment": "reduce"}
RESULTS: dict[str, Said] = {"performed": 1, "some": 1, "major": 0, "unable": 0}
NOT_NOW, NOT_THEIRS, BADLY = "rules.not-at-this-stage", "rules.not-this-side", "rules.badly-said"
NO_SUCH = "rules.no-such-item"


def begun(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-register", {"axis": "EVT"})
    return told


def identified(told: Told, by: str = "MA", owner: str = "FR") -> Entry:
    return told.say(by, "identify-risk", RISK | {"owner": owner})


def assessed(told: Told, **changes: Said) -> Entry:
    risk = identified(told)
    told.say("FR", "assess-risk", ASSESSED | changes, item=risk)
    return risk


def shown(told: Told, by: str = "MA", **changes: Said) -> Entry:
    capability = told.say(by, "declare-capability", {"critical": True})
    told.say(by, "give-evidence", LEVELS | changes, item=capability)
    return capability


def planned(told: Told, capability: Entry | None = None) -> Entry:
    of: dict[str, Said] = {"capability": capability.id} if capability else {}
    return told.say("MA", "plan-exercise", {"sort": "tabletop", "held_on": "2026-02-01"} | of)


def run(told: Told, capability: Entry | None = None, **results: Said) -> Entry:
    exercise = planned(told, capability)
    told.say("FR", "approve-exercise", item=exercise)
    told.say("MA", "run-exercise", RESULTS | results, item=exercise)
    return exercise


def improve(told: Told, exercise: Entry, by: str = "MA", owner: str = "FR", due: str = "2026-02-20") -> Entry:
    return told.say(by, "ask-improvement", {"exercise": exercise.id, "owner": owner, "due_on": due})


def conversations() -> Iterator[Told]:
    yield from _risks()
    yield from _critical_and_badly_said()
    yield from _expiring()
    yield from _capabilities()
    yield from _exercises()
    yield from _badly_exercised()
    yield from _ending()


def _risks() -> Iterator[Told]:
    told = begun("assessed, treated twice, accepted, assessed again, closed")
    risk = assessed(told)
    for step in ("treat-risk", "treat-risk"):
        told.say("FR", step, TREATED, item=risk)
    told.say("FR", "accept-risk", item=risk)
    told.say("FR", "assess-risk", ASSESSED, item=risk)
    told.say("FR", "close-risk", item=risk)
    yield told.expect("in-use")

    told = begun("identified; assessed; treated; accepted: one risk each, another closed at once")
    identified(told)
    assessed(told)
    told.say("FR", "treat-risk", TREATED, item=assessed(told))
    told.say("FR", "accept-risk", item=assessed(told))
    told.say("FR", "close-risk", item=identified(told))
    told.say("ES", "assess-risk", ASSESSED, item=identified(told, "ES", "ES"))
    yield told.expect("in-use", waits_for="ES FR")

    told = begun("from each stage to the next but one")
    first = assessed(told)
    told.say("FR", "treat-risk", TREATED, item=first)
    told.say("FR", "assess-risk", ASSESSED, item=first)
    second = assessed(told)
    told.say("FR", "treat-risk", TREATED, item=second)
    told.say("FR", "close-risk", item=second)
    third = assessed(told)
    told.say("FR", "accept-risk", item=third)
    told.say("FR", "close-risk", item=third)
    fourth = assessed(told)
    told.say("FR", "treat-risk", TREATED, item=fourth)
    told.say("FR", "accept-risk", item=fourth)
    told.say("FR", "close-risk", item=assessed(told))
    told.say("FR", "assess-risk", ASSESSED, item=assessed(told))
    yield told.expect("in-use", waits_for="FR")


def _critical_and_badly_said() -> Iterator[Told]:
    told = begun("critical: the head alone accepts, assessed or treated")
    critical = {"left_likelihood": 4, "left_impact": 5}
    first, second = assessed(told, **critical), assessed(told, **critical)
    told.say("FR", "accept-risk", item=first)
    told.say("FR", "accept-critical-risk", item=first)
    told.say("FR", "treat-risk", TREATED, item=second)
    told.say("FR", "accept-critical-risk", item=second)
    told.say("FR", "accept-critical-risk", item=assessed(told))
    yield told.expect(
        "in-use", waits_for="FR",
        aside={"FR accept-risk": NOT_THEIRS, "FR accept-critical-risk": NOT_THEIRS},
    )  # fmt: skip

    told = begun("of nobody, badly said, by who does not hold it")
    told.say("MA", "identify-risk", RISK | {"owner": "NL"})
    told.say("ES", "identify-risk", {"owner": "ES"})
    risk = identified(told)
    told.say("MA", "assess-risk", ASSESSED, item=risk)
    told.say("FR", "assess-risk", {"likelihood": 4}, item=risk)
    told.say("FR", "treat-risk", TREATED, item=risk)
    other = assessed(told)
    told.say("ES", "treat-risk", TREATED, item=other)
    told.say("ES", "accept-risk", item=other)
    told.say("ES", "close-risk", item=other)
    yield told

    told = begun("a treatment without its code")
    told.say("FR", "treat-risk", {}, item=assessed(told))
    yield told.expect("in-use", waits_for="FR", aside={"FR treat-risk": BADLY})


def _expiring() -> Iterator[Told]:
    told = begun("a control runs out: what is left is what there was, and the head accepts it")
    risk = assessed(told)
    told.say("MA", "state-expiry")
    told.say("ES", "state-expiry", after=16 * DAY)
    told.say("FR", "accept-risk", item=risk)
    told.say("FR", "accept-critical-risk", item=risk)
    yield told.expect("in-use", aside={"MA state-expiry": NOT_NOW, "FR accept-risk": NOT_THEIRS})

    told = begun("a control runs out; low: accepted by who holds it, closed, assessed again, one left")
    low: dict[str, Said] = {"likelihood": 2, "people": 2, "continuity": 1, "rights": 1, "confidence": 1}
    risks = [assessed(told, left_likelihood=1, left_impact=1, **low) for _ in range(4)]
    told.say("ES", "state-expiry", after=16 * DAY)
    told.say("FR", "accept-risk", item=risks[0])
    told.say("FR", "close-risk", item=risks[1])
    told.say("FR", "assess-risk", ASSESSED | {"controls_until": "2026-12-31"}, item=risks[2])
    yield told.expect("attention", waits_for="FR")

    told = begun("reviews overdue: assessed again, closed, one left; then nothing more runs out")
    risks = [assessed(told, controls_until="2026-12-31", review_on="2026-01-10") for _ in range(3)]
    told.say("MA", "state-expiry", after=7 * DAY)
    told.say("FR", "assess-risk", ASSESSED | {"controls_until": "2026-12-31"}, item=risks[0])
    told.say("FR", "close-risk", item=risks[1])
    told.say("FR", "treat-risk", TREATED, item=risks[2])
    told.say("FR", "state-expiry")
    yield told.expect(
        "attention", waits_for="FR", aside={"FR treat-risk": NOT_NOW, "FR state-expiry": NOT_NOW}
    )

    told = begun("a control, then a level, run out")
    assessed(told)
    shown(told)
    told.say("MA", "state-expiry", after=16 * DAY)
    told.say("ES", "state-expiry", after=21 * DAY)
    yield told.expect("attention", waits_for="FR MA")


def _capabilities() -> Iterator[Told]:
    told = begun("declared; shown; validated; exercised; expired and shown again; retired")
    told.say("MA", "declare-capability")
    shown(told, valid_until="2026-12-31")
    told.say("FR", "validate-capability", item=shown(told, valid_until="2026-12-31"))
    expired = [shown(told, valid_until="2026-01-10") for _ in range(3)]
    told.say("ES", "state-expiry", after=7 * DAY)
    told.say("MA", "give-evidence", LEVELS | {"valid_until": "2026-12-31"}, item=expired[0])
    told.say("MA", "retire-capability", item=expired[1])
    yield told.expect("attention", waits_for="MA")

    told = begun("exercised, whether validated or not; validated then; shown anew; retired from each")
    first, second = (shown(told, valid_until="2026-12-31") for _ in range(2))
    told.say("FR", "validate-capability", item=second)
    run(told, first)
    run(told, second)
    third = shown(told, valid_until="2026-12-31")
    run(told, third)
    told.say("ES", "validate-capability", item=first)
    told.say("MA", "give-evidence", LEVELS, item=first)
    told.say("MA", "give-evidence", LEVELS, item=first)
    told.say("MA", "retire-capability", item=first)
    told.say("MA", "retire-capability", item=second)
    told.say("MA", "give-evidence", LEVELS | {"valid_until": "2026-12-31"}, item=third)
    fourth = shown(told, valid_until="2026-12-31")
    run(told, fourth)
    fifth = shown(told)
    told.say("FR", "validate-capability", item=fifth)
    told.say("MA", "retire-capability", item=fifth)
    told.say("MA", "retire-capability", item=told.say("MA", "declare-capability"))
    yield told.expect("in-use", waits_for="MA")

    told = begun("of another: shown, validated by itself, retired; validated before anything is shown")
    capability = shown(told, valid_until="2026-12-31")
    told.say("FR", "give-evidence", LEVELS, item=capability)
    told.say("MA", "validate-capability", item=capability)
    told.say("ES", "retire-capability", item=capability)
    bare = told.say("ES", "declare-capability")
    told.say("FR", "validate-capability", item=bare)
    told.say("ES", "give-evidence", {"staff": 4}, item=bare)
    told.say("FR", "declare-capability", {"critical": "yes"})
    yield told


def _exercises() -> Iterator[Told]:
    told = begun("planned, approved, run, reviewed, improved, closed by all")
    exercise = run(told)
    told.say("MA", "give-review", item=exercise)
    improvement = improve(told, exercise)
    told.say("FR", "report-improved", item=improvement)
    for party in PARTIES:
        told.say(party, "close-exercise", item=exercise)
    yield told.expect("in-use")

    told = begun("planned, run and reviewed by who did not open the register")
    exercise = told.say("FR", "plan-exercise", {"sort": "drill", "held_on": "2026-02-01"})
    told.say("MA", "approve-exercise", item=exercise)
    told.say("FR", "run-exercise", RESULTS, item=exercise)
    told.say("FR", "give-review", item=exercise)
    yield told.expect("in-use")

    told = begun("planned; approved; run; reviewed: one each; two cancelled")
    planned(told)
    told.say("FR", "approve-exercise", item=planned(told))
    run(told)
    told.say("MA", "give-review", item=run(told))
    told.say("MA", "cancel-exercise", item=planned(told))
    approved = planned(told)
    told.say("ES", "approve-exercise", item=approved)
    told.say("MA", "cancel-exercise", item=approved)
    yield told.expect("in-use", waits_for="ES FR MA")

    told = begun("closed before what is missing is improved; an improvement late")
    exercise = run(told, some=0, major=1, unable=1)
    told.say("MA", "give-review", item=exercise)
    improve(told, exercise)
    for party in PARTIES:
        told.say(party, "close-exercise", item=exercise)
    yield told.expect("in-use", waits_for="FR", aside={"MA close-exercise": NOT_NOW})

    told = begun("cancelled while it is approved: the stop goes first")
    for _ in range(4):
        exercise = planned(told)
        approved = told.say("FR", "approve-exercise", item=exercise)
        told.say("MA", "cancel-exercise", item=exercise, missed=[approved])
    yield told


def _badly_exercised() -> Iterator[Told]:
    told = begun("by who does not hold it, badly said, of a capability that is none")
    told.say("MA", "plan-exercise", {"sort": "drill"})
    told.say(
        "ES", "plan-exercise", {"sort": "drill", "held_on": "2026-02-01", "capability": seed("none").hex()}
    )
    exercise = planned(told)
    told.say("MA", "approve-exercise", item=exercise)
    told.say("FR", "cancel-exercise", item=exercise)
    told.say("FR", "approve-exercise", item=exercise)
    told.say("FR", "run-exercise", RESULTS, item=exercise)
    yield told

    told = begun(
        "results without their counts; a review of another; an improvement of nobody, of no exercise"
    )
    exercise = planned(told)
    told.say("FR", "approve-exercise", item=exercise)
    told.say("MA", "run-exercise", {}, item=exercise)
    told.say("MA", "run-exercise", RESULTS, item=exercise)
    told.say("FR", "give-review", item=exercise)
    improve(told, exercise, owner="NL")
    told.say("FR", "ask-improvement", {"exercise": seed("none").hex(), "owner": "FR", "due_on": "2026-02-20"})
    told.say("ES", "ask-improvement", {"exercise": exercise.id, "owner": "ES"})
    improvement = improve(told, exercise)
    told.say("ES", "report-improved", item=improvement)
    yield told


def _ending() -> Iterator[Told]:
    told = begun("ended by all; nothing is stated any more")
    risk = assessed(told)
    bare = identified(told)
    treated = assessed(told)
    capability, other = shown(told), told.say("MA", "declare-capability")
    exercise, approved, held = planned(told), planned(told), run(told)
    told.say("FR", "approve-exercise", item=approved)
    reviewed = run(told, some=0)
    told.say("MA", "give-review", item=reviewed)
    improvement = improve(told, held)
    critical = assessed(told, left_likelihood=5, left_impact=5)
    for party in PARTIES:
        told.say(party, "end-register")
    identified(told)
    told.say("FR", "assess-risk", ASSESSED, item=bare)
    told.say("FR", "treat-risk", TREATED, item=treated)
    told.say("FR", "accept-risk", item=risk)
    told.say("FR", "accept-critical-risk", item=critical)
    told.say("FR", "close-risk", item=bare)
    told.say("MA", "declare-capability")
    told.say("MA", "give-evidence", LEVELS, item=other)
    told.say("FR", "validate-capability", item=capability)
    told.say("MA", "retire-capability", item=other)
    planned(told)
    told.say("FR", "approve-exercise", item=exercise)
    told.say("MA", "cancel-exercise", item=exercise)
    told.say("MA", "run-exercise", RESULTS, item=approved)
    told.say("MA", "give-review", item=held)
    told.say("MA", "close-exercise", item=reviewed)
    improve(told, held)
    told.say("FR", "report-improved", item=improvement)
    yield told

    told = begun("two of three would end it")
    for party in ("MA", "ES"):
        told.say(party, "end-register")
    yield told.expect("in-use")

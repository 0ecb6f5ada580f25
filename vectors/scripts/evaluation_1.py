"""Evaluation, edition 1: scores sealed and opened, a consensus, recommendations."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import Told

KIND = kind("evaluation", 1)
CALENDARS = {party: Calendar(party, "Europe/Paris", frozenset()) for party in PARTIES}
TERMS = Terms(seed("terms of evaluations").hex(), calendars=CALENDARS)
ROUND: dict[str, Said] = {
    "instrument": "2026", "from_on": "2025-07-01", "until_on": "2025-12-31", "scores_by": "2026-01-20",
}  # fmt: skip
SCORES = {
    "MA": {"volume": "3", "timeliness": "3", "rights": "2"},
    "FR": {"volume": "2", "timeliness": "3", "rights": "1"},
    "ES": {"volume": "2", "trust": "4"},
}
AGREED: dict[str, Said] = {"volume": "2", "timeliness": "3", "rights": "1", "trust": "3"}
DAY = timedelta(days=1)
NOT_NOW, NOT_THEIRS, BADLY = "rules.not-at-this-stage", "rules.not-this-side", "rules.badly-said"


def body_of(party: str, **changes: str) -> dict[str, object]:
    """What a party seals: its scores, and a secret."""
    scores = SCORES[party] | changes
    rows = [{"dimension": name, "score": each, "evidence": "as reported"} for name, each in scores.items()]
    return {"secret": seed(f"secret of {party}").hex(), "scores": rows}


def derived(step: str, body: dict[str, object]) -> dict[str, Said]:
    declared = KIND.step(step)
    assert declared is not None
    return declared.derive(body)


def begun(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-evaluation", ROUND)
    return told


def seal(told: Told, party: str, **more: object) -> Entry:
    return told.say(party, "seal-scores", derived("seal-scores", body_of(party)), item=party, **more)  # type: ignore[arg-type]


def reveal(told: Told, party: str, **more: object) -> Entry:
    return told.say(party, "open-scores", derived("open-scores", body_of(party)), item=party, **more)  # type: ignore[arg-type]


def sealed(name: str) -> Told:
    told = begun(name)
    for party in PARTIES:
        seal(told, party)
    return told


def revealed(name: str) -> Told:
    told = sealed(name)
    for party in PARTIES:
        reveal(told, party)
    return told


def propose(told: Told, by: str = "MA", **changes: Said) -> Entry:
    return told.say(by, "propose-consensus", AGREED | changes)


def agreed(name: str) -> Told:
    told = revealed(name)
    proposed = propose(told)
    for party in ("FR", "ES"):
        told.say(party, "accept-consensus", item=proposed)
    return told


def signed(name: str) -> Told:
    told = agreed(name)
    for party in PARTIES:
        told.say(party, "sign-evaluation", item=party)
    return told


def recommend(told: Told, by: str = "MA", owner: str = "FR", due: str = "2026-02-20") -> Entry:
    return told.say(by, "recommend", {"about": "rights", "owner": owner, "due_on": due})


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _sealing()
    yield from _agreeing()
    yield from _following()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    told = signed("sealed, revealed, agreed, signed, recommended, followed, closed")
    given = recommend(told)
    told.say("FR", "report-followed", item=given, after=10 * DAY)
    told.say("ES", "accept-followed", item=given)
    for party in PARTIES:
        told.say(party, "close-evaluation")
    yield told.expect("closed")
    yield begun("nobody has sealed").expect("scoring", waits_for="ES FR MA")
    told = begun("one has sealed in time, one too late, one not at all")
    seal(told, "MA")
    seal(told, "FR", after=20 * DAY)
    yield told.expect("scoring", waits_for="ES")
    yield sealed("all have sealed, nobody has opened").expect("revealing")
    told = sealed("one has opened")
    reveal(told, "FR")
    yield told.expect("revealing")
    yield revealed("all have opened").expect("comparing", waits_for="ES FR MA")
    yield agreed("agreed, not signed yet").expect("agreed", waits_for="ES FR MA")
    yield signed("signed, nothing recommended").expect("signed")


def _sealing() -> Iterator[Told]:
    told = begun("opened too early, sealed twice")
    seal(told, "MA")
    reveal(told, "MA")
    seal(told, "MA")
    yield told.expect(
        "scoring", waits_for="ES FR", aside={"MA open-scores": NOT_NOW, "MA seal-scores": NOT_NOW}
    )

    told = begun("opened without having seen the last seal")
    seal(told, "MA")
    seal(told, "FR")
    last = seal(told, "ES")
    reveal(told, "MA", missed=[last])
    yield told.expect("revealing", aside={"MA open-scores": NOT_NOW})

    told = sealed("shows other scores than it had sealed")
    lie = derived("open-scores", body_of("FR", rights="4"))
    told.say("FR", "open-scores", lie, item="FR")
    yield told.expect("revealing", aside={"FR open-scores": NOT_NOW})

    told = sealed("shows its scores with one more, with the secret of another, and without words")
    whole = derived("open-scores", body_of("FR"))
    told.say("FR", "open-scores", whole | {"outcomes": "4"}, item="FR")
    told.say("FR", "open-scores", whole | {"opened_with": seed("secret of MA").hex()}, item="FR")
    yield told.expect("revealing", aside={"FR open-scores": NOT_NOW})

    told = sealed("opens for another")
    told.say("FR", "open-scores", derived("open-scores", body_of("MA")), item="MA")
    yield told.expect("revealing", aside={"FR open-scores": NOT_THEIRS})

    told = begun("says no commitment, and seals for another")
    told.say("FR", "seal-scores", {}, item="FR")
    told.say("ES", "seal-scores", derived("seal-scores", body_of("FR")), item="FR")
    yield told.expect(
        "scoring", waits_for="ES FR MA", aside={"FR seal-scores": BADLY, "ES seal-scores": NOT_THEIRS}
    )

    told = begun("cancelled by all; then nothing is sealed")
    seal(told, "MA")
    for party in PARTIES:
        told.say(party, "cancel-evaluation")
    seal(told, "FR")
    yield told.expect("cancelled", aside={"FR seal-scores": NOT_NOW})

    told = begun("cancelled by two of three")
    for party in ("MA", "FR"):
        told.say(party, "cancel-evaluation")
    yield told.expect("scoring", waits_for="ES FR MA")


def _agreeing() -> Iterator[Told]:
    told = sealed("proposed and signed before all is revealed")
    propose(told)
    told.say("MA", "sign-evaluation", item="MA")
    yield told.expect("revealing", aside={"MA propose-consensus": NOT_NOW, "MA sign-evaluation": NOT_NOW})

    told = revealed("one declined, one withdrawn, one agreed")
    told.say("ES", "decline-consensus", item=propose(told))
    told.say("FR", "withdraw-consensus", item=propose(told, "FR"))
    last = propose(told, "ES", trust="2")
    for party in ("MA", "FR"):
        told.say(party, "accept-consensus", item=last)
    yield told.expect("agreed", waits_for="ES FR MA")

    told = revealed("proposed with a score that is no code")
    propose(told, volume=2)
    yield told.expect("comparing", waits_for="ES FR MA", aside={"MA propose-consensus": BADLY})

    told = revealed("an answer is awaited")
    told.say("ES", "accept-consensus", item=propose(told))
    yield told.expect("comparing", waits_for="FR")

    told = agreed("agreed anew before it is signed, on what was agreed")
    first = told.said[-3]
    second = propose(told, "ES", base=first.id, rights="2")
    for party in ("MA", "FR"):
        told.say(party, "accept-consensus", item=second)
    told.say("MA", "sign-evaluation", item="MA")
    yield told.expect("agreed", waits_for="ES FR")

    told = signed("proposed, answered and cancelled after it is signed")
    propose(told)
    told.say("MA", "cancel-evaluation")
    yield told.expect("signed", aside={"MA propose-consensus": NOT_NOW, "MA cancel-evaluation": NOT_NOW})

    told = agreed("proposals that are open when it is signed are answered no more")
    base = told.said[-3].id
    first, second = propose(told, base=base), propose(told, "FR", base=base)
    for party in PARTIES:
        told.say(party, "sign-evaluation", item=party)
    told.say("FR", "accept-consensus", item=first)
    told.say("FR", "decline-consensus", item=first)
    told.say("FR", "withdraw-consensus", item=second)
    yield told.expect(
        "signed", waits_for="ES FR", aside={"FR accept-consensus": NOT_NOW, "FR decline-consensus": NOT_NOW}
    )


def _following() -> Iterator[Told]:
    told = signed("reported late, more asked for, reported again; another dropped by all, another late")
    given = recommend(told)
    told.say("FR", "report-followed", item=given, after=60 * DAY)
    told.say("MA", "ask-for-more", item=given)
    told.say("FR", "report-followed", item=given)
    other = recommend(told, "ES", "MA")
    for party in PARTIES:
        told.say(party, "drop-recommendation", item=other)
    recommend(told, "FR", "ES")
    yield told.expect("signed", waits_for="ES MA")

    told = agreed("recommended before it is signed; to who is no party")
    recommend(told)
    recommend(told, owner="NL")
    yield told.expect("agreed", waits_for="ES FR MA", aside={"MA recommend": "rules.not-a-party"})

    told = signed("followed by who is not in charge, accepted by who is; asked and accepted at once")
    given = recommend(told)
    told.say("MA", "report-followed", item=given)
    told.say("FR", "accept-followed", item=given)
    told.say("FR", "report-followed", item=given)
    told.say("FR", "accept-followed", item=given)
    told.say("FR", "ask-for-more", item=given)
    for _ in range(4):
        told.say("FR", "report-followed", item=given)
        accepted = told.say("MA", "accept-followed", item=given)
        told.say("ES", "ask-for-more", item=given, missed=[accepted])
    yield told

    told = revealed("recommended and closed before anything is agreed")
    recommend(told)
    told.say("MA", "close-evaluation")
    yield told.expect(
        "comparing", waits_for="ES FR MA", aside={"MA recommend": NOT_NOW, "MA close-evaluation": NOT_NOW}
    )

    told = signed("closed by two of three, with one still open")
    recommend(told)
    for party in ("MA", "ES"):
        told.say(party, "close-evaluation")
    yield told.expect("signed", waits_for="FR")


def _dishonest() -> Iterator[Told]:
    told = begun("says what no step says, and a score that is no code")
    told.say("FR", "score-loudly", item="FR")
    told.say("XX", "cancel-evaluation")
    yield told.expect(
        "scoring",
        waits_for="ES FR MA",
        aside={"FR score-loudly": "rules.unknown-step", "XX cancel-evaluation": "rules.not-a-party"},
    )

    told = begun("seals twice, each time as if the other had not been")
    first = seal(told, "ES")
    second = derived("seal-scores", body_of("ES", volume="0"))
    told.say("ES", "seal-scores", second, item="ES", prev=first.prev, missed=[first])
    yield told

    told = begun("copies the seal of another, to open it as the other does")
    seal(told, "MA")
    told.say("FR", "seal-scores", derived("seal-scores", body_of("MA")), item="FR")
    yield told.expect("scoring", waits_for="ES FR", aside={"FR seal-scores": NOT_NOW})

    told = begun("seals again once it knows the others, and opens neither")
    for party in ("MA", "FR"):
        seal(told, party)
    first = seal(told, "ES")
    known = [reveal(told, party) for party in ("MA", "FR")]
    told.say("ES", "seal-scores", second, item="ES", prev=first.prev, missed=[first, *known])
    reveal(told, "ES")
    told.say("ES", "open-scores", derived("open-scores", body_of("ES", volume="0")), item="ES")
    yield told

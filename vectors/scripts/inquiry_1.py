"""Inquiry, edition 1: MA asks FR and ES. FR is late now and then; ES is not to be trusted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import NO_TERMS, Terms
from vectors.makers.parties import seed
from vectors.makers.telling import Told

KIND = kind("inquiry", 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TERMS = Terms(
    seed("terms").hex(),
    {
        "answer_life": 60, "answer_urgent_direct": 480, "answer_urgent_indirect": 4320,
        "answer_normal": 10080, "correction_confirm": 4320, "clarification_rounds": 2,
    },
)  # fmt: skip
SAYS: dict[str, Said] = {"axis": "FUG", "urgency": "normal", "offence": "fraud", "question_count": 2}
DIRECT: dict[str, Said] = {"access": "direct"}
INDIRECT: dict[str, Said] = {"access": "indirect"}
ANSWER: dict[str, Said] = {"evidence_use": "ask"}
BACK: dict[str, Said] = {"usefulness": "4", "outcome": "new-lead"}
NO: dict[str, Said] = {"ground": "not-available"}


def asked(name: str, *, terms: Terms = TERMS, **says: Said) -> Told:
    told = Told(name, KIND, terms)
    told.say("MA", "ask", SAYS | says)
    return told


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _clocks()
    yield from _crossing()
    yield from _corrections()
    yield from _dishonest()
    yield from _not_whole()


def _main_paths() -> Iterator[Told]:
    told = asked("asked, and nobody has answered")
    yield told.expect("awaiting", waits_for="ES FR")

    told = asked("one takes up, answers in part and in whole; the other refuses; outcomes reported; closed")
    told.say("FR", "take-up", DIRECT)
    told.say("FR", "take-up", INDIRECT | {"unit": "FR-CENTRAL"})
    told.say("FR", "answer-part", ANSWER)
    told.say("FR", "answer", ANSWER, after=DAY)
    told.say("ES", "refuse", NO)
    told.say("MA", "feed-back", BACK, item="FR")
    told.say("MA", "feed-back", BACK | {"used_in_procedure": True}, item="ES")
    told.say("MA", "close")
    yield told.expect("closed")

    told = asked("an answer goes to and fro: judge, clarification, judge again, parts, refusal")
    until: dict[str, Said] = {"until": "2026-01-20T12:00:00.000Z"}
    to_and_fro: list[tuple[str, dict[str, Said]]] = [
        ("await-judge", until), ("await-judge", {"until": "2026-01-25T12:00:00.000Z"}), ("take-up", DIRECT),
        ("await-judge", until), ("ask-clarification", {}), ("clarify", {}), ("answer-part", ANSWER),
        ("answer-part", ANSWER), ("ask-clarification", {}), ("clarify", {}), ("answer-part", ANSWER),
        ("await-judge", until), ("refuse", NO),
    ]  # fmt: skip
    for step, says in to_and_fro:
        author, item = ("MA", "FR") if step == "clarify" else ("FR", "")
        told.say(author, step, says, item=item)
    told.say("ES", "await-judge", until)
    told.say("ES", "answer-part", ANSWER)
    yield told.expect("answered-part", waits_for="ES MA")

    told = asked("a part is refused on grounds that are counted")
    told.say("FR", "answer-part", ANSWER | {"refused_for": ("ongoing-case", "safety")})
    told.say("ES", "answer-part", ANSWER | {"refused_for": "safety"})
    yield told.expect("awaiting", waits_for="ES FR", aside={"ES answer-part": "rules.badly-said"})

    for fed_back, stage in ((("FR",), "refused"), (("FR", "ES"), "fed-back")):
        told = asked(f"refused by both, and the outcome reported to {' and '.join(fed_back)}")
        told.say("FR", "refuse", NO)
        told.say("ES", "refuse", NO)
        for party in fed_back:
            told.say("MA", "feed-back", BACK, item=party)
        yield told.expect(stage, waits_for="MA" if stage == "refused" else "")

    told = asked("the matter waits for the slower answer")
    told.say("ES", "answer", ANSWER)
    told.say("FR", "take-up", DIRECT)
    yield told.expect("in-progress", waits_for="FR MA")


def _clocks() -> Iterator[Told]:
    told = asked("FR is late: it answers a day after the time is over; ES in time to the millisecond")
    told.say("ES", "answer", ANSWER, after=7 * DAY + timedelta(minutes=5))
    told.say("FR", "answer", ANSWER, after=DAY)
    yield told.expect("answered", waits_for="MA")

    told = Told("FR has never received the request: no clock, and never late", KIND, TERMS)
    told.say("MA", "ask", SAYS, received={"FR": None})
    told.say("ES", "await-judge", {"until": "2026-01-20T12:00:00.000Z"})
    yield told.expect("awaiting", waits_for="ES FR")

    told = asked("a clarification stops the clock from its request to its receipt, twice")
    told.say("FR", "ask-clarification", after=2 * HOUR)
    told.say("MA", "clarify", item="FR", after=30 * HOUR, received={"FR": 90})
    told.say("FR", "ask-clarification", after=DAY)
    told.say("MA", "clarify", item="FR", after=DAY)
    told.say("FR", "answer", ANSWER, after=5 * DAY)
    yield told.expect("awaiting", waits_for="ES MA")

    told = asked("a clarification asked and not given: the clock stands still")
    told.say("FR", "ask-clarification")
    told.say("ES", "ask-clarification")
    told.say("ES", "refuse", {"ground": "incomplete-request"}, after=DAY)
    yield told.expect("clarifying", waits_for="MA")

    told = asked("a third round of clarification is more than was agreed: it stops no clock")
    for _ in range(2):
        told.say("FR", "ask-clarification", after=HOUR)
        told.say("MA", "clarify", item="FR", after=HOUR)
    told.say("FR", "ask-clarification", after=HOUR)
    told.say("MA", "clarify", item="FR", after=3 * DAY)
    told.say("FR", "answer", ANSWER, after=5 * DAY)
    yield told.expect("awaiting", waits_for="ES MA")

    told = asked(
        "FR is late, then asks back, awaits a judge, finds access indirect: late it stays", urgency="urgent"
    )
    told.say(
        "ES", "await-judge", {"until": "2026-01-12T12:00:00.000Z"}, after=8 * HOUR + timedelta(minutes=5)
    )
    told.say("FR", "await-judge", {"until": "2026-01-12T12:00:00.000Z"}, after=timedelta(milliseconds=1))
    told.say("FR", "take-up", INDIRECT)
    told.say("FR", "ask-clarification")
    yield told.expect("clarifying", waits_for="ES MA")

    told = asked("a judge is awaited: the time is extended, by an instant in another zone", urgency="urgent")
    told.say("FR", "await-judge", {"until": "2026-01-09T12:00:00.000+01:00"})
    told.say("ES", "await-judge", {"until": "2026-01-05T09:30Z"})
    told.say("FR", "answer", ANSWER, after=3 * DAY)
    yield told.expect("pending-judge", waits_for="ES MA")

    for urgency in ("life", "urgent"):
        told = asked(f"urgency {urgency}: direct until its author says indirect", urgency=urgency)
        told.say("FR", "take-up", DIRECT)
        told.say("ES", "take-up", INDIRECT)
        yield told.expect("in-progress", waits_for="ES FR")

    told = asked("without terms nothing is due, and the term that is missing is named", terms=NO_TERMS)
    told.say("FR", "answer", ANSWER)
    yield told.expect("awaiting", waits_for="ES MA")

    told = asked(
        "a term that is no number was not set", terms=Terms(seed("t").hex(), {"answer_normal": True})
    )
    yield told.expect("awaiting", waits_for="ES FR")


def _crossing() -> Iterator[Told]:
    told = asked("an answer crosses the withdrawal: the stop goes first, and what crossed is set aside")
    answer = told.say("FR", "answer", ANSWER)
    told.say("MA", "withdraw", missed=[answer])
    told.say("ES", "take-up", DIRECT, missed=told.said[1:])
    yield told.expect(
        "withdrawn",
        aside={"FR answer": "rules.not-at-this-stage", "ES take-up": "rules.not-at-this-stage"},
    )

    told = asked("an answer that the withdrawal had seen stands, and so does the withdrawal")
    told.say("FR", "answer", ANSWER)
    told.say("MA", "withdraw")
    yield told.expect("withdrawn")

    told = asked("nothing but corrections follows the withdrawal")
    told.say("FR", "take-up", DIRECT)
    told.say("ES", "ask-clarification")
    told.say("MA", "withdraw")
    late: list[tuple[str, str, dict[str, Said], str]] = [
        ("FR", "take-up", DIRECT, ""), ("FR", "ask-clarification", {}, ""), ("FR", "answer", ANSWER, ""),
        ("FR", "answer-part", ANSWER, ""), ("FR", "refuse", NO, ""), ("MA", "clarify", {}, "ES"),
        ("FR", "await-judge", {"until": "2026-01-20T12:00:00.000Z"}, ""), ("MA", "withdraw", {}, ""),
    ]  # fmt: skip
    for party, step, says, item in late:
        told.say(party, step, says, item=item)
    yield told.expect(
        "withdrawn", aside={f"{party} {step}": "rules.not-at-this-stage" for party, step, _, _ in late}
    )

    told = asked("FR, late, goes on after the close it had not seen")
    told.say("FR", "answer", ANSWER)
    told.say("ES", "refuse", NO)
    closed = told.say("MA", "close")
    told.say("FR", "answer-part", ANSWER, missed=[closed])
    told.say("MA", "feed-back", BACK, item="FR")
    yield told.expect(
        "closed",
        aside={"FR answer-part": "rules.not-at-this-stage", "MA feed-back": "rules.not-at-this-stage"},
    )

    told = asked("a clarification crosses the refusal of who had asked for it")
    told.say("FR", "ask-clarification")
    clarified = told.say("MA", "clarify", item="FR")
    told.say("FR", "refuse", {"ground": "incomplete-request"}, missed=[clarified])
    told.expect("awaiting", waits_for="ES MA", aside=_first_of(told, clarified))
    yield told


def _first_of(told: Told, clarified: Entry) -> dict[str, str]:
    """Refusal and clarification did not know of each other; the lower id goes first."""
    refused = told.said[-1]
    return {"MA clarify": "rules.not-at-this-stage"} if refused.id < clarified.id else {}


def _corrections() -> Iterator[Told]:
    told = asked("a correction waits for every recipient, also after the close")
    answer = told.say("FR", "answer", ANSWER)
    told.say("ES", "refuse", NO)
    told.say("MA", "close")
    says = {"corrects": answer.id, "reason": "inaccurate"}
    correction = told.say("FR", "correct", says, after=DAY)
    told.say("MA", "confirm-correction", item=correction, after=4 * DAY)
    told.say("MA", "confirm-correction", item=correction)
    yield told.expect("closed", waits_for="ES", aside={"MA confirm-correction": "rules.already-taken"})

    told = asked("two corrections of one answer, one confirmed by all")
    answer = told.say("FR", "answer", ANSWER)
    first = told.say("FR", "correct", {"corrects": answer.id, "reason": "inaccurate"})
    told.say("FR", "correct", {"corrects": answer.id, "reason": "wrong-person"})
    for party in ("MA", "ES"):
        told.say(party, "confirm-correction", item=first)
    yield told.expect("awaiting", waits_for="ES MA")

    told = asked("ES corrects what FR had stated, and confirms its own correction")
    answer = told.say("FR", "answer", ANSWER)
    told.say("ES", "correct", {"corrects": answer.id, "reason": "inaccurate"})
    own = told.say("ES", "correct", {"corrects": seed("nothing here").hex(), "reason": "inaccurate"}, item="")
    told.say("ES", "confirm-correction", item=own)
    yield told.expect(
        "awaiting", waits_for="ES FR MA",
        aside={"ES correct": "rules.not-at-this-stage", "ES confirm-correction": "rules.not-this-side"},
    )  # fmt: skip


def _dishonest() -> Iterator[Told]:
    told = asked("ES tells two stories: an answer to one, a refusal to the other")
    before = told.say("ES", "take-up", DIRECT)
    answered = told.say("ES", "answer", ANSWER)
    told.say("ES", "refuse", NO, missed=[answered], prev=before.id)
    told.say("FR", "answer", ANSWER)
    late = max(told.said[2:4], key=lambda entry: entry.id)
    aside = {f"ES {late.step}": "rules.not-at-this-stage"}
    yield told.expect("answered", waits_for="MA", aside=aside, told_twice=1)

    told = asked("ES takes steps that are not its own")
    told.say("ES", "answer", ANSWER, item="FR")
    told.say("ES", "clarify", item="FR")
    told.say("ES", "close")
    told.say("ES", "withdraw")
    told.say("ES", "feed-back", BACK, item="ES")
    told.say("ES", "answer", ANSWER, item="MA")
    yield told.expect(
        "awaiting", waits_for="ES FR",
        aside={
            "ES answer": "rules.no-such-item", "ES clarify": "rules.not-this-side",
            "ES close": "rules.not-at-this-stage", "ES withdraw": "rules.not-this-side",
            "ES feed-back": "rules.not-this-side",
        },
    )  # fmt: skip

    told = asked("ES states what nobody can read, and what nobody has heard of")
    told.say("ES", "take-up", {"access": 5})
    told.say("ES", "refuse", {})
    told.say("ES", "await-judge", {"until": "2026-01-20T24:00:00.000Z"})
    told.say("FR", "answer", {"evidence_use": 1})
    told.say("FR", "answer-part", {})
    told.say("FR", "answer", ANSWER)
    told.say("MA", "feed-back", {"usefulness": True}, item="FR")
    told.say("ES", "dance", {"how": "well"})
    told.say("ES", "ask", SAYS)
    told.say("ES", "answer", ANSWER, kind="group")
    told.say("ES", "answer-part", ANSWER, edition=2)
    told.say("ES", "ask-clarification", {"unheard": "of"})
    yield told.expect(
        "clarifying", waits_for="MA",
        aside={
            "ES take-up": "rules.badly-said", "ES refuse": "rules.badly-said",
            "FR answer": "rules.badly-said", "FR answer-part": "rules.badly-said",
            "MA feed-back": "rules.badly-said",
            "ES await-judge": "rules.badly-said", "ES dance": "rules.unknown-step",
            "ES ask": "rules.not-at-this-stage", "ES answer": "rules.wrong-kind",
            "ES answer-part": "rules.wrong-kind",
        },
    )  # fmt: skip

    told = asked("a code of a later list is well formed")
    told.say("ES", "refuse", {"ground": "a-ground-of-a-later-list"})
    told.say("XX", "answer", ANSWER)
    yield told.expect("awaiting", waits_for="FR MA", aside={"XX answer": "rules.not-a-party"})

    told = asked("pretending not to have seen the withdrawal does not pay")
    told.say("MA", "withdraw")
    told.say("ES", "answer", ANSWER, missed=told.said[1:], after=DAY)
    yield told.expect("withdrawn", aside={"ES answer": "rules.not-at-this-stage"})

    told = Told(
        "the request itself says what nobody can read: nothing is opened, and nothing owed", KIND, TERMS
    )
    told.say("MA", "ask", {"axis": 7})
    told.say("FR", "answer", ANSWER)
    told.say("MA", "withdraw")
    aside = {"MA ask": "rules.badly-said", "FR answer": "rules.not-opened", "MA withdraw": "rules.not-opened"}
    yield told.expect("", aside=aside)


def _not_whole() -> Iterator[Told]:
    told = asked("the taking up has not arrived, what came after it has")
    taken = told.say("FR", "take-up", DIRECT)
    told.say("FR", "answer", ANSWER)
    told.lose(taken)
    yield told.expect("awaiting", waits_for="ES MA", missing=1)

    told = asked("the request has not arrived: nothing counts yet")
    told.say("FR", "answer", ANSWER)
    told.lose(told.opening)
    yield told.expect("", aside={"FR answer": "rules.not-opened"}, missing=1)

    told = Told("opened with another step than the one that opens", KIND)
    told.say("MA", "answer", ANSWER)
    told.say("FR", "answer", ANSWER)
    yield told.expect("", aside={"MA answer": "rules.not-opened", "FR answer": "rules.not-opened"})

    told = Told("Ramadan: what is due is elapsed time, whatever the zones do", KIND, TERMS)
    told.at = datetime(2026, 2, 13, 15, tzinfo=UTC)
    told.say("MA", "ask", SAYS | {"urgency": "urgent"})
    told.say("FR", "take-up", INDIRECT, after=HOUR)
    told.say("FR", "answer", ANSWER, after=72 * HOUR)
    yield told.expect("awaiting", waits_for="ES MA")

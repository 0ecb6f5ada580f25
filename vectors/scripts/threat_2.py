"""Threat, edition 2: MA, FR and ES work through a crisis line by line, and review for rights what is over."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules.crisis import EVERY_LINE
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES
from vectors.makers.telling import BADLY, NOT_NOW, NOT_THEIRS, TAKEN, Told
from vectors.scripts import threat_1 as first

KIND = kind("threat", 2)
HOURS = {"crisis_0": 30, "crisis_1": 60, "crisis_6": 6 * 60, "crisis_24": 24 * 60}
SINCE: dict[str, Said] = {"since": "2026-01-05T09:02:00.000Z"}
FOUND: dict[str, Said] = {"finding": "in-order"}
REFERRED: dict[str, Said] = {"finding": "origin", "referred": True}


def in_crisis(name: str, **terms: Said) -> Told:
    told = first.acknowledged(KIND, name)
    told.terms = Terms(first.TERMS.entry, {**first.TERMS.values, **HOURS, **terms})
    told.say("FR", "declare-crisis", SINCE)
    return told


def line(name: str, **more: Said) -> dict[str, Said]:
    return {"line": name, **more}


def over(name: str, share: int | None) -> Told:
    """A warning that all have closed; `share` in a hundred are to be reviewed."""
    told = first.acknowledged(KIND, name)
    agreed: dict[str, Said] = {"rights_review": 30 * 24 * 60}
    agreed |= {} if share is None else {"rights_sample": share}
    told.terms = Terms(first.TERMS.entry, {**first.TERMS.values, **agreed})
    for party in ("FR", "ES"):
        told.say(party, "report-no-action", first.NOT_ACTED, item=party)
    for party in PARTIES:
        told.say(party, "close-warning")
    return told


def conversations() -> Iterator[Told]:
    yield from first.under_any_edition(KIND)
    yield from _crises()
    yield from _reviews()


def _crises() -> Iterator[Told]:
    told = in_crisis("FR has seen to every line, MA to none, for ES one does not apply")
    for each in EVERY_LINE:
        told.say("FR", "tick-line", line(each), item="FR")
    told.say("ES", "waive-line", line("h0-call", reason="other-side"), item="ES")
    yield told.expect("acknowledged", waits_for="ES FR MA")

    told = in_crisis("a line is ticked twice, opened again, ticked late; one is opened that is open")
    for _ in range(2):
        told.say("MA", "tick-line", line("h0-call"), item="MA")
    told.say("MA", "reopen-line", line("h0-call"), item="MA")
    told.say("MA", "waive-line", line("h0-call", reason="overtaken"), item="MA", after=timedelta(hours=2))
    told.say("ES", "reopen-line", line("h0-call"), item="ES")
    aside = {"MA tick-line": NOT_NOW, "ES reopen-line": NOT_NOW}
    yield told.expect("acknowledged", waits_for="ES FR MA", aside=aside)

    told = in_crisis("a full list is opened again; the crisis is over once all have said so, with lines open")
    for each in EVERY_LINE:
        told.say("ES", "waive-line", line(each, reason="nobody-concerned"), item="ES")
        told.say("FR", "tick-line", line(each), item="FR")
    told.say("ES", "reopen-line", line("h6-team"), item="ES")
    for party in ("MA", "MA", "FR", "ES"):
        told.say(party, "end-crisis")
    told.say("MA", "tick-line", line("h0-call"), item="MA")
    told.say("FR", "declare-crisis", SINCE)
    aside = {"MA end-crisis": TAKEN, "MA tick-line": NOT_NOW, "FR declare-crisis": NOT_NOW}
    yield told.expect("acknowledged", waits_for="ES FR", aside=aside)

    told = first.acknowledged(KIND, "declared by two at once: one counts, and everybody has one list")
    declared = told.say("FR", "declare-crisis", SINCE)
    told.say("ES", "declare-crisis", {"since": "2026-01-05T08:00:00.000Z"}, missed=[declared])
    told.say("ES", "tick-line", line("h1-people", done_at="2026-01-05T08:30:00.000Z"), item="ES")
    yield told

    told = in_crisis("nobody ticks for another, nor a line there is not, nor before there is a list")
    told.say("MA", "tick-line", line("h0-call"), item="FR")
    told.say("FR", "tick-line", line("h48-other"), item="FR")
    told.say("ES", "tick-line", {}, item="ES")
    told.say("ES", "waive-line", line("h0-call"), item="ES")
    told.say("ES", "declare-crisis", SINCE)
    yield told.expect(
        "acknowledged", waits_for="ES FR MA",
        aside={
            "MA tick-line": NOT_THEIRS, "FR tick-line": NOT_NOW, "ES tick-line": BADLY,
            "ES waive-line": BADLY, "ES declare-crisis": NOT_NOW,
        },
    )  # fmt: skip

    told = in_crisis("called back: no line is owed any more")
    told.say("FR", "tick-line", line("h0-call"), item="FR")
    told.say("MA", "call-back")
    told.say("ES", "tick-line", line("h0-call"), item="ES")
    told.say("MA", "waive-line", line("h0-call", reason="overtaken"), item="MA")
    told.say("FR", "reopen-line", line("h0-call"), item="FR")
    aside = {"ES tick-line": NOT_NOW, "MA waive-line": NOT_NOW, "FR reopen-line": NOT_NOW}
    yield told.expect("called-back", aside=aside)

    told = first.acknowledged(KIND, "declared without an hour 0, and after it was called back")
    told.say("FR", "declare-crisis", {})
    told.say("MA", "call-back")
    told.say("ES", "declare-crisis", SINCE)
    aside = {"FR declare-crisis": BADLY, "ES declare-crisis": NOT_NOW}
    yield told.expect("called-back", aside=aside)


def _reviews() -> Iterator[Told]:
    told = over("all are to be reviewed: one finds nothing, one refers, one has not looked", share=100)
    told.say("FR", "review-rights", FOUND, item="FR")
    told.say("MA", "review-rights", REFERRED, item="MA")
    yield told.expect("closed")

    told = over("half are to be reviewed: by whom is drawn from what the others said", share=50)
    yield told.expect("closed")
    told = over("none is to be reviewed; one is all the same", share=0)
    told.say("ES", "review-rights", FOUND, item="ES")
    yield told.expect("closed")
    yield over("no share was agreed", share=None).expect("closed")

    told = over("nobody reviews twice, nor for another, nor without saying what was found", share=100)
    told.say("ES", "review-rights", {}, item="ES")
    told.say("FR", "review-rights", FOUND, item="MA")
    told.say("FR", "review-rights", FOUND, item="FR")
    told.say("MA", "review-rights", FOUND, item="MA")
    told.say("MA", "review-rights", REFERRED, item="MA")
    aside = {"ES review-rights": BADLY, "FR review-rights": NOT_THEIRS, "MA review-rights": NOT_NOW}
    yield told.expect("closed", aside=aside)

    told = first.acknowledged(KIND, "called back: reviewed by those who were warned")
    told.terms = Terms("", {"rights_sample": 100, "rights_review": 60})
    told.say("FR", "review-rights", FOUND, item="FR")
    told.say("MA", "call-back")
    told.say("FR", "review-rights", FOUND, item="FR", after=timedelta(hours=3))
    yield told.expect("called-back", aside={"FR review-rights": "rules.no-such-item"})

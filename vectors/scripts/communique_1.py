"""Communiqué, edition 1: MA proposes one to FR and ES; they agree its text, and one of them publishes it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.register import kind
from vectors.makers.telling import NOT_NOW, NOT_THEIRS, Told

KIND = kind("communique", 1)
SPOKEN: dict[str, Said] = {"languages": ("ar", "fr")}
EMBARGO = datetime(2026, 1, 6, 12, tzinfo=UTC)
UNTIL: dict[str, Said] = {"embargo_at": "2026-01-06T13:00:00.000+01:00"}


def announced(name: str) -> Told:
    told = Told(name, KIND)
    told.say("MA", "announce", SPOKEN)
    return told


def agreed(name: str, **says: Said) -> tuple[Told, Entry]:
    told = announced(name)
    text = told.say("MA", "propose-text", says)
    for party in ("ES", "FR"):
        told.say(party, "accept-text", item=text)
    return told, text


def out(text: Entry) -> dict[str, Said]:
    return {"agreed_text": text.id}


def conversations() -> Iterator[Told]:
    told, text = agreed("published a moment too early, then at the moment", **UNTIL)
    told.say("FR", "publish", out(text), after=EMBARGO - told.at - timedelta(milliseconds=1))
    told.say("ES", "publish", out(text), after=timedelta(milliseconds=1))
    yield told.expect("published", aside={"FR publish": NOT_NOW})

    told, text = agreed("published again with a later text that all accept")
    told.say("FR", "publish", out(text))
    later = told.say("ES", "propose-text", {"base": text.id})
    told.say("FR", "publish", out(later))
    for party in ("FR", "MA"):
        told.say(party, "accept-text", item=later)
    told.say("MA", "publish", out(text))
    told.say("FR", "publish", out(later))
    told.say("FR", "drop")
    yield told.expect("published", aside={"FR publish": NOT_NOW, "MA publish": NOT_NOW, "FR drop": NOT_NOW})

    told = announced("countered, declined, withdrawn")
    first = told.say("MA", "propose-text", UNTIL)
    second = told.say("FR", "counter-text", UNTIL, item=first)
    told.say("ES", "decline-text", item=second)
    third = told.say("ES", "propose-text", UNTIL)
    told.say("ES", "withdraw-text", item=third)
    told.say("MA", "propose-text")
    told.say("MA", "withdraw-text", item=third)
    told.say("MA", "publish", out(third))
    yield told.expect(
        "draft", waits_for="ES FR", aside={"MA withdraw-text": NOT_THEIRS, "MA publish": NOT_NOW}
    )

    told, text = agreed("agreed, and not yet out", **UNTIL)
    yield told.expect("agreed", waits_for="ES FR MA")

    told, text = agreed("published by who had not seen that all had accepted")
    told.say("MA", "publish", out(text), missed=[told.said[-1]])
    yield told.expect("agreed", waits_for="ES FR MA", aside={"MA publish": NOT_NOW})

    told = announced("dropped, and nothing more is said")
    texts = [told.say("MA", "propose-text") for _ in range(2)]
    told.say("ES", "drop")
    for party, step, item in (
        ("FR", "accept-text", texts[0]), ("FR", "decline-text", texts[0]), ("FR", "counter-text", texts[0]),
        ("MA", "withdraw-text", texts[1]), ("MA", "propose-text", ""), ("MA", "drop", ""),
    ):  # fmt: skip
        told.say(party, step, item=item)
    told.say("FR", "publish", out(texts[0]))
    yield told.expect("dropped", waits_for="", aside=_all_late(told))

    told, text = agreed("dropped after all had agreed")
    told.say("FR", "drop")
    yield told.expect("dropped")

    told = announced("ES accepts its own text, and publishes what nobody can read")
    text = told.say("ES", "propose-text", UNTIL)
    told.say("ES", "accept-text", item=text)
    told.say("ES", "propose-text", {"embargo_at": "soon"})
    told.say("MA", "counter-text", {"embargo_at": "later"}, item=text)
    aside = {"ES propose-text": "rules.badly-said", "MA counter-text": "rules.badly-said"}
    yield told.expect("draft", waits_for="FR MA", aside=aside | {"ES accept-text": NOT_THEIRS})

    told, text = agreed("what is published is named by its id")
    told.say("ES", "publish", {"agreed_text": "a-text"})
    yield told.expect("agreed", waits_for="ES FR MA", aside={"ES publish": "rules.badly-said"})


def _all_late(told: Told) -> dict[str, str]:
    begun = next(place for place, entry in enumerate(told.said) if entry.step == "drop")
    return {f"{entry.author} {entry.step}": NOT_NOW for entry in told.said[begun + 1 :]}

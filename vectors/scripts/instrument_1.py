"""Instrument, edition 1: MA proposes a text to FR and ES; they draft, freeze, initial, sign, and end it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.fold import standing
from mithaq.pact.rules.register import kind
from vectors.makers.parties import PARTIES
from vectors.makers.telling import NOT_NOW, NOT_THEIRS, TAKEN, Told

KIND = kind("instrument", 1)
OPENING: dict[str, Said] = {
    "sort": "action-plan",
    "languages": ("ar", "fr"),
    "authentic": ("ar", "fr"),
    "alternat": True,
    "notice_months": 6,
}
HASH, OTHER = "8f" * 32, "90" * 32
SIGNING: dict[str, Said] = {"hash": HASH, "method": "wet-scan", "signed_on": "2026-01-05"}
IN_FORCE: dict[str, Said] = {"in_force_on": "2026-03-01"}
END = datetime(2027, 1, 1, tzinfo=UTC)
ALL = "ES FR MA"


def article(number: int = 1, *languages: str, **more: Said) -> dict[str, Said]:
    return {"number": number, "written_in": languages or ("ar", "fr"), **more}


def on(revision: Entry) -> dict[str, Said]:
    return {"revision": revision.id}


def proposed(name: str, **changes: Said) -> Told:
    told = Told(name, KIND)
    told.say("MA", "propose-instrument", OPENING | changes)
    return told


def confirm(told: Told, item: Entry, revision: Entry, *parties: str) -> None:
    for party in parties or PARTIES:
        told.say(party, "confirm-concordance", on(revision), item=item)


def bind(
    told: Told, step: str, *parties: str, missed: tuple[Entry, ...] = (), says: dict[str, Said] | None = None
) -> list[Entry]:
    stated = says or ({"hash": HASH} if step == "freeze" else SIGNING)
    return [told.say(party, step, stated, item=party, missed=missed) for party in parties or PARTIES]


def matched(name: str) -> tuple[Told, Entry]:
    told = proposed(name)
    first = told.say("MA", "add-article", article())
    confirm(told, first, first)
    return told, first


def frozen(name: str) -> tuple[Told, Entry]:
    told, first = matched(name)
    bind(told, "freeze")
    return told, first


def ready(name: str) -> tuple[Told, Entry]:
    told, first = frozen(name)
    bind(told, "initial")
    for party in PARTIES:
        told.say(party, "name-signatory", {"method": "wet-scan"}, item=party)
    return told, first


def signed(name: str) -> tuple[Told, Entry]:
    told, first = ready(name)
    bind(told, "sign")
    return told, first


def in_force(name: str) -> Told:
    told, _ = signed(name)
    for party in PARTIES:
        told.say(party, "confirm-entry-into-force", IN_FORCE)
    return told


def conversations() -> Iterator[Told]:
    yield from _on_the_way()
    yield from _articles()
    yield from _crossing()
    yield from _provisions()
    yield from _after_the_signature()
    yield from _dishonest()


def _on_the_way() -> Iterator[Told]:
    yield proposed("nothing but a proposal").expect("draft")
    told = proposed("an article that two have confirmed")
    first = told.say("ES", "add-article", article())
    confirm(told, first, first, "FR", "ES")
    told.say("FR", "confirm-concordance", on(first), item=first)
    told.say("FR", "comment-article", item=first)
    yield told.expect("concordance", waits_for="MA", aside={"FR confirm-concordance": TAKEN})
    told, _ = matched("all confirmed, FR has frozen")
    bind(told, "freeze", "FR")
    told.say("FR", "freeze", {"hash": OTHER}, item="FR")
    yield told.expect("concordance", waits_for="ES MA", aside={"FR freeze": NOT_NOW})
    told, _ = matched("parties freeze by other hashes, until one thinks again")
    bind(told, "freeze", "ES", "FR")
    bind(told, "freeze", "MA", says={"hash": OTHER})
    yield told.expect("concordance", waits_for=ALL)
    told, _ = matched("other hashes, then the same")
    bind(told, "freeze", "ES", "FR")
    bind(told, "freeze", "MA", says={"hash": OTHER})
    bind(told, "freeze", "MA")
    bind(told, "initial", "ES")
    bind(told, "freeze", "ES")
    bind(told, "sign", "FR")
    yield told.expect("frozen", waits_for="FR MA", aside={"ES freeze": NOT_NOW, "FR sign": NOT_NOW})
    told, _ = frozen("initialled by all; nobody has said who signs")
    bind(told, "initial")
    bind(told, "sign", "MA")
    yield told.expect("initialled", aside={"MA sign": NOT_NOW})
    told, _ = ready("signed by one, who names another signatory meanwhile")
    bind(told, "sign", "ES")
    told.say("ES", "name-signatory", {"method": "passkey", "fingerprint": OTHER}, item="ES")
    bind(told, "initial", "FR")
    yield told.expect("ready", waits_for="FR MA", aside={"FR initial": NOT_NOW})


def _articles() -> Iterator[Told]:
    told, first = matched("an edit opens the article again")
    told.say("FR", "edit-article", article() | on(first), item=first)
    confirm(told, first, first, "MA")
    yield told.expect("concordance", waits_for=ALL)

    told, first = matched("two edits on one revision; one on both ends the dispute")
    one = told.say("MA", "edit-article", article() | on(first), item=first)
    two = told.say("FR", "edit-article", article() | on(first), item=first, missed=[one])
    confirm(told, first, two, "ES")
    told.say("ES", "comment-article", item=first)
    told.say("ES", "edit-article", article() | on(two), item=first)
    yield told.expect("concordance", waits_for=ALL)

    told, first = matched("an edit crosses a removal: both stand")
    gone = told.say("ES", "remove-article", on(first), item=first)
    told.say("FR", "edit-article", article() | on(first), item=first, missed=[gone])
    told.say("MA", "remove-article", on(first), item=first)
    yield told.expect("draft", waits_for=ALL)

    told, first = matched("an objection, and another; the text waits for both")
    told.say("ES", "dispute-article", on(first), item=first)
    told.say("MA", "dispute-article", on(first), item=first)
    confirm(told, first, first, "ES")
    yield told.expect("draft", waits_for=ALL)

    told, first = matched("an objection taken back")
    told.say("ES", "comment-article", item=first)
    told.say("ES", "dispute-article", on(first), item=first)
    confirm(told, first, first, "ES")
    yield told.expect("concordance", waits_for=ALL)

    told = proposed("an open article is edited, commented, disputed")
    first = told.say("MA", "add-article", article())
    second = told.say("FR", "edit-article", article() | on(first), item=first)
    told.say("ES", "comment-article", item=first)
    told.say("ES", "dispute-article", on(second), item=first)
    yield told.expect("draft", waits_for=ALL)

    told = proposed("an open article is removed, and what was removed is edited, unseen and seen")
    first = told.say("MA", "add-article", article())
    gone = told.say("FR", "remove-article", on(first), item=first)
    confirm(told, first, gone)
    told.say("FR", "comment-article", item=first)
    yield told.expect("draft", aside={"FR comment-article": NOT_NOW})

    for step in ("edit-article", "dispute-article"):
        gone_by = next(found for number in range(100) if (found := _after_it_was_gone(step, number)))
        yield gone_by.expect("concordance" if step == "edit-article" else "draft", waits_for=ALL)

    told = proposed("a gap in the numbers, and a language that is missing")
    for number, languages in ((1, ("ar", "fr")), (3, ("ar", "fr"))):
        one = told.say("MA", "add-article", article(number, *languages))
        confirm(told, one, one)
    yield told.expect("draft")
    told = proposed("a language that is missing")
    one = told.say("MA", "add-article", article(1, "ar"))
    confirm(told, one, one)
    yield told.expect("draft")


def _crossing() -> Iterator[Told]:
    told, first = ready("one edit voids every initial")
    told.say("FR", "edit-article", article() | on(first), item=first)
    yield told.expect("concordance", waits_for=ALL)

    told, first = ready("a comment voids nothing")
    told.say("FR", "comment-article", item=first)
    yield told.expect("ready", waits_for=ALL)

    for step in ("freeze", "initial", "sign"):
        crossed = next(found for number in range(100) if (found := _bound_after_an_edit(step, number)))
        ends, waits = ("signed", "") if step == "sign" else ("concordance", ALL)
        yield crossed.expect(ends, waits_for=waits)

    told, first = frozen("an edit that crosses a second freeze")
    told.say("FR", "edit-article", article() | on(first), item=first)
    bind(told, "freeze", "ES")
    bind(told, "initial", "ES")
    yield told.expect("concordance", waits_for=ALL, aside={"ES initial": NOT_NOW})

    told, first = ready("an edit that crosses the last signature binds nobody")
    bind(told, "sign", "ES", "FR")
    last = told.say("MA", "sign", SIGNING, item="MA")
    told.say("FR", "edit-article", article() | on(first), item=first, missed=[last])
    yield told.expect("signed", aside=_aside(told))

    told, first = ready("an edit seen before the last signature voids them all")
    bind(told, "sign", "ES", "FR")
    told.say("FR", "edit-article", article() | on(first), item=first)
    bind(told, "sign", "MA")
    yield told.expect("concordance", waits_for=ALL, aside={"MA sign": NOT_NOW})

    told, _ = ready("one gives up while the last signs, and is bound")
    bind(told, "sign", "ES", "FR")
    last = told.say("MA", "sign", SIGNING, item="MA")
    told.say("FR", "abandon", missed=[last])
    for party in PARTIES:
        told.say(party, "confirm-entry-into-force", IN_FORCE)
    yield told.expect("in-force", aside=_aside(told))

    told, first = frozen("one gives up, and nothing more is said")
    open_one = told.say("MA", "add-article", article(2))
    told.say("FR", "abandon")
    confirm(told, open_one, open_one, "ES")
    told.say("MA", "abandon")
    told.say("MA", "edit-article", article() | on(first), item=first)
    told.say("ES", "add-article", article(2))
    told.say("ES", "name-signatory", {"method": "wet-scan"}, item="ES")
    told.say("FR", "propose-provisions", _provided())
    for step, says in (
        ("remove-article", on(first)),
        ("confirm-concordance", on(first)),
        ("dispute-article", on(first)),
        ("comment-article", {}),
    ):
        told.say("ES", step, says, item=first)
    yield told.expect("abandoned", aside=_aside(told))


def _after_it_was_gone(step: str, number: int) -> Told | None:
    """What MA says of an article that, unseen by MA, all have removed; of higher id, it goes last."""
    told = proposed(f"{step} by who had not seen that the article was gone")
    first = told.say("MA", "add-article", article())
    gone = told.say("FR", "remove-article", on(first), item=first)
    confirm(told, first, gone, "FR", "MA")
    last = told.say("ES", "confirm-concordance", on(gone), item=first)
    says = (article() if step == "edit-article" else {}) | on(gone)
    said = told.say("MA", step, says, item=first, missed=[last], officer=f"o-{number}")
    return told if said.id > last.id else None


def _bound_after_an_edit(step: str, number: int) -> Told | None:
    """ES freezes or initials, or MA signs last, what FR, unseen, has edited; of higher id, it goes last."""
    begin, party = {"freeze": (matched, "ES"), "initial": (frozen, "ES"), "sign": (ready, "MA")}[step]
    told, first = begin(f"an edit that crosses what binds: {step}")
    if step == "sign":
        bind(told, "sign", "ES", "FR")
    edit = told.say("FR", "edit-article", article() | on(first), item=first)
    says: dict[str, Said] = {"hash": HASH} if step == "freeze" else SIGNING
    bound = told.say(party, step, says, item=party, missed=[edit], officer=f"o-{number}")
    return told if bound.id > edit.id else None


def _aside(told: Told) -> dict[str, str]:
    """What is set aside because its stage is over; of two that crossed, ids decide which goes first."""
    found = standing(told.kind, told.held)
    assert {reason for _, reason in found.set_aside} <= {NOT_NOW}
    return {f"{entry.author} {entry.step}": reason for entry, reason in found.set_aside}


def _provided(**changes: Said) -> dict[str, Said]:
    return {name: OPENING[name] for name in ("languages", "authentic", "alternat", "notice_months")} | changes


def _provisions() -> Iterator[Told]:
    told, _ = frozen("new provisions that all accept void the freeze")
    new = told.say("FR", "propose-provisions", _provided(notice_months=12))
    for party in ("ES", "MA"):
        told.say(party, "accept-provisions", item=new)
    yield told.expect("concordance", waits_for=ALL)
    told, _ = frozen("provisions that are declined, withdrawn, or wait void nothing")
    for answer, party in (("decline-provisions", "MA"), ("withdraw-provisions", "FR")):
        new = told.say("FR", "propose-provisions", _provided())
        told.say("ES", "accept-provisions", item=new)
        told.say(party, answer, item=new)
    told.say("FR", "propose-provisions", _provided())
    yield told.expect("frozen", waits_for=ALL)
    told, _ = signed("nobody gives up what all have signed")
    told.say("FR", "abandon")
    yield told.expect("signed", aside={"FR abandon": NOT_NOW})
    told, _ = ready("provisions are answered after all have signed, and after it was given up")
    open_one, second = (told.say("FR", "propose-provisions", _provided()) for _ in range(2))
    bind(told, "sign")
    told.say("MA", "accept-provisions", item=open_one)
    told.say("ES", "decline-provisions", item=open_one)
    told.say("FR", "withdraw-provisions", item=second)
    yield told.expect("signed", waits_for="ES MA", aside=_aside(told))


def _after_the_signature() -> Iterator[Told]:
    told, _ = signed("copies sealed one after the other; of two that add to one file the first counts")
    copy = told.say("MA", "seal-copy", {"holder": "MA", "hash": HASH, "sha256": "1" * 64})
    told.say("FR", "seal-copy-too", {"over": "1" * 64, "sha256": "2" * 64}, item=copy)
    told.say("ES", "seal-copy-too", {"over": "2" * 64, "sha256": "3" * 64}, item=copy)
    other = told.say("FR", "seal-copy", {"holder": "FR", "hash": HASH, "sha256": "4" * 64})
    told.say("MA", "seal-copy-too", {"over": "4" * 64, "sha256": "5" * 64}, item=other)
    told.say("MA", "seal-copy-too", {"over": "5" * 64, "sha256": "6" * 64}, item=other)
    told.say("ES", "seal-copy-too", {"over": "4" * 64, "sha256": "7" * 64}, item=other)
    told.say("FR", "seal-copy-too", {"over": "5" * 64, "sha256": "8" * 64}, item=other)
    yield told.expect(
        "signed", waits_for="ES", aside={"MA seal-copy-too": TAKEN, "FR seal-copy-too": NOT_THEIRS}
    )

    told, _ = ready("nothing of what follows a signature comes before it")
    told.say("MA", "seal-copy", {"holder": "MA", "hash": HASH, "sha256": "1" * 64})
    told.say("FR", "confirm-entry-into-force", IN_FORCE)
    told.say("ES", "propose-amendment", {"instrument": OTHER})
    told.say("ES", "denounce", {"ends_on": "2026-12-31"})
    told.say("FR", "state-end")
    yield told.expect("ready", waits_for=ALL, aside=_aside(told))

    told = in_force("in force, amended by all, a copy still open")
    told.say("MA", "seal-copy", {"holder": "MA", "hash": HASH, "sha256": "1" * 64})
    item = told.say("ES", "propose-amendment", {"instrument": OTHER})
    for party in PARTIES:
        told.say(party, "confirm-amendment", item=item)
    told.say("ES", "propose-amendment", {"instrument": HASH})
    told.say("ES", "confirm-entry-into-force", IN_FORCE)
    yield told.expect("amended", waits_for="ES FR", aside={"ES confirm-entry-into-force": NOT_NOW})

    told, _ = signed("confirmed by one, twice")
    told.say("MA", "confirm-entry-into-force", IN_FORCE)
    told.say("MA", "confirm-entry-into-force", IN_FORCE)
    yield told.expect("signed", aside={"MA confirm-entry-into-force": TAKEN})

    told = in_force("denounced by two of three: it ends when fewer than two are bound")
    for party, day in (("FR", "2026-10-31"), ("ES", "2026-12-31"), ("ES", "2027-06-30")):
        told.say(party, "denounce", {"ends_on": day})
    amendment = told.say("ES", "propose-amendment", {"instrument": OTHER})
    copy = told.say("MA", "seal-copy", {"holder": "MA", "hash": HASH, "sha256": "1" * 64})
    told.say("ES", "state-end", after=END - told.at - timedelta(milliseconds=1))
    told.say("FR", "state-end", after=timedelta(milliseconds=1))
    late: list[tuple[str, dict[str, Said], Entry | str]] = [
        ("confirm-amendment", {}, amendment),
        ("propose-amendment", {"instrument": OTHER}, ""),
        ("denounce", {"ends_on": "2027-12-31"}, ""),
        ("seal-copy-too", {"over": "1" * 64, "sha256": "2" * 64}, copy),
        ("seal-copy", {"holder": "FR", "hash": HASH, "sha256": "1" * 64}, ""),
    ]
    for step, says, about in late:
        told.say("FR", step, says, item=about)
    yield told.expect("terminated", aside=_aside(told))

    told = in_force("denounced by one of three, and the others stay bound")
    told.say("FR", "denounce", {"ends_on": "9999-12-31"})
    told.say("MA", "denounce", {"ends_on": "9999-12-31"})
    told.say("ES", "state-end", after=timedelta(days=3000))
    yield told.expect("in-force", aside={"ES state-end": NOT_NOW})


def _dishonest() -> Iterator[Told]:
    told, first = frozen("ES initials for FR, confirms what nobody wrote, and edits what is not there")
    told.say("ES", "initial", SIGNING, item="FR")
    told.say("ES", "name-signatory", {"method": "wet-scan"}, item="MA")
    told.say("ES", "edit-article", article(1, revision=OTHER), item=first)
    told.say("ES", "remove-article", on(first), item=OTHER)
    told.say("ES", "freeze", {"hash": "no-hash"}, item="ES")
    yield told.expect(
        "frozen",
        waits_for=ALL,
        aside={
            "ES initial": NOT_THEIRS,
            "ES name-signatory": NOT_THEIRS,
            "ES edit-article": NOT_NOW,
            "ES remove-article": "rules.no-such-item",
            "ES freeze": "rules.badly-said",
        },
    )
    told, _ = frozen("ES initials another hash than was frozen")
    told.say("ES", "initial", SIGNING | {"hash": OTHER}, item="ES")
    yield told.expect("frozen", waits_for=ALL, aside={"ES initial": NOT_NOW})

    told, first = matched("ES states of a draft what nobody can read")
    other = told.say("MA", "add-article", article(2))
    said: list[tuple[str, dict[str, Said], Entry | str]] = [
        ("add-article", article() | {"number": "one"}, ""),
        ("edit-article", article() | on(first) | {"number": "one"}, first),
        ("remove-article", {"revision": 5}, first),
        ("dispute-article", {"revision": "it"}, first),
        ("confirm-concordance", {"revision": "it"}, other),
        ("propose-provisions", _provided(languages="ar"), ""),
        ("name-signatory", {"method": 1}, "ES"),
    ]
    for step, says, item in said:
        told.say("ES", step, says, item=item)
    aside = {f"ES {step}": "rules.badly-said" for step, _, _ in said}
    yield told.expect("concordance", waits_for=ALL, aside=aside)

    told, _ = frozen("ES initials on no day")
    told.say("ES", "initial", SIGNING | {"signed_on": "2026-02-30"}, item="ES")
    yield told.expect("frozen", waits_for=ALL, aside={"ES initial": "rules.badly-said"})
    told, _ = ready("ES signs on no day")
    told.say("ES", "sign", SIGNING | {"signed_on": "2026-02-30"}, item="ES")
    yield told.expect("ready", waits_for=ALL, aside={"ES sign": "rules.badly-said"})
    told, _ = signed("ES seals for nobody, and lets it enter into force on no day")
    told.say("ES", "seal-copy", {"holder": "es", "hash": HASH, "sha256": HASH})
    copy = told.say("MA", "seal-copy", {"holder": "MA", "hash": HASH, "sha256": "1" * 64})
    told.say("ES", "seal-copy-too", {"over": "1" * 64, "sha256": "no-hash"}, item=copy)
    told.say("ES", "confirm-entry-into-force", {"in_force_on": "soon"})
    steps = ("seal-copy", "seal-copy-too", "confirm-entry-into-force")
    yield told.expect("signed", waits_for="ES FR", aside={f"ES {step}": "rules.badly-said" for step in steps})
    told = in_force("ES denounces on no day, and amends by nothing")
    told.say("ES", "denounce", {"ends_on": "soon"})
    told.say("ES", "propose-amendment", {"instrument": "it"})
    aside = {"ES denounce": "rules.badly-said", "ES propose-amendment": "rules.badly-said"}
    yield told.expect("in-force", aside=aside)

"""Agreement, edition 1: MA, FR and ES adopt terms, open fields, suspend, and end."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.register import kind
from vectors.makers.parties import seed
from vectors.makers.telling import NOT_NOW, TAKEN, Told

KIND = kind("agreement", 1)
DAY = timedelta(days=1)
TERMS: dict[str, Said] = {"source": "JAP2025", "answer_normal": 10080, "refusal_grounds": ("not-available",)}
SUSPENSION: dict[str, Said] = {"field": "inquiry", "from_at": "2026-02-01T00:00:00.000Z"}


def founded(name: str) -> Told:
    told = Told(name, KIND)
    told.say("MA", "found", {"legal_basis": "JAP2025"})
    return told


def propose(
    told: Told, author: str, minutes: int = 60, *, base: Entry | None = None, **more: object
) -> Entry:
    says = TERMS | {"answer_normal": minutes} | ({"base": base.id} if base else {})
    return told.say(author, "propose-terms", says, **more)  # type: ignore[arg-type]


def accept(told: Told, item: Entry, *authors: str, **more: object) -> list[Entry]:
    return [told.say(author, "accept-terms", item=item, **more) for author in authors]  # type: ignore[arg-type]


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _answers()
    yield from _withdrawals()
    yield from _two_on_one_base()
    yield from _suspensions()
    yield from _calendars()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    told = founded("terms adopted by all, a field opened by all, suspended, resumed by all, ended by all")
    accept(told, propose(told, "MA"), "FR", "ES")
    for party in ("MA", "FR", "ES"):
        told.say(party, "open-field", {"field": "inquiry"})
    told.say("ES", "suspend", SUSPENSION | {"legal_basis": "JAP2025"}, after=DAY)
    for party in ("MA", "FR", "ES"):
        told.say(party, "resume", item=_latest(told, "suspend"))
    for party in ("FR", "MA", "ES"):
        told.say(party, "end", after=DAY)
    yield told.expect("ended")

    told = founded("founded, and nothing more")
    yield told.expect("founding")

    told = founded("terms changed on the base in force")
    first = propose(told, "MA", 60)
    accept(told, first, "FR", "ES")
    second = propose(told, "ES", 120, base=first)
    accept(told, second, "FR")
    yield told.expect("in-force", waits_for="MA")

    told = founded("an end that not everybody asks for; one party asks twice")
    told.say("MA", "end")
    told.say("MA", "end")
    told.say("FR", "end")
    yield told.expect("founding", aside={"MA end": TAKEN})


def _latest(told: Told, step: str) -> Entry:
    return next(entry for entry in reversed(told.said) if entry.step == step)


def _answers() -> Iterator[Told]:
    told = founded("a counter is a no, and a proposal of its own")
    proposal = propose(told, "MA", 60)
    counter = told.say("FR", "counter-terms", TERMS | {"answer_normal": 120}, item=proposal)
    accept(told, counter, "ES", "MA")
    told.say("ES", "accept-terms", item=proposal)
    yield told.expect("in-force", aside={"ES accept-terms": NOT_NOW})

    told = founded("the first no ends it; a yes that had not seen it changes nothing")
    proposal = propose(told, "MA")
    no = told.say("FR", "decline-terms", item=proposal)
    yes = told.say("ES", "accept-terms", item=proposal, missed=[no])
    aside = {"ES accept-terms": NOT_NOW} if no.id < yes.id else {}
    yield told.expect("founding", aside=aside)

    told = founded("the first answer of a party counts; who proposed has answered")
    proposal = propose(told, "MA")
    accept(told, proposal, "FR")
    told.say("FR", "decline-terms", item=proposal)
    told.say("MA", "accept-terms", item=proposal)
    yield told.expect(
        "founding",
        waits_for="ES",
        aside={"FR decline-terms": TAKEN, "MA accept-terms": "rules.not-this-side"},
    )

    told = founded("proposed on what was never adopted, and on what is not here")
    proposal = propose(told, "MA")
    told.say("FR", "decline-terms", item=proposal)
    propose(told, "MA", base=proposal)
    unknown = told.say("ES", "propose-terms", TERMS | {"base": seed("not here").hex()})
    accept(told, unknown, "FR", "MA")
    yield told.expect("founding", aside={"MA propose-terms": "rules.unknown-base"})


def _withdrawals() -> Iterator[Told]:
    told = founded("acceptances cross the withdrawal they had not seen: adopted")
    proposal = propose(told, "MA")
    withdrawn = told.say("MA", "withdraw-terms", item=proposal)
    both = accept(told, proposal, "FR", "ES", missed=[withdrawn])
    too_late = all(yes.id < withdrawn.id for yes in both)
    yield told.expect("in-force", aside={"MA withdraw-terms": NOT_NOW} if too_late else {})

    told = founded("one acceptance had seen the withdrawal: withdrawn")
    proposal = propose(told, "MA")
    withdrawn = told.say("MA", "withdraw-terms", item=proposal)
    accept(told, proposal, "FR", missed=[withdrawn])
    accept(told, proposal, "ES")
    yield told.expect("founding", aside={"ES accept-terms": NOT_NOW})

    told = founded("a withdrawal after the adoption; a withdrawal by another")
    proposal = propose(told, "MA")
    told.say("FR", "withdraw-terms", item=proposal)
    accept(told, proposal, "FR", "ES")
    told.say("MA", "withdraw-terms", item=proposal)
    yield told.expect(
        "in-force", aside={"FR withdraw-terms": "rules.not-this-side", "MA withdraw-terms": NOT_NOW}
    )


def _two_on_one_base() -> Iterator[Told]:
    for lower in ("MA", "FR"):
        told = founded(
            f"two proposals on one base cross and are adopted: the lower id, by {lower}, is in force"
        )
        ours, theirs = _crossing(told, lower)
        first = accept(told, ours, "ES", "FR")
        accept(told, theirs, "ES", missed=first[1:])
        accept(told, theirs, "MA", missed=first)
        yield told.expect("in-force")

        told = founded(f"adopted in knowledge of another on that base, which {lower} made: no displacing")
        ours, theirs = _crossing(told, lower)
        accept(told, theirs, "ES", "MA")
        accept(told, ours, "ES", "FR")
        yield told.expect("in-force")

    told = founded("FR, late, accepts the oldest proposal when two newer ones have been adopted")
    old, new = propose(told, "MA", 60), propose(told, "MA", 90)
    accept(told, old, "ES")
    accept(told, new, "FR", "ES")
    newer = propose(told, "ES", 30, base=new)
    accept(told, newer, "FR", "MA")
    accept(told, old, "FR", after=30 * DAY)
    again = propose(told, "MA", 60, base=newer)
    accept(told, again, "ES")
    yield told.expect("in-force", waits_for="FR")


def _crossing(told: Told, lower: str) -> tuple[Entry, Entry]:
    """Proposals by MA and FR that did not know of each other, the one by `lower` with the lower id."""
    for minutes in range(60, 200):
        probe = Told("probe", KIND, said=list(told.said), at=told.at)
        ours = propose(probe, "MA", 60)
        theirs = propose(probe, "FR", minutes, missed=[ours])
        if (ours.id < theirs.id) == (lower == "MA"):
            ours = propose(told, "MA", 60)
            return ours, propose(told, "FR", minutes, missed=[ours])
    raise AssertionError("no such proposals")


def _suspensions() -> Iterator[Told]:
    told = founded("suspended while a field is opened; shut by another; resumed by two of three")
    suspended = told.say("ES", "suspend", SUSPENSION)
    opened = told.say("FR", "open-field", {"field": "inquiry"}, missed=[suspended])
    told.say("MA", "shut-field", item=opened)
    told.say("MA", "resume", item=suspended)
    told.say("FR", "resume", item=suspended)
    yield told.expect("suspended", waits_for="ES", aside={"MA shut-field": "rules.not-this-side"})

    told = founded("a field opened, shut, and opened again")
    told.say("FR", "shut-field", item=told.say("FR", "open-field", {"field": "inquiry"}))
    told.say("FR", "open-field", {"field": "inquiry"})
    yield told.expect("founding")

    told = founded("nothing is done under an agreement that has ended")
    proposal = propose(told, "MA")
    opened = told.say("FR", "open-field", {"field": "inquiry"})
    suspended = told.say("ES", "suspend", SUSPENSION)
    for party in ("MA", "FR", "ES"):
        told.say(party, "end")
    late: list[tuple[str, str, dict[str, Said], Entry | str]] = [
        ("MA", "propose-terms", TERMS, ""), ("FR", "accept-terms", {}, proposal),
        ("ES", "decline-terms", {}, proposal), ("ES", "counter-terms", TERMS, proposal),
        ("MA", "withdraw-terms", {}, proposal), ("FR", "open-field", {"field": "group"}, ""),
        ("FR", "shut-field", {}, opened), ("MA", "suspend", SUSPENSION, ""), ("MA", "resume", {}, suspended),
        ("MA", "end", {}, ""),
    ]  # fmt: skip
    for party, step, says, item in late:
        told.say(party, step, says, item=item)
    yield told.expect("ended", aside={f"{party} {step}": NOT_NOW for party, step, _, _ in late})

    told = founded("the last to end had not seen a suspension: the stop goes first, and the agreement ends")
    told.say("MA", "end")
    told.say("FR", "end")
    ended = told.say("ES", "end")
    told.say("MA", "suspend", SUSPENSION, missed=[ended])
    told.say("FR", "open-field", {"field": "group"})
    yield told.expect("ended", aside={"FR open-field": NOT_NOW})


def _calendars() -> Iterator[Told]:
    told = founded(
        "two state their calendars, one of them again; nobody states another's, or days in no order"
    )
    told.say("MA", "state-calendar", {"zone": "Africa/Casablanca", "holidays": ("2026-01-11", "2026-07-30")})
    told.say("FR", "state-calendar", {"zone": "Europe/Paris"}, item="FR")
    told.say("MA", "state-calendar", {"zone": "Africa/Casablanca", "holidays": ("2026-03-20", "2026-07-30")})
    told.say("ES", "state-calendar", {"zone": "Europe/Madrid"}, item="MA")
    told.say("FR", "state-calendar", {"zone": "Europe/Paris", "holidays": ("2026-12-25", "2026-01-01")})
    aside = {"ES state-calendar": "rules.not-this-side", "FR state-calendar": "rules.badly-said"}
    yield told.expect("founding", aside=aside)

    told = founded("a zone that a later list adds is well said; no calendar once the agreement has ended")
    told.say("ES", "state-calendar", {"zone": "Mars/Olympus"})
    for party in ("MA", "FR", "ES"):
        told.say(party, "end")
    told.say("FR", "state-calendar", {"zone": "Europe/Paris"})
    yield told.expect("ended", aside={"FR state-calendar": NOT_NOW})


def _dishonest() -> Iterator[Told]:
    told = founded("ES accepts to one and declines to the other")
    proposal = propose(told, "MA")
    accept(told, proposal, "FR")
    yes = told.say("ES", "accept-terms", item=proposal)
    no = told.say("ES", "decline-terms", item=proposal, missed=[yes])
    first_is_yes = yes.id < no.id
    yield told.expect(
        "in-force" if first_is_yes else "founding", told_twice=1,
        aside={"ES decline-terms" if first_is_yes else "ES accept-terms": TAKEN},
    )  # fmt: skip

    told = founded("ES pretends: proposals on nothing, answers to what is no proposal, badly said terms")
    told.say("ES", "accept-terms", item=told.opening)
    told.say("ES", "accept-terms", item="")
    told.say("ES", "propose-terms", {"source": 7})
    told.say("ES", "found", {"legal_basis": "JAP2025"})
    told.say("ES", "suspend", {"field": "inquiry", "from_at": "never"})
    told.say("ES", "end-it", {})
    yield told.expect(
        "founding",
        aside={
            "ES accept-terms": "rules.no-such-item", "ES propose-terms": "rules.badly-said",
            "ES found": NOT_NOW, "ES suspend": "rules.badly-said", "ES end-it": "rules.unknown-step",
        },
    )  # fmt: skip

    told = founded("the proposal has not arrived, its acceptances have")
    proposal = propose(told, "MA")
    accept(told, proposal, "FR", "ES")
    told.lose(proposal)
    yield told.expect(
        "founding", missing=1,
        aside={"FR accept-terms": "rules.no-such-item", "ES accept-terms": "rules.no-such-item"},
    )  # fmt: skip

    told = Told("founded on what nobody can read: nothing is opened", KIND)
    told.say("MA", "found", {})
    told.say("FR", "propose-terms", TERMS)
    yield told.expect("", aside={"MA found": "rules.badly-said", "FR propose-terms": "rules.not-opened"})

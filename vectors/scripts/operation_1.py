"""Operation, edition 1: MA proposes it to FR and ES; each clears for itself, all give a go, one aborts."""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES
from vectors.makers.telling import BADLY, NO_ITEM, NOT_NOW, NOT_THEIRS, TAKEN, Told
from vectors.scripts.plan_1 import CALENDARS

KIND = kind("operation", 1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERMS = Terms("", {}, calendars=CALENDARS)
CONCEPT: dict[str, Said] = {
    "sort": "controlled-delivery", "axis": "STU", "guest_powers": "none", "substitution": "full",
    "starts_at": "2026-01-05T12:00:00.000Z", "ends_at": "2026-01-06T12:00:00.000Z",
}  # fmt: skip
LEGAL: dict[str, Said] = {"legal_basis": "UNDRUG88"}
CHECKED: dict[str, Said] = {"checked_at": "2026-01-05T09:00:00.000Z"}
LEG: dict[str, Said] = {
    "number": 1, "authority": "ES", "mode": "ferry", "departs_at": "2026-01-05T14:00:00.000Z",
    "arrives_at": "2026-01-05T16:00:00.000Z",
}  # fmt: skip
VALID: dict[str, Said] = {"valid_from": "2026-01-05T00:00:00.000Z", "valid_until": "2026-01-20T00:00:00.000Z"}
DANGER: dict[str, Said] = {"ground": "danger"}
DECISION: dict[str, Said] = {"sort": "wait", "decided_at": "2026-01-05T15:00:00.000Z"}
SEIZED: dict[str, Said] = {
    "sort": "seizure", "quantity": "12", "unit": "kg", "product": "cocaine", "found_on": "2026-01-05",
}  # fmt: skip
ARREST: dict[str, Said] = {"sort": "arrest", "quantity": "4", "unit": "person", "found_on": "2026-01-05"}
REVIEW: dict[str, Said] = {"injured": 0, "complaints": 0}


def proposed(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "propose-operation", CONCEPT)
    return told


def agreed(name: str) -> Told:
    told = proposed(name)
    for party in ("FR", "ES"):
        told.say(party, "agree-concept")
    return told


def cleared(name: str) -> tuple[Told, Entry]:
    """Cleared by every side for itself, with one leg through Spain, authorised."""
    told = agreed(name)
    leg = told.say("MA", "propose-leg", LEG)
    told.say("ES", "authorise-leg", VALID, item=leg)
    for party in PARTIES:
        clear(told, party)
    return told, leg


def clear(told: Told, party: str) -> None:
    told.say(party, "give-legal-ok", LEGAL, item=party)
    told.say(party, "state-clear", CHECKED, item=party)
    told.say(party, "sign-order", item=party)


def go(told: Told, *parties: str) -> None:
    for party in parties or PARTIES:
        told.say(party, "give-go", item=party)


def running(name: str) -> tuple[Told, Entry]:
    told, leg = cleared(name)
    go(told)
    told.say("FR", "begin")
    return told, leg


def conversations() -> Iterator[Told]:
    yield from _concepts()
    yield from _gates()
    yield from _legs()
    yield from _gos()
    yield from _aborts()
    yield from _results()
    yield from _ends()
    yield from _crossing()


def _concepts() -> Iterator[Told]:
    told = proposed("nothing is cleared before all have agreed to the concept")
    told.say("FR", "agree-concept")
    told.say("FR", "agree-concept")
    told.say("MA", "agree-concept")
    told.say("FR", "give-legal-ok", LEGAL, item="FR")
    told.say("ES", "withhold-legal-ok", item="ES")
    told.say("FR", "state-clear", CHECKED, item="FR")
    told.say("ES", "state-conflict", CHECKED, item="ES")
    told.say("FR", "sign-order", item="FR")
    told.say("MA", "propose-leg", LEG)
    told.say("ES", "give-go", item="ES")
    told.say("ES", "log-decision", DECISION)
    told.say("ES", "state-result", SEIZED)
    told.say("ES", "give-debrief", REVIEW, item="ES")
    yield told.expect("proposed", waits_for="ES", aside={
        "FR agree-concept": TAKEN, "MA agree-concept": NOT_THEIRS, "FR give-legal-ok": NOT_NOW,
        "ES withhold-legal-ok": NOT_NOW, "FR state-clear": NOT_NOW, "ES state-conflict": NOT_NOW,
        "FR sign-order": NOT_NOW, "MA propose-leg": NOT_NOW, "ES give-go": NOT_NOW,
        "ES log-decision": NOT_NOW, "ES state-result": NOT_NOW, "ES give-debrief": NOT_NOW,
    })  # fmt: skip

    told = proposed("one no declines it")
    told.say("MA", "decline-concept")
    told.say("ES", "decline-concept")
    yield told.expect("declined", aside={"MA decline-concept": NOT_THEIRS})

    told = proposed("whoever looks at it first may abort what nobody has agreed to")
    told.say("ES", "abort", DANGER)
    yield told.expect("aborted", waits_for="ES FR MA")


def _gates() -> Iterator[Told]:
    told = agreed("no go of anybody while one thing is missing on one side")
    clearing: list[tuple[str, dict[str, Said]]] = [
        ("give-legal-ok", LEGAL), ("state-clear", CHECKED), ("sign-order", {}),
    ]  # fmt: skip
    for step, said in clearing:
        for party in PARTIES:
            told.say("MA", "give-go", item="MA")
            told.say(party, step, said, item=party)
    told.say("MA", "give-go", item="MA")
    leg = told.say("MA", "propose-leg", LEG)
    told.say("MA", "give-go", item="MA")
    told.say("ES", "authorise-leg", VALID, item=leg)
    told.say("FR", "give-go", item="FR")
    yield told.expect("planned", aside={"MA give-go": NOT_NOW})

    told = agreed(
        "withheld, given, withdrawn, given anew; a conflict, and none any more; an order, and another"
    )
    told.say("FR", "withhold-legal-ok", item="FR")
    clear(told, "FR")
    told.say("FR", "give-legal-ok", LEGAL, item="FR")
    told.say("FR", "withdraw-legal-ok", item="FR")
    told.say("FR", "give-legal-ok", LEGAL, item="FR")
    told.say("FR", "state-conflict", CHECKED, item="FR")
    told.say("FR", "state-clear", CHECKED, item="FR")
    told.say("FR", "state-clear", CHECKED, item="FR")
    told.say("FR", "sign-order", item="FR")
    told.say("ES", "state-conflict", CHECKED, item="ES")
    told.say("ES", "state-clear", CHECKED, item="ES")
    told.say("MA", "withhold-legal-ok", item="MA")
    told.say("ES", "state-conflict", CHECKED, item="ES")
    told.say("FR", "withhold-legal-ok", item="FR")
    yield told.expect("planned", aside={"FR withhold-legal-ok": NOT_NOW})

    told, _ = cleared("nobody clears, orders or gives for another")
    steps = ("give-legal-ok", "state-clear", "sign-order", "give-go", "withdraw-legal-ok", "state-conflict")
    says = {"give-legal-ok": LEGAL, "state-clear": CHECKED, "state-conflict": CHECKED}
    for step in steps:
        told.say("ES", step, says.get(step, {}), item="FR")
        told.say("FR", step, says.get(step, {}), item="MA")
    yield told.expect("planned", aside={
        **{f"ES {step}": NOT_THEIRS for step in steps}, **{f"FR {step}": NOT_THEIRS for step in steps},
    })  # fmt: skip

    told = agreed("a clearance that has ended is none; one that nobody can read clears nothing")
    told.say("MA", "propose-leg", LEG | {"authority": "XX"})
    told.say("FR", "give-legal-ok", {"legal_basis": 1}, item="FR")
    told.say("MA", "state-clear", {"checked_at": "now"}, item="MA")
    told.say("ES", "state-conflict", item="ES")
    told.say("FR", "sign-order", {"text": "x"}, item="FR")
    leg = told.say("MA", "propose-leg", LEG)
    told.say("ES", "authorise-leg", VALID, item=leg)
    for party in PARTIES:
        clear(told, party)
    told.say(
        "ES", "give-legal-ok", LEGAL | {"valid_until": "2026-01-05T09:30:00.000Z"}, item="ES", after=HOUR
    )
    told.say("FR", "give-go", item="FR")
    yield told.expect("planned", aside={
        "MA propose-leg": "rules.not-a-party", "FR give-legal-ok": BADLY, "MA state-clear": BADLY,
        "ES state-conflict": BADLY, "FR sign-order": BADLY, "FR give-go": NOT_NOW,
    })  # fmt: skip


def _legs() -> Iterator[Told]:
    told, leg = cleared("refused, authorised, extended, withdrawn, authorised anew; passed")
    other = told.say("FR", "propose-leg", LEG | {"number": 2, "authority": "FR"})
    told.say("FR", "refuse-leg", item=other)
    told.say("FR", "authorise-leg", VALID, item=other)
    told.say("ES", "authorise-leg", VALID, item=other)
    told.say("FR", "withdraw-authorisation", item=other)
    told.say("FR", "authorise-leg", VALID, item=other)
    told.say("ES", "withdraw-authorisation", item=other)
    go(told)
    told.say("ES", "report-passed", item=leg)
    told.say("MA", "begin")
    told.say("FR", "authorise-leg", VALID, item=other)
    told.say("FR", "report-passed", item=leg)
    told.say("ES", "report-passed", item=leg)
    told.say("ES", "report-lost", item=other)
    told.say("FR", "report-lost", item=other)
    told.say("FR", "withdraw-authorisation", item=other)
    yield told.expect("running", aside={
        "ES authorise-leg": NOT_THEIRS, "ES withdraw-authorisation": NOT_THEIRS, "ES report-passed": NOT_NOW,
        "FR report-passed": NOT_THEIRS, "ES report-lost": NOT_THEIRS, "FR withdraw-authorisation": NOT_NOW,
    })  # fmt: skip

    told, leg = cleared(
        "dropped by whose soil it is, or by who proposed it, before or after its authorisation"
    )
    refused = told.say("MA", "propose-leg", LEG | {"number": 2, "authority": "FR"})
    told.say("MA", "refuse-leg", item=refused)
    told.say("FR", "refuse-leg", item=refused)
    bare = told.say("MA", "propose-leg", LEG | {"number": 3, "authority": "FR"})
    for each in (leg, refused, bare):
        told.say("ES" if each is not leg else "FR", "drop-leg", item=each)
        told.say("MA" if each is not bare else "FR", "drop-leg", item=each)
    go(told, "MA")
    yield told.expect("planned", aside={
        "MA refuse-leg": NOT_THEIRS, "ES drop-leg": NOT_THEIRS, "FR drop-leg": NOT_THEIRS,
        "MA give-go": NOT_NOW,
    })  # fmt: skip

    told, leg = running("under way no leg is added, refused, dropped; no law, order or go is changed")
    second = told.say("ES", "propose-leg", LEG)
    late: list[tuple[str, str, dict[str, Said], Entry | str]] = [
        ("ES", "refuse-leg", {}, leg), ("ES", "drop-leg", {}, leg), ("FR", "withdraw-legal-ok", {}, "FR"),
        ("FR", "give-legal-ok", LEGAL, "FR"), ("FR", "state-clear", CHECKED, "FR"),
        ("FR", "state-conflict", CHECKED, "FR"), ("FR", "sign-order", {}, "FR"),
        ("FR", "withdraw-go", {}, "FR"),
        ("FR", "begin", {}, ""), ("ES", "withdraw-authorisation", {}, leg), ("MA", "state-go-lapse", {}, ""),
    ]  # fmt: skip
    for party, step, says, item in late:
        told.say(party, step, says, item=item)
    told.say("ES", "authorise-leg", VALID, item=second)
    told.say("ES", "log-decision", {"sort": "wait"})
    told.say("FR", "log-decision", DECISION)
    yield told.expect("running", aside={
        **{f"{party} {step}": NOT_NOW for party, step, _, _ in late}, "ES propose-leg": NOT_NOW,
        "ES authorise-leg": NO_ITEM, "ES log-decision": BADLY,
    })  # fmt: skip

    told, _ = cleared("a leg that says nothing is none, nor is an authorisation")
    told.say("FR", "propose-leg", {"number": 2, "authority": "FR"})
    leg = told.say("MA", "propose-leg", LEG | {"authority": "MA", "number": 2})
    told.say("MA", "authorise-leg", {"valid_from": "now"}, item=leg)
    yield told.expect("planned", waits_for="MA", aside={"FR propose-leg": BADLY, "MA authorise-leg": BADLY})


def _gos() -> Iterator[Told]:
    told, _ = cleared("a go holds for 24 hours: at the last moment it begins")
    go(told)
    first = told.said[-3].at
    told.say("ES", "begin", after=first + DAY - told.at - timedelta(milliseconds=1))
    yield told.expect("running")

    told, _ = cleared("a moment later it is over, and a node says so; it may be given again")
    go(told)
    first = told.said[-3].at
    told.say("FR", "state-go-lapse")
    told.say("ES", "begin", after=first + DAY - told.at)
    told.say("MA", "state-go-lapse")
    told.say("FR", "state-go-lapse", after=HOUR)
    go(told, "FR")
    yield told.expect("planned", aside={"ES begin": NOT_NOW, "FR state-go-lapse": NOT_NOW})

    told, _ = cleared("two gos that never held at one time are none")
    go(told, "MA", "FR")
    told.say("ES", "give-go", item="ES", after=2 * DAY)
    told.say("ES", "begin")
    told.say("ES", "state-go-lapse")
    yield told.expect("planned", aside={"ES begin": NOT_NOW})

    told, _ = cleared("one takes its go back, another waits; given anew, it is go")
    go(told)
    told.say("ES", "withdraw-go", item="FR")
    told.say("FR", "withdraw-go", item="FR")
    told.say("FR", "withdraw-go", item="FR")
    told.say("MA", "begin")
    told.say("FR", "give-go", item="FR")
    yield told.expect("go", waits_for="ES FR MA", aside={
        "ES withdraw-go": NOT_THEIRS, "FR withdraw-go": NOT_NOW, "MA begin": NOT_NOW,
    })  # fmt: skip

    for step, item in (
        ("withdraw-legal-ok", "ES"),
        ("state-conflict", "ES"),
        ("withdraw-authorisation", "leg"),
    ):
        told, leg = cleared(f"every go falls with {step}")
        go(told)
        says = CHECKED if step == "state-conflict" else {}
        told.say("ES", step, says, item=leg if item == "leg" else item)
        told.say("FR", "begin")
        waits = "ES" if item == "leg" else ""
        yield told.expect("planned", waits_for=waits, aside={"FR begin": NOT_NOW})

    told, _ = cleared("given, in this order: what is cleared again takes no go away")
    go(told)
    told.say("FR", "give-legal-ok", LEGAL, item="FR")
    told.say("FR", "state-clear", CHECKED, item="FR")
    told.say("FR", "sign-order", item="FR")
    told.say("FR", "log-decision", DECISION)
    told.say("FR", "give-go", item="FR")
    yield told.expect("go", waits_for="ES FR MA", aside={"FR give-go": NOT_NOW})


def _aborts() -> Iterator[Told]:
    told, _ = running("ES aborts what FR, late, ends: the abort counts")
    aborted = told.say("ES", "abort", DANGER)
    told.say("FR", "end-operation", missed=[aborted])
    told.say("MA", "abort", DANGER)
    yield told.expect(
        "aborted", waits_for="ES FR MA", aside={"FR end-operation": NOT_NOW, "MA abort": NOT_NOW}
    )

    told, _ = cleared("aborted while all have given their go, and it begins nowhere")
    go(told)
    aborted = told.say("FR", "abort", DANGER)
    told.say("MA", "begin", missed=[aborted])
    yield told.expect("aborted", waits_for="ES FR MA", aside={"MA begin": NOT_NOW})

    told, leg = cleared("aborted: no leg is authorised or refused any more, and no go is given")
    bare = told.say("MA", "propose-leg", LEG | {"number": 2})
    told.say("ES", "authorise-leg", VALID, item=bare)
    told.say("ES", "withdraw-authorisation", item=leg)
    told.say("ES", "authorise-leg", VALID, item=leg)
    last = told.say("MA", "propose-leg", LEG | {"number": 3})
    told.say("ES", "refuse-leg", item=last)
    told.say("MA", "drop-leg", item=last)
    told.say("FR", "abort", DANGER)
    told.say("FR", "give-go", item="FR")
    told.say("ES", "authorise-leg", VALID, item=leg)
    yield told.expect(
        "aborted", waits_for="ES FR MA", aside={"FR give-go": NOT_NOW, "ES authorise-leg": NOT_NOW}
    )

    told, leg = cleared("aborted with a leg that was refused and one that nobody looked at")
    refused = told.say("MA", "propose-leg", LEG | {"number": 2})
    told.say("ES", "refuse-leg", item=refused)
    bare = told.say("MA", "propose-leg", LEG | {"number": 3})
    told.say("FR", "abort", DANGER)
    told.say("ES", "refuse-leg", item=bare)
    yield told.expect("aborted", waits_for="ES FR MA", aside={"ES refuse-leg": NOT_NOW})

    told = agreed("aborted while it is prepared; a reason nobody can read aborts nothing")
    told.say("FR", "abort", {"ground": 1})
    told.say("ES", "abort", DANGER)
    yield told.expect("aborted", waits_for="ES FR MA", aside={"FR abort": BADLY})


def _results() -> Iterator[Told]:
    told, _ = running("claimed by two, the same; validated, disputed, withdrawn")
    ours = told.say("MA", "state-result", SEIZED)
    told.say("FR", "state-result", SEIZED | {"same_as": ours.id})
    told.say("ES", "state-result", SEIZED | {"same_as": told.opening.id})
    told.say("MA", "validate-result", item=ours)
    told.say("MA", "dispute-result", item=ours)
    for party in ("FR", "ES"):
        told.say(party, "validate-result", item=ours)
    disputed = told.say("MA", "state-result", SEIZED)
    told.say("FR", "dispute-result", item=disputed)
    told.say("FR", "withdraw-result", item=disputed)
    told.say("ES", "validate-result", item=disputed)
    again = told.say("ES", "state-result", SEIZED)
    told.say("FR", "dispute-result", item=again)
    told.say("ES", "withdraw-result", item=again)
    once_more = told.say("ES", "state-result", SEIZED)
    told.say("FR", "dispute-result", item=once_more)
    for party in ("FR", "MA"):
        told.say(party, "validate-result", item=once_more)
    gone = told.say("FR", "state-result", SEIZED)
    told.say("FR", "withdraw-result", item=gone)
    yield told.expect("running", waits_for="ES MA", aside={
        "ES state-result": NO_ITEM, "MA validate-result": NOT_THEIRS, "MA dispute-result": NOT_THEIRS,
        "FR withdraw-result": NOT_THEIRS,
    })  # fmt: skip

    told, _ = running("a year after an arrest that all validated its outcome is owed; of another it is told")
    told.say("ES", "end-operation")
    for number in range(2):
        arrest = told.say("FR", "state-result", ARREST)
        for party in ("MA", "ES"):
            told.say(party, "validate-result", item=arrest)
        if number:
            told.say("FR", "report-outcome", {"charged": 3}, item=arrest)
    told.say("MA", "report-outcome", {"charged": 9}, item=arrest)
    told.say("FR", "report-outcome", {"charged": "all"}, item=arrest)
    told.say("ES", "state-result", {"sort": "arrest"})
    told.say("ES", "log-decision", DECISION, after=400 * DAY)
    yield told.expect("ended", waits_for="ES FR MA", aside={
        "MA report-outcome": NOT_THEIRS, "FR report-outcome": BADLY, "ES state-result": BADLY,
    })  # fmt: skip


def _ends() -> Iterator[Told]:
    told, leg = running("ended, reviewed by all, one of them late, closed by all")
    told.say("ES", "report-passed", item=leg)
    told.say("MA", "end-operation")
    told.say("MA", "give-debrief", REVIEW, item="MA")
    told.say("ES", "give-debrief", REVIEW, item="FR")
    told.say("ES", "give-debrief", {"injured": 0}, item="ES")
    told.say("FR", "give-debrief", REVIEW, item="FR", after=40 * DAY)
    told.say("MA", "close-operation")
    told.say("FR", "close-operation")
    told.say("FR", "close-operation")
    told.say("ES", "close-operation")
    told.say("ES", "give-debrief", REVIEW, item="ES")
    told.say("ES", "close-operation")
    told.say("FR", "log-decision", DECISION)
    told.say("FR", "state-result", SEIZED)
    yield told.expect("closed", aside={
        "FR close-operation": TAKEN, "FR log-decision": NOT_NOW, "FR state-result": NOT_NOW,
        "ES give-debrief": BADLY, "ES close-operation": NOT_NOW,
    })  # fmt: skip

    told, _ = running("aborted, reviewed by all, closed by all; a leg that was under way stays as it is")
    told.say("FR", "abort", DANGER)
    told.say("FR", "state-result", SEIZED)
    told.say("ES", "report-passed", item=told.said[3])
    told.say("ES", "report-lost", item=told.said[3])
    for party in PARTIES:
        told.say(party, "give-debrief", REVIEW, item=party)
    for party in PARTIES:
        told.say(party, "close-operation")
    aside = {"ES report-passed": NOT_NOW, "ES report-lost": NOT_NOW}
    yield told.expect("closed", aside=aside)


def _crossing() -> Iterator[Told]:
    for step, says in (
        ("withdraw-go", {}), ("withdraw-legal-ok", {}), ("state-conflict", CHECKED),
    ):  # fmt: skip
        yield next(told for number in range(200) if (told := _stopped(step, says, number)))
    for step in ("withdraw-authorisation", "report-lost", "dispute-result", "withdraw-result"):
        yield next(told for number in range(200) if (told := _first(step, number)))


def _stopped(step: str, says: dict[str, Said], number: int) -> Told | None:
    """What stops goes before a beginning that had not seen it, whatever the ids say."""
    told, _ = cleared(f"{step} goes before a beginning that had not seen it")
    go(told)
    begun = told.say("MA", "begin", after=timedelta(minutes=number + 1))
    stopped = told.say("FR", step, says, item="FR", missed=[begun])
    return told.expect("planned", aside={"MA begin": NOT_NOW}) if stopped.id > begun.id else None


def _first(step: str, number: int) -> Told | None:
    """The same for what concerns a leg or a result: against what would have gone first by its id."""
    later = timedelta(minutes=number + 1)
    told, leg = (
        cleared(f"{step} goes first") if step == "withdraw-authorisation" else running(f"{step} goes first")
    )
    if step == "withdraw-authorisation":
        go(told)
        crossed = told.say("MA", "begin", after=later)
        stops = told.say("ES", step, item=leg, missed=[crossed])
        found = {"MA begin": NOT_NOW}
    elif step == "report-lost":
        crossed = told.say("ES", "report-passed", item=leg, after=later)
        stops = told.say("ES", step, item=leg, missed=[crossed], prev=crossed.prev)
        found = {"ES report-passed": NOT_NOW}
    else:
        result = told.say("MA", "state-result", SEIZED)
        told.say("ES", "validate-result", item=result)
        crossed = told.say("FR", "validate-result", item=result, after=later)
        who = "FR" if step == "dispute-result" else "MA"
        if who == "FR":
            stops = told.say(who, step, item=result, missed=[crossed], prev=crossed.prev)
        else:
            stops = told.say(who, step, item=result, missed=[crossed])
        found = {"FR validate-result": NOT_NOW}
    if stops.id < crossed.id:
        return None
    if step == "dispute-result":  # who has disputed may still say yes
        return told
    stage, waits = ("planned", "ES") if step == "withdraw-authorisation" else ("running", "")
    return told.expect(stage, waits_for=waits, aside=found, told_twice=int(step == "report-lost"))

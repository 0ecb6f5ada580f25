"""Plan, edition 1: MA opens a plan with FR and ES; they agree its parts, run actions, report, change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, ZONES, seed
from vectors.makers.telling import BADLY, NO_ITEM, NOT_NOW, NOT_THEIRS, TAKEN, Told

KIND = kind("plan", 1)
DAY = timedelta(days=1)
CALENDARS = {party: Calendar(party, zone) for party, zone in ZONES.items()}
TERMS = Terms(seed("terms of a plan").hex(), {}, calendars=CALENDARS)
PLAN: dict[str, Said] = {"from_on": "2026-01-01", "until_on": "2027-12-31"}
SIGNED: dict[str, Said] = {"signed_on": "2026-01-05", "text": "c" * 64}
FORECAST: dict[str, Said] = {"progress": 40, "forecast_on": "2026-10-05"}
HALF: dict[str, Said] = {"year": 2026, "half": 1}
HOLD: dict[str, Said] = {"change": "hold", "ends_on": "2026-06-30"}
OVER = datetime(2028, 1, 1, 12, tzinfo=UTC)


def opened(name: str) -> Told:
    told = Told(name, KIND, TERMS)
    told.say("MA", "open-plan", PLAN)
    return told


def in_force(name: str) -> Told:
    told = opened(name)
    signature = told.say("MA", "propose-signature", SIGNED)
    for party in ("FR", "ES"):
        told.say(party, "accept-signature", item=signature)
    return told


def agree(told: Told, author: str, step: str, says: dict[str, Said]) -> Entry:
    """A part that its author proposes and the others agree to."""
    part = told.say(author, step, says)
    for party in PARTIES:
        if party != author:
            told.say(party, "agree-part", item=part)
    return part


def of_action(told: Told, **changes: Said) -> dict[str, Said]:
    """What an action says under the last objective: MA leads and FR co-leads, unless told otherwise."""
    objective = [entry for entry in told.said if entry.step == "propose-objective"][-1]
    says: dict[str, Said] = {
        "objective": objective.id, "sort": "training", "lead": "MA",
        "co_lead": "MA" if changes.get("lead") == "FR" else "FR",
        "starts_on": "2026-02-01", "ends_on": "2026-09-30",
    }  # fmt: skip
    return says | changes


def with_action(name: str, *, signed: bool = True, **changes: Said) -> tuple[Told, Entry]:
    """A plan with one action, which FR proposed."""
    told = in_force(name) if signed else opened(name)
    axis = agree(told, "MA", "propose-axis", {"axis": "FUG"})
    agree(told, "FR", "propose-objective", {"axis": axis.id})
    return told, agree(told, "FR", "propose-action", of_action(told, **changes))


def first(told: Told, step: str) -> Entry:
    return next(entry for entry in told.said if entry.step == step)


def change(told: Told, author: str, action: Entry, **says: Said) -> Entry:
    """A change that its author proposes and nobody has answered."""
    return told.say(author, "propose-change", {"part": action.id, **says})


def adopt(told: Told, author: str, action: Entry, **says: Said) -> Entry:
    """A change that its author proposes and the others accept."""
    made = change(told, author, action, **says)
    for party in PARTIES:
        if party != author:
            told.say(party, "accept-change", item=made)
    return made


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _signing()
    yield from _parts()
    yield from _figures()
    yield from _changes()
    yield from _held()
    yield from _crossing()
    yield from _reports()
    yield from _not_in_force()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    told, action = with_action("agreed by all, run, delivered, verified by another, closed by all")
    told.say("MA", "start-action", item=action)
    told.say("MA", "report-progress", FORECAST, item=action)
    told.say("MA", "deliver-action", item=action)
    told.say("FR", "verify-action", item=action)
    for party in PARTIES:
        told.say(party, "close-action", item=action)
    yield told.expect("in-force")

    told, planned = with_action("whoever proposed it, who leads runs it and another verifies", lead="FR")
    running = agree(told, "FR", "propose-action", of_action(told, lead="FR", co_lead="ES"))
    back, done, verified = (agree(told, "MA", "propose-action", of_action(told, lead="FR")) for _ in range(3))
    for action in (running, back, done, verified):
        told.say("MA", "start-action", item=action)
        told.say("FR", "start-action", item=action)
    told.say("MA", "report-progress", FORECAST, item=running)
    told.say("FR", "report-progress", FORECAST, item=running)
    for action in (back, done, verified):
        told.say("MA", "deliver-action", item=action)
        told.say("FR", "deliver-action", item=action)
    told.say("FR", "return-action", item=back)
    told.say("ES", "return-action", item=back)
    told.say("FR", "verify-action", item=verified)
    told.say("ES", "verify-action", item=verified)
    told.say("FR", "close-action", item=verified)
    told.say("FR", "close-action", item=verified)
    told.say("ES", "close-action", item=planned)
    not_theirs = dict.fromkeys(
        (
            "MA start-action", "MA report-progress", "MA deliver-action", "FR return-action",
            "FR verify-action",
        ),
        NOT_THEIRS,
    )  # fmt: skip
    yield told.expect(
        "in-force", waits_for="ES MA",
        aside=not_theirs | {"FR close-action": TAKEN, "ES close-action": NOT_NOW},
    )  # fmt: skip

    told = in_force("suspended by one, resumed by all, evaluated, renewed")
    told.say("ES", "suspend-plan")
    told.say("ES", "suspend-plan")
    for _ in range(2):
        told.say("FR", "resume-plan")
    for party in ("ES", "MA"):
        told.say(party, "resume-plan")
    for step in ("evaluate-plan", "renew-plan"):
        for party in PARTIES:
            told.say(party, step)
    yield told.expect("renewed", aside={"ES suspend-plan": NOT_NOW, "FR resume-plan": TAKEN})


def _signing() -> Iterator[Told]:
    told = opened("a signature two of three have confirmed binds nobody")
    signature = told.say("FR", "propose-signature", SIGNED)
    told.say("FR", "accept-signature", item=signature)
    told.say("ES", "accept-signature", item=signature)
    yield told.expect("negotiation", waits_for="MA", aside={"FR accept-signature": NOT_THEIRS})

    told = opened("a signature contested, one withdrawn by who recorded it, one confirmed by all")
    contested = told.say("MA", "propose-signature", SIGNED)
    told.say("MA", "decline-signature", item=contested)
    told.say("FR", "decline-signature", item=contested)
    withdrawn = told.say("ES", "propose-signature", SIGNED)
    told.say("MA", "withdraw-signature", item=withdrawn)
    told.say("ES", "withdraw-signature", item=withdrawn)
    signature = told.say("FR", "propose-signature", SIGNED)
    for party in ("ES", "MA"):
        told.say(party, "accept-signature", item=signature)
    told.say("ES", "propose-signature", SIGNED)
    aside = {"MA decline-signature": NOT_THEIRS, "MA withdraw-signature": NOT_THEIRS}
    yield told.expect("in-force", aside=aside | {"ES propose-signature": NOT_NOW})

    for signed in (False, True):
        when = "after it was signed" if signed else "before it was signed"
        told = in_force(f"abandoned by all {when}") if signed else opened(f"abandoned by all {when}")
        for party in ("FR", "FR", "ES", "MA"):
            told.say(party, "abandon-plan")
        yield told.expect("abandoned", aside={"FR abandon-plan": TAKEN})

    told = in_force("abandoned by all while it is suspended")
    told.say("FR", "suspend-plan")
    for party in PARTIES:
        told.say(party, "abandon-plan")
    yield told.expect("abandoned")

    told = in_force("the expiry is stated a moment too early, then at the moment")
    told.say("ES", "state-expiry", after=OVER - told.at - timedelta(milliseconds=1))
    told.say("FR", "state-expiry", after=timedelta(milliseconds=1))
    yield told.expect("expired", aside={"ES state-expiry": NOT_NOW})

    told = in_force("evaluated by all, not renewed, and run out")
    for party in PARTIES:
        told.say(party, "evaluate-plan")
    told.say("ES", "renew-plan")
    told.say("FR", "state-expiry", after=OVER - told.at)
    yield told.expect("expired")


def _parts() -> Iterator[Told]:
    told = opened("a part stands once all have agreed; one party alone keeps it out")
    axis = told.say("MA", "propose-axis", {"axis": "TER"})
    told.say("FR", "agree-part", item=axis)
    told.say("FR", "agree-part", item=axis)
    told.say("MA", "agree-part", item=axis)
    told.say("ES", "propose-axis", {"axis": "CYB"})
    out = told.say("FR", "propose-axis", {"axis": "STU", "order": 2})
    told.say("ES", "decline-part", item=out)
    told.say("MA", "agree-part", item=out)
    yield told.expect(
        "negotiation", waits_for="ES FR MA", aside={"FR agree-part": TAKEN, "MA agree-part": NOT_NOW}
    )

    told = opened("under what is only proposed, more may be proposed, and it is agreed apart")
    axis = told.say("MA", "propose-axis", {"axis": "TER"})
    objective = agree(told, "ES", "propose-objective", {"axis": axis.id})
    told.say("FR", "decline-part", item=axis)
    told.say("MA", "propose-objective", {"axis": axis.id})
    told.say("MA", "propose-objective", {"axis": objective.id})
    yield told.expect("negotiation", waits_for="ES FR", aside={"MA propose-objective": NO_ITEM})

    told, first = with_action("two dependencies that would close a circle: the second does not stand")
    then = agree(told, "MA", "propose-action", of_action(told, sort="procedure"))
    forth: dict[str, Said] = {"first": first.id, "then": then.id}
    back: dict[str, Said] = {"first": then.id, "then": first.id}
    agree(told, "MA", "propose-dependency", forth | {"relation": "FS"})
    circle = agree(told, "ES", "propose-dependency", back | {"relation": "SS"})
    told.say("FR", "agree-part", item=circle)
    agree(told, "ES", "propose-dependency", back | {"relation": "RELATES"})
    told.say("FR", "propose-dependency", {"first": first.id, "then": first.id, "relation": "BLOCKS"})
    yield told.expect("in-force", waits_for="ES MA", aside={"FR agree-part": NOT_NOW})

    told, first = with_action("two dependencies that close a circle are agreed apart: one does not stand")
    then = agree(told, "MA", "propose-action", of_action(told))
    one = told.say("MA", "propose-dependency", {"first": first.id, "then": then.id, "relation": "FS"})
    other = told.say("ES", "propose-dependency", {"first": then.id, "then": first.id, "relation": "FS"})
    told.say("FR", "agree-part", item=one)
    told.say("FR", "agree-part", item=other)
    last = told.say("ES", "agree-part", item=one)
    told.say("MA", "agree-part", item=other, missed=[last])
    yield told.expect("in-force")

    told, _ = with_action("a no crosses the last yes: the one of lower id goes first")
    part = told.say("MA", "propose-axis", {"axis": "STU"})
    told.say("FR", "agree-part", item=part)
    yes = told.say("ES", "agree-part", item=part)
    no = told.say("FR", "decline-part", item=part, missed=[yes])
    crossed = {"FR decline-part": NOT_NOW} if yes.id < no.id else {"ES agree-part": NOT_NOW}
    yield told.expect("in-force", aside=crossed)


def _figures() -> Iterator[Told]:
    told, action = with_action("deliverables are handed over by who leads them, accepted by others")
    for leads, due_on in (("FR", "2026-06-30"), ("FR", "2026-01-20"), ("ES", "2026-06-30")):
        part = agree(
            told, "MA", "propose-deliverable", {"action": action.id, "lead": leads, "due_on": due_on}
        )
        told.say("MA", "hand-over", item=part)
        told.say(leads, "hand-over", item=part)
        told.say(leads, "accept-deliverable", item=part)
        told.say(leads, "return-deliverable", item=part)
    one, late, _ = (entry for entry in told.said if entry.step == "propose-deliverable")
    told.say("ES", "return-deliverable", item=late)
    told.say("MA", "return-deliverable", item=one)
    told.say("FR", "hand-over", item=one)
    told.say("ES", "accept-deliverable", item=one)
    told.say("FR", "propose-deliverable", {"action": action.id, "lead": "ES", "due_on": "2026-09-30"})
    aside = {
        f"{party} {step}-deliverable": NOT_THEIRS for party in ("FR", "ES") for step in ("accept", "return")
    }
    yield told.expect("in-force", waits_for="ES FR MA", aside=aside | {"MA hand-over": NOT_THEIRS})

    told, action = with_action(
        "actuals are stated by who counts, and verified by another, anew after a correction"
    )
    of: dict[str, Said] = {"action": action.id, "subject": "training", "level": "output", "measure": "unit"}
    indicator = agree(told, "ES", "propose-indicator", of)
    period: dict[str, Said] = {
        "indicator": indicator.id, "starts_on": "2026-01-01", "ends_on": "2026-06-30",
        "target": "40", "lead": "FR",
    }  # fmt: skip
    awaited, again, checked = (agree(told, "FR", "propose-target", period) for _ in range(3))
    for target in (again, checked):
        told.say("MA", "state-actual", {"actual": "38"}, item=target)
        told.say("FR", "state-actual", {"actual": "38"}, item=target)
        told.say("FR", "state-actual", {"actual": "38.5"}, item=target)
        told.say("FR", "verify-actual", item=target)
        told.say("ES", "verify-actual", item=target)
    told.say("FR", "state-actual", {"actual": "39"}, item=again)
    told.say("ES", "verify-actual", item=awaited)
    told.say("MA", "propose-target", period | {"indicator": action.id})
    told.say("MA", "propose-indicator", of | {"action": indicator.id})
    yield told.expect(
        "in-force", waits_for="ES MA",
        aside={
            "MA state-actual": NOT_THEIRS, "FR verify-actual": NOT_THEIRS, "ES verify-actual": NOT_NOW,
            "MA propose-target": NO_ITEM, "MA propose-indicator": NO_ITEM,
        },
    )  # fmt: skip


def _changes() -> Iterator[Told]:
    told, action = with_action("to be dropped, countered: on hold, accepted by all; resumed; rescheduled")
    told.say("MA", "start-action", item=action)
    drop = change(told, "FR", action, change="drop")
    told.say("ES", "counter-change", {"part": drop.id, **HOLD}, item=drop)
    hold = told.say("MA", "counter-change", {"part": action.id, **HOLD}, item=drop)
    told.say("MA", "report-progress", FORECAST, item=action)
    for party in ("FR", "ES"):
        told.say(party, "accept-change", item=hold)
    told.say("MA", "deliver-action", item=action)
    resume = adopt(told, "ES", action, change="resume", base=hold.id)
    adopt(
        told, "FR", action, change="reschedule", starts_on="2026-02-15", ends_on="2026-11-30", base=resume.id
    )
    told.say("MA", "report-progress", FORECAST, item=action)
    yield told.expect("in-force", aside={"ES counter-change": NO_ITEM, "MA deliver-action": NOT_NOW})

    told, action = with_action("a counter of FR waits for the others, and nothing has changed meanwhile")
    drop = change(told, "MA", action, change="drop")
    told.say("ES", "accept-change", item=drop)
    told.say("FR", "counter-change", {"part": action.id, **HOLD}, item=drop)
    told.say("MA", "start-action", item=action)
    yield told.expect("in-force", waits_for="ES MA")

    told, action = with_action("on hold, agreed by all, and still so")
    told.say("MA", "start-action", item=action)
    adopt(told, "ES", action, **HOLD)
    yield told.expect("in-force")

    told, action = with_action("dropped by all: nothing follows")
    dropped = adopt(told, "MA", action, change="drop")
    told.say("MA", "start-action", item=action)
    told.say("FR", "propose-change", {"part": action.id, "change": "resume", "base": dropped.id})
    aside = {"MA start-action": NOT_NOW, "FR propose-change": NOT_NOW}
    yield told.expect("in-force", aside=aside)

    told, action = with_action("declined; withdrawn; answered twice; answered by its author; on no base")
    declined = change(told, "MA", action, change="drop")
    told.say("MA", "accept-change", item=declined)
    told.say("FR", "decline-change", item=declined)
    told.say("ES", "decline-change", item=declined)
    withdrawn = change(told, "ES", action, **HOLD)
    told.say("FR", "accept-change", item=withdrawn)
    told.say("FR", "decline-change", item=withdrawn)
    told.say("MA", "withdraw-change", item=withdrawn)
    told.say("ES", "withdraw-change", item=withdrawn)
    told.say("MA", "counter-change", {"part": action.id, **HOLD}, item=withdrawn)
    change(told, "FR", action, base=declined.id, **HOLD)
    aside = {
        "MA accept-change": NOT_THEIRS, "ES decline-change": NOT_NOW, "FR decline-change": TAKEN,
        "MA withdraw-change": NOT_THEIRS, "MA counter-change": NOT_NOW,
        "FR propose-change": "rules.unknown-base",
    }  # fmt: skip
    yield told.expect("in-force", aside=aside)

    told, action = with_action("a deliverable put on hold and dropped: its action goes on")
    part = agree(
        told, "FR", "propose-deliverable", {"action": action.id, "lead": "MA", "due_on": "2026-06-30"}
    )
    hold = adopt(told, "FR", part, **HOLD)
    told.say("MA", "hand-over", item=part)
    adopt(told, "MA", part, change="drop", base=hold.id)
    told.say("MA", "start-action", item=action)
    yield told.expect("in-force", aside={"MA hand-over": NOT_NOW})


def _held() -> Iterator[Told]:
    told, action = with_action("on hold, then rescheduled: it has other dates and is on hold still")
    told.say("MA", "start-action", item=action)
    hold = adopt(told, "ES", action, **HOLD)
    adopt(told, "FR", action, change="reschedule", ends_on="2026-11-30", base=hold.id)
    told.say("MA", "deliver-action", item=action)
    yield told.expect("in-force", aside={"MA deliver-action": NOT_NOW})

    told, action = with_action("a lead that is its own co-lead, and a co-lead that is no party: set aside")
    told.say("MA", "propose-action", of_action(told, co_lead="MA"))
    told.say("FR", "propose-action", of_action(told, co_lead="BE"))
    yield told.expect("in-force", aside={"MA propose-action": BADLY, "FR propose-action": BADLY})


def _crossing() -> Iterator[Told]:
    told, action = with_action(
        "two changes cross and are both agreed: one is in force, the other to be proposed again"
    )
    drop = change(told, "FR", action, change="drop")
    hold = told.say("MA", "propose-change", {"part": action.id, **HOLD}, missed=[drop])
    for one in (drop, hold):
        told.say("ES", "accept-change", item=one)
    yes = told.say("MA", "accept-change", item=drop)
    told.say("FR", "accept-change", item=hold, missed=[yes])
    yield told.expect("in-force")

    told, action = with_action("who knew of the drop cannot displace it by another on the same base")
    drop = change(told, "FR", action, change="drop")
    hold = told.say("MA", "propose-change", {"part": action.id, **HOLD}, missed=[drop])
    for one in (drop, hold):
        told.say("ES", "accept-change", item=one)
    told.say("MA", "accept-change", item=drop)
    told.say("FR", "accept-change", item=hold)
    yield told.expect("in-force")

    told, action = with_action("withdrawn while the others accept it: they had not seen the withdrawal")
    made = change(told, "FR", action, change="drop")
    withdrawal = told.say("FR", "withdraw-change", item=made)
    for party in ("ES", "MA"):
        told.say(party, "accept-change", item=made, missed=[withdrawal])
    last = told.said[-1]
    yield told.expect("in-force", aside={"FR withdraw-change": NOT_NOW} if last.id < withdrawal.id else {})

    told, action = with_action("the lead delivers while the last party agrees to the hold")
    told.say("MA", "start-action", item=action)
    hold = change(told, "FR", action, **HOLD)
    told.say("MA", "accept-change", item=hold)
    last = told.say("ES", "accept-change", item=hold)
    delivered = told.say("MA", "deliver-action", item=action, missed=[last])
    held_first = last.id < delivered.id
    yield told.expect("in-force", aside={"MA deliver-action": NOT_NOW} if held_first else {})

    told, action = with_action("a change agreed after its action was closed changes nothing")
    told.say("MA", "start-action", item=action)
    hold = change(told, "FR", action, **HOLD)
    told.say("MA", "accept-change", item=hold)
    told.say("MA", "deliver-action", item=action)
    told.say("ES", "verify-action", item=action)
    for party in PARTIES:
        told.say(party, "close-action", item=action)
    told.say("ES", "accept-change", item=hold)
    yield told.expect("in-force")

    stopped = next(found for number in range(100) if (found := _started_and_suspended(number)))
    yield stopped.expect("suspended", waits_for="ES FR MA", aside={"MA start-action": NOT_NOW})


def _reports() -> Iterator[Told]:
    told, action = with_action(
        "reported by the lead, sent back, again, countersigned by the co-lead, corrected"
    )
    told.say("MA", "start-action", item=action)
    says: dict[str, Said] = {"action": action.id, **HALF}
    told.say("FR", "submit-report", says)
    report = told.say("MA", "submit-report", says)
    told.say("MA", "submit-report", says)
    told.say("ES", "countersign-report", item=report)
    told.say("ES", "return-report", item=report)
    told.say("FR", "return-report", item=report)
    told.say("FR", "submit-again", item=report)
    told.say("MA", "submit-again", item=report)
    told.say("FR", "countersign-report", item=report)
    told.say("MA", "submit-report", says)
    aside = {
        "FR submit-report": NOT_NOW, "MA submit-report": NOT_NOW, "FR submit-again": NOT_THEIRS,
        "ES countersign-report": NOT_THEIRS, "ES return-report": NOT_THEIRS,
    }  # fmt: skip
    yield told.expect("in-force", waits_for="FR", aside=aside)

    told, action = with_action(
        "FR leads and reports; ES, who co-leads, lets the day go by", lead="FR", co_lead="ES"
    )
    told.say("FR", "start-action", item=action)
    told.say(
        "FR",
        "submit-report",
        {"action": action.id, **HALF},
        after=datetime(2026, 7, 20, tzinfo=UTC) - told.at,
    )
    yield told.expect("in-force", waits_for="ES")

    told, action = with_action(
        "FR reports late and is sent it back; the week to countersign is what ES has", lead="FR"
    )
    other = agree(told, "FR", "propose-action", of_action(told, lead="FR", co_lead="ES"))
    late = datetime(2026, 8, 10, tzinfo=UTC) - told.at
    first_of_two = told.say("FR", "submit-report", {"action": action.id, **HALF}, after=late)
    told.say("MA", "return-report", item=first_of_two)
    told.say("FR", "submit-again", item=first_of_two, after=10 * DAY)
    report = told.say("FR", "submit-report", {"action": other.id, **HALF})
    told.say("ES", "return-report", item=report)
    yield told.expect("in-force", waits_for="FR MA")

    told, action = with_action(
        "MA has not reported, and is late; then all put the action on hold: MA stays late"
    )
    told.at = datetime(2026, 8, 3, 9, tzinfo=UTC)
    adopt(told, "FR", action, change="hold", ends_on="2027-06-30")
    yield told.expect("in-force")

    told, action = with_action("an action on hold is not reported on, a proposed or refused one cannot be")
    told.say("MA", "start-action", item=action)
    adopt(told, "ES", action, **HOLD)
    proposed = told.say("MA", "propose-action", of_action(told))
    told.say("MA", "submit-report", {"action": proposed.id, **HALF})
    yield told.expect("in-force", waits_for="ES FR", aside={"MA submit-report": NOT_NOW})


def _not_in_force() -> Iterator[Told]:
    told, action = with_action("what is agreed is not run before the plan is signed", signed=False)
    told.say("MA", "start-action", item=action)
    told.say("MA", "submit-report", {"action": action.id, **HALF})
    told.say("MA", "suspend-plan")
    told.say("MA", "evaluate-plan")
    aside = dict.fromkeys(
        ("MA start-action", "MA submit-report", "MA suspend-plan", "MA evaluate-plan"), NOT_NOW
    )
    yield told.expect("negotiation", aside=aside)

    told, running = with_action("while the plan is suspended nothing is run; it is reported on, and changed")
    planned = agree(told, "FR", "propose-action", of_action(told))
    told.say("MA", "start-action", item=running)
    part = agree(
        told, "FR", "propose-deliverable", {"action": running.id, "lead": "MA", "due_on": "2026-06-30"}
    )
    of: dict[str, Said] = {"action": running.id, "subject": "training", "level": "output", "measure": "unit"}
    indicator = agree(told, "MA", "propose-indicator", of)
    period: dict[str, Said] = {
        "indicator": indicator.id, "starts_on": "2026-01-01", "ends_on": "2026-06-30", "lead": "MA",
    }  # fmt: skip
    target = agree(told, "FR", "propose-target", period)
    told.say("FR", "suspend-plan")
    stopped: list[tuple[str, dict[str, Said], Entry]] = [
        ("start-action", {}, planned), ("report-progress", FORECAST, running),
        ("deliver-action", {}, running), ("hand-over", {}, part), ("state-actual", {"actual": "5"}, target),
    ]  # fmt: skip
    for step, says, item in stopped:
        told.say("MA", step, says, item=item)
    told.say("MA", "submit-report", {"action": running.id, **HALF})
    change(told, "FR", running, change="drop")
    yield told.expect(
        "suspended", waits_for="ES FR MA", aside={f"MA {step}": NOT_NOW for step, _, _ in stopped}
    )

    told, action = with_action("once it is evaluated nothing is proposed, agreed or changed any more")
    of = {"action": action.id, "subject": "training", "level": "output", "measure": "unit"}
    indicator = agree(told, "MA", "propose-indicator", of)
    axis, objective = first(told, "propose-axis"), action.says["objective"]
    second = agree(told, "ES", "propose-action", of_action(told))
    open_part = told.say("MA", "propose-axis", {"axis": "CYB"})
    made = change(told, "ES", action, change="drop")
    for party in PARTIES:
        told.say(party, "evaluate-plan")
    late: list[tuple[str, dict[str, Said], Entry | str]] = [
        ("propose-axis", {"axis": "STU"}, ""), ("propose-objective", {"axis": axis.id}, ""),
        ("propose-action", of_action(told, objective=objective), ""),
        ("propose-deliverable", {"action": action.id, "lead": "MA", "due_on": "2026-06-30"}, ""),
        ("propose-indicator", of, ""), ("propose-target", period | {"indicator": indicator.id}, ""),
        ("propose-dependency", {"first": action.id, "then": second.id, "relation": "FS"}, ""),
        ("agree-part", {}, open_part), ("decline-part", {}, open_part),
        ("propose-change", {"part": action.id, "change": "drop"}, ""), ("accept-change", {}, made),
        ("counter-change", {"part": action.id, **HOLD}, made),
        ("submit-report", {"action": action.id, **HALF}, ""),
    ]  # fmt: skip
    aside = {}
    for step, says, about in late:
        author = "MA" if step == "submit-report" else "FR"
        told.say(author, step, says, item=about)
        aside[f"{author} {step}"] = NOT_NOW
    yield told.expect("evaluated", waits_for="ES FR MA", aside=aside)


def _dishonest() -> Iterator[Told]:
    told, action = with_action("ES runs what is not its own, and names what is not there")
    axis = first(told, "propose-axis")
    told.say("ES", "propose-action", of_action(told, lead="XX"))
    told.say("ES", "propose-objective", {"axis": "d" * 64})
    told.say("ES", "propose-deliverable", {"action": axis.id, "lead": "ES", "due_on": "2026-06-30"})
    told.say("ES", "propose-dependency", {"first": action.id, "then": told.opening.id, "relation": "FS"})
    told.say("ES", "propose-change", {"part": told.opening.id, "change": "drop"})
    told.say("ES", "submit-report", {"action": axis.id, **HALF})
    told.say("ES", "start-action", item=action)
    told.say("ES", "agree-part", item=action)
    told.say("ES", "verify-action", item="ES")
    no_item = dict.fromkeys(
        (
            "ES propose-objective", "ES propose-deliverable", "ES propose-dependency", "ES propose-change",
            "ES submit-report", "ES verify-action",
        ),
        NO_ITEM,
    )  # fmt: skip
    yield told.expect(
        "in-force",
        aside=no_item
        | {
            "ES propose-action": "rules.not-a-party", "ES start-action": NOT_THEIRS, "ES agree-part": NOT_NOW,
        },
    )  # fmt: skip

    told, action = with_action("ES states what nobody can read")
    told.say("MA", "start-action", item=action)
    drop = change(told, "FR", action, change="drop")
    target = _target(told, action)
    bad: list[tuple[str, dict[str, Said], Entry | str]] = [
        ("propose-signature", {"signed_on": "yesterday"}, ""), ("propose-axis", {"axis": 5}, ""),
        ("propose-objective", {}, ""), ("propose-action", of_action(told, ends_on="2026-02-30"), ""),
        ("propose-deliverable", {"action": action.id, "lead": "es", "due_on": "2026-06-30"}, ""),
        ("propose-indicator", {"action": action.id, "subject": ("training",)}, ""),
        ("propose-target", {**target.says, "target": "forty"}, ""),
        ("propose-dependency", {"first": action.id, "then": action.id, "relation": 1}, ""),
        ("report-progress", {"progress": "half"}, action), ("state-actual", {"actual": 38}, target),
        ("counter-change", {"part": action.id, "change": True}, drop),
        ("submit-report", {"action": action.id, "year": "2026", "half": 1}, ""),
    ]  # fmt: skip
    for step, says, item in bad:
        told.say("ES", step, says, item=item)
    told.say("ES", "sign-for-all", {})
    told.say("XX", "agree-part", item=action)
    aside = {f"ES {step}": BADLY for step, _, _ in bad}
    aside |= {"ES sign-for-all": "rules.unknown-step", "XX agree-part": "rules.not-a-party"}
    yield told.expect("in-force", waits_for="ES MA", aside=aside)

    told, action = with_action(
        "a code no list has yet, a half-year that there is not: read, and owed by nobody"
    )
    change(told, "FR", action, change="hand-to-another", ends_on="2026-06-30")
    told.say("MA", "submit-report", {"action": action.id, "year": 2026, "half": 7})
    told.say("ES", "propose-action", of_action(told, sort="of-tomorrow", ends_on="9999-12-31"))
    yield told.expect("in-force", waits_for="ES FR MA")

    told, action = with_action(
        "an objective has not arrived; what stands on it comes too early, until it arrives"
    )
    told.lose(first(told, "propose-objective"))
    aside = {
        "FR propose-action": NO_ITEM, "MA agree-part": NO_ITEM, "ES agree-part": NO_ITEM,
    }  # fmt: skip
    yield told.expect("in-force", aside=aside, missing=1)


def _target(told: Told, action: Entry) -> Entry:
    """A period that ES counts, of an indicator of the action."""
    of: dict[str, Said] = {"action": action.id, "subject": "training", "level": "output", "measure": "unit"}
    indicator = agree(told, "MA", "propose-indicator", of)
    period: dict[str, Said] = {
        "indicator": indicator.id, "starts_on": "2026-01-01", "ends_on": "2026-06-30", "lead": "ES",
    }  # fmt: skip
    return agree(told, "FR", "propose-target", period)


def _started_and_suspended(number: int) -> Told | None:
    """MA starts an action while ES suspends the plan; the suspension, of higher id, goes first."""
    told, action = with_action("a plan is suspended while an action is started: the stop goes first")
    started = told.say("MA", "start-action", item=action, officer=f"o-{number}")
    suspended = told.say("ES", "suspend-plan", missed=[started])
    return told if started.id < suspended.id else None

"""Wanted, edition 1: MA seeks somebody with FR and ES; they screen, search, arrest, and stop."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules.calendars import restated
from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors.makers.telling import BEGIN, Told

KIND = kind("wanted", 1)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TERMS = Terms(
    "e" * 64,
    {"wanted_receive": 1440, "wanted_decide": 4320, "wanted_stop": 1440, "wanted_provisional_arrest": 57600},
)
CALENDARS = {
    party: restated(None, party, zone, (), BEGIN)
    for party, zone in (("MA", "Africa/Casablanca"), ("FR", "Europe/Paris"))
}
NOTE: dict[str, Said] = {
    "purpose": "prosecution", "path": "extradition", "priority": "P1", "urgency": "urgent",
    "offence": "drug-trafficking", "review_by": "2026-12-31", "finding": "clear",
}  # fmt: skip
CLEAR: dict[str, Said] = {"finding": "clear"}
DOUBT: dict[str, Said] = {"finding": "doubt"}
ARREST: dict[str, Said] = {"arrested_at": "2026-01-05T08:00:00.000Z"}
RELEASED: dict[str, Said] = {"released_at": "2026-01-06T08:00:00.000Z", "reason": "no-request"}
FORMAL: dict[str, Said] = {"sent_on": "2026-01-20", "channel": "diplomatic"}
CHAMBER: dict[str, Said] = {"milestone": "chamber", "reached_on": "2026-02-01"}
GRANTED: dict[str, Said] = {"outcome": "granted", "decided_on": "2026-02-10"}
REFUSED: dict[str, Said] = {"outcome": "refused", "decided_on": "2026-02-10"}
LOCALLY: dict[str, Said] = {"outcome": "local-prosecution", "decided_on": "2026-02-10"}
SURRENDER: dict[str, Said] = {"surrender_on": "2026-03-02"}
DECLINED: dict[str, Said] = {"ground": "identity"}
CANCELLED: dict[str, Said] = {"reason": "warrant-withdrawn", "withdrawn_at": "2026-01-05T08:30:00.000Z"}
STOPPED: dict[str, Said] = {"systems": ("national-file", "border", "local-units"), "nobody_held": True}
INTERPOL: dict[str, Said] = {"reason": "interpol"}
NOT_NOW, NOT_THEIRS, TAKEN, BADLY = (
    f"rules.{why}" for why in ("not-at-this-stage", "not-this-side", "already-taken", "badly-said")
)
REVIEW_OVER = datetime(2027, 1, 1, tzinfo=UTC)


def issued(name: str, **says: Said) -> Told:
    told = Told(name, KIND, Terms(TERMS.entry, TERMS.values, calendars=CALENDARS))
    told.say("MA", "issue", NOTE | says)
    return told


def sought(name: str, *parties: str, **says: Said) -> Told:
    """Every party named has acknowledged, screened and taken up the search; the other declined it."""
    told = issued(name, **says)
    for party in ("FR", "ES"):
        if party not in parties:
            told.say(party, "decline-search", DECLINED)
            continue
        told.say(party, "acknowledge")
        told.say(party, "screen", CLEAR)
        told.say(party, "accept-search")
    return told


def arrested(name: str, *parties: str) -> Told:
    told = sought(name, *(parties or ("FR",)))
    told.say("FR", "report-arrest", ARREST)
    return told


def in_court(name: str, *parties: str) -> Told:
    told = arrested(name, *parties)
    told.say("MA", "send-formal-request", FORMAL, item="FR")
    told.say("FR", "record-milestone", CHAMBER)
    return told


def surrendered(name: str) -> Told:
    told = in_court(name)
    told.say("FR", "record-milestone", CHAMBER | {"milestone": "decree-awaited"})
    told.say("FR", "record-decision", GRANTED)
    told.say("FR", "set-surrender", SURRENDER)
    told.say("FR", "set-surrender", SURRENDER | {"surrender_on": "2026-03-09"})
    told.say("MA", "confirm-surrender", item="FR")
    return told


def conversations() -> Iterator[Told]:
    yield from _main_paths()
    yield from _in_the_middle()
    yield from _before_it_is_taken_up()
    yield from _custody()
    yield from _suspended()
    yield from _cancelled()
    yield from _dishonest()


def _main_paths() -> Iterator[Told]:
    yield surrendered("sought, arrested, requested, granted, surrendered").expect("surrendered")

    told = surrendered("surrendered, and closed")
    told.say("MA", "close-note")
    yield told.expect("closed")

    told = in_court("refused by the court")
    told.say("FR", "record-decision", REFUSED)
    yield told.expect("refused")

    told = in_court("prosecuted where the person is")
    told.say("FR", "record-decision", LOCALLY)
    yield told.expect("local-prosecution")

    told = issued("denounced: no search, the requested state prosecutes", path="denunciation")
    told.say("ES", "decline-search", DECLINED)
    told.say("FR", "acknowledge")
    told.say("FR", "record-decision", GRANTED)
    told.say("FR", "record-decision", LOCALLY)
    yield told.expect("local-prosecution", aside={"FR record-decision": NOT_NOW})

    told = sought("sought, then prosecuted where the person is", "FR")
    told.say("FR", "record-decision", LOCALLY)
    yield told.expect("local-prosecution")

    told = sought("declined by all, closed; a sighting after the close", "ES")
    told.say("ES", "report-hit")
    told.say("MA", "close-note")  # it is not over
    yield told.expect("located", waits_for="ES", aside={"MA close-note": NOT_NOW})


def _in_the_middle() -> Iterator[Told]:
    yield issued("nobody has acknowledged it").expect("awaiting", waits_for="ES FR")

    told = issued("received by one", finding="decided")
    told.say("FR", "acknowledge", after=3 * DAY)
    told.say("ES", "decline-search", DECLINED)
    yield told.expect("received", waits_for="FR")

    told = sought("sought by both, seen again and again, ruled out by who seeks and by who found", "FR", "ES")
    told.say("FR", "report-hit")
    told.say("FR", "report-hit")
    told.say("MA", "rule-out", item="FR")
    told.say("ES", "report-hit")
    told.say("ES", "rule-out")
    told.say("FR", "report-hit")
    told.say("ES", "rule-out", item="FR")
    yield told.expect("active")

    told = in_court("surrender granted, its day not set, the note reviewed meanwhile")
    told.say("FR", "record-decision", GRANTED)
    told.say("MA", "review-note", {"review_by": "2027-06-30"})
    yield told.expect("granted", waits_for="FR")

    told = in_court("the day of surrender is set, and passes")
    told.say("FR", "record-decision", GRANTED)
    told.say("FR", "set-surrender", SURRENDER)
    yield told.expect("surrender-set", waits_for="MA")

    told = sought("arrested after a sighting", "FR")
    told.say("FR", "report-hit")
    told.say("FR", "report-arrest", ARREST)
    told.say("MA", "send-formal-request", FORMAL, item="FR")
    yield told.expect("requested", waits_for="FR")

    yield in_court("before the courts").expect("in-court", waits_for="FR")

    told = sought("corrected and confirmed", "FR")
    told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    correction = told.said[-1]
    for party in ("FR", "ES"):
        told.say(party, "confirm-correction", item=correction)
    told.say("FR", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    yield told.expect("active", aside={"FR correct": NOT_NOW})

    told = sought("corrected, declined by all and closed: it is still to be confirmed")
    correction = told.say("MA", "correct", {"corrects": told.opening.id, "reason": "inaccurate"})
    told.say("ES", "confirm-correction", item=correction)
    told.say("MA", "close-note")
    yield told.expect("closed", waits_for="FR")


def _before_it_is_taken_up() -> Iterator[Told]:
    told = issued("taken up before it was screened; a doubt; a magistrate decides")
    told.say("ES", "decline-search", DECLINED)
    told.say("FR", "acknowledge")
    told.say("FR", "accept-search")
    told.say("FR", "screen", DOUBT)
    told.say("FR", "accept-search")
    yield told.expect("received", waits_for="FR", aside={"FR accept-search": NOT_NOW})

    told = issued("screened again, decided, taken up")
    told.say("ES", "decline-search", DECLINED)
    told.say("FR", "screen", DOUBT)
    told.say("FR", "screen", {"finding": "decided"})
    told.say("FR", "screen", CLEAR)
    told.say("FR", "acknowledge")
    told.say("FR", "accept-search")
    yield told.expect("active")

    told = issued("clarified, then declined; clarification asked, then declined without one")
    for party in ("FR", "ES"):
        told.say(party, "acknowledge")
        told.say(party, "ask-clarification", after=HOUR)
    told.say("MA", "clarify", item="FR", after=5 * HOUR)
    told.say("FR", "decline-search", DECLINED)
    told.say("ES", "decline-search", DECLINED)
    yield told.expect("declined")

    told = issued("what is unclear is not clarified yet")
    told.say("ES", "acknowledge")
    told.say("FR", "acknowledge")
    told.say("FR", "ask-clarification")
    yield told.expect("clarifying", waits_for="ES MA")


def _custody() -> Iterator[Told]:
    told = arrested("arrested: the time runs from the arrest, not from when it was told")
    yield told.expect("arrested", waits_for="MA")

    told = arrested("released since no request came; arrested again, and requested", "FR", "ES")
    told.say("FR", "report-release", RELEASED)
    told.say("FR", "report-arrest", {"arrested_at": "2026-01-07T08:00:00.000Z"}, after=2 * DAY)
    told.say("MA", "send-formal-request", FORMAL, item="FR")
    told.say("FR", "report-release", RELEASED)
    told.say("FR", "report-arrest", {"arrested_at": "2026-01-09T08:00:00.000Z"}, after=2 * DAY)
    yield told.expect("arrested", waits_for="MA")

    for name, further in (
        ("in court", []), ("granted", [("record-decision", GRANTED)]),
        ("with a day set", [("record-decision", GRANTED), ("set-surrender", SURRENDER)]),
    ):  # fmt: skip
        told = in_court(f"released {name}")
        for step, says in further:
            told.say("FR", step, says)
        told.say("FR", "report-release", RELEASED)
        yield told.expect("active")

    for late in range(4):
        told = arrested(f"a release that crosses the formal request by {late} hours goes first")
        request = told.say("MA", "send-formal-request", FORMAL, item="FR")
        told.say("FR", "report-release", RELEASED, missed=[request], after=late * HOUR)
        yield told.expect("active", aside={"MA send-formal-request": NOT_NOW})


def _suspended() -> Iterator[Told]:
    told = sought(
        "suspended while an arrest is reported: the arrest counts, the screening is to be done again", "FR"
    )
    told.say("FR", "report-arrest", ARREST)
    arrest = told.said[-1]
    told.say("MA", "suspend-note", INTERPOL, missed=[arrest])
    yield told.expect("suspended", waits_for="ES FR MA")

    told = sought("suspended; arrested, requested, in court, decided and freed all the same", "FR", "ES")
    told.say("ES", "suspend-note", INTERPOL)
    told.say("FR", "report-arrest", ARREST)
    told.say("MA", "send-formal-request", FORMAL, item="FR")
    told.say("FR", "record-milestone", CHAMBER)
    told.say("FR", "record-decision", GRANTED)
    told.say("FR", "set-surrender", SURRENDER)  # not while it is suspended
    told.say("FR", "report-release", RELEASED)
    told.say("ES", "report-hit")
    yield told.expect(
        "suspended", waits_for="ES FR MA", aside={"FR set-surrender": NOT_NOW, "ES report-hit": NOT_NOW}
    )

    told = sought("suspended, screened anew by all, resumed", "FR", "ES")
    told.say("MA", "suspend-note", INTERPOL)
    told.say("MA", "review-note", {"review_by": "2027-01-31"})
    for party in ("MA", "FR", "ES"):
        told.say(party, "screen", CLEAR)
    for party in ("MA", "FR", "FR", "ES"):
        told.say(party, "lift-suspension")
    yield told.expect("active", aside={"FR lift-suspension": TAKEN})

    told = sought("suspended, and one side has not screened anew: it stays suspended", "FR", "ES")
    told.say("FR", "suspend-note", INTERPOL)
    for party in ("MA", "FR"):
        told.say(party, "screen", CLEAR)
    for party in ("MA", "FR", "ES"):
        told.say(party, "lift-suspension")
    yield told.expect("suspended", waits_for="ES", aside={"ES lift-suspension": NOT_NOW})

    told = sought("suspended again by who had doubts", "FR")
    told.say("FR", "screen", DOUBT)
    told.say("FR", "suspend-note", {"reason": "rights"})
    told.say("FR", "suspend-note", INTERPOL)
    told.say("MA", "cancel-note", CANCELLED)
    yield told.expect("cancelled", waits_for="ES FR", aside={"FR suspend-note": NOT_NOW})

    told = sought("a sighting and a review cross the suspension", "FR", "ES")
    told.say("MA", "suspend-note", INTERPOL)
    suspension = told.said[-1]
    told.say("FR", "report-hit", missed=[suspension])
    told.say("ES", "report-arrest", ARREST, missed=[suspension])
    yield told.expect("suspended", waits_for="ES FR MA", aside={"FR report-hit": NOT_NOW})

    told = sought("not reviewed: a node states so, too early and in time", "FR")
    told.say("FR", "state-lapse", after=REVIEW_OVER - told.at - timedelta(milliseconds=1))
    told.say("ES", "state-lapse", after=timedelta(milliseconds=1))
    yield told.expect("suspended", waits_for="ES FR MA", aside={"FR state-lapse": NOT_NOW})

    for late in range(4):
        told = sought(f"a sighting crosses the lapse by {late} hours", "FR")
        lapse = told.say("MA", "state-lapse", after=REVIEW_OVER - told.at)
        told.say("FR", "report-hit", missed=[lapse], after=late * HOUR)
        yield told.expect("suspended", waits_for="ES FR MA", aside={"FR report-hit": NOT_NOW})


def _cancelled() -> Iterator[Told]:
    told = sought("a hit crosses the cancellation: the stop goes first", "FR", "ES")
    cancelled = told.say("MA", "cancel-note", CANCELLED)
    told.say("FR", "report-hit", missed=[cancelled])
    told.say("FR", "report-arrest", ARREST, missed=[cancelled])
    yield told.expect(
        "cancelled", waits_for="ES FR", aside={"FR report-hit": NOT_NOW, "FR report-arrest": NOT_NOW}
    )

    told = sought("cancelled, stopped on one side; nothing else is said any more", "FR", "ES")
    told.say("MA", "cancel-note", CANCELLED)
    told.say("FR", "confirm-stopped", STOPPED, after=5 * HOUR)
    told.say("FR", "confirm-stopped", STOPPED)
    told.say("ES", "screen", CLEAR)
    told.say("MA", "review-note", {"review_by": "2027-01-31"})
    told.say("MA", "confirm-stopped", STOPPED)
    told.say("FR", "suspend-note", INTERPOL)
    yield told.expect("cancelled", waits_for="ES", aside={
        "FR confirm-stopped": TAKEN, "ES screen": NOT_NOW, "MA review-note": NOT_NOW,
        "MA confirm-stopped": NOT_THEIRS, "FR suspend-note": NOT_NOW,
    })  # fmt: skip

    told = arrested("cancelled while somebody is held, and stopped everywhere, once late", "FR", "ES")
    told.say("MA", "cancel-note", CANCELLED)
    told.say("FR", "confirm-stopped", STOPPED | {"nobody_held": False}, after=2 * DAY)
    told.say("ES", "confirm-stopped", STOPPED)
    told.say("FR", "report-release", RELEASED)
    told.say("MA", "cancel-note", CANCELLED)
    yield told.expect("cleared", aside={"FR report-release": NOT_NOW, "MA cancel-note": NOT_NOW})

    told = issued("cancelled before anybody had acknowledged it")
    told.say("MA", "cancel-note", CANCELLED)
    crossing = told.said[-1]
    for party, step, says in (
        ("FR", "acknowledge", {}), ("ES", "decline-search", DECLINED),
    ):  # fmt: skip
        told.say(party, step, says, missed=[crossing])
    yield told.expect(
        "cancelled", waits_for="ES FR", aside={"FR acknowledge": NOT_NOW, "ES decline-search": NOT_NOW}
    )

    yield from _after_the_end()


def _after_the_end() -> Iterator[Told]:
    told = issued("what is taken up, asked, clarified after the end counts for nothing")
    for party in ("FR", "ES"):
        told.say(party, "acknowledge")
        told.say(party, "screen", CLEAR)
    told.say("FR", "ask-clarification")
    cancelled = told.say("MA", "cancel-note", CANCELLED)
    told.say("ES", "accept-search", missed=[cancelled])
    told.say("MA", "clarify", item="FR")
    yield told.expect(
        "cancelled", waits_for="ES FR", aside={"ES accept-search": NOT_NOW, "MA clarify": NOT_NOW}
    )

    told = issued("clarification asked after the end counts for nothing")
    told.say("FR", "acknowledge")
    told.say("FR", "ask-clarification", missed=[told.say("MA", "cancel-note", CANCELLED)])
    yield told.expect("cancelled", waits_for="ES FR", aside={"FR ask-clarification": NOT_NOW})

    told = sought("ruled out after the end", "FR")
    told.say("FR", "report-hit")
    told.say("FR", "rule-out", missed=[told.say("MA", "cancel-note", CANCELLED)])
    yield told.expect("cancelled", waits_for="ES FR", aside={"FR rule-out": NOT_NOW})

    said: list[tuple[str, str, dict[str, Said]]] = [
        ("MA", "send-formal-request", FORMAL), ("FR", "record-milestone", CHAMBER),
        ("FR", "record-decision", GRANTED), ("FR", "set-surrender", SURRENDER),
        ("MA", "confirm-surrender", {}),
    ]  # fmt: skip
    for number, (party, step, says) in enumerate(said):
        told = arrested(f"{step} after the end")
        for one, earlier, more in said[:number]:
            told.say(one, earlier, more, item="FR")
        told.say("MA", "cancel-note", CANCELLED)
        told.say(party, step, says, item="FR", missed=[told.said[-1]] if party == "FR" else ())
        yield told.expect("cancelled", waits_for="ES FR", aside={f"{party} {step}": NOT_NOW})

    told = sought("closed, and then cancelled: it has ended already")
    told.say("MA", "close-note")
    told.say("MA", "cancel-note", CANCELLED)
    told.say("FR", "suspend-note", INTERPOL)
    yield told.expect("closed", aside={"MA cancel-note": NOT_NOW, "FR suspend-note": NOT_NOW})

    told = sought("the close crosses a suspension")
    suspension = told.say("ES", "suspend-note", INTERPOL)
    told.say("MA", "close-note", missed=[suspension])
    yield told.expect("suspended", waits_for="ES FR MA", aside={"MA close-note": NOT_NOW})


def _dishonest() -> Iterator[Told]:
    told = issued("ES answers for FR, and cancels and reviews what is not its own")
    for step, says, item in (
        ("acknowledge", {}, "FR"), ("screen", CLEAR, "FR"), ("cancel-note", CANCELLED, ""),
        ("review-note", {"review_by": "2027-01-31"}, ""), ("report-arrest", ARREST, "FR"),
    ):  # fmt: skip
        told.say("ES", step, says, item=item)
    told.say("MA", "acknowledge", item="FR")
    yield told.expect("awaiting", waits_for="ES FR", aside={
        "ES acknowledge": NOT_THEIRS, "ES screen": NOT_THEIRS, "ES cancel-note": NOT_THEIRS,
        "ES review-note": NOT_THEIRS,
        "ES report-arrest": NOT_THEIRS, "MA acknowledge": NOT_THEIRS,
    })  # fmt: skip

    told = arrested("what nobody can read", "FR", "ES")
    told.say("MA", "send-formal-request", {"sent_on": "soon", "channel": "diplomatic"}, item="FR")
    told.say("MA", "cancel-note", {"reason": "served", "withdrawn_at": "yesterday"})
    told.say("ES", "report-arrest", {"arrested_at": "9999-12-31T23:59:00.000Z"})
    told.say("ES", "suspend-note", {"reason": ("interpol",)})
    told.say("MA", "review-note", {"review_by": ""})
    told.say("FR", "report-release", RELEASED | {"released_at": 5})
    told.say("ES", "decline-search", {"ground": True})
    told.say("ES", "screen", {"finding": ("clear",)})
    told.say("MA", "correct", {"corrects": "x", "reason": "inaccurate"})
    yield told.expect("arrested", waits_for="MA", aside={
        "MA send-formal-request": BADLY, "MA cancel-note": BADLY, "ES report-arrest": BADLY,
        "ES suspend-note": BADLY, "MA review-note": BADLY,
        "FR report-release": BADLY, "ES decline-search": BADLY, "ES screen": BADLY, "MA correct": BADLY,
    })  # fmt: skip

    told = in_court("decisions and milestones that nobody can read")
    told.say("FR", "record-milestone", {"milestone": "chamber", "reached_on": "2026-02-31"})
    told.say("FR", "record-decision", GRANTED | {"decided_on": "x"})
    told.say("FR", "record-decision", GRANTED)
    told.say("FR", "set-surrender", {"surrender_on": "tomorrow"})
    told.say("MA", "cancel-note", CANCELLED)
    told.say("FR", "confirm-stopped", {"systems": (), "nobody_held": True})
    told.say("FR", "confirm-stopped", {"systems": ("border",), "nobody_held": "yes"})
    yield told.expect("cancelled", waits_for="ES FR", aside={
        "FR record-milestone": BADLY, "FR record-decision": BADLY, "FR set-surrender": BADLY,
        "FR confirm-stopped": BADLY,
    })  # fmt: skip

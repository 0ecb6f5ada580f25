"""Stages of a sports event and of what it has: where each step leads, what is owed by which day or hour.

The event's own stage is read off its parts: an analysis that came in, a delegation that was accredited, a report still owed.
"""

from collections.abc import Callable, Iterable

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import lessons
from mithaq.pact.rules.assisting import UNDER_WAY, provider
from mithaq.pact.rules.kind import Every, Side, Stage, Target
from mithaq.pact.rules.matches import about, confirmed_lines, forms, hosts, last_said, match_of, visiting
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

BEFORE = frozenset({"planning", "advance-risk", "deployment"})
AFTER = frozenset({"stand-down", "post-reports", "lessons"})
OPEN = frozenset({"bid", "live", *BEFORE, *AFTER})

STAGES = (
    Stage("bid", W("ترشيح", "candidature", "bid"), "waiting"),
    Stage("planning", W("قيد الإعداد", "en préparation", "being planned"), "waiting"),
    Stage("advance-risk", W("تحليل المخاطر جار", "risques en cours d’analyse", "risk being analysed"), "moving"),
    Stage("deployment", W("وفود معتمدة", "délégations accréditées", "delegations accredited"), "moving"),
    Stage("live", W("جارية", "en cours", "live"), "moving"),
    Stage("stand-down", W("انتهت، وفود لم تُنهِ مهمتها", "terminée, délégations encore sur place", "over, delegations still there"), "waiting"),
    Stage("post-reports", W("في انتظار التقارير البعدية", "rapports d’après-match attendus", "post-match reports awaited"), "waiting"),
    Stage("lessons", W("استخلاص الدروس", "retour d’expérience", "lessons being drawn"), "good"),
    Stage("closed", W("مغلقة", "close", "closed"), "quiet", final=True),
    Stage("cancelled", W("ملغاة", "annulée", "cancelled"), "quiet", final=True),
)  # fmt: skip
MATCH_STAGES = (
    Stage("scheduled", W("مبرمجة", "programmé", "scheduled"), "waiting"),
    Stage("played", W("لُعبت", "joué", "played"), "good"),
    Stage("called-off", W("ملغاة", "annulé", "called off"), "quiet", final=True),
)
SUPERSEDED = Stage("superseded", W("حل محله غيره", "remplacé", "superseded"), "quiet", final=True)
OVER = Stage("over", W("انتهت", "terminée", "over"), "waiting")
EVENT_STAGES = (
    *(each for each in STAGES if each.name in {"bid", "planning", "live", "closed", "cancelled"}),
    OVER,
)
LEVEL_STAGES = (
    Stage("set", W("ساري المفعول", "en vigueur", "in force"), "good"),
    Stage("contested", W("ساري المفعول مع رأي مخالف", "en vigueur, avec un avis différent", "in force, another view stated"), "waiting"),
    SUPERSEDED,
)  # fmt: skip
POSTING_STAGES = (
    Stage("posted", W("مكلف", "affecté", "posted"), "moving"),
    Stage("relieved", W("انتهى تكليفه", "relevé", "relieved"), "quiet", final=True),
)
INCIDENT_STAGES = (
    Stage("open", W("جار", "en cours", "open"), "bad", Side.HOLDER),
    Stage("resolved", W("انتهى", "terminé", "over"), "good", final=True),
)
LINE_STAGES = (
    Stage("confirmed", W("مؤكدة", "confirmé", "confirmed"), "good"),
    Stage("reopened", W("أعيد فتحها", "rouvert", "reopened"), "bad", final=True),
)


# Where each step leads


def _opened(_: State, entry: Entry) -> str:
    return "bid" if entry.says.get("bid") else "planning"


def _while_it_goes_on(stage: str, *, by_its_host: bool = False) -> Callable[[State, Entry], str | None]:
    """To a stage, unless the match that is named was called off, or is somebody else's to speak of."""

    def target(state: State, entry: Entry) -> str | None:
        match = match_of(state, entry)
        if match is None:
            return stage
        theirs = by_its_host and match.holder != entry.author
        return None if theirs or match.stage == "called-off" else stage

    return target


def _posted(state: State, entry: Entry) -> str | None:
    """Whoever sends a delegation posts its spotters, once it is accredited."""
    delegation = state.item("delegation", str(entry.says.get("delegation", "")))
    under_way = delegation is not None and delegation.stage == "accepted"
    sends = delegation is not None and provider(delegation) == entry.author
    return _while_it_goes_on("posted")(state, entry) if under_way and sends else None


def _confirmed(state: State, entry: Entry) -> str | None:
    """Each host confirms each line once, and again once it has been reopened."""
    return None if str(entry.says.get("line")) in confirmed_lines(state, entry.author) else "confirmed"


def sending(state: State) -> frozenset[str]:
    """Whoever sends a delegation that is accredited."""
    there = (item for item in state.items("delegation").values() if item.stage == "accepted")
    return frozenset(provider(item) for item in there)


def is_host(state: State, _: Item) -> frozenset[str]:
    return hosts(state)


def superseded(state: State, entry: Entry) -> Iterable[Item]:
    """A new level of a match takes the place of the one before."""
    if entry.step == "set-level":
        for item in about(state, "level", str(entry.says.get("match", ""))):
            if item.key != entry.id and item.stage != SUPERSEDED.name:
                yield Item(item.key, item.holder, SUPERSEDED.name, item.entries)


FOLLOWS: dict[str, dict[str, Target]] = {
    "": {"open-event": _opened},
    "bid": {"confirm-event": "planning", "cancel-event": "cancelled"},
    "planning": {"go-live": "live", "cancel-event": "cancelled"},
    "live": {"stand-down": "over", "cancel-event": "cancelled"},
    "over": {"close-event": Every("closed")},
}
MATCHES: dict[str, dict[str, Target]] = {
    "": {"schedule-match": "scheduled"},
    "scheduled": {"amend-match": "scheduled", "call-off-match": "called-off", "report-figures": "played"},
    "played": {"report-figures": "played"},
}
FORMS: dict[str, dict[str, Target]] = {
    "": {step: _while_it_goes_on("sent") for step in ("send-analysis", "send-update", "send-post-report")}
}
POSTINGS: dict[str, dict[str, Target]] = {
    "": {"post-spotter": _posted},
    "posted": {"relieve-spotter": "relieved"},
}
INCIDENTS: dict[str, dict[str, Target]] = {
    "": {"report-incident": _while_it_goes_on("open")},
    "open": {"resolve-incident": "resolved"},
}
LINES: dict[str, dict[str, Target]] = {
    "": {"confirm-line": _confirmed},
    "confirmed": {"reopen-line": "reopened"},
}
SETTING: dict[str, dict[str, Target]] = {
    "": {"set-level": _while_it_goes_on("set", by_its_host=True)},
    "set": {"contest-level": "contested"},
    "contested": {"contest-level": "contested"},
}


def stage(state: State) -> str:
    """Where the event stands: what its steps say, and before and after it what has come in and what is still owed."""
    event = state.item("event")
    at = event.stage if event else "planning"
    delegations = {item.stage for item in state.items("delegation").values()}
    if at == "planning":
        analysed = any(state.items("form"))
        return "deployment" if delegations & UNDER_WAY else "advance-risk" if analysed else "planning"
    if at == "over":
        return (
            "stand-down"
            if "accepted" in delegations
            else "post-reports"
            if reports_missing(state)
            else "lessons"
        )
    return at


def reports_missing(state: State) -> int:
    """How many post-match reports nobody has sent yet."""
    return sum(
        not any(forms(state, "send-post-report", match.key, party))
        for match in state.items("match").values()
        if match.stage != "called-off"
        for party in reporters(state, match)
    )


def reporters(_: State, match: Item) -> frozenset[str]:
    return visiting(match) | {match.holder}


def followed(_: State, match: Item) -> frozenset[str]:
    return visiting(match)


# What is owed by a day or an hour


def before_tournament(state: State, _: Item) -> Iterable[tuple[str, str]]:
    if state.opening.says.get("tier") == "tournament":
        yield "", str(state.opening.says.get("starts_on", ""))


def at_kickoff(_: State, match: Item) -> Iterable[tuple[str, str]]:
    yield "", str(last_said(match).get("kickoff_at", ""))


def match_day(_: State, match: Item) -> Iterable[tuple[str, str]]:
    yield "", str(last_said(match).get("played_on", ""))


def lesson_day(_: State, lesson: Item) -> Iterable[tuple[str, str]]:
    yield "", str(lesson.entries[0].says.get("apply_by", ""))


def form(step: str, phase: str = "") -> Callable[[State, Item, str, str], Entry | None]:
    """The first form of a sort that a party sent of a match, or of the event."""

    def done(state: State, item: Item, _: str, party: str) -> Entry | None:
        sent = forms(state, step, item.key, party)
        return next((each for each in sent if not phase or each.says.get("phase") == phase), None)

    return done


def form_of_event(step: str) -> Callable[[State, Item, str, str], Entry | None]:
    """The first form of a sort that a party sent of the whole event."""
    return lambda state, _, __, party: next(forms(state, step, "", party), None)


def last_level(state: State, match: Item, _: str, party: str) -> Entry | None:
    stated = (item.entries[0] for item in about(state, "level", match.key))
    return next(
        (each for each in stated if (each.author, each.says.get("phase")) == (party, "dynamic")), None
    )


def figures(_: State, match: Item, __: str, ___: str) -> Entry | None:
    return next(iter(match.all("report-figures")), None)


def closed_lesson(_: State, lesson: Item, __: str, ___: str) -> Entry | None:
    return lesson.latest(lessons.CLOSE)
